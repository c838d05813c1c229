"""What an answer may take: a body that is not wanted is not received, and none takes the memory of the others."""

import math
import socket
import threading
from collections import Counter
from contextlib import contextmanager

import pytest
from publisher import DAY, rows, serving

from extract.crawl.limits import fair_share
from extract.crawl.process import crawl
from extract.records import Outcome, PageKind

MEBIBYTE = b"x" * 2**20


class Pouring:
    """Answers every path but robots.txt with `head` and then `count` MiB; `poured` counts those that were taken."""

    def __init__(self, head, count):
        self.head, self.count, self.poured = head, count, Counter()
        self.ended = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.ended.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=[connection], daemon=True).start()

    def answer(self, connection):
        with connection:
            path = connection.recv(2**16).split(b" ")[1].decode()
            if path == "/robots.txt":
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            try:
                connection.sendall(self.head)
                for _ in range(self.count):
                    connection.sendall(MEBIBYTE)
                    self.poured[path] += 1
                self.ended.wait(20)
            except OSError:
                pass  # the crawl has hung up


@contextmanager
def pouring(head, count):
    server = Pouring(head, count)
    try:
        yield server
    finally:
        server.ended.set()
        server.listener.close()


def test_a_film_is_refused_on_its_head(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4; codecs=vp9\r\nContent-Length: 2147483648\r\n\r\n"
    with serving() as site, pouring(head, 2048) as films:
        site.rss("/rss.xml", [f"{films.url}/film", "/a"])
        site.article("/a")
        port = films.url.rpartition(":")[2]
        crawl([site.source(private_hosts=("127.0.0.1", f"127.0.0.1:{port}"))], DAY, tmp_path)
        assert films.poured["/film"] < 16  # what the sockets hold
    (film,) = [page for page in rows(tmp_path) if page.url == f"{films.url}/film"]
    assert (film.outcome, film.outcome_detail) == (Outcome.NOT_HTML, "video/mp4; codecs=vp9")
    assert (film.http_status, film.warc_file, film.body_bytes) == (200, None, None)


@pytest.mark.parametrize(
    ("wanted", "share"),
    [
        ([10, 40, 50], math.inf),
        ([10, 40, 51], 50),
        ([90, 5], math.inf),
        ([99, 5], 95),
        ([200, 200], 50),
        ([], math.inf),
    ],
)
def test_who_wants_little_has_it(wanted, share):
    assert fair_share(wanted, 100) == share


def test_bodies_that_do_not_end_take_no_more_memory_than_their_share(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 20971520\r\n\r\n"
    with serving() as site, pouring(head, 19) as flood:
        site.rss("/rss.xml", ["/a", "/b"])
        site.article("/a")
        site.article("/b")
        feeds = tuple(f"{flood.url}/{n}" for n in range(8))
        crawl([site.source("flood", feeds=feeds), site.source()], DAY, tmp_path, timeout_seconds=4)
    found = rows(tmp_path)
    flooded = Counter(page.outcome for page in found if page.source_id == "flood" and page.kind is PageKind.FEED)
    assert flooded[Outcome.TOO_LARGE] >= 3  # for 8 x 19 MiB are more than the 48 MiB that all bodies may take
    cut_off = [page for page in found if page.outcome is Outcome.TOO_LARGE]
    assert {page.outcome_detail for page in cut_off} == {
        "cut off: the bodies of this source took more than their share of memory"
    }
    assert len([page for page in found if page.kind is PageKind.ARTICLE and page.outcome is Outcome.OK]) == 2
