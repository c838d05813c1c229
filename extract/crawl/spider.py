"""The one spider: from each source's feeds and sitemaps to its articles.

How a page is fetched and archived belongs in the downloader middlewares.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response

from extract.archive import ArchiveWriter
from extract.canonical import canonical
from extract.crawl.discovery import Announcement
from extract.crawl.limits import MAX_ARTICLE_BYTES, MAX_BYTES
from extract.records import PageKind
from extract.sources import Source


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
        """Yield the request of every feed and sitemap."""
        for source in self.sources:
            for url in source.feeds:
                yield self._request(source, Announcement(url, PageKind.FEED), None)
            for url in source.sitemaps:
                yield self._request(source, Announcement(url, PageKind.SITEMAP), None)

    def follow(self, response: Response) -> Iterator[Request]:
        """Yield the requests for what a feed or sitemap announces, newest first, as far as the source wants it."""
        source: Source = response.meta["source"]
        announcements: list[Announcement] = response.meta["announcements"]
        for announcement in sorted(announcements, key=lambda item: item.newest_at, reverse=True):
            is_article = announcement.kind is PageKind.ARTICLE
            if announcement.url.startswith(("http://", "https://")) and (
                not is_article or self._is_wanted(source, announcement.url)
            ):
                yield self._request(source, announcement, response.url)

    def _is_wanted(self, source: Source, url: str) -> bool:
        """Tell whether the article at `url` is to be asked for, and count it."""
        if source.article_pattern and not re.search(source.article_pattern, url):
            return False
        # Feeds and sitemaps name one article by addresses that differ in tracking parameters.
        plain = canonical(url)
        if plain is None or plain in self._asked or self._articles[source.id] >= source.max_articles:
            return False
        self._asked.add(plain)
        self._articles[source.id] += 1
        return True

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
