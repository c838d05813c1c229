"""Reads what a site announces in a process of its own, limited in time and memory.

Parsers of feeds have inputs on which they take hours or gigabytes; the crawl goes on meanwhile, and after.
What is read belongs in `discovery`.
"""

import math
import resource
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.crawl.discovery import Announcement, BadFeedError, read_announcements
from extract.records import PageKind
from extract.workers import Done, answers

LIMIT_SECONDS = 10.0  # of a processor's time
_PATIENCE = 6  # times as long it may take on a busy machine
LIMIT_BYTES = 400 * 2**20


@dataclass(frozen=True)
class Answer:
    """A body with its kind and address; `max_bytes` is what it may expand to, the limits are those of its reading."""

    kind: PageKind
    body: bytes
    url: str
    content_type: str | None
    max_bytes: int
    limit_seconds: float = LIMIT_SECONDS
    limit_bytes: int = LIMIT_BYTES


def read_apart(answer: Answer) -> list[Announcement]:
    """Return what `answer` announces, newest first. Blocks for some tenths of a second, or until a limit.

    Raises `BadFeedError` when it is not of its kind, or goes over a limit.
    """
    patience = _PATIENCE * answer.limit_seconds
    (result,) = answers(_read, [answer], workers=1, preload="extract.crawl.discovery", limit_seconds=patience)
    if not isinstance(result, Done):
        is_slow = result.is_timeout or result.detail.endswith(f" {-signal.SIGXCPU}")
        raise BadFeedError(f"cannot be read: {f'over {answer.limit_seconds:g} s' if is_slow else result.detail}")
    if isinstance(result.answer, BadFeedError):
        raise result.answer
    return result.answer


def _read(answer: Answer) -> list[Announcement] | BadFeedError:
    limit_bytes = _held_bytes() + answer.limit_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, limit_bytes))
    # Ends this process even if none is left to kill it, and no sooner because others keep the machine busy.
    seconds = math.ceil(time.process_time() + answer.limit_seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # SIGXCPU, then SIGKILL
    try:
        found = read_announcements(answer.kind, answer.body, answer.url, answer.content_type, answer.max_bytes)
    except BadFeedError as error:
        return error
    now = datetime.now(UTC)
    return sorted(found, key=lambda announcement: announcement.newest_at(now), reverse=True)


def _held_bytes() -> int:
    """Bytes of data this process was forked with: models, when the same server forks readers of articles."""
    sizes = Path("/proc/self/statm")  # in pages; the sixth is data and stack. Linux alone limits by it.
    return int(sizes.read_text().split()[5]) * resource.getpagesize() if sizes.exists() else 0
