"""The newsroom beside another program: started, waited for, and ended with it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from extract.newsroom.content import NewsroomError, read_publishers
from extract.newsroom.server import EDITION_HEADER, edition
from extract.newsroom.site import BASE_PORT, HOST

START_LIMIT_SECONDS = 30.0
END_LIMIT_SECONDS = 5.0


@contextmanager
def running_newsroom(base_port: int = BASE_PORT) -> Iterator[None]:
    """Have the newsroom answer on `base_port` and the ports after it while the block runs.

    One that already answers there with the same content is used, and left running. Otherwise one is
    started as a process group of its own; it ends with the block, and also when this process dies.
    Raises `NewsroomError` when it cannot be started.
    """
    if _answers(base_port):
        yield
        return
    command = [sys.executable, "-m", "extract.newsroom", "--port", str(base_port), "--parent", str(os.getpid())]
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=messages, stderr=messages, process_group=0)
        try:
            _wait_for_answer(base_port, process, messages)
            yield
        finally:
            process.terminate()
            try:
                process.wait(END_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_base_port() -> int:
    """Return a port that is free together with those after it, one per publisher."""
    count = len(read_publishers())
    while True:
        with ExitStack() as stack:
            first = stack.enter_context(socket.create_server((HOST, 0))).getsockname()[1]
            with suppress(OSError, OverflowError):
                for port in range(first + 1, first + count):
                    stack.enter_context(socket.create_server((HOST, port)))
                return int(first)


def _wait_for_answer(base_port: int, process: subprocess.Popen[bytes], messages: IO[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while not _answers(base_port):
        if process.poll() is not None:
            messages.seek(0)
            text = messages.read().decode(errors="replace").strip()
            raise NewsroomError(text.removeprefix("newsroom: ") or f"ended with code {process.returncode}")
        if time.monotonic() > deadline:
            raise NewsroomError(f"no answer on {HOST}:{base_port} within {START_LIMIT_SECONDS:.0f} s")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    """Tell whether a newsroom with the content of this one answers on `port`."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("HEAD", "/robots.txt")
        return connection.getresponse().headers.get(EDITION_HEADER) == edition()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
