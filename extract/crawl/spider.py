"""The one spider: from each source's feeds and sitemaps to its articles.

How a page is fetched and archived belongs in the downloader middlewares.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from extract.archive import ArchiveWriter
from extract.crawl.discovery import Announcement
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
            if not announcement.url.startswith(("http://", "https://")):
                continue
            if announcement.kind is PageKind.ARTICLE:
                if source.article_pattern and not re.search(source.article_pattern, announcement.url):
                    continue
                if self._articles[source.id] >= source.max_articles:
                    return
                self._articles[source.id] += 1
            yield self._request(source, announcement, response.url)

    def parse(self, response: Response, **_: Any) -> None:
        """Follow nothing from an article: the recorder has archived it."""

    def _request(self, source: Source, announcement: Announcement, via: str | None) -> Request:
        is_article = announcement.kind is PageKind.ARTICLE
        request = Request(
            announcement.url,
            callback=self.parse if is_article else self.follow,
            meta={"source": source, "announcement": announcement, "via": via},
        )
        request.meta["download_slot"] = urlparse_cached(request).netloc
        return request
