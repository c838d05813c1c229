"""How well found events agree with labelled ones, by the labelling guide: matching, fields, calibration.

Belongs here: names that count as the same, the one-to-one matching of rows keyed as in `schema.guide_row`,
and the figures. Printing and reading of files belong to the command line.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

Event = Literal["moves", "deals", "offers"]
Row = dict[str, Any]
_Key = TypeVar("_Key")
EVENTS: tuple[Event, ...] = ("moves", "deals", "offers")
_LEGAL_FORMS = frozenset([
    "inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "sa", "sas", "sarl", "ag", "gmbh", "nv",
    "bv", "spa", "se", "ab", "oy", "llc", "lp", "group", "groupe", "holding", "holdings",
    "the", "le", "la", "les", "l", "d", "de", "du", "des",
])  # fmt: skip
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


Verdict = Literal["matched", "missed", "false", "background"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled event, a found one, or a pair of them. Background rows are neither demanded nor punished."""

    event: Event
    verdict: Verdict
    gold: Row | None
    found: Row | None
    fields: dict[str, bool] = field(default_factory=dict)  # of a match: whether right, where the label fills them
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A labelled document beside what was found in it."""

    gold: Row
    found: Row
    events: tuple[Judged, ...]

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing is labelled in it, not even background."""
        return not any(self.gold[event] for event in EVENTS)

    @property
    def is_alarm(self) -> bool:
        """Return whether something is found where nothing is labelled."""
        return self.is_quiet and any(self.found[event] for event in EVENTS)


def judge(gold: Row, found: Row) -> JudgedDocument:
    """Return the verdict on every event of a labelled and a found document, keyed as in the labelling guide."""
    return JudgedDocument(
        gold, found, tuple(j for event in EVENTS for j in _judged(event, gold[event], found[event] or []))
    )


def _judged(event: Event, golds: Sequence[Row], founds: Sequence[Row]) -> Iterator[Judged]:
    pairs = pair(event, golds, founds)
    for i, j in pairs:
        gold, found = golds[i], founds[j]
        if gold.get("background"):
            yield Judged(event, "background", gold, found)
            continue
        filled = (name for name in FIELDS[event] if _is_filled(gold.get(name)))
        fields = {name: is_right(name, gold[name], found.get(name)) for name in filled}
        yield Judged(event, "matched", gold, found, fields, _is_strictly_right(event, gold, found))
    for i in set(range(len(golds))) - {i for i, _ in pairs}:
        yield Judged(event, "background" if golds[i].get("background") else "missed", golds[i], None)
    for j in set(range(len(founds))) - {j for _, j in pairs}:
        is_excused = any(gold.get("background") and is_match(event, gold, founds[j]) for gold in golds)
        yield Judged(event, "background" if is_excused else "false", None, founds[j])


@dataclass(slots=True)
class Tally:
    """Counts of one event, or of one kind of it."""

    right: int = 0
    found: int = 0
    gold: int = 0
    strict: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right, self.found + other.found, self.gold + other.gold, self.strict + other.strict
        )

    def f1(self, *, is_strict: bool = False) -> float:
        """Return F1, 0 when nothing is found or demanded."""
        right = self.strict if is_strict else self.right
        precision, recall = _share(right, self.found), _share(right, self.gold)
        return 2 * precision * recall / (precision + recall) if right else 0.0

    @property
    def precision(self) -> float:
        """Return the share of found events that are right."""
        return _share(self.right, self.found)

    @property
    def recall(self) -> float:
        """Return the share of demanded events that are found."""
        return _share(self.right, self.gold)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


@dataclass(slots=True)
class Report:
    """The figures of one set of documents. Counts in pairs are how many are right, and of how many."""

    documents: int = 0
    quiet: int = 0
    alarms: int = 0
    tallies: dict[Event, Tally] = field(default_factory=lambda: {event: Tally() for event in EVENTS})
    kinds: dict[tuple[Event, str], Tally] = field(default_factory=dict)  # right: a match with the kind right
    fields: dict[tuple[Event, str], tuple[int, int]] = field(default_factory=dict)  # on matched events
    calibration: dict[float, tuple[int, int]] = field(default_factory=dict)  # by the lower edge of confidence
    errors: list[tuple[Row, Judged]] = field(default_factory=list)  # labelled document, false or missed event

    def total(self) -> Tally:
        """Return the counts of all events together."""
        return sum(self.tallies.values(), Tally())


def evaluate(documents: Iterable[tuple[Row, Row]]) -> Report:
    """Return the figures for (labelled, found) documents, both keyed as in the labelling guide."""
    return report(judge(gold, found) for gold, found in documents)


def report(documents: Iterable[JudgedDocument]) -> Report:
    """Return the figures for judged documents."""
    figures = Report()
    for document in documents:
        figures.documents += 1
        figures.quiet += document.is_quiet
        figures.alarms += document.is_alarm
        for judged in document.events:
            if judged.verdict != "background":
                _count(figures, judged)
                figures.errors += [(document.gold, judged)] if judged.verdict != "matched" else []
    figures.calibration = dict(sorted(figures.calibration.items()))
    return figures


def _count(figures: Report, judged: Judged) -> None:
    event, gold, found = judged.event, judged.gold, judged.found
    is_right_kind = gold is not None and found is not None and gold["kind"] == found["kind"]
    figures.tallies[event] += Tally(judged.verdict == "matched", found is not None, gold is not None, judged.is_strict)
    if gold is not None:
        kind = figures.kinds.setdefault((event, gold["kind"]), Tally())
        kind.gold += 1
        kind.right += is_right_kind
    if found is not None:
        figures.kinds.setdefault((event, found["kind"]), Tally()).found += 1
        edge = max(e for e in _CALIBRATION_BINS if e <= found.get("confidence", 0.0))
        _add(figures.calibration, edge, judged.verdict == "matched")
    for name, right in judged.fields.items():
        _add(figures.fields, (event, name), right)


def _add(counts: dict[_Key, tuple[int, int]], key: _Key, is_right: bool) -> None:
    right, total = counts.get(key, (0, 0))
    counts[key] = (right + is_right, total + 1)
