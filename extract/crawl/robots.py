"""Obeys robots.txt (RFC 9309), read once a crawl for each host, and the crawl delay that it asks for.

A host whose robots.txt cannot be had for its own fault (no answer, 5xx, 429) is not asked at all; without one (4xx,
more than five redirects) it may be. How long a delay may be belongs in `pace`.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self, cast

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import decode_robotstxt
from scrapy.utils.httpobj import urlparse_cached

from extract.crawl.limits import MAX_ROBOTS_BYTES
from extract.crawl.pace import Pace
from extract.sources import Source

AGENT = "mercato"  # the product token of our user agent
_KEPT_BYTES = 2 * 2**20  # of all robots.txt; parsed they take fifty times as much


class DisallowedError(IgnoreRequest):
    """A request that robots.txt forbids; it is never made."""


@dataclass(frozen=True)
class Rules:
    """What a host's robots.txt says: `parsed`, nothing when there is none, or why it is out of reach."""

    parsed: Protego | None = None
    unreachable: str | None = None
    size: int = 0


class Robots:
    """Refuses what robots.txt disallows."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: OrderedDict[str, asyncio.Task[Rules]] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Note the sitemaps that the host's robots.txt names; raise `DisallowedError` if it forbids `request`."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        address = urlparse_cached(request)
        origin = f"{address.scheme}://{address.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._read(origin, request.meta["source"]))
        self._rules.move_to_end(origin)
        rules = await asyncio.shield(self._rules[origin])
        request.meta["robots_sitemaps"] = list(rules.parsed.sitemaps) if rules.parsed else []
        if rules.unreachable:
            raise DisallowedError(f"robots.txt is out of reach: {rules.unreachable}")
        if rules.parsed and not rules.parsed.can_fetch(request.url, AGENT):
            raise DisallowedError("disallowed by robots.txt")

    async def _read(self, origin: str, source: Source) -> Rules:
        request = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            meta={"dont_obey_robotstxt": True, "source": source},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            if "redirections" in str(error):  # Scrapy's word for too many
                return Rules()
            return Rules(unreachable=str(error))
        except Exception as error:  # noqa: BLE001 (whatever goes wrong, the host is not to be asked)
            return Rules(unreachable=" ".join(str(error).split()) or type(error).__name__)
        return self._judge(response, origin, source)

    def _judge(self, response: Response, origin: str, source: Source) -> Rules:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            return Rules(unreachable=f"status {response.status}")
        if response.status != HTTPStatus.OK:
            return Rules()
        body = response.body[:MAX_ROBOTS_BYTES]
        parsed = Protego.parse(decode_robotstxt(body, None))
        delay = parsed.crawl_delay(AGENT)
        if delay is not None:
            cast("Pace", self._crawler.get_downloader_middleware(Pace)).slow_down(origin, delay, source)
        self._forget(len(body))
        return Rules(parsed, size=len(body))

    def _forget(self, size: int) -> None:
        """Drop the rules longest unused until `size` more bytes can be kept; they are asked for again."""
        read = [(origin, task.result().size) for origin, task in self._rules.items() if task.done()]
        kept = size + sum(held for _, held in read)
        for origin, held in read:
            if kept <= _KEPT_BYTES:
                return
            if held:
                del self._rules[origin]
                kept -= held
