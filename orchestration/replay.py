"""The commands that bring pages of the past into the warehouse: `mercato backfill`, `mercato reprocess`.

How files become archived pages belongs in `extract.backfill`; what a day goes through, in `orchestration.defs`.
"""

import itertools
import time
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from orchestration.options import HomeOption, SourcesOption, UsageError, cell, console, parse_day, prepare_home

_SHOWN_DAMAGES = 10
_LABELS = {
    "move": ("person", "headcount", "from_organization", "to_organization"),
    "deal": ("acquirers", "target", "kind"),
    "offer": ("offeror", "person", "kind"),
}
# Keys, offsets, and what is computed of other columns.
_UNTOLD = ("_id", "_usd", "_eur", "char_start", "char_end", "quote_part", "quote_url", "rate_on", "_seen_at")


def backfill(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="WARC files, saved HTML pages, or folders of them.")
    ],
    day: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Day on which HTML files were saved; default: of their last change."),
    ] = None,
    home: HomeOption = None,
    sources: SourcesOption = None,
) -> None:
    """Bring pages from WARC or HTML files into the archive; read, load, build, check and release their days."""
    from extract.backfill import Backfilled, files_of
    from extract.backfill import backfill as bring_in
    from extract.sources import BUNDLED, load_sources
    from orchestration.partitions import FIRST_DAY, TIMEZONE
    from orchestration.progress import bar_on, print_stage, summary
    from orchestration.resources import Home, Registry
    from orchestration.runs import logged_to

    files = files_of(paths)
    first_day, today = date.fromisoformat(FIRST_DAY), datetime.now(ZoneInfo(TIMEZONE)).date()
    html_day = parse_day(day) if day else None
    if html_day and not first_day <= html_day <= today:
        raise UsageError(f"{html_day} is no crawl day: choose one from {first_day} to today")
    path = prepare_home(home, sources)
    registered = {source.id: source for source in [*load_sources(BUNDLED), *Registry().sources]}
    began = time.monotonic()
    with (
        bar_on(console, "archive", sum(file.stat().st_size for file in files)) as bar,
        logged_to(path / "dagster" / "run.log"),
    ):

        def show(done: int, result: Backfilled) -> None:
            bar.update(done, summary({"pages": result.counts.total()}))

        result = bring_in(
            files,
            Home().archive,
            sources=list(registered.values()),
            timezone=ZoneInfo(TIMEZONE),
            first_day=first_day,
            html_day=html_day,
            on_progress=show,
        )
    told = {"pages from files": result.counts.total()} | {
        {"ok": "new", "known": "archived already", "other_day": "of no crawl day"}.get(key, key): count
        for key, count in sorted(result.counts.items())
    }
    print_stage(console, "archive", summary(told | {"damaged parts": len(result.damages)}), time.monotonic() - began)
    for damage in result.damages[:_SHOWN_DAMAGES]:
        place = f"{damage.file} at {damage.offset}: {damage.reason}"
        console.print(f"[yellow]damaged[/]  {place}", highlight=False, soft_wrap=True)
    if len(result.damages) > _SHOWN_DAMAGES:
        console.print(f"         and {len(result.damages) - _SHOWN_DAMAGES} more")
    if not result.days:
        raise UsageError(f"{', '.join(map(str, paths))}: no page of a crawl day in {len(files)} files")
    _refuse(_replay(sorted(result.days), path))


def reprocess(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="First crawl day, as 2025-06-26.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="Last crawl day.")],
    home: HomeOption = None,
) -> None:
    """Read archived days again with the reader as it is now, release, and print what changed in the facts."""
    from extract.archive import Archive
    from orchestration.resources import Home
    from warehouse.release import changed_facts, last_change

    first_on, last_on = parse_day(first), parse_day(last)
    if first_on > last_on:
        raise UsageError(f"--from {first_on} is after --to {last_on}")
    path = prepare_home(home)
    with Archive(Home().archive) as archive:
        days = [day for day in archive.days() if first_on <= day <= last_on]
    if not days:
        raise UsageError(f"no day from {first_on} to {last_on} is archived in {Home().archive}")
    asked = (first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1))
    for span in _spans(day for day in asked if day not in days):
        console.print(f"[yellow]skipped[/]  {span}: no archive", highlight=False)
    since = last_change(path)
    failures = _replay(days, path)
    _print_changes(changed_facts(path, since))
    _refuse(failures)


def _replay(days: Sequence[date], home: Path) -> list[str]:
    """Read and load archived days, then build, check and release once; return what failed, which stops no other day.

    Raises RunError when nothing could be released.
    """
    from extract.archive import Archive
    from orchestration.progress import bar_on, print_stage
    from orchestration.resources import Home
    from orchestration.runs import RunError, logged_to, run_job, run_shown

    began, failures = time.monotonic(), []
    with bar_on(console, "read", len(days)) as bar, logged_to(home / "dagster" / "run.log"):
        for number, day in enumerate(days):
            bar.update(number, str(day))
            try:
                run_job("reading", day.isoformat())
            except RunError as error:
                failures.append(f"{day}: {error}")
    span = f"{days[0]}" if len(days) == 1 else f"{len(days)} days, {days[0]} to {days[-1]}"
    print_stage(console, "read", span, time.monotonic() - began)
    for failure in failures:
        console.print(f"[red]failed[/]   {failure}", highlight=False, soft_wrap=True)
    if len(failures) == len(days):
        raise RunError(f"no day could be read; the first: {failures[0]}")
    with Archive(Home().archive) as archive:
        newest = archive.days()[-1]  # of which the report tells
    run_shown("publication", newest.isoformat(), home)
    return failures


def _refuse(failures: Sequence[str]) -> None:
    if failures:
        raise UsageError(f"days that could not be read: {len(failures)}; the first: {failures[0]}")


def _print_changes(facts: Sequence[dict[str, Any]]) -> None:
    if not facts:
        console.print("Nothing changed in the facts.")
        return
    table = Table(title="Changed facts", title_justify="left", title_style="bold", show_lines=True)
    for column in ("fact", "what", "before → after"):
        table.add_column(column, overflow="fold")
    for fact in facts:
        shown = fact["after"] or fact["before"]
        table.add_row(f"{fact['event']}: {_label(fact['event'], shown)}", fact["change"], _differences(fact))
    console.print(table)
    gone = sum(fact["after"] is None for fact in facts)
    added = sum(fact["before"] is None for fact in facts)
    console.print(f"{added} added, {len(facts) - added - gone} changed, {gone} gone", highlight=False)


def _label(event: str, row: dict[str, Any]) -> str:
    values = {name: row.get(name) for name in _LABELS[event]}
    if event == "move":
        headcount = values["headcount"]
        who = values["person"] or (f"{headcount} people" if headcount else "a group")
        return f"{who}, {values['from_organization'] or '?'} → {values['to_organization'] or '?'}"
    return ", ".join(cell(value) for value in values.values() if value)


def _differences(fact: dict[str, Any]) -> str:
    before, after = fact["before"], fact["after"]
    if before is None or after is None:
        row = before or after
        return f"{row['kind']}, {row['status']}: {row['quote']}"
    names = [name for name in after if before.get(name) != after[name]]
    told = [name for name in names if not name.endswith(_UNTOLD)] or names
    return "\n".join(f"{name}: {cell(before.get(name)) or '–'} → {cell(after[name]) or '–'}" for name in told)


def _spans(days: Iterable[date]) -> list[str]:
    """Return days as spans without gaps: "2025-01-03 to 2025-01-09"."""
    spans = []
    for _, group in itertools.groupby(enumerate(days), lambda item: item[1] - timedelta(days=item[0])):
        run = [day for _, day in group]
        spans.append(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}")
    return spans
