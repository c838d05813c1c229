"""Backfill: captures become archived pages of their day, each once, with the reason where there is no article."""

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from foreign import BODY, Warc

from extract.archive import Archive, ArchiveWriter, Exchange, read_body
from extract.backfill import BackfillError, backfill, files_of
from extract.records import Outcome, PageKind
from extract.sources import Source

DAY = date(2016, 9, 1)
SITE = "https://tribune.example"
HTML = [("Content-Type", "text/html; charset=utf-8")]
TRIBUNE = Source(
    id="tribune",
    name="The Tribune",
    language="en",
    country="GB",
    home_url="https://www.tribune.example/",
    feeds=("https://tribune.example/rss.xml",),
)


def bring_in(home, *paths, **options):
    settings = {"sources": [TRIBUNE], "timezone": ZoneInfo("Europe/Paris"), "first_day": date(1995, 1, 1)}
    return backfill(files_of(paths), home / "archive", **settings | options)


def pages(home, day=DAY):
    with Archive(home / "archive") as archive:
        return list(archive.pages(day))


def sources(home, day=DAY):
    with Archive(home / "archive") as archive:
        return archive.sources(day)


def test_every_page_has_a_row_with_its_reason(tmp_path):
    warc = Warc(tmp_path / "crawl.warc.gz")
    warc.response(f"{SITE}/a").response(f"{SITE}/gone", b"gone", "404 Not Found")
    warc.response(f"{SITE}/moved", b"", "301 Moved", [("Location", "/a")])
    warc.response(f"{SITE}/moved-nowhere", b"", "301 Moved", [("Location", "http://[")])
    warc.write("response", f"{SITE}/picture.png", b"\x89PNG", ("200 OK", [("Content-Type", "image/png")]))
    warc.response(f"{SITE}/a-again", BODY)
    warc.response(f"{SITE}/a", BODY, WARC_Date="2016-09-01T12:00:00.5Z")
    warc.response(f"{SITE}/cut", BODY, WARC_Truncated="length")
    result = bring_in(tmp_path, warc.save())
    found = {page.url.removeprefix(SITE): page for page in reversed(pages(tmp_path))}
    assert {path: page.outcome.value for path, page in found.items()} == {
        "/a": "ok",
        "/gone": "http_error",
        "/moved": "redirect",
        "/moved-nowhere": "redirect",
        "/picture.png": "not_html",
        "/a-again": "ok",
        "/cut": "ok",
    }
    assert found["/moved"].final_url == f"{SITE}/a"
    assert found["/picture.png"].outcome_detail == "image/png"
    assert "truncated" in found["/cut"].outcome_detail
    assert result.days == {DAY}
    assert result.counts == {"ok": 3, "http_error": 1, "redirect": 2, "not_html": 1, "not_modified": 1}
    archived = [page for page in pages(tmp_path) if page.warc_file]
    assert [page.outcome for page in archived] == [Outcome.OK, Outcome.OK, Outcome.NOT_MODIFIED, Outcome.OK]
    assert all(read_body(tmp_path / "archive", page) == BODY for page in archived)
    files = [str(path) for path in (tmp_path / "archive").glob("*/*.warc.gz")]
    assert subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], check=False).returncode == 0


def test_the_same_pages_again_add_nothing(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    Warc(folder / "a.warc.gz").response(f"{SITE}/a").response(f"{SITE}/gone", b"", "410 Gone").save()
    (folder / "b.html").write_bytes(BODY)
    os.utime(folder / "b.html", (1_472_724_000, 1_472_724_000))
    first = bring_in(tmp_path, folder)
    rows = pages(tmp_path)
    again = bring_in(tmp_path, folder, folder / "a.warc.gz")
    assert pages(tmp_path) == rows
    assert len(rows) == first.counts.total() == 3
    assert again.counts == Counter(known=3)
    assert again.days == first.days == {DAY}


def test_two_pages_of_one_address_and_moment_are_both_kept(tmp_path):
    warc = Warc(tmp_path / "a.warc.gz").response(body=BODY).response(body=BODY + b"more").save()
    for _ in range(2):
        bring_in(tmp_path, warc)
        assert [read_body(tmp_path / "archive", page) for page in pages(tmp_path)] == [BODY, BODY + b"more"]


def test_our_own_archive_comes_back_as_it_was(tmp_path):
    at = datetime(2016, 9, 1, 22, 30, 0, 123456, tzinfo=UTC)  # the day after, in Paris
    own = tmp_path / "own"
    warc = Warc(tmp_path / "seed.warc.gz").response(f"{SITE}/rss.xml", b"<rss/>").response(f"{SITE}/a").save()
    bring_in(own, warc)
    with Archive(own / "archive") as archive:
        feed, article = archive.pages(DAY)
        writer = ArchiveWriter(archive, DAY, "test", archive.sources(DAY))
        announced = {"discovered_in": feed.url, "feed_title": "Title: one", "feed_published_at": at}
        written = [
            writer.append(each.model_copy(update={"page_id": f"{number}", "fetched_at": at} | update), exchange)
            for number, (each, update, exchange) in enumerate(
                [
                    (feed, {"kind": PageKind.FEED, "url": f"{SITE}/2.xml", "content_type": "text/xml"}, b"<rss/>"),
                    (article, announced | {"url": f"{SITE}/b"}, BODY),
                ]
            )
            for exchange in [Exchange("GET", [], 200, [("Content-Type", each.content_type)], exchange)]
        ]
        writer.close()
    result = bring_in(tmp_path, own / "archive")
    assert result.days == {DAY}
    copies = {page.url: page for page in pages(tmp_path)}
    for page in written:
        copy = copies[page.url]
        assert read_body(tmp_path / "archive", copy) == read_body(own / "archive", page)
        for name in ("kind", "source_id", "discovered_in", "feed_title", "feed_published_at", "fetched_at", "outcome"):
            assert getattr(copy, name) == getattr(page, name), name
    assert bring_in(own, own / "archive").counts.keys() <= {"known", "ok"}
    settled = pages(own)
    bring_in(own, own / "archive")
    assert pages(own) == settled


def test_a_page_belongs_to_the_source_with_its_host(tmp_path):
    other = TRIBUNE.model_copy(update={"id": "money", "home_url": "https://money.tribune.example/"})
    warc = Warc(tmp_path / "a.warc.gz").response("http://tribune.example/a").response("https://shop.tribune.example/a")
    warc.response("https://money.tribune.example/a").response("https://nottribune.example/a", b'<html lang="fr-FR">a')
    warc.response("https://sans-langue.example:8080/a", "<p>Une phrase en français, et même plusieurs.</p>".encode())
    page = tmp_path / "page.html"
    page.write_text("<p>Nothing here says where it comes from.</p>")
    os.utime(page, (1_472_724_000, 1_472_724_000))
    bring_in(tmp_path, warc.save(), page, sources=[TRIBUNE, other])
    assert [page.source_id for page in pages(tmp_path)] == [
        "tribune",
        "tribune",
        "money",
        "nottribune-example",
        "sans-langue-example-8080",
        "files",
    ]
    rows = {row.source_id: row for row in sources(tmp_path)}
    assert set(rows) == {page.source_id for page in pages(tmp_path)}
    assert (rows["tribune"].name, rows["tribune"].country) == ("The Tribune", "GB")
    assert (rows["nottribune-example"].language, rows["nottribune-example"].country) == ("fr", "ZZ")
    assert rows["sans-langue-example-8080"].language == "fr"
    assert rows["files"].home_url == "file:///"


def test_days_are_those_of_paris_and_can_be_given_for_files(tmp_path):
    warc = Warc(tmp_path / "a.warc.gz").response(f"{SITE}/late", WARC_Date="2016-09-01T23:00:00Z")
    warc.response(f"{SITE}/old", WARC_Date="1969-01-01T00:00:00Z")
    warc.response(f"{SITE}/to-come", WARC_Date="2999-01-01T00:00:00Z").save()
    (tmp_path / "a.html").write_bytes(BODY)
    result = bring_in(tmp_path, tmp_path / "a.warc.gz", tmp_path / "a.html", html_day=date(2019, 7, 14))
    assert result.days == {date(2016, 9, 2), date(2019, 7, 14)}
    assert result.counts == {"ok": 2, "other_day": 2}
    (saved,) = pages(tmp_path, date(2019, 7, 14))
    assert saved.fetched_at.astimezone(ZoneInfo("Europe/Paris")).date() == date(2019, 7, 14)


def test_many_days_do_not_exhaust_the_open_files(tmp_path):
    warc = Warc(tmp_path / "a.warc.gz")
    for n in range(80):
        warc.response(f"{SITE}/{n}", WARC_Date=f"2016-{1 + n % 12:02}-{1 + n % 28:02}T12:00:00Z")
    assert bring_in(tmp_path, warc.save()).counts == {"ok": 80}
    with Archive(tmp_path / "archive") as archive:
        assert sum(1 for day in archive.days() for _ in archive.pages(day)) == 80


def test_damage_stops_nothing_and_is_told(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.warc").write_bytes(b"WARC/1.0\r\nnonsense")
    broken = Warc(folder / "b.warc.gz").response(f"{SITE}/a").response(f"{SITE}/b")
    broken.save(lambda content: content[:-30])
    warc = Warc(folder / "c.warc", is_gzip=False).response(f"{SITE}/c").response(f"{SITE}/d")
    warc.save(lambda content: content.replace(b"essai", b"ESSAI", 1))
    progress = []
    result = bring_in(tmp_path, folder, on_progress=lambda done, _: progress.append(done))
    assert [damage.file.name for damage in result.damages] == ["a.warc", "b.warc.gz"]
    assert {page.url: page.outcome.value for page in pages(tmp_path)} == {
        f"{SITE}/a": "ok",
        f"{SITE}/c": "read_error",
        f"{SITE}/d": "ok",
    }
    assert progress == sorted(progress)
    assert progress[-1] == sum(path.stat().st_size for path in folder.iterdir())


def test_a_path_without_pages_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("nothing")
    for name, says in (("nowhere", "no such file"), ("empty", "holds no WARC"), ("notes.txt", "is no WARC")):
        with pytest.raises(BackfillError, match=says):
            files_of([tmp_path / name])
