"""The load of one day: whole, repeatable, and never half done."""

import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import extracted
import pytest

from warehouse.load import LoadError, load_day, raw_tables


def contents(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(database, read_only=True) as connection:
        return {
            table: connection.execute(f"select * from raw.{table} order by all").fetchall()  # noqa: S608
            for table in raw_tables(connection)
        }


def day_after(tables: extracted.Rows) -> tuple[date, extracted.Rows]:
    day = extracted.DAY + timedelta(days=1)
    return day, {name: [row | {"crawl_on": day.isoformat()} for row in rows] for name, rows in tables.items()}


def test_every_row_arrives_in_its_own_types(tmp_path: Path, extracted_day: Path) -> None:
    database = tmp_path / "build.duckdb"
    counts = load_day(database, extracted_day, extracted.DAY)
    assert counts == {name: len(rows) for name, rows in extracted.rows().items()}
    with duckdb.connect(database, read_only=True) as connection:
        for table, expected in extracted.rows().items():
            relation = connection.sql(f"select to_json(t) from raw.{table} as t")  # noqa: S608
            loaded = [json.loads(row) for (row,) in relation.fetchall()]
            for row in [*loaded, *expected]:
                if "fetched_at" in row:
                    row["fetched_at"] = row["fetched_at"].replace("T", " ").removesuffix("Z")
            assert sorted(loaded, key=str) == sorted(({k: r[k] for k in loaded[0]} for r in expected), key=str)


def test_loading_again_replaces_the_day_and_leaves_the_others(tmp_path: Path, extracted_day: Path) -> None:
    database = tmp_path / "build.duckdb"
    load_day(database, extracted_day, extracted.DAY)
    first = contents(database)
    load_day(database, extracted_day, extracted.DAY)
    assert contents(database) == first

    other_day, rows = day_after(extracted.rows())
    load_day(database, extracted.write_day(tmp_path / "other", rows), other_day)
    both = contents(database)
    assert {name: len(rows) for name, rows in both.items()} == {name: 2 * len(rows) for name, rows in first.items()}

    fewer = extracted.rows() | {"offer_claims": []}
    load_day(database, extracted.write_day(extracted_day, fewer), extracted.DAY)
    with duckdb.connect(database, read_only=True) as connection:
        assert connection.execute("select distinct crawl_on from raw.offer_claims").fetchall() == [(other_day,)]


def test_times_with_an_offset_are_kept_in_utc(tmp_path: Path) -> None:
    rows = extracted.rows()
    rows["pages"][0]["fetched_at"] = "2025-07-02T08:30:00+02:00"
    load_day(tmp_path / "b.duckdb", extracted.write_day(tmp_path / "day", rows), extracted.DAY)
    with duckdb.connect(tmp_path / "b.duckdb", read_only=True) as connection:
        assert connection.execute("select max(fetched_at)::varchar from raw.pages").fetchone() == (
            "2025-07-02 06:30:00",
        )


def set_value(table: str, column: str, value: Any) -> Any:
    def change(rows: extracted.Rows) -> None:
        rows[table][1][column] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (set_value("pages", "http_status", "abc"), "pages.jsonl: line 2: http_status: 'abc' is not integer"),
        (
            set_value("articles", "published_to_on", "2025-13-01"),
            "articles.jsonl: line 2: published_to_on: '2025-13-01'",
        ),
        (set_value("move_claims", "quotes", "x"), "move_claims.jsonl: line 2: quotes: 'x' is not struct"),
        (set_value("articles", "text", None), "articles.jsonl: line 2: text: must not be null"),
        (
            set_value("articles", "crawl_on", "2025-07-01"),
            "line 2: crawl_on: 2025-07-01 is not 2025-07-02",
        ),
        (set_value("articles", "mood", "glad"), "articles.jsonl: line 2: unknown column mood"),
        (lambda rows: rows["articles"][1].pop("author"), "articles.jsonl: line 2: missing column author"),
    ],
)
def test_a_bad_row_is_named_and_nothing_changes(tmp_path: Path, extracted_day: Path, change: Any, says: str) -> None:
    database = tmp_path / "build.duckdb"
    load_day(database, extracted_day, extracted.DAY)
    before = contents(database)
    rows = extracted.rows()
    change(rows)
    with pytest.raises(LoadError) as error:
        load_day(database, extracted.write_day(tmp_path / "bad", rows), extracted.DAY)
    assert says in str(error.value)
    assert contents(database) == before


@pytest.mark.parametrize("line", [b'{"source_id": ', b"[1]", b'{"source_id": "\xff"}', b"\x00"])
def test_a_broken_line_is_named(tmp_path: Path, extracted_day: Path, line: bytes) -> None:
    path = extracted_day / "sources.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(LoadError, match=r"sources\.jsonl: line 4: "):
        load_day(tmp_path / "build.duckdb", extracted_day, extracted.DAY)


def test_a_missing_file_is_named_and_an_empty_one_is_an_empty_table(tmp_path: Path, extracted_day: Path) -> None:
    (extracted_day / "offer_claims.jsonl").write_bytes(b"")
    assert load_day(tmp_path / "build.duckdb", extracted_day, extracted.DAY)["offer_claims"] == 0
    (extracted_day / "offer_claims.jsonl").unlink()
    with pytest.raises(LoadError, match=r"offer_claims\.jsonl: no such file; extract 2025-07-02 again"):
        load_day(tmp_path / "build.duckdb", extracted_day, extracted.DAY)


def test_a_folder_named_like_a_pattern_is_read_as_it_is(tmp_path: Path) -> None:
    day_folder = extracted.write_day(tmp_path / "day [1]*?", extracted.rows())
    assert load_day(tmp_path / "build.duckdb", day_folder, extracted.DAY)["sources"] == 3


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path, extracted_day: Path) -> None:
    database = tmp_path / "build.duckdb"
    database.write_text("hello, I am no database at all. " * 1000)
    with pytest.raises(LoadError, match=r"build\.duckdb: cannot be opened"):
        load_day(database, extracted_day, extracted.DAY)


def test_a_kill_in_the_middle_leaves_the_former_partition(tmp_path: Path, extracted_day: Path) -> None:
    database = tmp_path / "build.duckdb"
    load_day(database, extracted_day, extracted.DAY)
    before = contents(database)

    emptied: extracted.Rows = {name: [] for name in before}
    day_folder = extracted.write_day(tmp_path / "second", emptied)
    last = day_folder / f"{list(before)[-1]}.jsonl"
    last.unlink()
    os.mkfifo(last)  # the load stops here, all other tables already replaced in its transaction
    program = (
        "import sys; from datetime import date; from pathlib import Path; from warehouse.load import load_day;"
        "load_day(Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3]))"
    )
    arguments = [sys.executable, "-c", program, database, day_folder, str(extracted.DAY)]
    with subprocess.Popen(arguments) as process, last.open("wb"):  # opens once the load has opened the pipe
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert contents(database) == before
    assert load_day(database, extracted_day, extracted.DAY)["articles"] == len(before["articles"])
