"""The one partitioning there is: a crawl day, in the time zone of the newsrooms we follow."""

import dagster as dg

TIMEZONE = "Europe/Paris"
FIRST_DAY = "1995-01-01"  # no web archive holds older news

# the day itself, not the one before: a crawl sees what is published until now
crawl_days = dg.DailyPartitionsDefinition(start_date=FIRST_DAY, timezone=TIMEZONE, end_offset=1)
