"""What is read from home pages, feeds and sitemaps of every format, and what cannot harm the reader."""

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from extract.crawl.discovery import (
    MAX_ADDRESSES,
    MAX_ITEMS,
    Announcement,
    BadFeedError,
    read_announcements,
    read_feed,
    read_home,
    read_sitemap,
)
from extract.crawl.reading import Answer, read_apart
from extract.records import PageKind

SITE = "https://daily.example/feeds/all"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
PUBLISHED = datetime(2025, 3, 4, 6, 30, tzinfo=UTC)
UPDATED = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)

RSS_091 = f"""{HEAD}
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Daily</title><link>https://daily.example/</link>
<item><title>One</title><link>https://daily.example/1</link></item></channel></rss>"""
RSS_092 = f"""{HEAD}
<rss version="0.92"><channel><title>Daily</title><item><title>One</title><link>/1</link>
<source url="https://other.example/rss">Other</source></item></channel></rss>"""
RSS_10 = f"""{HEAD}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://daily.example/"><title>Daily</title><items><rdf:Seq>
<rdf:li resource="https://daily.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://daily.example/1"><title>One</title><link>https://daily.example/1</link>
<dc:date>2025-03-04T07:30:00+01:00</dc:date></item></rdf:RDF>"""
RSS_20 = f"""{HEAD}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Daily</title><link>https://daily.example/</link>
<atom:link href="https://daily.example/feeds/all" rel="self" type="application/rss+xml"/>
<item><title>One</title><link>https://daily.example/1</link><guid isPermaLink="false">daily-1</guid>
<pubDate>Tue, 04 Mar 2025 07:30:00 +0100</pubDate><media:content url="https://daily.example/1.jpg"/></item>
</channel></rss>"""
ATOM = f"""{HEAD}
<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily</title><id>urn:daily</id>
<link href="https://daily.example/"/><updated>2025-03-05T08:00:00Z</updated>
<entry><title>One</title><id>urn:daily:1</id><link rel="self" href="https://daily.example/1.atom"/>
<link rel="alternate" type="text/html" href="https://daily.example/1"/><link rel="enclosure" href="/1.mp3"/>
<published>2025-03-04T06:30:00Z</published><updated>2025-03-05T09:00:00+01:00</updated></entry></feed>"""
ATOM_03 = f"""{HEAD}
<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Daily</title>
<entry><title>One</title><link rel="alternate" type="text/html" href="https://daily.example/1"/>
<issued>2025-03-04T06:30:00Z</issued><modified>2025-03-05T08:00:00Z</modified></entry></feed>"""
JSON_10 = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1",
        "title": "Daily",
        "items": [
            {
                "id": "https://daily.example/1",
                "title": "One",
                "date_published": "2025-03-04T07:30:00+01:00",
                "date_modified": "2025-03-05T08:00:00Z",
            }
        ],
    }
)
JSON_11 = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Daily",
        "items": [
            {"id": 1, "url": "/1", "external_url": "https://other.example/", "title": "One"},
            {"id": "2", "content_text": "A note without an address"},
            "no item",
        ],
    }
)
SITEMAP = f"""{HEAD}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<!-- made nightly -->
<url><loc> https://daily.example/1 </loc><lastmod>2025-03-05T09:00:00+01:00</lastmod>
<xhtml:link rel="alternate" hreflang="fr" href="https://daily.example/fr/1"/>
<image:image><image:loc>https://daily.example/1.jpg</image:loc><image:title>A picture</image:title></image:image></url>
</urlset>"""
NEWS_SITEMAP = f"""{HEAD}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://daily.example/1</loc><n:news><n:publication><n:name>Daily</n:name><n:language>en</n:language>
</n:publication><n:publication_date>2025-03-04T07:30:00+01:00</n:publication_date><n:title>One</n:title></n:news></url>
</urlset>"""
SITEMAP_INDEX = f"""{HEAD}
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/sitemaps/1.xml.gz</loc><lastmod>2025-03-04</lastmod></sitemap></sitemapindex>"""


def article(url="https://daily.example/1", title="One", published_at=None, updated_at=None):
    return Announcement(url, PageKind.ARTICLE, title, published_at, updated_at)


@pytest.mark.parametrize(
    ("document", "announced"),
    [
        (RSS_091, article()),
        (RSS_092, article()),
        (RSS_10, article(published_at=PUBLISHED)),
        (RSS_20, article(published_at=PUBLISHED)),
        (ATOM, article(published_at=PUBLISHED, updated_at=UPDATED)),
        (ATOM_03, article(published_at=PUBLISHED, updated_at=UPDATED)),
        (JSON_10, article(published_at=PUBLISHED, updated_at=UPDATED)),
        (JSON_11, article()),
    ],
    ids=["rss 0.91", "rss 0.92", "rss 1.0", "rss 2.0", "atom", "atom 0.3", "json 1.0", "json 1.1"],
)
def test_feeds_of_every_format(document, announced):
    assert read_feed(document.encode(), SITE) == [announced]


@pytest.mark.parametrize(
    ("document", "announced"),
    [
        (SITEMAP, article(title=None, updated_at=UPDATED)),
        (NEWS_SITEMAP, article(published_at=PUBLISHED)),
        (
            SITEMAP_INDEX,
            Announcement(
                "https://daily.example/sitemaps/1.xml.gz",
                PageKind.SITEMAP,
                updated_at=datetime(2025, 3, 5, 12, tzinfo=UTC),
            ),
        ),
        ("\ufeffhttps://daily.example/1\r\nftp://daily.example/2\n", article(title=None)),
        (RSS_20, article(published_at=PUBLISHED)),
        (SITEMAP.replace(' xmlns="', ' xmlns:other="', 1), article(title=None, updated_at=UPDATED)),
    ],
    ids=["sitemap", "news", "index", "text", "feed", "without namespace"],
)
def test_sitemaps_of_every_format(document, announced):
    for body in (document.encode(), gzip.compress(document.encode())):
        assert read_announcements(PageKind.SITEMAP, body, SITE, None, 10_000) == [announced]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_xml_is_read_in_its_own_encoding(encoding):
    feed = RSS_20.replace("utf-8", encoding).replace("One", "Levée réussie").encode(encoding)
    assert [item.title for item in read_feed(feed, SITE)] == ["Levée réussie"]
    news = NEWS_SITEMAP.replace("utf-8", encoding).replace("One", "Levée réussie").encode(encoding)
    assert [item.title for item in read_sitemap(news, SITE)] == ["Levée réussie"]


def rss(*items):
    return f'{HEAD}<rss version="2.0"><channel><title>t</title>{"".join(items)}</channel></rss>'.encode()


def links(*items):
    return [item.url for item in read_feed(rss(*items), SITE)]


def test_an_identifier_that_is_a_link_serves_as_one():
    assert links("<item><guid>https://daily.example/1</guid></item>") == ["https://daily.example/1"]
    assert links('<item><guid isPermaLink="true">https://daily.example/1</guid></item>') == ["https://daily.example/1"]
    assert links('<item><guid isPermaLink="false">https://daily.example/1</guid></item>') == []
    assert links("<item><guid>1234</guid></item>") == []
    assert links("<item><guid>1234</guid><link>/1</link></item>") == ["https://daily.example/1"]


def test_an_identifier_announces_one_article():
    one = '<item><link>/1</link><guid isPermaLink="false">a</guid></item>'
    again = '<item><link>/1?edition=2</link><guid isPermaLink="false">a</guid></item>'
    other = '<item><link>/2</link><guid isPermaLink="false">b</guid></item>'
    nameless = "<item><link>/3</link></item><item><link>/4</link></item>"
    assert [url.rpartition("/")[2] for url in links(one, again, other, nameless)] == ["1", "2", "3", "4"]


def test_one_identifier_for_all_tells_no_articles_apart():
    items = [f'<item><link>/{n}</link><guid isPermaLink="false">0</guid></item>' for n in range(5)]
    assert links(*items) == [f"https://daily.example/{n}" for n in range(5)]


def test_only_web_addresses_are_announced():
    targets = [
        "javascript:alert(1)",
        "mailto:desk@daily.example",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://me:secret@daily.example/1",
        "http://[broken",
        "",
        "../2",
        "//daily.example/3",
        "HTTPS://daily.example/4",
    ]
    wanted = ["https://daily.example/2", "https://daily.example/3", "https://daily.example/4"]
    assert links(*(f"<item><link>{target}</link></item>" for target in targets)) == wanted
    urls = "".join(f"<url><loc>{target}</loc></url>" for target in targets)
    assert [item.url for item in read_sitemap(f"<urlset>{urls}</urlset>".encode(), SITE)] == wanted
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": t, "url": t} for t in targets]}
    assert [item.url for item in read_feed(json.dumps(feed).encode(), SITE)] == wanted


def test_xml_base_is_what_links_are_relative_to():
    atom = ATOM.replace("<entry>", '<entry xml:base="https://daily.example/news/">').replace(
        'href="https://daily.example/1"', 'href="1"'
    )
    assert [item.url for item in read_feed(atom.encode(), SITE)] == ["https://daily.example/news/1"]


def test_dates_of_the_future_are_not_newest_and_defaults_are_none():
    now = datetime(2025, 3, 6, 12, tzinfo=UTC)

    def dated(moment):
        return f"<item><link>/{moment:%Y}</link><pubDate>{moment:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"

    feed = rss(*(dated(datetime(year, 3, 4, tzinfo=UTC)) for year in (2099, 1970, 2025)), "<item><link>/</link></item>")
    future, default, real, undated = read_feed(feed, SITE)
    assert future.published_at == datetime(2099, 3, 4, tzinfo=UTC)
    assert default.published_at is None
    assert real.newest_at(now) == real.published_at
    assert future.newest_at(now) == default.newest_at(now) == undated.newest_at(now) < real.newest_at(now)
    ahead = article(published_at=now + timedelta(hours=2))
    assert ahead.newest_at(now) == now
    corrected = article(published_at=PUBLISHED, updated_at=datetime(2099, 1, 1, tzinfo=UTC))
    assert corrected.newest_at(now) == PUBLISHED


@pytest.mark.parametrize("date", ["", "yesterday", "2025-13-40", "99999-01-01", "-1", "0000-00-00", "9999-12-31", "1"])
def test_what_is_no_date_is_none(date):
    (item,) = read_sitemap(SITEMAP.replace("2025-03-05T09:00:00+01:00", date).encode(), SITE)
    assert item.updated_at is None
    (item,) = read_feed(RSS_20.replace("Tue, 04 Mar 2025 07:30:00 +0100", date).encode(), SITE)
    assert item.url == "https://daily.example/1"


HOME = """<!doctype html><html><head><meta charset="utf-8"><base href="https://www.daily.example/en/">
<link rel="stylesheet" type="application/rss+xml" href="/no.xml">
<link rel="alternate" hreflang="fr" href="https://www.daily.example/fr/">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="ALTERNATE home" type="application/rss+xml; charset=utf-8" href="feed.xml" title="Daily &amp; more">
<link rel=alternate type=application/atom+xml href=/atom.xml>
<link rel="alternate" type="application/feed+json" href="//www.daily.example/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/1">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" href="javascript:void(0)">
<link rel="alternate" type="application/rss+xml" href="feed.xml"></head><body></body></html>"""


def test_a_home_page_names_its_feeds():
    found = read_home(HOME.encode(), "https://daily.example/", "text/html")
    assert found == [
        Announcement("https://www.daily.example/en/feed.xml", PageKind.FEED),
        Announcement("https://www.daily.example/atom.xml", PageKind.FEED),
        Announcement("https://www.daily.example/feed.json", PageKind.FEED),
    ]


def test_a_feed_of_the_type_of_any_json_counts_when_it_is_the_only_one():
    page = '<link rel="alternate" type="application/json" href="/feed.json">'
    assert [item.url for item in read_home(page.encode(), SITE)] == ["https://daily.example/feed.json"]


@pytest.mark.parametrize("body", [b"", b"\x00" * 50, b"<html>", b"<" * 5000, "é".encode("utf-16"), b"<div>" * 50_000])
@pytest.mark.parametrize("kind", [PageKind.HOME, PageKind.FEED, PageKind.SITEMAP])
def test_what_announces_nothing_is_told(kind, body):
    with pytest.raises(BadFeedError) as caught:
        read_announcements(kind, body, SITE, None, 1000)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        (PageKind.FEED, b'{"version": "https://jsonfeed.org/version/1.1"}', "JSON Feed"),
        (PageKind.FEED, b'{"items": []}', "JSON Feed"),
        (PageKind.FEED, b"{" * 100_000, "not JSON"),
        (PageKind.FEED, b'{"a":' + b"[" * 100_000, "not JSON"),
        (PageKind.SITEMAP, b"<opml><body/></opml>", "opml"),
        (PageKind.SITEMAP, b"\x1f\x8b\x08 broken", "gzip"),
        (PageKind.SITEMAP, gzip.compress(b"\n" * 10**6), "gzip"),
    ],
)
def test_what_it_is_instead_is_told(kind, body, words):
    with pytest.raises(BadFeedError, match=words):
        read_announcements(kind, body, SITE, None, 1000)


def test_a_body_is_never_taken_for_the_name_of_a_file(tmp_path):
    secret = tmp_path / "feed.xml"
    secret.write_text(RSS_20)
    with pytest.raises(BadFeedError):
        read_feed(str(secret).encode(), SITE)


LAUGHS = "".join(f'\n<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE x [\n<!ENTITY l0 "ha">{LAUGHS}\n<!ENTITY x SYSTEM "FILE">\n<!ENTITY % p SYSTEM "FILE"> %p;]>'


@pytest.mark.parametrize("prefix", ["", "<!-- <a -->"], ids=["plain", "behind a comment"])
@pytest.mark.parametrize("entity", ["&l11;", "&x;"])
@pytest.mark.parametrize("kind", [PageKind.FEED, PageKind.SITEMAP])
def test_entities_are_not_expanded(tmp_path, kind, entity, prefix):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    dtd = prefix + BOMB.replace("FILE", secret.as_uri())
    feed = f"{dtd}<rss version='2.0'><channel><item><title>{entity}</title><link>/1</link></item></channel></rss>"
    sitemap = f"{dtd}<urlset><url><loc>/1</loc><title>{entity}</title></url></urlset>"
    body = feed if kind is PageKind.FEED else sitemap
    try:
        found = read_apart(Answer(kind, body.encode(), SITE, None, 10**6))
    except BadFeedError:
        return  # refused as a whole is safe as well
    assert all(len(item.title or "") < 1000 and "secret" not in (item.title or "") for item in found)
    assert [item.url for item in found] in ([], ["https://daily.example/1"])


def test_an_external_dtd_is_not_asked_for(tmp_path):
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY link "/stolen">')
    urls = "<url><loc>&link;</loc></url><url><loc>/1</loc></url>"
    body = f'<!DOCTYPE urlset SYSTEM "{dtd.as_uri()}"><urlset>{urls}</urlset>'
    assert [item.url for item in read_sitemap(body.encode(), SITE)] == ["https://daily.example/1"]


def test_of_endless_lists_the_first_are_read():
    items = (f"<item><link>/{n}</link></item>" for n in range(100_000))
    found = read_apart(Answer(PageKind.FEED, rss(*items), SITE, None, 10**8))
    assert [found[0].url, found[-1].url] == [f"https://daily.example/{n}" for n in (0, MAX_ITEMS - 1)]
    urls = "".join(f"<url><loc>/{n}</loc></url>" for n in range(100_000))
    found = read_apart(Answer(PageKind.SITEMAP, f"<urlset>{urls}</urlset>".encode(), SITE, None, 10**8))
    assert [found[0].url, found[-1].url] == [f"https://daily.example/{n}" for n in (0, MAX_ADDRESSES - 1)]


def test_a_feed_on_which_its_parser_hangs_is_given_up():
    author = "a" * 1_000_000  # feedparser looks for an address of mail in it, in quadratic time
    body = rss(f"<item><link>/1</link><author>{author}</author></item>")
    with pytest.raises(BadFeedError, match="cannot be read: over 1 s"):
        read_apart(Answer(PageKind.FEED, body, SITE, None, 10**8, limit_seconds=1))


def test_a_feed_that_takes_too_much_memory_is_given_up():
    body = b'{"items": [' + b"{}," * 3_000_000 + b"{}]}"
    with pytest.raises(BadFeedError, match="cannot be read: MemoryError"):
        read_apart(Answer(PageKind.FEED, body, SITE, None, 10**8, limit_bytes=100 * 2**20))


AMONG_MODELS = """
from extract.crawl.reading import Answer, read_apart
from extract.records import PageKind
from extract.workers import answers
list(answers(len, ["x"], workers=1, preload="extract.preload"))
urls = "".join(f"<url><loc>/{n}</loc></url>" for n in range(100_000))
sitemap = f"<urlset>{urls}</urlset>".encode()
print(len(read_apart(Answer(PageKind.SITEMAP, sitemap, "https://daily.example/", None, 10**8))))
"""


def test_models_of_the_process_it_is_forked_from_do_not_count():
    done = subprocess.run([sys.executable, "-c", AMONG_MODELS], capture_output=True, text=True, check=True)
    assert int(done.stdout) == MAX_ADDRESSES
