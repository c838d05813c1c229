"""Turns at costly work: a few at once, one of a source at a time, and first those whose source has had least.

Knows nothing of what the work is.
"""

import asyncio
import heapq
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from time import monotonic


class Turns:
    """Gives `at_once` turns at a time."""

    def __init__(self, at_once: int) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)  # taken so far, by source
        self._free = at_once
        self._line: list[tuple[float, int, int, asyncio.Future[None]]] = []
        self._arrivals = count()
        self._of_source: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, source_id: str, size: int) -> AsyncIterator[None]:
        """Wait for a turn of `source_id` and hold it inside; of two sources that had as much, small work goes first."""
        async with self._of_source[source_id]:
            if self._free:
                self._free -= 1
            else:
                called = asyncio.get_running_loop().create_future()
                heapq.heappush(self._line, (self.seconds[source_id], size, next(self._arrivals), called))
                await called
            began = monotonic()
            try:
                yield
            finally:
                self.seconds[source_id] += monotonic() - began
                if self._line:
                    heapq.heappop(self._line)[-1].set_result(None)
                else:
                    self._free += 1
