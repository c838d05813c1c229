"""Trains the models on labelled documents: `python -m extract.claims.training GOLD.jsonl…`.

Belongs here: what the models are fitted on, which is what the rules find in labelled texts of the repository. The
texts of `tests/golden/press.*`, written to tell everything in unusual words, are measured on only: fitted on them too,
the models guess more houses, and fewer of them right, in plain news.
The features are in `houses`, `acceptance`, `confirmation` and `anticipation`, the fitting is in `logistic`.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from extract.claims import anticipation, confirmation, houses, logistic
from extract.claims.context import MoveDraft
from extract.claims.evaluation import EVENTS, Event, is_match, is_same_name, pair
from extract.claims.merge.happenings import Merged, stated_status
from extract.claims.merge.moves import told_stage
from extract.claims.names import Entity
from extract.claims.reader import Opened, read_steps
from extract.claims.schema import Document, MoveStage, RejectReason, Status, guide_row

Examples = dict[str, list[tuple[Mapping[str, float], bool]]]
THRESHOLDS: dict[Event, float] = {"moves": 0.54, "deals": 0.48, "offers": 0.35}  # from which an event is told
PENALTIES: dict[Event, float] = {"moves": 12.0, "deals": 8.0, "offers": 4.0}  # moves have the most features


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


def observe_houses(paths: list[Path]) -> list[list[tuple[Mapping[str, float], bool]]]:
    """Return the possible houses of every move that is labelled once, with their features, and which are right."""
    seen: list[list[tuple[Mapping[str, float], bool]]] = []
    for gold, document in documents(paths):
        steps = read_steps(document)
        if steps is None or steps.opened is None:
            continue
        for drafts in map(_moves, steps.opened.moves):
            rows = [row for row in gold["moves"] if drafts and _is_about(row, drafts[0].person)]
            questions = [q for d in drafts for q in d.questions]
            if len(rows) != 1 or not questions or rows[0].get("background"):
                continue
            to, left = [q for q in questions if q.side == "to"], [q for q in questions if q.side != "to"]
            answers = houses.answers(steps.opened.context, to, left)
            goal = _named(rows[0]["to_organization"], [a.to for a, _ in answers])
            origin = _named(rows[0]["from_organization"], [a.left for a, _ in answers])
            choice: list[tuple[Mapping[str, float], bool]]
            choice = [
                ({**ahead, **behind, **both}, a.to in goal and a.left in origin) for a, (ahead, behind, both) in answers
            ]
            seen += [choice] if any(right for _, right in choice) else []
    return seen


def _named(name: str | None, entities: list[Entity | None]) -> list[Entity | None]:
    """Return the entities that a label names; that none does stands for itself."""
    found = [e for e in dict.fromkeys(entities) if name and e is not None and is_same_name(name, e.name)]
    return [*found] or [None]


def _is_about(row: dict[str, Any], person: Entity | None) -> bool:
    if person is None or row["person"] is None:
        return person is None and row["person"] is None
    return is_same_name(row["person"], person.name)


def observe_events(paths: list[Path]) -> tuple[Examples, Examples]:
    """Return the features of every event that is found: whether it is right, and how its document bears it out."""
    seen: Examples = {event: [] for event in EVENTS}
    judged: Examples = {"confirmation": [], "anticipation": []}
    for gold, document in documents(paths):
        steps = read_steps(document)
        if steps is None or steps.opened is None:
            continue
        for event in EVENTS:
            every = getattr(steps.opened, event)
            for i, j in pair(event, gold[event], [guide_row(m.claim) for m in every]):
                _judge(steps.opened, every[j], gold[event][i], judged)
            merged = [m for m in every if m.reason in (None, RejectReason.UNLIKELY)]
            rows = [guide_row(m.claim) for m in merged]
            right = {j for _, j in pair(event, gold[event], rows)}
            for j, (row, m) in enumerate(zip(rows, merged, strict=True)):
                if j in right or not any(is_match(event, g, row) for g in gold[event]):
                    seen[event].append((m.features, j in right))
    return seen, judged


def _judge(opened: Opened, merged: Merged[Any], label: dict[str, Any], judged: Examples) -> None:
    """Keep what the document says of an event that its own sentences leave a mere report, or told as done."""
    context, drafts = opened.context, list(merged.drafts)
    moves = _moves(merged)
    others = [d for m in opened.moves if m is not merged for d in _moves(m)] if moves else []
    is_report = label["status"] in {Status.REPORTED, Status.CONFIRMED}
    if is_report and stated_status(context, drafts) is Status.REPORTED:
        judged["confirmation"].append(
            (confirmation.features(context, drafts, others), label["status"] == Status.CONFIRMED)
        )
    is_timed = bool(moves) and label["stage"] in {MoveStage.PLANNED, MoveStage.EFFECTIVE}
    if is_timed and told_stage(moves) == MoveStage.EFFECTIVE:
        found = anticipation.features(context, moves, others)
        judged["anticipation"].append((found, label["stage"] == MoveStage.PLANNED))


def _moves(merged: Merged[Any]) -> list[MoveDraft]:
    return [d for d in merged.drafts if isinstance(d, MoveDraft)]


def write(model: str, parts: dict[str, dict[str, float]]) -> None:
    """Write the weights of a model where the engine finds them."""
    path = logistic.FOLDER / f"{model}.json"
    path.write_text(json.dumps(parts, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    logistic.weights.cache_clear()


def train(paths: list[Path]) -> None:
    """Fit and write the models; events are weighed with the houses that the new model chooses."""
    houses_seen = observe_houses(paths)
    write("houses", {"pairs": logistic.fit_choices(houses_seen, penalty=4.0, smallest=4)})
    events_seen, judged = observe_events(paths)
    write("documents", {part: logistic.fit(rows, penalty=4.0, smallest=2) for part, rows in judged.items()})
    events = {event: logistic.fit(rows, penalty=PENALTIES[event], smallest=2) for event, rows in events_seen.items()}  # type: ignore[index]
    write("acceptance", {event: found | {"threshold": THRESHOLDS[event]} for event, found in events.items()})  # type: ignore[index]


def main() -> None:
    """Train on the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    train(parser.parse_args().gold)


if __name__ == "__main__":
    main()
