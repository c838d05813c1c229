"""The bundled newsroom: its real server on free ports, and the data it is made of."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.robotparser import RobotFileParser

import feedparser
import httpx
import pytest
from lxml import etree

from extract.newsroom.content import Feed, Metadata, NewsroomError, Publisher, Story, read_newsroom, read_story
from extract.newsroom.process import free_base_port, running_newsroom
from extract.newsroom.registry import newsroom_sources
from extract.newsroom.site import origin, story_path
from extract.sources import Source

GOLDEN = Path(__file__).parents[1] / "golden"
NEWSROOM = read_newsroom()
PUBLISHERS = {publisher.id: publisher for publisher in NEWSROOM.publishers}
STORIES = {story.id: story for stories in NEWSROOM.stories.values() for story in stories}
NAMESPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}

each_publisher = pytest.mark.parametrize("publisher", NEWSROOM.publishers, ids=list(PUBLISHERS))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    base_port = free_base_port()
    with running_newsroom(base_port):
        yield base_port


@pytest.fixture
def site(port: int, publisher: Publisher) -> str:
    return origin(NEWSROOM.publishers, publisher, port)


def source_of(publisher: Publisher, port: int) -> Source:
    return next(source for source in newsroom_sources(port) if source.id == publisher.id)


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, trust_env=False)


def spaced(text: str) -> str:
    return " ".join(text.split())


def plain(response: httpx.Response) -> str:
    return spaced("".join(etree.HTML(response.content.decode(response.charset_encoding)).itertext()))


def feed_urls(publisher: Publisher, site: str) -> list[str]:
    body = get(site + publisher.feed_path).content
    if publisher.feed is Feed.NEWS_SITEMAP:
        return etree.fromstring(body).xpath("//map:loc/text()", namespaces=NAMESPACES)
    return [entry.link for entry in feedparser.parse(body).entries]


def start_serving(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "extract.newsroom", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answers(port: int) -> bool:
    try:
        return get(f"http://127.0.0.1:{port}/robots.txt").status_code == 200
    except httpx.TransportError:
        return False


def wait_until(happened: Callable[[], bool], limit_seconds: float = 20) -> None:
    deadline = time.monotonic() + limit_seconds
    while not happened():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


# What is served


@each_publisher
def test_robots_closes_one_section_that_the_home_page_and_the_feed_link(publisher, site):
    robots = RobotFileParser()
    robots.parse(get(f"{site}/robots.txt").text.splitlines())
    home = get(f"{site}/").text
    closed = [story for story in NEWSROOM.stories[publisher.id] if story.section == publisher.disallowed_section]
    assert closed
    for story in NEWSROOM.stories[publisher.id]:
        path = story_path(publisher, story)
        assert robots.can_fetch("mercato", site + path) == (story not in closed)
        assert f'href="{path}"' in home
    assert site + story_path(publisher, closed[0]) in [url.partition("?")[0] for url in feed_urls(publisher, site)]


@each_publisher
def test_feed_names_every_story_meant_for_it_with_its_date(publisher, site):
    response = get(site + publisher.feed_path)
    expected = {
        story.title: story.published_at
        for story in NEWSROOM.stories[publisher.id]
        if story.in_feed and (story.published_at or publisher.feed is Feed.RSS)
    } | dict.fromkeys(publisher.dead_links.values())
    if publisher.feed is Feed.NEWS_SITEMAP:
        news = etree.fromstring(response.content).findall("map:url/news:news", NAMESPACES)
        found = {
            item.findtext("news:title", None, NAMESPACES): datetime.fromisoformat(
                item.findtext("news:publication_date", None, NAMESPACES)
            )
            for item in news
        }
    else:
        feed = feedparser.parse(response.content, response_headers=dict(response.headers))
        assert not feed.bozo
        assert feed.version == {Feed.RSS: "rss20", Feed.ATOM: "atom10"}[publisher.feed]
        assert feed.encoding == publisher.charset
        found = {
            entry.title: datetime(*entry.published_parsed[:6], tzinfo=UTC) if "published" in entry else None
            for entry in feed.entries
        }
    assert found == expected


@each_publisher
def test_sitemap_names_every_story_and_dates_the_dated_ones(publisher, site):
    root = etree.fromstring(get(f"{site}/sitemap.xml").content)
    found = {
        url.findtext("map:loc", None, NAMESPACES): url.findtext("map:lastmod", None, NAMESPACES)
        for url in root.findall("map:url", NAMESPACES)
    }
    assert found == {
        site + story_path(publisher, story): story.changed_at and story.changed_at.isoformat()
        for story in NEWSROOM.stories[publisher.id]
    }


@each_publisher
def test_every_story_page_holds_its_text_up_to_the_paywall(publisher, site):
    for story in NEWSROOM.stories[publisher.id]:
        response = get(site + story_path(publisher, story))
        assert response.status_code == 200
        page = plain(response)
        first, *others = [spaced(block) for block in story.text.split("\n\n")]
        assert spaced(story.title) in page
        assert first in page
        assert [block in page for block in others] == [not story.paywall] * len(others)


@each_publisher
def test_pages_state_title_author_and_date_in_the_markup_of_the_register(publisher, site):
    story = next(story for story in NEWSROOM.stories[publisher.id] if story.published_at and story.author)
    page = etree.HTML(get(site + story_path(publisher, story)).text)
    cards = [json.loads(script) for script in page.xpath("//script[@type='application/ld+json']/text()")]
    found = {
        Metadata.JSON_LD: [card["datePublished"] for card in cards],
        Metadata.MICRODATA: page.xpath("//*[@itemprop='datePublished']/@datetime"),
        Metadata.META: page.xpath("//meta[@property='article:published_time']/@content"),
    }
    stated = {markup: [story.published_at.isoformat()] * (markup is publisher.metadata) for markup in found}
    assert found == stated


@each_publisher
def test_known_pages_are_answered_with_304(publisher, site):
    paths = ["/", "/sitemap.xml", publisher.feed_path, story_path(publisher, NEWSROOM.stories[publisher.id][0])]
    for url in [site + path for path in paths]:
        first = get(url)
        etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
        by_tag, by_date = get(url, **{"If-None-Match": f'"other", {etag}'}), get(url, **{"If-Modified-Since": modified})
        for unchanged in (by_tag, by_date):
            assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", etag)
        assert get(url, **{"If-None-Match": '"other"', "If-Modified-Since": modified}).status_code == 200
        assert get(url, **{"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}).status_code == 200
        assert get(url, **{"If-Modified-Since": "yesterday"}).status_code == 200
        assert parsedate_to_datetime(modified).tzinfo


@each_publisher
def test_pages_are_compressed_only_when_asked(publisher, site):
    with httpx.stream("GET", f"{site}/", headers={"Accept-Encoding": "gzip"}, trust_env=False) as response:
        raw = b"".join(response.iter_raw())
    plain = get(f"{site}/", **{"Accept-Encoding": "identity"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert response.headers["ETag"] == plain.headers["ETag"]


def test_feeds_hold_tracking_an_old_address_and_a_dead_link(port):
    seen = {"tracked": 0, "moved": 0, "dead": 0}
    for publisher in NEWSROOM.publishers:
        site = origin(NEWSROOM.publishers, publisher, port)
        for url in feed_urls(publisher, site):
            seen["tracked"] += "utm_source=" in url
            response = get(url)
            if response.status_code == 301:
                seen["moved"] += 1
                assert get(response.headers["Location"]).status_code == 200
            elif response.status_code == 404:
                seen["dead"] += 1
            else:
                assert response.status_code == 200
    assert seen["tracked"] > 1
    assert (seen["moved"], seen["dead"]) == (1, 1)


def test_the_latin_1_publisher_declares_it_and_can_be_decoded(port):
    publisher = next(publisher for publisher in NEWSROOM.publishers if publisher.charset == "iso-8859-1")
    site = origin(NEWSROOM.publishers, publisher, port)
    for story in NEWSROOM.stories[publisher.id]:
        response = get(site + story_path(publisher, story))
        assert response.headers["Content-Type"] == "text/html; charset=iso-8859-1"
        assert b'<meta charset="iso-8859-1">' in response.content
        with pytest.raises(UnicodeDecodeError):
            response.content.decode("utf-8")
        assert spaced(story.title) in plain(response)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading_is_possible(port, method):
    assert httpx.request(method, f"http://127.0.0.1:{port}/", trust_env=False).status_code == 405


def test_etags_hold_from_one_start_to_the_next(port):
    urls = [source.home_url for source in newsroom_sources(port)]
    before = [get(url).headers["ETag"] for url in urls]
    other = free_base_port()
    with running_newsroom(other):
        page = f"/pictures/{NEWSROOM.stories['lecapteur'][0].number}.svg"
        assert get(f"http://127.0.0.1:{other}{page}").headers["ETag"] == get(urls[0][:-1] + page).headers["ETag"]
    with running_newsroom(other):
        assert [get(url).headers["ETag"] for url in urls] == before


# Its process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_cleanly_when_asked(number):
    base_port = free_base_port()
    server = start_serving("--port", str(base_port))
    with httpx.Client(trust_env=False) as idle:  # a connection kept open must not hold the server up
        wait_until(lambda: answers(base_port))
        idle.get(f"http://127.0.0.1:{base_port}/")
        server.send_signal(number)
        output, errors = server.communicate(timeout=20)
    assert (server.returncode, errors) == (0, "")
    assert [line.split()[0] for line in output.splitlines()] == [s.home_url for s in newsroom_sources(base_port)]
    assert not answers(base_port)


@pytest.mark.parametrize("offset", [0, 4])
def test_a_port_in_use_is_one_clear_line(port, offset):
    server = start_serving("--port", str(port - offset))
    output, errors = server.communicate(timeout=20)
    assert (server.returncode, output) == (1, "")
    assert errors.startswith(f"newsroom: cannot listen on 127.0.0.1:{port}: Address already in use")
    assert "--port" in errors
    assert errors.count("\n") == 1


def test_a_port_held_by_another_program_is_an_error_for_the_caller():
    with socket.create_server(("127.0.0.1", 0)) as other:
        held = other.getsockname()[1]
        with pytest.raises(NewsroomError, match=f"cannot listen on 127.0.0.1:{held}"), running_newsroom(held):
            pass


def test_a_port_that_does_not_exist_is_refused():
    server = start_serving("--port", "65534")
    output, errors = server.communicate(timeout=20)
    assert (server.returncode, output, errors.count("\n")) == (1, "", 1)
    assert "65536" in errors


def test_a_running_newsroom_is_used_and_left_running(port):
    with running_newsroom(port):
        pass
    assert answers(port)


def test_the_newsroom_ends_with_its_block_also_on_error():
    base_port = free_base_port()

    def interrupted_run() -> None:
        with running_newsroom(base_port):
            assert answers(base_port)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted_run()
    assert not answers(base_port)


def test_the_newsroom_ends_when_its_parent_is_killed():
    base_port = free_base_port()
    program = f"""
import time
from extract.newsroom.process import running_newsroom
with running_newsroom({base_port}):
    time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", program])
    try:
        wait_until(lambda: answers(base_port))
    finally:
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    wait_until(lambda: not answers(base_port))


# Its data


def test_every_file_of_the_newsroom_can_be_read():
    assert NEWSROOM.problems == []
    assert all(NEWSROOM.stories[publisher.id] for publisher in NEWSROOM.publishers)


def test_sources_are_what_the_crawler_reads():
    sources = newsroom_sources(9000)
    assert [source.home_url for source in sources] == [f"http://127.0.0.1:{port}/" for port in range(9000, 9005)]
    assert [source.private_hosts for source in sources] == [(f"127.0.0.1:{port}",) for port in range(9000, 9005)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("title: A", "titel: A"), "title: Field required"),
        (("---\n\nBody", "Body"), "no front matter"),
        (("published_at: 2024-01-02T03:04:05+00:00", "published_at: 2024-01-02"), "published_at"),
        (("published_at: 2024-01-02T03:04:05+00:00", "published_at: null"), "bear the date"),
        (("Body", ""), "body"),
        (("title: A", "title: [A"), "while parsing"),
        (("section: deals", "section: cooking"), "section: Le Capteur has talents, deals"),
    ],
)
def test_a_mistake_in_a_story_is_one_line_that_names_the_file(tmp_path, change, words):
    good = "---\ntitle: A\npublished_at: 2024-01-02T03:04:05+00:00\nsection: deals\n---\n\nBody\n"
    path = tmp_path / "a-story.md"
    path.write_text(good)
    assert read_story(path, PUBLISHERS["lecapteur"]).text == "Body"
    path.write_text(good.replace(*change))
    with pytest.raises(NewsroomError) as caught:
        read_story(path, PUBLISHERS["lecapteur"])
    assert str(caught.value).startswith("articles/lecapteur/a-story.md: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_newsroom_has_what_real_news_has():
    assert len(STORIES) >= 45
    assert len({story.published_at.date() for story in STORIES.values() if story.published_at}) >= 10
    assert {publisher.language for publisher in NEWSROOM.publishers} == {"fr", "en"}
    assert len({publisher.layout for publisher in NEWSROOM.publishers}) == len(NEWSROOM.publishers)
    assert {publisher.feed for publisher in NEWSROOM.publishers} == set(Feed)
    assert {publisher.metadata for publisher in NEWSROOM.publishers} == set(Metadata)
    assert any(not story.in_feed for story in STORIES.values())
    assert word_for_word_copies()
    for language in ("fr", "en"):
        stories = [story for story in STORIES.values() if PUBLISHERS[story.publisher_id].language == language]
        assert any(story.published_at is None for story in stories)
        assert any(story.paywall for story in stories)


def word_for_word_copies() -> list[Story]:
    originals = {story.text: story.publisher_id for story in STORIES.values() if not story.syndicated_from}
    return [
        story
        for story in STORIES.values()
        if story.syndicated_from and originals.get(story.text, story.publisher_id) != story.publisher_id
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_labels_are_of_the_stories_as_they_are_printed(language):
    lines = (GOLDEN / f"newsroom.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = {row["id"]: (row["title"], row["published_on"], row["text"]) for row in map(json.loads, lines)}
    assert labelled == {
        story.id: (story.title, story.published_at and story.published_at.date().isoformat(), story.text)
        for story in STORIES.values()
        if PUBLISHERS[story.publisher_id].language == language
    }
