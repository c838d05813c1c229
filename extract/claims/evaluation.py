"""How well found events agree with labelled ones, by the labelling guide: matching, fields, calibration.

Belongs here: names that count as the same, the one-to-one matching of rows keyed as in `schema.guide_row`,
and the figures. Printing and reading of files belong to the command line.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Event = Literal["moves", "deals", "offers"]
Row = dict[str, Any]
EVENTS: tuple[Event, ...] = ("moves", "deals", "offers")
_LEGAL_FORMS = frozenset(
    [
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "plc",
        "sa",
        "sas",
        "sarl",
        "ag",
        "gmbh",
        "nv",
        "bv",
        "spa",
        "se",
        "ab",
        "oy",
        "llc",
        "lp",
        "group",
        "groupe",
        "holding",
        "holdings",
        "the",
        "le",
        "la",
        "les",
        "l",
        "d",
        "de",
        "du",
        "des",
    ]
)
FIELDS: dict[Event, tuple[str, ...]] = {
    "moves": (
        "from_organization", "to_organization", "from_role", "to_role", "kind", "stage", "status", "headcount",
        "effective_on",
    ),
    "deals": (
        "kind", "acquirers", "target", "sellers", "amount", "currency", "amount_qualifier", "stake_percent", "voting",
        "valuation", "round", "stage", "status", "announced_on",
    ),
    "offers": ("amount", "currency", "outcome", "status", "person"),
}  # fmt: skip
_STRICT: dict[Event, tuple[str, ...]] = {
    "moves": ("person", "from_organization", "to_organization", "kind"),
    "deals": ("acquirers", "target", "kind", "amount", "currency"),
    "offers": ("offeror", "person", "amount", "currency"),
}
_EXACT = frozenset({"kind", "stage", "status", "currency", "amount_qualifier", "outcome", "round", "voting"})
_ROLE_OVERLAP = 0.5  # F1 of the words of two roles
_AMOUNT_TOLERANCE = 0.005
_CALIBRATION_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name without case, accents, possessives and legal forms, unless nothing else is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = frozenset(re.findall(r"[a-z0-9]+", re.sub(r"'s\b", " ", plain)))
    return words - _LEGAL_FORMS or words


def is_same_name(left: str, right: str) -> bool:
    """Return whether the words of one name contain those of the other."""
    a, b = name_words(left), name_words(right)
    return bool(a and b) and (a <= b or b <= a)


def _agrees(left: str | None, right: str | None) -> bool | None:
    return is_same_name(left, right) if left and right else None


def _overlap(left: Sequence[str], right: Sequence[str]) -> bool | None:
    if not left or not right:
        return None
    return any(is_same_name(a, b) for a in left for b in right)


def is_match(event: Event, gold: Row, found: Row) -> bool:
    """Return whether a found row may stand for a labelled one."""
    if event == "moves":
        return _move_matches(gold, found)
    if event == "deals":
        return _deal_matches(gold, found)
    return (
        gold["kind"] == found["kind"]
        and _agrees(gold["offeror"], found["offeror"]) is not False
        and _agrees(gold["person"], found["person"]) is not False
    )


def _move_matches(gold: Row, found: Row) -> bool:
    sides = [_agrees(gold[side], found[side]) for side in ("from_organization", "to_organization")]
    if False in sides or bool(gold["person"]) != bool(found["person"]):
        return False
    return is_same_name(gold["person"], found["person"]) if gold["person"] else True in sides


def _deal_matches(gold: Row, found: Row) -> bool:
    def fits(acquirers: Sequence[str], target: str | None) -> bool:
        verdicts = (_agrees(gold["target"], target), _overlap(gold["acquirers"], acquirers))
        return False not in verdicts and True in verdicts

    acquirers, target = found["acquirers"], found["target"]
    if fits(acquirers, target):
        return True
    if gold["kind"] in {"merger", "joint_venture"}:
        return fits([target] if target else [], acquirers[0] if acquirers else None)
    nothing_to_compare = not (gold["acquirers"] and acquirers) and not (gold["target"] and target)
    return nothing_to_compare and _overlap(gold["sellers"], found["sellers"]) is True


def is_right(name: str, gold: Any, found: Any) -> bool:
    """Return whether a found field agrees with a labelled one that is not null."""
    if name.endswith("_on"):
        return found is not None and (gold["from"], gold["to"]) == (found["from"], found["to"])
    if name in _EXACT:
        return bool(gold == found)
    if isinstance(gold, int | float):
        return isinstance(found, int | float) and abs(found - gold) <= _AMOUNT_TOLERANCE * abs(gold)
    if isinstance(gold, list):
        return len(gold) == len(found) and all(any(is_same_name(g, f) for f in found) for g in gold)
    if name.endswith("_role"):
        a, b = name_words(gold), name_words(found or "")
        return bool(b) and 2 * len(a & b) / (len(a) + len(b)) >= _ROLE_OVERLAP
    return bool(found) and is_same_name(gold, found)


def pair(event: Event, golds: Sequence[Row], founds: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the one-to-one matching as (gold, found) indices: demanded rows first, then those that agree most."""
    ranked = sorted(
        (
            (
                bool(gold.get("background")),
                -sum(is_right(n, gold[n], found.get(n)) for n in FIELDS[event] if _is_filled(gold.get(n))),
                i,
                j,
            )
            for i, gold in enumerate(golds)
            for j, found in enumerate(founds)
            if is_match(event, gold, found)
        ),
    )
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in ranked:
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _is_filled(value: Any) -> bool:
    return value is not None and value != []


def _is_strictly_right(event: Event, gold: Row, found: Row) -> bool:
    for name in _STRICT[event]:
        if _is_filled(gold.get(name)) != _is_filled(found.get(name)):
            return False
        if _is_filled(gold.get(name)) and not is_right(name, gold[name], found[name]):
            return False
    return True


@dataclass(slots=True)
class Tally:
    """Counts of one event kind."""

    right: int = 0
    found: int = 0
    gold: int = 0
    strict: int = 0
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)  # right, of how many

    def f1(self, *, is_strict: bool = False) -> float:
        """Return F1, 0 when nothing is found or demanded."""
        right = self.strict if is_strict else self.right
        return 2 * right / (self.found + self.gold) if self.found + self.gold else 0.0

    @property
    def precision(self) -> float:
        """Return the share of found events that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of demanded events that are found."""
        return self.right / self.gold if self.gold else 0.0


@dataclass(slots=True)
class Report:
    """The figures of one set of documents."""

    documents: int = 0
    quiet: int = 0
    alarms: int = 0
    tallies: dict[Event, Tally] = field(default_factory=lambda: {event: Tally() for event in EVENTS})
    calibration: dict[float, tuple[int, int]] = field(
        default_factory=dict
    )  # lower edge of confidence → right, of how many
    errors: list[tuple[str, Event, str, Row]] = field(default_factory=list)  # document, event, missed or false, row

    def total(self) -> Tally:
        """Return the counts of all events together."""
        every = list(self.tallies.values())
        return Tally(
            sum(t.right for t in every),
            sum(t.found for t in every),
            sum(t.gold for t in every),
            sum(t.strict for t in every),
        )


def evaluate(documents: Iterable[tuple[Row, Row]]) -> Report:
    """Return the figures for (labelled, found) documents, both keyed as in the labelling guide.

    Labelled background rows are neither demanded nor punished, however often they are found.
    """
    report = Report()
    bins: Counter[float] = Counter()
    right_in: Counter[float] = Counter()
    for gold_document, found_document in documents:
        report.documents += 1
        if not any(gold_document[event] for event in EVENTS):
            report.quiet += 1
            report.alarms += any(found_document[event] for event in EVENTS)
        for event in EVENTS:
            golds, founds = gold_document[event], found_document[event]
            pairs = pair(event, golds, founds)
            real = {j: i for i, j in pairs if not golds[i].get("background")}
            excused = {j for i, j in pairs if golds[i].get("background")} | {
                j
                for j, found in enumerate(founds)
                if j not in real and any(g.get("background") and is_match(event, g, found) for g in golds)
            }
            tally = report.tallies[event]
            tally.gold += sum(not g.get("background") for g in golds)
            tally.found += len(founds) - len(excused)
            tally.right += len(real)
            for j, i in real.items():
                tally.strict += _is_strictly_right(event, golds[i], founds[j])
                for name in FIELDS[event]:
                    if _is_filled(golds[i].get(name)):
                        right, total = tally.fields.get(name, (0, 0))
                        tally.fields[name] = (right + is_right(name, golds[i][name], founds[j].get(name)), total + 1)
            for j, found in enumerate(founds):
                if j in excused:
                    continue
                edge = max(e for e in _CALIBRATION_BINS if e <= found.get("confidence", 0.0))
                bins[edge] += 1
                right_in[edge] += j in real
                if j not in real:
                    report.errors.append((gold_document["id"], event, "false", found))
            matched = {i for i, _ in pairs}
            report.errors += [
                (gold_document["id"], event, "missed", g)
                for i, g in enumerate(golds)
                if i not in matched and not g.get("background")
            ]
    report.calibration = {edge: (right_in[edge], bins[edge]) for edge in sorted(bins)}
    return report
