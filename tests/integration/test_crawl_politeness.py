"""How the crawl behaves towards hosts that set rules, are busy, or do not answer."""

from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from publisher import DAY, rows, serving

from extract.crawl.pace import FAILURES_IN_A_ROW, FIRST_PAUSE_SECONDS
from extract.crawl.process import crawl
from extract.crawl.quota import MAX_FURTHER
from extract.records import Outcome, PageKind

PRIVATE = b"User-agent: *\nDisallow: /private/\n"
BUSY = (503, {}, b"busy")


def crawled(folder, sites, timeout_seconds=10.0, **fields):
    """Crawl `sites` as sources named after their keys; return the rows of each."""
    sources = [site.source(name, **fields) for name, site in sites.items()]
    crawl(sources, DAY, folder, timeout_seconds=timeout_seconds)
    found = rows(folder)
    return {name: [page for page in found if page.source_id == name] for name in sites}


def outcomes(pages, kind):
    return [page.outcome for page in pages if page.kind is kind]


@pytest.fixture(scope="module")
def robots(tmp_path_factory):
    """One crawl of sites that each announce /open and /private/closed, and differ in their robots.txt."""
    answers = {
        "absent": (404, {}, b""),
        "forbidden": (403, {}, b"go away"),
        "html": (200, {"Content-Type": "text/html"}, b"<!doctype html><html><body>Home</body></html>" * 50),
        "late-rule": (200, {}, b"# padding\n" * 50_000 + PRIVATE),
        "endless": (200, {}, PRIVATE + b"# padding\n" * 500_000),
        "marked": (200, {}, b"\xef\xbb\xbf" + PRIVATE),
        "ours": (200, {}, b"User-agent: *\nDisallow: /\n\nUser-agent: Mercato\n" + PRIVATE.partition(b"\n")[2]),
        "error": (500, {}, PRIVATE),
        "busy": (503, {}, PRIVATE),
        "too-many": (429, {}, PRIVATE),
        "silent": (200, {}, None),
    }
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serving()) for name in (*answers, "redirected", "lost", "elsewhere")}
        for site in sites.values():
            site.rss("/rss.xml", ["/open", "/private/closed"])
            site.article("/open")
            site.article("/private/closed")
        for name, answer in answers.items():
            sites[name].pages["/robots.txt"] = answer
        for name, hops in (("redirected", 5), ("lost", 6)):
            pages = sites[name].pages
            pages["/robots.txt"] = (301, {"Location": "/hop/1"}, b"")
            pages |= {f"/hop/{n}": (301, {"Location": f"/hop/{n + 1}"}, b"") for n in range(1, hops)}
            pages[f"/hop/{hops}"] = (200, {}, PRIVATE)
        sites["elsewhere"].pages["/robots.txt"] = (302, {"Location": "http://169.254.169.254/robots.txt"}, b"")
        found = crawled(tmp_path_factory.mktemp("archive"), sites, timeout_seconds=2)
        yield {name: (sites[name], found[name]) for name in sites}


@pytest.mark.parametrize("name", ["absent", "forbidden", "html", "lost"])
def test_without_robots_txt_all_may_be_asked(robots, name):
    _, pages = robots[name]
    assert outcomes(pages, PageKind.ARTICLE) == [Outcome.OK] * 2


@pytest.mark.parametrize("name", ["late-rule", "endless", "marked", "ours", "redirected"])
def test_the_rules_of_robots_txt_are_obeyed(robots, name):
    site, pages = robots[name]
    assert sorted(outcomes(pages, PageKind.ARTICLE)) == [Outcome.OK, Outcome.ROBOTS]
    assert "/private/closed" not in site.asked_at
    assert Counter(path for path, _ in site.asked)["/robots.txt"] == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("error", "status 500"),
        ("busy", "status 503"),
        ("too-many", "status 429"),
        ("silent", "took longer"),
        ("elsewhere", "private address"),
    ],
)
def test_a_host_whose_robots_txt_is_out_of_reach_is_not_asked(robots, name, words):
    site, pages = robots[name]
    assert outcomes(pages, PageKind.FEED) == [Outcome.ROBOTS]
    (feed,) = [page for page in pages if page.kind is PageKind.FEED]
    assert feed.outcome_detail.startswith("robots.txt is out of reach: ")
    assert words in feed.outcome_detail
    assert set(site.asked_at) == {"/robots.txt"}


def test_a_robots_txt_is_read_up_to_its_limit(robots):
    _, pages = robots["endless"]
    (page,) = [page for page in pages if page.kind is PageKind.ROBOTS]
    assert page.outcome is Outcome.OK
    assert 512_000 <= page.body_bytes < 2_000_000


def test_the_larger_of_crawl_delay_and_our_own_holds(tmp_path):
    with serving() as slow, serving() as fast:
        for site, delay in ((slow, b"0.4"), (fast, b"0.01")):
            site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: " + delay)
            site.rss("/rss.xml", ["/0", "/1"])
            site.article("/0")
            site.article("/1")
        crawled(tmp_path, {"slow": slow, "fast": fast}, delay_seconds=0.2)
        for site, delay in ((slow, 0.4), (fast, 0.2)):
            moments = [moment for path in ("/rss.xml", "/0", "/1") for moment in site.asked_at[path]]
            assert all(later - earlier > delay * 0.9 for earlier, later in pairwise(moments))


def test_a_busy_host_is_asked_again_when_it_says(tmp_path):
    with ExitStack() as stack:
        soon = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
        said = {"seconds": "2", "date": soon, "odd": "?"}
        sites = {name: stack.enter_context(serving()) for name in (*said, "silent")}
        for name, site in sites.items():
            headers = {"Retry-After": said[name]} if name in said else {}
            site.rss("/rss.xml", ["/a"])
            site.article("/a")
            site.pages["/a"] = [(429, headers, b"slow down"), site.pages["/a"]]
        found = crawled(tmp_path, sites)
        pauses = {name: site.asked_at["/a"][1] - site.asked_at["/a"][0] for name, site in sites.items()}
    for pages in found.values():
        assert outcomes(pages, PageKind.ARTICLE) == [Outcome.HTTP_ERROR, Outcome.OK]
    assert pauses["seconds"] >= 2
    assert pauses["silent"] >= FIRST_PAUSE_SECONDS
    assert pauses["odd"] >= FIRST_PAUSE_SECONDS
    (again,) = [page for page in found["date"] if page.kind is PageKind.ARTICLE and page.outcome is Outcome.OK]
    assert format_datetime(again.fetched_at, usegmt=True) >= soon


def test_a_host_that_only_refuses_or_fails_is_left_alone(tmp_path):
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serving()) for name in ("storm", "closed", "gone", "well")}
        for site in sites.values():
            site.rss("/rss.xml", [f"/{n}" for n in range(30)])
            for n in range(30):
                site.article(f"/{n}")
        for n in range(30):
            sites["storm"].pages[f"/{n}"] = BUSY
            sites["closed"].pages[f"/{n}"] = (429, {"Retry-After": "86400"}, b"")
            sites["gone"].pages[f"/{n}"] = (200, {}, None)
        found = crawled(tmp_path, sites, timeout_seconds=3)
        asked = {name: sum(path.strip("/").isdigit() for path, _ in site.asked) for name, site in sites.items()}
    assert outcomes(found["well"], PageKind.ARTICLE) == [Outcome.OK] * 30
    for name, outcome, words in (
        ("storm", Outcome.HTTP_ERROR, f"{FAILURES_IN_A_ROW} failures in a row, the last: status 503"),
        ("closed", Outcome.HTTP_ERROR, "status 429, to be asked again after 86400 s"),
        ("gone", Outcome.TIMEOUT, f"{FAILURES_IN_A_ROW} failures in a row, the last: DownloadTimeout"),
    ):
        articles = [page for page in found[name] if page.kind is PageKind.ARTICLE]
        assert {page.url for page in articles} == {f"{sites[name].url}/{n}" for n in range(30)}
        assert Counter(outcomes(articles, PageKind.ARTICLE))[outcome] == asked[name] < 30
        left = [page for page in articles if page.outcome is Outcome.BACKED_OFF]
        assert left
        assert all(words in page.outcome_detail for page in left)


def test_a_source_is_asked_for_no_more_than_its_articles_of_the_day(tmp_path):
    def asked(day, most):
        site.asked_at.clear()
        crawl([site.source(max_articles=most)], day, tmp_path)
        return {path for path in site.asked_at if path.strip("/").isdigit()}

    def over_quota(day):
        return [page.outcome_detail for page in rows(tmp_path, day) if page.outcome is Outcome.OVER_QUOTA]

    with serving() as site:
        site.rss("/rss.xml", [f"/{n}" for n in range(9)])
        site.pages["/0"] = (301, {"Location": "/moved"}, b"")
        for path in ("/moved", *(f"/{n}" for n in range(1, 9))):
            site.article(path)
        assert asked(DAY, 3) == {"/0", "/1", "/2"}
        assert over_quota(DAY) == ["6 that are announced here wait for another day"]
        site.rss("/rss.xml", [f"/{n}" for n in reversed(range(9))])
        assert asked(DAY, 4) == {"/0", "/1", "/2", "/8"}  # those asked before count once, and may have changed
        assert asked(DAY + timedelta(days=1), 3) == {"/8", "/7", "/6"}


def test_a_crawl_stops_asking_when_its_time_is_spent(tmp_path):
    with serving() as site:
        site.rss("/rss.xml", [f"/{n}" for n in range(40)])
        for n in range(40):
            site.article(f"/{n}")
        crawl([site.source(delay_seconds=0.2)], DAY, tmp_path, limit_seconds=2)
        asked = len(site.asked)
    left = [page for page in rows(tmp_path) if page.outcome is Outcome.OVER_QUOTA]
    assert {page.outcome_detail for page in left} == {"the time of the crawl is spent"}
    assert len(left) + asked == 42  # robots.txt, feed, articles


def test_a_sitemap_index_is_followed_so_far(tmp_path):
    with serving() as site:
        sitemaps = "".join(f"<sitemap><loc>{site.url}/{n}.xml</loc></sitemap>" for n in range(MAX_FURTHER + 7))
        site.pages["/map.xml"] = (200, {}, f"<sitemapindex>{sitemaps}</sitemapindex>".encode())
        for n in range(MAX_FURTHER + 7):
            site.pages[f"/{n}.xml"] = (304, {}, b"")
        crawl([site.source(feeds=(), sitemaps=(f"{site.url}/map.xml",))], DAY, tmp_path)
        assert len([path for path in site.asked_at if path.strip("/").removesuffix(".xml").isdigit()]) == MAX_FURTHER
    (left,) = [page for page in rows(tmp_path) if page.outcome is Outcome.OVER_QUOTA]
    assert left.outcome_detail == "7 that are announced here wait for another day"
    assert (left.kind, left.discovered_in) == (PageKind.SITEMAP, f"{site.url}/map.xml")


def test_a_source_whose_hosts_hang_holds_up_no_other(tmp_path):
    with ExitStack() as stack:
        hanging = [stack.enter_context(serving()) for _ in range(20)]
        well = stack.enter_context(serving())
        for site in hanging:
            site.pages["/a"] = (200, {}, None)
        hanging[0].rss("/rss.xml", [f"{site.url}/a" for site in hanging])
        well.rss("/rss.xml", [f"/{n}" for n in range(20)])
        for n in range(20):
            well.article(f"/{n}")
        crawl([hanging[0].source("hanging", max_articles=9), well.source("well")], DAY, tmp_path, timeout_seconds=2)
    found = rows(tmp_path)
    last_of_well = max(n for n, page in enumerate(found) if page.source_id == "well")
    first_given_up = min(n for n, page in enumerate(found) if page.outcome is Outcome.TIMEOUT)
    assert last_of_well < first_given_up
    assert len([page for page in found if page.source_id == "well" and page.outcome is Outcome.OK]) == 21
