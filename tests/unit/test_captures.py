"""Captures: WARC files as crawlers write them, with what is wrong in them, and saved HTML pages."""

import gzip
import os
import subprocess
import sys
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from foreign import BODY, URL, Warc, chunked

from extract.captures import Capture, Damage, read_html_file, read_warc
from extract.media import MAX_BYTES
from extract.records import Outcome


@pytest.fixture
def warc(tmp_path):
    return Warc(tmp_path / "other.warc.gz")


@pytest.fixture(params=[True, False], ids=["gzip", "plain"])
def either(tmp_path, request):
    return Warc(tmp_path / f"other.warc{'.gz' if request.param else ''}", request.param)


def captures(path):
    return [each for each in read_warc(path) if isinstance(each, Capture)]


def raw_deflate(body):
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(body) + squeeze.flush()


ENCODINGS = [
    ((), BODY),
    ((("Content-Encoding", "gzip"),), gzip.compress(BODY)),
    ((("Content-Encoding", "x-gzip"),), gzip.compress(BODY)),
    ((("Content-Encoding", "deflate"),), zlib.compress(BODY)),
    ((("Content-Encoding", "deflate"),), raw_deflate(BODY)),
    ((("Content-Encoding", "br"),), brotli.compress(BODY)),
    ((("Content-Encoding", "gzip, br"),), brotli.compress(gzip.compress(BODY))),
    ((("Transfer-Encoding", "chunked"),), chunked(BODY)),
    ((("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")), chunked(gzip.compress(BODY))),
    # Tools that store what they decoded, and keep the headers.
    ((("Content-Encoding", "gzip"),), BODY),
    ((("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")), BODY),
    ((("Content-Encoding", "deflate"),), BODY),
    ((("Content-Encoding", "UTF-8"),), BODY),
    ((("X-Crawl-Content-Encoding", "gzip"), ("Content-Length", "42"), ("X-Crawl-Content-Length", "9")), BODY),
]


@pytest.mark.parametrize(("headers", "sent"), ENCODINGS)
def test_a_body_is_what_the_publisher_meant(warc, headers, sent):
    (capture,) = captures(warc.response(body=sent, headers=headers).save())
    assert capture.problem is None
    assert capture.exchange.body == BODY
    assert (capture.url, capture.exchange.status) == (URL, 200)
    assert capture.at == datetime(2016, 9, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "br"])
def test_a_body_that_cannot_be_decoded_says_so(warc, encoding):
    damaged = bytearray(gzip.compress(os.urandom(5_000)))
    damaged[2_000:2_100] = bytes(100)
    sent = bytes(damaged) if encoding == "gzip" else b"\0\xff\xfe" + os.urandom(5_000)
    sent = sent[:-8] + bytes(8)  # neither its checksum nor its length
    (capture,) = captures(warc.response(body=sent, headers=[("Content-Encoding", encoding)]).save())
    assert capture.problem is not None
    assert capture.problem[0] is Outcome.READ_ERROR


@pytest.mark.parametrize("squeeze", [lambda body: body, gzip.compress, brotli.compress])
def test_a_body_that_is_too_large_is_left_out(warc, squeeze):
    headers = {gzip.compress: "gzip", brotli.compress: "br"}
    sent = squeeze(b"<p>" + bytes(MAX_BYTES))
    warc.response(body=sent, headers=[("Content-Encoding", headers.get(squeeze, "identity"))])
    first, second = captures(warc.response("https://tribune.example/b").save())
    assert first.problem[0] is Outcome.TOO_LARGE
    assert first.exchange.body == b""
    assert second.exchange.body == BODY


def test_what_is_no_page_is_passed_over(either):
    either.write("request", URL, b"", ("GET / HTTP/1.1", ()))
    either.write("response", "dns:tribune.example", b"20160901 tribune.example A 10.0.0.1", None)
    either.write("resource", "metadata://gnu.org/software/wget/warc/MANIFEST.txt", b"<urn:uuid:1>", None)
    either.write("conversion", URL, b"text", None)
    either.write("metadata", URL, b"via: https://tribune.example/\r\n", None, Content_Type="application/warc-fields")
    either.response("https://[tribune.example/broken")
    either.response("<https://tribune.example/wget>")
    either.write("resource", URL, BODY, None, Content_Type="text/html")
    either.write("revisit", URL, b"", ("200 OK", [("Content-Type", "text/html")]))
    wget, resource, revisit = read_warc(either.save())
    assert wget.url == "https://tribune.example/wget"
    assert (resource.exchange.status, resource.exchange.body) == (None, BODY)
    assert resource.header("content-type") == "text/html"
    assert revisit.is_revisit
    assert not revisit.fields


def test_a_whole_file_in_one_gzip_member_is_read(tmp_path):
    plain = Warc(tmp_path / "plain.warc.gz", is_gzip=False)
    for n in range(5):
        plain.response(f"{URL}/{n}")
    assert [each.url for each in read_warc(plain.save(gzip.compress))] == [f"{URL}/{n}" for n in range(5)]


@pytest.mark.parametrize("damage", ["zeros", "noise", "missing"])
def test_damage_costs_the_records_it_hits(either, damage):
    for n in range(6):
        either.response(f"{URL}/{n}", os.urandom(3_000).hex().encode())

    def spoil(content):
        start, end = either.offsets[3], either.offsets[4]
        middle = (start + end) // 2
        put = {"zeros": bytes(400), "noise": os.urandom(400), "missing": b""}[damage]
        return content[:middle] + put + content[middle + 400 :]

    items = list(read_warc(either.save(spoil)))
    whole = [each.url for each in items if isinstance(each, Capture) and not each.problem]
    # of a plain file, what is missing is taken from the record after it
    lost = {2, 3} if damage == "missing" and either.path.suffix == ".warc" else {2}
    assert whole == [f"{URL}/{n}" for n in range(6) if n not in lost]
    assert [each for each in items if isinstance(each, Damage) or each.problem]


def test_a_file_that_is_cut_off_gives_what_is_whole(either):
    for n in range(3):
        either.response(f"{URL}/{n}")
    first, second, damage = read_warc(either.save(lambda content: content[:-200]))
    assert (first.url, second.url) == (f"{URL}/0", f"{URL}/1")
    assert isinstance(damage, Damage)
    assert damage.offset == either.offsets[3]
    assert "cut off" in damage.reason


@pytest.mark.parametrize("content", [b"", b"no archive at all\n" * 1000, gzip.compress(b"<html>"), os.urandom(100_000)])
def test_a_file_that_is_no_warc_gives_nothing(tmp_path, content):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    items = list(read_warc(path))
    assert all(isinstance(each, Damage) for each in items)
    assert bool(items) == bool(content)


@pytest.mark.parametrize("at", ["", "yesterday", "2016", "20160901100000"])
def test_a_capture_needs_its_day(warc, at):
    items = list(read_warc(warc.response(WARC_Date=at).response().save()))
    assert [type(each) for each in items] == [Damage, Capture]


def test_a_saved_page_has_the_address_it_gives(tmp_path):
    path = tmp_path / "page.html"
    canonical = '<link rel="canonical" href="https://tribune.example/a#top">'
    graph = '<meta property="og:url" content="https://tribune.example/og">'
    for head, url in (
        (canonical + graph, "https://tribune.example/a"),
        (graph, "https://tribune.example/og"),
        ('<link rel="canonical" href="/a">', path.as_uri()),
        ('<link rel="canonical" href="http://[broken">', path.as_uri()),
        ("", path.as_uri()),
    ):
        path.write_text(f"<html><head>{head}</head><body><p>Text.</p></body></html>")
        os.utime(path, (1_472_724_000, 1_472_724_000))
        capture = read_html_file(path)
        assert capture.url == url
        assert capture.at == datetime(2016, 9, 1, 10, tzinfo=UTC)
        assert capture.exchange.status is None
    for content in (b"", b"\0" * 100, os.urandom(1_000)):
        path.write_bytes(content)
        assert read_html_file(path).url == path.as_uri()


def test_a_file_recompressed_by_another_tool_is_read(either, tmp_path):
    path = either.response(body=chunked(BODY), headers=[("Transfer-Encoding", "chunked")]).save()
    again = tmp_path / "again.warc.gz"
    subprocess.run([sys.executable, "-m", "warcio.cli", "recompress", path, again], check=True, capture_output=True)
    assert [each.exchange.body for each in captures(again)] == [BODY]
