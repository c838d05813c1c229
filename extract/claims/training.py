"""Trains the models on labelled documents: `python -m extract.claims.training GOLD.jsonl…`.

Belongs here: what the models are fitted on, which is what the rules find in labelled texts of the repository.
The features are in `houses` and `acceptance`, the fitting is in `logistic`.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from extract.claims import houses, logistic
from extract.claims.context import HouseQuestion, MoveDraft
from extract.claims.evaluation import EVENTS, Event, is_match, is_same_name, pair
from extract.claims.names import Entity
from extract.claims.reader import read_steps
from extract.claims.schema import Document, RejectReason, guide_row

Examples = dict[str, list[tuple[Mapping[str, float], bool]]]
THRESHOLDS: dict[Event, float] = {"moves": 0.4, "deals": 0.5, "offers": 0.35}  # from which an event is told


def documents(paths: list[Path]) -> Iterator[tuple[dict[str, Any], Document]]:
    """Yield every labelled document as its labels and what the reader is given of it."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            day = date.fromisoformat(gold["published_on"]) if gold.get("published_on") else None
            yield (
                gold,
                Document(
                    text=gold["text"],
                    title=gold.get("title"),
                    language=gold["language"],
                    published_from_on=day,
                    published_to_on=day,
                ),
            )


def observe_houses(paths: list[Path]) -> Examples:
    """Return the features of every organization beside a move that is labelled, and whether it is its house."""
    seen: Examples = {"to": [], "from": []}
    for gold, document in documents(paths):
        steps = read_steps(document)
        if steps is None or steps.opened is None:
            continue
        asked: dict[tuple[Entity | None, str], list[HouseQuestion]] = {}
        for draft in (d for t in steps.opened.triggers for d in t.found if isinstance(d, MoveDraft)):
            for question in draft.questions if not draft.is_background else ():
                asked.setdefault((draft.person, houses.part_of([question])), []).append(question)
        for (person, part), questions in asked.items():
            rows = [row for row in gold["moves"] if _is_about(row, person)]
            goals = [row[f"{part}_organization"] for row in rows if row[f"{part}_organization"]]
            arrivals = [row["to_organization"] for row in rows if row["to_organization"]] if part == "from" else []
            names = steps.opened.context.reading.names.entities
            taken = next((e for e in names if any(is_same_name(a, e.name) for a in arrivals)), None)
            for entity, features in houses.options(steps.opened.context, questions, taken) if rows else ():
                seen[part].append((features, any(is_same_name(goal, entity.name) for goal in goals)))
    return seen


def _is_about(row: dict[str, Any], person: Entity | None) -> bool:
    if person is None or row["person"] is None:
        return person is None and row["person"] is None
    return is_same_name(row["person"], person.name)


def observe_events(paths: list[Path]) -> Examples:
    """Return the features of every event that the rules find, and whether it is right."""
    seen: Examples = {event: [] for event in EVENTS}
    for gold, document in documents(paths):
        steps = read_steps(document)
        if steps is None or steps.opened is None:
            continue
        for event in EVENTS:
            merged = [m for m in getattr(steps.opened, event) if m.reason in (None, RejectReason.UNLIKELY)]
            rows = [guide_row(m.claim) for m in merged]
            right = {j for _, j in pair(event, gold[event], rows)}
            for j, (row, m) in enumerate(zip(rows, merged, strict=True)):
                if j in right or not any(is_match(event, g, row) for g in gold[event]):
                    seen[event].append((m.features, j in right))
    return seen


def write(model: str, parts: dict[str, dict[str, float]]) -> None:
    """Write the weights of a model where the engine finds them."""
    path = logistic.FOLDER / f"{model}.json"
    path.write_text(json.dumps(parts, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    logistic.weights.cache_clear()


def train(paths: list[Path]) -> None:
    """Fit and write the models; events are weighed with the houses that the new model chooses."""
    seen = observe_houses(paths)
    write("houses", {side: logistic.fit(rows, penalty=5.0, smallest=4) for side, rows in seen.items()})
    events = {
        event: logistic.fit(rows, penalty=4.0, smallest=2) | {"threshold": THRESHOLDS[event]}  # type: ignore[index]
        for event, rows in observe_events(paths).items()
    }
    write("acceptance", events)


def main() -> None:
    """Train on the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    train(parser.parse_args().gold)


if __name__ == "__main__":
    main()
