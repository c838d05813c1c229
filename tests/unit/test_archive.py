"""The archive: what is written can be read back, by us and by WARC tools, whatever interrupted the writing."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime

import psutil
import pytest
from warcio.archiveiterator import ArchiveIterator

from extract.archive import Archive, ArchiveError, ArchiveWriter, Exchange, read_body
from extract.records import Outcome, Page, PageKind, SourceRow

DAY = date(2025, 3, 4)
NEXT = date(2025, 3, 5)
URL = "https://tribune.example/économie?id=1"
BODY = "<p>Un « essai » de texte.</p>".encode() * 50


def page(url=URL, day=DAY, outcome=Outcome.OK, status=200, body=BODY, **fields):
    return Page(
        **{
            "page_id": f"{url}-{day}-{outcome}",
            "crawl_on": day,
            "source_id": "tribune",
            "kind": PageKind.ARTICLE,
            "url": url,
            "final_url": None,
            "discovered_in": "https://tribune.example/rss.xml",
            "feed_title": "A title\r\nwith a line: break",
            "feed_published_at": datetime(2025, 3, 4, 6, tzinfo=UTC),
            "fetched_at": datetime(2025, 3, 4, 7, 30, tzinfo=UTC),
            "http_status": status,
            "outcome": outcome,
            "outcome_detail": None,
            "content_type": "text/html",
            "etag": '"a"',
            "last_modified": None,
            "body_sha256": hashlib.sha256(body).hexdigest(),
            "body_bytes": len(body),
            "warc_file": None,
            "warc_offset": None,
            "warc_length": None,
        }
        | fields
    )


def exchange(body=BODY, status=200):
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "99"), ("ETag", '"a"')]
    return Exchange("GET", [("User-Agent", "mercato")], status, headers, body)


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "archive") as archive:
        yield archive


def write(archive, *pairs, day=DAY):
    with closing(ArchiveWriter(archive, day, "mercato test")) as writer:
        return [writer.append(*pair) for pair in pairs]


def records(archive, row):
    with (archive.folder / row.warc_file).open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(stream)
        ]


def warcio(command, archive):
    files = [str(path) for path in sorted(archive.folder.glob("*/*.warc.gz"))]
    call = [sys.executable, "-m", "warcio.cli", *command, *files]
    return subprocess.run(call, check=False, capture_output=True, text=True)


def copy(archive, page, body=BODY, day=DAY):
    """Archive a saved file, of which no exchange is known."""
    with closing(ArchiveWriter(archive, day, "mercato test")) as writer:
        return writer.append(page, Exchange(None, [], None, [("Content-Type", "text/html")], body), "file:///a.html")


def test_a_body_is_read_back_at_its_offset(archive):
    other = page("https://tribune.example/2", body=b"other")
    first, second = write(archive, (page(), exchange()), (other, exchange(b"other")))
    assert read_body(archive.folder, second) == b"other"
    assert read_body(archive.folder, first) == BODY
    assert list(archive.pages(DAY)) == [first, second]
    assert [kind for kind, _ in records(archive, first)] == ["warcinfo", *["response", "request", "metadata"] * 2]


def test_the_headers_say_how_the_body_travelled(archive):
    (row,) = write(archive, (page(), exchange()))
    with (archive.folder / row.warc_file).open("rb") as stream:
        stream.seek(row.warc_offset)
        response, request, metadata = list(ArchiveIterator(stream))[:3]
    assert response.rec_headers.protocol == "WARC/1.1"
    assert response.http_headers.get_header("X-Crawl-Content-Encoding") == "gzip"
    assert response.http_headers.get_header("Content-Length") == str(len(BODY))
    assert response.http_headers.get_header("Content-Encoding") is None
    assert request.http_headers.get_header("Host") == "tribune.example"
    assert metadata.rec_headers.get_header("Content-Type") == "application/warc-fields"


def test_not_modified_is_a_revisit_that_leads_to_the_body(archive):
    (first,) = write(archive, (page(), exchange()))
    unchanged = page(day=NEXT, outcome=Outcome.NOT_MODIFIED, status=304, body_bytes=None)
    again, same = write(
        archive,
        (unchanged, exchange(b"", 304)),
        (page(day=NEXT, outcome=Outcome.NOT_MODIFIED), exchange()),
        day=NEXT,
    )
    assert [kind for kind, _ in records(archive, again)].count("revisit") == 2
    assert (
        read_body(archive.folder, again) == read_body(archive.folder, same) == read_body(archive.folder, first) == BODY
    )
    assert archive.last_body(URL) == first
    assert archive.first_crawl_on(URL) == DAY


def test_a_revisit_needs_the_body_it_refers_to(archive):
    with pytest.raises(ArchiveError, match="no such body is archived"):
        write(archive, (page(outcome=Outcome.NOT_MODIFIED, status=304), exchange(b"", 304)))


def test_two_crawls_of_one_day_keep_both(archive):
    (first,) = write(archive, (page(), exchange()))
    (second,) = write(archive, (page(body=b"changed"), exchange(b"changed")))
    assert first.warc_file != second.warc_file
    assert list(archive.pages(DAY)) == [first, second]
    assert read_body(archive.folder, first) == BODY
    assert archive.last_body(URL) == second


def test_the_index_is_rebuilt_when_lost(archive):
    (first,) = write(archive, (page(), exchange()))
    (second,) = write(archive, (page(day=NEXT, body=b"changed"), exchange(b"changed")), day=NEXT)
    archive.close()
    for path in archive.folder.glob("index.sqlite*"):
        path.unlink()
    with Archive(archive.folder) as rebuilt:
        assert rebuilt.last_body(URL) == second
        assert rebuilt.first_crawl_on(URL) == first.crawl_on
        assert rebuilt.days() == [DAY, NEXT]


@pytest.fixture
def varied(archive):
    """An archive with every sort of record."""
    write(archive, (page(), exchange()), (page("https://tribune.example/empty", body=b""), exchange(b"")))
    copy(archive, page("file:///a.html", status=None))
    write(archive, (page(day=NEXT, outcome=Outcome.NOT_MODIFIED, status=304), exchange(b"", 304)), day=NEXT)
    return archive


def test_warc_tools_accept_the_files(varied):
    checked = warcio(["check"], varied)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_warc_tools_verify_every_digest(varied):
    indexed = warcio(["index", "-f", "warc-type,offset,warc-block-digest,warc-payload-digest"], varied)
    rows = [json.loads(line) for line in indexed.stdout.splitlines()]
    assert {row["warc-type"] for row in rows} == {
        "warcinfo",
        "response",
        "resource",
        "request",
        "metadata",
        "revisit",
    }
    verdicts = warcio(["check", "-v"], varied).stdout.splitlines()
    kinds = [line.split()[-1] for line in verdicts if "WARC-Record-ID" in line]
    passes = [line.strip() for line in verdicts if line.startswith("    ")]
    assert len(kinds) == len(passes) == len(rows)
    for row, kind, verdict in zip(rows, kinds, passes, strict=True):
        assert row["warc-type"] == kind
        assert kind == "warcinfo" or row["warc-payload-digest"]
        # a revisit has no payload of its own, its digest is that of the record it refers to
        assert verdict == ("digest present but not checked (revisit)" if kind == "revisit" else "digest pass")
        assert kind == "revisit" or row["warc-block-digest"]
    of = {row["warc-type"]: row.get("warc-payload-digest") for row in reversed(rows)}
    assert of["revisit"] == of["response"] == f"sha256:{hashlib.sha256(BODY).hexdigest()}"


@pytest.mark.parametrize("digest", ["WARC-Block-Digest", "WARC-Payload-Digest"])
def test_warc_tools_see_a_wrong_digest(varied, digest):
    for path in varied.folder.glob("*/*.warc.gz"):
        plain = gzip.decompress(path.read_bytes())
        wrong = re.sub(rf"({digest}: sha\w+:)....".encode(), rb"\g<1>AAAA", plain)
        assert wrong != plain
        path.write_bytes(wrong)
    assert warcio(["check"], varied).returncode == 1


def test_a_record_is_read_without_the_rest_of_its_file(archive):
    bodies = [os.urandom(20_000) for _ in range(200)]
    urls = [f"https://tribune.example/{n}" for n in range(200)]
    rows = write(archive, *((page(url, body=body), exchange(body)) for url, body in zip(urls, bodies, strict=True)))
    path = archive.folder / rows[-1].warc_file
    size = path.stat().st_size
    assert size > 4_000_000
    before = psutil.Process().io_counters().read_chars
    assert read_body(archive.folder, rows[-1]) == bodies[-1]
    assert psutil.Process().io_counters().read_chars - before < 100_000
    for row, body in zip(rows[::50], bodies[::50], strict=True):
        content = path.read_bytes()
        alone = bytes(row.warc_offset) + content[row.warc_offset : row.warc_offset + row.warc_length]
        path.write_bytes(alone + bytes(size - len(alone)))
        assert read_body(archive.folder, row) == body
        path.write_bytes(content)


def test_a_full_file_is_followed_by_another(archive):
    pairs = [(page(f"https://tribune.example/{n}"), exchange()) for n in range(4)]
    with closing(ArchiveWriter(archive, DAY, "mercato test", max_file_bytes=2_000)) as writer:
        rows = [writer.append(*pair) for pair in pairs]
    assert 1 < len({row.warc_file for row in rows}) < 4
    assert {path.parent.name for path in archive.folder.glob("*/*.warc.gz")} == {DAY.isoformat()}
    assert all(read_body(archive.folder, row) == BODY for row in rows)
    assert warcio(["check"], archive).returncode == 0


def test_what_a_crash_leaves_is_readable(archive):
    rows = write(archive, *((page(f"https://tribune.example/{n}"), exchange()) for n in range(3)))
    path = archive.folder / rows[-1].warc_file
    written = path.read_bytes()
    for end in range(rows[-1].warc_offset, len(written), 37):
        path.write_bytes(written[:end])
        assert [read_body(archive.folder, row) for row in rows[:-1]] == [BODY, BODY]
    (after,) = write(archive, (page("https://tribune.example/after"), exchange()))
    assert read_body(archive.folder, after) == BODY


def test_a_saved_file_is_a_resource_without_a_request(archive):
    row = copy(archive, page("file:///a.html", status=None))
    assert read_body(archive.folder, row) == BODY
    assert [kind for kind, _ in records(archive, row)] == ["warcinfo", "resource", "metadata"]
    (again,) = write(
        archive,
        (
            page("file:///a.html", day=NEXT, outcome=Outcome.NOT_MODIFIED, status=None),
            Exchange(None, [], None, [], BODY),
        ),
        day=NEXT,
    )
    assert read_body(archive.folder, again) == BODY


def test_an_older_body_that_comes_later_is_not_the_last_one(archive):
    (newer,) = write(
        archive, (page(day=NEXT, fetched_at=datetime(2025, 3, 5, 7, 30, 0, 5000, tzinfo=UTC)), exchange()), day=NEXT
    )
    (older,) = write(archive, (page(body=b"before", fetched_at=datetime(2025, 3, 5, 7, 30, tzinfo=UTC)), exchange()))
    assert older.body_sha256 != newer.body_sha256
    assert archive.last_body(URL) == newer
    assert archive.first_crawl_on(URL) == DAY


def test_warc_tools_see_a_damaged_file(archive):
    (row,) = write(archive, (page(), exchange()))
    path = archive.folder / row.warc_file
    path.write_bytes(path.read_bytes()[: row.warc_offset + row.warc_length // 2])
    with pytest.raises(ArchiveError):
        read_body(archive.folder, row)


def test_a_row_cut_off_by_a_power_failure_is_dropped(archive):
    (first,) = write(archive, (page(), exchange()))
    rows = archive.folder / DAY.isoformat() / "pages.jsonl"
    with rows.open("ab") as stream:
        stream.write(b'{"page_id": "half')
    assert list(archive.pages(DAY)) == [first]
    (second,) = write(archive, (page("https://tribune.example/2"), exchange()))
    assert list(archive.pages(DAY)) == [first, second]


def test_a_damaged_row_is_named(archive):
    write(archive, (page(), exchange()))
    rows = archive.folder / DAY.isoformat() / "pages.jsonl"
    rows.write_bytes(b"{}\n" + rows.read_bytes())
    with pytest.raises(ArchiveError, match=r"pages\.jsonl:1: not a page"):
        list(archive.pages(DAY))


def test_a_row_never_leads_out_of_the_archive(archive):
    (row,) = write(archive, (page(), exchange()))
    with pytest.raises(ArchiveError, match="outside the archive"):
        read_body(archive.folder, row.model_copy(update={"warc_file": "../../etc/passwd"}))


def test_a_failure_is_a_row_without_a_record(archive):
    failed = page(outcome=Outcome.TIMEOUT, status=None, body_sha256=None, body_bytes=None)
    (row,) = write(archive, (failed,))
    assert row == failed
    with pytest.raises(ArchiveError, match="has no record"):
        read_body(archive.folder, row)
    assert not list(archive.folder.glob("*/*.warc.gz"))


def test_a_day_without_a_crawl_has_no_pages(archive):
    assert list(archive.pages(DAY)) == []


def test_the_sources_of_a_day_are_kept(archive):
    def source(name, day=DAY):
        return SourceRow(
            source_id=name[0], crawl_on=day, name=name, language="en", country="GB", home_url="https://a.example"
        )

    for names in (["b one", "a one"], ["b two", "c two"]):
        with closing(ArchiveWriter(archive, DAY, "mercato test", [source(name) for name in names])):
            pass
    assert [row.name for row in archive.sources(DAY)] == ["a one", "b two", "c two"]
    assert archive.sources(NEXT) == []
