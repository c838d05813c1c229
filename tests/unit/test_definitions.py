"""The definitions as Dagster sees them: what exists, what waits for what, what may stop a release."""

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.partitions import crawl_days
from orchestration.resources import BUILD_POOL
from warehouse.expectations.suites import load_suites


@pytest.fixture(scope="module")
def repository() -> dg.RepositoryDefinition:
    return defs().get_repository_def()


def ancestors(repository: dg.RepositoryDefinition, key: dg.AssetKey) -> set[str]:
    return {parent.to_user_string() for parent in repository.asset_graph.get_ancestor_asset_keys(key)}


def test_a_release_comes_after_every_stage(repository: dg.RepositoryDefinition) -> None:
    before = ancestors(repository, dg.AssetKey("release"))
    assert {"archive", "extracted", "raw/pages", "raw/move_claims", "staging/stg_articles", "marts/fct_moves"} <= before


def test_every_expectation_is_an_asset_check(repository: dg.RepositoryDefinition) -> None:
    graph = repository.asset_graph
    for suite in load_suites():
        table = dg.AssetKey(suite.table.split("."))
        checks = {key.name: graph.get(key) for key in graph.get_check_keys_for_assets({table})}
        for expectation in suite.expectations:
            assert checks[expectation.name].blocking == expectation.is_blocking
    data_tests = graph.get_check_keys_for_assets({dg.AssetKey(["marts", "fct_moves"])})
    assert any(key.name.startswith("unique_fct_moves") for key in data_tests)


def test_one_writer(repository: dg.RepositoryDefinition) -> None:
    writers = {
        key for key in repository.asset_graph.get_all_asset_keys() if key.path[0] not in ("archive", "extracted")
    }
    for definition in repository.assets_defs_by_key.values():
        if definition.keys & writers:
            assert definition.op.pool == BUILD_POOL, definition.keys


def test_schedule_runs_the_day_at_six_in_paris(repository: dg.RepositoryDefinition) -> None:
    schedule = repository.get_schedule_def("every_morning")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 6 * * *", "Europe/Paris")
    at = crawl_days.time_window_for_partition_key("2025-07-02").start.replace(hour=6)
    with dg.build_schedule_context(scheduled_execution_time=at, repository_def=repository) as context:
        (request,) = schedule.evaluate_tick(context).run_requests or []
    assert request.partition_key == "2025-07-02"
