"""Which organization a move implies where its clause names none: of the post held, of who announces, of the document.

These are the grammar's guesses; `extract.claims.houses` weighs them against every organization of the document.
"""

import re
from functools import cache

from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.moves import movers
from extract.claims.moves.clause import Clause
from extract.claims.names import Entity, Mention
from extract.claims.posts import Post


def told_before(clause: Clause) -> Entity | None:
    """Return the only organization of the sentence before, in the same paragraph."""
    before = clause.reading.sentences[clause.index - 1] if clause.index else None
    if before is None or before.paragraph != clause.parsed.sentence.paragraph:
        return None
    named = {id(m.entity): m.entity for m in clause.reading.names.mentions[clause.index - 1]}
    houses = [e for e in named.values() if e.kind == "organization" and not clause.context.coreference.is_outlet(e)]
    return houses[0] if len(houses) == 1 else None


def destination(clause: Clause, from_organization: Entity | None) -> Entity | None:
    """Return where a hire goes when the clause leaves it out: as the move told before, else the context's."""
    last = clause.context.last_move
    if (
        last is not None
        and last.to_organization is not None
        and clause.index - last.sentence <= 3
        and last.to_organization is not from_organization
    ):
        return last.to_organization
    spoken = spoken_of(clause)
    return spoken if spoken is not from_organization else None


def of_predecessor(clause: Clause) -> Entity | None:
    """Return the house of whoever is followed: of the post held there, else the one that was told to be left."""
    for person in movers.at_slot(clause, "predecessor"):
        post = clause.context.posts.current(person)
        house = (post.organization if post else None) or clause.context.left.get(id(person))
        if house is not None:
            return house
    return None


def of_arrival(clause: Clause, persons: list[Entity]) -> Entity | None:
    """Return the house of a move told right before, where who made it "succeeds X", or takes a further post."""
    last = clause.context.last_move
    is_near = last is not None and 0 <= clause.index - last.sentence <= 2
    if is_near and last is not None and last.person in persons:
        return last.to_organization
    gone = [clause.context.left[id(p)] for p in persons if id(p) in clause.context.left]
    return gone[0] if gone and clause.frame.id in {"become", "will_be"} else None


def home(clause: Clause, post: Post | None, from_organization: Entity | None) -> Entity | None:
    """Return the house of an appointment whose clause names none: the person's own if it is the document's."""
    own = post.organization if post and not from_organization else None
    spoken = spoken_of(clause) if post is None or not clause.context.posts.is_public(post.role) else None
    if spoken is None and own is not None and own is clause.context.coreference.main_organization():
        clause.is_guessed = False
        return own
    return spoken if spoken is not None or own is None else None


def left(clause: Clause) -> Entity | None:
    """Return the organization left, by a post of the sentence or by what the text speaks of."""
    return _of_post(clause) or spoken_of(clause)


def _of_post(clause: Clause) -> Entity | None:
    """Return the house of a post told before the verb without its holder ("The head of X says he leaves")."""
    posts = clause.context.posts
    for role in reversed(clause.reading.roles(clause.index)):
        if role.end <= clause.candidate.start and not posts.holders(clause.index, role.start, role.end):
            return posts.organization_of(clause.text, role, clause.parsed.mentions)
    return None


def spoken_of(clause: Clause) -> Entity | None:
    """Return the organization that announces, else the one that the paragraph is about."""
    sentences, here = clause.reading.sentences, clause.parsed.sentence
    first = clause.parsed.mentions[0] if clause.parsed.mentions else None
    if first is not None and first.entity.kind == "organization" and _heads(clause.text, first):
        return first.entity  # "Acme: Jane Doe is leaving"
    for sentence in sentences[max(0, clause.index - 1) : clause.index + 1][::-1]:
        for m in clause.reading.names.mentions[sentence.index] if sentence.part is here.part else ():
            is_house = m.entity.kind == "organization" and not clause.context.coreference.is_outlet(m.entity)
            if is_house and _says(clause.lexicon).match(sentence.text, m.end):
                return m.entity
    clause.is_guessed = True
    clause.score -= 0.1
    if clause.has(clause.lexicon.moves.its_board):
        return clause.context.coreference.heading(clause.index) or clause.context.coreference.main_organization()
    return clause.context.coreference.plain_organization(clause.index, clause.candidate.start)


def _heads(text: str, mention: Mention) -> bool:
    """Return whether a name with a colon behind it opens a sentence."""
    return mention.start <= 1 and re.match(r"\s?:\s", text[mention.end :]) is not None


@cache
def _says(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a verb of saying right behind who says it."""
    speech = compiled((*lexicon.speech, *lexicon.denial)).pattern
    return re.compile(rf"\s?(?:<[^>]*>)?,?\s?{ahead(lexicon.have)}?{speech}", re.IGNORECASE)
