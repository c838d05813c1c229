"""A publisher on loopback that the tests of the crawl ask, and the rows that a crawl of it leaves."""

import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import date
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from extract.archive import Archive
from extract.sources import Source

DAY = date(2025, 3, 4)
ARTICLE = "<!doctype html><html><head><title>{0}</title></head><body><p>{0}</p></body></html>"


class Site:
    """A publisher on loopback.

    `pages` maps a path to (status, headers, body), the body null when it never comes, or to a list of them, the last
    for good. `asked` lists the requests, `asked_at` the moments (monotonic) of each path's.
    """

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.asked_at = defaultdict(list)
        self.hanging = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked_at[self.path].append(time.monotonic())
                site.asked.append((self.path, dict(self.headers)))
                answer = site.pages.get(self.path, (404, {}, b"no such page"))
                if isinstance(answer, list):
                    answer = answer.pop(0) if len(answer) > 1 else answer[0]
                status, headers, body = answer
                if body is None:
                    site.hanging.wait(20)
                    self.close_connection = True
                    return
                if "ETag" in headers and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.hanging.set()
        self.server.shutdown()
        self.server.server_close()

    def article(self, path, text="An article", **headers):
        body = ARTICLE.format(text).encode()
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8"} | headers, body)

    def rss(self, path, links, **headers):
        items = "".join(
            f"<item><title>About {link}</title><link>{link}</link>"
            f"<pubDate>{formatdate(1741071600, usegmt=True)}</pubDate></item>"
            for link in links
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
        self.pages[path] = (200, {"Content-Type": "application/rss+xml"} | headers, body)

    def source(self, name="site", **fields):
        defaults = {"feeds": (f"{self.url}/rss.xml",), "delay_seconds": 0, "private_hosts": ("127.0.0.1",)}
        return Source(id=name, name=name, language="en", country="GB", home_url=self.url, **(defaults | fields))


@contextmanager
def serving():
    site = Site()
    try:
        yield site
    finally:
        site.close()


def rows(folder, day=DAY):
    with Archive(folder) as archive:
        return list(archive.pages(day))
