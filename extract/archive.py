"""The archive: every exchange as WARC 1.1 (ISO 28500), and the rows that point into it.

    <folder>/<day>/<started>-<process>.warc.gz   response or revisit, request, metadata; one gzip member a record
    <folder>/<day>/pages.jsonl                   one `Page` a line, appended after its records
    <folder>/<day>/sources.json                  the sources as registered that day
    <folder>/index.sqlite                        the last body of each address: derived, rebuilt when absent

Bodies are stored decoded, as Common Crawl does: the transferred Content-Encoding and Content-Length
are kept as `X-Crawl-…` headers, so that equal texts have equal digests. A record is written with one
call before its row, so that a crawl which is killed leaves only rows whose records are whole.
How a page comes here belongs in `extract.crawl`; what is read from it, in `extract.article`.
"""

import hashlib
import io
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError
from w3lib.url import safe_url_string
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.canonical import canonical
from extract.errors import MercatoError
from extract.records import Outcome, Page, SourceRow

_PAGES = "pages.jsonl"
_SOURCES = "sources.json"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_MAX_FILE_BYTES = 10**9  # as the standard advises; the next record begins another file
# Of the wire, not of the stored body.
_TRANSFER_HEADERS = {"content-encoding", "content-length", "transfer-encoding"}

Headers = list[tuple[str, str]]


class ArchiveError(MercatoError):
    """A record that is not where its row says, or not what it was. The message names file and offset."""


@dataclass(frozen=True)
class Exchange:
    """One HTTP request and its answer; `body` is decoded, the headers are as sent.

    Without `method` the request is unknown, without `status` the body came by other means than HTTP.
    """

    method: str | None
    request_headers: Headers
    status: int | None
    response_headers: Headers
    body: bytes
    protocol: str = "HTTP/1.1"


class Archive:
    """The archive in `folder`, which is created when absent."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "index.sqlite"
        is_new = not path.exists()
        self._index = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._index.execute("pragma journal_mode = wal")
        self._index.execute("pragma synchronous = normal")
        self._index.execute(
            "create table if not exists addresses (url text primary key, first_crawl_on text, page text) without rowid"
        )
        self._index.execute(
            "create table if not exists canonicals (canonical text primary key, url text) without rowid"
        )
        if is_new:
            self._index.execute("begin")
            for day in self.days():
                for page in self.pages(day):
                    self._note(page)
            self._index.execute("commit")

    def close(self) -> None:
        """Release the index."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def days(self) -> list[date]:
        """Return the crawl days held, in order."""
        return sorted(date.fromisoformat(path.parent.name) for path in self.folder.glob(f"????-??-??/{_PAGES}"))

    def pages(self, day: date) -> Iterator[Page]:
        """Yield the rows of crawl day `day` in the order of writing; none when there was no crawl."""
        path = self.folder / day.isoformat() / _PAGES
        if not path.exists():
            return
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield Page.model_validate_json(line)
                except ValidationError as error:
                    if line.endswith(b"\n"):
                        raise ArchiveError(f"{path}:{number}: not a page: {error.errors()[0]['msg']}") from error
                    # A last line without its end is what a power cut left of it.

    def last_body(self, url: str) -> Page | None:
        """Return the newest row of `url` that holds a body, whose validators a request can use."""
        row = self._index.execute("select page from addresses where url = ?", [url]).fetchone()
        return Page.model_validate_json(row[0]) if row else None

    def last_body_of(self, address: str) -> Page | None:
        """Return the row of `last_body` for the address archived last of those whose canonical form is `address`."""
        row = self._index.execute(
            "select page from canonicals join addresses using (url) where canonical = ?", [address]
        ).fetchone()
        return Page.model_validate_json(row[0]) if row else None

    def first_crawl_on(self, url: str) -> date | None:
        """Return the earliest crawl day on which `url` gave a body."""
        row = self._index.execute("select first_crawl_on from addresses where url = ?", [url]).fetchone()
        return date.fromisoformat(row[0]) if row else None

    def sources(self, day: date) -> list[SourceRow]:
        """Return the sources as registered for the crawls of `day`, by id."""
        path = self.folder / day.isoformat() / _SOURCES
        return TypeAdapter(list[SourceRow]).validate_json(path.read_bytes()) if path.exists() else []

    def _note(self, page: Page) -> None:
        """Enter `page` into the index if it is a body that later requests can refer to."""
        if (
            page.http_status not in (HTTPStatus.OK, None)
            or page.warc_file is None
            or page.outcome is Outcome.NOT_MODIFIED
        ):
            return
        self._index.execute(
            """
            insert into addresses values (?, ?, ?) on conflict (url) do update
            set first_crawl_on = min(first_crawl_on, excluded.first_crawl_on),
                page = iif(
                    julianday(json_extract(page, '$.fetched_at'))
                        > julianday(json_extract(excluded.page, '$.fetched_at')),
                    page, excluded.page
                )
            """,
            [page.url, page.crawl_on.isoformat(), page.model_dump_json()],
        )
        self._index.execute(
            "insert or replace into canonicals values (?, ?)", [canonical(page.url) or page.url, page.url]
        )


def read_body(folder: Path | str, page: Page) -> bytes:
    """Return the decoded body of `page` in the archive `folder`, following a revisit to the record it refers to.

    Raises `ArchiveError` when the page has no record, or when the record is not the one archived.
    """
    if page.warc_file is None or page.warc_offset is None:
        raise ArchiveError(f"page {page.page_id} ({page.outcome}) has no record")
    body = _payload(Path(folder), page.warc_file, page.warc_offset)
    if page.body_sha256 != hashlib.sha256(body).hexdigest():
        raise ArchiveError(f"{page.warc_file} at {page.warc_offset}: not the body that was archived")
    return body


def _payload(folder: Path, file: str, offset: int) -> bytes:
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ArchiveError(f"{file}: outside the archive")
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            if record.rec_type != "revisit":
                return bytes(record.raw_stream.read())
            refers_to = record.rec_headers.get_header("WARC-Refers-To-Filename")
            refers_to_offset = int(record.rec_headers.get_header("WARC-Refers-To-File-Offset"))
    except (OSError, ArchiveLoadFailed, StopIteration, AttributeError, TypeError, ValueError) as error:
        # warcio answers a record cut off in its head with an AttributeError.
        raise ArchiveError(f"{file} at {offset}: no readable record: {error}") from error
    if (refers_to, refers_to_offset) == (file, offset):
        raise ArchiveError(f"{file} at {offset}: a revisit of itself")
    return _payload(folder, refers_to, refers_to_offset)


class ArchiveWriter:
    """Appends what one crawl of one day exchanges. Other crawls may append to the same day."""

    def __init__(
        self,
        archive: Archive,
        day: date,
        software: str,
        sources: Iterable[SourceRow] = (),
        max_file_bytes: int = _MAX_FILE_BYTES,
    ) -> None:
        self.archive = archive
        self.day = day
        folder = archive.folder / day.isoformat()
        folder.mkdir(exist_ok=True)
        self.register(sources)
        self._software = software
        self._max_file_bytes = max_file_bytes
        self._file = ""
        self._warc: io.FileIO | None = None
        self._pages = (folder / _PAGES).open("ab", buffering=0)
        _drop_unfinished_line(folder / _PAGES)

    def close(self) -> None:
        """Close the files of the day."""
        self._pages.close()
        if self._warc:
            self._warc.close()

    def register(self, sources: Iterable[SourceRow]) -> None:
        """Add `sources` to those of the day, in the place of former ones with their ids."""
        _write_sources(
            self.archive.folder / self.day.isoformat() / _SOURCES, [*self.archive.sources(self.day), *sources]
        )

    def append(self, page: Page, exchange: Exchange | None = None, origin: str | None = None) -> Page:
        """Archive `exchange`, then the row `page`; return the row as written, pointing at its record.

        The page's outcome decides the record: `not_modified` is a revisit of the last body of its address.
        `origin` names the record or file that it was copied from, if it was.
        """
        if exchange:
            page = self._write_records(page, exchange, origin)
        _write_whole(self._pages, page.model_dump_json().encode() + b"\n")
        self.archive._note(page)
        return page

    def _open_file(self) -> io.FileIO:
        """Begin a WARC file of the day with the record that describes it."""
        self._file = f"{self.day.isoformat()}/{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}.warc.gz"
        file = (self.archive.folder / self._file).open("xb", buffering=0)
        info = {
            "software": self._software,
            "format": "WARC file version 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        writer = _RecordBuffer()
        writer.write_record(writer.create_warcinfo_record(self._file, info))
        _write_whole(file, writer.buffer.getvalue())
        return file

    def _write_records(self, page: Page, exchange: Exchange, origin: str | None) -> Page:
        if self._warc and self._warc.tell() >= self._max_file_bytes:
            self._warc.close()
            self._warc = None
        if self._warc is None:
            self._warc = self._open_file()
        offset = self._warc.tell()
        writer = _RecordBuffer()
        common = {"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        if page.outcome is Outcome.NOT_MODIFIED:
            response = self._revisit(writer, page, exchange, common)
        elif exchange.status is None:
            response = writer.create_warc_record(
                page.url,
                "resource",
                payload=io.BytesIO(exchange.body),
                length=len(exchange.body),
                warc_content_type=page.content_type or "application/octet-stream",
                warc_headers_dict=common | {"WARC-Payload-Digest": f"sha256:{page.body_sha256}"},
            )
        else:
            body_headers = [*_stored_headers(exchange), ("Content-Length", str(len(exchange.body)))]
            response = writer.create_warc_record(
                page.url,
                "response",
                payload=io.BytesIO(exchange.body),
                length=len(exchange.body),
                warc_headers_dict=common | {"WARC-Payload-Digest": f"sha256:{page.body_sha256}"},
                http_headers=_response_head(exchange, body_headers),
            )
        writer.write_record(response)
        length = writer.buffer.tell()
        concurrent = common | {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
        if exchange.method:
            head = _request_head(page.url, exchange)
            writer.write_record(
                writer.create_warc_record(page.url, "request", warc_headers_dict=dict(concurrent), http_headers=head)
            )
        about = _fields(
            {
                "pageId": page.page_id,
                "crawlOn": page.crawl_on.isoformat(),
                "source": page.source_id,
                "kind": page.kind,
                "via": page.discovered_in,
                "announcedTitle": page.feed_title,
                "announcedAt": page.feed_published_at.isoformat() if page.feed_published_at else None,
                "copiedFrom": origin,
            }
        )
        writer.write_record(
            writer.create_warc_record(
                page.url, "metadata", payload=io.BytesIO(about), length=len(about), warc_headers_dict=dict(concurrent)
            )
        )
        try:
            _write_whole(self._warc, writer.buffer.getvalue())
        except OSError:
            self._warc.truncate(offset)
            self._warc.seek(offset)
            raise
        return page.model_copy(update={"warc_file": self._file, "warc_offset": offset, "warc_length": length})

    def _revisit(self, writer: "_RecordBuffer", page: Page, exchange: Exchange, common: dict[str, str]) -> Any:
        held = self.archive.last_body(page.url)
        if held is None or held.warc_file is None or held.body_sha256 != page.body_sha256:
            raise ArchiveError(f"{page.url}: not modified, but no such body is archived")
        refers = {
            "WARC-Profile": _NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else _SAME_PAYLOAD,
            "WARC-Payload-Digest": f"sha256:{held.body_sha256}",
            "WARC-Refers-To-Target-URI": held.url,
            "WARC-Refers-To-Date": held.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Refers-To-Filename": held.warc_file,
            "WARC-Refers-To-File-Offset": str(held.warc_offset),
        }
        head = _response_head(exchange, _stored_headers(exchange)) if exchange.status else None
        return writer.create_warc_record(page.url, "revisit", warc_headers_dict=common | refers, http_headers=head)


class _RecordBuffer(WARCWriter):  # type: ignore[misc]
    """Collects records in memory, so that they reach the file in one call."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        super().__init__(self.buffer, gzip=True, warc_version="WARC/1.1")


def _request_head(url: str, exchange: Exchange) -> StatusAndHeaders:
    address = urlsplit(safe_url_string(url))
    target = urlunsplit(("", "", address.path or "/", address.query, ""))
    headers = [("Host", address.netloc), *exchange.request_headers]
    return StatusAndHeaders(f"{exchange.method} {target} {exchange.protocol}", headers, is_http_request=True)


def _response_head(exchange: Exchange, headers: Headers) -> StatusAndHeaders:
    known = {status.value: status.phrase for status in HTTPStatus}
    status_line = f"{exchange.status} {known.get(exchange.status or 0, 'Unassigned')}"
    return StatusAndHeaders(status_line, headers, protocol=exchange.protocol)


def _stored_headers(exchange: Exchange) -> Headers:
    return [
        (f"X-Crawl-{name}" if name.lower() in _TRANSFER_HEADERS else name, value)
        for name, value in exchange.response_headers
    ]


def _fields(values: dict[str, str | None]) -> bytes:
    """Return `values` as application/warc-fields: one line each, nulls left out."""
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in values.items() if value).encode(
        "utf-8", "replace"
    )


def _write_whole(file: io.FileIO, content: bytes) -> None:
    """Write all of `content`; an unbuffered file may take less at a time, on a full disk none."""
    while content:
        content = content[file.write(content) :]


def _write_sources(path: Path, sources: Iterable[SourceRow]) -> None:
    """Write the sources by id, the later of two standing for both."""
    by_id = {source.source_id: source for source in sources}
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(TypeAdapter(list[SourceRow]).dump_json([by_id[key] for key in sorted(by_id)], indent=1))
    unfinished.replace(path)


def _drop_unfinished_line(path: Path) -> None:
    """Cut off what a power cut left of the last row."""
    os.truncate(path, path.read_bytes().rfind(b"\n") + 1)
