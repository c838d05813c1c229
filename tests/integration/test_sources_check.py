"""`mercato sources`: what it prints of sources that work and that do not, and what it writes into the registry."""

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from publisher import serving

from extract.crawl.check import check_sources
from extract.sources import load_sources

PROJECT = Path(__file__).parents[2]
TEXT = "The company has named a new head of engineering, who joins from a competitor next month. " * 12


def news(site, path="/news/1", day="2025-03-04"):
    page = f'<html><head><title>A new head</title><meta property="article:published_time" content="{day}T08:00:00Z">'
    site.pages[path] = (
        200,
        {"Content-Type": "text/html"},
        f"{page}</head><body><article><h1>A new head</h1><p>{TEXT}</p></article></body></html>".encode(),
    )


def mercato(*arguments, **environment):
    program = "from orchestration.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ | environment,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def site():
    with serving() as site:
        yield site


def test_a_source_that_works_is_shown_with_its_newest_item_and_a_sample(site):
    news(site)
    site.rss("/rss.xml", ["/news/1", "/news/2", "/news/3"])
    (report,) = check_sources([site.source()])
    assert report.works
    assert report.robots == "none"
    (listing,) = report.listings
    assert (listing.url, listing.item_count, str(listing.newest_on)) == (f"{site.url}/rss.xml", 3, "2025-03-04")
    assert (report.sample.title, str(report.sample.published_from_on)) == ("A new head", "2025-03-04")
    assert len(report.sample.text) > 500
    assert sum(path.startswith("/news/") for path, _ in site.asked) == 1


def test_an_index_is_followed_into_one_sitemap_only(site):
    days = range(1, 29)
    entries = (f"<sitemap><loc>/{n}.xml</loc><lastmod>2025-02-{n:02}</lastmod></sitemap>" for n in days)
    site.pages["/index.xml"] = (200, {}, f"<sitemapindex>{''.join(entries)}</sitemapindex>".encode())
    site.pages["/28.xml"] = (200, {}, b"<urlset><url><loc>/news/1</loc></url></urlset>")
    news(site)
    (report,) = check_sources([site.source(feeds=(), sitemaps=(f"{site.url}/index.xml",))])
    assert report.works
    assert [listing.url for listing in report.listings] == [f"{site.url}/index.xml", f"{site.url}/28.xml"]
    assert [listing.item_count for listing in report.listings] == [28, 1]


def fault(site, name):
    """Break `site` in the way that `name` says; return what its source has beside the usual."""
    match name:
        case "feed is gone":
            del site.pages["/rss.xml"]
        case "feed is a page":
            site.pages["/rss.xml"] = (200, {"Content-Type": "text/html"}, b"<html>Sign in</html>")
        case "feed is empty":
            site.rss("/rss.xml", [])
        case "robots forbid":
            site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /news/\n")
        case "article is gone":
            del site.pages["/news/1"]
        case "article has no text":
            site.pages["/news/1"] = (200, {"Content-Type": "text/html"}, b"<html><body></body></html>")
        case "pattern fits nothing":
            return {"article_pattern": "/business/"}
        case "one of two feeds is gone":
            return {"feeds": (f"{site.url}/rss.xml", f"{site.url}/gone.xml")}
        case "home page names no feed":
            site.pages["/"] = (200, {"Content-Type": "text/html"}, b"<html>Welcome</html>")
            return {"feeds": ()}
        case "private address":
            return {"private_hosts": ()}
    return {}


FAULTS = {
    "feed is gone": "404 Not Found",
    "feed is a page": "not a feed",
    "feed is empty": "names no address",
    "robots forbid": "/news/1: disallowed by robots.txt",
    "article is gone": "/news/1: 404 Not Found",
    "article has no text": "/news/1: no article in it: empty text",
    "pattern fits nothing": "article_pattern is in none of 1 addresses, such as http",
    "one of two feeds is gone": "404 Not Found",
    "home page names no feed": "links to no feed",
    "private address": "private address",
}


def test_what_does_not_work_is_told_in_plain_words():
    with ExitStack() as stack:
        sources = []
        for number, name in enumerate(FAULTS):
            site = stack.enter_context(serving())
            news(site)
            site.rss("/rss.xml", ["/news/1"])
            sources.append(site.source(f"s{number}", **fault(site, name)))
        reports = check_sources(sources)
    assert [report.source.id for report in reports] == [source.id for source in sources]
    for (name, words), report in zip(FAULTS.items(), reports, strict=True):
        problems = [*report.problems, *(listing.problem for listing in report.listings if listing.problem)]
        assert not report.works, name
        assert any(words in problem for problem in problems), (name, problems)


def test_the_command_notes_the_day_on_which_a_source_worked_and_nothing_else(site, tmp_path):
    news(site)
    site.rss("/rss.xml", ["/news/1"])
    entries = [site.source(name).model_dump(mode="json", exclude_defaults=True) for name in ("good", "bad", "other")]
    entries[1]["feeds"] = [f"{site.url}/gone.xml"]
    entries[2]["feeds"] = [f"{site.url}/other.xml"]
    site.rss("/other.xml", ["/news/2"])
    news(site, "/news/2")
    registry = tmp_path / "sources.yml"
    head = "# Ours, in this order\n"
    registry.write_text(
        head + "".join(yaml.safe_dump([entry], sort_keys=False) + "  checked: never\n" for entry in entries)
    )
    before = registry.read_text()
    today = str(datetime.now(UTC).date())

    everything = mercato("sources", "check", MERCATO_SOURCES=str(registry), MERCATO_CONTACT="desk@mercato.example")
    assert (everything.returncode, everything.stderr) == (0, "")
    assert "A new head" in everything.stdout
    assert "404 Not Found" in everything.stdout
    assert [str(source.checked) for source in load_sources(registry)] == [today, "never", today]
    noted = registry.read_text()
    assert noted.replace(today, "never") == before
    assert "(+desk@mercato.example)" in site.asked[0][1]["User-Agent"]

    failed = mercato("sources", "check", "bad", "--sources", registry)
    assert failed.returncode == 1
    assert failed.stderr == f"mercato: cannot be followed as registered in {registry}: bad\n"
    assert registry.read_text() == noted

    unknown = mercato("sources", "check", "tribune", "--sources", registry)
    assert unknown.returncode == 1
    assert unknown.stderr.startswith(f"mercato: {registry}: no source tribune")


def test_the_bundled_registry_is_listed():
    listed = mercato("sources", "list", MERCATO_SOURCES="")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Le Monde Informatique" in listed.stdout
