"""Crawl, read and load one crawl day."""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from extract.batch import read_day
from extract.crawl.process import crawl
from orchestration.partitions import crawl_days
from orchestration.progress import stage_log, summary
from orchestration.resources import BUILD_POOL, Home, Registry
from warehouse.load import load_day, raw_table_names


@dg.asset(partitions_def=crawl_days, group_name="ingest", kinds={"scrapy", "warc"})
def archive(context: dg.AssetExecutionContext, home: Home, registry: Registry) -> dg.MaterializeResult[None]:
    """Every HTTP exchange of the day with the followed publishers, as WARC files and page rows."""
    log = stage_log("crawl")
    with registry.open() as sources:
        day = date.fromisoformat(context.partition_key)
        crawled = crawl(
            sources,
            day,
            home.archive,
            contact=registry.contact,
            on_progress=lambda counts: log.debug(f"{counts.pages} pages"),
        )
    counts = {"pages": crawled.pages, "new_articles": crawled.new_articles}
    log.info(summary(counts))
    return dg.MaterializeResult(metadata=counts)


@dg.asset(partitions_def=crawl_days, deps=[archive], group_name="ingest", kinds={"trafilatura", "spacy"})
def extracted(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult[None]:
    """The day's articles and claims, read from the archive, as JSON lines."""
    log = stage_log("read")
    day = date.fromisoformat(context.partition_key)
    counts = read_day(
        home.archive, day, home.extracted, on_progress=lambda done, of: log.debug(f"{done} of {of} articles")
    )
    log.info(summary(counts))
    return dg.MaterializeResult(metadata=counts)


@dg.multi_asset(
    specs=[
        dg.AssetSpec(["raw", table], deps=[extracted], group_name="ingest", kinds={"duckdb"}, partitions_def=crawl_days)
        for table in raw_table_names()
    ],
    pool=BUILD_POOL,
)
def load(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult[None]]:
    """The day's partition of every raw table, replaced in one transaction."""
    day = date.fromisoformat(context.partition_key)
    counts = load_day(home.build_database, home.extracted / day.isoformat(), day)
    stage_log("load").info(f"{sum(counts.values()):,} rows into {len(counts)} tables")
    for table, rows in counts.items():
        yield dg.MaterializeResult(asset_key=["raw", table], metadata={"dagster/row_count": rows})
