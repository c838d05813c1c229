"""Cases of the exchange itself: sites that hang, that break HTTP, that send us elsewhere, that pack their bodies.

What bodies say belongs in `announcements` and `pages`.
"""

import gzip
import zlib
from typing import Any

import brotli
from backports import zstd
from server import XML, feed, http

from cases.case import (
    BODY,
    MEGABYTE,
    PAGE,
    WHOLE,
    Case,
    Late,
    Sizes,
    article,
    endless,
    gzipped,
    in_turn,
    redirect,
    then_reset,
    then_silence,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
FAILED = "network_error - "
TOO_LARGE = "too_large "
REFUSED = "(too_large|network_error) "
RETRY_AFTER = ("1", "-1", "soon", "1e9", "99999999999", "Thu, 01 Jan 1970 00:00:00 GMT", "", "0", "0.5", "\x7f")


def chunk(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


def headed(lines: bytes) -> bytes:
    """The article, under header lines that no rule has seen."""
    return HEAD + lines + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(BODY) + BODY


def hangs(_: Sizes) -> list[Case]:
    """Sites that never come to an end: each exchange ends at its time limit."""
    over = "timeout - "
    return [
        article("silent", "accepts, and says nothing", then_silence(b""), over),
        article("half_status_line", "stops in the status line", then_silence(b"HTTP/1.1 2"), over),
        article("slow_headers", "stops in the headers", then_silence(HEAD), over),
        article("dripping_headers", "a header byte at a time", endless(HEAD, b"X", 0.05), over),
        article("stuck_body", "stops half way", then_silence(WHOLE[:-300]), over),
        article("slow_body", "a byte at a time", endless(http(length=10**6), b"<", 0.05), over),
        article("stuck_chunk", "stops in a chunk", then_silence(CHUNKED + chunk(BODY)[:-300]), over),
        article("no_last_chunk", "all chunks but the last", then_silence(CHUNKED + chunk(BODY)), over),
        article("slow_chunks", "small chunks for ever", endless(CHUNKED, chunk(b"<p>"), 0.05), over),
        article("no_length_no_end", "neither length nor end", then_silence(HEAD + b"\r\n" + BODY), over),
        article(
            "continue_storm",
            "100 Continue for ever",
            endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0.05),
            "(timeout|too_large|network_error) - ",
        ),
        Case(
            "no_handshake",
            "no TLS on the port",
            {},
            {"https://{host}/a": "(timeout|robots) - ", "https://{host}/robots.txt": "maybe timeout - "},
            links=("https://{host}/a",),
        ),
        Case(
            "slow_feed",
            "a feed that stops half way",
            {"/rss.xml": then_silence(feed(["/a"])[:-50])},
            {"/rss.xml": over},
        ),
        Case(
            "slow_robots",
            "robots.txt never comes: nothing may be asked (RFC 9309)",
            {"/robots.txt": then_silence(b""), "/a": WHOLE},
            {"/robots.txt": over, "/rss.xml": "robots - ", "/a": ()},
        ),
    ]


def exchanges(size: Sizes) -> list[Case]:
    """Sites that break HTTP, or bend it."""
    long_line = b"X-Long: " + b"a" * size.line + b"\r\n"
    kilobyte = b"X-Many: " + b"a" * 1_000 + b"\r\n"
    hints = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50
    cookies = "".join(f"Set-Cookie: c{n}={'x' * 50}\n" for n in range(50))
    unwilling, broken, partial = (400, 401, 402, 403, 404, 410, 418, 451), (500, 501, 502, 504, 507, 599), (205, 206)
    return [
        article("closed_at_once", "closes before a word", b"", FAILED),
        article("closed_in_headers", "closes in the headers", HEAD, FAILED),
        article("reset_at_once", "TCP reset before a word", then_reset(b""), FAILED),
        article("reset_in_headers", "TCP reset in the headers", then_reset(HEAD), FAILED),
        article("reset_half_way", "TCP reset in the body", then_reset(WHOLE[:-300]), FAILED),
        article("truncated_body", "ends before its Content-Length", http(PAGE, length=10**5), FAILED),
        article("truncated_chunk", "ends in a chunk", CHUNKED + chunk(BODY)[:-300], FAILED),
        article("bad_chunk_size", "a chunk size that is none", CHUNKED + b"xyz\r\n" + BODY, FAILED),
        article("negative_length", "Content-Length: -5", http(PAGE, length=-5), FAILED),
        article("length_no_number", "Content-Length: many", http(PAGE, length="many"), FAILED),
        article("two_lengths", "two Content-Lengths", http(PAGE, headers="Content-Length: 7"), FAILED),
        article("huge_length", "announces a petabyte", http(PAGE, length=10**15), TOO_LARGE),
        article("long_body", "more than its Content-Length", WHOLE + b"<p>smuggled</p>" * 100),
        article("second_answer", "another answer after the first", WHOLE + http("HTTP/1.1 200 OK\r\n\r\n")),
        article("endless_body", "a body for ever", endless(HEAD + b"\r\n", b"<p>" * 2**15), TOO_LARGE),
        article("endless_chunks", "chunks for ever", endless(CHUNKED, chunk(b"a" * 2**17)), TOO_LARGE),
        article(
            "trailers",
            "chunks, trailers",
            CHUNKED + chunk(BODY, b';a="b"') + b"0\r\nX-A: a\r\nContent-Length: 4\r\n\r\n",
        ),
        article("long_header", "one header line of megabytes", headed(long_line), REFUSED),
        article("many_headers", "thousands of header lines", headed(kilobyte * size.headers), REFUSED),
        article("endless_headers", "header lines for ever", endless(HEAD, kilobyte * 64), REFUSED),
        article("nul_in_header", "NUL in a header", headed(b"X-A: a\0b\r\n"), "(ok 200|network_error -)"),
        article("header_bytes", "header bytes of no charset", headed(b"X-A: \xe9\xff\x80\r\n")),
        article("no_colon", "a header without colon", headed(b"what is this\r\n"), "(ok 200|network_error -)"),
        article("folded_header", "a header on three lines", headed(b"X-A: a\r\n b\r\n\tc\r\n")),
        article("bare_newlines", "LF for CRLF", headed(b"").replace(b"\r\n", b"\n")),
        article("no_status_line", "garbage for a status line", b"\x00\x01HELLO\r\n\r\n" + BODY, FAILED),
        article("http_0_9", "a body without head", BODY, FAILED),
        article("http_1_0", "HTTP/1.0", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY),
        article("other_protocol", "an SSH greeting", b"SSH-2.0-OpenSSH_9.6\r\n", FAILED),
        article("status_no_number", "status abc", http(PAGE, "abc OK"), FAILED),
        article("status_out_of_range", "status 1000", http(PAGE, "1000 OK"), "(http_error 1000|network_error -)"),
        article("status_unknown", "status 799", http(PAGE, "799 What"), "http_error 799"),
        article("long_reason", "a reason phrase of 10 kB", http(PAGE, "200 " + "O" * 10_000)),
        article("early_hints", "many 1xx before the answer", hints + WHOLE),
        article("cookies", "many cookies on each answer", http(PAGE, headers=cookies)),
        article(
            "not_modified_unasked",
            "304 to a first request",
            http(status="304 Not Modified", length=None),
            "http_error 304 not modified, but no copy is archived",
        ),
        article(
            "busy_once",
            "429 with Retry-After, then the article",
            in_turn(http(status="429 Slow", headers="Retry-After: 1"), WHOLE),
            ("http_error 429", "ok 200"),
        ),
        Case(
            "own_certificate",
            "TLS, vouched for by nobody",
            {},
            {"/robots.txt": FAILED, "/rss.xml": "(robots|network_error) - "},
            has_tls=True,
        ),
        Case(
            "client_errors",
            "says that there is nothing for us",
            {f"/{code}": http(PAGE, f"{code} No") for code in unwilling},
            {f"/{code}": f"http_error {code}" for code in unwilling},
        ),
        Case(
            "server_errors",
            "is out of order",
            {f"/{code}": http(PAGE, f"{code} No") for code in broken},
            {f"/{code}": f"(http_error {code}|backed_off -)" for code in broken},
        ),
        Case(
            "no_content",
            "204, and parts unasked",
            {"/204": http(status="204 No", length=None)} | {f"/{code}": http(PAGE, f"{code} No") for code in partial},
            {f"/{code}": f"http_error {code}" for code in (204, *partial)},
        ),
        Case(
            "busy_for_ever",
            "429 to everything but the feed, Retry-After of no sense",
            {f"/{n}": http(status="429 Slow", headers=f"Retry-After: {after}") for n, after in enumerate(RETRY_AFTER)},
            {f"/{n}": "(http_error 429|backed_off -)" for n in range(len(RETRY_AFTER))},
        ),
    ]


def redirects(_: Sizes) -> list[Case]:
    """Sites that send us elsewhere. A row says where; what is asked there has its own."""
    moved, ok = "redirect 302", "ok 200"
    nowhere = ("file:///etc/passwd", "ftp://{host}/a", "gopher://{host}/", "data:text/html,<p>x", "javascript:alert(1)")
    return [
        article("redirect_to_itself", "a page that moved to itself", redirect("/a", "301 Moved"), "redirect 301"),
        article("redirect_nowhere", "302 without Location", http(status="302 Found"), "http_error 302 no Location"),
        *(
            article(f"redirect_to_{address.partition(':')[0]}", f"Location: {address}", redirect(address), moved)
            for address in nowhere
        ),
        Case(
            "redirect_far",
            "Location: 10,000 characters",
            {"/a": redirect("/" + "a" * 10_000)},
            {"/a": moved, "*": "bad_address - "},
        ),
        article("refresh_header", "moves its readers by a header", http(PAGE, headers="Refresh: 0; url=/b")),
        article(
            "cookie_wall",
            "moves to itself until a cookie comes",
            http(status="302 Found", headers="Location: /a\nSet-Cookie: seen=1"),
            moved,
        ),
        Case(
            "redirect_loop",
            "two pages that name each other",
            {"/a": redirect("/b"), "/b": redirect("/a")},
            {"/a": moved, "/b": moved},
        ),
        Case(
            "redirect_chain",
            "twenty addresses, one after another",
            {f"/{n}": redirect(f"/{n + 1}") for n in range(20)},
            {f"/{n}": moved for n in range(6)},
            links=("/0",),
        ),
        Case(
            "redirect_without_scheme",
            "Location: //host/b",
            {"/a": redirect("//{host}/b"), "/b": WHOLE},
            {"/a": moved, "/b": ok},
            links=("/a",),
        ),
        Case(
            "redirect_to_fragment",
            "308 to a relative address with a fragment",
            {"/a": redirect("b#top", "308 Moved"), "/b": WHOLE},
            {"/a": "redirect 308", "/b": ok},
            links=("/a",),
        ),
        Case(
            "redirect_on_two_lines",
            "a Location that injects a header",
            {"/a": http(status="302 Found", headers="Location: /b\nX-Injected: yes"), "/b": WHOLE},
            {"/a": moved, "/b": ok},
            links=("/a",),
        ),
        Case(
            "redirect_with_credentials",
            "Location: a user and a password",
            {"/a": redirect("http://user:secret@{host}/b"), "/b": WHOLE},
            {"/a": moved, "/b": "(ok 200|bad_address -)"},
            links=("/a",),
        ),
        Case(
            "redirect_to_no_host",
            "Location: a host that is none",
            {"/a": redirect("http://no-such-host.invalid/b")},
            {"/a": moved, "*": "(network_error|robots) - "},
        ),
        Case(
            "redirect_of_feed",
            "a feed that moved",
            {"/rss.xml": redirect("/new.xml", "301 Moved"), "/new.xml": feed(["/a"]), "/a": WHOLE},
            {"/rss.xml": "redirect 301", "/new.xml": ok, "/a": ok},
        ),
        Case(
            "redirect_of_robots",
            "robots.txt that moved to itself",
            {"/robots.txt": redirect("/robots.txt"), "/a": WHOLE},
            {"/robots.txt": moved, "/rss.xml": "(ok|robots) ", "/a": "maybe ok 200"},
        ),
    ]


def encodings(size: Sizes) -> list[Case]:
    """Sites that pack a body, or say that they did."""
    undecodable, either = "network_error 200 cannot be decoded", "(network_error|ok) 200"
    bare = zlib.compressobj(wbits=-15)
    no_head = bare.compress(BODY) + bare.flush()
    two_members = gzip.compress(BODY[:500]) + gzip.compress(BODY[500:])

    def packed(body: bytes, encoding: str, **about: Any) -> bytes:
        return http(body, headers=f"Content-Encoding: {encoding}", **about)

    def bomb(name: str, says: str, packer: type, encoding: str) -> Case:
        return article(name, says, lambda _: packed(zeros(packer(), size.bomb), encoding), "too_large 200")

    def gzip_bomb(path: str, kind: str) -> dict[str, Late]:
        return {path: lambda _: packed(zeros(GzipPacker(), size.bomb), "gzip", content_type=kind)}

    return [
        bomb("gzip_bomb", "gzip that expands over the limit", GzipPacker, "gzip"),
        bomb("brotli_bomb", "brotli that expands over the limit", BrotliPacker, "br"),
        bomb("zstd_bomb", "zstd that expands over the limit", zstd.ZstdCompressor, "zstd"),
        article(
            "gzip_bomb_in_gzip",
            "a bomb packed thrice",
            lambda _: packed(gzipped(zeros(GzipPacker(), size.bomb), 2), "gzip, gzip, gzip"),
            "too_large 200",
        ),
        Case("feed_bomb", "a feed that is a bomb", gzip_bomb("/rss.xml", XML), {"/rss.xml": "too_large 200"}),
        Case(
            "robots_bomb",
            "a robots.txt that is a bomb",
            gzip_bomb("/robots.txt", "text/plain"),
            {"/robots.txt": "too_large 200", "/rss.xml": "robots - "},
        ),
        article("gzip", "gzip", packed(gzipped(BODY), "gzip")),
        article("gzip_by_its_old_name", "x-gzip", packed(gzipped(BODY), "x-gzip")),
        article("gzip_twice", "gzip in gzip", packed(gzipped(BODY, 2), "gzip, gzip")),
        article("brotli", "brotli", packed(brotli.compress(BODY), "br")),
        article("zstd", "zstd", packed(zstd.compress(BODY), "zstd")),
        article("deflate", "deflate, with zlib's head", packed(zlib.compress(BODY), "deflate")),
        article("deflate_bare", "deflate, without", packed(no_head, "deflate")),
        article("gzip_of_two", "two gzips, one after the other", packed(two_members, "gzip")),
        article("gzip_truncated", "gzip without its end", packed(gzipped(BODY)[:-60], "gzip"), either, is_read=False),
        article("gzip_with_tail", "garbage after the gzip", packed(gzipped(BODY) + b"\0tail" * 20, "gzip"), either),
        article("gzip_that_is_none", "says gzip, sends text", packed(BODY, "gzip"), either),
        article("brotli_that_is_none", "says brotli, sends text", packed(BODY, "br"), undecodable),
        article("unknown_encoding", "says x-rot13, sends text", packed(BODY, "x-rot13"), either),
        article("hundred_encodings", "says gzip a hundred times", packed(BODY, "gzip, " * 99 + "gzip"), either),
        article("identity", "says identity", packed(BODY, "identity")),
    ]


class GzipPacker:
    """zlib's compressor with gzip's head, made as the others are."""

    def __init__(self) -> None:
        packer = zlib.compressobj(1, wbits=31)
        self.compress, self.flush = packer.compress, packer.flush


class BrotliPacker:
    """Brotli's compressor, named as the others are."""

    def __init__(self) -> None:
        packer = brotli.Compressor(quality=1)
        self.compress, self.flush = packer.process, packer.finish


def zeros(packer: Any, size: int) -> bytes:
    """Return `size` zeros, packed."""
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE)) + packer.flush()
