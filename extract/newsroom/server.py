"""The newsroom over HTTP: one process, one loopback port per publisher.

Answers GET and HEAD with ETag, Last-Modified, 304 and gzip. What is served belongs in `site`.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack
from email.utils import parsedate_to_datetime
from functools import cache
from hashlib import sha256
from typing import NoReturn

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from extract.newsroom.content import HERE, Newsroom, NewsroomError, read_newsroom
from extract.newsroom.site import BASE_PORT, HOST, Resource, http_date, render_site

EDITION_HEADER = "X-Newsroom-Edition"


@cache
def edition() -> str:
    """Return a digest of all that the newsroom is made of: the same files, the same edition."""
    content = sha256()
    for path in sorted(path for path in HERE.rglob("*") if path.suffix in {".py", ".yml", ".md", ".j2"}):
        content.update(path.read_bytes())
    return content.hexdigest()[:16]


def newsroom_app(newsroom: Newsroom, base_port: int = BASE_PORT) -> Starlette:
    """Return the application that serves every publisher, told apart by the port a request came to."""
    sites = {
        base_port + offset: render_site(newsroom, publisher, base_port)
        for offset, publisher in enumerate(newsroom.publishers)
    }

    async def serve_resource(request: Request) -> Response:
        resource = sites[request.scope["server"][1]].get(request.url.path)
        if resource is None:
            return PlainTextResponse("404: there is no such page here\n", status_code=404)
        if resource.redirect_to:
            return RedirectResponse(resource.redirect_to, status_code=301)
        headers = {"ETag": resource.etag, "Cache-Control": "max-age=0"}
        if resource.changed_at:
            headers["Last-Modified"] = http_date(resource.changed_at)
        if _is_not_modified(request, resource):
            return Response(status_code=304, headers=headers)
        return Response(resource.body, headers=headers | {"Content-Type": resource.content_type})

    return Starlette(routes=[Route("/{path:path}", serve_resource)], middleware=[Middleware(GZipMiddleware)])


def _is_not_modified(request: Request, resource: Resource) -> bool:
    """Evaluate the conditional headers in the order of RFC 9110, 13.2.2."""
    known = request.headers.get("if-none-match")
    if known is not None:
        opaque = resource.etag.removeprefix("W/")
        return known.strip() == "*" or opaque in (tag.strip().removeprefix("W/") for tag in known.split(","))
    since = request.headers.get("if-modified-since")
    if since is None or resource.changed_at is None:
        return False
    try:
        return resource.changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):  # no date, or one without a zone: the header is to be ignored
        return False


def serve(base_port: int = BASE_PORT, parent_pid: int | None = None) -> NoReturn:
    """Serve the newsroom until SIGINT or SIGTERM, or until `parent_pid` is no longer our parent; then exit 0.

    Raises `NewsroomError` when the publishers cannot be read or a port cannot be had.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))  # uvicorn hands its signals back to these once it is done
    newsroom = read_newsroom()
    for problem in newsroom.problems:
        print(f"newsroom: left out: {problem}", file=sys.stderr)
    app = newsroom_app(newsroom, base_port)
    with ExitStack() as stack:
        sockets = [stack.enter_context(_listen(base_port + offset)) for offset in range(len(newsroom.publishers))]
        if parent_pid is not None:
            threading.Thread(target=_end_with, args=(parent_pid,), daemon=True).start()
        else:
            for offset, publisher in enumerate(newsroom.publishers):
                print(f"http://{HOST}:{base_port + offset}/  {publisher.name}", flush=True)
        logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
        config = uvicorn.Config(
            app,
            access_log=False,
            log_level=logging.ERROR,
            server_header=False,
            headers=[(EDITION_HEADER, edition())],
            timeout_graceful_shutdown=2,
        )
        uvicorn.Server(config).run(sockets)
    sys.exit(0)


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise NewsroomError(
            f"cannot listen on {HOST}:{port}: {reason}; end the program that holds the port, "
            f"or choose another base port with MERCATO_NEWSROOM_PORT or --port"
        ) from error
    return listener


def _end_with(parent_pid: int) -> None:
    while os.getppid() == parent_pid:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
