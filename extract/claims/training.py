"""Trains the acceptance model on labelled documents: `python -m extract.claims.training GOLD.jsonl…`.

Belongs here: the fitting of `lexicon/acceptance.json` (logistic regression, L2, by Newton's method) on what the
rules find in labelled texts of the repository. What the features are belongs in `acceptance`.
"""

import argparse
import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from extract.claims import acceptance
from extract.claims.evaluation import EVENTS, Event, is_match, pair
from extract.claims.reader import read_steps
from extract.claims.schema import Document, RejectReason, guide_row

PENALTY = 4.0
THRESHOLDS: dict[Event, float] = {"moves": 0.4, "deals": 0.5, "offers": 0.35}  # from which an event is told
SMALLEST = 2  # a feature seen in fewer events is left out


def observe(paths: list[Path]) -> dict[Event, list[tuple[acceptance.Features, bool]]]:
    """Return the features of every event that the rules find in labelled documents, and whether it is right."""
    seen: dict[Event, list[tuple[acceptance.Features, bool]]] = {event: [] for event in EVENTS}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            day = date.fromisoformat(gold["published_on"]) if gold.get("published_on") else None
            document = Document(
                text=gold["text"],
                title=gold.get("title"),
                language=gold["language"],
                published_from_on=day,
                published_to_on=day,
            )
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


def fit(examples: list[tuple[acceptance.Features, bool]]) -> dict[str, float]:
    """Return weights by feature name of a logistic regression with an L2 penalty."""
    counts: dict[str, int] = {}
    for features, _ in examples:
        for name, value in features.items():
            counts[name] = counts.get(name, 0) + (value != 0)
    names = sorted(n for n, c in counts.items() if c >= SMALLEST)
    inputs = np.array([[features.get(n, 0.0) for n in names] for features, _ in examples])
    targets = np.array([float(right) for _, right in examples])
    penalties = np.array([0.01 if n == "bias" else PENALTY for n in names])
    weights = np.zeros(len(names))
    for _ in range(30):
        odds = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (odds - targets) + penalties * weights
        hessian = (inputs * (odds * (1 - odds))[:, None]).T @ inputs + np.diag(penalties)
        weights -= np.linalg.solve(hessian, gradient)
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}


def main() -> None:
    """Train on the files named on the command line and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    options = parser.parse_args()
    model: dict[str, Any] = {}
    for event, examples in observe(options.gold).items():
        model[event] = fit(examples) | {"threshold": THRESHOLDS[event]}
    target = Path(str(files("extract.claims") / "lexicon" / "acceptance.json"))
    target.write_text(json.dumps(model, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
