"""How well the reader does on labelled documents, as tables for the terminal.

What counts as right belongs in `extract.claims.evaluation`.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from extract.batch import extract_lines
from extract.claims.evaluation import EVENTS, Report, evaluate
from extract.errors import MercatoError


class GoldError(MercatoError):
    """A file of labelled documents that is none."""


def evaluate_files(paths: Sequence[Path], workers: int) -> tuple[dict[str, Report], list[str]]:
    """Return a report per file and language and one of all, and the documents that could not be read, with reasons.

    A file has a JSON object per line, keyed as in the labelling guide. Raises `GoldError`.
    """
    golds: list[tuple[str, dict[str, Any]]] = []
    for path in paths:
        golds += [(path.stem, document) for document in _documents(path)]
    asked = (
        json.dumps({key: gold.get(key) for key in ("id", "language", "title", "text", "published_on")})
        for _, gold in golds
    )
    unread: list[str] = []
    groups: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = defaultdict(list)
    for (name, gold), answer in zip(golds, extract_lines(asked, workers=workers), strict=True):
        found = json.loads(answer)
        groups[f"{name} ({gold['language']})"].append((gold, found))
        unread += [f"{gold['id']}: {found['error']}"] if "error" in found else []
    groups["all"] = [pair for pairs in groups.values() for pair in pairs]
    return {name: evaluate(pairs) for name, pairs in groups.items()}, unread


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            document = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}:{number}: not JSON: {error}") from error
        missing = [
            key for key in ("id", "language", "text", *EVENTS) if not isinstance(document, dict) or key not in document
        ]
        if missing:
            raise GoldError(f"{path}:{number}: a labelled document has {', '.join(missing)}")
        yield document


def figure_tables(reports: dict[str, Report], worst: int) -> Iterator[Table]:
    """Yield the tables of `mercato evaluate`: events, fields, calibration, and `worst` errors."""
    yield _events(reports)
    yield _fields(reports["all"])
    yield _calibration(reports["all"])
    if worst:
        yield _errors(reports["all"], worst)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _events(reports: dict[str, Report]) -> Table:
    table = _table(
        "Events", "documents", "kind", "precision", "recall", "F1", "strict F1", "right/found/gold", "false alarms"
    )
    for name, report in reports.items():
        for event, tally in [*report.tallies.items(), ("events", report.total())]:
            if not tally.gold and not tally.found:
                continue
            alarms = f"{report.alarms} of {report.quiet} quiet" if event == "events" else ""
            counts = f"{tally.right}/{tally.found}/{tally.gold}"
            figures = (tally.precision, tally.recall, tally.f1(), tally.f1(is_strict=True))
            table.add_row(name, event, *(f"{figure:.3f}" for figure in figures), counts, alarms)
        table.add_section()
    return table


def _fields(report: Report) -> Table:
    table = _table("Fields of matched events, where the label fills them", "kind", "field", "right", "of", "share")
    for event, tally in report.tallies.items():
        for name, (right, total) in tally.fields.items():
            table.add_row(event, name, str(right), str(total), f"{right / total:.2f}")
        table.add_section()
    return table


def _calibration(report: Report) -> Table:
    table = _table("Confidence", "from", "events", "right", "share")
    for edge, (right, total) in report.calibration.items():
        table.add_row(f"{edge:.1f}", str(total), str(right), f"{right / total:.2f}")
    return table


def _errors(report: Report, worst: int) -> Table:
    """False events most confident first, then missed ones."""
    table = _table("Worst errors", "document", "kind", "error", "row")
    ranked = sorted(report.errors, key=lambda error: -error[3].get("confidence", 0.0))
    for document, event, error, row in ranked[:worst]:
        filled = {key: value for key, value in row.items() if value not in (None, [], False)}
        table.add_row(str(document), event, error, json.dumps(filled, ensure_ascii=False))
    return table
