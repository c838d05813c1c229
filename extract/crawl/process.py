"""A crawl as a process of its own: started, followed, and ended with the caller.

Imports nothing of Scrapy, whose reactor belongs in that process.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from extract.errors import MercatoError
from extract.records import Outcome, PageKind
from extract.sources import Source

END_LIMIT_SECONDS = 2.0


class CrawlError(MercatoError):
    """A crawl that ended before its end. The message says why."""


@dataclass
class CrawlCounts:
    """How many exchanges a crawl has had, by source, kind and outcome."""

    exchanges: Counter[tuple[str, PageKind, Outcome]] = field(default_factory=Counter)

    @property
    def pages(self) -> int:
        """All exchanges, the failed ones included."""
        return self.exchanges.total()

    def of(self, kind: PageKind, *outcomes: Outcome) -> int:
        """Return the number of exchanges of `kind` that ended in one of `outcomes`."""
        return sum(n for (_, k, outcome), n in self.exchanges.items() if k is kind and outcome in outcomes)

    @property
    def new_articles(self) -> int:
        """Article pages that brought a body not archived before."""
        return self.of(PageKind.ARTICLE, Outcome.OK)


def crawl(
    sources: Sequence[Source],
    day: date,
    archive: Path | str,
    *,
    contact: str | None = None,
    timeout_seconds: float = 30.0,
    limit_seconds: float = 7200.0,
    on_progress: Callable[[CrawlCounts], None] | None = None,
) -> CrawlCounts:
    """Crawl `sources` as crawl day `day` into the folder `archive`; return what came of it.

    An exchange ends after `timeout_seconds`; what has not been asked for after `limit_seconds` waits for another day.
    `on_progress` is called after every exchange. The crawl ends with this process, however that ends,
    and with any exception raised here; what it has archived until then stays readable.
    Raises `CrawlError` when the crawl breaks off by itself.
    """
    counts = CrawlCounts()
    command = [sys.executable, "-m", "extract.crawl", "--sources", "-", "--day", day.isoformat()]
    command += ["--archive", str(archive), "--timeout", str(timeout_seconds)]
    command += ["--limit", str(limit_seconds)]
    command += ["--contact", contact] if contact else []
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages, start_new_session=True
        )
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(TypeAdapter(Sequence[Source]).dump_json(sources) + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                row = json.loads(line)
                counts.exchanges[row["source_id"], PageKind(row["kind"]), Outcome(row["outcome"])] += 1
                if on_progress:
                    on_progress(counts)
            code = process.wait()
        finally:
            _end(process)
        if code != 0:
            messages.seek(0)
            text = messages.read().decode(errors="replace").strip()
            raise CrawlError(f"crawl of {day} broke off: {text.splitlines()[-1] if text else f'exit code {code}'}")
    return counts


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process if it still runs: gently, then by force."""
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()  # its standard input tells it to end
    try:
        process.wait(2 * END_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
