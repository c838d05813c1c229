"""The frontier: requests that wait for their turn, each source's in a line of its own.

A source has at most `SHARE` requests under way, so that one whose hosts hang, or make us wait, holds up no other.
How fast a host is asked belongs in `pace`.
"""

from collections import Counter, OrderedDict, deque
from typing import Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.dupefilters import RFPDupeFilter
from scrapy.utils.misc import build_from_crawler

SHARE = 8


class Frontier(BaseScheduler):
    """Scrapy's scheduler: gives the sources their turn, and each source's requests in the order of asking."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seen = build_from_crawler(RFPDupeFilter, crawler)
        self._waiting: OrderedDict[str, deque[Request]] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the scheduler, as Scrapy asks."""
        return cls(crawler)

    def has_pending_requests(self) -> bool:
        """Tell whether a request waits."""
        return any(self._waiting.values())

    def enqueue_request(self, request: Request) -> bool:
        """Put `request` at the end of its source's line; return false if its address was asked for before."""
        if not request.dont_filter and self._seen.request_seen(request):
            return False
        self._waiting.setdefault(request.meta["source"].id, deque()).append(request)
        return True

    def next_request(self) -> Request | None:
        """Return the first request of the next source that has not its whole share under way."""
        under_way = Counter(request.meta["source"].id for request in self._crawler.engine.downloader.active)
        for source_id, line in self._waiting.items():
            if line and under_way[source_id] < SHARE:
                self._waiting.move_to_end(source_id)
                return line.popleft()
        return None
