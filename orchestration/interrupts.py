"""How SIGINT and SIGTERM end a run, also one that is raised where Python drops exceptions.

What is left behind when a run ends is the business of the stages.
"""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
PATIENCE_SECONDS = 5.0  # for a run to clean up, before it is interrupted once more


@contextmanager
def insistent_interrupts() -> Iterator[None]:
    """Within, repeat an interrupt every `PATIENCE_SECONDS` until the block has been left.

    Dagster raises an interrupt wherever the main thread is. In a finalizer or a weak reference's callback
    Python ignores it, and the run would go on to its end. To be entered in the main thread.
    """
    received, written = socket.socketpair()
    written.setblocking(False)
    former = signal.set_wakeup_fd(written.fileno(), warn_on_full_buffer=False)
    left = threading.Event()
    threading.Thread(target=_repeat, args=(received, left), daemon=True).start()
    try:
        yield
    finally:
        left.set()
        signal.set_wakeup_fd(former)
        written.close()


def _repeat(received: socket.socket, left: threading.Event) -> None:
    with received:
        while numbers := received.recv(1):
            if numbers[0] in _SIGNALS and not left.wait(PATIENCE_SECONDS):
                os.kill(os.getpid(), numbers[0])
