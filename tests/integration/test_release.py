"""Releases: whole, swapped in at once, never half there, and answering the starter questions."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import extracted
import pytest

import warehouse
from warehouse.release import Release, ReleaseError, current, publish, query, releases, rollback

QUERIES = Path(warehouse.__file__).parent / "queries"
PUBLISH = (
    "import sys; from datetime import date; from pathlib import Path; from warehouse.release import publish;"
    "build, home, day = sys.argv[1:];"
    "publish(Path(build), Path(home), run_id='killed', code_version='1', day=date.fromisoformat(day))"
)


def publish_small(build: Path, home: Path, day: date = extracted.DAY, **options: Any) -> Release:
    return publish(build, home, run_id="run-1", code_version="1.0", day=day, **options)


@pytest.fixture
def build(built: Path, tmp_path: Path) -> Path:
    """A build file of its own, to be changed."""
    return Path(shutil.copy(built, tmp_path / "build.duckdb"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home's [folder]"


def change(build: Path, sql: str = "update marts.fct_moves set person = 'Somebody Else'") -> None:
    with duckdb.connect(build) as connection:
        connection.execute(sql)


def files(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def test_a_release_is_the_marts_and_nothing_else(build: Path, home: Path) -> None:
    change(build, "comment on table marts.fct_moves is 'Who''s moving'")
    change(build, "comment on column marts.fct_moves.person is 'The person''s name'")
    release = publish_small(build, home)
    with duckdb.connect(home / "mercato.duckdb", read_only=True) as connection:
        connection.execute(f"attach '{build}' as build (read_only)")
        marts = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        assert release.row_counts.keys() == {table for (table,) in marts}
        assert len(marts) >= 16
        for (table,) in marts:
            source = connection.execute(f"from build.marts.{table} order by all").fetchall()
            assert connection.execute(f"from {table} order by all").fetchall() == source
            parquet = home / "releases" / release.id / f"{table}.parquet"
            assert connection.read_parquet([str(parquet)]).fetchall() == source
            assert release.row_counts[table] == len(source)
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
        ).fetchall()
        assert {schema for schema, _ in tables} == {"main"}
        assert {table for _, table in tables} == {*release.row_counts, "release"}
        assert connection.execute(
            "select comment from duckdb_tables() where table_name = 'fct_moves' limit 1"
        ).fetchone()
        comments = connection.execute(
            "select comment from duckdb_columns() where table_name = 'fct_moves' and column_name = 'person'"
        ).fetchall()
        assert comments == [("The person's name",)] * 2
        comments = connection.execute("select comment from duckdb_tables() where table_name = 'fct_moves'").fetchall()
        assert comments == [("Who's moving",)] * 2


def test_the_manifest_says_what_was_released(released: Path) -> None:
    (release,) = releases(released)
    folder = released / "releases" / release.id
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["run_id"] == "run-1"
    assert manifest["code_version"] == "1.0"
    assert manifest["duckdb_version"] == duckdb.__version__
    assert manifest["day"] == extracted.DAY.isoformat()
    assert manifest["row_counts"]["fct_moves"] == 2
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    del hashes["manifest.json"]
    assert manifest["sha256"] == hashes
    assert current(released) == release
    for name in ("mercato.duckdb", "report.html"):
        assert (released / name).read_bytes() == (folder / name).read_bytes()


def test_the_same_content_is_the_same_release(built: Path, home: Path) -> None:
    first = publish_small(built, home)
    before = files(home)
    assert publish_small(built, home) == first
    assert files(home) == before


def test_other_content_is_another_release_and_can_be_rolled_back(build: Path, home: Path) -> None:
    first = publish_small(build, home)
    before = (home / "mercato.duckdb").read_bytes(), (home / "report.html").read_bytes()
    change(build)
    second = publish_small(build, home)
    assert [release.id for release in releases(home)] == [second.id, first.id]
    assert query(home, "select distinct person from fct_moves") == (["person"], [("Somebody Else",)])
    assert rollback(home, first.id) == first == current(home)
    assert ((home / "mercato.duckdb").read_bytes(), (home / "report.html").read_bytes()) == before
    assert publish_small(build, home).content() == second.content()


def test_a_day_without_news_is_a_release_too(built: Path, home: Path) -> None:
    first = publish_small(built, home)
    later = publish_small(built, home, date(2025, 7, 3))
    assert later.id != first.id
    assert later.row_counts == first.row_counts


def test_old_releases_are_removed_but_never_the_current_one(build: Path, home: Path) -> None:
    published = []
    for number in range(4):
        change(build, f"update marts.fct_moves set headcount = {number}")  # noqa: S608
        published.append(publish_small(build, home, keep=2))
    assert releases(home) == [published[3], published[2]]
    rollback(home, published[2].id)
    change(build)
    publish_small(build, home, keep=2)
    with pytest.raises(ReleaseError, match=r"kept releases: .*" + published[3].id):
        rollback(home, published[0].id)


def test_a_reader_of_the_former_release_goes_on_reading(build: Path, home: Path) -> None:
    publish_small(build, home)
    program = (
        "import duckdb, sys; connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for line in sys.stdin: print(connection.execute('select person from fct_moves').fetchall(), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, home / "mercato.duckdb"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        reader.stdin.write("\n")
        reader.stdin.flush()
        first = reader.stdout.readline()
        assert "Nadia Kessler" in first
        change(build)
        publish_small(build, home)
        reader.stdin.write("\n")
        reader.stdin.close()
        assert reader.stdout.readline() == first
    assert query(home, "select distinct person from fct_moves")[1] == [("Somebody Else",)]


def test_a_killed_publish_leaves_the_former_release(build: Path, home: Path) -> None:
    former = publish_small(build, home)
    before = files(home)
    change(build)
    with subprocess.Popen([sys.executable, "-c", PUBLISH, build, home, str(extracted.DAY)]) as process:
        while not list(home.glob("releases/*.tmp/dim_articles.parquet")):  # half of the tables are still to come
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert list(home.glob("releases/*.tmp"))
    assert {name: data for name, data in files(home).items() if ".tmp/" not in name} == before
    assert current(home) == former
    assert releases(home) == [former]
    publish_small(build, home)
    assert query(home, "select distinct person from fct_moves")[1] == [("Somebody Else",)]
    assert list(home.glob("releases/*.tmp")) == []


@pytest.mark.parametrize("sql", ["drop table marts.fct_offers", "drop schema marts cascade"])
def test_a_failed_publish_leaves_the_former_release(build: Path, home: Path, sql: str) -> None:
    former = publish_small(build, home)
    before = files(home)
    change(build, sql)
    with pytest.raises(ReleaseError, match=r"build\.duckdb: "):
        publish_small(build, home)
    assert files(home) == before
    assert current(home) == former


def test_a_missing_build_is_one_clear_error(tmp_path: Path, home: Path) -> None:
    with pytest.raises(ReleaseError, match=r"absent\.duckdb: cannot be released"):
        publish_small(tmp_path / "absent.duckdb", home)
    assert current(home) is None


def test_an_interrupted_swap_is_mended_by_the_next_publish(built: Path, home: Path) -> None:
    release = publish_small(built, home)
    (home / "report.html").write_text("an older report")
    assert publish_small(built, home) == release
    assert b"Nadia Kessler" in (home / "report.html").read_bytes()


def test_a_query_is_read_only_and_its_errors_are_clear(released: Path, home: Path) -> None:
    with pytest.raises(ReleaseError, match="no release yet; `mercato run` makes one"):
        query(home, "select 1")
    assert query(released, "select person, kind from fct_moves order by person") == (
        ["person", "kind"],
        [("Nadia Kessler", "hire"), ("Tomas Lindqvist", "hire")],
    )
    for sql, says in (
        ("select nothing from fct_moves", "nothing"),
        ("selec 1", "syntax error"),
        ("from raw.pages", "raw.pages"),
        ("delete from fct_moves", "read-only"),
        ("create table x as select 1", "read-only"),
    ):
        with pytest.raises(ReleaseError, match=says):
            query(released, sql)


def test_a_foreign_file_is_not_overwritten(built: Path, home: Path) -> None:
    home.mkdir()
    with duckdb.connect(home / "mercato.duckdb") as connection:
        connection.execute("create table mine as select 1 as precious")
    before = (home / "mercato.duckdb").read_bytes()
    with pytest.raises(ReleaseError, match="move it away"):
        publish_small(built, home)
    assert (home / "mercato.duckdb").read_bytes() == before


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_the_starter_questions_have_answers(released: Path, path: Path) -> None:
    question = path.read_text(encoding="utf-8")
    assert question.startswith("/* ")  # "--" would look like an option to `mercato query`
    assert question.splitlines()[0].endswith("? */")
    columns, rows = query(released, question)
    assert columns
    assert rows
