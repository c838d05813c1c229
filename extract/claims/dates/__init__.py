"""Dates in a text, as closed intervals of days.

How dates are found in a text belongs here; which days their words mean is `intervals`, how each language says them
`lexicon/dates.yml`, and which event a date belongs to `extract.claims.days`.

Names of months and weekdays come from CLDR through babel. dateparser is not used: it answers one moment where
the press says a span ("in May", "last week"), guesses the year by the day of the run unless told otherwise, reads
"mardi" as the coming Tuesday in past sentences, and takes 20 ms for a sentence where this takes 0.3.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Literal, NamedTuple

from babel import Locale

from extract.claims.dates.intervals import Part, Rule, Slots, Unit, resolve
from extract.claims.lexicon_files import LexiconModel, load_lexicon
from extract.claims.quantities import SPACE, canonical, either_case, phrases, quantities_of
from extract.claims.schema import DayInterval, IntervalBasis

# Characters before and after a month, weekday, year … that belong to the same date at most.
_BEFORE_CORE, _AFTER_CORE = 48, 64

# "With immediate effect" means a day named before it in its paragraph and at most so long before the anchor.
_IMMEDIATE = timedelta(days=31)


class Tense(StrEnum):
    """Where a date lies seen from the anchor."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as printed. Offsets are code points; `raw` is the text between them.

    `past` and `future` are its readings in a sentence about the past and about the future; they differ for
    "Tuesday" or "on July 1". `interval` is the likelier one when the tense is not known. All three are None for
    times without days ("recently") and for relative ones without an anchor. `hint` is told by the words alone.
    """

    char_start: int
    char_end: int
    raw: str
    interval: DayInterval | None
    past: DayInterval | None
    future: DayInterval | None
    hint: Tense

    def reading(self, tense: Tense) -> DayInterval | None:
        """Return the interval in a sentence of this tense."""
        return {Tense.PAST: self.past, Tense.FUTURE: self.future, Tense.UNKNOWN: self.interval}[tense]


class DateWords(LexiconModel):
    """One language of `dates.yml`."""

    capitalized: bool
    more_months: dict[str, int]
    more_weekdays: dict[str, int]
    ordinals: dict[str, int]
    ordinal_suffixes: list[str]
    quarters: dict[str, int]
    halves: dict[str, int]
    seasons: dict[str, tuple[int, int]]
    parts: dict[str, Part]
    ways: dict[str, Literal[-1, 0, 1]]
    units: dict[str, Unit]
    plural_units: dict[str, Unit]
    counts: dict[str, int]
    offsets: dict[str, int]
    sequels: dict[str, int]
    prepositions: list[str]
    joins: list[str]
    templates: list[dict[Rule, list[str]]]


class _Template(NamedTuple):
    rule: Rule
    slots: tuple[tuple[str, str], ...]  # name of the group, name of the slot


class _Reader:
    """The date grammar of one language, compiled once."""

    def __init__(self, language: str) -> None:
        words = load_lexicon("dates", dict[str, DateWords]).get(language)
        if words is None:
            raise ValueError(f"no lexicon for language {language!r}: add it to extract/claims/lexicon/dates.yml")
        self._words = words
        numbers = quantities_of(language).words
        months, full_months = _cldr_names(language, "months")
        weekdays, full_weekdays = _cldr_names(language, "days")
        months |= words.more_months
        weekdays |= {name: number - 1 for name, number in words.more_weekdays.items()}
        counts = {k: v for k, v in numbers.words.items() if v > 0} | words.counts
        tables: dict[str, Mapping[str, Any]] = {
            "month": months,
            "full_month": full_months,
            "weekday": weekdays,
            "full_weekday": full_weekdays,
            "day": words.ordinals,
            "quarter": words.quarters,
            "half": words.halves,
            "season": words.seasons,
            "part": words.parts,
            "way": words.ways,
            "unit": words.units,
            "units": words.units | words.plural_units,
            "offset": words.offsets,
            "sequel": words.sequels,
            "n": counts,
        }
        self._tables = {slot: {canonical(k): v for k, v in table.items()} for slot, table in tables.items()}
        self._tables["day2"] = self._tables["day"]
        self._patterns = {slot: phrases(table) for slot, table in tables.items()}
        if words.capitalized:
            for slot in ("month", "full_month", "weekday", "full_weekday"):
                self._patterns[slot] = phrases(
                    (f(name) for name in tables[slot] for f in (str.title, str.upper)), exact=True
                )
        suffixes = phrases(words.ordinal_suffixes, attached=True)
        digits = rf"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])(?:{suffixes}|(?![0-9]|[.,][0-9]))"
        self._patterns["day"] = self._patterns["day2"] = f"(?:{digits}|{self._patterns['day']})"
        self._patterns["year"] = r"(?:1[6-9]|20)[0-9]{2}(?![0-9]|[.,][0-9]|[^\S\n]?%)"
        self._patterns["month_number"] = r"(?:0?[1-9]|1[0-2])(?![0-9])"
        self._patterns["n"] = rf"(?:[0-9]{{1,3}}(?![0-9.,])|{self._patterns['n']})"
        self._templates: dict[str, _Template] = {}
        branches = [
            self._branch(rule, template)
            for group in words.templates
            for rule, templates in group.items()
            for template in templates
        ]
        preposition = rf"(?:(?P<in>{phrases(words.prepositions)}){SPACE})??"
        self._date = re.compile(rf"(?<!\w)(?=[\w(]){preposition}(?:{'|'.join(branches)})")
        cores = ("month", "weekday", "quarter", "half", "season", "units", "offset", "sequel")
        wordings = [t for group in words.templates for templates in group.values() for t in templates if "{" not in t]
        names = phrases((*(name for slot in cores for name in tables[slot]), *wordings))
        self._core = re.compile(rf"{names}|(?<![0-9]){self._patterns['year']}")
        self._join = re.compile(rf"{SPACE}{phrases(words.joins)}{SPACE}|[-–]")

    def _branch(self, rule: Rule, template: str) -> str:
        """Return the regular expression of a template, as one named group, and register its slots."""
        name = f"t{len(self._templates)}"
        slots: list[tuple[str, str]] = []
        needs_preposition = template.startswith("{in} ")
        template = template.removeprefix("{in} ")
        pattern = ""
        for piece in re.findall(r"\{\w+\}|\\.|.", template):
            if piece.startswith("{"):
                slot = piece[1:-1]
                slots.append((f"{name}_{len(slots)}", slot))
                pattern += f"(?P<{slots[-1][0]}>{self._patterns[slot]})"
            else:
                signs = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", " ": rf"(?:{SPACE}|-|(?<=['’]))"}
                pattern += re.escape(piece[1]) if len(piece) > 1 else signs.get(piece) or either_case(piece)
        self._templates[name] = _Template(rule, tuple(slots))
        branch = rf"(?P<{name}>{pattern}(?!\w))"
        return rf"(?(in){branch}|(?!))" if needs_preposition else branch

    def _slots(self, template: _Template, match: re.Match[str]) -> Slots:
        slots: Slots = {}
        for group, slot in template.slots:
            raw = match[group]
            if raw is not None:
                value = self._tables.get(slot, {}).get(canonical(raw))
                slots[slot.removeprefix("full_")] = int(re.sub(r"\D", "", raw)) if value is None else value
        for name, other in (("units", "unit"), ("month_number", "month")):
            if name in slots:
                slots[other] = slots.pop(name)
        return slots

    def find(self, text: str, anchor: tuple[date, date] | None, basis: IntervalBasis) -> list[DateMention]:
        found: list[DateMention] = []
        for match in (m for window in self._windows(text) for m in self._date.finditer(text, *window)):
            template = self._templates[match.lastgroup or ""]
            if template.rule == "ignored":
                continue
            slots = self._slots(template, match)
            mention = self._mention(text, match.span(match.lastgroup or 0), template.rule, slots, anchor, basis, found)
            if mention is None:
                continue
            if found and self._join.fullmatch(text, found[-1].char_end, mention.char_start):
                mention = _union(text, found.pop(), mention)
            found.append(mention)
        return found

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the parts of `text` around the words that every date has one of: elsewhere no template is tried."""
        start = end = 0
        for core in self._core.finditer(text):
            if core.start() - _BEFORE_CORE > end:
                yield start, end
                start = core.start() - _BEFORE_CORE
            end = core.end() + _AFTER_CORE
        yield start, end

    def _mention(
        self,
        text: str,
        span: tuple[int, int],
        rule: Rule,
        slots: Slots,
        anchor: tuple[date, date] | None,
        basis: IntervalBasis,
        found: list[DateMention],
    ) -> DateMention | None:
        """Return the mention, None when its words name no day that exists ("April 31")."""
        raw = text[slice(*span)]
        if rule == "sequel":
            return _sequel(span, raw, slots["sequel"], found)
        if rule == "immediate":
            before = found[-1].past if found and "\n\n" not in text[found[-1].char_end : span[0]] else None
            if (
                before
                and anchor
                and timedelta(0) <= anchor[1] - before.to_on <= _IMMEDIATE
                and before.from_on == before.to_on
            ):
                before = before.model_copy(update={"raw": raw})
                return DateMention(*span, raw, before, before, before, Tense.PAST)
            rule, slots = "offset", {"offset": 0}
        hint = _hint(rule, slots)
        if rule == "vague" or (anchor is None and "year" not in slots):
            return DateMention(*span, raw, None, None, None, hint)
        if rule == "remaining" and anchor is None:
            rule = "named"
        if "year" in slots and rule == "named":
            basis = IntervalBasis.ABSOLUTE
        try:
            ends = [resolve(rule, tuple(slots.items()), day) for day in anchor or (date.min, date.max)]
        except (ValueError, OverflowError):
            return None
        readings = [readings for readings in ends if readings is not None]
        if not readings:
            return None
        likely, past, future = (
            DayInterval(from_on=min(s.first for s in spans), to_on=max(s.last for s in spans), raw=raw, basis=basis)
            for spans in ([r[i] for r in readings] for i in range(3))
        )
        if past == future and anchor is not None:
            hint = Tense.PAST if likely.to_on < anchor[0] else Tense.FUTURE if likely.from_on > anchor[1] else hint
        return DateMention(*span, raw, likely, past, future, hint)


def _hint(rule: Rule, slots: Slots) -> Tense:
    match rule:
        case "ago" | "so_far":
            return Tense.PAST
        case "ahead" | "within" | "remaining":
            return Tense.FUTURE
        case _:
            direction = slots["offset"] if "offset" in slots else slots.get("way", 0)
            return Tense.PAST if direction < 0 else Tense.FUTURE if direction > 0 else Tense.UNKNOWN


def _sequel(span: tuple[int, int], raw: str, days: int, found: list[DateMention]) -> DateMention:
    """Return the day counted from the last single day among `found`."""
    before = next((m for m in reversed(found) if m.interval and m.interval.from_on == m.interval.to_on), None)
    if before is None:
        return DateMention(*span, raw, None, None, None, Tense.UNKNOWN)

    def shifted(interval: DayInterval | None) -> DayInterval | None:
        if interval is None:
            return None
        day = interval.from_on + timedelta(days=days)
        return DayInterval(from_on=day, to_on=day, raw=raw, basis=interval.basis)

    return DateMention(*span, raw, shifted(before.interval), shifted(before.past), shifted(before.future), before.hint)


def _union(text: str, one: DateMention, other: DateMention) -> DateMention:
    """Return "late March or early April" as one mention: the reading of its end decides, its start is the nearest."""
    raw = text[one.char_start : other.char_end]

    def joined(end: DayInterval | None) -> DayInterval | None:
        if end is None or one.past is None or one.future is None:
            return None
        bounds = [(min(s.from_on, end.from_on), max(s.to_on, end.to_on)) for s in (one.past, one.future)]
        first, last = min(bounds, key=lambda bound: bound[1] - bound[0])
        return DayInterval(from_on=first, to_on=last, raw=raw, basis=end.basis)

    hint = other.hint if one.hint == other.hint else Tense.UNKNOWN
    readings = joined(other.interval), joined(other.past), joined(other.future)
    return DateMention(one.char_start, other.char_end, raw, *readings, hint)


def _cldr_names(language: str, kind: Literal["months", "days"]) -> tuple[dict[str, int], dict[str, int]]:
    """Return CLDR's names of months (from 1) or weekdays (from Monday, 0): all of them, and the full ones only.

    A short name keeps the full stop that CLDR prints: without it, "sept" is a number in French.
    """
    names = getattr(Locale.parse(language), kind)
    full = {name: key for context in ("format", "stand-alone") for key, name in names[context]["wide"].items()}
    short = {name: key for context in ("format", "stand-alone") for key, name in names[context]["abbreviated"].items()}
    return full | short, full


_reader = cache(_Reader)


def find_dates(
    text: str, language: str, anchor: tuple[date, date] | None, basis: IntervalBasis = IntervalBasis.PUBLICATION
) -> list[DateMention]:
    """Return every date in `text`, in order and without overlap.

    `anchor` is the first and last day that the text may be from; relative dates cover all that follows from it,
    and have no interval without it. `basis` says what the anchor is; full dates are ABSOLUTE whatever it is. Dates
    that count from another ("the next day") need that one in the same `text`. `language` is ISO 639-1; raises
    ValueError when `lexicon/` lacks it. Linear in the length of the text.
    """
    mentions: list[DateMention] = _reader(language).find(text, anchor, basis)
    return mentions
