"""The archive: what is written can be read back, by us and by WARC tools, whatever interrupted the writing."""

import hashlib
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime

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


def warcio_check(archive):
    files = [str(path) for path in archive.folder.glob("*/*.warc.gz")]
    command = [sys.executable, "-m", "warcio.cli", "check", *files]
    return subprocess.run(command, check=False, capture_output=True, text=True)


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


def test_warc_tools_accept_the_files(archive):
    write(archive, (page(), exchange()), (page("https://tribune.example/empty", body=b""), exchange(b"")))
    write(archive, (page(day=NEXT, outcome=Outcome.NOT_MODIFIED, status=304), exchange(b"", 304)), day=NEXT)
    checked = warcio_check(archive)
    assert (checked.returncode, checked.stdout) == (0, "")


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
