"""The daily job as a user runs it: the `mercato` command on the bundled newsroom."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest

from extract.newsroom.process import free_base_port, running_newsroom
from extract.newsroom.registry import newsroom_sources

MERCATO = Path(sys.executable).with_name("mercato")
DAY = "2025-11-03"


@pytest.fixture(scope="module")
def sources_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    port = free_base_port()
    file = tmp_path_factory.mktemp("registry") / "sources.yml"
    file.write_text(json.dumps([source.model_dump(mode="json") for source in newsroom_sources(port)]))
    with running_newsroom(port):
        yield file


def mercato(*arguments: object, home: Path, sources: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MERCATO_HOME": str(home)} | ({"MERCATO_SOURCES": str(sources)} if sources else {})
    return subprocess.run(
        [MERCATO, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sources_file: Path) -> Path:
    home = tmp_path_factory.mktemp("home")
    result = mercato("run", "--date", DAY, home=home, sources=sources_file)
    assert result.returncode == 0, result.stdout + result.stderr
    for stage in ("crawl", "read", "load", "build", "release"):
        assert f"\n{stage}" in "\n" + result.stdout
    assert "select" in result.stdout.rsplit("Try", 1)[1]
    return home


def marts(home: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(home / "mercato.duckdb", read_only=True) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {table: sorted(map(str, connection.execute(f"from {table}").fetchall())) for table in tables}


def test_release_answers_sql(home: Path) -> None:
    result = mercato("query", "select count(*) as n from fct_moves where not is_background", home=home)
    assert result.returncode == 0
    assert int("".join(c for c in result.stdout.splitlines()[3] if c.isdigit())) >= 10


def test_second_run_changes_nothing(home: Path, sources_file: Path) -> None:
    before = marts(home)
    result = mercato("run", "--date", DAY, home=home, sources=sources_file)
    assert result.returncode == 0, result.stdout + result.stderr
    after = marts(home)
    assert {t: len(rows) for t, rows in after.items()} == {t: len(rows) for t, rows in before.items()}
    assert after == before
    with duckdb.connect(home / "build" / "mercato.duckdb", read_only=True) as connection:
        twice = connection.execute(
            "select url from raw.pages where kind = 'article' and outcome = 'ok' group by url having count(*) > 1"
        ).fetchall()
        unchanged = connection.execute("select count(*) from raw.pages where outcome = 'not_modified'").fetchone()
    assert twice == []
    assert unchanged is not None
    assert unchanged[0] > 20


def test_failing_check_keeps_the_former_release(home: Path, sources_file: Path) -> None:
    released = (home / "mercato.duckdb").read_bytes()
    # a page that claims to be from another source makes the raw suite fail on every later run
    pages = home / "archive" / DAY / "pages.jsonl"
    original = pages.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in original.splitlines()]
    pages.write_text(original + json.dumps(rows[-1] | {"fetched_at": rows[-1]["fetched_at"]}) + "\n", encoding="utf-8")
    try:
        result = mercato("run", "--date", DAY, home=home, sources=sources_file)
    finally:
        pages.write_text(original, encoding="utf-8")
    assert result.returncode == 1
    assert "checks failed" in result.stderr
    assert "raw/pages" in result.stderr
    assert (home / "mercato.duckdb").read_bytes() == released


@pytest.mark.parametrize("stage", ["crawl", "read", "load"])
def test_terminated_run_leaves_no_process_and_no_half_day(stage: str, tmp_path: Path, sources_file: Path) -> None:
    environment = os.environ | {
        "MERCATO_HOME": str(tmp_path),
        "MERCATO_SOURCES": str(sources_file),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen([MERCATO, "run", "--date", DAY], env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        if stage == "crawl":
            while not list(tmp_path.glob("archive/*/*.warc.gz*")):
                time.sleep(0.05)
        else:
            before = {"read": "crawl", "load": "read"}[stage]
            for line in run.stdout:
                if line.startswith(before):
                    break
        children = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(signal.SIGTERM)
        run.stdout.read()
        assert run.wait(30) == 130  # as a shell reports an interrupt
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    database = tmp_path / "build" / "mercato.duckdb"
    if database.exists():
        with duckdb.connect(database, read_only=True) as connection:
            loaded = connection.execute("select count(*) from duckdb_tables() where schema_name = 'raw'").fetchone()
            assert loaded is not None
            if loaded[0]:
                counts = connection.execute(
                    "select (select count(*) from raw.pages), (select count(*) from raw.articles)"
                ).fetchone()
                assert counts is not None
                assert (counts[0] == 0) == (counts[1] == 0)
    assert not (tmp_path / "mercato.duckdb").exists()


def test_errors_are_one_line(tmp_path: Path) -> None:
    for arguments, says in (
        (("run", "--date", "yesterday"), "no day"),
        (("run", "--date", "2999-01-01"), "no crawl day"),
        (("run", "--sources", "nowhere.yml"), "no such sources file"),
        (("query", "select 1"), "no release"),
        (("extract", "nowhere.html"), "nowhere.html"),
        (("extract", "--batch", "nowhere.jsonl", "out.jsonl"), "nowhere.jsonl"),
        (("evaluate", "nowhere.jsonl"), "nowhere.jsonl"),
        (("explain", "nowhere.html"), "nowhere.html"),
        (("query",), "sql"),
        (("dance",), "dance"),
    ):
        result = mercato(*arguments, home=tmp_path)
        assert result.returncode != 0, arguments
        assert says in result.stderr, (arguments, result.stderr)
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def labelled(folder: Path) -> Path:
    """Write a file of a quiet document and one that tells of a hire, in `folder`."""
    quiet = {"id": 1, "language": "en", "title": "Rain", "published_on": None, "text": "It rained in Lyon."}
    hire = {
        "person": "Nadia Kessler",
        "headcount": 1,
        "kind": "hire",
        "from_organization": None,
        "to_organization": "Halcyon Robotics",
        "from_role": None,
        "to_role": None,
        "stage": "effective",
        "status": "reported",
        "effective_on": None,
    }
    told = quiet | {"id": 2, "text": "Nadia Kessler has joined Halcyon Robotics.", "title": "A hire", "moves": [hire]}
    gold = folder / "gold.jsonl"
    empty: dict[str, list[Any]] = {"moves": [], "deals": [], "offers": []}
    gold.write_text("".join(json.dumps(empty | row) + "\n" for row in (quiet, told)))
    return gold


def test_evaluate_counts_what_is_labelled(tmp_path: Path) -> None:
    result = mercato("evaluate", labelled(tmp_path), home=tmp_path)
    assert result.returncode == 0, result.stderr
    (line,) = [line for line in result.stdout.splitlines() if "all" in line and "events" in line]
    assert "1/1/1" in line
    assert "0 of 1 quiet" in line


def test_evaluate_writes_a_page_and_the_figures_of_a_readme(tmp_path: Path) -> None:
    page, readme = tmp_path / "page.html", tmp_path / "README.md"
    readme.write_text("Before.\n<!-- accuracy: begin -->\nold\n<!-- accuracy: end -->\nBehind.\n")
    arguments = ("evaluate", labelled(tmp_path), "--html", page, "--markdown", readme)
    for _ in range(2):
        result = mercato(*arguments, home=tmp_path)
        assert result.returncode == 0, result.stderr
    text = readme.read_text()
    assert text.startswith("Before.\n<!-- accuracy: begin -->\n")
    assert text.endswith("<!-- accuracy: end -->\nBehind.\n")
    assert "old" not in text
    assert text.count("| all (2) | 1.00, 1.00, **1.00** |") == 1
    assert "Halcyon Robotics" in page.read_text()
    readme.write_text("No place for figures.\n")
    result = mercato(*arguments, home=tmp_path)
    assert result.returncode != 0
    assert "README.md: put <!-- accuracy: begin -->" in result.stderr


def test_explain_tells_what_became_of_each_sentence(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Nadia Kessler has joined Halcyon Robotics. It rained in Lyon.")
    result = mercato("explain", path, home=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "1 move in 2 sentences (en), 1 of them parsed" in result.stdout
    assert "✓ move 1" in result.stdout
    assert "no trigger: It rained in Lyon." in result.stdout
