"""What labelled and found events name, marked in the text of a document.

Belongs here: where the values of rows keyed as in the labelling guide stand in a text, and the text cut at those
places. A label has no offsets: names are marked wherever they are printed in their longest form, a role beside its
person, amounts wherever the reader of money sees them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from extract.claims.lexicon import languages
from extract.claims.money import find_money

Row = dict[str, Any]
Kind = Literal["person", "organization", "role", "amount", "quote"]
VALUES: dict[Kind, tuple[str, ...]] = {
    "person": ("person",),
    "organization": ("from_organization", "to_organization", "acquirers", "target", "sellers", "offeror"),
    "role": ("from_role", "to_role"),
    "amount": ("amount", "valuation"),
}
TOLERANCE = 0.005  # of an amount, as in the labelling guide's scoring


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text. `is_wrong`: only a missed or a false event names it."""

    start: int
    end: int
    kind: Kind
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, under at most one mark of a value, and maybe in a quote."""

    text: str
    value: Mark | None = None
    quote: Mark | None = None


def marked(text: str, language: str, rows: Iterable[tuple[Row, bool]]) -> list[Piece]:
    """Return `text` in pieces, marked with the values and quotes of `rows`, each beside whether it is wrong.

    A quote is marked where its offsets say, if the text is the part of the document that they count in.
    """
    found: dict[tuple[int, int, Kind], bool] = {}
    for row, is_wrong in rows:
        for start, end, kind in (*_values(text, language, row), *_quote(text, row)):
            found[start, end, kind] = is_wrong and found.get((start, end, kind), True)
    return _cut(text, [Mark(*span, is_wrong) for span, is_wrong in found.items()])


def _values(text: str, language: str, row: Row) -> Iterator[tuple[int, int, Kind]]:
    for kind, columns in VALUES.items():
        values = [value for column in columns if (value := row.get(column))]
        if kind == "amount":
            for money in find_money(text, language) if values and language in languages() else ():
                if any(abs(money.amount - value) <= TOLERANCE * value for value in values):
                    yield money.char_start, money.char_end, kind
            continue
        names = [name for value in values for name in (value if isinstance(value, list) else [value])]
        for name in names:
            spans = _printed_at(text, str(name))
            if kind == "role":
                spans = _nearest(spans, _printed_at(text, " ".join(str(row.get("person") or "").split()[-1:])))
            yield from ((*span, kind) for span in spans)


def _nearest(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the span that is nearest to any of the others, the first when there are none."""
    ranked = sorted(spans, key=lambda span: min((abs(span[0] - start) for start, _ in others), default=0))
    return ranked[:1]


def _printed_at(text: str, name: str) -> list[tuple[int, int]]:
    words = r"\s+".join(map(re.escape, name.split()))
    return [m.span() for m in re.finditer(rf"(?<!\w){words}(?!\w)", text)] if words else []


def _quote(text: str, row: Row) -> Iterator[tuple[int, int, Kind]]:
    start, end = row.get("char_start"), row.get("char_end")
    if start is not None and end is not None and text[start:end] == row.get("quote"):
        yield start, end, "quote"


def _cut(text: str, marks: list[Mark]) -> list[Piece]:
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    pieces = []
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        values = sorted((mark for mark in over if mark.kind != "quote"), key=lambda mark: mark.end - mark.start)
        quotes = sorted((mark for mark in over if mark.kind == "quote"), key=lambda mark: mark.is_wrong)
        pieces.append(Piece(text[start:end], next(iter(values), None), next(iter(quotes), None)))
    return pieces
