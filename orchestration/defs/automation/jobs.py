"""The daily job and the schedule that starts it, and its parts for days that are archived."""

from zoneinfo import ZoneInfo

import dagster as dg
from dagster import AssetSelection

from orchestration.partitions import TIMEZONE, crawl_days

daily = dg.define_asset_job(
    "daily",
    selection=AssetSelection.all(),
    partitions_def=crawl_days,
    executor_def=dg.in_process_executor,  # one writer, and crawl and reading have processes of their own
    description="One crawl day from the publishers to the release.",
)

_archived = AssetSelection.groups("ingest") - AssetSelection.assets("archive")

reading = dg.define_asset_job(
    "reading",
    selection=_archived.without_checks(),
    partitions_def=crawl_days,
    executor_def=dg.in_process_executor,
    description="One archived day read anew and loaded; checks come once, with what is built of many days.",
)

publication = dg.define_asset_job(
    "publication",
    selection=AssetSelection.all() - AssetSelection.groups("ingest") | AssetSelection.all_asset_checks(),
    partitions_def=crawl_days,
    executor_def=dg.in_process_executor,
    description="From the loaded days to the release, with every check.",
)


@dg.schedule(job=daily, cron_schedule="0 6 * * *", execution_timezone=TIMEZONE)
def every_morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The day that has just begun, at six in Paris."""
    day = context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).date().isoformat()
    return dg.RunRequest(run_key=day, partition_key=day)
