"""The page of an evaluation: figures, and every document with its labelled and its found events side by side.

One HTML file that loads nothing. How it looks stands in `page.html.j2` and `page.css`, beside the report's `style.css`;
which figures there are belongs in `tables`, what is marked in `marks`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2

from extract.claims.evaluation import EVENTS, FIELDS, Judged, JudgedDocument, Row
from orchestration.evaluation import Evaluation
from orchestration.evaluation.marks import Piece, marked
from orchestration.evaluation.tables import SURE, figure_tables, printed
from warehouse import report

FOLDER = Path(__file__).parent
WORST = 15  # errors of each sort in the tables
SIDES = (("gold", "missed"), ("found", "false"))  # of a document, with the verdict of what stands on that side alone
NAMES = {"moves": ("person",), "deals": (), "offers": ("kind", "offeror")}  # beside the fields that are scored


@dataclass(frozen=True)
class Side:
    """The title and text of a document with the marks of one side."""

    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True)
class Line:
    """A field of an event as labelled and as found; `is_right` is None where it is not scored."""

    name: str
    gold: str
    found: str
    is_right: bool | None


@dataclass(frozen=True)
class Event:
    """An event to show: what it is, its verdict, the confidence if it was found, and its fields."""

    judged: Judged
    kind: str
    confidence: float | None
    lines: list[Line]


@dataclass(frozen=True)
class Shown:
    """A document to show."""

    anchor: str
    document: JudgedDocument
    counts: Counter[str]  # of verdicts
    sides: list[Side]
    events: list[Event]

    @property
    def has_errors(self) -> bool:
        """Return whether an event is missed or false."""
        return bool(self.counts["missed"] or self.counts["false"])


def render(evaluation: Evaluation) -> str:
    """Return the page as HTML. It depends on the evaluation only."""
    files: dict[str, list[Shown]] = {}
    for name, documents in evaluation.files.items():
        first = sum(map(len, files.values()))
        files[name] = [_shown(f"doc-{number}", document) for number, document in enumerate(documents, start=first + 1)]
    every = [shown for documents in files.values() for shown in documents]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER, report.FOLDER]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        figures=evaluation.languages["all"],
        events=EVENTS,
        sure=SURE,
        tables=figure_tables(evaluation, WORST),
        files=files,
        anchors={str(shown.document.gold["id"]): shown.anchor for shown in reversed(every)},
        sample=next((s.anchor for s in every if s.has_errors and s.counts["matched"]), None),
    )


def _shown(anchor: str, document: JudgedDocument) -> Shown:
    order = ("matched", "missed", "false", "background")
    events = sorted(document.events, key=lambda judged: order.index(judged.verdict))
    counts = Counter(judged.verdict for judged in events)
    return Shown(anchor, document, Counter(counts), list(_sides(document)), [_event(judged) for judged in events])


def _sides(document: JudgedDocument) -> Iterator[Side]:
    gold = document.gold
    for side, wrong in SIDES:
        rows = [(row, judged.verdict == wrong) for judged in document.events if (row := getattr(judged, side))]
        yield Side(*(marked(text or "", gold["language"], rows) for text in (gold.get("title"), gold["text"])))


def _event(judged: Judged) -> Event:
    gold, found = judged.gold or {}, judged.found or {}
    names = dict.fromkeys((*NAMES[judged.event], *FIELDS[judged.event]))
    lines = [_line(name, gold, found, judged.fields.get(name)) for name in names if name != "kind"]
    kinds = dict.fromkeys(str(row["kind"]).replace("_", " ") for row in (gold, found) if row)
    return Event(
        judged, " / ".join(kinds), found.get("confidence"), [line for line in lines if line.gold or line.found]
    )


def _line(name: str, gold: Row, found: Row, is_right: bool | None) -> Line:
    return Line(name.replace("_", " "), printed(gold.get(name)), printed(found.get(name)), is_right)
