"""Grammatical functions, read off a spaCy parse in the same terms for every label scheme.

The label names of a language's parser are data (`syntax` in its lexicon). Universal Dependencies hang a
preposition under its noun (`case`), ClearNLP the noun under its preposition (`pobj`); both come out as
(preposition, noun) pairs here. What the functions mean for an event belongs in `frames`.
"""

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from spacy.tokens import Token


class Labels(BaseModel):
    """Dependency labels of one parser, by function."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: frozenset[str]
    passive_subject: frozenset[str]
    object: frozenset[str]
    indirect_object: frozenset[str]
    agent: frozenset[str]
    oblique: frozenset[str]  # nouns that carry their preposition as a child
    case: frozenset[str]
    preposition: frozenset[str]  # prepositions that carry their noun as a child
    prepositional_object: frozenset[str]
    possessive: frozenset[str]
    compound: frozenset[str]
    apposition: frozenset[str]
    conjunction: frozenset[str]
    complement: frozenset[str]  # clauses that borrow their subject from above
    adverbial: frozenset[str]
    relative: frozenset[str]
    participle: frozenset[str]  # clauses that modify a noun
    passive_auxiliary: frozenset[str]
    active_auxiliary: frozenset[str] = frozenset()  # named where a participle without one is passive ("X nommé …")
    bare_participle: str = ""  # pattern of the forms that are participles and nothing else
    copula: frozenset[str]
    attribute: frozenset[str]
    clause: frozenset[str]  # every clause that a noun phrase must not swallow
    relative_subjects: frozenset[str]  # words
    relative_objects: frozenset[str]
    object_control: frozenset[str]  # word beginnings of verbs whose object does what the infinitive says
    by: frozenset[str]  # prepositions of the agent
    infinitive: frozenset[str]  # words before an infinitive
    circumstances: frozenset[str] = frozenset()  # prepositions after which a noun is no part of what the verb says
    reflexive: tuple[str, ...] = ()  # pronouns that open a reflexive verb, which is never passive

    def is_reflexive(self, words: str) -> bool:
        """Return whether a verb phrase opens with a reflexive pronoun ("s'est offert")."""
        return words.lower().replace("’", "'").startswith(self.reflexive)


def children(token: Token, labels: frozenset[str]) -> list[Token]:
    """Return the direct dependents of `token` under one of `labels`, in text order."""
    return [child for child in token.children if child.dep_ in labels]


def prepositions(token: Token, labels: Labels) -> Iterator[tuple[str, Token]]:
    """Yield (preposition in lower case, noun) for the prepositional dependents of `token`."""
    for child in token.children:
        if child.dep_ in labels.preposition or (child.dep_ in labels.agent and child.dep_ not in labels.oblique):
            word = child.lower_
            for below in child.children:
                if below.dep_ in labels.prepositional_object:
                    yield word, below
                elif below.dep_ in labels.preposition:
                    for deepest in children(below, labels.prepositional_object):
                        yield below.lower_, deepest
            for nested in children(child, labels.conjunction):
                for below in children(nested, labels.prepositional_object):
                    yield nested.lower_, below
        elif child.dep_ in labels.oblique or child.dep_ in labels.agent:
            case = children(child, labels.case)
            yield (case[0].lower_.replace("’", "'") if case else ""), child


def is_passive(verb: Token, labels: Labels) -> bool:
    """Return whether `verb` is passive: by its auxiliary, its subject, or as a past participle after a noun."""
    if any(c.dep_ in labels.passive_auxiliary or c.dep_ in labels.passive_subject for c in verb.children):
        return True
    if verb.dep_ in labels.conjunction and verb.head.i < verb.i and not own_subject(verb, labels):
        auxiliaries = [c for c in verb.children if c.dep_.startswith("aux")]
        if not auxiliaries and verb.tag_ in {"VBN", "VBD", "VERB"} and _looks_participle(verb):
            return is_passive(verb.head, labels)
    return verb.dep_ in labels.participle and _looks_participle(verb)


def is_bare_participle(verb: Token, labels: Labels) -> bool:
    """Return whether `verb` is a past participle without the auxiliary that would make it active ("X nommé …")."""
    if not labels.bare_participle or not re.fullmatch(labels.bare_participle, verb.lower_):
        return False
    chain = [verb, verb.head] if verb.dep_ in labels.conjunction else [verb]
    return not any(c.dep_ in labels.active_auxiliary for v in chain for c in v.children)


def _looks_participle(verb: Token) -> bool:
    if verb.tag_ in {"VBN", "VBD"}:
        return True
    return "VerbForm=Part" in str(verb.morph) and "Tense=Past" in str(verb.morph)


def own_subject(verb: Token, labels: Labels) -> Token | None:
    """Return the subject that hangs on `verb` itself."""
    for child in verb.children:
        if child.dep_ in labels.subject or child.dep_ in labels.passive_subject:
            return child
    return None


def subject(verb: Token, labels: Labels, depth: int = 0) -> Token | None:
    """Return the noun that is the grammatical subject of `verb`, through relatives, control and coordination."""
    if depth > 5:
        return None
    own = own_subject(verb, labels)
    if own is not None:
        if own.lower_ in labels.relative_subjects:
            antecedent = verb
            while antecedent.dep_ in labels.conjunction:
                antecedent = antecedent.head
            if antecedent.dep_ in labels.relative or antecedent.dep_ in labels.participle:
                return antecedent.head
            before = [t for t in own.doc[max(0, own.i - 6) : own.i] if t.pos_ in {"PROPN", "NOUN"}]
            return before[-1] if before else None
        return own
    head = verb.head
    if head == verb:
        return None
    if verb.dep_ in labels.prepositional_object and head.dep_ in labels.preposition:
        return _subject_of_gerund(head.head, labels, depth)
    if (
        verb.dep_ in labels.participle | labels.relative
        and head.pos_ == "NOUN"
        and any(c.lower_ in labels.infinitive and c.i < verb.i for c in verb.children)
    ):
        # "in talks to acquire", "an agreement to buy": who talks, agrees
        if (own := own_subject(head, labels)) is not None:
            return own  # "X serait en passe de racheter Y"
        above = head
        while above.head != above and above.pos_ not in {"VERB", "AUX"}:
            above = above.head
        if above.pos_ in {"VERB", "AUX"} and own_subject(above, labels) == head:
            above = above.head  # "X said talks to sell Y had ended"
        return subject(above, labels, depth + 1) if above.pos_ in {"VERB", "AUX"} else None
    if verb.dep_ in labels.relative or verb.dep_ in labels.participle:
        return head if head.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"} else None
    if verb.dep_ in labels.conjunction or verb.dep_ in labels.adverbial:
        return subject(head, labels, depth + 1)
    if verb.dep_ in labels.oblique and head.pos_ in {"VERB", "AUX"}:
        return subject(head, labels, depth + 1)
    if verb.dep_ in labels.complement:
        if any(head.lower_.startswith(stem) for stem in labels.object_control):
            objects = children(head, labels.object) + children(head, labels.indirect_object)
            if objects:
                return objects[0]
        return subject(head, labels, depth + 1)
    return None


def _subject_of_gerund(governor: Token, labels: Labels, depth: int) -> Token | None:
    """Return who does what a gerund behind a preposition says: "by buying X", "interested in", "bars A from"."""
    if any(governor.lower_.startswith(stem) for stem in labels.object_control):
        objects = children(governor, labels.object)
        if objects:
            return objects[0]
    while governor.head != governor and governor.pos_ not in {"VERB", "AUX"}:
        governor = governor.head
    return subject(governor, labels, depth + 1) if governor.pos_ in {"VERB", "AUX"} else None


def objects(verb: Token, labels: Labels) -> list[Token]:
    """Return the direct objects of `verb`; of a relative clause without own object, what it modifies."""
    found = [c for c in children(verb, labels.object) if c.lower_ not in labels.relative_objects]
    if not found and verb.dep_ in labels.relative:
        own = own_subject(verb, labels)
        has_marker = any(c.lower_ in labels.relative_objects and c.dep_ in labels.object for c in verb.children)
        if own is not None and own.lower_ not in labels.relative_subjects and (has_marker or own.i < verb.i):
            found = [verb.head]
    if not found and verb.dep_ in labels.conjunction and verb.head.i < verb.i:
        # "acquired and integrated X": the object hangs on one verb of the pair
        found = [c for c in children(verb.head, labels.object) if c.i > verb.i]
    if not found:
        for conjunct in children(verb, labels.conjunction):
            if not own_subject(conjunct, labels) and not children(verb, labels.complement) and conjunct.i - verb.i <= 3:
                found = children(conjunct, labels.object)
    return found


def phrase(head: Token, labels: Labels) -> list[Token]:
    """Return the tokens of the noun phrase under `head`, clauses and their content left out."""
    kept: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        kept.append(token)
        for child in token.children:
            if child.dep_ in labels.clause and child.pos_ in {"VERB", "AUX"}:
                continue
            if child.dep_ == "ROOT":
                continue
            stack.append(child)
    return sorted(kept, key=lambda t: t.i)
