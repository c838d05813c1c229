"""Several deals told by one clause: what goes to whom ("A to X and B to Y"), and who takes which share of one company.

Belongs here: telling the parts of such a clause apart. How a target or a party is read belongs in `targets` and
`parties`.
"""

import re
from itertools import pairwise

from extract.claims.deals import mentions, targets
from extract.claims.deals.clause import CHANGES_HANDS, Clause, Target
from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity, Mention
from extract.claims.shares import find_shares

_NEAR = 40  # characters between the trigger and the first share
_SHARE_REACH = 30  # characters between a share and who takes it


def by_buyer(clause: Clause) -> list[tuple[Target, Entity]]:
    """Return what goes to which buyer ("sells A to X and B to Y"); empty where the clause tells of one sale."""
    if clause.frame.kind not in CHANGES_HANDS or "seller" not in {clause.frame.subject, clause.frame.host}:
        return []
    to, conjunctions = "|".join(clause.words.given_to), "|".join(clause.lexicon.conjunctions)
    noun = rf"{ahead(clause.lexicon.articles, clause.lexicon.possessives)}?(?:[a-zà-ÿ-]+\s){{0,3}}"
    given = re.compile(rf"(?<!\w)(?:{to})\s{noun}[<«“\"]?\s?$")
    between = re.compile(rf"[^;:]{{0,60}}?(?:,|\s(?:{conjunctions}))\s(?P<thing>[^,;:]+?)\s(?:{to})\s{noun}[<«“\"]?\s?")
    row = [m for m in clause.parsed.mentions if m.start >= clause.candidate.end]
    row = [m for m in row if mentions.is_party(clause, m) or m.entity.kind == "person"]
    buyers = [m for m in row if given.search(clause.text[clause.candidate.end : m.start])]
    found: list[tuple[Target, Entity]] = []
    for earlier, later in pairwise(buyers):
        gap = between.fullmatch(clause.text[earlier.end : later.start])
        thing = _thing(clause, earlier.end + gap.start("thing"), earlier.end + gap.end("thing")) if gap else Target()
        if thing.named is None:
            return []
        if not found:
            first = targets.target_of(clause)
            found = [(first, earlier.entity)] if first.named is not None else []
        found.append((thing, later.entity))
    return found if len(found) > 1 else []


def _thing(clause: Clause, start: int, end: int) -> Target:
    """Return what a span of words names that goes to the next buyer: by a name, or by the noun of a part."""
    named = [i for i, m in clause.parsed.mention_at.items() if start <= m.start < end and mentions.is_party(clause, m)]
    nouns = [t for t in clause.parsed.doc if start <= t.idx < end and t.pos_ == "NOUN"]
    parts = compiled((*clause.lexicon.unit_nouns, *clause.lexicon.organization_nouns))
    heads = [clause.parsed.doc[named[-1]]] if named else [t for t in nouns if parts.fullmatch(t.lower_)]
    return targets.target_at(clause, heads[0]) if heads else Target()


def by_share(clause: Clause) -> list[tuple[Entity, float]]:
    """Return who takes which share ("12 % by X and 7 % by Y", "X 12 % and Y 7 %"); empty where it is one."""
    if clause.frame.kind != "stake":
        return []
    by = ahead(tuple(clause.reading.labels.by), clause.lexicon.of, clause.words.given_to)
    behind = re.compile(rf"\s?{by}{ahead(clause.lexicon.articles)}?(?:[a-zà-ÿ-]+\s){{0,2}}")
    before = re.compile(r"(?:,?\s(?:[\w'’-]+\s){0,2}|\s?\()")
    row = [m for m in clause.parsed.mentions if mentions.is_party(clause, m)]
    found: dict[int, tuple[Mention, float]] = {}
    shares = find_shares(clause.text, clause.lexicon.language)
    for share in (s for s in shares if s.of_capital is not False):
        if not found and not -_NEAR < share.char_start - clause.candidate.end < _NEAR:
            return []
        takers = [m for m in row if behind.fullmatch(clause.text[share.char_end : m.start])] or [
            m
            for m in row
            if 0 < share.char_start - m.end < _SHARE_REACH and before.fullmatch(clause.text[m.end : share.char_start])
        ]
        if not takers:
            return []
        found.setdefault(id(takers[0].entity), (takers[0], share.percent))
    return [(m.entity, percent) for m, percent in found.values()] if len(found) > 1 else []
