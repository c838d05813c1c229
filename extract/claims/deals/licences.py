"""Licences that take a team along: who takes the licence and who gives it.

Belongs here: the sides of a licensing hire and its sign. All other sides belong in `sides`.
"""

import re

from extract.claims.deals import financing, mentions, order, parties, phrases
from extract.claims.deals.clause import Clause, Target
from extract.claims.frames import host_of
from extract.claims.names import Entity


def licence(clause: Clause, acquirers: list[Entity], target: Target) -> tuple[Target, list[Entity], list[Entity]]:
    """Return who takes the licence, who is named first, and from whom."""
    named = [
        m.entity for m in clause.parsed.mentions if m.entity.kind == "organization" and mentions.is_party(clause, m)
    ]
    partner = order.counterparty(clause, is_near=False)
    giver = (partner if not _is_told_of(clause, partner) else None) or _licensed_of(clause)
    acquirers = ([a for a in acquirers if a is not giver] or [e for e in named if e is not giver])[:1]
    giver = giver or (target.named if isinstance(target.named, Entity) else None)
    if financing.is_lent(clause) and giver is None:
        host = host_of(clause.candidate.token, clause.reading)
        giver = next(iter(parties.at(clause, host)), None) if host is not None else None
        acquirers = [a for a in acquirers if a is not giver]
        acquirers = acquirers or [e for e in named if e is not giver]
    if giver is None or giver in acquirers:
        giver = next((e for e in named if e not in acquirers), None)
    return Target(giver), acquirers if giver is not None else [], []


def _is_told_of(clause: Clause, partner: Entity | None) -> bool:
    """Return whether a relative clause behind the partner says what it does ("an agreement with X, which takes …")."""
    opener = re.compile(rf",\s(?:{'|'.join(clause.lexicon.clause_openers)})\s")
    return any(m.entity is partner and opener.match(clause.text, m.end) for m in clause.parsed.mentions)


def _licensed_of(clause: Clause) -> Entity | None:
    """Return whose the thing is that a licence is "to" ("a licence to the software of X", "to X's models")."""
    heads = [h for h in clause.candidate.slots.get("acquirer", []) if h.i not in clause.parsed.mention_at]
    heads = [h for h in heads if h.i > clause.candidate.token.i and not phrases.is_company(clause, h)]
    return next((e for h in heads for e in parties.at(clause, h)), None)


def has_team_move(clause: Clause) -> bool:
    """Return whether the sentences about speak of a team that goes along with a licence."""
    sentences = clause.reading.sentences[max(0, clause.parsed.sentence.index - 2) : clause.parsed.sentence.index + 3]
    return any(clause.has(clause.words.team_moves, s.text) for s in sentences)
