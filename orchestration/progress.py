"""What the stages of a run say of themselves, and how a terminal shows it.

A stage speaks through the logger `mercato.<stage>`: INFO for its one line of result, DEBUG while it works.
Dagster records the same messages in the run's event log.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status


def stage_log(stage: str) -> logging.Logger:
    """Return the logger through which `stage` tells of its progress and result."""
    return logging.getLogger(f"mercato.{stage}")


def summary(counts: Mapping[str, int]) -> str:
    """Return counts as a line for people: "54 pages, 3 errors", zeros left out."""
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count) or "nothing new"


class _StageLines(logging.Handler):
    def __init__(self, console: Console, status: Status) -> None:
        super().__init__(logging.DEBUG)
        self._console, self._status, self._since = console, status, time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        stage = record.name.rpartition(".")[2]
        if record.levelno < logging.INFO:
            self._status.update(f"{stage}: {record.getMessage()}")
            return
        now = time.monotonic()
        self._console.print(
            f"[bold]{stage:<8}[/] {record.getMessage()} [dim]{now - self._since:.1f} s[/]",
            highlight=False,
            soft_wrap=True,
        )
        self._since = now


@contextmanager
def shown_on(console: Console) -> Iterator[None]:
    """Print a line per finished stage on `console`, and on a terminal what is going on between them."""
    logger = logging.getLogger("mercato")
    with console.status("starting") as status:
        handler = _StageLines(console, status)
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            logger.removeHandler(handler)
