"""Who is heard in a document: the kinds of voices in each sentence, parties to an event told from others.

By words and names alone, without a parse, so that every sentence of the document counts. How sure a sentence is
of its own trigger is `stance`; how voices make the status of an event is `judgement`.
"""

import re
from enum import StrEnum

from extract.claims.coreference import Coreference
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.reading import Reading

_BEFORE, _BEHIND = 70, 40  # characters around a verb of saying in which its speaker stands
_QUOTES = re.compile(r"[“\"«][^”\"»]+[”\"»]?")
_LEAST = 25  # characters of a quotation that is more than a word set apart
_CLAUSE_END = re.compile(r"[;:.!?]\s")


class Voice(StrEnum):
    """Who says what a sentence says."""

    PARTY = "party"  # a party to the event, by name or by the name of its leader
    PERSON = "person"  # the person who moves
    HOUSE = "house"  # "the company said", "indique la direction"
    TRADE = "trade"  # "the brewer said"
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
        if has(lexicon.we, _QUOTES.sub(" ", text)):
            found.append((Voice.OWN, None))
        for m in compiled(lexicon.speech).finditer(text):
            before = _CLAUSE_END.split(text[max(0, m.start() - _BEFORE) : m.start()])[-1]
            behind = re.split(r"[;:.,!?«“\"]", text[m.end() : m.end() + _BEHIND])[0]
            left, right = m.start() - len(before), m.end() + len(behind)
            named = [x.entity for x in mentions if x.start >= left and x.end <= m.start()][-1:] or [
                x.entity for x in mentions if x.start >= m.end() and x.start < right
            ][:1]
            found += self._nouns(before[-45:], behind)
            found += [("named", e) for e in named if e.kind in {"person", "organization", "other"}]
        for m in _QUOTES.finditer(text):
            if m.end() - m.start() > _LEAST:
                found.append((Voice.QUOTE, None))
            behind = re.split(r"[;.!?«“\"]", text[m.end() : m.end() + _BEFORE])[0]
            before = re.split(r"[;.!?»”\"]", text[max(0, m.start() - _BEHIND) : m.start()])[-1]
            found += self._nouns(before, behind)
            named = [x.entity for x in mentions if m.end() <= x.start < m.end() + len(behind)][:1] or [
                x.entity for x in mentions if m.start() - len(before) <= x.start < m.start()
            ][-1:]
            found += [("named", e) for e in named if e.kind in {"person", "organization", "other"}]
        for m in compiled(lexicon.according).finditer(text):
            behind = text[m.end() : m.end() + _BEHIND]
            found += self._nouns("", behind)
            found += [("named", x.entity) for x in mentions if m.end() <= x.start < m.end() + _BEHIND][:1]
        return found

    def _nouns(self, before: str, behind: str) -> list[tuple[str, Entity | None]]:
        """Return the voices without a name right before and behind a verb of saying."""
        lexicon = self._reading.lexicon
        nouns, pronouns = compiled(lexicon.speakers), compiled(lexicon.speaking_pronouns)
        trades = compiled(lexicon.organization_nouns)
        found: list[tuple[str, Entity | None]] = []
        if nouns.search(behind) or nouns.search(before):
            found.append((Voice.HOUSE, None))
        elif trades.search(behind) or trades.search(before):
            found.append((Voice.TRADE, None))
        if pronouns.search(before[-16:]) or pronouns.match(
            re.sub(r"^[\s,\w]*?-(?:t-)?(?=i|e|o)", "", behind.strip(" ,"))
        ):
            found.append((Voice.PRONOUN, None))
        return found
