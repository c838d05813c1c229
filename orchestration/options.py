"""What commands have in common: their options, the folder they work in, where they print, and errors of usage."""

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from extract.errors import MercatoError

# its own hold on standard output, which a run redirects; a log or a pipe has no width of its own
console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120)

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of all generated data.", envvar="MERCATO_HOME", file_okay=False)
]
SourcesOption = Annotated[
    Path | None,
    typer.Option("--sources", help="Sources file; default: the bundled newsroom.", envvar="MERCATO_SOURCES"),
]


class UsageError(MercatoError):
    """An input that the command cannot work with."""


def parse_day(text: str) -> date:
    """Return the day that `text` names. Raises UsageError when it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day: write it as 2025-06-26") from error


def prepare_home(home: Path | None, sources: Path | None = None) -> Path:
    """Set the environment that resources and Dagster read, and return the folder of generated data."""
    from orchestration.resources import PROJECT, Home

    if home:
        os.environ["MERCATO_HOME"] = str(home.resolve())
    if sources:
        if not sources.is_file():
            raise UsageError(f"{sources}: no such sources file")
        os.environ["MERCATO_SOURCES"] = str(sources.resolve())
    path = Home().path
    dagster_home = path / "dagster"
    dagster_home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROJECT / "orchestration" / "dagster.yaml", dagster_home / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(dagster_home)
    return path


def print_rows(title: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Print rows as a table."""
    table = Table(title=title or None, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(cell, row))
    console.print(table)


def cell(value: Any) -> str:
    """Return a value of SQL as it is printed."""
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(cell, value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
