"""A small generated history: identities are found again, and increments come to what one build does."""

from pathlib import Path

import pytest
from bench import facts, generated_history

DAYS = 20
FIRST = DAYS - 2


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("generated") / "generated.duckdb"
    assert generated_history.generate(database, seed=1, articles=4000, claims=600, facts=160) == DAYS
    return database


@pytest.fixture(scope="module")
def once(generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("once") / "mercato.duckdb"
    generated_history.load_until(database, generated, DAYS)
    facts.dbt_build(database)
    return database


def test_people_organizations_and_facts_are_found_again(once: Path, generated: Path) -> None:
    figures = facts.b_cubed(once, generated)
    assert set(figures) == {"people", "organizations", "facts"}
    assert {name: f1 for name, (_, _, f1) in figures.items() if f1 < 0.95} == {}


def test_increments_equal_one_build(once: Path, generated: Path, tmp_path: Path) -> None:
    database, _, increments = facts.history_with_increments(tmp_path, generated, FIRST, DAYS)
    assert len(increments) == 2
    assert facts.differences(database, once) == {}
