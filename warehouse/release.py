"""Releases: checked marts, copied into a file of their own and swapped in at once.

A release is `releases/<id>/` under the home folder: `mercato.duckdb` (tables in schema `main`), a Parquet file for
every table, `report.html` and `manifest.json`. The current one is what `mercato.duckdb` and `report.html` in the home
folder are copies of. What is good enough to be released is decided elsewhere, before.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from extract.errors import MercatoError

DATABASE = "mercato.duckdb"
REPORT = "report.html"
MANIFEST = "manifest.json"
KEEP = 14  # releases, for a fortnight of daily ones


class ReleaseError(MercatoError):
    """What was asked of the releases cannot be done; the message says what to do instead."""


class Release(BaseModel):
    """What `manifest.json` says of a release; `row_counts` by table, `sha256` by file, `created_at` in UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    day: date
    created_at: datetime
    run_id: str
    code_version: str
    duckdb_version: str
    row_counts: dict[str, int]
    sha256: dict[str, str]

    def content(self) -> dict[str, str]:
        """Return the hashes of what a reader sees: tables as Parquet, and the report. DuckDB's own file has none."""
        return {name: value for name, value in self.sha256.items() if name != DATABASE}


def publish(
    build_database: Path, home: Path, *, run_id: str, code_version: str, day: date, keep: int = KEEP
) -> Release:
    """Release the schema `marts` of the build file as the current release; return it, or the former if nothing changed.

    It is built aside and swapped in by renaming: an error or a kill at any moment leaves the former release in place,
    and a reader who has the former file open goes on reading it. The newest `keep` releases stay.
    Raises ReleaseError when there are no marts or the file cannot be read.
    """
    from warehouse import report  # takes a second to import, for which no query should wait

    former = current(home)
    created_at = datetime.now(UTC)
    aside = home / "releases" / f"{created_at:%Y%m%dT%H%M%S%fZ}.tmp"
    aside.mkdir(parents=True)
    try:
        row_counts = _copy_marts(build_database, aside)
        (aside / REPORT).write_text(report.render(aside / DATABASE, day), encoding="utf-8")
        release = Release(
            id=aside.stem,
            day=day,
            created_at=created_at,
            run_id=run_id,
            code_version=code_version,
            duckdb_version=duckdb.__version__,
            row_counts=row_counts,
            sha256={path.name: _sha256(path) for path in sorted(aside.iterdir())},
        )
        if former and former.content() == release.content():
            release = former
        else:
            (aside / MANIFEST).write_text(release.model_dump_json(indent=2), encoding="utf-8")
            aside.rename(_folder(home, release.id))
    except duckdb.Error as error:
        raise ReleaseError(f"{build_database}: cannot be released: {error}") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _activate(home, release.id)
    _prune(home, release.id, keep)
    return release


def current(home: Path) -> Release | None:
    """Return the current release, None when there is none.

    Raises ReleaseError when the file in the home folder is not a release's.
    """
    if not (home / DATABASE).exists():
        return None
    try:
        _, rows = query(home, "select release_id from release")
    except ReleaseError as error:
        raise ReleaseError(f"{home / DATABASE}: cannot be read as a release, move it away: {error}") from None
    return _read(home, rows[0][0])


def releases(home: Path) -> list[Release]:
    """Return the releases that are kept, newest first."""
    manifests = (home / "releases").glob(f"[!.]*/{MANIFEST}")
    return [_read(home, path.parent.name) for path in sorted(manifests, reverse=True)]


def rollback(home: Path, release_id: str) -> Release:
    """Make a kept release the current one again, and return it. Raises ReleaseError when it is not kept."""
    release = _read(home, release_id)
    _activate(home, release_id)
    return release


def query(home: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return column names and rows of one SQL statement on the current release, read-only.

    Raises ReleaseError when there is no release, or with DuckDB's own words when the SQL is wrong.
    """
    database = home / DATABASE
    if not database.exists():
        raise ReleaseError(f"{database}: no release yet; `mercato run` makes one")
    try:
        with duckdb.connect(database, read_only=True, config={"autoinstall_known_extensions": "false"}) as connection:
            result = connection.execute(sql)
            return [name for name, *_ in result.description or []], result.fetchall()
    except duckdb.Error as error:
        raise ReleaseError(str(error)) from None


def changes(home: Path, since: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of `event_changes` after change `since`, oldest first, times as text and the fact as an object.

    Raises ReleaseError when there is no release, or one without the feed.
    """
    columns, rows = query(home, f"from event_changes where change_id > {since:d} order by change_id")
    for row in rows:
        change = dict(zip(columns, row, strict=True))
        yield change | {"changed_at": f"{change['changed_at'].isoformat()}Z", "fact": json.loads(change["fact"])}


def last_change(home: Path) -> int:
    """Return the highest `change_id` of the current release, 0 when there is no release. Raises ReleaseError."""
    if not (home / DATABASE).exists():
        return 0
    return int(query(home, "select coalesce(max(change_id), 0) from event_changes")[1][0][0])


def changed_facts(home: Path, since: int) -> list[dict[str, Any]]:
    """Return the facts that changed after change `since`, each once: `event`, `fact_id`, `change`, `before`, `after`.

    `change` is created, merged, retracted, or the last of confirmed, denied, updated; `before` and `after` are rows of
    the fact table as objects, null for what was not or is gone. Ordered by event and id. Raises ReleaseError.
    """
    _, rows = query(
        home,
        f"""
        select event, fact_id, arg_max(change, change_id) as change,
            arg_max(fact, change_id) filter (where change_id <= {since:d}) as before,
            arg_max(change, change_id) filter (where change_id <= {since:d}) as former_change,
            arg_max(fact, change_id) as after
        from event_changes group by event, fact_id having max(change_id) > {since:d} order by event, fact_id
        """,  # noqa: S608
    )
    gone = ("merged", "retracted")
    facts = []
    for event, fact_id, change, before, former_change, after in rows:
        former = None if before is None or former_change in gone else json.loads(before)
        now = None if change in gone else json.loads(after)
        if former is None and now is None:
            continue  # came and went in between
        what = "created" if former is None else change
        facts.append({"event": event, "fact_id": fact_id, "change": what, "before": former, "after": now})
    return [fact for fact in facts if fact["before"] != fact["after"]]


def _copy_marts(build_database: Path, folder: Path) -> dict[str, int]:
    """Copy every table of `marts`, with its comments, into the release's DuckDB file and Parquet; return row counts.

    Rows are sorted, so that the same content makes the same Parquet file.
    """
    with duckdb.connect(folder / DATABASE) as connection:
        connection.execute(f"attach '{_literal(build_database)}' as build (read_only)")
        connection.begin()
        tables = connection.execute(
            "select table_name from duckdb_tables()"
            " where database_name = 'build' and schema_name = 'marts' order by table_name"
        ).fetchall()
        counts = {table: _copy_table(connection, table, folder) for (table,) in tables}
        connection.execute("create table release as select $1 as release_id", [folder.stem])
        connection.execute("comment on table release is 'Which release this file is; see its manifest.json.'")
        connection.commit()
    if not counts:
        raise ReleaseError(f"{build_database}: has no table in schema marts; build the marts first")
    return counts


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> int:
    connection.execute(f'create table "{table}" as from build.marts."{table}" order by all')
    comments = connection.execute(
        "select column_name, comment from duckdb_columns() where database_name = 'build' and schema_name = 'marts'"
        " and table_name = $1 and comment is not null union all select null, comment from duckdb_tables()"
        " where database_name = 'build' and schema_name = 'marts' and table_name = $1 and comment is not null",
        [table],
    ).fetchall()
    for column, comment in comments:
        of = f'column "{table}"."{column}"' if column else f'table "{table}"'
        connection.execute(f"comment on {of} is '{_literal(comment)}'")
    connection.execute(f"copy \"{table}\" to '{_literal(folder / table)}.parquet' (format parquet)")
    row = connection.execute(f'select count(*) from "{table}"').fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def _activate(home: Path, release_id: str) -> None:
    """Swap the release's files in; a half-written copy is never seen under the final name."""
    (home / f"{DATABASE}.wal").unlink(missing_ok=True)  # of somebody who wrote into the former file
    for name in (REPORT, DATABASE):  # the database last: it says which release is the current one
        copy = home / f".{name}.{release_id}.tmp"
        shutil.copyfile(_folder(home, release_id) / name, copy)
        copy.replace(home / name)


def _prune(home: Path, current_id: str, keep: int) -> None:
    """Remove all but the newest releases and the current one, and what killed runs have left."""
    for release in releases(home)[keep:]:
        if release.id != current_id:
            shutil.rmtree(_folder(home, release.id))
    for leftover in (home / "releases").glob("*.tmp"):
        shutil.rmtree(leftover)
    for name in (DATABASE, REPORT):
        for leftover in home.glob(f".{name}.*.tmp"):
            leftover.unlink()


def _folder(home: Path, release_id: str) -> Path:
    return home / "releases" / release_id


def _read(home: Path, release_id: str) -> Release:
    path = _folder(home, release_id) / MANIFEST
    try:
        return Release.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        kept = ", ".join(sorted(path.name for path in (home / "releases").glob("*Z"))) or "none"
        raise ReleaseError(f"{path}: not a release ({error}); kept releases: {kept}") from None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _literal(value: object) -> str:
    return str(value).replace("'", "''")
