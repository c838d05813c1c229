"""Which organization the clause of a move names: in a slot, right behind the trigger, with a role, with a board.

What the sentences around it imply belongs in `implied`, the choice between all organizations of the document in
`extract.claims.houses`.
"""

import re

from spacy.tokens import Token

from extract.claims.lexicon import compiled
from extract.claims.moves import implied, roles
from extract.claims.moves.clause import Clause
from extract.claims.names import Entity
from extract.claims.reading import Group, RoleSpan, is_organization


def at_slot(clause: Clause, slot: str) -> Entity | None:
    """Return the organization that the words of a slot name or mean, passing over who only reports it."""
    for head in clause.slots.get(slot, []):
        is_agent = slot == "to" and clause.candidate.is_passive and head.i not in clause.parsed.mention_at
        if is_agent and roles.heads(clause, head):
            continue  # "chosen by the chairman of X": not for X
        found = _at(clause, head)
        if found is not None and not _is_source(clause, head):
            return found
    return None


def _is_source(clause: Clause, head: Token) -> bool:
    """Return whether a name is only who reports it ("according to …")."""
    before = clause.text[max(0, head.idx - 34) : head.idx]
    source = r"(?i)(?:\bselon|d['’]après|confrères|according to|\binformations? d[eu])\b[\w\s'’]*$"
    return bool(re.search(source, before))


def adjacent(clause: Clause, slot: str) -> Entity | None:
    """Return the organization right behind a verb whose object fills `slot`, however it is parsed."""
    if clause.frame.object != slot or clause.frame.word != "verb":
        return None
    for m in clause.parsed.mentions:
        if m.start >= clause.candidate.end:
            gap = clause.text[clause.candidate.end : m.start]
            near = re.fullmatch(
                r"\s(?:(?:lui|elle|eux|elles|ainsi|donc|également|aussi|désormais|déjà|also|now)\s){0,2}(?:(?:le|la|the)\s|l['’])?",
                gap,
            )
            return m.entity if near and m.entity.kind == "organization" else None
    return None


def _at(clause: Clause, head: Token) -> Entity | None:
    start, end = clause.reading.span(head)
    for left, _, entity in clause.reading.paraphrases(clause.text[start:end]):
        if start + left <= head.idx + len(head):
            return entity
    core = clause.reading.core(clause.parsed, head)
    named = [m for m in core if is_organization(m)]
    if named:
        return named[0].entity
    inside = [m for m in clause.reading.inside(clause.parsed, head) if is_organization(m)]
    if inside:
        return inside[0].entity
    meant = clause.context.coreference.organization(clause.parsed, head)
    if (
        meant is None
        and clause.frame.id == "join"
        and re.match(r"(?:divisions?|équipes?|teams?|pôle|unit|département)$", head.lower_)
    ):
        clause.is_guessed = True
        meant = implied.told_before(clause) or clause.context.coreference.plain_organization(
            clause.index, clause.candidate.start
        )
    return meant


def next_named(clause: Clause) -> Entity | None:
    """Return the organization right behind the trigger, where the parse attaches it elsewhere."""
    for m in clause.parsed.mentions:
        if m.start >= clause.candidate.end and is_organization(m):
            gap = clause.text[clause.candidate.end : m.start]
            return m.entity if len(gap) <= 40 and not re.search(r"[,;:.()]|\b(?:who|qui|and|et)\b", gap) else None
    return None


def of_subject(clause: Clause) -> Entity | None:
    """Return the organization that is the grammatical subject."""
    subject = clause.candidate.subject
    return _at(clause, subject) if subject is not None else None


def of_role(clause: Clause, role: RoleSpan | None) -> Entity | None:
    """Return the organization that a role phrase names ("chief executive of X")."""
    if role is None:
        return None
    return clause.context.posts.organization_of(clause.text, role, clause.parsed.mentions)


def of_group(clause: Clause, group: Group, to_organization: Entity | None) -> Entity | None:
    """Return the organization that an unnamed group comes from ("three engineers of X")."""
    behind = clause.parsed.between(group.start - 1, len(clause.text))
    first = next((m.entity for m in behind if is_organization(m)), None)
    tail = clause.text[group.end : group.end + 16]
    if first not in (None, to_organization) and re.match(
        r"\s(?:venus?\s|issus?\s|who worked\s)?(?:of|from|at|de|d['’]|du|chez)", tail
    ):
        return first
    return None


def names_house(clause: Clause, head: Token) -> bool:
    """Return whether a noun phrase speaks of an employer, a post or a board."""
    start, end = clause.reading.span(head)
    piece = clause.text[start:end]
    house = compiled(
        (
            *clause.lexicon.organization_nouns,
            *clause.lexicon.unit_nouns,
            *clause.lexicon.board,
            "post",
            "posts?",
            "job",
            "role",
            "position",
            "poste",
            "fonctions?",
            "équipes?",
            "team",
            "conseil",
            "direction",
            "présidence",
            "gouvernement",
            "government",
            "cabinet",
            "rédaction",
        )
    )
    return house.search(piece) is not None or roles.heads(clause, head)
