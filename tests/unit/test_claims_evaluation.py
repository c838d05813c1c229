"""Matching and figures follow the labelling guide, rule by rule."""

from typing import Any

import pytest

from extract.claims.evaluation import Verdict, evaluate, is_match, is_right, is_same_name, judge, pair

Row = dict[str, Any]
MOVE: Row = {
    "person": "Anna Berg", "headcount": 1, "kind": "hire", "from_organization": "Orlane Payments", "to_organization": "Velden Bank",
    "from_role": None, "to_role": "chief executive", "stage": "effective", "status": "reported", "effective_on": None,
}  # fmt: skip
GROUP = MOVE | {"person": None, "headcount": 3, "from_organization": None}
DEAL: Row = {
    "kind": "acquisition", "acquirers": ["Acme"], "target": "Globex", "sellers": [], "amount": 3e9, "currency": "USD", "amount_qualifier": "exact",
    "stake_percent": None, "voting": None, "valuation": None, "round": None, "stage": "announced", "status": "reported", "announced_on": None,
}  # fmt: skip
OFFER: Row = {
    "kind": "sign_on", "offeror": "Velden Bank", "person": "Anna Berg", "amount": 5e6, "currency": "EUR", "amount_qualifier": "exact",
    "outcome": "unknown", "status": "rumored",
}  # fmt: skip


def document(name: str = "a", **rows: list[Row]) -> Row:
    return {"id": name, "moves": [], "deals": [], "offers": []} | rows


def verdicts(gold: Row, found: Row) -> list[Verdict]:
    return sorted(judged.verdict for judged in judge(gold, found).events)


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        ("Acme Corp.", "ACME", True),
        ("Société Générale", "societe generale", True),
        ("Globex", "Globex Systems Inc", True),
        ("Globex's", "Globex", True),
        ("Acme", "Globex", False),
        ("Acme Labs", "Acme Systems", False),
        ("Group", "Holdings", False),
        ("", "Acme", False),
    ],
)
def test_names_match_when_one_has_the_words_of_the_other(left: str, right: str, is_same: bool) -> None:
    assert is_same_name(left, right) is is_same
    assert is_same_name(right, left) is is_same


@pytest.mark.parametrize(
    ("gold", "change", "matches"),
    [
        (MOVE, {}, True),
        (MOVE, {"person": "Berg"}, True),
        (MOVE, {"person": "Max Roe"}, False),
        (MOVE, {"person": None}, False),
        (MOVE, {"from_organization": None, "to_organization": None}, True),
        (MOVE, {"to_organization": "Globex"}, False),
        (MOVE, {"from_organization": "Globex"}, False),
        (MOVE, {"kind": "departure", "stage": "planned", "status": "denied"}, True),
        (GROUP, {}, True),
        (GROUP, {"headcount": None}, True),
        (GROUP, {"to_organization": None}, False),
        (GROUP, {"person": "Anna Berg"}, False),
        (GROUP, {"from_organization": "Orlane Payments"}, True),
    ],
)
def test_a_move_matches_by_person_unless_an_employer_differs(gold: Row, change: Row, matches: bool) -> None:
    assert is_match("moves", gold, gold | change) is matches


SELLER = {"acquirers": [], "sellers": ["Initech"]}


@pytest.mark.parametrize(
    ("gold", "change", "matches"),
    [
        (DEAL, {}, True),
        (DEAL, {"acquirers": ["Initech", "Acme Inc"]}, True),
        (DEAL, {"acquirers": ["Initech"]}, False),
        (DEAL, {"target": "Initech"}, False),
        (DEAL, {"target": None}, True),
        (DEAL, {"acquirers": []}, True),
        (DEAL, {"acquirers": [], "target": None}, False),
        (DEAL, {"acquirers": ["Globex"], "target": "Acme"}, False),
        (DEAL | {"kind": "merger"}, {"acquirers": ["Globex"], "target": "Acme"}, True),
        (DEAL | {"kind": "joint_venture"}, {"acquirers": ["Globex"], "target": "Acme"}, True),
        (DEAL, {"kind": "stake", "amount": None}, True),
        (DEAL | {"target": None} | SELLER, {}, True),
        (DEAL | {"target": None} | SELLER, {"sellers": ["Umbrella"]}, False),
        (DEAL | SELLER, {"target": "Umbrella"}, False),
    ],
)
def test_a_deal_matches_by_target_and_an_acquirer(gold: Row, change: Row, matches: bool) -> None:
    assert is_match("deals", gold, gold | change) is matches


@pytest.mark.parametrize(
    ("change", "matches"),
    [
        ({}, True),
        ({"person": None}, True),
        ({"offeror": None}, True),
        ({"person": "Max Roe"}, False),
        ({"offeror": "Globex"}, False),
        ({"kind": "equity"}, False),
        ({"amount": 1, "outcome": "declined"}, True),
    ],
)
def test_an_offer_matches_by_kind_offeror_and_person(change: Row, matches: bool) -> None:
    assert is_match("offers", OFFER, OFFER | change) is matches


WEEK = {"from": "2025-06-16", "to": "2025-06-22"}


@pytest.mark.parametrize(
    ("name", "gold", "found", "right"),
    [
        ("to_role", "chief executive", "interim chief executive officer", True),
        ("to_role", "chief executive", "head of sales", False),
        ("to_role", "chief executive", None, False),
        ("amount", 1e9, 1.004e9, True),
        ("amount", 1e9, 1.006e9, False),
        ("amount", 1e9, None, False),
        ("headcount", 3, 3, True),
        ("effective_on", WEEK, dict(WEEK), True),
        ("effective_on", WEEK, WEEK | {"to": "2025-06-23"}, False),
        ("effective_on", WEEK, None, False),
        ("acquirers", ["Acme", "Globex"], ["Globex Inc", "Acme"], True),
        ("acquirers", ["Acme", "Globex"], ["Acme"], False),
        ("acquirers", ["Acme"], ["Acme", "Globex"], False),
        ("target", "Globex", "Globex Systems", True),
        ("status", "rumored", "reported", False),
        ("voting", False, False, True),
        ("voting", False, None, False),
        ("currency", "USD", "usd", False),
    ],
)
def test_a_field_is_right_by_its_kind(name: str, gold: Any, found: Any, right: bool) -> None:
    assert is_right(name, gold, found) is right


def test_matching_is_one_to_one_and_prefers_demanded_rows_then_agreement() -> None:
    background = MOVE | {"background": True, "to_role": "chairman"}
    vague, full = MOVE | {"to_role": None, "stage": "planned"}, dict(MOVE)
    assert pair("moves", [background, MOVE], [vague, full]) == [(1, 1), (0, 0)]
    assert verdicts(document(moves=[MOVE]), document(moves=[MOVE, MOVE])) == ["false", "matched"]
    assert verdicts(document(moves=[MOVE, MOVE]), document(moves=[MOVE])) == ["matched", "missed"]


def test_fields_are_scored_on_matches_where_the_label_fills_them() -> None:
    found = MOVE | {"to_role": None, "from_role": "cashier", "status": "denied"}
    report = evaluate([(document(moves=[MOVE]), document(moves=[found]))])
    assert report.fields["moves", "to_role"] == (0, 1)
    assert report.fields["moves", "status"] == (0, 1)
    assert report.fields["moves", "kind"] == (1, 1)
    assert ("moves", "from_role") not in report.fields
    assert ("moves", "effective_on") not in report.fields


@pytest.mark.parametrize(
    ("event", "gold", "change", "is_strict"),
    [
        ("moves", MOVE, {"to_role": None, "stage": "planned"}, True),
        ("moves", MOVE, {"kind": "founding"}, False),
        ("moves", MOVE, {"from_organization": None}, False),
        ("moves", MOVE | {"from_organization": None}, {"from_organization": "Globex"}, False),
        ("deals", DEAL, {"status": "denied"}, True),
        ("deals", DEAL, {"amount": 3.01e9}, True),
        ("deals", DEAL, {"amount": None}, False),
        ("deals", DEAL, {"currency": "EUR"}, False),
        ("deals", DEAL, {"acquirers": ["Acme", "Initech"]}, False),
        ("offers", OFFER, {"outcome": "declined"}, True),
        ("offers", OFFER, {"person": None}, False),
    ],
)
def test_strict_demands_parties_kind_and_amount(event: str, gold: Row, change: Row, is_strict: bool) -> None:
    total = evaluate([(document(**{event: [gold]}), document(**{event: [gold | change]}))]).total()
    assert (total.right, total.strict) == (1, is_strict)


def test_figures_count_right_missed_and_false() -> None:
    other = DEAL | {"target": "Initech", "acquirers": ["Umbrella"]}
    report = evaluate([(document(moves=[MOVE], deals=[DEAL]), document(moves=[MOVE], deals=[other, other]))])
    assert report.tallies["moves"].f1() == 1
    assert report.tallies["deals"].f1() == 0
    assert sorted(judged.verdict for _, judged in report.errors) == ["false", "false", "missed"]
    total = report.total()
    assert (total.right, total.found, total.gold) == (1, 3, 2)
    assert (total.precision, total.recall) == (1 / 3, 1 / 2)
    assert total.f1() == pytest.approx(0.4)


def test_a_kind_is_right_when_the_match_has_it() -> None:
    report = evaluate([(document(moves=[MOVE]), document(moves=[MOVE | {"kind": "promotion"}]))])
    hire, promotion = report.kinds["moves", "hire"], report.kinds["moves", "promotion"]
    assert (hire.right, hire.found, hire.gold) == (0, 0, 1)
    assert (promotion.right, promotion.found, promotion.gold) == (0, 1, 0)
    assert report.tallies["moves"].f1() == 1


def test_background_is_neither_demanded_nor_punished_however_often_it_is_found() -> None:
    gold = document(moves=[MOVE | {"background": True}])
    for found in ([], [MOVE], [MOVE, MOVE]):
        report = evaluate([(gold, document(moves=found))])
        assert (report.total().gold, report.total().found, report.calibration) == (0, 0, {})


def test_any_event_on_a_quiet_document_is_an_alarm() -> None:
    background = document("c", moves=[MOVE | {"background": True}])
    report = evaluate(
        [(document(), document(deals=[DEAL])), (document("b"), document("b")), (background, document(moves=[MOVE]))]
    )
    assert (report.documents, report.quiet, report.alarms) == (3, 2, 1)


def test_calibration_counts_by_confidence() -> None:
    found = [MOVE | {"confidence": 0.95}, MOVE | {"person": "Max Roe", "confidence": 0.9}]
    found += [MOVE | {"person": "Eve Low", "confidence": 0.4}]
    report = evaluate([(document(moves=[MOVE]), document(moves=found))])
    assert report.calibration == {0.0: (0, 1), 0.9: (1, 2)}
