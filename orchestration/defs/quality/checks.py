"""One asset check per expectation; a blocking one that fails stops what comes after."""

from collections.abc import Iterator

import dagster as dg

from orchestration.progress import stage_log
from orchestration.resources import BUILD_POOL, Home
from warehouse.expectations.suites import Suite, load_suites, run_suite


def _checks_of(suite: Suite) -> dg.AssetChecksDefinition:
    asset = dg.AssetKey(suite.table.split("."))

    @dg.multi_asset_check(
        name=f"expect_{asset.to_python_identifier()}",
        specs=[
            dg.AssetCheckSpec(e.name, asset=asset, description=e.description, blocking=e.is_blocking)
            for e in suite.expectations
        ],
        pool=BUILD_POOL,
    )
    def check(home: Home) -> Iterator[dg.AssetCheckResult]:
        outcomes = run_suite(home.build_database, suite)
        met = sum(outcome.success for outcome in outcomes)
        stage_log("check").debug(f"{suite.table}: {met} of {len(outcomes)} expectations met")
        blocking = {e.name: e.is_blocking for e in suite.expectations}
        for outcome in outcomes:
            yield dg.AssetCheckResult(
                check_name=outcome.name,
                asset_key=asset,
                passed=outcome.success,
                severity=dg.AssetCheckSeverity.ERROR if blocking[outcome.name] else dg.AssetCheckSeverity.WARN,
                metadata=outcome.metadata | ({"error": outcome.error} if outcome.error else {}),
            )

    return check


@dg.definitions
def defs() -> dg.Definitions:
    """Return the checks of every suite."""
    return dg.Definitions(asset_checks=[_checks_of(suite) for suite in load_suites()])
