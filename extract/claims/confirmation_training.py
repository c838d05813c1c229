"""Trains what confirms a report: `python -m extract.claims.confirmation_training GOLD.jsonl…`.

Belongs here: the fitting of `lexicon/confirmation.json` on events of labelled documents whose own sentences leave
them a report. What the features are belongs in `confirmation`, the fitting itself in `training`.
"""

import argparse
import json
from datetime import date
from importlib.resources import files
from pathlib import Path

from extract.claims import confirmation, merge, training
from extract.claims.evaluation import EVENTS, pair
from extract.claims.reader import read_steps
from extract.claims.schema import Document, Status, guide_row


def observe(paths: list[Path]) -> list[tuple[confirmation.Features, bool]]:
    """Return the features of every report in labelled documents, and whether its label says confirmed."""
    seen: list[tuple[confirmation.Features, bool]] = []
    for line in (line for path in paths for line in path.read_text(encoding="utf-8").splitlines()):
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
        if steps is None or steps.opened is None:
            continue
        for event in EVENTS:
            merged = getattr(steps.opened, event)
            for i, j in pair(event, gold[event], [guide_row(m.claim) for m in merged]):
                label, drafts = gold[event][i]["status"], list(merged[j].drafts)
                is_report = merge.stated_status(steps.opened.context, drafts) is Status.REPORTED
                if is_report and label in {Status.REPORTED, Status.CONFIRMED}:
                    seen.append((confirmation.features(steps.opened.context, drafts), label == Status.CONFIRMED))
    return seen


def main() -> None:
    """Train on the files named on the command line and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    weights = training.fit(observe(parser.parse_args().gold))
    target = Path(str(files("extract.claims") / "lexicon" / "confirmation.json"))
    target.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
