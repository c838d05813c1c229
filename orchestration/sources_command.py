"""The commands on a registry of sources: `mercato sources list`, `mercato sources check`.

What makes a registry belongs in `extract.sources`; how a source is checked, in `extract.crawl.check`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from extract.sources import BUNDLED, Source, load_sources, note_checked
from orchestration.options import UsageError, console

if TYPE_CHECKING:
    from extract.crawl.check import SourceReport

sources_app = typer.Typer(no_args_is_help=True, help="The publishers that a run can follow.")

FileOption = Annotated[
    Path,
    typer.Option("--sources", help="Sources file; default: the bundled registry.", envvar="MERCATO_SOURCES"),
]


@sources_app.command("list")
def list_sources(sources: FileOption = BUNDLED) -> None:
    """Print the sources of a registry."""
    table = Table("id", "name", "language", "country", "checked")
    for source in load_sources(sources):
        table.add_row(*map(escape, (source.id, source.name, source.language, source.country, str(source.checked))))
    console.print(table)


@sources_app.command()
def check(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Sources; default: all.")] = None,
    sources: FileOption = BUNDLED,
    contact: Annotated[
        str | None, typer.Option(envvar="MERCATO_CONTACT", help="Where publishers reach you: mail or web address.")
    ] = None,
) -> None:
    """Ask each source for one article, print what came of it, and note in the file the day on which it worked."""
    from extract.crawl.check import check_sources

    chosen = _chosen(load_sources(sources), ids or [], sources)
    with console.status(f"asking {len(chosen)} sources"):
        reports = check_sources(chosen, contact=contact)
    console.print(_table(reports))
    today = datetime.now(UTC).date()
    note_checked(sources, {report.source.id: today for report in reports if report.works})
    failed = [report.source.id for report in reports if not report.works]
    if failed and (ids or len(failed) == len(reports)):
        raise UsageError(f"cannot be followed as registered in {sources}: {', '.join(failed)}")


def _chosen(registered: list[Source], ids: list[str], file: Path) -> list[Source]:
    if unknown := set(ids) - {source.id for source in registered}:
        raise UsageError(f"{file}: no source {', '.join(sorted(unknown))}: `mercato sources list` shows them")
    return [source for source in registered if not ids or source.id in ids]


def _table(reports: "list[SourceReport]") -> Table:
    table = Table("source", "robots.txt", "asked", "items", "newest", "sample article", "problem")
    for column in table.columns:
        column.overflow = "fold"
    for report in reports:
        article, sample = report.sample, ""
        if article:
            sample = f"{article.title or 'no title'} ({article.published_from_on or 'no date'}, {len(article.text):,})"
        first = [report.source.id, report.robots]
        for listing in report.listings:
            count = "" if listing.item_count is None else f"{listing.item_count:,}"
            row = (*first, listing.url, count, str(listing.newest_on or ""), sample, listing.problem or "")
            table.add_row(*map(escape, row))
            first, sample = ["", ""], ""
        for problem in report.problems:
            table.add_row(*map(escape, (*first, "", "", "", sample, problem)))
            first, sample = ["", ""], ""
        table.add_section()
    return table
