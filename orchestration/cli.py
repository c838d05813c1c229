"""The `mercato` command: arguments, and what is printed. The work itself belongs to the packages it calls."""

import json
import os
import shutil
import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from extract.errors import MercatoError
from orchestration.options import HomeOption, SourcesOption, UsageError, console, parse_day, prepare_home, print_rows
from orchestration.replay import backfill, reprocess
from orchestration.sources_command import sources_app

# Typer carries a click of its own; this is the base of its errors of usage
ArgumentError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Who moves where and who buys what, from the news into DuckDB.",
)
PublishedOption = Annotated[str | None, typer.Option(metavar="DAY", help="Anchor of relative dates.")]
LanguageOption = Annotated[str | None, typer.Option(help="fr, en; default: detected.")]

app.add_typer(sources_app, name="sources")

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


MOVES = """
select coalesce(person, headcount || ' people', 'a group') as who, kind, from_organization as "from",
    to_organization as "to", status, source_count as sources
from fct_moves where not is_background order by first_published_on desc nulls last, who
"""
DEALS = """
select target, kind, acquirers, case when deal_amount is null then null
    else deal_currency || ' ' || format('{:,.0f}', deal_amount / 1e6) || ' M' end as amount,
    stage, status, source_count as sources
from fct_deals where not is_background order by first_published_on desc nulls last, target
"""
TRY = "select person, from_organization, to_organization, status, quote from fct_moves limit 5"


@app.command()
def run(
    home: HomeOption = None,
    sources: SourcesOption = None,
    day: Annotated[
        str | None, typer.Option("--date", help="Crawl day, as 2025-06-26; default: today in Paris.")
    ] = None,
) -> None:
    """Run the daily job: crawl, read, load, build, check, release."""
    from orchestration.partitions import TIMEZONE, crawl_days
    from orchestration.runs import run_shown

    chosen = (parse_day(day) if day else datetime.now(ZoneInfo(TIMEZONE)).date()).isoformat()
    if not crawl_days.has_partition_key(chosen):
        raise UsageError(f"{chosen} is no crawl day: choose one from {crawl_days.get_first_partition_key()} to today")
    path = prepare_home(home, sources)
    run_shown("daily", chosen, path)
    from warehouse.release import query as query_release

    for title, sql in (("Moves", MOVES), ("Deals", DEALS)):
        print_rows(title, *query_release(path, sql))
    program = "mercato" if shutil.which("mercato") else os.path.relpath(sys.argv[0])
    console.print(
        f'\nDatabase  {path / "mercato.duckdb"}\nReport    {path / "report.html"}\nTry       {program} query "{TRY}"',
        soft_wrap=True,
        highlight=False,
    )


@app.command()
def extract(
    source: Annotated[
        str | None, typer.Argument(metavar="PATH|URL|-", help="One .html, .txt or .json document.")
    ] = None,
    output: Annotated[
        Path | None, typer.Argument(metavar="[OUT.jsonl]", help="With --batch: where the answers go.")
    ] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Read IN.jsonl, write OUT.jsonl, a line per document.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="With --batch: worker processes.")] = 1,
    published_on: PublishedOption = None,
    language: LanguageOption = None,
) -> None:
    """Read moves, deals and offers out of one document, or of a file of them."""
    if batch:
        if not (source and output):
            raise UsageError("--batch needs two files: mercato extract --batch IN.jsonl OUT.jsonl")
        _extract_batch(Path(source), output, workers)
        return
    if source is None or output is not None:
        raise UsageError("name one document: mercato extract PATH, URL or - for standard input")
    from extract.document import extract_document

    answer = extract_document(source, published_on=_anchor(published_on), language=language)
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))


def _anchor(published_on: str | None) -> date | None:
    return parse_day(published_on) if published_on else None


def _extract_batch(source: Path, output: Path, workers: int) -> None:
    from extract.batch import extract_lines

    if not source.is_file():
        raise UsageError(f"{source}: no such file")
    unfinished = output.with_name(output.name + ".part")
    with (
        source.open(encoding="utf-8", errors="surrogateescape") as lines,
        unfinished.open("w", encoding="utf-8") as out,
    ):
        out.writelines(line + "\n" for line in extract_lines(lines, workers=workers))
    unfinished.replace(output)


@app.command()
def explain(
    source: Annotated[str, typer.Argument(metavar="PATH|URL|-", help="One .html, .txt or .json document.")],
    published_on: PublishedOption = None,
    language: LanguageOption = None,
) -> None:
    """Print what is made of each sentence of a document: gate, parse, claims, and why each is kept or dropped."""
    from extract.document import explain_document
    from orchestration.explained import rendered

    explanation = explain_document(source, published_on=_anchor(published_on), language=language)
    console.print(rendered(explanation), highlight=False)


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Labelled documents, one per line.")],
    errors: Annotated[int, typer.Option(min=0, help="How many of the worst errors of each sort to show.")] = 0,
    html: Annotated[
        Path | None, typer.Option(metavar="PAGE", help="Write a page with every document, marked.", dir_okay=False)
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="README.md", help="Write the figures between the markers of this file.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 2,
) -> None:
    """Print how well moves, deals and offers are read from labelled documents."""
    from orchestration.evaluation import evaluate_files
    from orchestration.evaluation.page import render
    from orchestration.evaluation.tables import figure_tables, terminal, write_markdown

    evaluation = evaluate_files(gold, workers)
    for table in figure_tables(evaluation, errors):
        console.print(terminal(table), highlight=False)
    if html:
        html.write_bytes(render(evaluation).encode("utf-8", "replace"))
        console.print(f"Page  {html}", soft_wrap=True, highlight=False)
    if markdown:
        write_markdown(evaluation, markdown)
    if unread := evaluation.unread:
        raise UsageError(f"{len(unread)} documents could not be read and count as empty; the first is {unread[0]}")


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement on the released tables.")], home: HomeOption = None
) -> None:
    """Print the answer of the current release to a SQL query."""
    from warehouse.release import query as query_release

    print_rows("", *query_release(prepare_home(home), sql))


@app.command()
def changes(
    since: Annotated[int, typer.Option(min=0, help="The last change_id you have seen.")] = 0,
    home: HomeOption = None,
) -> None:
    """Print what happened to the facts since a change, oldest first, as JSON lines."""
    from warehouse.release import changes as changes_since

    for change in changes_since(prepare_home(home), since):
        typer.echo(json.dumps(change, ensure_ascii=False))


@app.command()
def newsroom(port: Annotated[int, typer.Option(help="First of five neighboring ports.")] = 8801) -> None:
    """Serve the bundled newsroom alone, until interrupted."""
    from extract.newsroom.server import serve

    serve(port)


@app.command()
def dev(
    home: HomeOption = None,
    sources: SourcesOption = None,
    port: Annotated[int, typer.Option(help="Port of the user interface.")] = 3000,
) -> None:
    """Open Dagster's user interface, schedule and daemon on the project."""
    from orchestration.resources import PROJECT

    prepare_home(home, sources)
    os.chdir(PROJECT)
    dagster = str(Path(sys.executable).with_name("dagster"))
    os.execv(dagster, [dagster, "dev", "--host", "127.0.0.1", "--port", str(port)])  # noqa: S606 — our own program takes over


app.command()(backfill)
app.command()(reprocess)


def _interrupted(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line; an error is one line on standard error, with an exit code other than 0."""
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        code = app(standalone_mode=False)
    except (MercatoError, ArgumentError) as error:
        message = error.format_message() if isinstance(error, ArgumentError) else str(error)  # type: ignore[attr-defined]
        sys.exit(f"mercato: {' '.join(message.split())}")
    if code == INTERRUPTED:  # Typer's answer to KeyboardInterrupt
        print("mercato: interrupted", file=sys.stderr)
    sys.exit(code)
