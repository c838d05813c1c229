"""The crawl against a real HTTP server: what it asks for, what it archives, and how it ends."""

import gzip
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psutil
import pytest
import yaml
from publisher import DAY, rows, serving
from warcio.archiveiterator import ArchiveIterator

from extract.archive import Archive, read_body
from extract.crawl.process import crawl
from extract.records import Outcome, PageKind
from extract.sources import Source


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two crawls of a site with every kind of answer, and of one that is down."""
    folder = tmp_path_factory.mktemp("archive")
    with serving() as site:
        site.pages["/robots.txt"] = (200, {"ETag": '"r"'}, b"User-agent: *\nDisallow: /private/\n")
        links = [
            "/a",
            "/b?utm_source=rss",
            "/plain",
            "/private/c",
            "/gone",
            "/moved",
            "/pdf",
            "/slow",
            "/loop",
            "ftp://x/y",
        ]
        site.rss("/rss.xml", links, ETag='"f1"')
        site.article("/a", ETag='"a"')
        site.article("/b?utm_source=rss", "Gzipped text " * 50)
        status, headers, body = site.pages["/b?utm_source=rss"]
        site.pages["/b?utm_source=rss"] = (status, headers | {"Content-Encoding": "gzip"}, gzip.compress(body))
        site.article("/plain", "Sent in full each time")
        site.pages["/moved"] = (301, {"Location": "/target"}, b"")
        site.article("/target", "Target", ETag='"t"')
        site.pages["/pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
        site.pages["/slow"] = (200, {}, None)
        site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
        site.article("/in-map")
        site.article("/in-news")
        site.pages["/map.xml"] = (200, {"Content-Type": "application/xml"}, index(f"{site.url}/news.xml.gz"))
        site.pages["/news.xml.gz"] = (200, {"Content-Type": "application/gzip"}, gzip.compress(news_sitemap(site.url)))
        site.pages["/broken.xml"] = (200, {"Content-Type": "text/html"}, b"<html>Not a feed</html>")
        source = site.source(
            feeds=(f"{site.url}/rss.xml", f"{site.url}/broken.xml"),
            sitemaps=(f"{site.url}/map.xml",),
        )
        down = Source(
            id="down",
            name="Down",
            language="en",
            country="GB",
            home_url="http://127.0.0.1/",
            feeds=(f"http://127.0.0.1:{closed_port()}/rss.xml", "http://no-such-host.invalid/rss.xml"),
            private_hosts=("127.0.0.1",),
        )
        seen = []
        first = crawl(
            [down, source], DAY, folder, timeout_seconds=1, on_progress=lambda counts: seen.append(counts.pages)
        )
        asked_first, site.asked = site.asked, []
        first_rows = rows(folder)
        site.article("/a", "A changed article", ETag='"a2"')
        del site.pages["/slow"]
        second = crawl([source], DAY, folder, timeout_seconds=1)
        yield {
            "folder": folder,
            "site": site,
            "seen": seen,
            "first": first,
            "second": second,
            "rows": first_rows,
            "new_rows": rows(folder)[len(first_rows) :],
            "asked": asked_first,
            "asked_again": site.asked,
        }


def index(address):
    return (
        '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{address}</loc></sitemap></sitemapindex>"
    ).encode()


def news_sitemap(origin):
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<url><loc>{origin}/in-map</loc><lastmod>2025-03-01</lastmod></url><url><loc>{origin}/in-map#top</loc></url>"
        f"<url><loc>{origin}/in-map?utm_source=map</loc></url>"
        f"<url><loc>{origin}/in-news</loc><news:news><news:title>In the news</news:title>"
        "<news:publication_date>2025-03-03T23:30:00-05:00</news:publication_date></news:news></url></urlset>"
    ).encode()


def by_path(site, pages):
    found = defaultdict(list)
    for page in pages:
        found[page.url.removeprefix(site.url)].append(page)
    return found


def test_every_exchange_has_a_row_with_its_outcome(crawled):
    found = by_path(crawled["site"], crawled["rows"])
    outcomes = {path: [page.outcome for page in pages] for path, pages in found.items() if not path.startswith("http")}
    assert outcomes == {
        "/robots.txt": [Outcome.OK],
        "/rss.xml": [Outcome.OK],
        "/broken.xml": [Outcome.BAD_FEED],
        "/map.xml": [Outcome.OK],
        "/news.xml.gz": [Outcome.OK],
        "/a": [Outcome.OK],
        "/b?utm_source=rss": [Outcome.OK],
        "/plain": [Outcome.OK],
        "/in-map": [Outcome.OK],
        "/in-news": [Outcome.OK],
        "/private/c": [Outcome.ROBOTS],
        "/gone": [Outcome.HTTP_ERROR],
        "/moved": [Outcome.REDIRECT],
        "/target": [Outcome.OK],
        "/pdf": [Outcome.NOT_HTML],
        "/slow": [Outcome.TIMEOUT] * 2,
        "/loop": [Outcome.REDIRECT],
    }
    assert found["/gone"][0].http_status == 404
    assert found["/moved"][0].final_url == f"{crawled['site'].url}/target"
    assert found["/pdf"][0].outcome_detail == "application/pdf"
    assert "not a feed" in found["/broken.xml"][0].outcome_detail


def test_a_source_that_is_down_stops_no_other(crawled):
    down = [page for page in crawled["rows"] if page.source_id == "down"]
    assert {(page.kind, page.outcome) for page in down} == {
        (PageKind.ROBOTS, Outcome.NETWORK_ERROR),
        (PageKind.FEED, Outcome.ROBOTS),  # RFC 9309: out of reach, so all is disallowed
        (PageKind.FEED, Outcome.NETWORK_ERROR),
    }
    assert any("no-such-host.invalid" in page.outcome_detail for page in down)
    assert any("robots.txt is out of reach: " in page.outcome_detail for page in down)
    assert crawled["first"].new_articles == 6


def test_robots_txt_is_obeyed(crawled):
    assert not [path for path, _ in crawled["asked"] + crawled["asked_again"] if path.startswith("/private/")]


def test_we_say_who_we_are(crawled):
    assert {headers["User-Agent"].split("/")[0] for _, headers in crawled["asked"]} == {"mercato"}


def test_rows_say_where_an_article_was_announced(crawled):
    found = by_path(crawled["site"], crawled["rows"])
    assert found["/a"][0].discovered_in == f"{crawled['site'].url}/rss.xml"
    assert found["/a"][0].feed_title == "About /a"
    assert found["/a"][0].feed_published_at.isoformat() == "2025-03-04T07:00:00+00:00"
    assert found["/in-news"][0].feed_title == "In the news"
    assert found["/in-news"][0].feed_published_at.isoformat() == "2025-03-04T04:30:00+00:00"
    assert found["/in-map"][0].feed_published_at is None


def test_bodies_are_read_back_as_the_site_meant_them(crawled):
    with Archive(crawled["folder"]) as archive:
        for page in crawled["rows"]:
            if page.outcome is Outcome.OK and page.kind is PageKind.ARTICLE:
                assert read_body(archive.folder, page).startswith(b"<!doctype html>")
        (gzipped,) = by_path(crawled["site"], crawled["rows"])["/b?utm_source=rss"]
        assert b"Gzipped text" in read_body(archive.folder, gzipped)


def test_a_second_crawl_transfers_only_what_changed(crawled):
    found = by_path(crawled["site"], crawled["new_rows"])
    conditional = {path for path, headers in crawled["asked_again"] if "If-None-Match" in headers}
    assert conditional == {"/robots.txt", "/rss.xml", "/a", "/target"}
    assert [page.http_status for page in found["/rss.xml"]] == [304]
    assert found["/target"][0].outcome is Outcome.NOT_MODIFIED
    assert found["/plain"][0].outcome is Outcome.NOT_MODIFIED
    assert found["/plain"][0].http_status == 200
    assert crawled["second"].new_articles == 1
    assert found["/a"][0].outcome is Outcome.OK
    with Archive(crawled["folder"]) as archive:
        assert b"A changed article" in read_body(archive.folder, found["/a"][0])
        assert b"An article" in read_body(archive.folder, by_path(crawled["site"], crawled["rows"])["/a"][0])
        for page in crawled["new_rows"]:
            if page.outcome is Outcome.NOT_MODIFIED:
                assert read_body(archive.folder, page)


def test_two_crawls_of_a_day_add_files_that_warc_tools_accept(crawled):
    files = sorted(crawled["folder"].glob("*/*.warc.gz"))
    assert len(files) == 2
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", *map(str, files)], check=False, capture_output=True, text=True
    )
    assert (checked.returncode, checked.stdout) == (0, "")
    with files[1].open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds.count("revisit") == len([p for p in crawled["new_rows"] if p.outcome is Outcome.NOT_MODIFIED])


def test_page_ids_are_unique_and_progress_is_told(crawled):
    pages = crawled["rows"] + crawled["new_rows"]
    assert len({page.page_id for page in pages}) == len(pages)
    assert crawled["seen"] == list(range(1, len(crawled["rows"]) + 1))
    assert crawled["first"].pages == len(crawled["rows"])


def test_private_addresses_are_refused_unless_the_source_allows_them(tmp_path):
    with serving() as site:
        site.rss("/rss.xml", ["/a"])
        private = site.source(private_hosts=())
        by_name = site.source(
            "by-name", private_hosts=(), feeds=(site.url.replace("127.0.0.1", "localhost") + "/rss.xml",)
        )
        crawl([private, by_name], DAY, tmp_path)
        assert site.asked == []
    found = rows(tmp_path)
    assert {page.source_id for page in found} == {"site", "by-name"}
    assert {page.outcome for page in found} == {Outcome.PRIVATE_ADDRESS}
    assert all("private address" in page.outcome_detail for page in found)


def test_a_source_is_asked_no_faster_and_for_no_more_than_it_says(tmp_path):
    with serving() as site:
        links = [f"/eco/{n}" for n in range(6)] + ["/sport/1"]
        for link in links:
            site.article(link)
        site.rss("/rss.xml", links)
        began = time.monotonic()
        counts = crawl([site.source(delay_seconds=0.2, max_articles=3, article_pattern="/eco/")], DAY, tmp_path)
        elapsed = time.monotonic() - began
        asked = [path for path, _ in site.asked if path not in ("/rss.xml", "/robots.txt")]
    assert counts.new_articles == len(asked) == 3
    assert all(path.startswith("/eco/") for path in asked)
    assert elapsed >= 4 * 0.2  # a lower bound: robots.txt, feed and three articles


def crawl_processes(folder):
    """The processes that crawl into `folder`."""
    commands = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    return [command for command in commands if "extract.crawl" in command and str(folder) in command]


def wait_until(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.05)


@contextmanager
def hanging_site():
    with serving() as site:
        site.article("/a")
        site.pages["/slow"] = (200, {}, None)
        site.rss("/rss.xml", ["/a", "/slow"])
        yield site


def assert_readable(folder, site):
    pages = by_path(site, rows(folder))
    assert [page.outcome for page in pages["/a"]] == [Outcome.OK]
    with Archive(folder) as archive:
        assert b"An article" in read_body(archive.folder, pages["/a"][0])
    files = [str(path) for path in folder.glob("*/*.warc.gz")]
    assert subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], check=False).returncode == 0


def test_an_interrupted_crawl_ends_its_process_and_leaves_a_readable_archive(tmp_path):
    def interrupt(_):
        if any(path == "/slow" for path, _ in site.asked):
            raise KeyboardInterrupt

    with hanging_site() as site:
        # Progress is told per exchange; a second source keeps it coming while the first hangs.
        ticks = site.source("ticks", feeds=tuple(f"{site.url}/tick/{n}" for n in range(40)), delay_seconds=0.1)
        with pytest.raises(KeyboardInterrupt):
            crawl([site.source(), ticks], DAY, tmp_path, on_progress=interrupt)
        assert crawl_processes(tmp_path) == []
        assert_readable(tmp_path, site)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_crawl_ends_with_the_process_that_started_it(tmp_path, ending):
    with hanging_site() as site:
        program = (
            "import sys; from datetime import date; from pathlib import Path; from extract.crawl.process import crawl;"
            "from extract.sources import load_sources;"
            "crawl(load_sources(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))"
        )
        registry = tmp_path / "sources.yml"
        registry.write_text(yaml.safe_dump([site.source().model_dump(mode="json")]))
        folder = tmp_path / "archive"
        parent = subprocess.Popen([sys.executable, "-c", program, str(registry), DAY.isoformat(), str(folder)])
        wait_until(lambda: any(path == "/slow" for path, _ in site.asked))
        assert len(crawl_processes(folder)) == 1
        os.kill(parent.pid, ending)
        assert parent.wait(10) == -ending
        wait_until(lambda: crawl_processes(folder) == [])
        assert_readable(folder, site)


def test_a_full_disk_ends_the_crawl_and_says_so(tmp_path):
    with serving() as site:
        site.rss("/rss.xml", [f"/{n}" for n in range(30)])
        for n in range(30):
            site.article(f"/{n}", os.urandom(20_000).hex())
        registry = tmp_path / "sources.yml"
        registry.write_text(yaml.safe_dump([site.source().model_dump(mode="json")]))
        folder = tmp_path / "archive"
        with Archive(folder):
            pass
        command = [sys.executable, "-m", "extract.crawl", "--sources", str(registry), "--day", "2025-03-04"]
        limit = f"trap '' XFSZ; ulimit -f 200; exec {shlex.join([*command, '--archive', str(folder)])}"  # of 1024 bytes
        done = subprocess.run(["bash", "-c", limit], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "the archive cannot be written: [Errno 27] File too large" in done.stderr
    files = [str(path) for path in folder.glob("*/*.warc.gz")]
    assert subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], check=False).returncode == 0
    pages = [page for page in rows(folder) if page.outcome is Outcome.OK]
    assert pages
    assert all(read_body(folder, page) for page in pages)


def test_the_module_crawls_a_registry_file_and_refuses_a_wrong_one(tmp_path):
    with serving() as site:
        site.article("/a")
        site.rss("/rss.xml", ["/a"])
        registry = tmp_path / "sources.yml"
        registry.write_text(yaml.safe_dump([site.source().model_dump(mode="json")]))
        command = [sys.executable, "-m", "extract.crawl", "--sources", str(registry), "--day", "2025-03-04"]
        command += ["--archive", str(tmp_path / "archive"), "--contact", "desk@mercato.example"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout.splitlines()) == len(rows(tmp_path / "archive")) == 3
        assert site.asked[0][1]["User-Agent"].endswith("(+desk@mercato.example)")
        registry.write_text("- id: x")
        refused = subprocess.run(command, check=False, capture_output=True, text=True)
        assert refused.returncode == 1
        assert refused.stderr.startswith(f"{registry}:1: source x: ")


def test_a_source_without_feeds_is_followed_from_its_home_page(tmp_path):
    with serving() as site, serving() as bare:
        site.pages["/"] = (
            200,
            {"Content-Type": "text/html"},
            b'<base href="/en/"><link rel="alternate" type="application/rss+xml" href="rss.xml">',
        )
        site.rss("/en/rss.xml", ["/a"])
        site.article("/a")
        bare.pages["/"] = (200, {"Content-Type": "text/html"}, b"<title>No feed</title>")
        bare.pages["/robots.txt"] = (200, {}, b"Sitemap: http://[\nSitemap: /maps.xml\nSitemap: ftp://nowhere/\n")
        bare.pages["/maps.xml"] = (200, {"Content-Type": "application/xml"}, index(f"{bare.url}/map.txt"))
        bare.pages["/map.txt"] = (200, {"Content-Type": "text/plain"}, f"{bare.url}/b\n".encode())
        bare.article("/b")
        sources = [site.source(feeds=()), bare.source("bare", feeds=())]
        assert crawl(sources, DAY, tmp_path).new_articles == 2
        found = by_path(site, rows(tmp_path)) | by_path(bare, rows(tmp_path))
        assert (found["/a"][0].discovered_in, found["/b"][0].discovered_in) == (
            f"{site.url}/en/rss.xml",
            f"{bare.url}/map.txt",
        )
        assert found["/en/rss.xml"][0].discovered_in == site.url
        assert found["/maps.xml"][0].discovered_in == f"{bare.url}/robots.txt"
    homes = {page.source_id: page for page in rows(tmp_path) if page.kind is PageKind.HOME}
    assert homes["site"].outcome is Outcome.OK
    assert (homes["bare"].outcome, homes["bare"].outcome_detail) == (Outcome.BAD_FEED, "links to no feed")


def test_an_article_is_asked_for_again_when_its_announced_change_is_later_than_the_archived_body(tmp_path):
    with serving() as site:
        days = {"/old": "2025-03-01", "/new": "2025-03-01T10:00:00Z", "/undated": "", "/future": "2999-01-01"}

        def announce():
            urls = "".join(
                f"<url><loc>{site.url}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in days.items()
            )
            site.pages["/map.xml"] = (200, {"Content-Type": "application/xml"}, f"<urlset>{urls}</urlset>".encode())

        def asked():
            crawl([site.source(feeds=(), sitemaps=(f"{site.url}/map.xml",))], DAY, tmp_path)
            paths = {path for path, _ in site.asked} & set(days)
            site.asked = []
            return paths

        for path in days:
            site.article(path)
        announce()
        assert asked() == set(days)
        assert asked() == {"/undated", "/future"}
        days["/new"] = f"{datetime.now(UTC) + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
        announce()
        assert asked() == {"/undated", "/future", "/new"}


def test_a_feed_that_cannot_be_read_stops_no_other(tmp_path):
    with serving() as site, serving() as hostile:
        site.rss("/rss.xml", [f"/{n}" for n in range(5)])
        for n in range(5):
            site.article(f"/{n}")
        author = "a" * 1_000_000  # on which feedparser takes hours
        body = f"<rss version='2.0'><channel><item><author>{author}</author><link>/a</link></item></channel></rss>"
        hostile.pages["/rss.xml"] = (200, {}, body.encode())
        crawl([hostile.source("hostile"), site.source()], DAY, tmp_path)
    found = rows(tmp_path)
    (given_up,) = [page for page in found if page.source_id == "hostile" and page.kind is PageKind.FEED]
    assert (given_up.outcome, given_up.outcome_detail) == (Outcome.BAD_FEED, "cannot be read: over 10 s")
    assert found[-1] == given_up  # the articles of the other came before
    assert len([page for page in found if page.kind is PageKind.ARTICLE and page.outcome is Outcome.OK]) == 5


def test_an_archived_article_that_is_announced_by_another_of_its_addresses_is_not_sent_again(tmp_path):
    with serving() as site:
        site.article("/a?utm_source=rss", ETag='"1"')
        site.article("/a", ETag='"1"')
        site.rss("/rss.xml", ["/a?utm_source=rss"])
        assert crawl([site.source()], DAY, tmp_path).new_articles == 1
        site.rss("/rss.xml", ["/a"])
        assert crawl([site.source()], DAY, tmp_path).new_articles == 0
    assert [page.outcome for page in by_path(site, rows(tmp_path))["/a?utm_source=rss"]] == [
        Outcome.OK,
        Outcome.NOT_MODIFIED,
    ]
