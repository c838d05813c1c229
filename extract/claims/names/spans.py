"""The names of a sentence as spans, without overlap.

Belongs here: who proposes a span (known houses, common nouns that open a name, the parser, capitals), and which of
two that overlap is kept. Where one starts and ends is `edges`.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from extract.claims.lexicon import Lexicon, compiled
from extract.claims.names import institutions
from extract.claims.names.capitals import CAPITALIZED, DATELINE, LISTING, SHAPE, SYMBOL, UPPER, clean, is_in_capitals
from extract.claims.names.edges import behind_house, edges_of
from extract.claims.names.entities import NameSpan
from extract.claims.names.vocabulary import first_names, is_first_name, known_pattern, name_words, tokens_of
from extract.claims.sentences import Sentence

KNOWN = "GAZETTEER"
HOUSE = "INSTITUTION"  # label of a name that opens with a common noun
_PERSON_LABELS = frozenset({"PER", "PERSON"})
_LABELS = _PERSON_LABELS | {"ORG", "GPE", "LOC", "PRODUCT", "FAC", "WORK_OF_ART", "EVENT", "LAW", "MISC"}


class _Proposal(NamedTuple):
    start: int
    end: int
    label: str
    priority: int


def find_spans(sentences: Sequence[Sentence], parsed: dict[int, Doc], lexicon: Lexicon) -> list[list[NameSpan]]:
    """Return the names of each sentence in order; `parsed` holds parses by index of the sentence."""
    followers = [*sentences[1:], None]
    finder = _finder(lexicon)
    rows = [
        _heading(s, follower) if is_in_capitals(s.text) else finder.spans(s.text, parsed.get(s.index))
        for s, follower in zip(sentences, followers, strict=True)
    ]
    # the same names elsewhere, and what a common noun alone means, once it has opened one of them in full
    houses = sorted({span.text for row in rows for span in row if span.label == HOUSE})
    again = institutions.echoes([s.text for s in sentences], houses, lexicon)
    for sentence, row, spans in zip(sentences, rows, again, strict=True):
        for start, end in spans:
            clash = [s for s in row if start < s.end and s.start < end]
            if all(start <= s.start and s.end <= end and s.end - s.start < end - start for s in clash):
                row[:] = [s for s in row if s not in clash] + [NameSpan(start, end, sentence.text[start:end], HOUSE)]
    return [sorted(row) for row in rows]


def _heading(sentence: Sentence, follower: Sentence | None) -> list[NameSpan]:
    """Return the name that a capitalized opening of a paragraph is ("VERDANCE. Its finance chief …"), if any."""
    if (
        follower is None
        or follower.paragraph != sentence.paragraph
        or len(sentence.text.split()) > 5
        or sentence.part != follower.part
    ):
        return []  # elsewhere no name can be told from a word
    name = sentence.text.strip(" .:–—-")
    is_name = len(name) > 2 and sentence.text.startswith(name)
    return [NameSpan(0, len(name), clean(name), "ORG")] if is_name else []


@cache
def _finder(lexicon: Lexicon) -> "_Finder":
    return _Finder(lexicon)


class _Finder:
    def __init__(self, lexicon: Lexicon) -> None:
        words = name_words()
        self._lexicon = lexicon
        self._edges = edges_of(lexicon)
        self._particled = re.compile(
            rf"(?<!\w)(?P<first>[{UPPER}][\w-]+)(?:\s[{UPPER}]\.)?\s(?:{'|'.join(lexicon.name_particles)})\s?[{UPPER}][\w-]+"
        )
        self._organization_words = compiled((*lexicon.organization_words, *lexicon.legal_suffixes), is_cased=True)
        rest = "|".join((*words.corporate_rest, *lexicon.legal_suffixes, *words.corporate_endings))
        self._corporate_rest = re.compile(rf"(?:(?:{rest})\.?\s?)+")

    def spans(self, text: str, doc: Doc | None) -> list[NameSpan]:
        """Return the names of a sentence, in order."""
        dateline = DATELINE.match(text)
        opening = dateline.end() if dateline else 0
        symbols = [m.span() for m in SYMBOL.finditer(text)]
        kept: list[NameSpan] = []
        for found in sorted(self._proposals(text, doc), key=lambda f: (-f.priority, f.start - f.end)):
            is_listing = LISTING.match(text, max(0, found.start - 1)) is not None
            if found.start >= opening and not is_listing and not _lies_in(found, symbols):
                self._keep(text, found, kept)
        return self._joined(text, sorted(k for k in kept if k.text))

    def _proposals(self, text: str, doc: Doc | None) -> list[_Proposal]:
        known = [m.span() for m in known_pattern().finditer(text)]
        found = [_Proposal(*ends, KNOWN, 2) for ends in known]
        found += [_Proposal(*ends, HOUSE, 4) for ends in institutions.spans(text, self._lexicon, first_names())]
        for ent in doc.ents if doc is not None else ():
            if ent.label_ in _LABELS:
                found += self._of_parser(text, ent.start_char, ent.end_char, ent.label_, known)
        named = (m for m in self._particled.finditer(text) if is_first_name(m["first"]))
        found += [_Proposal(*m.span(), "PERSON", 4) for m in named]
        for m in SHAPE.finditer(text):
            found += [_Proposal(*ends, "", 1) for ends in self._edges.trim(text, *m.span("name"))]
        return found

    def _of_parser(self, text: str, start: int, end: int, label: str, known: list[tuple[int, int]]) -> list[_Proposal]:
        found = []
        for left, right in self._edges.trim(text, start, end, is_house=label == "ORG"):
            first = self._edges.behind_field(text, left, right) if label in _PERSON_LABELS else left
            person = behind_house(text, first, right, known)
            found.append(_Proposal(first, right, label, 3) if person is None else _Proposal(person, right, "PER", 3))
        return found

    def _keep(self, text: str, found: _Proposal, kept: list[NameSpan]) -> None:
        """Add a proposal to those kept, unless another holds its place; wider ones may take it."""
        start, end, label, _ = found
        clash = [k for k in kept if start < k.end and k.start < end]
        covers = all(start <= k.start and k.end <= end for k in clash)
        if clash and not (covers and (label == KNOWN or (len(clash) == 1 and self._prolongs(text, found, clash[0])))):
            return
        for inner in clash:
            kept.remove(inner)  # the name of a house may hold that of a place
        if clash and label != KNOWN:
            label = clash[0].label
        kept.append(NameSpan(start, end, clean(text[start:end]), label))

    def _prolongs(self, text: str, run: _Proposal, inner: NameSpan) -> bool:
        """Return whether a run of capitals goes on with a name, by words of a corporate name or none of its own."""
        if run.label:
            return False
        extra = text[run.start : inner.start] + " " + text[inner.end : run.end]
        is_tied = text[inner.end : inner.end + 1] in {"-", "’"} or text[inner.start - 1 : inner.start] == "-"
        is_word = inner.label != KNOWN and len(tokens_of(inner.text)) == 1
        return bool(
            is_tied
            or self._organization_words.search(extra)
            or (is_word and CAPITALIZED.fullmatch(extra.strip() or "x"))
            or re.fullmatch(rf"[{UPPER}]\.?", extra.strip())
        )

    def _joined(self, text: str, spans: list[NameSpan]) -> list[NameSpan]:
        """Return the spans in order, legal forms joined to the name before them ("Acme" and "Holdings Plc")."""
        row: list[NameSpan] = []
        for span in spans:
            if row and text[row[-1].end : span.start] == " " and self._corporate_rest.fullmatch(span.text):
                first = row.pop().start
                row.append(NameSpan(first, span.end, clean(text[first : span.end]), "ORG"))
            else:
                row.append(span)
        return row


def _lies_in(found: _Proposal, spans: list[tuple[int, int]]) -> bool:
    return any(a <= found.start and found.end <= b for a, b in spans)
