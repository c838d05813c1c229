"""What an answer may take: bytes of its head and of its body, memory beside all others, and which types of content.

An answer over a limit is cut off where it exceeds it, not when it is complete. Its time is limited by Scrapy's
DOWNLOAD_TIMEOUT, from the connection to the last byte.
"""

import math
from collections import Counter
from collections.abc import Collection
from typing import Any, Self, cast

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, StopDownload
from scrapy.http import Headers, Response
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import ResponseFailed

from extract.media import HTML_TYPES
from extract.records import PageKind

MAX_ARTICLE_BYTES = 10 * 2**20
MAX_ROBOTS_BYTES = 512_000  # read of one robots.txt; RFC 9309 asks for at least 500 KiB
MAX_HEAD_BYTES = 256 * 2**10
MAX_BYTES_UNDER_WAY = 48 * 2**20  # of all bodies that are being received, or wait to be read
_NO_TEXT_TYPES = ("audio/", "font/", "image/", "video/", "application/pdf")


class TooLargeError(StopDownload):
    """An answer over a limit of size."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self._reason = reason

    def __str__(self) -> str:
        return self._reason


class NotHtmlError(StopDownload):
    """An answer whose head says that its body is no page; the body is not received."""

    def __init__(self, content_type: str) -> None:
        super().__init__()
        self._content_type = content_type

    def __str__(self) -> str:
        return self._content_type


class Limits:
    """Cuts off the bodies that are not wanted, or take more than their share of memory."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._received: dict[Request, int] = {}
        self._total = 0  # of these; those that ended are taken off when it matters
        crawler.signals.connect(self._headers_received, signals.headers_received)
        crawler.signals.connect(self._bytes_received, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, as Scrapy asks."""
        return cls(crawler)

    def _headers_received(self, headers: Headers, request: Request) -> None:
        announcement = request.meta.get("announcement")
        content_type = (headers.get("Content-Type") or b"").decode("latin-1")
        media_type = content_type.split(";")[0].strip().lower()
        if not announcement or not media_type:
            return
        is_article = announcement.kind is PageKind.ARTICLE
        if media_type.startswith(_NO_TEXT_TYPES) or (is_article and media_type not in HTML_TYPES):
            raise NotHtmlError(content_type)

    def _bytes_received(self, data: bytes, request: Request) -> None:
        self._received[request] = received = self._received.get(request, 0) + len(data)
        if request.meta.get("announcement") is None and received >= MAX_ROBOTS_BYTES:
            raise StopDownload(fail=False)  # what comes after is not read
        self._total += len(data)
        if self._total <= MAX_BYTES_UNDER_WAY:
            return
        active = self._crawler.engine.downloader.active  # until its answer is read
        self._received = {other: held for other, held in self._received.items() if other in active}
        by_source = Counter[str]()
        for other, held in self._received.items():
            by_source[other.meta["source"].id] += held
        self._total = by_source.total()
        if by_source[request.meta["source"].id] > fair_share(by_source.values(), MAX_BYTES_UNDER_WAY):
            raise TooLargeError("cut off: the bodies of this source took more than their share of memory")


def fair_share(wanted: Collection[int], most: int) -> float:
    """Return what each may have of `most` in all so that those who want less have that (max-min fairness)."""
    left: float = most
    for served, want in enumerate(sorted(wanted)):
        share = left / (len(wanted) - served)
        if want > share:
            return share
        left -= want
    return math.inf


class LimitedHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with a limit for the head of an answer and plain words for failures."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory

    async def download_request(self, request: Request) -> Response:
        """Return the answer to `request`. Raises `TooLargeError`, and what Scrapy's handler raises."""
        try:
            return await super().download_request(request)
        except StopDownload as error:
            # What was received until then is let go of, by the traceback too.
            error.response = cast("Response", error.response).replace(body=b"")
            raise error.with_traceback(None) from None
        except DownloadCancelledError as error:  # Scrapy's word for a body over its limit
            limit = request.meta.get("download_maxsize", self._default_maxsize)
            raise TooLargeError(f"over {limit} bytes") from error
        except DownloadFailedError as error:
            if not isinstance(error.__cause__, ResponseFailed):
                raise
            reasons = [reason.value for reason in error.__cause__.reasons]
            for reason in reasons:
                if isinstance(reason, TooLargeError):
                    raise reason from error
            raise DownloadFailedError("; ".join(str(reason) or type(reason).__name__ for reason in reasons)) from error


class _Parser(_LenientHTTPClientParser):
    MAX_LENGTH = MAX_HEAD_BYTES

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802, ARG002 (Twisted's name and arguments)
        raise TooLargeError(f"a line over {MAX_HEAD_BYTES} bytes")


class _Protocol(_LenientHTTP11ClientProtocol):
    _head_bytes = 0

    def request(self, request: Any) -> Deferred[Any]:
        self._head_bytes = 0
        answer = super().request(request)
        assert self._parser is not None  # noqa: S101 (as in the class above)
        self._parser.__class__ = _Parser
        return answer

    def dataReceived(self, bytes: bytes) -> None:  # noqa: N802, A002 (Twisted's names)
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head_bytes += len(bytes)
            if self._head_bytes > MAX_HEAD_BYTES:
                self._giveUp(Failure(TooLargeError(f"over {MAX_HEAD_BYTES} bytes before the body")))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802, ARG002 (Twisted's names)
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
