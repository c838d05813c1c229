"""What home pages, feeds and sitemaps announce: the addresses of articles, and of further feeds and sitemaps.

Read are RSS 0.9x, 1.0, 2.0 and Atom (feedparser), JSON Feed 1.0 and 1.1, sitemaps, sitemap indexes, news sitemaps
and text sitemaps (sitemaps.org), each gzipped or not, and the feeds an HTML page links to.
Which of the addresses are asked for, and when, belongs in `spider`; the limits on reading, in `reading`.
"""

import calendar
import io
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from lxml import etree
from scrapy.http import HtmlResponse
from scrapy.utils.gz import gunzip

from extract.records import PageKind

MAX_ITEMS = 10_000  # of one feed, which names its newest first
MAX_ADDRESSES = 50_000  # of one sitemap, as sitemaps.org has it
MAX_LINKED_FEEDS = 10

_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # older dates are defaults of software
_UNKNOWN = datetime.min.replace(tzinfo=UTC)
_CLOCK_ERROR = timedelta(days=1)  # a date a little ahead is of another time zone
_LONGEST_DAY = timedelta(hours=36)  # from midnight in UTC to the end of that day where it ends last, at UTC-12

_SCHEMES = ("http://", "https://")
_BLANK = b"\xef\xbb\xbf \t\r\n"  # what may stand before a text: UTF-8's byte order mark, and space
_ITEM_START = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_JSON_FEED = "https://jsonfeed.org/version/"
_NEWS = "http://www.google.com/schemas/sitemap-news/"


class BadFeedError(ValueError):
    """A home page, feed or sitemap that announces nothing readable."""


@dataclass(frozen=True)
class Announcement:
    """An address that a home page, feed or sitemap names, with what it says about it. Times are UTC."""

    url: str
    kind: PageKind
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None  # the latest that its last change can be; a day alone says no more

    def newest_at(self, now: datetime) -> datetime:
        """Return when it last changed, at most `now`; long ago if it does not say, or names a day to come."""
        said = [moment for moment in (self.updated_at, self.published_at) if moment and moment < now + _CLOCK_ERROR]
        return min(max(said), now) if said else _UNKNOWN


def read_announcements(
    kind: PageKind, body: bytes, url: str, content_type: str | None, max_bytes: int
) -> list[Announcement]:
    """Return what the home page, feed or sitemap at `url` announces, in its order.

    A gzipped `body` is expanded to at most `max_bytes`. Raises `BadFeedError` when it is not of its `kind`.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gunzip(body, max_size=max_bytes)
        except (ValueError, EOFError, OSError, zlib.error) as error:
            raise BadFeedError(f"not gzip: {error}") from error
    if kind is PageKind.HOME:
        return read_home(body, url, content_type)
    return read_sitemap(body, url) if kind is PageKind.SITEMAP else read_feed(body, url, content_type)


def read_feed(body: bytes, url: str, content_type: str | None = None) -> list[Announcement]:
    """Return what the RSS, Atom or JSON feed at `url` announces, in its order; an identifier announces once.

    Raises `BadFeedError` when nothing in `body` is a feed.
    """
    if body.lstrip(_BLANK).startswith(b"{"):
        return _distinct(_json_entries(body, url))
    # As a file: feedparser takes bytes for the name of one first.
    feed = feedparser.parse(
        io.BytesIO(_with_first_items(body)),
        response_headers={"content-type": content_type} if content_type else {},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.get("version"):
        raise BadFeedError(f"not a feed: {' '.join(str(feed.get('bozo_exception', 'no known format')).split())}")
    return _distinct(_feed_entries(feed, url))


def read_sitemap(body: bytes, url: str) -> list[Announcement]:
    """Return what the sitemap at `url` announces, in its order; that may be an index, a text or a feed.

    Raises `BadFeedError` when `body` is none of them.
    """
    if body.lstrip(_BLANK).startswith((b"http://", b"https://")):
        lines = body.decode("utf-8-sig", "replace").split()
        addresses = (_address(partial(urljoin, url), line) for line in lines[:MAX_ADDRESSES])
        return [Announcement(address, PageKind.ARTICLE) for address in addresses if address]
    entries = etree.iterparse(
        io.BytesIO(body.lstrip()),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        _, root = next(entries)
        name = etree.QName(root).localname
        if name in ("urlset", "sitemapindex"):
            return list(islice(_sitemap_entries(entries, root, url), MAX_ADDRESSES))
    except (StopIteration, ValueError, etree.XMLSyntaxError) as error:
        raise BadFeedError(f"not XML: {error}".rstrip(": ")) from error
    if name in ("rss", "feed", "RDF"):
        return read_feed(body, url)
    raise BadFeedError(f"not a sitemap but {name}")


def read_home(body: bytes, url: str, content_type: str | None = None) -> list[Announcement]:
    """Return the feeds that the HTML page at `url` links to, those of comments left out.

    Raises `BadFeedError` when there are none.
    """
    page = HtmlResponse(url, body=body, headers={"Content-Type": content_type} if content_type else None)
    links = [
        (link.attrib.get("type", "").split(";")[0].strip().lower(), _address(page.urljoin, link.attrib["href"]))
        for link in page.css("link[rel~='alternate' i][href]")
    ]
    found = [address for media_type, address in links if media_type in _FEED_TYPES]
    # JSON Feed 1.0 has the type of any JSON, which pages also give to what is no feed.
    found = found or [address for media_type, address in links if media_type == "application/json"]
    addresses = dict.fromkeys(address for address in found if address and "comment" not in address)
    if not addresses:
        raise BadFeedError("links to no feed")
    return [Announcement(address, PageKind.FEED) for address in islice(addresses, MAX_LINKED_FEEDS)]


def named_sitemaps(lines: Iterable[str], url: str) -> list[Announcement]:
    """Return the sitemaps that the robots.txt at `url` names in `lines` (sitemaps.org)."""
    addresses = (_address(partial(urljoin, url), line) for line in lines)
    return [Announcement(address, PageKind.SITEMAP) for address in addresses if address]


def _feed_entries(feed: Any, url: str) -> Iterator[tuple[str | None, Announcement]]:
    """Yield the entries of a parsed feed, each with its identifier."""
    is_atom = feed.version.startswith("atom")
    for entry in feed.entries:
        link = entry.get("link")
        if link and link == entry.get("id") and not link.startswith(_SCHEMES):
            continue  # RSS takes an identifier for a link unless told otherwise; this one is none
        published = _utc(entry.get("published_parsed"))
        updated = _utc(entry.updated_parsed) if "updated_parsed" in entry else None
        if address := _address(partial(urljoin, url), link):
            yield (
                entry.get("id"),
                Announcement(
                    address,
                    PageKind.ARTICLE,
                    title=entry.get("title") or None,
                    # RSS knows no change: there, Dublin Core's date is that of publication.
                    published_at=published if is_atom else published or updated,
                    updated_at=updated if is_atom else None,
                ),
            )


def _json_entries(body: bytes, url: str) -> Iterator[tuple[str | None, Announcement]]:
    """Yield the items of a JSON Feed (https://jsonfeed.org/version/1.1), each with its identifier."""
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFeedError(f"not JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not str(feed.get("version")).startswith(_JSON_FEED):
        raise BadFeedError("not a feed: JSON without the version and items of a JSON Feed")
    for item in items[:MAX_ITEMS]:
        values = {key: value for key, value in item.items() if isinstance(value, str)} if isinstance(item, dict) else {}
        identifier = values.get("id")
        link = values.get("url") or (identifier if identifier and identifier.startswith(_SCHEMES) else None)
        if address := _address(partial(urljoin, url), link):
            yield (
                identifier,
                Announcement(
                    address,
                    PageKind.ARTICLE,
                    title=values.get("title") or None,
                    published_at=_w3c_date(values.get("date_published")),
                    updated_at=_w3c_date(values.get("date_modified")),
                ),
            )


def _distinct(entries: Iterable[tuple[str | None, Announcement]]) -> list[Announcement]:
    """Return the announcements, of those with one identifier the first; all, where identifiers tell nothing apart."""
    announced = list(entries)
    identifiers = [identifier for identifier, _ in announced if identifier]
    if len(set(identifiers)) * 2 <= len(identifiers):
        return [announcement for _, announcement in announced]
    first: dict[str | int, Announcement] = {}
    for number, (identifier, announcement) in enumerate(announced):
        first.setdefault(identifier or number, announcement)
    return list(first.values())


def _with_first_items(body: bytes) -> bytes:
    """Return the XML feed `body` without what follows its item number `MAX_ITEMS`, but whole again at its end."""
    surplus = next(islice(_ITEM_START.finditer(body), MAX_ITEMS, None), None)
    if surplus is None:
        return body
    end = max(body.rfind(ending) + len(ending) for ending in (b"item>", b"entry>"))
    return body[: surplus.start()] + body[max(end, surplus.start()) :]


def _sitemap_entries(events: Iterable[tuple[str, Any]], root: Any, url: str) -> Iterator[Announcement]:
    """Yield the entries of a sitemap as its parse (lxml) goes on. What they hold of other schemas is no address."""
    kind = PageKind.SITEMAP if etree.QName(root).localname == "sitemapindex" else PageKind.ARTICLE
    for event, entry in events:
        if event == "start" or entry.getparent() is not root:
            continue
        values: dict[str, str] = {}
        for node in entry.iterdescendants("{*}*"):
            name = etree.QName(node)
            if node.getparent() is entry or (name.namespace or "").startswith(_NEWS):
                values.setdefault(name.localname, " ".join((node.text or "").split()))
        if address := _address(partial(urljoin, url), values.get("loc")):
            yield Announcement(
                address,
                kind,
                title=values.get("title") or None,
                published_at=_w3c_date(values.get("publication_date")),
                updated_at=_w3c_date(values.get("lastmod"), day_lasts=_LONGEST_DAY),
            )
        entry.clear()
        while entry.getprevious() is not None:
            del root[0]


def _address(join: Callable[[str], str], link: str | None) -> str | None:
    """Return the web address that `link` means where it stands; null for another scheme, credentials or no link."""
    try:
        parts = urlsplit(join(link.strip())) if link else urlsplit("")
        return (
            parts.geturl() if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None
        )
    except ValueError:
        return None


def _utc(parsed: struct_time | None) -> datetime | None:
    try:
        return _plausible(datetime.fromtimestamp(calendar.timegm(parsed), UTC)) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _w3c_date(text: str | None, day_lasts: timedelta = timedelta(0)) -> datetime | None:
    """Return the W3C date-time `text` in UTC, of a day alone its midnight and `day_lasts`; null when it is none."""
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment is None:
            return None
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _plausible(moment + day_lasts if len(text or "") == len("2025-03-04") else moment)
    except (ValueError, OverflowError):
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if moment >= _EARLIEST else None
