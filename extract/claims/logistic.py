"""Logistic models over named features: their weights as data, their probabilities, their fitting.

Belongs here: the mathematics. What the features are belongs in `acceptance` and `houses`, what they are fitted
on in `training`.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

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


def chances(model: str, part: str, alternatives: Sequence[Sequence[Mapping[str, float]]]) -> list[float]:
    """Return how likely each of the alternatives is the right one, summing to 1; empty where no model is trained.

    The features of an alternative come in pieces; one that several alternatives share is weighed once.
    """
    learned = weights(model).get(part)
    if not learned:
        return []
    pieces = {id(piece): piece for features in alternatives for piece in features}
    weighed = {
        key: sum(learned.get(name, 0.0) * value for name, value in piece.items()) for key, piece in pieces.items()
    }
    totals = [sum(weighed[id(piece)] for piece in features) for features in alternatives]
    top = max(totals)
    powers = [math.exp(total - top) for total in totals]
    whole = sum(powers)
    return [power / whole for power in powers]


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


def fit_choices(
    choices: Sequence[Sequence[tuple[Mapping[str, float], bool]]], *, penalty: float, smallest: int
) -> dict[str, float]:
    """Return weights by feature name of a conditional logit model with an L2 penalty, by damped Newton steps.

    A choice is its alternatives with their features, at least one of them right. Features seen in fewer than
    `smallest` choices are left out.
    """
    import numpy as np  # training only

    counts: dict[str, int] = {}
    for alternatives in choices:
        for name in {n for features, _ in alternatives for n, value in features.items() if value}:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(n for n, c in counts.items() if c >= smallest)
    columns = {name: i for i, name in enumerate(names)}
    inputs = []
    for alternatives in choices:
        table = np.zeros((len(alternatives), len(names)))
        for row, (features, _) in zip(table, alternatives, strict=True):
            for name, value in features.items():
                if name in columns:
                    row[columns[name]] = value
        inputs.append(table)
    rights = [np.array([right for _, right in alternatives]) for alternatives in choices]

    def shares(table: Any, learned: Any) -> Any:
        totals = table @ learned
        powers = np.exp(totals - totals.max())
        return powers / powers.sum()

    def gain(learned: Any) -> float:
        told = sum(
            np.log(max(1e-300, shares(t, learned)[right].sum())) for t, right in zip(inputs, rights, strict=True)
        )
        return float(told - penalty / 2 * learned @ learned)

    learned = np.zeros(len(names))
    best = gain(learned)
    for _ in range(40):
        gradient, hessian = -penalty * learned, penalty * np.eye(len(names))
        for table, right in zip(inputs, rights, strict=True):
            found = shares(table, learned)
            wanted = np.where(right, found, 0.0)
            mean = found @ table
            gradient += wanted / wanted.sum() @ table - mean
            hessian += ((table - mean) * found[:, None]).T @ (table - mean)
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while size > 1e-4 and gain(learned + size * step) <= best:
            size /= 2
        learned = learned + size * step
        best, former = gain(learned), best
        if best - former < 1e-3:
            break
    return {n: round(float(w), 4) for n, w in zip(names, learned, strict=True)}
