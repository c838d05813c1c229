"""Measures the facts on a generated history: are people, organizations and happenings found again, and how fast?

    python tests/bench/facts.py --articles 1000000 --claims 150000 --facts 40000

builds the history but for its last ten days in one go, adds these day by day, and builds all at once in another file:
both must be equal row for row. The same increments on a tenth of the history tell whether time grows with it. It prints
one line per figure. What is drawn belongs in `generated_history`.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent))
import generated_history

from warehouse.load import load_day

PROJECT = Path(__file__).parents[2]
INCREMENTS = 10
# what a file went through is its own: these differ between ten builds and one
OF_THE_BUILDS = {"event_changes", "fct_tombstones"}

B_CUBED = """
with sizes as (
    select item, truth, found,
        count(*) over (partition by truth) as true_size, count(*) over (partition by found) as found_size,
        count(*) over (partition by truth, found) as both_size
    from items
)
select avg(both_size / found_size) as precision, avg(both_size / true_size) as recall from sizes
"""
NAMED = """
select distinct on (claim_id, name) (claim_id, name) as item, identity as truth, entity_id as found
from truth.names inner join intermediate.int_claim_parties using (claim_id, entity, name) where entity =
"""
ITEMS = {
    "people": f"{NAMED} 'person'",
    "organizations": f"{NAMED} 'organization'",
    "facts": """
        select claim_id as item, fact as truth, fact_id as found
        from truth.claims inner join marts.fct_claims using (claim_id)
    """,
}


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds on the clock, and of the processors."""

    wall: float
    processor: float


def dbt_build(database: Path, *arguments: str) -> Cost:
    """Build `database` without tests; return what it took."""
    since, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    folder = database.parent
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "--quiet", "--no-use-colors", "build"),
            *("--exclude-resource-type", "test", "unit_test", *arguments),
            *("--project-dir", PROJECT / "dbt_project", "--profiles-dir", PROJECT / "dbt_project"),
            *("--target-path", folder / "target", "--log-path", folder),
        ],
        env=os.environ | {"MERCATO_BUILD_DB": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - since, processor)


def median(costs: list[Cost]) -> Cost:
    """Return the middle of both figures."""
    return Cost(statistics.median(cost.wall for cost in costs), statistics.median(cost.processor for cost in costs))


def b_cubed(database: Path, generated: Path) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of people, organizations and facts (Bagga and Baldwin, 1998)."""
    figures = {}
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute(f"attach '{generated}' as generated (read_only)")
        for name, items in ITEMS.items():
            sql = f"with items as ({items.replace('truth.', 'generated.truth.')}), {B_CUBED.split('with ', 1)[1]}"
            precision, recall = connection.execute(sql).fetchall()[0]
            figures[name] = (precision, recall, 2 * precision * recall / (precision + recall))
    return figures


def differences(one: Path, other: Path) -> dict[str, int]:
    """Return for each mart in how many rows two files differ, where they do."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        tables = connection.execute(
            "select distinct table_name from duckdb_tables() where schema_name = 'marts' order by all"
        ).fetchall()
        found = {
            table: connection.execute(
                f"select (select count(*) from (from one.marts.{table} except all from other.marts.{table}))"  # noqa: S608
                f" + (select count(*) from (from other.marts.{table} except all from one.marts.{table}))"
            ).fetchall()[0][0]
            for (table,) in tables
            if table not in OF_THE_BUILDS
        }
    return {table: rows for table, rows in found.items() if rows}


def history_with_increments(folder: Path, generated: Path, first: int, last: int) -> tuple[Path, Cost, list[Cost]]:
    """Build the days before `first` in one go, then each until `last`; return the file and what each build took."""
    database = folder / "mercato.duckdb"
    generated_history.load_until(database, generated, first)
    full = dbt_build(database)
    increments = []
    for number in range(first, last):
        day_folder, day = generated_history.write_day(generated, folder / "days", number)
        load_day(database, day_folder, day)
        increments.append(dbt_build(database))
    return database, full, increments


def query_times(database: Path) -> dict[str, float]:
    """Return the milliseconds of each starter query on the marts, the best of three."""
    times = {}
    with duckdb.connect(database, read_only=True, config={"threads": 2}) as connection:
        connection.execute("set search_path = 'marts'")
        for path in sorted((PROJECT / "warehouse" / "queries").glob("*.sql")):
            sql, took = path.read_text(encoding="utf-8"), []
            for _ in range(3):
                since = time.monotonic()
                connection.execute(sql).fetchall()
                took.append((time.monotonic() - since) * 1000)
            times[path.stem] = min(took)
    return times


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=150_000)
    parser.add_argument("--facts", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the files go and stay; default: a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mercato-bench-") as temporary:
        measure(given.folder or Path(temporary), given.seed, given.articles, given.claims, given.facts)


def measure(folder: Path, seed: int, articles: int, claims: int, facts: int) -> None:
    """Draw, build, compare and print; see the module."""
    generated = folder / "generated.duckdb"
    for name in ("history", "once", "tenth"):
        (folder / name).mkdir(parents=True)
    days = generated_history.generate(generated, seed=seed, articles=articles, claims=claims, facts=facts)
    with duckdb.connect(generated, read_only=True) as connection:
        counts = connection.execute(
            "select (select count(*) from raw.articles), count(*), count(distinct fact) from truth.claims"
        ).fetchall()[0]
    print("history: {:,} articles, {:,} claims, {:,} facts, {} days".format(*counts, days), flush=True)
    database, full, increments = history_with_increments(folder / "history", generated, days - INCREMENTS, days)
    print(f"full build: {full.wall:.0f} s, of the processors {full.processor:.0f} s", flush=True)
    print(f"increment on the history: {_shown(increments)}", flush=True)
    tenth = days // 10
    _, _, on_tenth = history_with_increments(folder / "tenth", generated, tenth, tenth + INCREMENTS)
    print(f"increment on a tenth: {_shown(on_tenth)}", flush=True)
    one, other = median(increments), median(on_tenth)
    print(f"ratio: {one.wall / other.wall:.2f} by the clock, {one.processor / other.processor:.2f} of the processors")
    for name, (precision, recall, f1) in b_cubed(database, generated).items():
        print(f"B3 {name}: precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}", flush=True)
    once = folder / "once" / "mercato.duckdb"
    generated_history.load_until(once, generated, days)
    dbt_build(once)
    print(f"rows that differ between ten increments and one build: {differences(database, once) or 'none'}", flush=True)
    for name, milliseconds in query_times(once).items():
        print(f"query {name}: {milliseconds:.0f} ms", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(f"peak memory of a build: {peak:.2f} GiB")


def _shown(costs: list[Cost]) -> str:
    return f"{median(costs).wall:.1f} s, of the processors {median(costs).processor:.1f} s (medians of {len(costs)})"


if __name__ == "__main__":
    main()
