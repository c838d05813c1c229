"""Who moves by the same verb as others: members named behind their group, and further pairs of a person and a post.

How the first person of a clause is found belongs in `movers`.
"""

import re
from functools import cache

from extract.claims.lexicon import Lexicon, ahead
from extract.claims.moves.clause import Clause
from extract.claims.names import Entity
from extract.claims.reading import Group, RoleSpan


def members(clause: Clause, group: Group) -> tuple[list[Entity], bool]:
    """Return the persons named behind their group, and whether they are all of it ("two directors: A and B")."""
    behind = [m for m in clause.parsed.mentions if m.entity.kind == "person" and m.start >= group.end]
    opening = _opening(clause.lexicon).search(clause.text[group.end : behind[0].start]) if behind else None
    if opening is None:
        return [], False
    listed = behind[:1]
    for m in behind[1:]:
        if not _step(clause.lexicon).fullmatch(clause.text[listed[-1].end : m.start]):
            break
        listed.append(m)
    is_whole = len(listed) == group.headcount if group.headcount else opening["some"] is None
    return [m.entity for m in listed], is_whole


@cache
def _opening(lexicon: Lexicon) -> re.Pattern[str]:
    some = "|".join(lexicon.moves.members)
    return re.compile(rf"(?::|\s[-–—]|\b(?P<some>{some}))[^;:.]{{0,50}}\Z", re.IGNORECASE)


@cache
def _step(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what stands between two persons of a list, an apposition to the first among it."""
    tie = rf"(?:,?\s(?:{'|'.join(lexicon.conjunctions)})|,|;)\s(?:(?:{'|'.join(lexicon.titles)})\.?\s)?"
    return re.compile(rf"(?:\s\([^()]*\))?(?:,\s[^,;:.]{{2,90}})?{tie}")


def likewise(clause: Clause) -> list[Entity]:
    """Return who does the same as who was told of: "A is leaving, and so is B", "A left along with B and C"."""
    text, end = clause.text, clause.candidate.end
    for m in clause.parsed.mentions:
        if m.entity.kind == "person" and m.start >= end and _likewise(clause.lexicon).search(text[end : m.start]):
            return [x.entity for x in clause.reading.series(clause.parsed, m)]
    return []


@cache
def _likewise(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(lexicon.moves.likewise)
    return re.compile(rf"\A[^;:]{{0,160}}\b(?:{words})\s(?:(?:{'|'.join(lexicon.titles)})\.?\s)?\Z")


def pairs(clause: Clause, first: RoleSpan) -> list[tuple[Entity, RoleSpan]]:
    """Return who takes which post behind the first pair: "names A as president and B as treasurer"."""
    text, end = clause.text, first.end
    tie, lead = _gap(clause.lexicon)
    found = []
    for m in clause.parsed.mentions:
        if m.entity.kind != "person" or m.start < end:
            continue
        role = next((r for r in clause.reading.roles(clause.index) if r.start >= m.end), None)
        if role is None or not tie.fullmatch(text[end : m.start]) or not lead.fullmatch(text[m.end : role.start]):
            break
        found.append((m.entity, role))
        end = role.end
    return found


@cache
def _gap(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what stands between a post and the next person, and between that one and the post."""
    words = lexicon.moves
    aside = rf"(?:,\s(?:{'|'.join(words.not_own_role)})\s[^;:]{{1,60}}?)?"
    house = rf"(?:\s{ahead(lexicon.of, lexicon.at)}[^,;:.]{{1,40}})?"
    tie = rf"{house}{aside}(?:[,;]|,?\s(?:{'|'.join(lexicon.conjunctions)}))\s"
    leads = ahead(words.role_leads.get("hire", ("(?!)",)), words.into, lexicon.articles, lexicon.possessives)
    conjunction = rf"(?:(?:{'|'.join(lexicon.conjunctions)})\s)?"
    title = rf"(?:(?:{'|'.join(lexicon.titles)})\.?\s)?"
    return re.compile(rf"{tie}{conjunction}{title}"), re.compile(rf",?\s{leads}{{0,2}}")
