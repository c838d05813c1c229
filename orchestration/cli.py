"""The `mercato` command: arguments, and what is printed. The work itself belongs to the packages it calls."""

import contextlib
import json
import os
import shutil
import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from extract.errors import MercatoError
from orchestration.sources_command import sources_app

if TYPE_CHECKING:  # Dagster takes seconds to import, and most commands do without
    import dagster as dg

# Typer carries a click of its own; this is the base of its errors of usage
ArgumentError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Who moves where and who buys what, from the news into DuckDB.",
)
# its own hold on standard output, which a run redirects; a log or a pipe has no width of its own
console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120)

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of all generated data.", envvar="MERCATO_HOME", file_okay=False)
]
SourcesOption = Annotated[
    Path | None,
    typer.Option("--sources", help="Sources file; default: the bundled newsroom.", envvar="MERCATO_SOURCES"),
]
PublishedOption = Annotated[str | None, typer.Option(metavar="DAY", help="Anchor of relative dates.")]
LanguageOption = Annotated[str | None, typer.Option(help="fr, en; default: detected.")]

app.add_typer(sources_app, name="sources")

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class UsageError(MercatoError):
    """An input that the command cannot work with."""


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day: write it as 2025-06-26") from error


def _prepare_home(home: Path | None, sources: Path | None = None) -> Path:
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


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return ", ".join(map(_cell, value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _print_rows(title: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(title=title or None, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    console.print(table)


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

    chosen = (_day(day) or datetime.now(ZoneInfo(TIMEZONE)).date()).isoformat()
    if not crawl_days.has_partition_key(chosen):
        raise UsageError(f"{chosen} is no crawl day: choose one from {crawl_days.get_first_partition_key()} to today")
    path = _prepare_home(home, sources)
    log_file = path / "dagster" / "run.log"
    failure = _run_daily(chosen, log_file)
    if failure:
        raise UsageError(f"{failure} (the former release stays; whole log: {log_file})")
    from warehouse.release import query as query_release

    for title, sql in (("Moves", MOVES), ("Deals", DEALS)):
        _print_rows(title, *query_release(path, sql))
    program = "mercato" if shutil.which("mercato") else os.path.relpath(sys.argv[0])
    console.print(
        f'\nDatabase  {path / "mercato.duckdb"}\nReport    {path / "report.html"}\nTry       {program} query "{TRY}"',
        soft_wrap=True,
        highlight=False,
    )


def _run_daily(day: str, log_file: Path) -> str | None:
    """Run the job on `day` in this process; return None, or in one line what failed."""
    import dagster as dg

    from orchestration.interrupts import insistent_interrupts
    from orchestration.progress import shown_on

    with (
        insistent_interrupts(),
        log_file.open("a", encoding="utf-8") as log,
        shown_on(console),
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        from orchestration.definitions import defs

        with dg.DagsterInstance.get() as instance:
            result = (
                defs()
                .resolve_job_def("daily")
                .execute_in_process(instance=instance, partition_key=day, raise_on_error=False)
            )
    for check in _failed_checks(result, dg.AssetCheckSeverity.WARN):
        console.print(f"[yellow]warning[/]  {check}", highlight=False)
    if result.success:
        return None
    if checks := _failed_checks(result, dg.AssetCheckSeverity.ERROR):
        return f"checks failed: {'; '.join(checks)}"
    step = result.get_step_failure_events()[0]
    error = step.step_failure_data.error
    while error and error.cause:
        error = error.cause
    if error and error.cls_name == dg.DagsterExecutionInterruptedError.__name__:
        raise KeyboardInterrupt
    # the class comes first, which says nothing to a user
    message = error.message.strip().splitlines()[0].rpartition(f"{error.cls_name}: ")[2] if error else "no reason given"
    return f"{step.step_key} failed: {message}"


def _failed_checks(result: "dg.ExecuteInProcessResult", severity: "dg.AssetCheckSeverity") -> list[str]:
    return [
        f"{check.asset_key.to_user_string()}: {check.check_name}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == severity
    ]


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

    answer = extract_document(source, published_on=_day(published_on), language=language)
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))


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

    explanation = explain_document(source, published_on=_day(published_on), language=language)
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

    _print_rows("", *query_release(_prepare_home(home), sql))


@app.command()
def changes(
    since: Annotated[int, typer.Option(min=0, help="The last change_id you have seen.")] = 0,
    home: HomeOption = None,
) -> None:
    """Print what happened to the facts since a change, oldest first, as JSON lines."""
    from warehouse.release import changes as changes_since

    for change in changes_since(_prepare_home(home), since):
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

    _prepare_home(home, sources)
    os.chdir(PROJECT)
    dagster = str(Path(sys.executable).with_name("dagster"))
    os.execv(dagster, [dagster, "dev", "--host", "127.0.0.1", "--port", str(port)])  # noqa: S606 — our own program takes over


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
