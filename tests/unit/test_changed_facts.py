"""What changed in the facts since a change: each once, as it was and as it is, and how that is printed."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.options import console
from orchestration.replay import _print_changes, _spans
from warehouse.release import changed_facts, last_change

MOVE = {
    "move_id": "m1",
    "person": "Nadia Kessler",
    "headcount": 1,
    "kind": "hire",
    "from_organization": None,
    "to_organization": "Halcyon Robotics",
    "status": "reported",
    "article_count": 1,
    "quote": "She has joined.",
    "char_start": 0,
}
DEAL = {
    "deal_id": "d1",
    "kind": "acquisition",
    "target": "Quillon Labs",
    "acquirers": ["Halcyon Robotics", "Meridian"],
    "status": "rumored",
    "deal_amount": None,
    "deal_amount_usd": None,
    "quote": "It may be sold.",
}
CHANGES = [
    (1, "move", "m1", "created", MOVE),
    (2, "deal", "d1", "created", DEAL),
    (3, "move", "m2", "created", MOVE | {"person": None, "headcount": 3}),
    (4, "move", "m3", "created", MOVE | {"person": "Tomas Lindqvist"}),
    (5, "move", "m3", "retracted", MOVE | {"person": "Tomas Lindqvist"}),
    # from here on new
    (6, "move", "m1", "updated", MOVE | {"article_count": 2, "char_start": 8}),
    (7, "move", "m1", "confirmed", MOVE | {"article_count": 2, "char_start": 8, "status": "confirmed"}),
    (8, "deal", "d1", "updated", DEAL | {"deal_amount": 120e6, "deal_amount_usd": 121e6}),
    (9, "move", "m2", "merged", MOVE | {"person": None, "headcount": 3}),
    (10, "move", "m3", "created", MOVE | {"person": "Tomas Lindqvist"}),
    (11, "move", "m4", "created", MOVE | {"person": "Ada Brook"}),
    (12, "move", "m4", "retracted", MOVE | {"person": "Ada Brook"}),
    (13, "deal", "d2", "created", DEAL | {"target": "Pharos"}),
    (14, "deal", "d2", "updated", DEAL | {"target": "Pharos", "status": "reported"}),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with duckdb.connect(tmp_path / "mercato.duckdb") as connection:
        connection.execute(
            "create table event_changes (change_id int, event text, fact_id text, change text, fact text)"
        )
        connection.executemany(
            "insert into event_changes values (?, ?, ?, ?, ?)", [(*row, json.dumps(fact)) for *row, fact in CHANGES]
        )
    return tmp_path


def printed(facts: list[dict[str, Any]]) -> str:
    with console.capture() as capture:
        _print_changes(facts)
    return capture.get()


def test_each_fact_is_told_once_as_it_was_and_as_it_is(home: Path) -> None:
    facts = {fact["fact_id"]: fact for fact in changed_facts(home, 5)}
    assert {key: fact["change"] for key, fact in facts.items()} == {
        "d1": "updated",
        "d2": "created",
        "m1": "confirmed",
        "m2": "merged",
        "m3": "created",
    }
    assert facts["m1"]["before"] == MOVE
    assert facts["m1"]["after"] == CHANGES[6][4]
    assert facts["m2"]["after"] is None
    assert facts["m3"]["before"] is facts["d2"]["before"] is None


def test_nothing_changed_after_the_last_change(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert last_change(home) == 14
    assert changed_facts(home, 14) == []
    assert printed([]) == "Nothing changed in the facts.\n"
    assert last_change(tmp_path_factory.mktemp("empty")) == 0


def test_the_table_says_what_was_and_what_is(home: Path) -> None:
    table = printed(changed_facts(home, 5))
    for text in (
        "Nadia Kessler, ? → Halcyon Robotics",
        "status: reported → confirmed",
        "article_count: 1 → 2",
        "Halcyon Robotics, Meridian, Quillon Labs, acquisition",
        "deal_amount: – → 120000000",
        "3 people, ? → Halcyon Robotics",
        "2 added, 2 changed, 1 gone",
    ):
        assert text in table, table
    assert "char_start" not in table
    assert "deal_amount_usd" not in table


def test_days_are_named_as_spans() -> None:
    from datetime import date

    days = [date(2025, 1, day) for day in (1, 2, 3, 7, 30, 31)]
    assert _spans(days) == ["2025-01-01 to 2025-01-03", "2025-01-07", "2025-01-30 to 2025-01-31"]
