"""Numbers as the press prints them: digits, words, scales, hedges, ranges.

What money, shares and dates have in common belongs here; currencies, percent signs and calendar words
do not. Each language is one block of `lexicon/quantities.yml`; the code knows none.

The decimal mark comes from CLDR (babel). Parsing itself does not use `babel.numbers.parse_decimal`: it
knows one group separator per locale, while the press of one language mixes four, and no scales or words.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from babel.numbers import get_decimal_symbol
from pydantic import Field

from extract.claims.lexicon_files import LexiconModel, load_lexicon
from extract.claims.schema import Qualifier

# A gap inside an expression: blanks and at most one line break, so that it never spans a paragraph.
SPACE = r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,4})?|\n[^\S\n]{0,4})"
GAP = rf"(?:{SPACE}|-)"
_GROUPS = (
    r"(?:(?:[ \u00a0\u2007\u2009\u202f][0-9]{3}){1,5}"
    r"|(?:,[0-9]{3}){1,5}|(?:\.[0-9]{3}){1,5}|(?:['’][0-9]{3}){1,5})"
)
_DIGITS = (
    rf"(?<![0-9])(?<![0-9][.,])(?:[0-9]{{1,3}}{_GROUPS}(?![0-9])(?:[.,][0-9]{{1,4}}(?![0-9]))?"
    r"|[0-9]{1,4}(?:[- ][0-9]{1,2}/[0-9]{1,2}(?![0-9/])|[ ]?[½¼¾⅓⅔])"
    r"|[0-9]{1,16}(?:[.,][0-9]{1,6})?(?![0-9])(?![.,][0-9]))"
)
_VULGAR = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3}


class QuantityWords(LexiconModel):
    """One language of `quantities.yml`."""

    words: dict[str, int]
    hundreds: dict[str, int]
    bare_hundreds: bool = False
    scales: dict[str, float]
    bare_scales: list[str] = Field(default=[])
    scale_letters: dict[str, float]
    collectives: dict[str, float]
    one: list[str]
    and_after_hundred: list[str]
    of: list[str]
    halves: list[str]
    and_a_half: list[str]
    fractions: dict[str, float]
    range_between: dict[str, str]
    range_from: list[str]
    range_to: list[str]
    range_or: list[str]
    before: dict[Qualifier, list[str]]
    after: dict[Qualifier, list[str]]
    fillers: list[str]


class Number(NamedTuple):
    """A number read from its words. `approximate` when the word itself is ("une centaine")."""

    value: float
    approximate: bool
    has_scale: bool


def canonical(phrase: str) -> str:
    """Return `phrase` as lexicon keys are compared: lower case, straight apostrophes, hyphens as single blanks."""
    return " ".join(re.sub(r"[-‐‑\s]+", " ", phrase.lower().replace("’", "'")).split())


def phrases(items: Iterable[str], *, attached: bool = False, exact: bool = False) -> str:
    """Return a regular expression (no groups) for any of `items`, longest first: a prefix tree, so that many are fast.

    Any case matches, and a space or hyphen matches any gap; `exact` keeps case and blanks as they are. A phrase
    never begins inside a word, unless `attached`, nor ends in one.
    """
    tree: dict[str, Any] = {}
    for item in items:
        node = tree
        for char in item if exact else canonical(item):
            unit = re.escape(char) if exact else _GAPS.get(char) or either_case(char)
            if node is tree and char.isalnum() and not attached:
                unit += r"(?<!\w.)"
            node = node.setdefault(unit, {})
        end = r"(?![^\W\d_])" if exact else r"(?!\w)"
        node[end if item[-1].isalnum() else ""] = {}
    return _branches(tree) if tree else "(?!)"


_GAPS = {" ": GAP, "'": "['’]"}


def either_case(char: str) -> str:
    """Return a regular expression for `char` in upper and lower case."""
    cases = {char, *(c for c in (char.upper(), char.title()) if len(c) == 1)}
    return re.escape(char) if len(cases) == 1 else f"[{''.join(sorted(cases))}]"


def _branches(node: dict[str, Any]) -> str:
    """Return the expression of a prefix tree; where a phrase ends, longer ones are tried first."""
    branches = [unit + (_branches(child) if child else "") for unit, child in sorted(node.items(), key=_ends_here)]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _ends_here(branch: tuple[str, dict[str, Any]]) -> bool:
    return not branch[1]


def _hedges(words: dict[Qualifier, list[str]]) -> str:
    return "|".join(f"(?P<{qualifier}>{phrases(items)})" for qualifier, items in words.items())


class Quantities:
    """The number grammar of one language. `number` is a regular expression without groups."""

    def __init__(self, language: str) -> None:
        words = load_lexicon("quantities", dict[str, QuantityWords]).get(language)
        if words is None:
            raise ValueError(f"no lexicon for language {language!r}: add it to extract/claims/lexicon/quantities.yml")
        self.words = words
        self._decimal = get_decimal_symbol(language)
        self._plain = {canonical(k): float(v) for k, v in words.words.items()}
        self._factors = {canonical(k): float(v) for k, v in (words.hundreds | words.collectives).items()}
        self._scales = {canonical(k): v for k, v in words.scales.items()}
        self._fractions = {canonical(k): v for k, v in words.fractions.items()}
        self._approximate = {canonical(k) for k in words.collectives}
        letters = "|".join(sorted(map(re.escape, words.scale_letters), key=len, reverse=True))
        self._token = re.compile(
            rf"(?P<digits>{_DIGITS})|(?P<and_a_half>{phrases(words.and_a_half)})|(?P<half>{phrases(words.halves)})"
            rf"|(?P<fraction>{phrases(self._fractions)})|(?P<plain>{phrases(self._plain)})"
            rf"|(?P<factor>{phrases(self._factors)})|(?P<scale>{phrases(self._scales, attached=True)})"
            rf"|(?P<letters>(?:{letters})(?!\w))|(?P<one>{phrases(words.one)})"
        )
        self._article = re.compile(phrases(words.one))
        self.number = self._number_pattern(letters)
        self._before = re.compile(rf"(?:{_hedges(words.before)})(?:{SPACE}?{phrases(words.fillers)}){{0,2}}{SPACE}?\Z")
        self._after = re.compile(rf"(?:,?{SPACE}|-)?(?:{_hedges(words.after)})")
        between = "|".join(
            rf"{phrases([left])}{SPACE}?(?:{phrases(words.fillers)}{SPACE})?\Z" for left in words.range_between
        )
        self._between, self._from = re.compile(between), re.compile(rf"{phrases(words.range_from)}{SPACE}?\Z")
        self._and = re.compile(rf"{SPACE}?{phrases(words.range_between.values())}{SPACE}?\Z")
        self._to = re.compile(rf"{SPACE}?(?:[-–—]|{phrases(words.range_to)}){SPACE}?\Z")
        self._or = re.compile(rf"{SPACE}{phrases(words.range_or)}{SPACE}\Z")

    def _number_pattern(self, letters: str) -> str:
        w = self.words
        plain, one, scale, factor = (phrases(x) for x in (w.words, w.one, w.scales, (*w.hundreds, *w.collectives)))
        bare = (*(w.hundreds if w.bare_hundreds else ()), *w.bare_scales)
        first = "".join({word[0] for word in (*w.halves, *w.words, *w.one, *bare)})
        of_scale = rf"(?:{GAP}{phrases(w.of)}{SPACE}?|{GAP}){scale}"
        # "two hundred and five", but not "one hundred and two hundred"
        rest = rf"(?:{SPACE}{phrases(w.and_after_hundred)}(?={SPACE}{plain}(?!{GAP}{factor})))?"
        # "5m€", "5 MEUR", "$5 m", but neither "$5 M&Ms" nor "$5 T-shirts"
        abbreviated = rf"(?:[ \u00a0\u202f]?(?:{letters})(?=\W|\Z|[A-Z]{{3}}(?!\w))(?![&'’-]\w))"
        in_digits = rf"{_DIGITS}(?:{GAP}?{phrases(w.scales, attached=True)}|{abbreviated}){{0,2}}"
        in_words = (
            rf"(?=[{first}{first.upper()}])"
            rf"(?:{phrases(w.halves)}(?={of_scale})|(?:{plain}|{one}){GAP}{phrases(w.fractions)}(?={of_scale})"
            rf"|{one}(?={GAP}(?:{factor}|{scale}))|{plain}|{phrases(bare)})"
            rf"(?:{GAP}(?:{plain}|{factor}{rest})|{of_scale}){{0,10}}"
        )
        return rf"(?:(?:{in_digits}|{in_words})(?:{GAP}{phrases(w.and_a_half)}(?:{of_scale})?)?)"

    def is_adjective(self, text: str, start: int, end: int) -> bool:
        """Return whether a number at `start` to `end` only names a size ("a billion-dollar market")."""
        return text[end : end + 1] == "-" and self._article.match(text, start) is not None

    def read(self, raw: str, *, decimal: bool = False) -> Number | None:
        """Return the number that `raw`, a match of `number`, stands for; None when its words do not add up.

        `decimal` reads one decimal mark of the language as such even before three digits ("12.500 percent").
        """
        total, last_scale, approximate = 0.0, 0.0, False
        current: float | None = None
        tokens = list(self._token.finditer(raw))
        scaled = any(t.lastgroup in ("scale", "letters") for t in tokens)
        for token in tokens:
            word = canonical(token.group())
            match token.lastgroup:
                case "digits":
                    current = self._digits(token.group(), scaled or decimal)
                case "half":
                    current = 0.5
                case "and_a_half":
                    total, current = (total + last_scale / 2, None) if current is None else (total, current + 0.5)
                case "fraction":
                    current = (1 if current is None else current) * self._fractions[word]
                case "one":
                    current = 1.0 if current is None else current
                case "plain":
                    value = self._plain[word]
                    if current is not None and not any(current % n == 0 and value < n for n in (100, 20, 10)):
                        return None
                    current = (current or 0) + value
                case "factor":
                    approximate |= word in self._approximate
                    current = (1 if current is None else current) * self._factors[word]
                case _:
                    abbreviations = self.words.scale_letters
                    last_scale = self._scales[word] if token.lastgroup == "scale" else abbreviations[token.group()]
                    if current is None and total:
                        total *= last_scale
                    else:
                        total, current = total + (1 if current is None else current) * last_scale, None
        return Number(total + (current or 0), approximate, scaled)

    def _digits(self, raw: str, decimal: bool) -> float:
        """Return the value of digits with group and decimal marks.

        One mark before exactly three digits is the language's decimal mark or else a group separator; "12,500"
        with two zeros at its end is a group in every language, unless a `decimal` is expected.
        """
        whole, _, fraction = raw.partition("/")
        if fraction:
            whole, _, numerator = re.sub("[- ]", " ", whole).rpartition(" ")
            return float(whole or 0) + (int(numerator) / int(fraction) if int(fraction) else 0)
        if raw[-1] in _VULGAR:
            return float(raw[:-1].strip() or 0) + _VULGAR[raw[-1]]
        marks = re.findall(r"[.,]", raw)
        grouped = re.fullmatch(rf"([0-9]{{1,3}}){_GROUPS}", raw)
        if grouped and marks == [self._decimal] and (decimal or raw[0] == "0" or not raw.endswith("00")):
            grouped = None
        if marks and not grouped:
            whole, _, fraction = raw.rpartition(marks[-1])
            return float(f"{re.sub('[^0-9]', '', whole)}.{fraction}")
        return float(re.sub("[^0-9]", "", raw))

    def qualifier(self, text: str, start: int, end: int, *, approximate: bool = False) -> Qualifier:
        """Return the hedge that stands right before `start` or right after `end` in `text`."""
        hedge = self._before.search(text, max(0, start - 60), start) or self._after.match(text, end)
        if hedge and hedge.lastgroup:
            return Qualifier(hedge.lastgroup)
        return Qualifier.APPROXIMATE if approximate else Qualifier.EXACT

    def is_range(self, text: str, low: tuple[int, int], high_start: int, *, both_units: bool) -> bool:
        """Return whether a number at `low` and one that begins at `high_start` are the ends of one range.

        "From $2bn to $3bn", where `both_units` are printed, is a change, and "$2bn or $3 a share" one sum said twice.
        """
        if not 0 < high_start - low[1] <= 12:
            return False
        if self._and.match(text, low[1], high_start):
            return self._between.search(text, max(0, low[0] - 30), low[0]) is not None
        if self._or.match(text, low[1], high_start):
            return not both_units
        if self._to.match(text, low[1], high_start):
            return not (both_units and self._from.search(text, max(0, low[0] - 30), low[0]))
        return False


@cache
def quantities_of(language: str) -> Quantities:
    """Return the number grammar of `language` (ISO 639-1). Raises ValueError when `quantities.yml` lacks it."""
    return Quantities(language)
