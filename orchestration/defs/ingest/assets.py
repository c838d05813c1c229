"""Crawl, read and load one crawl day."""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from extract.batch import read_day
from extract.crawl import crawl
from extract.sources import load_sources
from orchestration.partitions import crawl_days
from orchestration.progress import stage_log, summary
from orchestration.resources import BUILD_POOL, Home, Registry
from warehouse.load import RAW_TABLES, load_day


@dg.asset(partitions_def=crawl_days, group_name="ingest", kinds={"scrapy", "warc"})
def archive(context: dg.AssetExecutionContext, home: Home, registry: Registry) -> dg.MaterializeResult:
    """Every HTTP exchange of the day with the followed publishers, as WARC files and page rows."""
    day = date.fromisoformat(context.partition_key)
    with registry.open() as sources_file:
        load_sources(sources_file)  # a bad registry is told before anything is fetched
        counts = crawl(sources_file, day, home.archive, on_progress=stage_log("crawl").debug)
    stage_log("crawl").info(summary(counts))
    return dg.MaterializeResult(metadata=counts)


@dg.asset(partitions_def=crawl_days, deps=[archive], group_name="ingest", kinds={"trafilatura", "spacy"})
def extracted(context: dg.AssetExecutionContext, home: Home, registry: Registry) -> dg.MaterializeResult:
    """The day's articles and claims, read from the archive, as JSON lines."""
    day = date.fromisoformat(context.partition_key)
    counts = read_day(home.archive, day, home.extracted, sources=registry.load(), on_progress=stage_log("read").debug)
    stage_log("read").info(summary(counts))
    return dg.MaterializeResult(metadata=counts)


@dg.multi_asset(
    specs=[
        dg.AssetSpec(["raw", table], deps=[extracted], group_name="ingest", kinds={"duckdb"}, partitions_def=crawl_days)
        for table in RAW_TABLES
    ],
    pool=BUILD_POOL,
)
def load(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """The day's partition of every raw table, replaced in one transaction."""
    day = date.fromisoformat(context.partition_key)
    counts = load_day(home.build_database, home.extracted / day.isoformat(), day)
    stage_log("load").info(summary(counts))
    for table, rows in counts.items():
        yield dg.MaterializeResult(asset_key=["raw", table], metadata={"dagster/row_count": rows})
