"""What a case is, and the answers that many of them are made of.

Which cases there are belongs in the other modules of this package.
"""

import asyncio
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import Any

from server import Answer, Behavior, Wire, http

NAME = "Éléonore Vasseur"  # in the text of every article that is read whole
TEXT = (
    f"The brewery Delorme & Fils said on Monday that {NAME} will lead its works in Lille. "
    "She knows the house well, having spent eleven years in its laboratory and its cellars. "
    "Her predecessor leaves after the summer, when the new copper vessels stand in the great hall."
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A new head for the brewery</title></head>'
    f"<body><article><h1>A new head for the brewery</h1><p>{TEXT}</p></article></body></html>"
)
BODY = PAGE.encode()
WHOLE = http(PAGE)
MEGABYTE = 2**20
LIMIT = 20 * MEGABYTE  # bytes of a body, as transferred and as expanded

Late = Callable[[str], bytes]
Rows = str | tuple[str, ...]


@dataclass(frozen=True)
class Sizes:
    """How much of each nuisance there is."""

    bomb: int  # bytes of an expanded body
    line: int  # bytes of a text line
    page: int  # bytes of a page that is still read
    depth: int  # nested tags
    items: int  # of a feed or sitemap
    headers: int  # header lines of a kilobyte
    robots: int  # bytes of robots.txt
    delay: float  # seconds between requests that robots.txt asks for


SMALL = Sizes(
    bomb=LIMIT + MEGABYTE,
    line=2 * MEGABYTE,
    page=MEGABYTE,
    depth=5_000,
    items=2_000,
    headers=2_000,
    robots=MEGABYTE,
    delay=1,
)
FULL = Sizes(
    bomb=1024 * MEGABYTE,
    line=50 * 10**6,
    page=9 * MEGABYTE,
    depth=10_000,
    items=100_000,
    headers=100_000,
    robots=5 * MEGABYTE,
    delay=1e12,
)


@dataclass(frozen=True)
class Case:
    """A source of its own: what its site says by path, and the rows that come of it.

    Its feed, unless it says something else, announces the other paths that it answers. A row is a pattern for
    "outcome status detail", the status "-" when there was none. It holds for every row of the path, a tuple for
    each in turn; after "maybe" there may be none. The path "*" stands for all that are not named. {host} and
    {port} in an address are the site's. A function of the site's origin makes an answer when its turn comes.
    """

    name: str
    says: str
    answers: Mapping[str, Answer | Late]
    rows: Mapping[str, Rows]
    links: tuple[str, ...] | None = None  # what its feed announces, if not the paths
    source: Mapping[str, Any] = field(default_factory=dict)  # fields of its source
    later: Mapping[str, Answer | Late] | None = None  # what it says instead in a second crawl; null for no second
    has_tls: bool = False
    most_asked: int | None = None  # requests that its site may hear
    is_read: bool = True  # an article with the outcome `ok` holds NAME

    def __post_init__(self) -> None:
        """Add the rows that all cases have."""
        common = {"/robots.txt": "maybe http_error 404", "/rss.xml": "(ok|not_modified) 200"}
        object.__setattr__(self, "rows", common | dict(self.rows))

    def paths(self) -> list[str]:
        """Return the paths of articles."""
        return [path for path in self.answers if path not in ("/robots.txt", "/rss.xml")]


def article(name: str, says: str, answer: Answer | Late, row: Rows = "ok 200", **about: Any) -> Case:
    """Return a case of one hostile page, /a."""
    return Case(name, says, {"/a": answer}, {"/a": row}, **about)


def local(text: str, origin: str) -> str:
    """Return `text` with the host and port of `origin` in it."""
    host = origin.partition("://")[2]
    return text.replace("{host}", host).replace("{port}", host.rpartition(":")[2])


def made(answers: Mapping[str, Answer | Late], origin: str) -> dict[str, Answer]:
    """Return `answers` with those made that wait for their turn."""
    return {
        path: answer(origin) if callable(answer) and not iscoroutinefunction(answer) else answer
        for path, answer in answers.items()
    }


def then_silence(data: bytes) -> Behavior:
    """Say `data`, and nothing more, without ending."""

    async def answer(wire: Wire) -> None:
        await wire.send(data)
        await wire.hang()

    return answer


def endless(head: bytes, part: bytes, pause: float = 0) -> Behavior:
    """Say `head`, then `part` again and again, every `pause` seconds."""

    async def answer(wire: Wire) -> None:
        await wire.send(head)
        while True:
            await wire.send(part)
            await asyncio.sleep(pause)

    return answer


def then_reset(data: bytes) -> Behavior:
    """Say `data`, then reset the connection."""

    async def answer(wire: Wire) -> None:
        await wire.send(data)
        await asyncio.sleep(0.05)  # the reset would overtake what is not yet read
        wire.reset()

    return answer


def in_turn(*answers: bytes) -> Behavior:
    """Say each of `answers` once, the last one again and again."""
    remaining = list(answers)

    async def answer(wire: Wire) -> None:
        await wire.send(remaining.pop(0) if len(remaining) > 1 else remaining[0])

    return answer


def redirect(location: str, status: str = "302 Found") -> Late:
    """Send to `location`."""
    return lambda origin: http(status=status, headers=f"Location: {local(location, origin)}")


def gzipped(body: bytes, times: int = 1) -> bytes:
    """Return `body` in gzip, in gzip as many `times` as asked."""
    for _ in range(times):
        body = gzip.compress(body)
    return body
