"""The figures of an evaluation as tables, and these as Markdown and for the terminal.

Which figures there are belongs in `extract.claims.evaluation`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rich.table
from rich.text import Text

from extract.claims.evaluation import EVENTS, FIELDS, Event, Judged, Report
from extract.errors import MercatoError
from orchestration.evaluation import Evaluation

SURE = 0.9  # confidence from which claims are to be right nine times in ten
FEWEST, WEAKEST = 15, 3  # labelled values from which a share says something; how many of the weakest are named
SURELY = f"events found at a confidence of {SURE} or more"
TOLD: dict[str, list[tuple[Event, str]]] = {  # fields of matched events, in the sentence under the Markdown table
    "of matched events the kind": [("moves", "kind"), ("deals", "kind")],
    "the status": [("moves", "status"), ("deals", "status"), ("offers", "status")],
    "the amount of deals": [("deals", "amount")],
    "the currency of deals": [("deals", "currency")],
}
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"


class MarkersError(MercatoError):
    """A Markdown file without the place for the figures."""


@dataclass(frozen=True)
class Table:
    """A titled table of text; `numbers` are the columns that are figures."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    numbers: frozenset[int]


def figure_tables(evaluation: Evaluation, worst: int = 0) -> list[Table]:
    """Return the tables of an evaluation: events, kinds, fields, confidence, and `worst` errors of each sort."""
    languages = evaluation.languages
    tables = [_events(evaluation.reports), _kinds(languages), _fields(languages), _confidence(languages)]
    if worst:
        tables += [_errors(languages["all"], "false", worst), _errors(languages["all"], "missed", worst)]
    return [table for table in tables if table.rows]


def _table(title: str, note: str, columns: str, rows: list[tuple[str, ...]], texts: int) -> Table:
    """Return a table whose `columns` are divided by bars, the first `texts` of them no figures."""
    names = tuple(columns.split("|"))
    return Table(title, note, names, rows, frozenset(range(texts, len(names))))


def _events(reports: dict[str, Report]) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, report in reports.items():
        for event, tally in [*report.tallies.items(), ("events", report.total())]:
            is_total = event == "events"
            if not (tally.gold or tally.found or is_total):
                continue
            figures = (tally.recall, tally.f1(), tally.f1(is_strict=True)) if tally.gold else ()
            shown = [f"{figure:.3f}" for figure in (tally.precision, *figures)] + [""] * (3 - len(figures))
            counts = f"{tally.right}/{tally.found}/{tally.gold}"
            alarms = f"{report.alarms} of {report.quiet} quiet" if is_total and report.quiet else ""
            rows.append((name, event, *shown, counts, alarms))
    note = "Strict: also every party, the kind and the amount right. False alarms: quiet documents with an event found."
    return _table(
        "Events", note, "documents|event|precision|recall|F1|strict F1|right/found/gold|false alarms", rows, texts=2
    )


def _kinds(languages: dict[str, Report]) -> Table:
    rows: list[tuple[str, ...]] = []
    every = languages["all"]
    for event, kind in sorted(every.kinds, key=lambda key: (EVENTS.index(key[0]), -every.kinds[key].gold)):
        tally = every.kinds[event, kind]
        figures = (f"{figure:.2f}" for figure in (tally.precision, tally.recall, tally.f1()))
        by_language = (
            f"{report.kinds[event, kind].f1():.2f}" if (event, kind) in report.kinds else ""
            for name, report in languages.items()
            if name != "all"
        )
        counts = f"{tally.right}/{tally.found}/{tally.gold}"
        rows.append((event, kind.replace("_", " "), *figures, *by_language, counts))
    columns = "|".join(["event|kind|precision|recall|F1", *(f"F1 {n}" for n in languages if n != "all")])
    note = "Right is a matched event with the kind right as well."
    return _table("Kinds", note, f"{columns}|right/found/gold", rows, texts=2)


def _fields(languages: dict[str, Report]) -> Table:
    rows: list[tuple[str, ...]] = []
    order = [(event, name) for event in EVENTS for name in FIELDS[event]]
    for event, name in sorted(languages["all"].fields, key=order.index):
        shares = []
        for report in languages.values():
            right, total = report.fields.get((event, name), (0, 0))
            shares += [f"{right / total:.2f}", f"{right}/{total}"] if total else ["", ""]
        rows.append((event, name.replace("_", " "), *shares))
    columns = "|".join(["event|field", *(f"{name}|right/of" for name in languages)])
    return _table("Fields", "Share of matched events with the field right, where the label fills it.", columns, rows, 2)


def _confidence(languages: dict[str, Report]) -> Table:
    bins = languages["all"].calibration
    edges = [*bins, 1.0]
    rows: list[tuple[str, ...]] = [
        (f"{edge:.1f} to {upper:.1f}", str(total), str(right), f"{right / total:.2f}")
        for (edge, (right, total)), upper in zip(bins.items(), edges[1:], strict=True)
    ]
    note = "How many of the events found at a confidence are right."
    return _table("Confidence", note, "confidence|events|right|share", rows, texts=1)


def _errors(report: Report, verdict: str, worst: int) -> Table:
    errors = [(gold, judged) for gold, judged in report.errors if judged.verdict == verdict]
    errors.sort(key=lambda error: -_weight(error[1]))
    rows: list[tuple[str, ...]] = []
    for gold, judged in errors[:worst]:
        row = judged.found or judged.gold or {}
        values = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in _filled(row).items())
        confidence = (f"{row['confidence']:.2f}",) if verdict == "false" else ()
        rows.append((str(gold["id"]), judged.event, *confidence, values))
    if verdict == "false":
        return _table("Worst false events", "Most confident first.", "document|event|confidence|values", rows, texts=4)
    return _table("Worst missed events", "Those with most fields first.", "document|event|values", rows, texts=3)


def _weight(judged: Judged) -> float:
    row = judged.found or judged.gold or {}
    return float(row["confidence"]) if "confidence" in row else float(len(_filled(row)))


def _filled(row: dict[str, Any]) -> dict[str, str]:
    """Return the values of an event that say something, without what proves it."""
    proof = {"quote", "char_start", "char_end", "confidence"}
    return {name: text for name, value in row.items() if name not in proof and (text := printed(value))}


def printed(value: Any) -> str:
    """Return a value of a row as people read it; nothing for null and an empty list."""
    match value:
        case None | []:
            return ""
        case list():
            return ", ".join(map(str, value))
        case {"from": start, "to": end}:
            return str(start) if start == end else f"{start} to {end}"
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:,.15g}"
        case _:
            return str(value).replace("_", " ")


def terminal(table: Table) -> rich.table.Table:
    """Return a table for rich to print, with a rule where the first column changes."""
    shown = rich.table.Table(title=table.title, title_justify="left", title_style="bold", caption=table.note)
    shown.caption_justify = "left"
    for index, column in enumerate(table.columns):
        shown.add_column(column, overflow="fold", justify="right" if index in table.numbers else "left")
    for row, following in zip(table.rows, [*table.rows[1:], None], strict=True):
        is_last = following is not None and following[0] != row[0] and table.columns[0] in ("documents", "event")
        shown.add_row(*map(Text, row), end_section=is_last)
    return shown


def write_markdown(evaluation: Evaluation, path: Path) -> None:
    """Write the figures between the markers of a Markdown file. Raises `MarkersError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MarkersError(f"{path}: {error.strerror}") from error
    place = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not place.search(text):
        raise MarkersError(f"{path}: put {BEGIN} and {END} where the figures belong")
    figures = "\n\n".join([BEGIN, markdown(evaluation), END])
    path.write_text(place.sub(lambda _: figures, text, count=1), encoding="utf-8")


def markdown(evaluation: Evaluation) -> str:
    """Return the figures that a reader wants first, as Markdown: a row per file and language."""
    columns = ["documents", *(f"{event}: P, R, F1" for event in EVENTS), "strict F1", "false alarms"]
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for name, report in evaluation.reports.items():
        figures = (
            f"{tally.precision:.2f}, {tally.recall:.2f}, **{tally.f1():.2f}**" if tally.gold or tally.found else ""
            for tally in report.tallies.values()
        )
        strict = f"{report.total().f1(is_strict=True):.2f}" if report.total().gold else ""
        alarms = f"{report.alarms} of {report.quiet}" if report.quiet else ""
        lines.append("| " + " | ".join([f"{name} ({report.documents})", *figures, strict, alarms]) + " |")
    every = evaluation.languages["all"]
    return "\n".join([*lines, "", *filter(None, [_strong(every), _weak(every)])])


def _weak(report: Report) -> str:
    """Return in words which fields and kinds do worst."""
    fields = {f"{name} of {event}": pair for (event, name), pair in report.fields.items() if pair[1] >= FEWEST}
    weakest = sorted(fields.items(), key=lambda field: field[1][0] / field[1][1])[:WEAKEST]
    told = [f"{name} {right} of {total} ({right / total:.0%})" for name, (right, total) in weakest]
    kinds = {kind: tally.f1() for (_, kind), tally in report.kinds.items() if tally.gold >= FEWEST}
    told += [f"{kind} F1 {f1:.2f}" for kind, f1 in sorted(kinds.items(), key=lambda kind: kind[1])[:WEAKEST]]
    return f"Weakest: {'; '.join(told).replace('_', ' ')}." if told else ""


def _strong(report: Report) -> str:
    """Return in words how often fields and confident claims are right."""

    counts: dict[str, list[tuple[int, int]]] = {SURELY: [report.calibration.get(SURE, (0, 0))]}
    for name, keys in TOLD.items():
        counts[name] = [report.fields.get(key, (0, 0)) for key in keys]
    sums = {name: [sum(column) for column in zip(*pairs, strict=True)] for name, pairs in counts.items()}
    told = [f"{name} {right} of {total} ({right / total:.0%})" for name, (right, total) in sums.items() if total]
    return f"Right: {'; '.join(told)}." if told else ""
