"""The hostile cases in full size, each in a crawl of its own beside a well-behaved source; prints a table.

python tests/hostile/soak.py [NAME…] exits with 1 when a row is untrue, memory passes its limit, or the
well-behaved source is incomplete or held up.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from cases import GROUPS
from cases.case import FULL, Case
from crawling import MEMORY_LIMIT_MB, Run, faults, good_faults, good_wait_seconds, run, source_id
from server import serving

from extract.errors import MercatoError

TIMEOUT_SECONDS = 10.0
GOOD_PAGES = 12
HELD_UP_SECONDS = 5.0  # between two requests that its politeness puts 0.1 s apart


def main(names: list[str]) -> int:
    """Run the cases named, or all; return the exit code."""
    print("| case | what the site does | rows | peak MB | seconds | good source | its longest wait, s |")
    print("|---|---|---|---|---|---|---|", flush=True)
    untrue = 0
    for case in (case for group in GROUPS for case in group(FULL) if not names or case.name in names):
        with serving() as server, tempfile.TemporaryDirectory() as folder:
            try:
                result = run(server, [case], Path(folder), TIMEOUT_SECONDS, GOOD_PAGES)
            except MercatoError as error:
                print(f"| {case.name} | {case.says} | {error} | | | | |", flush=True)
                untrue += 1
                continue
        said = faults(case, result)
        said += [f"well-behaved source: no article of {path}" for path in good_faults(result)]
        if result.peak_mb >= MEMORY_LIMIT_MB:
            said.append(f"{result.peak_mb:.0f} MB")
        if good_wait_seconds(result) >= HELD_UP_SECONDS:
            said.append(f"well-behaved source held up for {good_wait_seconds(result):.1f} s")
        print(_line(case, result), *(f"    {text}" for text in said), sep="\n", flush=True)
        untrue += bool(said)
    print(f"\n{untrue} cases with a fault")
    return 1 if untrue else 0


def _line(case: Case, result: Run) -> str:
    rows = result.rows[source_id(case)]
    counts = Counter(f"{row['outcome']} {row['http_status'] or ''}".strip() for row in rows)
    told = ", ".join(f"{n} × {text}" for text, n in counts.most_common())
    good = "incomplete" if good_faults(result) else "complete"
    cells = (case.name, case.says, told, f"{result.peak_mb:.0f}", f"{result.seconds:.1f}", good)
    return f"| {' | '.join(cells)} | {good_wait_seconds(result):.2f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
