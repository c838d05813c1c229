"""Who or what a pronoun, a definite phrase, a paraphrase or a shortened name means in its document.

A salience list by rules: the nearest fitting antecedent, subjects first. Names and their forms are `names`.
"""

import re
from collections.abc import Container
from functools import cached_property

from spacy.tokens import Token

from extract.claims.descriptions import described
from extract.claims.lexicon import compiled
from extract.claims.names import Entity, Mention, fold, gender_of
from extract.claims.reading import Parsed, Reading
from extract.claims.schema import DocumentPart

_LEAD = 200  # characters of a sentence in which stands whom it is about


class Coreference:
    """Antecedents in one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        lexicon = reading.lexicon
        self._organization_noun = compiled(lexicon.organization_nouns)
        self._person_noun = compiled(lexicon.person_nouns)
        self._person_pronoun = compiled(lexicon.person_pronouns)
        self._group_pronoun = compiled(lexicon.group_pronouns)
        self._first_person = re.compile("|".join(lexicon.first_person), re.IGNORECASE)
        self._outlet = re.compile(rf"\b(?:{'|'.join(map(re.escape, lexicon.outlets))})\b")
        self._leaders = reading.names.leaders()
        self.roles_of: dict[int, list[tuple[str, Entity]]] = {}

    def main_organization(self) -> Entity | None:
        """Return the organization that the document is about: named first and most often."""
        return self._main

    @cached_property
    def _described(self) -> dict[str, list[Entity]]:
        return described(self.reading)

    @cached_property
    def _main(self) -> Entity | None:
        counts: dict[int, tuple[float, Entity]] = {}
        for entity in self.reading.names.entities:
            if entity.kind == "organization" and not self.is_outlet(entity):
                weight = sum(3.0 if i <= 1 else 1.0 for i, _ in entity.positions)
                counts[id(entity)] = (weight, entity)
        return max(counts.values(), key=lambda c: (c[0], -c[1].first))[1] if counts else None

    def local_organization(self, index: int, offset: int) -> Entity | None:
        """Return the organization that the paragraph is about, up to a place; else that of the document."""
        sentences = self.reading.sentences
        heading = self.heading(index)
        if heading is not None:
            return heading
        here = [
            m.entity
            for m in self.reading.names.mentions[index]
            if m.end <= offset and m.entity.kind == "organization" and not self.is_outlet(m.entity)
        ]
        if here:
            return here[0]
        for back in range(index - 1, max(-1, index - 6), -1):
            if sentences[back].paragraph != sentences[index].paragraph:
                break
            row = [
                m.entity
                for m in self.reading.names.mentions[back]
                if m.entity.kind == "organization" and not self.is_outlet(m.entity)
            ]
            if row:
                return row[0]
        return self.main_organization()

    def heading(self, index: int) -> Entity | None:
        """Return the organization whose name alone opens the paragraph, as in a column of short items."""
        sentences = self.reading.sentences
        first = index
        while first > 0 and sentences[first - 1].paragraph == sentences[index].paragraph:
            first -= 1
        names = self.reading.names.mentions[first]
        if first == index or len(names) != 1 or names[0].entity.kind not in {"organization", "other"}:
            return None
        entity = names[0].entity
        words = compiled((*self.reading.lexicon.organization_words, *self.reading.lexicon.legal_suffixes))
        is_house = entity.known or len(entity.positions) > 1 or "&" in entity.name or words.search(entity.name)
        return entity if is_house and sentences[first].text.strip(" .:–—-") == names[0].text else None

    def plain_organization(self, index: int, offset: int, not_these: Container[int] = ()) -> Entity | None:
        """Return the organization the paragraph is about if no other comes near: a wrong one is worse than none."""
        local = self.heading(index)
        if local is not None:
            return local
        local = self.local_organization(index, offset)
        if local is not None and id(local) in not_these:
            local = self.main_organization()
        if local is None or id(local) in not_these:
            return None
        weights = sorted(
            (
                self._weight(e)
                for e in self.reading.names.entities
                if e.kind == "organization" and not self.is_outlet(e)
            ),
            reverse=True,
        )
        own = self._weight(local)
        if own < 4 and local.known is None and local.proof["organization"] < 2:
            return None  # named once in passing, and perhaps no organization
        rivals = [w for w in weights if w > own]
        if not rivals and (len(weights) < 2 or own >= 1.5 * weights[1]):
            return local
        sentence = self.reading.sentences[index]
        before = range(max(0, index - 3), index + 1)
        in_paragraph = [i for i in before if self.reading.sentences[i].paragraph == sentence.paragraph]
        near = {
            id(m.entity)
            for i in in_paragraph
            for m in self.reading.names.mentions[i]
            if m.entity.kind == "organization" and not self.is_outlet(m.entity)
        }
        return local if len(near) == 1 and id(local) in near else None

    @staticmethod
    def _weight(entity: Entity) -> float:
        return sum(3.0 if i <= 1 else 1.0 for i, _ in entity.positions)

    def interviewee(self) -> Entity | None:
        """Return the first person named: who says "I" in an interview."""
        for index in range(min(4, len(self.reading.sentences))):
            for m in self.reading.names.mentions[index]:
                if m.entity.kind == "person":
                    return m.entity
        return None

    def introduced(self) -> Entity | None:
        """Return the one person whom the opening of the text names: who a headline without a name speaks of."""
        opening = [s.index for s in self.reading.sentences if s.part is DocumentPart.TEXT][:3]
        for index in opening:
            row = [m for m in self.reading.names.mentions[index] if m.entity.kind == "person" and " " in m.entity.name]
            row = [m for m in row if m.start < _LEAD]
            named = {id(m.entity): m.entity for m in row if not self._is_complement(index, m)}
            if named:
                return next(iter(named.values())) if len(named) == 1 else None
        return None

    def is_outlet(self, entity: Entity) -> bool:
        """Return whether a name is that of a press outlet of the lexicon."""
        return self._outlet.search(entity.name) is not None

    def leads(self, person: Entity) -> Entity | None:
        """Return the named organization that a leader's name stands for."""
        return next(
            (
                org
                for leader, org in self._leaders.items()
                if fold(person.name) == leader or leader.endswith(" " + fold(person.name))
            ),
            None,
        )

    def persons_before(self, index: int, offset: int) -> list[Entity]:
        """Return persons named before a place, best antecedent first."""
        found: list[Entity] = []
        here = [m.entity for m in self.reading.names.mentions[index] if m.end <= offset and m.entity.kind == "person"]
        found += here
        for back in range(index - 1, max(-1, index - 6), -1):
            found += [m.entity for m in self.reading.names.mentions[back] if m.entity.kind == "person"]
        return list(dict.fromkeys(found))

    def organizations_before(self, index: int, offset: int) -> list[Entity]:
        """Return organizations named before a place, best antecedent first."""
        found: list[Entity] = []
        here = [
            m.entity for m in self.reading.names.mentions[index] if m.end <= offset and m.entity.kind == "organization"
        ]
        found += here[:1] + here[::-1]
        for back in range(index - 1, max(-1, index - 6), -1):
            found += [m.entity for m in self.reading.names.mentions[back] if m.entity.kind == "organization"]
        return [e for e in dict.fromkeys(found) if not self.is_outlet(e)]

    def organization(self, parsed: Parsed, token: Token, exclude: tuple[Entity, ...] = ()) -> Entity | None:
        """Return the organization that a pronoun, possessive or definite phrase at `token` means."""
        start, end = self.reading.span(token)
        piece = parsed.text[start:end]
        for _, _, entity in self.reading.paraphrases(piece):
            if entity not in exclude:
                return entity
        word = token.lower_.replace("’", "'")
        lexicon = self.reading.lexicon
        is_pronoun = word in lexicon.organization_pronouns
        is_noun = self._organization_noun.search(piece) or word in self._described
        if not is_pronoun and not is_noun and not word.startswith(lexicon.one_of_two):
            return None
        if is_pronoun and word in lexicon.feminine + lexicon.masculine:
            for person in self.persons_before(parsed.sentence.index, token.idx)[:1]:
                org = self.leads(person)
                if org is not None and org not in exclude:
                    return org
        heading = self.heading(parsed.sentence.index)
        if heading is not None and heading not in exclude:
            return heading
        called = [] if is_pronoun else self.called(parsed, token, exclude)
        if len(called) == 1:
            return called[0]
        candidates = [e for e in self.organizations_before(parsed.sentence.index, token.idx) if e not in exclude]
        if not is_pronoun:
            candidates = [e for e in candidates if not e.is_regulator] or candidates  # "the firm" is no authority
        main = self.main_organization()
        if (
            not is_pronoun
            and main is not None
            and main not in exclude
            and main in candidates
            and len(piece.split()) <= 3
        ):
            previous = {
                m.entity
                for i in (parsed.sentence.index, parsed.sentence.index - 1)
                if i >= 0
                for m in self.reading.names.mentions[i]
            }
            if main in previous or not any(c in previous for c in candidates):
                return main
        if candidates:
            return candidates[0]
        return main if main not in exclude else None

    def called(self, parsed: Parsed, token: Token, exclude: tuple[Entity, ...] = ()) -> list[Entity]:
        """Return the organizations named so far that the document calls by the noun at `token`."""
        told = [e for e in self._described.get(token.lower_, ()) if e.first <= parsed.sentence.index]
        return [e for e in told if e not in exclude and not self.is_outlet(e)]

    def person(self, parsed: Parsed, token: Token) -> Entity | None:
        """Return the person that a pronoun or definite phrase at `token` means."""
        word = token.lower_
        if self._first_person.fullmatch(word.replace("’", "'")):
            row = [m.entity for m in parsed.mentions if m.entity.kind == "person"]
            return row[0] if len(row) == 1 else self.interviewee()
        start, end = self.reading.span(token)
        piece = parsed.text[start:end]
        is_noun = self._person_noun.match(parsed.text, token.idx) is not None and len(piece) < 60
        if not (self._person_pronoun.fullmatch(word) or is_noun):
            return None
        if any(c.lower_ in self.reading.lexicon.indefinites for c in token.children):
            return None  # somebody new
        gender = self._gender(token)
        candidates = [
            e
            for e in self.persons_before(parsed.sentence.index, token.idx)
            if gender is None or gender_of(e.name) in {None, gender}
        ]
        if self._person_pronoun.fullmatch(word):
            # the subject of the previous sentence, else the nearest
            for back in range(parsed.sentence.index, max(-1, parsed.sentence.index - 4), -1):
                end_at = token.idx if back == parsed.sentence.index else len(self.reading.sentences[back].text)
                near = [m for m in self.reading.names.mentions[back] if m.entity in candidates and m.end <= end_at]
                own = [m for m in near if not self._is_complement(back, m)]
                if own or (near and back < parsed.sentence.index - 1):
                    return (own or near)[0].entity
        return candidates[0] if candidates else None

    def _is_complement(self, index: int, mention: Mention) -> bool:
        return self.reading.is_complement(self.reading.sentences[index].text, mention.start)

    def persons(self, parsed: Parsed, token: Token) -> list[Entity]:
        """Return the persons that a plural pronoun or "the trio" at `token` means."""
        start, end = self.reading.span(token)
        piece = parsed.text[start:end] or token.text
        if not (self._group_pronoun.fullmatch(token.lower_) or self._group_pronoun.match(piece)):
            return []
        for back in range(parsed.sentence.index, max(-1, parsed.sentence.index - 4), -1):
            row = [
                m.entity
                for m in self.reading.names.mentions[back]
                if m.entity.kind == "person" and (back < parsed.sentence.index or m.end <= token.idx)
            ]
            row = list(dict.fromkeys(row))
            if len(row) >= 2:
                return row[:6]
        return []

    def _gender(self, token: Token) -> str | None:
        """Return the grammatical gender of a pronoun or of a noun's determiner, None where it does not show."""
        words = {token.lower_, *(c.lower_ for c in token.children if c.i < token.i and c.pos_ == "DET")}
        for gender in ("feminine", "masculine"):
            if not words.isdisjoint(getattr(self.reading.lexicon, gender)):
                return gender
        return None
