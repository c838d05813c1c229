"""Amounts of money in a text, with currency and hedge.

Currencies and how they are printed belong here and in `lexicon/money.yml`; numbers, scales, hedges and
ranges are `quantities`. What an amount pays for is the caller's business.

Names of currencies ("Swiss francs", "couronnes suédoises") come from CLDR through babel. What it lacks,
and why: bare names as the press uses them ("dollars", "livres"), symbols of another locale ("US$" in
French, "M€"), wire style ("mln dlrs"). It parses no amounts. The guide's rule that a bare `$` is USD holds
in every language.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale
from babel.numbers import get_currency_name
from pydantic import Field

from extract.claims.lexicon_files import LexiconModel, load_lexicon
from extract.claims.quantities import SPACE, canonical, phrases, quantities_of
from extract.claims.schema import Qualifier

Per = Literal["share", "year", "month", "unit"]

# A number without a currency takes the one before it from a million on, and within so many characters.
_LEAST_IMPLIED, _REACH_IMPLIED = 1e6, 400


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of `currency` (ISO 4217). Offsets are code points; `raw` is the text between them.

    Of a range the upper end is kept: `is_range_upper`, and `raw` covers both ends. `per` marks a price per
    share, year, month or other unit, which is not the size of a deal. `is_currency_implied` when the number has
    none of its own and takes that of the amount before it ("$3bn in cash and 2bn in shares").
    """

    char_start: int
    char_end: int
    raw: str
    amount: float
    currency: str
    qualifier: Qualifier
    is_range_upper: bool
    per: Per | None
    is_currency_implied: bool = False


class CurrencyWords(LexiconModel):
    """One language of `money.yml`."""

    names: dict[str, list[str]]
    weak: dict[str, list[str]]
    families: dict[str, list[str]] = Field(default_factory=dict)  # weak word → the currencies it may be
    countries: dict[str, list[str]] = Field(default_factory=dict)  # currency → words of where it is used
    hundredths: dict[str, list[str]]
    per: dict[Per, list[str]]
    per_fillers: list[str]
    per_not_before: list[str]
    elliptic_before: list[str]
    elliptic_not_before: list[str]


class MoneyLexicon(LexiconModel):
    """The whole of `money.yml`."""

    symbols: dict[str, list[str]]
    hundredth_symbols: dict[str, list[str]]
    languages: dict[str, CurrencyWords]


class _Reader:
    """The money grammar of one language, compiled once."""

    def __init__(self, language: str) -> None:
        lexicon = load_lexicon("money", MoneyLexicon)
        words = lexicon.languages.get(language)
        if words is None:
            raise ValueError(f"no lexicon for language {language!r}: add it to extract/claims/lexicon/money.yml")
        self._quantities = quantities_of(language)
        self._symbols = {symbol: code for code, symbols in lexicon.symbols.items() for symbol in symbols}
        self._hundredths = {canonical(name): code for code, names in words.hundredths.items() for name in names}
        self._hundredth_symbols = {s: code for code, symbols in lexicon.hundredth_symbols.items() for s in symbols}
        self._weak = {canonical(name): code for code, names in words.weak.items() for name in names}
        self._names = _cldr_names(language)
        self._names |= {canonical(name): code for code, names in words.names.items() for name in names}
        self._kin = {
            word: {code} | {kin for name, kin in self._names.items() if word in name.split()}
            for word, code in self._weak.items()
        }
        self._families = {canonical(word): codes for word, codes in words.families.items()}
        self._countries = {
            code: re.compile(rf"(?<!\w){phrases(places)}(?!\w)") for code, places in words.countries.items()
        }
        number, of = self._quantities.number, phrases(self._quantities.words.of)
        symbol = phrases(self._symbols, attached=True, exact=True)
        named = phrases((*self._names, *self._weak, *self._hundredths))
        self._amount = re.compile(
            rf"(?:(?<![^\W\d_])(?P<before>{symbol}){SPACE}?-?|(?<!\w))(?P<number>{number})"
            rf"(?:(?:{SPACE}|-)?(?:{of}{SPACE}?)?(?P<after>{symbol}(?![0-9])|{named})"
            rf"|(?P<hundredth>{phrases(self._hundredth_symbols, attached=True, exact=True)}))?"
        )
        followers = rf"(?={SPACE}{phrases(words.elliptic_before)})" if words.elliptic_before else rf"(?={SPACE}\w)"
        self._elliptic = re.compile(
            rf"(?!{SPACE}{phrases(words.elliptic_not_before)})(?:{followers}|[^\S\n]*(?:[^\w\s'’%-]|\n|\Z))"
        )
        self._strong = re.compile(rf"(?<![^\W\d_]){symbol}|{phrases(self._names)}")
        per = "|".join(f"(?P<{kind}>{phrases(items)})" for kind, items in words.per.items())
        self._per = re.compile(
            rf"{SPACE}?(?:{phrases(words.per_fillers)}{SPACE})?(?:{per})(?!{SPACE}{phrases(words.per_not_before)})"
        )

    def find(self, text: str, around: str = "") -> list[Money]:
        found: list[Money] = []
        previous: tuple[int, int, bool] | None = None  # the number before: its span, and whether it had a currency
        context: list[tuple[int, str]] | None = None
        for match in self._amount.finditer(text):
            start, end = match.span()
            has_unit = any(match.group("before", "after", "hundredth"))
            is_implied = not has_unit and self._is_elliptic(text, match, found)
            low, previous = previous, (start, end, has_unit)
            if not has_unit and not is_implied:
                continue
            if context is None and self._needs_context(match):
                context = [(m.start(), self._code(m.group())) for m in self._strong.finditer(text)]
            number = self._quantities.read(match["number"])
            if number is None or (is_implied and number.value < _LEAST_IMPLIED):
                continue
            if self._quantities.is_adjective(text, *match.span("number")):
                continue
            unit = (
                (found[-1].currency, 1.0) if is_implied else self._unit(match, number.has_scale, context or [], around)
            )
            if unit is None:
                continue
            is_range = low is not None and self._quantities.is_range(text, low[:2], start, both_units=low[2])
            if is_range and low is not None:
                start = low[0]
                if found and found[-1].char_end == low[1]:
                    found.pop()
            qualifier = self._quantities.qualifier(text, start, end, approximate=number.approximate)
            per = self._per.match(text, end)
            found.append(
                Money(
                    char_start=start,
                    char_end=end,
                    raw=text[start:end],
                    amount=round(number.value * unit[1], 4),
                    currency=unit[0],
                    qualifier=Qualifier.UP_TO if is_range else qualifier,
                    is_range_upper=is_range,
                    per=per.lastgroup if per else None,  # type: ignore[arg-type]
                    is_currency_implied=is_implied,
                )
            )
        return found

    def _is_elliptic(self, text: str, match: re.Match[str], found: list[Money]) -> bool:
        if not found or match.start() - found[-1].char_end > _REACH_IMPLIED or match["number"][-1].isdigit():
            return False
        return self._elliptic.match(text, match.end()) is not None

    def _needs_context(self, match: re.Match[str]) -> bool:
        return match["hundredth"] is not None or canonical(match["after"] or "") in self._weak

    def _code(self, printed: str) -> str:
        return self._symbols.get(printed) or self._names[canonical(printed)]

    def _unit(
        self, match: re.Match[str], has_scale: bool, context: list[tuple[int, str]], around: str
    ) -> tuple[str, float] | None:
        """Return currency and factor, None when the word next to the number is no currency here.

        A weak word ("francs", "pounds") stands for the currency of its family that the text names, the one
        before it first; else for the only one that `around` names. With none named it needs a scale.
        """
        if match["hundredth"]:
            code = self._hundredth_symbols[match["hundredth"]]
            return (code, 0.01) if any(code == c for _, c in context) else None
        before, after = match["before"], match["after"]
        if after is None or (before is not None and before != "$"):
            return self._symbols[before], 1
        if after in self._symbols:
            return self._symbols[after], 1
        word = canonical(after)
        if word in self._names:
            return self._names[word], 1
        if word in self._hundredths:
            return (self._hundredths[word], 0.01) if before is None else (self._symbols[before], 1)
        kin = [(start, code) for start, code in context if code in self._kin[word]]
        earlier = [code for start, code in kin if start < match.start()]
        if kin:
            return earlier[-1] if earlier else kin[0][1], 1
        told = {code for m in self._strong.finditer(around) if (code := self._code(m.group())) in self._kin[word]}
        code = told.pop() if len(told) == 1 else self._by_country(word, match.string, around)
        return (code, 1) if has_scale else None

    def _by_country(self, word: str, *texts: str) -> str:
        """Return the currency of the family of `word` whose country alone a text names, the first that names one."""
        for text in texts:
            named = {c for c in self._families.get(word, []) if self._countries[c].search(text)}
            if named:
                return named.pop() if len(named) == 1 else self._weak[word]
        return self._weak[word]


def _cldr_names(language: str) -> dict[str, str]:
    """Return the plural and singular names of two words or more that CLDR gives currencies, with their codes."""
    locale = Locale.parse(language)
    names: dict[str, str] = {}
    for code in map(str, locale.currencies):
        for count in (1, 2):
            name = canonical(get_currency_name(code, count=count, locale=locale))
            if " " in name and not re.search(r"[0-9(]", name):
                names.setdefault(name, code)
    return names


_reader = cache(_Reader)


def find_money(text: str, language: str, around: str = "") -> list[Money]:
    """Return every amount of money in `text`, in order and without overlap.

    `language` is ISO 639-1; raises ValueError when `lexicon/` lacks it. Sums without a number ("several
    hundred million") are left out. Linear in the length of the text. `around` is the document that `text` is of:
    what it calls "Swiss francs" elsewhere is meant by "francs".
    """
    return _reader(language).find(text, around)
