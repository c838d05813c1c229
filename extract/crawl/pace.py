"""How fast each host is asked: its delay, and the pauses that refusals and failures call for.

A host that refuses (429, 5xx) or fails to answer is asked again after a pause, doubled each time, or after what it
says itself (`Retry-After`, RFC 9110); after several in a row it is left alone for the rest of the crawl. Whether an
address may be asked at all belongs in `guard` and `robots`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import monotonic
from typing import Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from extract.crawl.quota import OverQuotaError
from extract.crawl.spider import NewsSpider
from extract.sources import Source

CONCURRENCY = 8  # of a host without delay
MAX_DELAY_SECONDS = 30.0  # obeyed of a crawl delay
MAX_PAUSE_SECONDS = 120.0  # a host that asks for more is left alone
FIRST_PAUSE_SECONDS = 0.5  # of a host without delay; else its delay
FAILURES_IN_A_ROW = 5
_TRIES_REFUSED, _TRIES_FAILED = 3, 2
_REFUSALS = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)


class BackedOffError(IgnoreRequest):
    """A request to a host that is left alone; it is never made."""


@dataclass
class _Host:
    delay: float  # in good times
    failures: int = 0  # in a row
    resumes_at: float = 0.0  # monotonic; what comes earlier answers a request made before the pause
    left_alone: str | None = None  # why


class Pace:
    """Gives each host its delay, pauses it when it refuses, and asks again what failed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts: dict[str, _Host] = {}
        self._ends_at = monotonic() + crawler.settings.getfloat("CRAWL_LIMIT_SECONDS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Send `request` at its host's pace.

        Raises `BackedOffError` when the host is left alone, `OverQuotaError` when its source's day, or
        the time of the crawl, is spent.
        """
        if request.meta.get("over_quota"):
            raise OverQuotaError(request.meta["over_quota"])
        if monotonic() > self._ends_at:
            raise OverQuotaError("the time of the crawl is spent")
        netloc = urlsplit(request.url).netloc
        request.meta["download_slot"] = netloc
        reason = self._host(netloc, request.meta["source"]).left_alone
        if reason:
            raise BackedOffError(reason)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Pass `response` on, or ask again when the host refused."""
        status = response.status
        if status != HTTPStatus.TOO_MANY_REQUESTS and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._answered(request)
            return response
        after = _retry_after(response.headers.get("Retry-After"))
        tries = _TRIES_REFUSED if status in _REFUSALS else _TRIES_FAILED
        return self._failed(request, f"status {status}", tries, after) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again when the host failed to answer."""
        if not isinstance(exception, _FAILURES):
            return None
        return self._failed(request, type(exception).__name__.removesuffix("Error"), _TRIES_FAILED)

    def slow_down(self, origin: str, crawl_delay: float, source: Source) -> None:
        """Ask the host of `origin` no faster than every `crawl_delay` seconds, as far as that is sane."""
        netloc = urlsplit(origin).netloc
        host = self._host(netloc, source)
        host.delay = max(host.delay, min(crawl_delay, MAX_DELAY_SECONDS))
        self._set_delay(netloc, host.delay)

    def _host(self, netloc: str, source: Source) -> _Host:
        if netloc not in self._hosts:
            self._hosts[netloc] = _Host(source.delay_seconds)
            self._set_delay(netloc, source.delay_seconds)
        return self._hosts[netloc]

    def _answered(self, request: Request) -> None:
        netloc = request.meta["download_slot"]
        host = self._hosts[netloc]
        if host.failures and monotonic() >= host.resumes_at:
            host.failures = 0
            self._set_delay(netloc, host.delay)

    def _failed(self, request: Request, reason: str, tries: int, after: float = 0.0) -> Request | None:
        """Pause the host of `request`, and return the request to make again, if any."""
        netloc = request.meta["download_slot"]
        host = self._hosts[netloc]
        now = monotonic()
        if now >= host.resumes_at:
            host.failures += 1
        pause = max(after, max(host.delay, FIRST_PAUSE_SECONDS) * 2 ** (host.failures - 1))
        if after > MAX_PAUSE_SECONDS:
            self._leave_alone(netloc, f"{reason}, to be asked again after {after:.0f} s")
        elif host.failures >= FAILURES_IN_A_ROW:
            self._leave_alone(netloc, f"{host.failures} failures in a row, the last: {reason}")
        if host.left_alone:
            return None
        host.resumes_at = max(host.resumes_at, now + pause)
        slot = self._crawler.engine.downloader.slots.get(netloc)
        # A delay counts from the last request on, a pause from its answer.
        self._set_delay(netloc, max(host.delay, host.resumes_at - (slot.lastseen if slot else now)))
        spider = cast("NewsSpider", self._crawler.spider)
        return get_retry_request(request, spider=spider, reason=reason, max_retry_times=tries - 1)

    def _leave_alone(self, netloc: str, reason: str) -> None:
        host = self._hosts[netloc]
        host.left_alone = f"{netloc} is left alone: {reason}"
        slot = self._crawler.engine.downloader.slots.get(netloc)
        while slot and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(BackedOffError(host.left_alone))

    def _set_delay(self, netloc: str, seconds: float) -> None:
        downloader = self._crawler.engine.downloader
        concurrency = 1 if seconds else CONCURRENCY
        downloader.per_slot_settings[netloc] = {"delay": seconds, "concurrency": concurrency, "jitter": 0}
        if slot := downloader.slots.get(netloc):
            slot.delay, slot.concurrency = seconds, concurrency


def _retry_after(value: bytes | None) -> float:
    """Return the seconds to wait that a `Retry-After` header names, as a number or a date; 0 when it names none."""
    text = value.decode("latin-1").strip() if value else ""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
