"""What the stages of a run say of themselves, and how a terminal shows it.

A stage speaks through the logger `mercato.<stage>`: INFO for its one line of result, DEBUG while it works.
Dagster records the same messages in the run's event log.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn


def stage_log(stage: str) -> logging.Logger:
    """Return the logger through which `stage` tells of its progress and result."""
    return logging.getLogger(f"mercato.{stage}")


def summary(counts: Mapping[str, int]) -> str:
    """Return counts as a line for people: "54 pages, 3 errors", zeros left out."""
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count) or "nothing new"


class _Listener(logging.Handler):
    def __init__(self, tell: Callable[[str, str, bool], None]) -> None:
        super().__init__(logging.DEBUG)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.name.rpartition(".")[2], record.getMessage(), record.levelno >= logging.INFO)


@contextmanager
def _heard(tell: Callable[[str, str, bool], None]) -> Iterator[None]:
    """Within, `tell` gets what stages say: the stage, its words, and whether they are its result."""
    logger, listener = logging.getLogger("mercato"), _Listener(tell)
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(listener)


def print_stage(console: Console, stage: str, result: str, seconds: float) -> None:
    """Print the line of a finished stage."""
    console.print(f"[bold]{stage:<8}[/] {result} [dim]{seconds:.1f} s[/]", highlight=False, soft_wrap=True)


@contextmanager
def shown_on(console: Console) -> Iterator[None]:
    """Print a line per finished stage on `console`, and on a terminal what is going on between them."""
    since = time.monotonic()

    def tell(stage: str, words: str, is_result: bool) -> None:
        nonlocal since
        if not is_result:
            status.update(f"{stage}: {words}")
            return
        now = time.monotonic()
        print_stage(console, stage, words, now - since)
        since = now

    with console.status("starting") as status, _heard(tell):
        yield


class Bar:
    """The progress of a long stage, on a terminal."""

    def __init__(self, progress: Progress, stage: str, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task(stage, total=total, note="")

    def update(self, done: int | None = None, note: str | None = None) -> None:
        """Show that `done` of the total is done, and a few words."""
        self._progress.update(self._task, completed=done)
        if note is not None:
            self._progress.update(self._task, note=note)


@contextmanager
def bar_on(console: Console, stage: str, total: int) -> Iterator[Bar]:
    """Yield a bar for `stage`; what stages inside it say stands beside it."""
    columns = (
        "[bold]{task.description}",
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        "{task.fields[note]}",
    )
    shown = Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal,
    )
    with shown as progress:
        bar = Bar(progress, stage, total)
        with _heard(lambda part, words, _: bar.update(note=f"{part}: {words}")):
            yield bar
