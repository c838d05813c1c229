"""Which organization the clause of a move names: in a slot, right behind the trigger, with a role, with a board.

What the sentences around it imply belongs in `implied`, the choice between all organizations of the document in
`extract.claims.houses`.
"""

import re
from functools import cache

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.moves import implied, roles
from extract.claims.moves.clause import Clause
from extract.claims.names import Entity
from extract.claims.reading import Group, RoleSpan, is_organization


def at_slot(clause: Clause, slot: str, *, sure: bool = False) -> Entity | None:
    """Return the organization that the words of a slot name or mean, passing over who only reports it.

    `sure`: only one that is named, and no person's name for all that is known.
    """
    for head in clause.slots.get(slot, []):
        if sure:
            named = clause.parsed.mention_at.get(head.i)
            if named is not None and named.entity.kind == "organization":
                return named.entity
            continue
        is_agent = slot == "to" and clause.candidate.is_passive and head.i not in clause.parsed.mention_at
        if is_agent and roles.heads(clause, head):
            continue  # "chosen by the chairman of X": not for X
        found = _at(clause, head)
        if found is not None:
            return found
    return None


def adjacent(clause: Clause, slot: str) -> Entity | None:
    """Return the organization, or its paraphrase, right behind a verb whose object fills `slot`, however parsed."""
    if clause.frame.object != slot or clause.frame.word != "verb":
        return None
    for head in clause.slots.get(slot, []):
        if (paraphrase := _paraphrase(clause, head)) is not None:
            return paraphrase
    follower = next((m for m in clause.parsed.mentions if m.start >= clause.candidate.end), None)
    if follower is None or follower.entity.kind not in {"organization", "other"}:
        return None
    gap = clause.text[clause.candidate.end : follower.start]
    return follower.entity if _interposed(clause.lexicon).fullmatch(gap) else None


@cache
def _interposed(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s{ahead(lexicon.moves.interposed)}{{0,2}}{ahead(lexicon.articles)}?")


def _at(clause: Clause, head: Token) -> Entity | None:
    paraphrase = _paraphrase(clause, head)
    if paraphrase is not None:
        return paraphrase
    core = clause.reading.core(clause.parsed, head)
    named = [m for m in core if is_organization(m)]
    if named:
        return named[0].entity
    inside = [m for m in clause.reading.inside(clause.parsed, head) if is_organization(m)]
    if inside:
        return inside[0].entity
    follower = next((m for m in clause.parsed.mentions if m.start >= head.idx + len(head)), None)
    gap = clause.text[head.idx + len(head) : follower.start] if follower is not None else ""
    if follower is not None and is_organization(follower) and re.fullmatch(r"(?:-\w+)?,\s", gap):
        return follower.entity  # "their start-up, Acme", however parsed
    meant = clause.context.coreference.organization(clause.parsed, head)
    if meant is None and clause.frame.id == "join" and compiled(clause.lexicon.moves.teams).fullmatch(head.text):
        clause.is_guessed = True
        meant = implied.told_before(clause) or clause.context.coreference.plain_organization(
            clause.index, clause.candidate.start
        )
    return meant


def _paraphrase(clause: Clause, head: Token) -> Entity | None:
    start, end = clause.reading.span(head)
    told = clause.reading.paraphrases(clause.text[start:end])
    return next((entity for left, _, entity in told if start + left <= head.idx + len(head)), None)


def next_named(clause: Clause) -> Entity | None:
    """Return the organization right behind the trigger, where the parse attaches it elsewhere."""
    for m in clause.parsed.mentions:
        if m.start >= clause.candidate.end and is_organization(m):
            gap = clause.text[clause.candidate.end : m.start]
            is_near = len(gap) <= 40 and not re.search(r"[,;:.()]", gap)
            apart = compiled(clause.lexicon.clause_openers + clause.lexicon.conjunctions)
            return m.entity if is_near and not apart.search(gap) else None
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
    inside = [m.entity for m in clause.parsed.between(group.start, group.end) if is_organization(m)]
    if inside:
        return inside[0]
    behind = clause.parsed.between(group.end, len(clause.text))
    first = next((m.entity for m in behind if is_organization(m)), None)
    deal = clause.context.last_deal
    if deal is not None and to_organization in deal.acquirers and isinstance(deal.target, Entity):
        return deal.target  # the team of the company bought or licensed
    came = re.match(rf"\s(?:\w+\s){{0,2}}{ahead(clause.lexicon.at)}", clause.text[group.end :])
    return first if came and first is not to_organization else None


def purpose(clause: Clause) -> Entity | None:
    """Return the organization for which somebody leaves another: "leaves X to join Y", "to become head of Y"."""
    labels, joins = clause.reading.labels, _arrives(clause.lexicon)
    for verb in clause.candidate.token.children:
        is_behind = (
            verb.i > clause.candidate.token.i and verb.dep_ in labels.complement | labels.adverbial | labels.oblique
        )
        starts = (verb.idx, verb.nbor(-1).idx) if is_behind else ()
        if not any(joins.match(clause.text, start) for start in starts):
            continue
        tokens = {t.i for t in syntax.phrase(verb, labels)}
        named = [m for i, m in sorted(clause.parsed.mention_at.items()) if i in tokens and is_organization(m)]
        if named and not re.search(r"[,;:]", clause.text[verb.idx : named[0].start]):
            return named[0].entity
    return None


@cache
def _arrives(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the verbs by which somebody takes up a post."""
    frames = (f for f in lexicon.frames if f.id in {"join", "become", "run", "will_be", "go_to", "work_now"})
    return compiled(tuple(t for f in frames for t in f.trigger))


def names_house(clause: Clause, head: Token) -> bool:
    """Return whether a noun phrase speaks of an employer, a post or a board."""
    start, end = clause.reading.span(head)
    piece = clause.text[start:end]
    words = clause.lexicon
    house = compiled((*words.organization_nouns, *words.unit_nouns, *words.board, *words.moves.workplaces))
    return house.search(piece) is not None or roles.heads(clause, head)
