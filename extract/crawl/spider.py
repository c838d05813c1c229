"""The one spider: from each source's feeds and sitemaps, or its home page, to its articles.

How a page is fetched and archived belongs in the downloader middlewares.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.http import Response
from w3lib.url import safe_url_string

from extract.archive import ArchiveWriter
from extract.canonical import canonical
from extract.crawl.discovery import Announcement
from extract.crawl.limits import MAX_ARTICLE_BYTES, MAX_BYTES
from extract.records import PageKind
from extract.sources import Source

MAX_FURTHER = 50  # feeds or sitemaps asked for of one page: an index may name one for every day since a paper began


class NewsSpider(Spider):
    """Asks for what `sources` announce. Every request carries its source, kind and announcement in `meta`."""

    name = "news"

    def __init__(self, sources: Sequence[Source], writer: ArchiveWriter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sources = sources
        self.writer = writer
        self._articles: Counter[str] = Counter()
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """Yield the request of every feed and sitemap; of the home page where a source has none."""
        for source in self.sources:
            if not (source.feeds or source.sitemaps):
                yield self._request(source, Announcement(source.home_url, PageKind.HOME), None)
            for url in source.feeds:
                yield self._request(source, Announcement(url, PageKind.FEED), None)
            for url in source.sitemaps:
                yield self._request(source, Announcement(url, PageKind.SITEMAP), None)

    def follow(self, response: Response) -> Iterator[Request]:
        """Yield the requests for what a page announces, newest first, as far as the source wants it."""
        source: Source = response.meta["source"]
        announcements: list[Announcement] = response.meta["announcements"]
        via = response.url
        if response.meta["announcement"].kind is PageKind.HOME and not announcements:
            via = urljoin(response.url, "/robots.txt")
            named = [urljoin(via, url) for url in response.meta["robots_sitemaps"]]
            announcements = [Announcement(url, PageKind.SITEMAP) for url in named if url.startswith("http")]
        now = datetime.now(UTC)
        newest_first = sorted(announcements, key=lambda item: item.newest_at(now), reverse=True)
        further = [item for item in newest_first if item.kind is not PageKind.ARTICLE][:MAX_FURTHER]
        articles = (item for item in newest_first if item.kind is PageKind.ARTICLE and self._is_wanted(source, item))
        for announcement in chain(further, articles):
            yield self._request(source, announcement, via)

    def _is_wanted(self, source: Source, announcement: Announcement) -> bool:
        """Tell whether the article is to be asked for, and count it among those of its source."""
        if source.article_pattern and not re.search(source.article_pattern, announcement.url):
            return False
        # Feeds and sitemaps name one article by addresses that differ in tracking parameters.
        plain = canonical(announcement.url)
        if plain is None or plain in self._asked or self._articles[source.id] >= source.max_articles:
            return False
        self._asked.add(plain)
        self._articles[source.id] += 1
        return not self._is_held(announcement)

    def _is_held(self, announcement: Announcement) -> bool:
        """Tell whether the archive has the article as it is since its last announced change."""
        changed_at = announcement.updated_at
        held = self.writer.archive.last_body(safe_url_string(announcement.url)) if changed_at else None
        return bool(held and changed_at and changed_at < held.fetched_at)

    def parse(self, response: Response, **_: Any) -> None:
        """Follow nothing from an article: the recorder has archived it."""

    def _request(self, source: Source, announcement: Announcement, via: str | None) -> Request:
        is_article = announcement.kind is PageKind.ARTICLE
        return Request(
            announcement.url,
            callback=self.parse if is_article else self.follow,
            meta={
                "source": source,
                "announcement": announcement,
                "via": via,
                "download_maxsize": MAX_ARTICLE_BYTES if is_article else MAX_BYTES,
            },
        )
