"""Load of one crawl day: the extracted JSON lines become one partition of each raw table.

The tables and their columns are `schema.sql`'s; what the rows mean is checked by `warehouse.expectations`.
"""

from datetime import date
from pathlib import Path

import duckdb

from extract.errors import MercatoError
from warehouse.references import load_references

SCHEMA = Path(__file__).with_name("schema.sql")


class LoadError(MercatoError):
    """An extracted file that cannot be loaded; the message names the file, and the line and column at fault."""


def raw_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the columns of each raw table with their DuckDB types, both in the order of `schema.sql`."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, data_type in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where schema_name = 'raw' and database_name = current_database() order by table_oid, column_index"
    ).fetchall():
        tables.setdefault(table, {})[column] = data_type
    return tables


def raw_table_names() -> list[str]:
    """Return the names of the raw tables, without a database."""
    with duckdb.connect() as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        return list(raw_tables(connection))


def load_day(database: Path, day_folder: Path, day: date) -> dict[str, int]:
    """Replace the partition `day` of every raw table by `day_folder`'s `<table>.jsonl`; return the rows of each table.

    All or nothing: one transaction, so an error or a kill at any moment leaves the former partition.
    Raises LoadError when a file is missing or a line does not fit its table.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(database)
    except duckdb.IOException as error:
        raise LoadError(f"{database}: cannot be opened for writing: {error}") from None
    with connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.begin()  # closing without commit rolls back
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        counts = {
            table: _replace_partition(connection, table, columns, day_folder / f"{table}.jsonl", day)
            for table, columns in raw_tables(connection).items()
        }
        connection.execute(
            "insert or replace into loads.days values ($day, (select coalesce(max(load_id), 0) + 1 from loads.days))",
            {"day": day},
        )
        load_references(connection)
        connection.commit()
    return counts


def _replace_partition(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], path: Path, day: date
) -> int:
    if not path.exists():
        raise LoadError(f"{path}: no such file; extract {day} again, an empty table still has its (empty) file")
    try:
        _check_keys(connection, columns, path)
        _check_rows(connection, table, columns, path, day)
        connection.execute(f"delete from raw.{table} where crawl_on = $day", {"day": day})  # noqa: S608
        rows = connection.execute(
            f"insert into raw.{table} by name select * from {_reader(columns)}",  # noqa: S608
            {"path": str(path)},
        ).fetchone()
    except duckdb.Error as error:
        raise LoadError(f"{path}: {_first_fault(columns, path) or error}") from None
    return int(rows[0]) if rows else 0


def _reader(columns: dict[str, str]) -> str:
    """Return the table function that reads `$path`; timestamps with an offset become UTC on insertion."""
    types = {name: "TIMESTAMPTZ" if kind == "TIMESTAMP" else kind for name, kind in columns.items()}
    return f"read_json($path, format = 'newline_delimited', columns = {types})"


def _check_keys(connection: duckdb.DuckDBPyConnection, columns: dict[str, str], path: Path) -> None:
    """Refuse a line whose keys are not exactly the table's columns: `read_json` would drop or null them in silence."""
    fault = connection.execute(
        """
        with lines as (select row_number() over () as line, json_keys(json) as keys from read_ndjson_objects($path)),
        faults as (
            select line,
                list_filter($columns::varchar[], name -> not list_contains(keys, name)) as missing,
                list_filter(keys, name -> not list_contains($columns::varchar[], name)) as unknown
            from lines
        )
        select line, missing, unknown from faults where len(missing) + len(unknown) > 0 order by line limit 1
        """,
        {"path": str(path), "columns": list(columns)},
    ).fetchone()
    if fault:
        line, missing, unknown = fault
        says = [f"missing column {name}" for name in missing] + [f"unknown column {name}" for name in unknown]
        raise LoadError(f"{path}: line {line}: {', '.join(says)}")


def _check_rows(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], path: Path, day: date
) -> None:
    required = connection.execute(
        "select column_name from duckdb_columns() where schema_name = 'raw' and table_name = $table"
        " and database_name = current_database() and not is_nullable order by column_index",
        {"table": table},
    ).fetchall()
    nulls = " ".join(f"when \"{name}\" is null then '{name}: must not be null'" for (name,) in required)
    other_day = "when crawl_on <> $day then 'crawl_on: ' || crawl_on || ' is not ' || $day"
    fault = connection.execute(
        f"""
        with rows as (select row_number() over () as line, * from {_reader(columns)}),
        faults as (
            select line, case {nulls} {other_day} end as says from rows
        )
        select line, says from faults where says is not null order by line limit 1
        """,  # noqa: S608
        {"path": str(path), "day": day},
    ).fetchone()
    if fault:
        raise LoadError(f"{path}: line {fault[0]}: {fault[1]}")


def _first_fault(columns: dict[str, str], path: Path) -> str | None:
    """Return line and column of the first value that does not fit; DuckDB's own numbers are approximate."""
    with duckdb.connect() as connection, path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                text = line.decode()
                connection.execute("select $1::json", [text])
            except (UnicodeDecodeError, duckdb.Error):
                return f"line {number}: not valid JSON in UTF-8"
            for name, kind in columns.items():
                try:
                    connection.execute(f"select ($1::json -> $2)::{kind}", [text, f'$."{name}"'])
                except duckdb.Error:
                    value = connection.execute("select $1::json ->> $2", [text, f'$."{name}"']).fetchone()
                    return f"line {number}: {name}: {value and value[0]!r} is not {kind.lower()}"
    return None
