"""Mergers and joint ventures: the two companies, or the partners and what they found.

Belongs here: sides that stand side by side. Buyers and sellers belong in `sides`.
"""

import re

from extract.claims.deals import mentions, parties
from extract.claims.deals.clause import Clause
from extract.claims.names import Entity


def partners_of(clause: Clause) -> tuple[list[Entity], Entity | None]:
    """Return the partner or partners of the first side, and the other one or the venture."""
    partners = parties.fill(clause, "partner")
    if clause.frame.kind == "joint_venture":
        return _venture(clause, partners)
    if len(partners) < 2 and clause.candidate.token.dep_ not in {"amod", "compound"}:
        pair = _pair_before(clause)
        if pair and (not partners or partners[0] in pair):
            clause.doubt += 0.1
            partners = pair
    if len(partners) < 2 and _is_pair_meant(clause):
        partners = _pair_told(clause) or partners
    if len(partners) == 1 and clause.frame.word == "noun":
        clause.doubt += 0.2
        near = [
            e
            for e in mentions.names_near(clause, clause.candidate.start, 120)
            if not mentions.is_heading_only(clause, e)
        ]
        main = clause.context.coreference.main_organization()
        main = main if main is not None and main.is_surely_organization else None
        other = next((e for e in [*near, main] if e and not e.is_surely_person and e is not partners[0]), None)
        partners = [other, *partners] if other is not None else partners
    return (partners[:1], partners[1]) if len(partners) >= 2 else ([], None)


def _pair_before(clause: Clause) -> list[Entity]:
    """Return the two companies that stand as a pair before the trigger ("A et B renoncent à se marier")."""
    before = [m for m in clause.parsed.mentions if m.end <= clause.candidate.start and mentions.is_party(clause, m)]
    for mention in reversed(before):
        pair = clause.reading.series(clause.parsed, mention)
        if len(pair) == 2:
            return [m.entity for m in pair]
    return []


def _is_pair_meant(clause: Clause) -> bool:
    """Return whether a plural without a name stands where the partners do ("the two groups agreed to merge")."""
    heads = [
        *clause.candidate.slots.get("partner", []),
        *([clause.candidate.subject] if clause.candidate.subject else []),
    ]
    texts = [clause.text[slice(*clause.reading.span(h))].lower() for h in heads if h.i not in clause.parsed.mention_at]
    return any(clause.has(clause.words.pairs, t) for t in texts)


def _pair_told(clause: Clause) -> list[Entity]:
    """Return the two companies that the sentences before name, where they name just two."""
    here, names = clause.parsed.sentence.index, clause.reading.names
    for back in range(here - 1, max(-1, here - 4), -1):
        row = list(dict.fromkeys(m.entity for m in names.mentions[back] if mentions.may_be_party(clause, m)))
        row = [e for e in row if not e.is_surely_person and e.kind != "place"]
        if len(row) == 2:
            return row
        if len(row) > 2:
            return []
    return []


def _venture(clause: Clause, partners: list[Entity]) -> tuple[list[Entity], Entity | None]:
    if len(partners) < 2:
        named = [
            m.entity for m in clause.parsed.mentions if mentions.is_party(clause, m) and m.end <= clause.candidate.start
        ]
        partners = list(dict.fromkeys(partners + named))[:4]
    target = _named_as(clause)
    return ([p for p in partners if p is not target] if len(partners) >= 2 else []), target


def _named_as(clause: Clause) -> Entity | None:
    """Return what a venture is said to be called, behind the trigger or in the sentence after."""
    called = re.compile(rf"(?<!\w)(?:{'|'.join(clause.words.called)})\s", re.IGNORECASE)
    for sentence in clause.reading.sentences[clause.index : clause.index + 2]:
        m = called.search(sentence.text, clause.candidate.end if sentence.index == clause.index else 0)
        if m is not None:
            row = clause.reading.names.mentions[sentence.index]
            return next((x.entity for x in row if abs(x.start - m.end()) <= 3), None)
    return None
