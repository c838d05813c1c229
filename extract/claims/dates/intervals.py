"""Which days a date means, seen from the day that its text is from.

Calendar arithmetic on what the words of a date name (its slots: a month, a part, a count of weeks …) belongs here.
How such words are found in a text is the package's. Parts of a month follow the labelling guide: early is day 1 to
10, mid 11 to 20, late 21 to the end; a week is Monday to Sunday.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "year"]
Part = Literal["start", "early", "mid", "late", "end"]
Rule = Literal[
    "ignored", "remaining", "so_far", "named", "ago", "ahead", "within", "offset", "sequel", "immediate", "vague"
]

# First and last day of the parts of a month (None: its last day) and a week, first and last month of those of a year.
_MONTH_PARTS = {"start": (1, 10), "early": (1, 10), "mid": (11, 20), "late": (21, None), "end": (21, None)}
_WEEK_PARTS = {"start": (0, 1), "early": (0, 1), "mid": (2, 3), "late": (4, 6), "end": (4, 6)}
_YEAR_PARTS = {"start": (1, 1), "early": (1, 3), "mid": (5, 8), "late": (10, 12), "end": (12, 12)}

Slots = dict[str, Any]  # by name of the slot; the value its table gives, or the digits


class Span(NamedTuple):
    """First and last day."""

    first: date
    last: date


class Readings(NamedTuple):
    """The spans a date may mean: the likelier, and those in sentences about the past and the future."""

    likely: Span
    past: Span
    future: Span


def _month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _months(year: int, first: int, last: int) -> Span:
    """Return the days of the months `first` to `last`, which begin a year earlier if they pass the turn of one."""
    return Span(_month(year - (first > last), first).first, _month(year, last).last)


def _around(day: date, unit: Unit, shift: int) -> Span:
    """Return the `unit` that `day` lies in, moved by `shift` units. Raises ValueError or OverflowError out of range."""
    match unit:
        case "day":
            return Span(*(day + timedelta(days=shift),) * 2)
        case "week" | "weekend":
            monday = day + timedelta(days=7 * shift - day.weekday())
            return Span(monday + timedelta(days=5 * (unit == "weekend")), monday + timedelta(days=6))
        case _:
            size = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
            year, first = divmod((day.year * 12 + day.month - 1) // size * size + shift * size, 12)
            return Span(_month(year, first + 1).first, _month(year, first + size).last)


def _part(span: Span, part: Part) -> Span:
    """Return the early, middle or late part of `span`: of a month by the guide, of a year by months, else a third."""
    days = (span.last - span.first).days + 1
    if days > 360:
        return _months(span.first.year, *_YEAR_PARTS[part])
    if 28 <= days <= 31:
        first, last = _MONTH_PARTS[part]
        return Span(span.first.replace(day=first), span.first.replace(day=last) if last else span.last)
    if days == 7:
        first, last = _WEEK_PARTS[part]
        return Span(span.first + timedelta(days=first), span.first + timedelta(days=last))
    third = max(days // 3, 1)
    match part:
        case "start" | "early":
            return Span(span.first, span.first + timedelta(days=third - 1))
        case "mid":
            return Span(span.first + timedelta(days=third), span.last - timedelta(days=third))
        case _:
            return Span(span.last - timedelta(days=third - 1), span.last)


@lru_cache(maxsize=4096)
def resolve(rule: Rule, items: tuple[tuple[str, Any], ...], anchor: date) -> Readings | None:
    """Return what a date means seen from `anchor`. Raises ValueError or OverflowError for days that do not exist."""
    slots = dict(items)
    unit: Unit = slots.get("unit", "year")
    match rule:
        case "offset":
            return _certain(_around(anchor, "day", slots["offset"]))
        case "ago":
            return _certain(_around(anchor, unit, -slots["n"]))
        case "ahead":
            return _certain(_around(anchor, unit, slots["n"]))
        case "within":
            return _certain(Span(anchor, _around(anchor, unit, slots["n"]).last))
        case "so_far":
            return _certain(Span(_around(anchor, unit, slots.get("way", 0)).first, anchor))
        case "remaining":
            named = _named(slots | {"unit": unit} if len(slots) < 2 else slots, anchor)
            return named if named is None or named.future.last < anchor else _certain(Span(anchor, named.future.last))
        case _:
            return _named(slots, anchor)


def _certain(span: Span) -> Readings:
    return Readings(span, span, span)


def _named(slots: Slots, anchor: date) -> Readings | None:
    """Return the span that calendar names give: inside a year or unit that is told, else the nearest of its kind."""
    if "year" in slots:
        return _maybe(_within_year(slots, slots["year"]))
    if "unit" in slots:
        span = _around(anchor, slots["unit"], slots.get("way", 0))
        if slots["unit"] == "year":
            return _maybe(_within_year(slots, span.first.year))
        if slots["unit"] == "day" or (slots.keys() == {"unit"} and slots["unit"] != "weekend"):
            return None
        if slots["unit"] == "week" and "weekday" in slots:
            return _certain(Span(*(span.first + timedelta(days=slots["weekday"]),) * 2))
        if slots["unit"] == "weekend" and not slots.get("way"):
            return _nearest([_around(anchor, "weekend", shift) for shift in (-1, 0, 1)], anchor, slots)
        return _certain(_part(span, slots["part"]) if "part" in slots else span)
    if slots.keys() & {"month", "quarter", "half", "season"}:
        years = (_within_year(slots, anchor.year + shift) for shift in range(-8, 9))
        return _nearest([span for span in years if span is not None], anchor, slots)
    if "weekday" in slots:
        days = (anchor + timedelta(days=shift) for shift in range(-62, 63))
        return _nearest([Span(day, day) for day in days if _fits(day, slots)], anchor, slots)
    return None


def _maybe(span: Span | None) -> Readings | None:
    return None if span is None else _certain(span)


def _fits(day: date, slots: Slots) -> bool:
    return (day.weekday(), day.day) == (slots["weekday"], slots.get("day", day.day))


def _within_year(slots: Slots, year: int) -> Span | None:
    """Return what month, day, quarter, half, season and part name in `year`; None for a day that it lacks."""
    if "day" in slots:
        try:
            days = slots["day"], slots["day2" if "day2" in slots else "day"]
            return Span(*(date(year, slots["month"], day) for day in days))
        except ValueError:
            return None
    if "month" in slots:
        span = _month(year, slots["month"])
    elif "quarter" in slots:
        span = _months(year, 3 * slots["quarter"] - 2, 3 * slots["quarter"])
    elif "half" in slots:
        span = _months(year, 6 * slots["half"] - 5, 6 * slots["half"])
    elif "season" in slots:
        span = _months(year, *slots["season"])
    else:
        span = _months(year, 1, 12)
    return _part(span, slots["part"]) if "part" in slots else span


def _nearest(spans: list[Span], anchor: date, slots: Slots) -> Readings | None:
    """Return the last of `spans` up to the anchor, the first from it on, and which is likelier.

    The likelier is the nearer one, for a bare weekday or weekend the past one. "Last" and "next" exclude the anchor.
    A weekday printed beside a day of the month decides alone, where one fits.
    """
    way = slots.get("way", 0)
    if {"day", "weekday"} <= slots.keys() and (fitting := [span for span in spans if _fits(span.first, slots)]):
        return _certain(min(fitting, key=lambda span: abs(span.first - anchor)))
    past = [span for span in spans if (span.last < anchor if way < 0 else span.first <= anchor)]
    future = [span for span in spans if (span.first > anchor if way > 0 else span.last >= anchor)]
    if not past or not future:
        return None
    last, first = past[-1], future[0]
    if way:
        return _certain(last if way < 0 else first)
    looks_back = "way" not in slots and ("weekday" in slots or slots.get("unit") == "weekend")
    is_past_nearer = (anchor - last.last).days <= (first.first - anchor).days
    return Readings(last if looks_back or is_past_nearer else first, last, first)
