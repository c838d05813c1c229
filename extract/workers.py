"""Work in processes that can be killed: a call that hangs or crashes costs itself, and no other.

Knows nothing of what the calls do.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as CallTimeoutError
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

LIMIT_SECONDS = 10.0
_AHEAD = 16  # calls handed out before the first answer is taken, per worker: bounds memory, keeps workers busy

Call = TypeVar("Call")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Done(Generic[Call, Answer]):
    """A call and its answer."""

    call: Call
    answer: Answer


@dataclass(frozen=True)
class Failed(Generic[Call]):
    """A call without an answer. `is_timeout` tells a killed one from one that crashed."""

    call: Call
    is_timeout: bool
    detail: str


def answers(
    function: Callable[[Call], Answer],
    calls: Iterable[Call],
    *,
    workers: int,
    preload: str,
    limit_seconds: float = LIMIT_SECONDS,
) -> Iterator[Done[Call, Answer] | Failed[Call]]:
    """Yield what `function` answers to each of `calls`, in their order, from `workers` processes.

    A call is killed after `limit_seconds`. Processes are forked from a server that has imported the module
    `preload`, never from this process, whose threads and locks a fork would break. `function` is a
    module's; calls and answers are pickled. Calls are taken as answers are, so both may be endless.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    # The server may have been started for another module: a worker is ready before the clock runs.
    pool = ProcessPool(max_workers=workers, context=context, initializer=import_module, initargs=[preload])
    remaining = iter(calls)
    pending: deque[tuple[Call, Any]] = deque()
    try:
        while True:
            for call in islice(remaining, workers * _AHEAD - len(pending)):
                pending.append((call, pool.schedule(function, args=(call,), timeout=limit_seconds)))
            if not pending:
                return
            call, future = pending.popleft()
            try:
                yield Done(call, future.result())
            except CallTimeoutError:
                yield Failed(call, True, f"over {limit_seconds:g} s")
            except ProcessExpired as error:
                yield Failed(call, False, f"worker ended with code {error.exitcode}")
            except Exception as error:  # noqa: BLE001 (whatever the function raises is its call's)
                yield Failed(call, False, f"{type(error).__name__}: {' '.join(str(error).split())}"[:500])
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
