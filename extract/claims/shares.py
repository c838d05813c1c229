"""Percentages and fractions in a text, with hedge and a hint whether they are of a company's capital.

Percent signs, fraction words and the words that tell capital from growth, rates and votes belong here and in
`lexicon/shares.yml`; numbers, hedges and ranges are `quantities`. Whose capital it is, is the caller's business.
"""

import re
from dataclasses import dataclass
from functools import cache

from extract.claims.quantities import GAP, SPACE, LexiconModel, Quantities, canonical, load_lexicon, phrases
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
        self._quantities = Quantities(language)
        numbers = self._quantities.words
        self._fractions = {canonical(k): v for k, v in numbers.fractions.items()}
        self._counts = {canonical(k): v for k, v in numbers.words.items()}
        self._fixed = {canonical(k): v for k, v in words.fixed.items()}
        self._share = re.compile(
            rf"(?P<fixed>{phrases(words.fixed)})"
            rf"|(?:(?:(?P<count>{phrases(numbers.words)})|{phrases(words.articles)}){GAP}"
            rf"(?P<fraction>{phrases(numbers.fractions)})|(?P<bare>{phrases(words.bare_fractions)}))"
            rf"(?!{GAP}(?:{phrases(numbers.of)}{SPACE}?)?{phrases(words.not_fraction_of)})"
            rf"(?={GAP}?(?:{phrases(words.fraction_of)}|{phrases(words.holdings)})|[^\S\n]*(?:[^\w\s'’]|\n|\Z))"
            rf"|(?<!\w)(?P<number>{self._quantities.number})"
            rf"(?:{GAP}?(?P<percent>{phrases(words.percent, attached=True)}))?"
        )
        self._after = re.compile(
            rf"[^.;:!?\n]{{0,40}}?(?:(?P<capital>{phrases(words.capital_after)})|(?P<other>{phrases(words.other_after)}))"
        )
        self._before = re.compile(
            rf"(?:(?P<capital>{phrases(words.capital_before)})|(?P<other>{phrases(words.other_before)}))(?:[^\w.;:!?]+\w+){{0,2}}[^\w.;:!?]*\Z"
        )
        self._voting = re.compile(
            rf"[^.;:!?\n]{{0,60}}?(?:(?P<no>{phrases(words.non_voting)})|(?P<yes>{phrases(words.voting)}))"
        )

    def find(self, text: str) -> list[Share]:
        found: list[Share] = []
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
            qualifier = self._quantities.qualifier(text, start, end, approximate=approximate)
            found.append(
                Share(
                    char_start=start,
                    char_end=end,
                    raw=text[start:end],
                    percent=percent,
                    qualifier=Qualifier.UP_TO if is_range else qualifier,
                    is_fraction=not match["number"],
                    of_capital=True if match["fixed"] else self._of_capital(text, start, end),
                    voting=self._is_voting(text, start, end),
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

    def _of_capital(self, text: str, start: int, end: int) -> bool | None:
        after = self._after.match(text, end, end + 80)
        before = self._before.search(text, max(0, start - 60), start)
        for hint in (after, before):
            if hint and hint["capital"]:
                return True
        return False if after or before else None

    def _is_voting(self, text: str, start: int, end: int) -> bool | None:
        hint = self._voting.match(text, end, end + 120) or self._voting.search(text, max(0, start - 40), start)
        return None if hint is None else hint["yes"] is not None


_reader = cache(_Reader)


def find_shares(text: str, language: str) -> list[Share]:
    """Return every percentage and fraction in `text`, in order and without overlap.

    `language` is ISO 639-1; raises ValueError when `lexicon/` lacks it. "A majority" has no number and is left
    out, and so is what exceeds 100 percent. Linear in the length of the text.
    """
    return _reader(language).find(text)
