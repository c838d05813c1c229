"""Cases of what a page says: its type, its charset, its markup, and what it says the next time."""

import base64
import codecs
from collections.abc import Callable
from typing import Any

from server import HTML, http

from cases.announcements import LAUGHS, LOCAL_FILE
from cases.case import BODY, LIMIT, NAME, PAGE, TEXT, WHOLE, Case, Sizes, article

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 50
LINKED_DATA = (
    '{"@type": ["NewsArticle", 7], "headline": {"a": []}, "author": [[["x"]], null, 5], "datePublished": [2024, {}], '
    '"articleBody": {"@value": 5}, "publisher": "\\u0000", "isAccessibleForFree": [], "@graph": "x", "mainEntity": 4}'
)
ANY = "(ok|empty_text|read_error|timeout|too_large) "


def types(_: Sizes) -> list[Case]:
    """Sites whose pages are not what they are said to be, or no pages."""
    others = (
        "application/pdf",
        "image/png",
        "application/octet-stream",
        "text/plain",
        "multipart/x-mixed-replace; a=b",
    )
    refresh = '<head><meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'
    attached = 'Content-Disposition: attachment; filename="../../etc/cron.d/x"'
    return [
        Case(
            "other_types",
            "pages that are no HTML",
            {f"/{n}": http("x", content_type=kind) for n, kind in enumerate(others)},
            {f"/{n}": f"not_html 200 {kind}" for n, kind in enumerate(others)},
        ),
        article("png_as_html", "an image that is said to be HTML", http(PIXEL), "(not_html|empty_text) 200"),
        article("pdf_as_html", "a PDF that is said to be HTML", http(PDF), "(not_html|empty_text) 200"),
        article("empty_body", "200 and nothing", http(), "empty_text 200"),
        article("blank_body", "200 and white space", http(" \n" * 5_000), "empty_text 200"),
        article("no_type", "no Content-Type", http(PAGE, content_type=None)),
        article("type_of_no_sense", "a Content-Type that is none", http(PAGE, content_type=";;;=\x7f"), "not_html 200"),
        article("xhtml", "XHTML", http('<?xml version="1.0"?>' + PAGE, content_type="application/xhtml+xml")),
        article("attachment", "a file name that climbs", http(PAGE, headers=attached)),
        article("refresh", "moves its readers by markup", http(PAGE.replace("<head>", refresh))),
        article("too_long", "a page just over the limit", lambda _: http(BODY + b" " * LIMIT), "too_large "),
    ]


def charsets(_: Sizes) -> list[Case]:
    """Sites that do not say, or say wrongly, how their text is written."""
    bare = PAGE.replace('<meta charset="utf-8">', "")
    states_latin = PAGE.replace("utf-8", "iso-8859-1").encode()
    mixed = BODY.replace(b"</article>", f"<p>{NAME} {NAME}</p>".encode() * 9 + b"<p>caf\xe9</p></article>")

    def case(name: str, says: str, body: bytes, content_type: str = "text/html", **about: Any) -> Case:
        return article(name, says, http(body, content_type=content_type), **about)

    return [
        case("utf_16", "UTF-16 with a mark", bare.encode("utf-16")),
        case("utf_16_by_header", "UTF-16, said in the header", bare.encode("utf-16-le"), "text/html; charset=utf-16le"),
        case("utf_16_big_endian", "UTF-16, big end first", codecs.BOM_UTF16_BE + bare.encode("utf-16-be")),
        case("utf_16_unsaid", "UTF-16 without mark or word", bare.encode("utf-16-le")),
        case("utf_8_with_mark", "UTF-8 with a mark", codecs.BOM_UTF8 + bare.encode()),
        case("utf_7", "UTF-7, that can hide markup", bare.encode("utf-7"), "text/html; charset=utf-7", is_read=False),
        case("no_charset", "latin-1 that says nothing of itself", bare.encode("latin-1")),
        case("header_is_wrong", "UTF-8 that is said to be latin-1", BODY, "text/html; charset=iso-8859-1"),
        case("markup_is_wrong", "UTF-8 whose markup says latin-1", states_latin),
        case("latin_1_as_utf_8", "latin-1 that is said to be UTF-8", PAGE.encode("latin-1"), HTML),
        case("charset_unknown", "a charset that is none", bare.encode("latin-1"), "text/html; charset=x-none"),
        case("charset_no_text", "a charset of no text", bare.encode("latin-1"), "text/html; charset=base64"),
        case("charsets_mixed", "UTF-8 with a word in latin-1", mixed),
        case("nuls", "NULs in the text", BODY.replace(b"</p>", b"\0\0\0</p>").replace(b"<h1>", b"\0<h1>")),
    ]


def pages(size: Sizes) -> list[Case]:
    """Sites whose markup is hard to read."""
    few = size.items // 10

    def case(name: str, says: str, make: Callable[[], str], row: str = "ok 200", **about: Any) -> Case:
        return article(name, says, lambda _: http(make()), row, **about)

    def lengthy(name: str, says: str, make: Callable[[], str]) -> Case:
        return case(name, says, make, ANY, is_read=False)

    def within(markup: str) -> str:
        return PAGE.replace("</article>", f"{markup}</article>")

    def before(markup: str) -> str:
        return PAGE.replace("<body>", f"<body>{markup}")

    def head(markup: str) -> str:
        return PAGE.replace("</head>", f"{markup}</head>")

    def linked_data(text: str) -> str:
        return head(f"<script type='application/ld+json'>{text}</script>")

    def dated(*dates: str) -> str:
        return head("".join(f'<meta property="article:published_time" content="{date}">' for date in dates))

    def document(body: str) -> str:
        return f"<!doctype html><html><head><title>t</title></head>{body}</html>"

    return [
        lengthy("nested_tags", "tags nested without end", lambda: before("<div>" * size.depth)),
        lengthy("nested_inline", "inline tags nested without end", lambda: before("<b><i>" * (size.depth // 2))),
        lengthy("nested_tables", "tables nested without end", lambda: before("<table><tr><td>" * (size.depth // 3))),
        lengthy("nested_lists", "lists nested without end", lambda: within("<ul><li>" * (size.depth // 2))),
        lengthy("long_line", "a line of megabytes", lambda: within(f"<p>{'word ' * (size.line // 5)}</p>")),
        lengthy("long_word", "a word of megabytes", lambda: within(f"<p>{'a' * size.page}</p>")),
        lengthy("long_space", "white space of megabytes", lambda: within(f"<p>a{' ' * size.page}b</p>")),
        lengthy("many_words", "words of megabytes", lambda: within(f"<p>{'a word, ' * (size.page // 8)}</p>")),
        lengthy("many_paragraphs", "paragraphs of megabytes", lambda: within(f"<p>{TEXT}</p>" * (size.page // 400))),
        lengthy("many_links", "thousands of links", lambda: within("<a href='/x'>x</a> " * (size.page // 20))),
        lengthy("many_brackets", "brackets that open nothing", lambda: within("<" * size.page)),
        lengthy("many_attributes", "an element of hundreds of attributes", lambda: within(f"<p {'a=1 ' * few}>x</p>")),
        lengthy("text_as_html", "text that is said to be HTML", lambda: TEXT),
        lengthy("not_found_in_words", "200, and words that say 404", lambda: document("<h1>Page not found</h1>")),
        lengthy("entities", "entities that expand to gigabytes", lambda: LAUGHS + within("<p>&l9;</p>")),
        lengthy("xxe_page", "an entity that is a file of ours", lambda: LOCAL_FILE + within("<p>&f;</p>")),
        case("controls", "controls, lone surrogates", lambda: within("<p>\x01&#xd800;&#0;&#x10ffff;&#9999999;</p>")),
        case("unclosed", "nothing is closed", lambda: f"<title>t</title><body><article><h1>t<p>{TEXT}<!-- "),
        case("script_unclosed", "a script that does not end", lambda: within("<script>" + "a = '<p>';\n" * 5_000)),
        case("long_title", "a title of a megabyte", lambda: PAGE.replace("<title>", "<title>" + "very " * 200_000)),
        case("data_address", "an image in the markup", lambda: within(f"<img src='data:image/png,{'A' * 10**6}'>")),
        case("linked_data_deep", "JSON-LD nested without end", lambda: linked_data("[" * 10**5)),
        case("linked_data_broken", "JSON-LD that is none", lambda: linked_data('{"@type": [{}, null, 1e999, }')),
        case("linked_data_types", "JSON-LD with values of other types", lambda: linked_data(LINKED_DATA)),
        case("future_date", "published in a hundred years", lambda: dated("2126-01-01T00:00:00Z")),
        case("dates_of_no_sense", "published on no day", lambda: dated("0000-00-00", "1970-01-01", "99999-99", "\x7f")),
        case("canonical_broken", "canonical addresses that are none", lambda: head(
            "<base href='file:///'><link rel=canonical href='http://[::1'><link rel=canonical href='javascript:x'>")),
        case("right_to_left", "overrides that turn the line", lambda: within("<p>\u202e\u2066gnirts\u2069\ufeff</p>")),
        case("only_scripts", "a page that its scripts would write", lambda: document(
            "<body><div id=app></div><script>render()</script></body>"), "empty_text 200"),
        case("frames", "a set of frames", lambda: document(
            "<frameset><frame src='http://169.254.169.254/'></frameset>"), "empty_text 200"),
    ]  # fmt: skip


def versions(_: Sizes) -> list[Case]:
    """Sites that are asked twice."""
    entity_tag = f'ETag: "{"e" * 8_000}"\nLast-Modified: never'
    unchanged = http(status="304 Not Modified", length=None)

    def case(name: str, says: str, first: bytes, second: bytes, rows: tuple[str, ...]) -> Case:
        return article(name, says, first, rows, later={"/a": second})

    return [
        case(
            "changed",
            "another text under the same address",
            WHOLE,
            http(PAGE.replace("Lille", "Roubaix")),
            ("ok 200", "ok 200"),
        ),
        case("unchanged", "the same again, without validators", WHOLE, WHOLE, ("ok 200", "not_modified 200")),
        case(
            "validators_of_no_sense",
            "an ETag of 8 kB",
            http(PAGE, headers=entity_tag),
            unchanged,
            ("ok 200", "not_modified 304"),
        ),
        case("gone", "an article, then 410", WHOLE, http(status="410 Gone"), ("ok 200", "http_error 410")),
        case("emptied", "an article, then nothing", WHOLE, http(), ("ok 200", "empty_text 200")),
        case(
            "turned_private",
            "an article, then a page for subscribers",
            WHOLE,
            redirect_to_login(),
            ("ok 200", "redirect 302"),
        ),
    ]


def redirect_to_login() -> bytes:
    return http(status="302 Found", headers="Location: /a")
