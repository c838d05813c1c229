"""The dbt project, built by dbt itself on raw tables in a DuckDB file."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import history
import pytest

from warehouse.load import SCHEMA
from warehouse.references import load_references

PROJECT = Path(__file__).parents[2] / "dbt_project"


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder where every build runs: under one path, so that dbt parses the project once."""
    return tmp_path_factory.mktemp("workshop")


def dbt_build(database: Path, workshop: Path, *without: str) -> None:
    """Build the database, but for these types of resources; a deprecation is an error."""
    bench = workshop / "mercato.duckdb"
    database.replace(bench)
    excluded = ("--exclude-resource-type", *without) if without else ()
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "--warn-error", "--no-use-colors", "build", *excluded),
            *("--project-dir", PROJECT, "--profiles-dir", PROJECT),
            *("--target-path", workshop / "target", "--log-path", workshop),
        ],
        env=os.environ | {"MERCATO_BUILD_DB": str(bench)},
        capture_output=True,
        text=True,
        check=False,
    )
    bench.replace(database)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, workshop: Path) -> Path:
    """The history's database with every model built and every test passed."""
    folder = tmp_path_factory.mktemp("history")
    database = folder / "mercato.duckdb"
    history.load(database, folder)
    dbt_build(database, workshop)
    return database


def query(database: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def test_misspelled_name_is_resolved_with_its_evidence(built: Path) -> None:
    assert query(
        built,
        "select person, name_variants, move_count from marts.dim_people where 'Ines Vargas' in name_variants",
    ) == [("Ines Varga", ["Ines Varga", "Ines Vargas", "Inès Varga"], 1)]
    assert query(
        built, "select name, evidence, score > 0.9 from marts.fct_merges where printed_name = 'Ines Vargas'"
    ) == [("Ines Varga", "both go from Tern AI to Borealis Labs", True)]


def test_similar_names_without_evidence_stay_apart(built: Path) -> None:
    people = query(
        built, "select person from marts.dim_people where person like 'Marta%' or person like 'Jan%' order by all"
    )
    assert people == [("Jan Norberg",), ("Jana Norberg",), ("Marta Silva",), ("Marta Silvo",)]


def test_two_amounts_are_a_conflict_and_the_chosen_one_says_why(built: Path) -> None:
    assert query(
        built,
        "select value, is_chosen, reason, source_count from marts.fct_conflicts"
        " where event = 'deal' and field = 'amount' order by value",
    ) == [
        ("2000000000 USD", True, "most independent sources", 2),
        ("2200000000 USD", False, "most independent sources", 1),
    ]
    assert query(
        built,
        "select deal_amount, deal_currency, amount_qualifier, acquirers from marts.fct_deals where target = 'Tern AI'",
    ) == [(2.0e9, "USD", "exact", ["Borealis Labs"])]


def test_rumor_departure_and_confirmation_are_one_move(built: Path) -> None:
    assert query(
        built,
        "select kind, from_organization, to_organization, to_role, stage, status, confirmed_by, claim_count,"
        " effective_from_on::varchar, first_published_on::varchar"
        " from marts.fct_moves where person = 'Otto Lind' and not is_background",
    ) == [
        (
            *("hire", "Fjord Systems", "Kestrel", "directeur technique", "effective", "confirmed", "Kestrel", 3),
            *("2025-03-20", "2025-03-05"),
        )
    ]


def test_background_is_a_fact_of_its_own_and_marked(built: Path) -> None:
    assert query(
        built,
        "select from_organization, to_organization, effective_to_on::varchar from marts.fct_moves where is_background",
    ) == [("Quill", "Fjord Systems", "2019-12-31")]


def test_denied_rumor_is_denied(built: Path) -> None:
    assert query(built, "select status, stage, confirmed_by from marts.fct_deals where target = 'Quill'") == [
        ("denied", "talks", None)
    ]


def test_syndicated_copy_is_no_independent_source(built: Path) -> None:
    assert query(
        built,
        "select copies.source, originals.source from marts.dim_articles as copies"
        " join marts.dim_articles as originals on copies.syndicated_from_article_id = originals.article_id"
        " where copies.is_syndicated_copy",
    ) == [("North Wire", "La Gazette")]
    assert query(
        built, "select claim_count, article_count, source_count from marts.fct_moves where person = 'Ines Varga'"
    ) == [(5, 5, 3)]


def test_claims_that_name_nobody_stay_apart(built: Path) -> None:
    nobody = "quote_url like '%/nobody'"
    assert query(built, f"select kind, person_id, claim_count from marts.fct_moves where {nobody}") == [  # noqa: S608
        ("departure", None, 1),
        ("departure", None, 1),
    ]
    assert query(built, f"select target, acquirers from marts.fct_deals where {nobody}") == [(None, [])]  # noqa: S608
    assert query(built, f"select person_id, offeror from marts.fct_offers where {nobody}") == [(None, None)]  # noqa: S608


def test_deal_is_linked_to_the_hire_that_comes_with_it(built: Path) -> None:
    assert query(
        built,
        "select target, person, evidence, shared_organizations, shared_article_count from marts.bridge_deal_moves"
        " join marts.fct_deals using (deal_id) join marts.fct_moves using (move_id)",
    ) == [("Tern AI", "Ines Varga", ["same_article", "target_to_acquirer"], ["Borealis Labs", "Tern AI"], 4)]


def test_surname_alone_is_the_person_of_its_article(built: Path) -> None:
    assert query(
        built, "select offeror, person, offer_amount, outcome from marts.fct_offers where person_id is not null"
    ) == [("Kestrel", "Otto Lind", 5.0e6, "accepted")]


def test_flows_count_the_members_of_a_group(built: Path) -> None:
    assert query(
        built,
        "select move_count, confirmed_headcount, reported_headcount from marts.agg_talent_flows"
        " where from_organization = 'Quill' and to_organization = 'Tern AI'",
    ) == [(1, 0, 3)]


def test_article_crawled_again_keeps_its_first_crawl(built: Path) -> None:
    again = history.article_id("hire-en")
    assert query(built, "select count(*) from raw.articles where article_id = ?", again) == [(2,)]
    assert query(
        built, "select first_crawled_on::varchar, claim_count from marts.dim_articles where article_id = ?", again
    ) == [("2025-03-03", 2)]


def test_undated_article_is_told_on_its_first_crawl_and_says_nothing_of_a_date(built: Path) -> None:
    quiet = history.article_id("quiet")
    assert query(
        built,
        "select articles.published_from_on, told_from_on::varchar from marts.dim_articles as articles"
        " join intermediate.int_articles using (article_id) where article_id = ?",
        quiet,
    ) == [(None, "2025-03-15")]
    assert query(built, "select reason, quote from marts.fct_rejected_candidates") == [
        ("homonym", "Le marché des puces se calme.")
    ]


def test_days_counted_from_the_first_crawl_give_way_to_a_publication(built: Path) -> None:
    assert query(
        built,
        "select effective_from_on, stage, last_published_on::varchar, last_seen_at::date::varchar"
        " from marts.fct_moves where person = 'Ines Varga'",
    ) == [(None, "effective", "2025-03-05", "2025-09-20")]


def test_both_time_lines_tell_what_was_known_on_a_day(built: Path) -> None:
    known = (
        "select history.status from marts.fct_deal_status_history as history join marts.fct_deals using (deal_id)"
        " where target = 'Quill' and time_line = ? and timestamp '2025-03-06 12:00' >= valid_from"
        " and timestamp '2025-03-06 12:00' < valid_to"
    )
    assert query(built, known, "published") == query(built, known, "recorded") == [("rumored",)]
    assert query(
        built,
        "select history.status, valid_from::date::varchar"
        " from marts.fct_move_status_history as history join marts.fct_moves using (move_id)"
        " where person = 'Otto Lind' and not is_background and time_line = 'published' order by valid_from",
    ) == [("rumored", "2025-03-05"), ("reported", "2025-03-10"), ("confirmed", "2025-03-20")]


def test_rumors_and_sources_are_judged_by_what_became_of_them(built: Path) -> None:
    assert query(
        built,
        "select event, source, confirmed_count, denied_count, median_days_to_confirmation, median_days_to_denial"
        " from marts.agg_rumor_outcomes order by event",
    ) == [("deal", "Le Courrier", 0, 1, None, 1.0), ("move", "The Ledger", 1, 0, 15.0, None)]
    assert query(
        built,
        "select fact_count >= first_count, first_count > 0 from marts.agg_source_quality where source = 'La Gazette'",
    ) == [(True, True)]


def test_amounts_are_converted_at_the_rate_of_their_day(built: Path) -> None:
    (row,) = query(
        built,
        "select rate_on::varchar, deal_amount_usd, round(deal_amount / deal_amount_eur, 4) from marts.fct_deals"
        " where target = 'Tern AI'",
    )
    assert row == ("2025-03-03", 2.0e9, 1.0465)  # the ECB's rate of that Monday


def marts(database: Path, without: frozenset[str] = frozenset()) -> dict[str, list[tuple[Any, ...]]]:
    tables = query(database, "select table_name from duckdb_tables() where schema_name = 'marts' order by all")
    return {
        table: query(database, f"select * from marts.{table} order by all")  # noqa: S608
        for (table,) in tables
        if table not in without
    }


# what a warehouse went through is its own
OF_THE_BUILDS = frozenset({"event_changes", "fct_tombstones"})


def test_order_of_loading_changes_nothing(built: Path, workshop: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "mercato.duckdb"
    history.load(shuffled, tmp_path, seed=7)
    dbt_build(shuffled, workshop, "test", "unit_test")
    expected = marts(built, OF_THE_BUILDS)
    assert len(expected) > 10
    assert marts(shuffled, OF_THE_BUILDS) == expected


def test_empty_raw_tables_build(workshop: Path, tmp_path: Path) -> None:
    empty = tmp_path / "mercato.duckdb"
    with duckdb.connect(empty) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        load_references(connection)
    dbt_build(empty, workshop, "unit_test")
    filled = {table for table, rows in marts(empty).items() if rows}
    assert filled == {"dim_organizations"}  # the known ones


WAY = {"kind": "hire", "stage": "effective", "status": "reported"}
PARTS = [
    {
        "id": "exit",
        "source": "wire",
        "published_on": date(2025, 10, 1),
        "text": "Vera Sol has left Fjord Systems.",
        "moves": [WAY | {"says": 1, "person": "Vera Sol", "kind": "departure", "from_organization": "Fjord Systems"}],
    },
    {
        "id": "entry",
        "source": "ledger",
        "published_on": date(2025, 10, 2),
        "text": "Vera Sol joins Kestrel.",
        "moves": [WAY | {"says": 1, "person": "Vera Sol", "to_organization": "Kestrel"}],
    },
]
WHOLE = {
    "id": "whole",
    "source": "gazette",
    "published_on": date(2025, 10, 4),
    "text": "Vera Sol quitte Fjord Systems pour Kestrel.",
    "moves": [
        WAY | {"says": 1, "person": "Vera Sol", "from_organization": "Fjord Systems", "to_organization": "Kestrel"}
    ],
}
OLDER = {
    "id": "older",
    "source": "courrier",
    "published_on": date(2025, 2, 27),
    "text": "Inès Varga passerait de Tern AI chez Borealis Labs.",
    "moves": [
        WAY
        | {"says": 1, "person": "Inès Varga", "from_organization": "Tern AI", "to_organization": "Borealis Labs"}
        | {"status": "rumored"}
    ],
}


TOLD_A_THOUSAND_TIMES = {
    "id": "thousandfold",
    "source": "gazette",
    "published_on": date(2025, 10, 5),
    "text": "Quill a rejoint Quill.",
    # a person named like a company, who joins a company named alike
    "moves": [WAY | {"says": 1, "person": "Quill", "to_organization": "Quill"}] * 1000,
}


def test_life_of_a_warehouse(built: Path, workshop: Path, tmp_path: Path) -> None:
    """Day after day, a day read anew, an older article and one that ties two facts: ids stay, and nothing is lost."""
    database = tmp_path / "mercato.duckdb"

    def ids(where: str) -> list[str]:
        return [row[0] for row in query(database, f"select move_id from marts.fct_moves where {where} order by 1")]  # noqa: S608

    def changes() -> list[tuple[Any, ...]]:
        rows = query(
            database,
            "select change_id, change, fact ->> 'person', merged_into from marts.event_changes where change_id > ?"
            " order by change_id",
            seen[-1] if seen else 0,
        )
        seen.extend(row[0] for row in rows)
        assert seen == list(range(1, len(seen) + 1))
        return sorted((row[1:] for row in rows if row[2]), key=str)

    seen: list[int] = []
    history.load(database, tmp_path / "days", until=date(2025, 3, 10))
    dbt_build(database, workshop, "test", "unit_test")
    first = ids("true")
    assert {row[0] for row in changes()} == {"created"}

    history.load(database, tmp_path / "days", since=date(2025, 3, 11))
    dbt_build(database, workshop, "test", "unit_test")
    assert query(database, "select is_increment from loads.builds order by build_id") == [(False,), (True,)]
    assert marts(database, OF_THE_BUILDS) == marts(built, OF_THE_BUILDS)
    assert set(first) <= set(ids("true"))
    assert ("confirmed", "Otto Lind", None) in changes()

    varga = ids("person in ('Ines Varga', 'Inès Varga')")
    (silva,) = ids("person = 'Marta Silva'")
    unread = {"id": "namesake", "source": "ledger", "published_on": date(2025, 3, 12), "text": "Nothing to read here."}
    history.load_articles(database, tmp_path / "days", [unread, *PARTS])
    dbt_build(database, workshop, "unit_test")
    assert ids("person = 'Marta Silva'") == []
    assert query(database, "select fact_id, reason, merged_into from marts.fct_tombstones") == [
        (silva, "retracted", None)
    ]
    exit_id, entry_id = (ids(f"person = 'Vera Sol' and kind = '{kind}'")[0] for kind in ("departure", "hire"))
    assert changes() == [
        ("created", "Vera Sol", None),
        ("created", "Vera Sol", None),
        ("retracted", "Marta Silva", None),
    ]

    history.load_articles(database, tmp_path / "days", [OLDER, WHOLE])
    dbt_build(database, workshop, "unit_test")
    assert ids("person in ('Ines Varga', 'Inès Varga')") == varga
    assert ids("person = 'Vera Sol'") == [exit_id]
    assert ("merged", "Vera Sol", exit_id) in changes()
    assert query(database, "select merged_into from marts.fct_tombstones where fact_id = ?", entry_id) == [(exit_id,)]

    history.load_articles(database, tmp_path / "days", [OLDER])
    history.load_empty_day(database, tmp_path / "days", date(2025, 10, 6))
    dbt_build(database, workshop, "test", "unit_test")
    assert changes() == []

    history.load_articles(database, tmp_path / "days", [TOLD_A_THOUSAND_TIMES])
    dbt_build(database, workshop, "unit_test")
    assert changes() == [("created", "Quill", None)]
    assert query(database, "select claim_count, to_organization from marts.fct_moves where person = 'Quill'") == [
        (1, "Quill")
    ]
