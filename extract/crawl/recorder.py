"""Stands next to the downloader: asks only for what changed, and archives every exchange with its outcome.

It holds Scrapy's `HttpCompressionMiddleware`, so as to see each answer, sent and decoded, before any other
middleware acts on it. What is worth asking for belongs in `spider`.
"""

import asyncio
import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Self, cast
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Response
from scrapy.http.headers import Headers as ScrapyHeaders
from w3lib.url import safe_url_string

from extract.archive import ArchiveError, Exchange, Headers, read_body
from extract.crawl.addresses import PrivateAddressError
from extract.crawl.discovery import Announcement, BadFeedError
from extract.crawl.guard import BadAddressError
from extract.crawl.limits import NotHtmlError, TooLargeError
from extract.crawl.pace import BackedOffError
from extract.crawl.quota import OverQuotaError
from extract.crawl.reading import Answer, read_apart
from extract.crawl.robots import DisallowedError
from extract.crawl.spider import NewsSpider
from extract.crawl.turns import Turns
from extract.media import is_html
from extract.records import Outcome, Page, PageKind, digest

_ANNOUNCING = (PageKind.HOME, PageKind.FEED, PageKind.SITEMAP)
_MAX_READERS = 2  # processes that read what is announced, beside this one
_MAX_READING_SECONDS = 60.0  # of what one source announces
_FAILURES: tuple[tuple[type[Exception], Outcome], ...] = (
    (DisallowedError, Outcome.ROBOTS),
    (PrivateAddressError, Outcome.PRIVATE_ADDRESS),
    (BadAddressError, Outcome.BAD_ADDRESS),
    (BackedOffError, Outcome.BACKED_OFF),
    (OverQuotaError, Outcome.OVER_QUOTA),
    (DownloadTimeoutError, Outcome.TIMEOUT),
    (TooLargeError, Outcome.TOO_LARGE),
    (NotHtmlError, Outcome.NOT_HTML),
    (Exception, Outcome.NETWORK_ERROR),
)


class Recorder:
    """Makes requests conditional on the archive, and writes a row for every exchange."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ending: asyncio.Task[None] | None = None
        self._compression = HttpCompressionMiddleware(crawler=crawler)
        self._writer = cast("NewsSpider", crawler.spider).writer
        self._archive = self._writer.archive
        self._max_redirects = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self._readers = ThreadPoolExecutor(_MAX_READERS)
        self._turns = Turns(_MAX_READERS)
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Ask for the body only if it is not the one archived (RFC 9110, conditional requests)."""
        self._compression.process_request(request)
        held = self._archive.last_body(_url(request))
        for name, validator in (
            ("If-None-Match", held and held.etag),
            ("If-Modified-Since", held and held.last_modified),
        ):
            request.headers.pop(name, None)  # a redirect inherits the headers of its origin
            if validator:
                request.headers[name] = validator

    async def process_response(self, request: Request, response: Response) -> Response:
        """Archive the exchange, and answer with the body that now holds for the address."""
        if _kind(request) not in _ANNOUNCING:
            return await self._take(request, response)
        # What is announced takes time and memory to read.
        async with self._turns.turn(request.meta["source"].id, len(response.body)):
            return await self._take(request, response)

    async def _take(self, request: Request, response: Response) -> Response:
        headers = response.headers.copy()
        decoded = self._decode(request, response)
        if not isinstance(decoded, Response):
            refused, reason = decoded
            self._record(request, refused, reason, response)
            raise IgnoreRequest(reason)
        response = decoded
        outcome, detail = self._judge(request, response)
        answer, body_sha256 = response, hashlib.sha256(response.body).hexdigest()
        held = self._archive.last_body(_url(request))
        if held and response.status == HTTPStatus.NOT_MODIFIED:
            outcome, detail, body_sha256 = Outcome.NOT_MODIFIED, None, cast("str", held.body_sha256)
            if _kind(request) is not PageKind.ARTICLE:
                # What it announces, or forbids, still holds.
                answer = response.replace(status=HTTPStatus.OK, body=read_body(self._archive.folder, held))
        elif held and response.status == HTTPStatus.OK and held.body_sha256 == body_sha256:
            outcome, detail = Outcome.NOT_MODIFIED, "sent again, unchanged"
        if answer.status == HTTPStatus.OK and _kind(request) in _ANNOUNCING:
            try:
                request.meta["announcements"] = await self._read_announcements(request, answer)
            except BadFeedError as error:
                request.meta["announcements"] = []
                detail = str(error)
                if outcome is not Outcome.NOT_MODIFIED:
                    outcome = Outcome.BAD_FEED

        exchange = Exchange(
            method=request.method,
            request_headers=_pairs(request.headers),
            status=response.status,
            response_headers=_pairs(headers),
            body=response.body,
            protocol=response.protocol or "HTTP/1.1",
        )
        self._record(request, outcome, detail, response, body_sha256, exchange)
        return answer

    def _decode(self, request: Request, response: Response) -> Response | tuple[Outcome, str]:
        """Return `response` with its body decoded, or why it cannot be.

        No exception leaves here, for its traceback would keep what was decoded so far.
        """
        try:
            return cast("Response", self._compression.process_response(request, response))
        except IgnoreRequest:
            most = request.meta.get("download_maxsize", self._max_bytes)
            return Outcome.TOO_LARGE, f"over {most} bytes when expanded"
        except Exception as error:  # noqa: BLE001 (whatever the decoders raise on a broken body)
            return Outcome.NETWORK_ERROR, f"cannot be decoded: {error}"

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Write the row of an exchange that failed, or was refused before it began."""
        if isinstance(exception, BackedOffError | OverQuotaError) and "retry_times" in request.meta:
            return  # the row of the try before says how it failed
        outcome = next(outcome for kind, outcome in _FAILURES if isinstance(exception, kind))
        self._record(request, outcome, _reason(exception), getattr(exception, "response", None))

    async def _read_announcements(self, request: Request, response: Response) -> list[Announcement]:
        content_type = _header(response.headers, "Content-Type")
        if self._turns.seconds[request.meta["source"].id] > _MAX_READING_SECONDS:
            raise BadFeedError(f"not read: those before took over {_MAX_READING_SECONDS:g} s")
        answer = Answer(_kind(request), response.body, response.url, content_type, self._max_bytes)
        return await asyncio.get_running_loop().run_in_executor(self._readers, read_apart, answer)

    def _judge(self, request: Request, response: Response) -> tuple[Outcome, str | None]:
        """Return the outcome of an answer that brings something new, and why."""
        if response.status == HTTPStatus.NOT_MODIFIED:
            return Outcome.HTTP_ERROR, "not modified, but no copy is archived"
        if 300 <= response.status < 400:
            return self._judge_redirect(request, response)
        if response.status != HTTPStatus.OK:
            return Outcome.HTTP_ERROR, None
        content_type = _header(response.headers, "Content-Type")
        if _kind(request) is PageKind.ARTICLE and not is_html(content_type, response.body):
            return Outcome.NOT_HTML, content_type or "no content type"
        return Outcome.OK, None

    def _judge_redirect(self, request: Request, response: Response) -> tuple[Outcome, str | None]:
        target = _target(request, response.headers)
        if target is None:
            return Outcome.HTTP_ERROR, "no Location"
        if not target.startswith(("http://", "https://")):
            return Outcome.REDIRECT, "not followed: no web address"
        if target in map(_plain, [request.url, *request.meta.get("redirect_urls", [])]):
            return Outcome.REDIRECT, "a loop, not followed"
        if request.meta.get("redirect_times", 0) >= self._max_redirects:
            return Outcome.REDIRECT, f"not followed after {self._max_redirects} others"
        return Outcome.REDIRECT, None

    def _record(
        self,
        request: Request,
        outcome: Outcome,
        detail: str | None,
        response: Response | None = None,
        body_sha256: str | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        headers = response.headers if response else ScrapyHeaders()
        announcement: Announcement | None = request.meta.get("announcement")
        fetched_at = datetime.now(UTC)
        page = Page(
            page_id=digest(_url(request), fetched_at.isoformat()),
            crawl_on=self._writer.day,
            source_id=request.meta["source"].id,
            kind=_kind(request),
            url=_url(request),
            final_url=_target(request, headers) if outcome is Outcome.REDIRECT else None,
            discovered_in=request.meta.get("via"),
            feed_title=announcement.title if announcement else None,
            feed_published_at=announcement.published_at if announcement else None,
            fetched_at=fetched_at,
            http_status=response.status if response else None,
            outcome=outcome,
            outcome_detail=detail,
            content_type=_header(headers, "Content-Type"),
            etag=_header(headers, "ETag"),
            last_modified=_header(headers, "Last-Modified"),
            body_sha256=body_sha256,
            body_bytes=len(exchange.body) if exchange else None,
            warc_file=None,
            warc_offset=None,
            warc_length=None,
        )
        try:
            self._writer.append(page, exchange)
        except (OSError, ArchiveError) as error:
            # A crawl that cannot be archived, on a full disk say, is not worth a publisher's answers.
            print(f"the archive cannot be written: {error}", file=sys.stderr)
            self._ending = asyncio.create_task(self._crawler.stop_async())
            raise
        print(json.dumps({"source_id": page.source_id, "kind": page.kind, "outcome": page.outcome}), flush=True)


def _kind(request: Request) -> PageKind:
    announcement: Announcement | None = request.meta.get("announcement")
    return announcement.kind if announcement else PageKind.ROBOTS


def _url(request: Request) -> str:
    return _plain(request.url)


def _target(request: Request, headers: ScrapyHeaders) -> str | None:
    """Return the address that a redirect of `request` leads to, as Scrapy reads it; null when there is none."""
    location = headers.get("Location")
    try:
        return _plain(urljoin(request.url, safe_url_string(location))) if location else None
    except ValueError:
        return None


def _plain(url: str) -> str:
    """Return `url` without fragment and credentials, which have no place in a row."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _header(headers: ScrapyHeaders, name: str) -> str | None:
    value = headers.get(name)
    return value.decode("latin-1") if value else None


def _pairs(headers: ScrapyHeaders) -> Headers:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]


def _reason(exception: Exception) -> str:
    plain = (IgnoreRequest, StopDownload, CannotResolveHostError, DownloadTimeoutError, ResponseDataLossError)
    text = " ".join(str(exception).split())
    return text if isinstance(exception, plain) and text else f"{type(exception).__name__}: {text}".rstrip(": ")
