"""Which organization a move implies where its clause names none: of the post held, of who announces, of the document.

These are the grammar's guesses; `extract.claims.houses` weighs them against every organization of the document.
"""

import re

from extract.claims import syntax
from extract.claims.lexicon import compiled
from extract.claims.moves.clause import AWAY, Clause
from extract.claims.names import Entity
from extract.claims.posts import Post
from extract.claims.reading import is_organization
from extract.claims.schema import DocumentPart


def told_before(clause: Clause) -> Entity | None:
    """Return the only organization of the sentence before, in the same paragraph."""
    before = clause.reading.sentences[clause.index - 1] if clause.index else None
    if before is None or before.paragraph != clause.parsed.sentence.paragraph:
        return None
    named = {id(m.entity): m.entity for m in clause.reading.names.mentions[clause.index - 1]}
    houses = [e for e in named.values() if e.kind == "organization" and not _is_outlet(clause, e)]
    return houses[0] if len(houses) == 1 else None


def destination(clause: Clause, from_organization: Entity | None) -> Entity | None:
    """Return where a hire goes when the clause leaves it out: as the move told before, else the context's."""
    verb = clause.candidate.token.head
    host = (
        syntax.subject(verb, clause.reading.labels)
        if clause.frame.word == "noun" and verb.pos_ in {"VERB", "AUX"}
        else None
    )
    if host is not None:
        named = [m.entity for m in clause.reading.core(clause.parsed, host) if is_organization(m)]
        if named and named[0] is not from_organization:
            return named[0]
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


def home(clause: Clause, post: Post | None, from_organization: Entity | None) -> Entity | None:
    """Return the house of an appointment whose clause names none: the person's own if it is the document's."""
    own = post.organization if post and not from_organization else None
    spoken = spoken_of(clause) if post is None or not clause.context.posts.is_public(post.role) else None
    if spoken is None and own is not None and own is clause.context.coreference.main_organization():
        clause.is_guessed = False
        return own
    return spoken if spoken is not None or own is None else None


def left(clause: Clause, person: Entity | None) -> Entity | None:
    """Return the organization that the context supposes: of the person, of the sentence, of the document."""
    if person is not None:
        post = clause.context.posts.current(person)
        if post is not None and post.organization is not None:
            return post.organization
        leader = clause.context.coreference.leads(person)
        if leader is not None:
            return leader
        if post is not None and clause.context.posts.is_public(post.role):
            return None
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
    if clause.parsed.sentence.part is DocumentPart.TITLE:
        label = clause.parsed.mentions[:1]  # "Acme: its head leaves"
        if (
            label
            and label[0].entity.kind == "organization"
            and re.fullmatch(r"\W?", clause.text[: label[0].start])
            and re.match(r"\s?:\s", clause.text[label[0].end :])
        ):
            return label[0].entity
    speech = compiled(clause.lexicon.speech)
    for m in clause.parsed.mentions:
        if (
            m.entity.kind == "organization"
            and not _is_outlet(clause, m.entity)
            and speech.match(
                re.sub(r"^\s?(?:<[^>]*>)?,?\s?(?:a|has|ont|have)?\s?", "", clause.text[m.end : m.end + 40])
            )
        ):
            return m.entity
    before = clause.reading.sentences[clause.index - 1] if clause.index else None
    if before is not None and before.part == clause.parsed.sentence.part:
        for m in clause.reading.names.mentions[clause.index - 1]:
            if (
                m.entity.kind == "organization"
                and not _is_outlet(clause, m.entity)
                and speech.match(
                    re.sub(r"^\s?(?:<[^>]*>)?,?\s?(?:a|has|ont|have)?\s?", "", before.text[m.end : m.end + 40])
                )
            ):
                return m.entity
    after = clause.reading.sentences[clause.index + 1] if clause.index + 1 < len(clause.reading.sentences) else None
    if after is not None and after.part == clause.parsed.sentence.part and len(after.text) < 90:
        for m in clause.reading.names.mentions[clause.index + 1]:
            if m.entity.kind == "organization" and re.match(
                r"(?i)\s(?:l['’](?:a|ont)|confirm|announced it|said so)", after.text[m.end :]
            ):
                return m.entity
    clause.is_guessed = True
    clause.score -= 0.1
    if re.search(r"(?i)\b(?:the|its) board\b|\b(?:au|le|du|son) conseil\b", clause.text):
        return clause.context.coreference.heading(clause.index) or clause.context.coreference.main_organization()
    held = {
        id(p.organization)
        for m in clause.parsed.mentions
        if m.entity.kind == "person"
        for p in clause.context.posts.of(m.entity)
        if p.sentence == clause.index and clause.frame.kind not in AWAY
    }
    return clause.context.coreference.plain_organization(clause.index, clause.candidate.start, held)


def _is_outlet(clause: Clause, entity: Entity) -> bool:
    return any(re.search(rf"\b{re.escape(o)}\b", entity.name) for o in clause.lexicon.outlets)
