"""Percentages and fractions in a text, with hedge and a hint whether they are of a company's capital.

Percent signs, fraction words and the words that tell capital from growth, rates and votes belong here and in
`lexicon/shares.yml`; numbers, hedges and ranges are `quantities`. Whose capital it is, is the caller's business.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extract.claims.lexicon_files import LexiconModel, load_lexicon
from extract.claims.quantities import GAP, SPACE, canonical, phrases, quantities_of
from extract.claims.schema import Qualifier


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in percent, 0 to 100. Offsets are code points; `raw` is the text between them.

    Of a range the upper end is kept, `up_to`, and `raw` covers both ends. `of_capital` is True next to words
    of ownership, False next to words of growth, rates, sales and the like, None where neither stands;
    `voting` likewise for voting rights.
    """

    char_start: int
    char_end: int
    raw: str
    percent: float
    qualifier: Qualifier
    is_fraction: bool
    of_capital: bool | None
    voting: bool | None


class ShareWords(LexiconModel):
    """One language of `shares.yml`."""

    percent: list[str]
    holdings: list[str]
    fraction_of: list[str]
    articles: list[str]
    bare_fractions: list[str]
    not_fraction_of: list[str]
    fixed: dict[str, float]
    capital_after: list[str]
    capital_before: list[str]
    other_after: list[str]
    other_before: list[str]
    voting: list[str]
    non_voting: list[str]


class _Reader:
    """The share grammar of one language, compiled once."""

    def __init__(self, language: str) -> None:
        words = load_lexicon("shares", dict[str, ShareWords]).get(language)
        if words is None:
            raise ValueError(f"no lexicon for language {language!r}: add it to extract/claims/lexicon/shares.yml")
        self._quantities = quantities_of(language)
        numbers = self._quantities.words
        self._fractions = {canonical(k): v for k, v in numbers.fractions.items()}
        self._counts = {canonical(k): v for k, v in numbers.words.items()}
        self._fixed = {canonical(k): v for k, v in words.fixed.items()}
        self._share = re.compile(
            rf"(?P<fixed>{phrases(words.fixed)})"
            rf"|(?:(?:(?P<count>{phrases(numbers.words)})|{phrases(words.articles)}){GAP}"
            rf"(?P<fraction>{phrases(numbers.fractions)})|(?P<bare>{phrases(words.bare_fractions)}))"
            rf"(?!{GAP}(?:{phrases(numbers.of)}{SPACE}?)?{phrases(words.not_fraction_of)})"
            rf"(?={GAP}?(?:{phrases(words.fraction_of)}|{phrases(words.holdings)})|[^\S\n]*(?:[^\w\s'’-]|\n|\Z))"
            rf"|(?<!\w)(?P<number>{self._quantities.number})"
            rf"(?:{GAP}?(?P<percent>{phrases(words.percent, attached=True)}))?"
        )
        self._after = _hints(true=words.capital_after, false=words.other_after)
        self._before = _hints(true=words.capital_before, false=words.other_before)
        self._voting = _hints(true=words.voting, false=words.non_voting)
        self._of_a_name = re.compile(rf"{SPACE}{phrases(numbers.of)}{SPACE}?[A-ZÀ-Þ<]")

    def find(self, text: str) -> list[Share]:
        found: list[Share] = []
        hints: _Hints | None = None
        low: tuple[int, int, bool] | None = None  # the number before: its span, and whether it had a percent sign
        for match in self._share.finditer(text):
            start, end = match.span()
            if match["number"] and not match["percent"]:
                low = (start, end, False)
                continue
            percent, approximate = self._percent(match)
            if percent is None or not 0 < percent <= 100:
                continue
            is_range = low is not None and self._quantities.is_range(text, low[:2], start, both_units=low[2])
            previous, low = low, (start, end, True)
            if is_range and previous:
                start = previous[0]
                if found and found[-1].char_end == previous[1]:
                    found.pop()
            hints = hints or _Hints(*(_Places(hint, text) for hint in (self._after, self._before, self._voting)))
            voting = hints.voting.next(text, end, 60)
            qualifier = self._quantities.qualifier(text, start, end, approximate=approximate)
            found.append(
                Share(
                    char_start=start,
                    char_end=end,
                    raw=text[start:end],
                    percent=percent,
                    qualifier=Qualifier.UP_TO if is_range else qualifier,
                    is_fraction=not match["number"],
                    of_capital=True if match["fixed"] else self._of_capital(text, start, end, hints),
                    voting=hints.voting.previous(text, start, 40) if voting is None else voting,
                )
            )
        return found

    def _percent(self, match: re.Match[str]) -> tuple[float | None, bool]:
        if match["fixed"]:
            return self._fixed[canonical(match["fixed"])], False
        if match["number"]:
            number = self._quantities.read(match["number"], decimal=True)
            return (round(number.value, 4), number.approximate) if number else (None, False)
        part = self._fractions[canonical(match["fraction"] or match["bare"])]
        count = self._counts[canonical(match["count"])] if match["count"] else 1
        return round(100 * count * part, 2), False

    def _of_capital(self, text: str, start: int, end: int, hints: "_Hints") -> bool | None:
        for hint in (hints.after.next(text, end, 40), hints.before.previous(text, start, 40)):
            if hint is not None:
                return hint
        return True if self._of_a_name.match(text, end) else None


class _Hints(NamedTuple):
    """Where the words that tell what a share is of stand in one text."""

    after: "_Places"
    before: "_Places"
    voting: "_Places"


class _Places:
    """The places of one kind of hint in a text, found at once so that many shares stay linear."""

    def __init__(self, hint: re.Pattern[str], text: str) -> None:
        matches = list(hint.finditer(text))
        self._starts = [match.start() for match in matches]
        self._ends = [match.end() for match in matches]
        self._values = [match["true"] is not None for match in matches]

    def next(self, text: str, end: int, reach: int) -> bool | None:
        """Return what the first hint after `end` says, None when the clause ends before it or it is too far."""
        i = bisect_left(self._starts, end)
        if i == len(self._starts) or self._starts[i] - end > reach or _CLAUSE_END.search(text, end, self._starts[i]):
            return None
        return self._values[i]

    def previous(self, text: str, start: int, reach: int) -> bool | None:
        """Return what the last hint before `start` says, likewise."""
        i = bisect_right(self._ends, start) - 1
        if i < 0 or start - self._ends[i] > reach or _CLAUSE_END.search(text, self._ends[i], start):
            return None
        return self._values[i]


_CLAUSE_END = re.compile(r"[.;:!?\n](?:\s|\Z)")


def _hints(true: list[str], false: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?P<true>{phrases(true)})|(?P<false>{phrases(false)})")


_reader = cache(_Reader)


def find_shares(text: str, language: str) -> list[Share]:
    """Return every percentage and fraction in `text`, in order and without overlap.

    `language` is ISO 639-1; raises ValueError when `lexicon/` lacks it. "A majority" has no number and is left
    out, and so is what exceeds 100 percent. Linear in the length of the text.
    """
    return _reader(language).find(text)
