"""Matching and figures follow the labelling guide."""

from typing import Any

import pytest

from extract.claims.evaluation import evaluate, is_match, is_right, is_same_name

Row = dict[str, Any]
MOVE: Row = {
    "person": "Anna Berg", "headcount": 1, "kind": "hire", "from_organization": "Orlane Payments", "to_organization": "Velden Bank",
    "from_role": None, "to_role": "chief executive", "stage": "effective", "status": "reported", "effective_on": None,
}  # fmt: skip
DEAL: Row = {
    "kind": "acquisition", "acquirers": ["Acme"], "target": "Globex", "sellers": [], "amount": 3e9, "currency": "USD", "amount_qualifier": "exact",
    "stake_percent": None, "voting": None, "valuation": None, "round": None, "stage": "announced", "status": "reported", "announced_on": None,
}  # fmt: skip


def document(name: str = "a", **rows: list[Row]) -> Row:
    return {"id": name, "moves": [], "deals": [], "offers": []} | rows


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        ("Acme Corp.", "ACME", True),
        ("Société Générale", "societe generale", True),
        ("Globex", "Globex Systems Inc", True),
        ("Acme", "Globex", False),
        ("Group", "Holdings", False),
    ],
)
def test_names(left: str, right: str, is_same: bool) -> None:
    assert is_same_name(left, right) is is_same


def test_a_move_of_the_person_matches_unless_an_employer_differs() -> None:
    assert is_match("moves", MOVE, MOVE | {"from_organization": None})
    assert not is_match("moves", MOVE, MOVE | {"to_organization": "Globex"})
    assert not is_match("moves", MOVE, MOVE | {"person": None})


def test_the_sides_of_a_merger_may_swap_but_not_those_of_a_purchase() -> None:
    swapped = {"acquirers": ["Globex"], "target": "Acme"}
    assert not is_match("deals", DEAL, DEAL | swapped)
    assert is_match("deals", DEAL | {"kind": "merger"}, DEAL | swapped)


def test_roles_agree_by_half_of_their_words_and_amounts_within_half_a_percent() -> None:
    assert is_right("to_role", "chief executive", "interim chief executive officer")
    assert not is_right("to_role", "chief executive", "head of sales")
    assert is_right("amount", 1e9, 1.004e9)
    assert not is_right("amount", 1e9, 1.01e9)


def test_figures_count_right_missed_and_false() -> None:
    report = evaluate(
        [
            (
                document(moves=[MOVE], deals=[DEAL]),
                document(moves=[MOVE], deals=[DEAL | {"target": "Initech", "acquirers": ["Umbrella"]}]),
            )
        ]
    )
    assert report.tallies["moves"].f1() == 1
    assert report.tallies["deals"].f1() == 0
    assert sorted(e[2] for e in report.errors) == ["false", "missed"]


def test_background_is_neither_demanded_nor_punished() -> None:
    gold = document(moves=[MOVE | {"background": True}])
    for found in (document(), document(moves=[MOVE])):
        total = evaluate([(gold, found)]).total()
        assert (total.gold, total.found) == (0, 0)


def test_any_event_on_a_quiet_document_is_an_alarm() -> None:
    report = evaluate([(document(), document(deals=[DEAL])), (document("b"), document("b"))])
    assert (report.quiet, report.alarms) == (2, 1)


def test_calibration_counts_by_confidence() -> None:
    found = [MOVE | {"confidence": 0.95}, MOVE | {"person": "Max Roe", "confidence": 0.91}]
    assert evaluate([(document(moves=[MOVE]), document(moves=found))]).calibration == {0.9: (1, 2)}
