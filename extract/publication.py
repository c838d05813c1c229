"""When an article was published: an interval of days, the words that say so, and what they rest on.

Sources in order of trust: the page's own markup, its address, the feed or sitemap that announced it, a date
printed beside the title, the month in its address. Days found in the article's sentences belong to the claims.
"""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from htmldate.core import DATE_ATTRIBUTES
from htmldate.extractors import try_date_expr

from extract.records import DateBasis, PageKind

EARLIEST = datetime(1995, 1, 1)  # noqa: DTZ001 (htmldate compares naive days); older ones are defaults of software

_URL_DAY = re.compile(r"[/_-]((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIRST = re.compile(r"\b1er\b", re.IGNORECASE)  # French for the first of a month, which htmldate does not know
_PRINTED_LIMIT = 100  # characters of a line that gives a date, and is no sentence
_TITLE_LEVELS = 3  # how far above the title its date may stand


@dataclass(frozen=True)
class Publication:
    """The closed interval of days in which an article appeared."""

    from_on: date
    to_on: date
    raw: str
    basis: DateBasis


@dataclass(frozen=True)
class Announced:
    """What a feed or a sitemap says: when, in UTC, and which of the two it is."""

    at: datetime
    kind: PageKind


def find_publication(
    tree: Any,
    linked_data: Sequence[Mapping[str, Any]],
    url: str | None,
    fetched_at: datetime,
    announced: Announced | None = None,
) -> Publication | None:
    """Return the publication of the page `tree` (lxml), never later than `fetched_at`; null when nothing says.

    `linked_data` holds the page's JSON-LD objects (schema.org).
    """
    for raw in _marked(tree, linked_data):
        if day := _day(raw, fetched_at):
            return Publication(day, day, raw, DateBasis.METADATA)
    for match in _URL_DAY.finditer(url or ""):
        if day := _day("-".join(match.group(1, 3, 4)), fetched_at):
            return Publication(day, day, match.group().strip("/_-"), DateBasis.URL)
    if announced and announced.at <= fetched_at:
        day = announced.at.date()
        basis = DateBasis.SITEMAP if announced.kind is PageKind.SITEMAP else DateBasis.FEED
        return Publication(day, day, announced.at.isoformat(), basis)
    for raw in _printed(tree):
        if day := _day(raw, fetched_at):
            return Publication(day, day, raw, DateBasis.TEXT)
    if month := _URL_MONTH.search(url or ""):
        first = date(int(month[1]), int(month[2]), 1)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        if EARLIEST.date() <= first <= fetched_at.date():
            return Publication(first, min(last, fetched_at.date()), month[0].strip("/"), DateBasis.URL)
    return None


def is_printed_date(line: str, fetched_at: datetime) -> bool:
    """Tell whether `line` gives a day up to `fetched_at` and is no sentence: `By A. B., 3 June 2025`."""
    is_short = len(line) <= _PRINTED_LIMIT and not line.endswith((".", "!", "?", ":"))
    return is_short and bool(_YEAR.search(line)) and _day(line, fetched_at) is not None


def _marked(tree: Any, linked_data: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what the markup calls the publication date, best first."""
    for key in ("datePublished", "dateCreated"):
        for item in linked_data:
            if isinstance(value := item.get(key), str):
                yield value.strip()
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or ""
        if name.lower() in DATE_ATTRIBUTES:
            yield meta.get("content").strip()
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        yield (element.get("datetime") or element.get("content") or "".join(element.itertext())).strip()
    for region in _around_title(tree):
        for element in region.iter("time"):
            if "updated" not in (element.get("class") or "") and element.get("datetime"):
                yield element.get("datetime").strip()


def _printed(tree: Any) -> Iterator[str]:
    """Yield the short lines beside the title that hold a year."""
    for region in _around_title(tree):
        for text in region.itertext():
            line = " ".join(text.split())
            if len(line) <= _PRINTED_LIMIT and _YEAR.search(line):
                yield line


def _around_title(tree: Any) -> Iterator[Any]:
    """Yield the elements that hold the main title, the nearest first."""
    region = next(tree.iter("h1"), None)
    for _ in range(_TITLE_LEVELS):
        region = region.getparent() if region is not None else None
        if region is None or region.tag == "body":
            return
        yield region


def _day(raw: str, fetched_at: datetime) -> date | None:
    """Return the day that `raw` prints, in its own time zone; null if it prints none, or one to come."""
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        # The day after is asked for too, lest a later date further on in the line be taken instead.
        latest = fetched_at.replace(tzinfo=None) + timedelta(days=1)
        line = _FIRST.sub("1", raw[:_PRINTED_LIMIT])
        found = try_date_expr(line, "%Y-%m-%d", True, EARLIEST, latest)
        day = date.fromisoformat(found) if found else None
    else:
        is_past = moment.astimezone(UTC) <= fetched_at if moment.tzinfo else True
        day = min(moment.date(), fetched_at.date()) if is_past and moment.tzinfo else moment.date()
    return day if day and EARLIEST.date() <= day <= fetched_at.date() else None
