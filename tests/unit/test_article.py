"""From a page's bytes to its article: text, metadata, date and its basis, language, address, paywall, charset."""

from datetime import UTC, date, datetime

import pytest

from extract.article import decode_html, read_article, read_html
from extract.language import detect_language
from extract.publication import Announced
from extract.records import DateBasis, Outcome, Page, PageKind

FETCHED = datetime(2025, 6, 20, 12, tzinfo=UTC)
URL = "https://tribune.example/eco/story-1"
BODY = """
<p>The orchard cooperative said on Tuesday that it would press its own cider from next spring, after two
years of trials in a shed behind the station. Members voted for the plan by a wide margin.</p>
<p>The press was bought second-hand and repaired by a retired teacher. Neighbors may bring their own apples
on Saturdays, against a small fee, and take the juice home the same day.</p>
"""
FRENCH = """
<p>La coopérative du verger a expliqué mardi qu'elle presserait son propre cidre dès le printemps prochain,
après deux années d'essais dans un hangar derrière la gare. Les membres ont voté pour à une large majorité.</p>
<p>Le pressoir a été acheté d'occasion puis réparé par un instituteur à la retraite. Les voisins pourront y
apporter leurs pommes le samedi.</p>
"""


def html(head="", body=BODY, beside="", lang="en"):
    return (
        f'<!doctype html><html lang="{lang}"><head><title>Cider - Tribune</title>{head}</head><body>'
        f"<nav>Home News</nav><main><header><h1>Cider</h1>{beside}</header><article>{body}</article></main>"
        f"<footer>© us</footer></body></html>"
    )


def page(**fields):
    return Page(
        **{
            "page_id": "p1",
            "crawl_on": date(2025, 6, 20),
            "source_id": "tribune",
            "kind": PageKind.ARTICLE,
            "url": URL,
            "final_url": None,
            "discovered_in": None,
            "feed_title": None,
            "feed_published_at": None,
            "fetched_at": FETCHED,
            "http_status": 200,
            "outcome": Outcome.OK,
            "outcome_detail": None,
            "content_type": "text/html; charset=utf-8",
            "etag": None,
            "last_modified": None,
            "body_sha256": None,
            "body_bytes": None,
            "warc_file": None,
            "warc_offset": None,
            "warc_length": None,
        }
        | fields
    )


def json_ld(**fields):
    items = ", ".join(f'"{key}": {value}' for key, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {items}}}</script>'


PUBLISHED = {
    "JSON-LD": (html(json_ld(datePublished='"2025-06-03T08:00:00+02:00"')), URL, "2025-06-03", DateBasis.METADATA),
    "JSON-LD in a graph": (
        html('<script type="application/ld+json">{"@graph": [{"datePublished": "2025-06-03"}]}</script>'),
        URL,
        "2025-06-03",
        DateBasis.METADATA,
    ),
    "meta tag": (
        html('<meta property="article:published_time" content="2025-06-03T08:00:00Z">'),
        URL,
        "2025-06-03",
        DateBasis.METADATA,
    ),
    "microdata": (
        html(beside='<span itemprop="datePublished" content="2025-06-03">Tuesday</span>'),
        URL,
        "2025-06-03",
        DateBasis.METADATA,
    ),
    "time element beside the title": (
        html(beside='<time datetime="2025-06-03T06:00">3 June</time>'),
        URL,
        "2025-06-03",
        DateBasis.METADATA,
    ),
    "the day before in its own time zone": (
        html(json_ld(datePublished='"2025-06-03T23:30:00-07:00"')),
        URL,
        "2025-06-03",
        DateBasis.METADATA,
    ),
    "today in a time zone ahead": (
        html(json_ld(datePublished='"2025-06-21T01:00:00+14:00"')),
        URL,
        "2025-06-20",
        DateBasis.METADATA,
    ),
    "address": (html(), "https://tribune.example/2025/06/03/story", "2025-06-03", DateBasis.URL),
    "address without separators": (html(), "https://tribune.example/story-20250603.html", "2025-06-03", DateBasis.URL),
    "markup over address": (
        html(json_ld(datePublished='"2025-06-03"')),
        "https://tribune.example/2025/06/04/story",
        "2025-06-03",
        DateBasis.METADATA,
    ),
    "markup to come, so address": (
        html(json_ld(datePublished='"2025-07-01"')),
        "https://tribune.example/2025/06/03/story",
        "2025-06-03",
        DateBasis.URL,
    ),
    "markup of a default, so text": (
        html(json_ld(datePublished='"1970-01-01"'), beside="<p>Posted June 3, 2025</p>"),
        URL,
        "2025-06-03",
        DateBasis.TEXT,
    ),
    "printed in French": (html(beside="<p>Publié le 1er juin 2025 à 10h</p>"), URL, "2025-06-01", DateBasis.TEXT),
    "printed in French with an accent": (
        html(beside="<p>Par A. B., le 4 février 2025</p>"),
        URL,
        "2025-02-04",
        DateBasis.TEXT,
    ),
}


@pytest.mark.parametrize(("document", "url", "day", "basis"), PUBLISHED.values(), ids=PUBLISHED)
def test_publication_day_and_basis(document, url, day, basis):
    found = read_html(document, url, FETCHED).publication
    assert (found.from_on.isoformat(), found.to_on.isoformat(), found.basis) == (day, day, basis)
    assert found.raw


@pytest.mark.parametrize(("kind", "basis"), [(PageKind.FEED, DateBasis.FEED), (PageKind.SITEMAP, DateBasis.SITEMAP)])
def test_the_announcement_dates_what_page_and_address_do_not(kind, basis):
    announced = Announced(datetime(2025, 6, 3, 7, tzinfo=UTC), kind)
    found = read_html(html(beside="<p>Since May 5, 2024</p>"), URL, FETCHED, announced).publication
    assert (found.from_on, found.basis) == (date(2025, 6, 3), basis)
    later = Announced(datetime(2025, 6, 21, tzinfo=UTC), kind)
    assert read_html(html(), URL, FETCHED, later).publication is None


def test_the_month_of_an_address_is_an_interval():
    found = read_html(html(), "https://tribune.example/2025/04/story", FETCHED).publication
    assert (found.from_on, found.to_on, found.basis) == (date(2025, 4, 1), date(2025, 4, 30), DateBasis.URL)
    running = read_html(html(), "https://tribune.example/2025/06/story", FETCHED).publication
    assert running.to_on == FETCHED.date()


def test_without_a_date_the_first_crawl_is_the_basis():
    article = read_article(page(), html().encode()).article
    assert (article.published_from_on, article.published_to_on) == (None, None)
    assert article.published_basis is DateBasis.FIRST_CRAWL


def test_metadata_and_text():
    head = '<meta property="og:site_name" content="The Tribune"><meta name="author" content="Ada Example">'
    article = read_article(page(), html(head).encode()).article
    assert (article.title, article.author, article.site_name) == ("Cider", "Ada Example", "The Tribune")
    assert article.text.startswith("The orchard cooperative")
    assert "Home News" not in article.text
    assert "©" not in article.text
    assert article.language == "en"


def test_the_feed_lends_its_title_to_a_page_without_one():
    document = f"<html><body><div>{BODY}</div></body></html>"
    assert read_article(page(feed_title="From the feed"), document.encode()).article.title == "From the feed"


def test_a_changed_text_is_another_article_and_the_same_text_is_the_same():
    first = read_article(page(), html().encode()).article
    again = read_article(
        page(page_id="p2", crawl_on=date(2025, 6, 21)), html("<meta name=x content=y>").encode()
    ).article
    changed = read_article(page(), html(body=BODY + "<p>Correction: it was a Monday.</p>").encode()).article
    assert first.article_id == again.article_id
    assert first.article_id != changed.article_id
    assert first.canonical_url == changed.canonical_url


@pytest.mark.parametrize(
    ("url", "canonical", "expected"),
    [
        (f"{URL}?utm_source=x&id=7#top", None, f"{URL}?id=7"),
        (f"{URL}?xtor=RSS-1", URL, URL),
        (URL, "/eco/story-1-long", "https://tribune.example/eco/story-1-long"),
        (URL, "https://www.tribune.example/eco/story-1", "https://www.tribune.example/eco/story-1"),
        (URL, "https://elsewhere.example/story", URL),
        (URL, "https://tribune.example/", URL),
        (URL, "http://[broken", URL),
        (URL, "", URL),
    ],
)
def test_canonical_address(url, canonical, expected):
    head = "" if canonical is None else f'<link rel="canonical" href="{canonical}">'
    assert read_html(html(head), url, FETCHED).canonical_url == expected


@pytest.mark.parametrize(
    "document",
    [
        html(json_ld(isAccessibleForFree="false")),
        html(json_ld(isAccessibleForFree='"False"')),
        html('<meta itemprop="isAccessibleForFree" content="false">'),
        html(body=BODY + '<div class="box paywall"><b>Members only</b> <a href="#">Join</a></div>'),
    ],
)
def test_a_paywalled_stub_is_kept_and_marked(document):
    reading = read_article(page(), document.encode())
    assert reading.outcome is Outcome.PAYWALL
    assert reading.article.is_paywalled
    assert "orchard" in reading.article.text


@pytest.mark.parametrize(
    "document",
    [
        html(json_ld(isAccessibleForFree="true")),
        html(body=BODY * 8 + '<div class="paywall">Subscribe to our letter</div>'),
        html('<script class="paywall">x()</script>', body=BODY + '<div class="paywall"></div>'),
    ],
)
def test_a_free_article_is_not_marked(document):
    assert read_article(page(), document.encode()).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta"),
    [
        ("utf-8", None, ""),
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("iso-8859-1", "text/html; charset=iso-8859-1", ""),
        ("iso-8859-1", "text/html", '<meta charset="latin-1">'),
        ("cp1252", "text/html; charset=utf-8", ""),
        ("cp1252", None, ""),
        ("utf-16", None, ""),
    ],
)
def test_charsets(encoding, content_type, meta):
    body = html(meta, body=FRENCH, lang="fr").encode(encoding)
    assert "La coopérative du verger a expliqué mardi qu'elle" in read_html(decode_html(body, content_type)).text


@pytest.mark.parametrize("name", ["base64", "hex", "rot13", "zlib", "idna", "no-such-charset", "x" * 5000, "\x00"])
def test_a_charset_that_is_none_says_nothing(name):
    body = html(body=FRENCH, lang="fr").encode("cp1252")
    assert "a expliqué mardi" in read_html(decode_html(body, f"text/html; charset={name}")).text


@pytest.mark.parametrize(
    "data", ["[" * 100_000, '{"@graph": [1, null, {"author": [[1]], "publisher": "x"}]}', "{", '"x"']
)
def test_json_ld_of_any_kind_costs_no_article(data):
    reading = read_article(page(), html(f'<script type="application/ld+json">{data}</script>').encode())
    assert reading.article.text.startswith("The orchard cooperative")
    assert reading.article.title == "Cider"


def test_entities_of_a_doctype_hide_no_article():
    entities = '<!DOCTYPE html [<!ENTITY a "aaaa"> <!ENTITY b SYSTEM "file:///etc/hostname">]>'
    text = read_html(html().replace("<!doctype html>", entities)).text
    assert text.startswith("The orchard cooperative")


def test_a_few_broken_bytes_spoil_no_utf8():
    body = html(body=FRENCH + "<p>é</p>" * 30, lang="fr").encode()
    assert "coopérative" in decode_html(body + b"\xe9", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("document", "language"),
    [(html(lang="en"), "en"), (html(body=FRENCH, lang="en"), "fr"), (html(body=FRENCH, lang=""), "fr")],
)
def test_a_long_text_speaks_for_its_language(document, language):
    assert read_html(document).language == language


def test_a_short_text_has_the_declared_language_or_a_supported_one():
    assert detect_language("Apple: Cook", "fr") == "fr"
    assert detect_language("Elle quitte la banque pour un fonds") == "fr"
    assert detect_language("Er verlässt die Bank nach zwölf Jahren und wechselt zu einem Fonds, " * 3) == "de"
    assert detect_language("12 345") == "und"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 5000,
        b"plain words without any markup",
        b"<html><body></body></html>",
        b"<div>" * 10_000,
        b"<html><body><p>" + b"a" * 200_000 + b"</p>",
        b'<?xml version="1.0" encoding="utf-8"?><html><body><p>x</p></body></html>',
        b'<html><head><script type="application/ld+json">{"datePublished": [1, {}]}</script></head>',
        bytes(range(256)) * 40,
    ],
)
def test_no_page_raises(body):
    reading = read_article(page(), body)
    assert reading.outcome in (Outcome.OK, Outcome.EMPTY_TEXT, Outcome.READ_ERROR)
    assert (reading.article is None) == (reading.outcome is not Outcome.OK)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Halcyon buys Quillon", "en"),
        ("Kestrelis lève 3 M€", "fr"),
        ("Der Vorstand der Firma hat am Montag beschlossen", "de"),
        ("مرحبا بالعالم هذا نص عربي", "ar"),
        ("12 + 30", "und"),
    ],
)
def test_short_texts_are_not_forced_into_a_language_with_lexicon(text: str, language: str) -> None:
    assert detect_language(text) == language
