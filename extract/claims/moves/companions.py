"""Who goes along with somebody: groups named beside a mover, and people who follow one told of before.

A companion has kind and houses of the one gone along with, which `extract.claims.merge` knows for sure; who leads
whom is all that is read here. Members named of a group belong in `lists`.
"""

import re
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from extract.claims.context import MoveDraft, quote_of
from extract.claims.lexicon import Lexicon, compiled
from extract.claims.moves import movers
from extract.claims.moves.clause import Clause
from extract.claims.names import Entity
from extract.claims.reading import Group
from extract.claims.stance import Assessment

_REACH = 3  # sentences between a move and those who follow
_SHARED = {"hire", "departure", "founding", "board_exit", "retirement"}  # kinds that several make together


def beside(clause: Clause, made: list[MoveDraft]) -> list[MoveDraft]:
    """Return the group that a clause names along with whom it is about ("joins X with five colleagues")."""
    leader = next((d for d in made if leads(d)), None)
    if leader is None:
        return []
    for cue in _beside(clause.lexicon).finditer(clause.text):
        group = clause.reading.group_in(clause.text[cue.end() :], cue.end())
        if group is None or group.headcount == 1:
            continue
        if not re.fullmatch(r"(?:[a-zà-ÿ]+\s){0,2}", clause.text[cue.end() : group.start]):
            continue
        named_before = any(m.end == cue.start() for m in clause.parsed.mentions if m.entity is leader.person)
        fellows = compiled(clause.lexicon.groups.fellows).search(clause.text[group.start : group.end])
        if named_before if cue["tie"] else (fellows or not cue["loose"]):
            return [_companion(leader, group)]
    return []


def following(clause: Clause, persons: list[Entity], group: Group | None, assessment: Assessment) -> list[MoveDraft]:
    """Return the moves of who follows somebody whose move was told ("Three of his colleagues will follow him")."""
    leader = clause.context.leader
    if assessment.reason is not None or leader is None or clause.index - leader.sentence > _REACH:
        return []
    heads, led_by = clause.slots.get("leader", []), movers.at_slot(clause, "leader")
    is_meant = leader.person in led_by or (not led_by and all(_is_pronoun(clause, h) for h in heads))
    if not is_meant or (persons and not heads):
        return []
    followers: list[Entity | Group] = [*(p for p in persons if p is not leader.person), *([group] if group else [])]
    quote = quote_of(clause.parsed, assessment)
    return [
        replace(
            _companion(leader, follower),
            quote=quote,
            sentence=clause.index,
            trigger=clause.candidate.text,
            frame=clause.frame.id,
        )
        for follower in followers
    ]


def leads(draft: MoveDraft) -> bool:
    """Return whether others may go along with who makes a move: a named person, to or from a house."""
    return draft.person is not None and draft.kind in _SHARED and not draft.is_background


def _is_pronoun(clause: Clause, head: Token) -> bool:
    start, end = clause.reading.span(head)
    return head.pos_ == "PRON" or compiled(clause.lexicon.group_pronouns).fullmatch(clause.text[start:end]) is not None


def _companion(leader: MoveDraft, mover: Entity | Group) -> MoveDraft:
    person, group = (mover, None) if isinstance(mover, Entity) else (None, mover)
    return replace(
        leader, person=person, headcount=group.headcount if group else 1, from_role=group.noun if group else None,
        to_role=None, questions=(), follows=None, leader=leader.person,
    )  # fmt: skip


@cache
def _beside(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the words before those who go along: `loose` where they may say something else."""
    tie, loose, sure = (
        "|".join(words) for words in (lexicon.conjunctions, lexicon.groups.beside, lexicon.groups.along)
    )
    return re.compile(rf"\s(?:(?P<tie>{tie})|{sure}|(?P<loose>{loose}))\s?")
