"""What a pronoun, a clitic or a definite noun in a deal takes up: the speaker, the topic, what was called one's own.

Belongs here: antecedents that the grammar of deals gives. The nearest fitting organization of the document is
`extract.claims.coreference`; who fills a side is `parties`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals import mentions, phrases
from extract.claims.deals.clause import Clause
from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity


def speaker(clause: Clause, pronoun: Token) -> Entity | None:
    """Return the speaker that "it" in reported speech means ("X said it has bought Y")."""
    if pronoun.lower_ not in clause.words.pronouns:
        return None
    speech = compiled(clause.lexicon.speech)
    for verb in pronoun.ancestors:
        if not speech.fullmatch(verb.text):
            continue
        for child in verb.children:
            mention = clause.parsed.mention_at.get(child.i)
            if (
                child.dep_ in clause.reading.labels.subject
                and mention is not None
                and child.i < pronoun.i
                and mentions.is_party(clause, mention)
            ):
                return mention.entity
            if child.dep_ in clause.reading.labels.subject and child.lower_ == pronoun.lower_ and child.i < pronoun.i:
                return clause.context.coreference.organization(clause.parsed, child)
    return None


def heading(clause: Clause) -> Entity | None:
    """Return the company that a short opening of the paragraph names ("Calvane. The maker of … raised")."""
    sentences, here = clause.reading.sentences, clause.parsed.sentence
    first = next(s for s in sentences if s.paragraph == here.paragraph)
    if first.index == here.index or len(first.text.split()) > 4:
        return None
    named = [m.entity for m in clause.reading.names.mentions[first.index] if mentions.may_be_party(clause, m)]
    return named[0] if named else None


def topic(clause: Clause, pronoun: Token) -> Entity | None:
    """Return the organization that a pronoun takes up: a subject before it, the nearest sentence first."""
    if pronoun.lower_ not in clause.words.pronouns:
        return None
    if compiled(clause.lexicon.person_pronouns).fullmatch(pronoun.lower_):
        people = clause.context.coreference.persons_before(clause.parsed.sentence.index, pronoun.idx)
        if people and clause.context.coreference.leads(people[0]) is not None:
            return clause.context.coreference.leads(people[0])
    subjects = clause.reading.labels.subject | clause.reading.labels.passive_subject
    index = clause.parsed.sentence.index
    for back in range(index, max(-1, index - 4), -1):
        parsed = clause.reading.parsed.get(back)
        if parsed is None or parsed.sentence.part != clause.parsed.sentence.part:
            continue
        found = [
            m.entity
            for t in parsed.doc
            if t.dep_ in subjects and (back < index or t.i < pronoun.i)
            for m in mentions.behind_its_noun(clause.reading.core(parsed, t), t)[:1]
            if mentions.is_party(clause, m) and not m.entity.is_surely_person
        ]
        if found:
            return found[-1] if back == index else found[0]
    main = clause.context.coreference.main_organization()
    is_thing = pronoun.lower_ in clause.words.thing_pronouns
    return main if is_thing and main is not None and main.first < index else None


def by_clitic(clause: Clause, buyers: list[Entity]) -> Entity | None:
    """Return what a clitic before the verb takes up ("X ouvre son capital : Y y prend 8 %")."""
    if compiled(clause.words.gerunds).fullmatch(clause.candidate.token.text):
        return None  # "en rachetant": no pronoun
    is_given = clause.candidate.frame.kind in {"stake", "debt", "funding_round"}
    words = clause.lexicon.clitics if is_given else clause.lexicon.clitics[:2]
    lead = clause.text[: clause.candidate.start]
    clitic = re.search(rf"(?i)\b(?:{'|'.join(words)})\s(?:\w{{1,4}}\s){{0,2}}$", lead)
    if clitic is None:
        return None
    before = [m.entity for m in clause.parsed.mentions if m.end <= clitic.start() and mentions.is_party(clause, m)]
    return next((e for e in before if e not in buyers), None)


def owned(clause: Clause, head: Token) -> Entity | None:
    """Return what was called somebody's own before a definite noun ("X, owner of Y, sells the club")."""
    if head.pos_ != "NOUN" or phrases.is_owned(clause, head):
        return None
    lead = re.compile(
        rf"(?<!\w)(?:{'|'.join(clause.words.tied)})\s{ahead(clause.lexicon.of)}{ahead(clause.lexicon.articles)}?$",
        re.IGNORECASE,
    )
    row = [m for m in clause.parsed.mentions if m.end <= head.idx and mentions.is_party(clause, m)]
    row = [m for m in row if clause.text.rfind("(", 0, m.start) <= clause.text.rfind(")", 0, m.start)]
    return next((m.entity for m in row if lead.search(clause.text[: m.start])), None)
