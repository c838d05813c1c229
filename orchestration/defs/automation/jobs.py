"""The daily job, and the schedule that starts it."""

from zoneinfo import ZoneInfo

import dagster as dg

from orchestration.partitions import TIMEZONE, crawl_days

daily = dg.define_asset_job(
    "daily",
    selection=dg.AssetSelection.all(),
    partitions_def=crawl_days,
    executor_def=dg.in_process_executor,  # one writer, and crawl and reading have processes of their own
    description="One crawl day from the publishers to the release.",
)


@dg.schedule(job=daily, cron_schedule="0 6 * * *", execution_timezone=TIMEZONE)
def every_morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The day that has just begun, at six in Paris."""
    day = context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).date().isoformat()
    return dg.RunRequest(run_key=day, partition_key=day)
