"""Pages of the past as a user brings them in: `mercato backfill` and `mercato reprocess`, to the released facts."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from foreign import Warc, chunked

from extract.archive import Archive, read_body
from extract.backfill import backfill
from orchestration.partitions import TIMEZONE
from warehouse.release import changed_facts, last_change

MERCATO = Path(sys.executable).with_name("mercato")
SITE = "https://ledger.example"
OLD, NEW = date(2017, 3, 6), date(2025, 7, 2)  # the first is from before this project was
HIRE = "Nadia Kessler has joined Halcyon Robotics as chief scientist, the company said on Monday."
DEAL = "Halcyon Robotics has acquired Quillon Labs for $120 million, both companies said."
REGISTRY = f"""
- {{id: ledger, name: The Ledger, language: en, country: US, home_url: {SITE}/, feeds: [{SITE}/rss.xml]}}
"""

Brought = tuple[Path, subprocess.CompletedProcess[str]]


def html(text: str, head: str = "") -> bytes:
    head = f"<head><title>News</title>{head}</head>"
    return f'<!doctype html><html lang="en">{head}<body><p>{text}</p></body></html>'.encode()


def mercato(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MERCATO_HOME": str(home), "MERCATO_SOURCES": str(home / "sources.yml")}
    return subprocess.run(
        [MERCATO, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """A home into which a folder was brought, and what the command said."""
    home = tmp_path_factory.mktemp("home")
    (home / "sources.yml").write_text(REGISTRY)
    folder = home / "in" / "deep"
    folder.mkdir(parents=True)
    warc = Warc(folder / "crawl.warc.gz")
    warc.response(
        f"{SITE}/hire", chunked(html(HIRE)), headers=[("Transfer-Encoding", "chunked")], WARC_Date=f"{OLD}T09:00:00Z"
    )
    warc.response(f"{SITE}/gone", b"", "404 Not Found", WARC_Date=f"{OLD}T09:00:01Z")
    warc.response(f"{SITE}/cut", html(DEAL), WARC_Date=f"{OLD}T09:00:02Z")
    warc.save(lambda content: content[:-60])
    page = folder / "saved.html"
    page.write_bytes(html(DEAL, '<link rel="canonical" href="https://elsewhere.example/deal">'))
    (folder / "alone.htm").write_bytes(html("Rain is expected over the coast for the rest of the week."))
    for each in (page, folder / "alone.htm"):
        at = datetime(NEW.year, NEW.month, NEW.day, 12, tzinfo=UTC).timestamp()
        os.utime(each, (at, at))
    return home, mercato("backfill", home / "in", home=home)


def test_backfilled_pages_become_facts(brought: Brought) -> None:
    home, result = brought
    assert result.returncode == 0, result.stdout + result.stderr
    assert "archive  4 pages from files, 1 http error, 3 new, 1 damaged parts" in result.stdout
    assert "crawl.warc.gz at" in result.stdout
    assert f"2 days, {OLD} to {NEW}" in result.stdout
    release = home / "mercato.duckdb"
    assert rows(release, "select person, to_organization from fct_moves") == [("Nadia Kessler", "Halcyon Robotics")]
    assert rows(release, "select target, deal_amount from fct_deals") == [("Quillon Labs", 120e6)]
    assert sorted(rows(release, "select source_id, country from dim_sources")) == [
        ("elsewhere-example", "ZZ"),
        ("files", "ZZ"),
        ("ledger", "US"),
    ]


def test_raw_pages_lead_to_the_archive(brought: Brought) -> None:
    home, _ = brought
    build = home / "build" / "mercato.duckdb"
    found = rows(build, "select url, crawl_on, outcome, warc_file is not null from raw.pages order by fetched_at, url")
    alone = (home / "in" / "deep" / "alone.htm").as_uri()
    assert found == [
        (f"{SITE}/hire", OLD, "ok", True),
        (f"{SITE}/gone", OLD, "http_error", False),
        (alone, NEW, "ok", True),
        ("https://elsewhere.example/deal", NEW, "ok", True),
    ]
    with Archive(home / "archive") as archive:
        for day in (OLD, NEW):
            assert all(read_body(archive.folder, page) for page in archive.pages(day) if page.warc_file)
    files = [str(path) for path in (home / "archive").glob("*/*.warc.gz")]
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *files], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0
    assert checked.stdout.count("digest pass") == checked.stdout.count("WARC-Record-ID") == 8


def test_reprocessing_prints_what_changed(brought: Brought, tmp_path: Path) -> None:
    home, _ = brought
    since = last_change(home)
    assert changed_facts(home, since) == []
    assert {fact["change"] for fact in changed_facts(home, 0)} == {"created"}
    # what another reader would find, the day's archive now holds
    warc = Warc(tmp_path / "more.warc.gz")
    hire = HIRE.replace("the company said", "Ms Kessler and the company confirmed")
    another = "Brightforge has hired Tomas Lindqvist as chief executive."
    for name, text in (("hire-2", hire), ("another", another)):
        warc.response(f"{SITE}/{name}", html(text), WARC_Date=f"{OLD}T10:00:00Z")
    backfill([warc.save()], home / "archive", sources=[], timezone=ZoneInfo(TIMEZONE), first_day=OLD)
    damaged = home / "archive" / "2017-03-08"
    damaged.mkdir()
    (damaged / "pages.jsonl").write_text("{}\n")
    result = mercato("reprocess", "--from", OLD.replace(day=4), "--to", OLD.replace(day=9), home=home)
    assert result.returncode == 1
    assert result.stderr.startswith("mercato: days that could not be read: 1; the first: 2017-03-08: "), result.stderr
    assert "skipped  2017-03-04 to 2017-03-05: no archive" in result.stdout
    assert "skipped  2017-03-07: no archive" in result.stdout
    changed = {fact["after"]["person"]: fact for fact in changed_facts(home, since)}
    assert {person: fact["change"] for person, fact in changed.items()} == {
        "Nadia Kessler": "updated",
        "Tomas Lindqvist": "created",
    }
    assert "article_count: 1 → 2" in result.stdout
    assert "1 added, 1 changed, 0 gone" in result.stdout


def test_errors_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text(REGISTRY)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.warc").write_bytes(b"no archive at all")
    for arguments, says in (
        (("backfill", "nowhere"), "nowhere: no such file"),
        (("backfill", tmp_path / "empty"), "holds no WARC"),
        (("backfill", tmp_path / "broken.warc"), "no page of a crawl day"),
        (("backfill", tmp_path / "broken.warc", "--day", "2999-01-01"), "no crawl day"),
        (("reprocess", "--from", "2025-01-02", "--to", "2025-01-01"), "after"),
        (("reprocess", "--from", "2025-01-01", "--to", "2025-01-02"), "is archived"),
    ):
        result = mercato(*arguments, home=tmp_path)
        assert result.returncode != 0, arguments
        assert says in result.stderr, (arguments, result.stderr)
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert not (tmp_path / "mercato.duckdb").exists()
