"""What feeds and sitemaps announce: the addresses of articles and of further sitemaps.

Which of them are asked for, and when, belongs in `spider`.
"""

import calendar
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree  # type: ignore[import-untyped]
from scrapy.utils.gz import gunzip

from extract.records import PageKind


class BadFeedError(ValueError):
    """A feed or sitemap that announces nothing readable."""


@dataclass(frozen=True)
class Announcement:
    """An address that a feed or sitemap names, with what it says about it. Times are UTC."""

    url: str
    kind: PageKind
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def newest_at(self) -> datetime:
        """When the announcement last changed; long ago if it does not say."""
        return self.updated_at or self.published_at or datetime.min.replace(tzinfo=UTC)


def read_feed(body: bytes, url: str, content_type: str | None = None) -> list[Announcement]:
    """Return what the RSS or Atom feed at `url` announces, in its order.

    Raises `BadFeedError` when nothing in `body` is a feed.
    """
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    feed = feedparser.parse(body, response_headers=headers, sanitize_html=False)
    if not feed.version:
        raise BadFeedError(f"not a feed: {' '.join(str(feed.get('bozo_exception', 'no known format')).split())}")
    return [
        Announcement(
            url=urljoin(url, entry.link),
            kind=PageKind.ARTICLE,
            title=entry.get("title") or None,
            published_at=_utc(entry.get("published_parsed")),
            updated_at=_utc(entry.get("updated_parsed")),
        )
        for entry in feed.entries
        if entry.get("link")
    ]


def read_sitemap(body: bytes, url: str, max_bytes: int) -> list[Announcement]:
    """Return what the sitemap, news sitemap or sitemap index at `url` announces, in its order.

    A gzipped one is expanded to at most `max_bytes`. Raises `BadFeedError` when `body` is none of them.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gunzip(body, max_size=max_bytes)
        except (ValueError, EOFError, OSError, zlib.error) as error:
            raise BadFeedError(f"not gzip: {error}") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeedError(f"not XML: {error}") from error
    names = {"urlset": PageKind.ARTICLE, "sitemapindex": PageKind.SITEMAP}
    kind = names.get(_local_name(root)) if root is not None else None
    if kind is None:
        raise BadFeedError("not a sitemap")
    return list(_sitemap_entries(root, url, kind))


def _sitemap_entries(root: Any, url: str, kind: PageKind) -> Iterator[Announcement]:
    for entry in root:
        values = {_local_name(node): " ".join((node.text or "").split()) for node in entry.iter()}
        if values.get("loc"):
            yield Announcement(
                url=urljoin(url, values["loc"]),
                kind=kind,
                title=values.get("title") or None,
                published_at=_w3c_date(values.get("publication_date")),
                updated_at=_w3c_date(values.get("lastmod")),
            )


def _local_name(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _utc(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _w3c_date(text: str | None) -> datetime | None:
    """Return the W3C date-time `text` in UTC (a day alone is its midnight); null when it is none."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment and (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
