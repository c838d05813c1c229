"""Who is heard in a document: the kinds of voices in each sentence, parties to an event told from others.

By words and names alone, without a parse, so that every sentence of the document counts. How sure a sentence is
of its own trigger is `stance`; how voices make the status of an event is `judgement`.
"""

import re
from enum import StrEnum
from functools import cached_property

from extract.claims.coreference import Coreference
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.reading import Reading

_BEFORE, _BEHIND = 70, 40  # characters around a verb of saying in which its speaker stands
_QUOTED = re.compile(r"[“\"«][^”\"»]{25,}")
_CLAUSE_END = re.compile(r"[;:.!?]\s")


class Voice(StrEnum):
    """Who says what a sentence says."""

    PARTY = "party"  # a party to the event, by name or by the name of its leader
    PERSON = "person"  # the person who moves
    HOUSE = "house"  # "the company said", "indique la direction"
    PRONOUN = "pronoun"  # "he said", "a-t-elle écrit"
    PAPER = "paper"  # a statement, a filing, a decree
    QUOTE = "quote"  # words in quotation marks
    ANONYMOUS = "anonymous"
    OUTLET = "outlet"
    OUTSIDER = "outsider"  # somebody else with a name
    SILENT = "silent"  # declines to comment
    OWN = "own"  # the text speaks of itself as I or we


class Voices:
    """The voices of one document, by sentence."""

    def __init__(self, reading: Reading, coreference: Coreference) -> None:
        self._reading, self._coreference = reading, coreference
        self._heard: dict[int, list[tuple[str, Entity | None]]] = {}

    def heard(self, index: int, parties: list[Entity]) -> set[Voice]:
        """Return the voices in sentence `index` of an event between `parties`."""
        if index not in self._heard:
            self._heard[index] = self._listen(index)
        found: set[Voice] = set()
        for kind, entity in self._heard[index]:
            if entity is None:
                found.add(Voice(kind))
            elif entity in parties or self._coreference.leads(entity) in parties:
                found.add(Voice.PERSON if entity in parties and entity.kind == "person" else Voice.PARTY)
            else:
                found.add(Voice.OUTLET if self._is_outlet(entity) else Voice.OUTSIDER)
        return found

    @cached_property
    def is_first_person(self) -> bool:
        """Return whether the document speaks of "us" or "me" outside its quotations."""
        plain = re.sub(r"[“\"«][^”\"»]*[”\"»]?", " ", self._reading.document.text)
        return len(compiled(self._reading.lexicon.first_person).findall(plain)) >= 2  # noqa: PLR2004

    def _is_outlet(self, entity: Entity) -> bool:
        return any(re.search(rf"\b{re.escape(o)}\b", entity.name) for o in self._reading.lexicon.outlets)

    def _listen(self, index: int) -> list[tuple[str, Entity | None]]:
        lexicon, has = self._reading.lexicon, self._reading.has
        text = self._reading.sentences[index].text
        mentions = self._reading.names.mentions[index]
        found: list[tuple[str, Entity | None]] = []
        for kind, patterns in (
            (Voice.PAPER, lexicon.papers),
            (Voice.ANONYMOUS, lexicon.hedges),
            (Voice.SILENT, lexicon.no_comment),
        ):
            if has(patterns, text):
                found.append((kind, None))
        if _QUOTED.search(text):
            found.append((Voice.QUOTE, None))
        for m in compiled(lexicon.speech).finditer(text):
            before = _CLAUSE_END.split(text[max(0, m.start() - _BEFORE) : m.start()])[-1]
            behind = re.split(r"[;:.,!?«“\"]", text[m.end() : m.end() + _BEHIND])[0]
            left, right = m.start() - len(before), m.end() + len(behind)
            named = [x.entity for x in mentions if x.start >= left and x.end <= m.start()][-1:] or [
                x.entity for x in mentions if x.start >= m.end() and x.start < right
            ][:1]
            if compiled(lexicon.speakers).search(behind) or compiled(lexicon.speakers).search(before[-45:]):
                found.append((Voice.HOUSE, None))
            if compiled(lexicon.speaking_pronouns).search(before[-16:]) or compiled(lexicon.speaking_pronouns).match(
                behind.lstrip("- t")
            ):
                found.append((Voice.PRONOUN, None))
            found += [("named", e) for e in named if e.kind in {"person", "organization", "other"}]
        for m in compiled(lexicon.according).finditer(text):
            behind = text[m.end() : m.end() + _BEHIND]
            if compiled(lexicon.speakers).search(behind):
                found.append((Voice.HOUSE, None))
            found += [("named", x.entity) for x in mentions if m.end() <= x.start < m.end() + _BEHIND][:1]
        return found
