"""A server on loopback that says what it is told to, byte by byte and at any pace: rules of HTTP do not bind it.

Each site has a port of its own. What sites say that is hostile belongs in `cases`.
"""

import asyncio
import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

Behavior = Callable[["Wire"], Awaitable[None]]
Answer = bytes | Behavior

HTML = "text/html; charset=utf-8"
XML = "application/xml"


@dataclass(frozen=True)
class Asked:
    """A request that reached a site: its target, its headers by lower-case name, and when (monotonic, seconds)."""

    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Site:
    """What is said at one origin, by path. `asked` lists the requests, `left` their paths and when each ended."""

    origin: str
    answers: Mapping[str, Answer]
    asked: list[Asked] = field(default_factory=list)
    left: list[tuple[str, float]] = field(default_factory=list)


class Wire:
    """One connection: what a behavior says on it."""

    def __init__(self, site: Site, request: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.site = site
        self.request = request
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        """Send `data`. Raises `ConnectionError` when the crawler has left."""
        self._writer.write(data)
        await self._writer.drain()

    async def drip(self, data: bytes, pause: float = 0.05) -> None:
        """Send `data` a byte at a time."""
        for n in range(len(data)):
            await self.send(data[n : n + 1])
            await asyncio.sleep(pause)

    async def hang(self) -> None:
        """Say nothing until the crawler leaves."""
        await self._reader.read()

    def reset(self) -> None:
        """End the connection by a TCP reset."""
        on_close = struct.pack("ii", 1, 0)  # linger for no time
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, on_close)
        self._writer.transport.abort()


class Server:
    """Runs sites in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def site(self, answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Site:
        """Return a new site that says `answers` on a port of its own."""
        site = Site("", answers)

        async def start() -> asyncio.Server:
            return await asyncio.start_server(
                lambda reader, writer: self._serve(site, reader, writer), "127.0.0.1", 0, ssl=tls, limit=2**20
            )

        server = asyncio.run_coroutine_threadsafe(start(), self._loop).result()
        self._servers.append(server)
        site.origin = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return site

    def close(self) -> None:
        """End all connections and the thread."""

        async def stop() -> None:
            for server in self._servers:
                server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _serve(self, site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = ""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            request_line, *lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
            }
            request = Asked(request_line.split(" ")[1], headers, time.monotonic())
            path = request.path
            site.asked.append(request)
            answer = site.answers.get(request.path, NOT_FOUND)
            wire = Wire(site, request, reader, writer)
            await (wire.send(answer) if isinstance(answer, bytes) else answer(wire))
            if not writer.transport.is_closing():
                writer.close()
                await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the crawler has left
        finally:
            site.left.append((path, time.monotonic()))
            writer.transport.abort()


@contextmanager
def serving() -> Iterator[Server]:
    """Give a server that ends with the block."""
    server = Server()
    try:
        yield server
    finally:
        server.close()


def http(
    body: bytes | str = b"",
    status: str = "200 OK",
    content_type: str | None = HTML,
    headers: str = "",
    *,
    length: int | str | None = -1,
) -> bytes:
    """Return a whole answer. `headers` are further lines; a `length` of -1 is the true one, null leaves it out."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"Content-Length: {len(body) if length == -1 else length}"] if length is not None else []
    lines += headers.splitlines()
    return "\r\n".join([*lines, "", ""]).encode() + body


def feed(links: list[str] | tuple[str, ...]) -> bytes:
    """Return the answer with an RSS 2.0 feed that announces `links`, gzipped as many servers do."""
    items = "".join(f"<item><title>About {n}</title><link>{link}</link></item>" for n, link in enumerate(links))
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    return http(gzip.compress(body.encode()), content_type="application/rss+xml", headers="Content-Encoding: gzip")


NOT_FOUND = http("no such page", "404 Not Found")
