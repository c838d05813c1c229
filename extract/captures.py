"""Captures of pages in files that are not our archive's: WARC files of any tool, and saved HTML.

A damaged part of a file costs itself, and no other. What becomes of a capture belongs in `extract.backfill`;
the records that rows point to are read back by `extract.archive`.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urldefrag, urlsplit

import brotli
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from extract.archive import Exchange, Headers
from extract.article import decode_html
from extract.media import MAX_BYTES
from extract.records import Outcome

WARC_SUFFIXES = (".warc", ".warc.gz")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")

_BLOCK = 2**16
_GZIP = b"\x1f\x8b\x08"
_WEB = re.compile(r"https?://[^/\s]+")
_OLD_NAMES = {"x-gzip": "gzip", "x-deflate": "deflate"}  # RFC 9110, 8.4.1
_CAPTURES = ("response", "resource", "revisit")


@dataclass(frozen=True)
class Capture:
    """What a file holds of one address at one moment (UTC), `problem` if it cannot be used.

    `fields` are those of the metadata record beside it, if it is one of our own archive.
    """

    url: str
    at: datetime
    exchange: Exchange
    origin: str  # names the record or file
    position: int  # of the file, in bytes, up to which it has been read
    problem: tuple[Outcome, str] | None = None
    is_truncated: bool = False  # by whoever wrote the file
    is_revisit: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """Return the first header of the answer with this name."""
        return next((value for key, value in self.exchange.response_headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Damage:
    """A part of a file from which no capture could be read."""

    file: Path
    offset: int
    reason: str


@dataclass(frozen=True)
class _Metadata:
    of: str | None
    fields: dict[str, str]


def read_warc(path: Path) -> Iterator[Capture | Damage]:
    """Yield the captures of web addresses in the WARC file at `path` (any version, plain or gzip), in its order.

    Bodies are decoded: no chunks, no Content-Encoding. Raises OSError when the file cannot be read.
    """
    pending: Capture | None = None
    for item in _items(path):
        if isinstance(item, _Metadata):
            if pending and item.of == pending.origin:
                pending = replace(pending, fields=item.fields)
            continue
        if pending:
            yield pending
            pending = None
        if isinstance(item, Damage):
            yield item
        else:
            pending = item
    if pending:
        yield pending


def read_html_file(path: Path, at: datetime | None = None) -> Capture:
    """Return the saved page at `path`, captured `at` (UTC; default: when the file was last modified).

    Its address is what the page says of itself (canonical link, Open Graph), else that of the file (RFC 8089).
    Raises OSError when the file cannot be read.
    """
    at = at or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with path.open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    problem = (Outcome.TOO_LARGE, f"over {MAX_BYTES} bytes") if len(body) > MAX_BYTES else None
    url = _own_address(body) or path.resolve().as_uri()
    headers = [("Content-Type", "application/xhtml+xml" if path.suffix == ".xhtml" else "text/html")]
    exchange = Exchange(None, [], None, headers, b"" if problem else body)
    return Capture(url, at, exchange, path.resolve().as_uri(), len(body), problem)


def parse_html(body: bytes) -> HtmlElement | None:
    """Return the tree of an HTML document or fragment, null when there is nothing in it."""
    try:
        # as bytes: lxml refuses a text that declares an encoding
        text = decode_html(body).encode("utf-8", "replace")
        return document_fromstring(text, HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError, LookupError):
        return None


def _own_address(body: bytes) -> str | None:
    tree = parse_html(body)
    for place in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for address in [] if tree is None else tree.xpath(place):
            if _is_web(address.strip()):
                return str(urldefrag(address.strip()).url)
    return None


def _is_web(url: str) -> bool:
    try:
        return bool(_WEB.match(url) and urlsplit(url).hostname)
    except ValueError:
        return False


def _items(path: Path) -> Iterator[Capture | Damage | _Metadata]:
    """Yield what the records of a WARC file hold, and go on after damage at the next that can be found."""
    with path.open("rb") as file:
        is_gzip = file.read(len(_GZIP)) == _GZIP
        size = file.seek(0, io.SEEK_END)
        offset = 0
        while offset < size:
            member = _Member(file, offset) if is_gzip else None
            file.seek(offset)
            records = WARCIterator(io.BufferedReader(member, _BLOCK) if member else file, check_digests=True)
            start = offset
            try:
                for record in records:
                    start = offset if member else records.offset
                    if item := _item(record, path, start, file):
                        yield item
                if member is None:
                    return
                offset = member.drain()
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001 (a file may hold anything)
                start = offset if member else max(start, records.offset)
                yield Damage(path, start, _line(error))
                offset = _find(file, _GZIP if is_gzip else b"WARC/1.", start + 1, size)


def _item(record: Any, path: Path, offset: int, file: BinaryIO) -> Capture | _Metadata | None:
    """Return what `record` holds; None when that is no capture of a web address.

    Raises ArchiveLoadFailed when it is damaged beyond its address.
    """
    head = record.rec_headers
    if not record.rec_type:
        raise ArchiveLoadFailed("a record without WARC-Type")
    if record.rec_type == "metadata" and head.get_header("Content-Type") == "application/warc-fields":
        return _Metadata(head.get_header("WARC-Concurrent-To"), _fields(record.raw_stream.read(_BLOCK)))
    url = head.get_header("WARC-Target-URI") or ""
    if record.rec_type not in _CAPTURES or not _is_web(url):
        return None
    if urlsplit(url).username is not None:
        raise ArchiveLoadFailed("an address with credentials")
    http = record.http_headers
    if http is None and record.rec_type == "response":
        raise ArchiveLoadFailed("a response without HTTP headers")
    at = datetime.fromisoformat(head.get_header("WARC-Date"))
    at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    headers = list(http.headers) if http else []
    if not http and record.content_type:
        headers = [("Content-Type", record.content_type)]
    status = int(http.get_statuscode()) if http else None
    raw = _read(record.raw_stream)
    expected = record.payload_length if http else record.length
    body, problem = b"", None
    if len(raw) > MAX_BYTES:
        problem = Outcome.TOO_LARGE, f"over {MAX_BYTES} bytes"
    elif record.rec_type != "revisit" and expected is not None and len(raw) < expected:
        raise ArchiveLoadFailed(f"cut off: {len(raw)} of {expected} bytes of {url}")
    elif any(each.startswith("block digest failed") for each in record.digest_checker.problems):
        problem = Outcome.READ_ERROR, "not what was archived: its block digest differs"
    else:
        try:
            body = _decoded(raw, headers)
        except (zlib.error, brotli.error, ValueError) as error:
            problem = Outcome.READ_ERROR, f"cannot be decoded: {error}"
        except _TooLargeError:
            problem = Outcome.TOO_LARGE, f"over {MAX_BYTES} bytes when expanded"
    own = {name.lower() for name, _ in headers}
    return Capture(
        url=url,
        at=at,
        # what was transferred is told by an X-Crawl- header; then its namesake is of the stored body
        exchange=Exchange(
            method=None,
            request_headers=[],
            status=status,
            response_headers=[(name, value) for name, value in headers if f"x-crawl-{name.lower()}" not in own],
            body=body,
            protocol=http.protocol if http else "HTTP/1.1",
        ),
        origin=head.get_header("WARC-Record-ID") or f"{path.name} at {offset}",
        position=file.tell(),
        problem=problem,
        is_truncated=head.get_header("WARC-Truncated") is not None,
        is_revisit=record.rec_type == "revisit",
    )


class _TooLargeError(Exception):
    pass


def _read(stream: Any) -> bytes:
    """Return the block of a record, of one that is too large a byte more than is allowed."""
    read = bytearray()
    while len(read) <= MAX_BYTES and (piece := stream.read(MAX_BYTES + 1 - len(read))):
        read += piece
    return bytes(read)


def _decoded(raw: bytes, headers: Headers) -> bytes:
    """Return `raw` without chunks and Content-Encoding (RFC 9112, 7.1; RFC 9110, 8.4).

    Tools that store decoded bodies often leave the headers: what is not encoded as they say is taken as it is.
    Raises zlib.error, brotli.error or ValueError when it cannot be decoded, `_TooLargeError`.
    """
    fields = {name.lower(): value.strip().lower() for name, value in headers}
    if "chunked" in fields.get("transfer-encoding", ""):
        raw = ChunkedDataReader(io.BytesIO(raw)).read()
    for encoding in reversed([each.strip() for each in fields.get("content-encoding", "").split(",")]):
        raw = _expanded(raw, _OLD_NAMES.get(encoding, encoding))
    return raw


def _expanded(raw: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity", "none"):
        return raw
    if encoding == "gzip" and raw.startswith(_GZIP):
        body = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(raw, MAX_BYTES + 1)
    elif encoding == "deflate" and not _is_text(raw):
        # as RFC 9110 has it with zlib's header, and as many servers send it, without
        wbits = zlib.MAX_WBITS if raw[0] & 15 == 8 and int.from_bytes(raw[:2]) % 31 == 0 else -zlib.MAX_WBITS
        body = zlib.decompressobj(wbits).decompress(raw, MAX_BYTES + 1)
    elif encoding == "br" and not _is_text(raw):
        body = brotli.Decompressor().process(raw, output_buffer_limit=MAX_BYTES + 1)
    elif _is_text(raw):
        body = raw
    else:
        raise ValueError(f"Content-Encoding: {encoding}")
    if len(body) > MAX_BYTES:
        raise _TooLargeError
    return body


def _is_text(raw: bytes) -> bool:
    """Tell whether `raw` looks like a document, not like compressed bytes."""
    start = raw[:1024]
    return (
        not start
        or start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{")
        or (b"\0" not in start and _is_utf8(start))
    )


def _is_utf8(start: bytes) -> bool:
    try:
        start.decode()
    except UnicodeDecodeError as error:
        return error.start > len(start) - 4  # a character cut in two
    return True


def _fields(block: bytes) -> dict[str, str]:
    """Return application/warc-fields by name."""
    lines = block.decode("utf-8", "replace").splitlines()
    return {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in lines) if colon}


def _find(file: BinaryIO, mark: bytes, offset: int, size: int) -> int:
    """Return where `mark` next stands in `file` from `offset` on, its `size` if nowhere."""
    before = b""
    file.seek(offset)
    while block := file.read(_BLOCK):
        found = (before + block).find(mark)
        if found >= 0:
            return offset - len(before) + found
        offset += len(block)
        before = (before + block)[1 - len(mark) :]
    return size


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300].rstrip(": ")


class _Member(io.RawIOBase):
    """What one gzip member of `file` holds. Raises zlib.error, and ArchiveLoadFailed when it is cut off."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file, self._position = file, offset
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._inflate.eof:
            piece = self._inflate.unconsumed_tail
            if not piece:
                self._file.seek(self._position)
                piece = self._file.read(_BLOCK)
                self._position += len(piece)
            data = self._inflate.decompress(piece, len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            if not piece:
                raise ArchiveLoadFailed("cut off in the middle of a gzip member")
        return 0

    def drain(self) -> int:
        """Read to the end, and return where in the file it is."""
        while self.read(_BLOCK):
            pass
        return self._position - len(self._inflate.unused_data)
