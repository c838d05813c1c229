"""The release that readers get."""

from datetime import date, timedelta

import dagster as dg

from extract.version import reader_version
from orchestration.defs.transform.assets import facts
from orchestration.partitions import TIMEZONE, crawl_days
from orchestration.progress import stage_log
from orchestration.resources import BUILD_POOL, Home
from warehouse.release import publish

marts = [key for key in facts.keys if key.path[0] == "marts"]


@dg.asset(
    partitions_def=crawl_days,
    deps=marts,
    group_name="publish",
    kinds={"duckdb", "parquet"},
    pool=BUILD_POOL,
    freshness_policy=dg.FreshnessPolicy.cron("0 8 * * *", lower_bound_delta=timedelta(hours=2), timezone=TIMEZONE),
)
def release(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult[None]:
    """The checked marts, swapped in at once: DuckDB file, Parquet files, manifest, report."""
    published = publish(
        home.build_database,
        home.path,
        run_id=context.run_id,
        code_version=reader_version(),
        day=date.fromisoformat(context.partition_key),
    )
    stage_log("release").info(published.id)
    return dg.MaterializeResult(
        metadata={"release": published.id, "report": dg.MetadataValue.path(str(home.path / "report.html"))}
    )
