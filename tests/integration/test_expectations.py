"""The expectations: each holds on a good warehouse and fails on one that is broken in its own way."""

import re
import shutil
from enum import StrEnum
from pathlib import Path

import duckdb
import pytest
import yaml

from extract import records
from extract.claims import schema
from warehouse.expectations import suites
from warehouse.expectations.suites import Expectation, Suite, SuiteError, load_suites, run_suite

# Great Expectations 1.24 imports two modules that Python 3.11 deprecates
pytestmark = pytest.mark.filterwarnings(r"ignore:module 'sre_\w+' is deprecated:DeprecationWarning")

SUITES = load_suites()
EVERY = [pytest.param(suite, each, id=f"{suite.table}.{each.name}") for suite in SUITES for each in suite.expectations]
BREAKS = yaml.safe_load(Path(__file__).with_name("expectation_breaks.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.table)
def test_a_good_warehouse_passes(built: Path, suite: Suite) -> None:
    outcomes = run_suite(built, suite)
    assert [outcome.name for outcome in outcomes] == [each.name for each in suite.expectations]
    assert [outcome for outcome in outcomes if not outcome.success] == []


@pytest.mark.parametrize(("suite", "expectation"), EVERY)
def test_a_broken_warehouse_fails(built: Path, tmp_path: Path, suite: Suite, expectation: Expectation) -> None:
    broken = Path(shutil.copy(built, tmp_path / "broken.duckdb"))
    with duckdb.connect(broken) as connection:
        connection.execute(BREAKS[suite.table][expectation.name].format(table=suite.table))
    (outcome,) = run_suite(broken, Suite(table=suite.table, expectations=(expectation,)))
    assert not outcome.success
    assert outcome.error is None  # it found the fault; it did not stumble over it
    assert outcome.metadata


def test_every_break_has_its_expectation() -> None:
    assert {table: set(breaks) for table, breaks in BREAKS.items()} == {
        suite.table: {each.name for each in suite.expectations} for suite in SUITES
    }


ENUMERATIONS: dict[tuple[str, str], type[StrEnum]] = {
    ("pages", "kind"): records.PageKind,
    ("pages", "outcome"): records.Outcome,
    ("articles", "published_basis"): records.DateBasis,
    ("move_claims", "kind"): schema.MoveKind,
    ("move_claims", "stage"): schema.MoveStage,
    ("move_claims", "effective_basis"): schema.IntervalBasis,
    ("move_claims", "status"): schema.Status,
    ("deal_claims", "kind"): schema.DealKind,
    ("deal_claims", "stage"): schema.DealStage,
    ("deal_claims", "amount_qualifier"): schema.Qualifier,
    ("deal_claims", "announced_basis"): schema.IntervalBasis,
    ("deal_claims", "status"): schema.Status,
    ("offer_claims", "kind"): schema.OfferKind,
    ("offer_claims", "outcome"): schema.OfferOutcome,
    ("offer_claims", "amount_qualifier"): schema.Qualifier,
    ("offer_claims", "status"): schema.Status,
    ("rejected_candidates", "reason"): schema.RejectReason,
    ("fct_claim_quotes", "stance"): schema.Stance,
    ("fct_rejected_candidates", "reason"): schema.RejectReason,
}


def test_enumerations_are_the_readers_own() -> None:
    declared = {
        (suite.table.split(".")[1], each.arguments["column"]): each.arguments["value_set"]
        for suite in SUITES
        for each in suite.expectations
        if "value_set" in each.arguments
    }
    assert declared.pop(("rejected_candidates", "event")) == ["move", "deal", "offer"]
    assert declared == {key: [member.value for member in enumeration] for key, enumeration in ENUMERATIONS.items()}


@pytest.mark.parametrize(
    ("name", "enumeration"),
    [("quote_part_is_known", schema.DocumentPart), ("quote_stance_is_known", schema.Stance)],
)
def test_enumerations_inside_sql_are_the_readers_own(name: str, enumeration: type[StrEnum]) -> None:
    queries = [
        each.arguments["unexpected_rows_query"] for suite in SUITES for each in suite.expectations if each.name == name
    ]
    assert len(queries) == 3
    for query in queries:
        (values,) = re.findall(r"not in \(([^)]*)\)", query)
        assert re.findall(r"'(\w+)'", values) == [member.value for member in enumeration]


def test_a_missing_column_is_an_error_of_its_expectation_only(built: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copy(built, tmp_path / "broken.duckdb"))
    with duckdb.connect(broken) as connection:
        connection.execute("alter table raw.sources drop country")
    (suite,) = (suite for suite in SUITES if suite.table == "raw.sources")
    errors = {outcome.name: outcome.error for outcome in run_suite(broken, suite)}
    assert "country" in (errors.pop("country_is_iso_3166") or "")
    assert set(errors.values()) == {None}


def test_the_file_is_free_again_and_nothing_else_is_written(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    odd = tmp_path / "a?b=$HOME %20#"
    odd.mkdir()
    built = Path(shutil.copy(built, odd / "build.duckdb"))
    monkeypatch.chdir(elsewhere)
    for variable in ("HOME", "TMPDIR"):
        monkeypatch.setenv(variable, str(elsewhere))
    before = built.read_bytes()
    run_suite(built, next(suite for suite in SUITES if suite.table == "raw.articles"))
    assert list(elsewhere.rglob("*")) == []
    assert built.read_bytes() == before
    duckdb.connect(built).close()  # for writing: no reader is left


def test_a_missing_table_or_file_is_one_clear_error(built: Path, tmp_path: Path) -> None:
    suite = SUITES[0].model_copy(update={"table": "raw.nothing"})
    with pytest.raises(SuiteError, match=r"build\.duckdb: raw\.nothing cannot be read"):
        run_suite(built, suite)
    with pytest.raises(SuiteError, match=r"absent\.duckdb: raw\.nothing cannot be read"):
        run_suite(tmp_path / "absent.duckdb", suite)
    assert not (tmp_path / "absent.duckdb").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("table: raw.x\nexpectations: []", "at least 1 item"),
        ("table: raw.x\nexpectations: [{name: a, description: b, expect: ExpectX, severity: fatal}]", "severity"),
        ("table: raw.y\nexpectations: [{name: a, description: b, expect: ExpectX}]", "named after its table"),
        ("table: [", "raw.x.yml"),
    ],
)
def test_a_bad_suite_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str) -> None:
    monkeypatch.setattr(suites, "SUITES", tmp_path)
    (tmp_path / "raw.x.yml").write_text(text)
    with pytest.raises(SuiteError, match=r"raw\.x\.yml: ") as error:
        load_suites()
    assert says in str(error.value)
