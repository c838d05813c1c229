"""The one spider: from each source's feeds and sitemaps, or its home page, to its articles.

How a page is fetched and archived belongs in the downloader middlewares.
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.http import Response

from extract.archive import ArchiveWriter
from extract.canonical import canonical
from extract.crawl.discovery import Announcement, named_sitemaps
from extract.crawl.limits import MAX_ARTICLE_BYTES
from extract.crawl.quota import Quota
from extract.media import MAX_BYTES
from extract.records import PageKind
from extract.sources import Source


class NewsSpider(Spider):
    """Asks for what `sources` announce. Every request carries its source, kind and announcement in `meta`."""

    name = "news"

    def __init__(self, sources: Sequence[Source], writer: ArchiveWriter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sources = sources
        self.writer = writer
        self._quota = Quota(writer.archive.pages(writer.day))
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
            announcements = named_sitemaps(response.meta["robots_sitemaps"], via)
        over = []
        for announcement in announcements:
            address = canonical(announcement.url)
            if address is None or address in self._asked or not self._is_wanted(source, announcement):
                continue
            held = self.writer.archive.last_body_of(address) if announcement.kind is PageKind.ARTICLE else None
            if held and announcement.updated_at and announcement.updated_at < held.fetched_at:
                self._asked.add(address)
            elif self._quota.take(source, announcement.kind, address):
                self._asked.add(address)
                # By another of its addresses, a body that is archived would be sent once more.
                yield self._request(source, replace(announcement, url=held.url) if held else announcement, via)
            else:
                over.append(announcement)
        if over:
            yield self._request(source, over[0], via, f"{len(over)} that are announced here wait for another day")

    def _is_wanted(self, source: Source, announcement: Announcement) -> bool:
        """Tell whether what is announced is what the source follows."""
        pattern = source.article_pattern if announcement.kind is PageKind.ARTICLE else None
        return not pattern or re.search(pattern, announcement.url) is not None

    def parse(self, response: Response, **_: Any) -> None:
        """Follow nothing from an article: the recorder has archived it."""

    def _request(
        self, source: Source, announcement: Announcement, via: str | None, over_quota: str | None = None
    ) -> Request:
        is_article = announcement.kind is PageKind.ARTICLE
        return Request(
            announcement.url,
            callback=self.parse if is_article else self.follow,
            headers={"Accept-Language": source.language},
            meta={
                "source": source,
                "announcement": announcement,
                "via": via,
                "over_quota": over_quota,
                "download_maxsize": MAX_ARTICLE_BYTES if is_article else MAX_BYTES,
            },
        )
