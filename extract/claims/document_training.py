"""Trains what the whole document makes of an event: `python -m extract.claims.document_training GOLD.jsonl…`.

Belongs here: the fitting of `lexicon/confirmation.json` on events of labelled documents whose own sentences leave
them a report, and of `lexicon/anticipation.json` on moves that their verbs tell as done. What the features are
belongs in `confirmation` and `anticipation`, the fitting itself in `logistic`.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.claims import anticipation, confirmation, logistic, merge
from extract.claims.confirmation import Features
from extract.claims.context import MoveDraft
from extract.claims.evaluation import EVENTS, Event, pair
from extract.claims.merge import Merged
from extract.claims.reader import Opened, read_steps
from extract.claims.schema import Document, MoveStage, Status, guide_row

Example = tuple[Features, bool]


def read(paths: list[Path]) -> Iterator[tuple[dict[str, Any], Opened]]:
    """Return each labelled document with the steps of reading it, those left out in which nothing was found."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            day = date.fromisoformat(gold["published_on"]) if gold.get("published_on") else None
            steps = read_steps(
                Document(
                    text=gold["text"],
                    title=gold.get("title"),
                    language=gold["language"],
                    published_from_on=day,
                    published_to_on=day,
                )
            )
            if steps is not None and steps.opened is not None:
                yield gold, steps.opened


def observe(paths: list[Path]) -> dict[str, list[Example]]:
    """Return the features of every event that a model judges in labelled documents, and whether its label is so."""
    seen: dict[str, list[Example]] = {"confirmation": [], "anticipation": []}
    for gold, opened in read(paths):
        for event in EVENTS:
            for label, merged in _pairs(event, gold, opened):
                drafts = list(merged.drafts)
                if label["status"] in {Status.REPORTED, Status.CONFIRMED} and (
                    merge.stated_status(opened.context, drafts) is Status.REPORTED
                ):
                    features = confirmation.features(opened.context, drafts)
                    seen["confirmation"].append((features, label["status"] == Status.CONFIRMED))
                moves = _moves(merged)
                is_told_done = bool(moves) and merge.told_stage(moves) == MoveStage.EFFECTIVE
                if is_told_done and label["stage"] in {MoveStage.PLANNED, MoveStage.EFFECTIVE}:
                    others = [d for m in opened.moves if m is not merged for d in _moves(m)]
                    features = anticipation.features(opened.context, moves, others)
                    seen["anticipation"].append((features, label["stage"] == MoveStage.PLANNED))
    return seen


def _pairs(event: Event, gold: dict[str, Any], opened: Opened) -> list[tuple[dict[str, Any], Merged[Any]]]:
    found = getattr(opened, event)
    return [(gold[event][i], found[j]) for i, j in pair(event, gold[event], [guide_row(m.claim) for m in found])]


def _moves(merged: Merged[Any]) -> list[MoveDraft]:
    return [d for d in merged.drafts if isinstance(d, MoveDraft)]


def main() -> None:
    """Train on the files named on the command line and write the models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    for model, examples in observe(parser.parse_args().gold).items():
        target = Path(str(files("extract.claims") / "lexicon" / f"{model}.json"))
        target.write_text(json.dumps(logistic.fit(examples, penalty=4.0, smallest=2), indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
