"""Logistic models over named features: their weights as data, their probability, their fitting.

Belongs here: the mathematics. What the features are belongs in `acceptance` and `houses`, what they are fitted
on in `training`.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("extract.claims") / "weights"))


@cache
def weights(model: str) -> dict[str, dict[str, float]]:
    """Return the weights by feature of each part of a model; empty where none is trained."""
    path = FOLDER / f"{model}.json"
    found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def probability(model: str, part: str, features: Mapping[str, float]) -> float | None:
    """Return how likely a part of a model holds `features` to be right, 0 to 1; None where it is not trained."""
    learned = weights(model).get(part)
    if not learned:
        return None
    total = sum(learned.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def fit(examples: Sequence[tuple[Mapping[str, float], bool]], *, penalty: float, smallest: int) -> dict[str, float]:
    """Return weights by feature name of a logistic regression with an L2 penalty, by Newton's method.

    Features seen in fewer than `smallest` examples are left out; the one named `bias` is not penalized.
    """
    import numpy as np  # training only

    counts: dict[str, int] = {}
    for features, _ in examples:
        for name, value in features.items():
            counts[name] = counts.get(name, 0) + (value != 0)
    names = sorted(n for n, c in counts.items() if c >= smallest)
    inputs = np.array([[features.get(n, 0.0) for n in names] for features, _ in examples])
    targets = np.array([float(right) for _, right in examples])
    penalties = np.array([0.01 if n == "bias" else penalty for n in names])
    learned = np.zeros(len(names))
    for _ in range(30):
        odds = 1 / (1 + np.exp(-inputs @ learned))
        gradient = inputs.T @ (odds - targets) + penalties * learned
        hessian = (inputs * (odds * (1 - odds))[:, None]).T @ inputs + np.diag(penalties)
        learned -= np.linalg.solve(hessian, gradient)
    return {n: round(float(w), 4) for n, w in zip(names, learned, strict=True)}
