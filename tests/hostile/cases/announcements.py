"""Cases of what a site announces: addresses, robots.txt, feeds and sitemaps."""

import codecs
import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from server import XML, Wire, feed, http

from cases.case import LIMIT, PAGE, WHOLE, Case, Rows, Sizes, gzipped, redirect, then_reset

OK = {"/a": "ok 200"}
MAYBE = {"/rss.xml": "(ok|bad_feed) 200", "/a": "maybe ok 200"}
LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(9)) + "]>"
QUADRATIC = f"<!DOCTYPE x [<!ENTITY q '{'ha' * 50_000}'>]>"
LOCAL_FILE = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
FAR_FILE = "<!DOCTYPE x SYSTEM '/trap.dtd' [<!ENTITY f SYSTEM '/trap.txt'><!ENTITY % p SYSTEM '/trap.ent'>%p;]>"
XML_DECLARED = '<?xml version="1.0" encoding="utf-8"?>'


def addresses(_: Sizes) -> list[Case]:
    """Sites whose links are no plain addresses of articles."""
    no_web = ("javascript:alert(1)", "mailto:a@b.example", "data:text/html,x", "ftp://127.0.0.1/", "file:///etc/passwd")
    broken = ("http://", "http://[", "http://[::1", "http:///a", "//", "http://:80/", "http://a b/", "http://{host}0/")
    climbing = ("/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cwindows", "/a%00b", "/con", "/~root")
    nowhere = ("http://xn--zzzzzz-zzz.invalid/a", "http://bücher.invalid/a", "http://no-such-host.invalid/a")
    tracked = tuple(f"/a?{name}=0" for name in ("utm_source", "utm_medium", "fbclid", "gclid", "utm_campaign"))
    neighbors = tuple(f"http://127.1.{n // 250}.{n % 250}:{{port}}/trap" for n in range(300))
    sessions = tuple(f"/a?PHPSESSID={n}" for n in range(5))
    long_path = "/" + "a" * 1_900
    refused = {"*": "(network_error|bad_address|private_address|robots) - "}

    def case(name: str, says: str, links: tuple[str, ...], rows: Mapping[str, Rows] = {}, **answers: bytes) -> Case:
        return Case(name, says, {"/a": WHOLE} | answers, OK | dict(rows), links=(*links, "/a"))

    return [
        case("no_web_links", "links that are of no web", no_web),
        case("broken_links", "links that are no addresses", broken, refused),
        case("relative_links", "links by path and fragment alone", ("a", "./a", "/a#top", "x/../a")),
        case("question_marks", "addresses that differ in a bare query", ("/a?1", "/a?2"), {"*": "http_error 404"}),
        case("many_hosts", "links to hundreds of hosts", neighbors, {"*": "(private_address|over_quota) - "}),
        case("no_such_host", "links to hosts that are none", nowhere, refused),
        case("climbing_paths", "paths that climb out of a folder", climbing, {"*": "http_error 404"}),
        case("user_and_password", "a password", ("http://user:secret@{host}/b",), {"*": "maybe bad_address - "}),
        Case("tracking", "one article by tracking parameters", {tracked[0]: WHOLE}, {tracked[0]: ("ok 200",)}, tracked),
        Case("session_ids", "one article by session ids", {sessions[0]: WHOLE}, {sessions[0]: ("ok 200",)}, sessions),
        Case("long_address", "an address of 1,900 characters", {long_path: WHOLE}, {long_path: "ok 200"}),
    ]  # fmt: skip


def private(_: Sizes) -> list[Case]:
    """Sites that lead to private addresses; on some of these they would be heard themselves, under /trap."""
    hosts = (
        "127.1", "127.0.0.2", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0", "0.0.0.0",  # noqa: S104
        "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254", "１６９.254.169.254", "10.0.0.1",
        "172.16.0.1", "192.168.0.1", "100.64.0.1", "192.0.0.192", "224.0.0.1", "255.255.255.255",
        "[fe80::1]", "[fd00:ec2::254]", "[ff02::1]",
    )  # fmt: skip
    links = tuple(f"http://{host}:{{port}}/trap/{n}" for n, host in enumerate(hosts))
    refused = {"*": "(private_address|network_error - cannot resolve|robots|bad_address)"}
    moved = {f"/{n}": redirect(link) for n, link in enumerate(links)}

    def index(origin: str) -> bytes:
        return sitemap("".join(location(link, kind="sitemap") for link in links), "sitemapindex", origin=origin)

    return [
        Case("private_links", "announces private addresses", {"/a": WHOLE}, OK | refused, links=(*links, "/a")),
        Case("private_redirects", "moves to private addresses", moved, dict.fromkeys(moved, "redirect 302") | refused),
        Case(
            "private_feed",
            "a feed at a private address",
            {"/rss.xml": redirect(links[9])},
            {"/rss.xml": "redirect 302"} | refused,
        ),
        Case(
            "private_robots",
            "a robots.txt at a private address",
            {"/robots.txt": redirect(links[9]), "/a": WHOLE},
            {"/robots.txt": "redirect 302", "/rss.xml": "(ok|robots) ", "/a": "maybe ok 200"} | refused,
        ),
        Case(
            "private_by_tls",
            "moves to a private address by https",
            {"/a": redirect("https://localhost:{port}/trap")},
            {"/a": "redirect 302"} | refused,
        ),
        Case(
            "private_after_two",
            "moves to a private address in two steps",
            {"/a": redirect("/b"), "/b": redirect(links[9])},
            {"/a": "redirect 302", "/b": "redirect 302"} | refused,
            links=("/a",),
        ),
        Case(
            "private_index",
            "an index of private addresses",
            {"/map.xml": index},
            {"/map.xml": "ok 200", "/rss.xml": ()} | refused,
            source=ONLY_SITEMAP,
        ),
    ]


def robots(size: Sizes) -> list[Case]:
    """Sites whose robots.txt is no plain list of rules."""
    heard = {"/robots.txt": "ok 200"} | OK
    shut = {"/rss.xml": "robots - ", "/a": ()}
    hidden = {"/robots.txt": "ok 200", "/a": "robots - "}
    rules = "User-agent: *\nDisallow: /a\n"
    costly = "User-agent: *\n" + f"Disallow: /{'*a' * 200}*b$\n" * 20
    for_us = "User-agent: mercato\nDisallow: /\n\nUser-agent: *\nAllow: /\n"

    def case(name: str, says: str, answer: Any, rows: Mapping[str, Rows]) -> Case:
        said = answer if callable(answer) else http(answer, content_type="text/plain")
        return Case(name, says, {"/robots.txt": said, "/a": WHOLE}, rows)

    def failing(status: str) -> bytes:
        return http(status=status, content_type="text/plain")

    return [
        case(
            "robots_of_megabytes",
            "rules without end",
            "User-agent: *\n" + "Disallow: /x\n" * (size.robots // 13),
            heard,
        ),
        case("robots_of_one_line", "a line of megabytes", "Disallow: /" + "x" * size.robots, heard),
        case(
            "robots_over_the_limit", "comments over the limit", "#" * (LIMIT + 1), {"/robots.txt": "too_large"} | shut
        ),
        case(
            "robots_500",
            "out of order: nothing may be asked (RFC 9309)",
            lambda _: failing("500 No"),
            {"/robots.txt": "http_error 500"} | shut,
        ),
        case(
            "robots_503",
            "busy: nothing may be asked (RFC 9309)",
            lambda _: failing("503 No"),
            {"/robots.txt": "http_error 503"} | shut,
        ),
        case(
            "robots_403",
            "refused: everything may be asked (RFC 9309)",
            lambda _: failing("403 No"),
            {"/robots.txt": "http_error 403"} | OK,
        ),
        case(
            "robots_reset",
            "cut off: nothing may be asked (RFC 9309)",
            then_reset(b"HTTP/1.1 200 OK\r\n"),
            {"/robots.txt": "network_error - "} | shut,
        ),
        case("robots_page", "a page for robots.txt", PAGE, heard),
        case("robots_binary", "NULs and bytes of no charset", bytes(range(256)) * 50, heard),
        case("robots_with_mark", "a byte order mark before the rules", codecs.BOM_UTF8 + rules.encode(), hidden),
        case("robots_returns", "CR for line ends", rules.replace("\n", "\r"), hidden),
        case("robots_packed", "gzip, without saying so", gzipped(rules.encode()), heard),
        case("robots_wildcards", "patterns that cost a naive matcher years", costly, heard),
        case("robots_delay", "a crawl delay of centuries", f"User-agent: *\nCrawl-delay: {size.delay}\n", heard),
        case("robots_for_us", "shuts us out by name", for_us, {"/robots.txt": "ok 200"} | shut),
    ]


def rss(items: str, declared: str = XML_DECLARED, encoding: str = "utf-8") -> bytes:
    text = f'{declared}<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    return http(text.encode(encoding), content_type=XML)


def item(link: str, inner: str = "") -> str:
    return f"<item><title>About</title><link>{link}</link>{inner}</item>"


def homes(size: Sizes) -> list[Case]:
    """Sites without known feeds, which their home pages or robots.txt are to name."""

    def link(address: str) -> str:
        return f"<link rel='alternate' type='application/rss+xml' href='{address}'>"

    def case(
        name: str,
        says: str,
        markup: str,
        rows: Mapping[str, Rows],
        told: str = "",
        answers: Mapping[str, Any] = {},
        most_asked: int | None = None,
    ) -> Case:
        said = {"/": http(PAGE.replace("</head>", f"{markup}</head>")), "/robots.txt": http(told)} | dict(answers)
        return Case(
            name,
            says,
            said,
            {"/robots.txt": "ok 200", "/rss.xml": (), "/": "ok 200"} | dict(rows),
            source=NOTHING,
            most_asked=most_asked,
        )

    private = {"*": "(private_address|bad_address) - "}
    lines = "".join(
        f"Sitemap: {address}\n" for address in ("file:///etc/passwd", "http://169.254.169.254/", "x:", "http://[")
    )
    return [
        case(
            "home_with_a_feed",
            "names its feed",
            link("/new.xml"),
            OK | {"/new.xml": "ok 200"},
            answers={"/new.xml": feed(["/a"]), "/a": WHOLE},
        ),
        case("home_without_feeds", "names no feed", "", {"/": "bad_feed 200"}),
        case(
            "home_of_many_feeds",
            "names thousands of feeds",
            "".join(link(f"/{n}.xml") for n in range(size.items)),
            {"*": "http_error 404"},
            most_asked=50,
        ),
        case(
            "home_of_others",
            "names feeds at private addresses, and of no web",
            link("http://169.254.169.254/x") + link("file:///etc/passwd") + link("http://["),
            private,
        ),
        case(
            "home_of_sitemaps",
            "robots.txt names sitemaps that are none",
            "",
            {"/": "(bad_feed|ok) 200"} | private,
            lines,
        ),
        case("home_nested", "tags nested without end", "<div>" * size.depth, {"/": "(bad_feed|ok) 200"}),
    ]


def feeds(size: Sizes) -> list[Case]:
    """Sites whose feed is broken, hostile, or of great length."""
    now = datetime.now(UTC)
    dates = (
        *(format_datetime(now + timedelta(days=days)) for days in (1, 400, 40_000)),
        "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "31/31/2031", "99999999999999", "", "\x7f",
    )  # fmt: skip
    bad = {"/rss.xml": "bad_feed 200 ", "/a": ()}
    entries = [{"id": "1", "url": "/a", "title": "About"}, {"id": "/b"}, 7, {"url": 5}]
    json_feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": entries}
    body_of = rss(item("/a")).partition(b"\r\n\r\n")[2]

    def case(name: str, says: str, body: bytes, rows: Mapping[str, Rows] = OK, **about: Any) -> Case:
        return Case(name, says, {"/rss.xml": body, "/a": WHOLE}, rows, **about)

    def plain(body: bytes | str, kind: str = XML) -> bytes:
        return http(body, content_type=kind)

    numbers = range(3)
    return [
        case(
            "billion_laughs",
            "entities that expand to gigabytes",
            rss(item("/a", "<description>&l9;</description>"), LAUGHS),
            MAYBE,
        ),
        case(
            "quadratic_blowup",
            "a long entity, 5,000 times",
            rss(item("/a", f"<description>{'&q;' * 5_000}</description>"), QUADRATIC),
            MAYBE,
        ),
        case(
            "xxe_file",
            "an entity that is a file of ours",
            rss(item("/&f;") + item("/a", "<title>&f;</title>"), LOCAL_FILE),
            MAYBE | {"/": "maybe http_error 404", "/&f": "maybe http_error 404"},
        ),
        case(
            "xxe_far",
            "entities and a DTD on a server",
            rss(item("/a", "<description>&f;</description>"), FAR_FILE),
            MAYBE,
        ),
        Case(
            "many_items",
            "a feed of thousands of items",
            {"/rss.xml": rss("".join(item(f"/{n}") for n in range(size.items)))} | {f"/{n}": WHOLE for n in numbers},
            {f"/{n}": "ok 200" for n in numbers} | {"*": "maybe over_quota"},
            source={"max_articles": 3},
        ),
        Case(
            "dates",
            "items of the future, of 1970, of no date",
            {"/rss.xml": rss("".join(item(f"/{n}", f"<pubDate>{date}</pubDate>") for n, date in enumerate(dates)))}
            | {f"/{n}": WHOLE for n in range(len(dates))},
            {f"/{n}": "ok 200" for n in range(len(dates))},
        ),
        case("no_links", "items without a link", rss(item("") + "<item><title>b</title></item><item/>" + item("/a"))),
        case(
            "guid_no_link",
            "guids that are no links",
            rss(
                "<item><guid isPermaLink='false'>/b</guid></item>"
                + item("/a", "<guid isPermaLink='false'>urn:1</guid>")
            ),
        ),
        Case(
            "guid_as_link",
            "an item whose guid is its link",
            {"/rss.xml": lambda origin: rss(f"<item><title>t</title><guid>{origin}/a</guid></item>"), "/a": WHOLE},
            OK,
        ),
        Case(
            "same_guid",
            "two articles under one guid",
            {"/rss.xml": rss(item("/a", "<guid>1</guid>") + item("/b", "<guid>1</guid>")), "/a": WHOLE, "/b": WHOLE},
            OK | {"/b": "ok 200"},
        ),
        case("same_link", "an article announced a hundred times", rss(item("/a") * 100), {"/a": ("ok 200",)}),
        case("feed_page", "a page for a feed", WHOLE, bad),
        case("feed_empty", "nothing for a feed", plain(""), bad),
        case("feed_binary", "bytes for a feed", plain(bytes(range(256)) * 20), bad),
        case("feed_without_items", "a feed that announces nothing", rss(""), {"/rss.xml": "ok 200", "/a": ()}),
        case(
            "feed_cut_off",
            "a feed that ends in its second item",
            plain(body_of.partition(b"</channel>")[0] + b"<item><title>b</ti"),
        ),
        case("feed_with_nuls", "NULs and controls in a feed", rss(item("/a", "<title>\0\x01\x08</title>")), MAYBE),
        case("feed_utf_16", "a feed in UTF-16", rss(item("/a"), XML_DECLARED.replace("utf-8", "utf-16"), "utf-16")),
        case(
            "feed_charset_wrong",
            "a feed in latin-1 that says UTF-8",
            rss("<item><title>é</title></item>" + item("/a"), encoding="latin-1"),
        ),
        case("json_feed", "JSON Feed, with items of no sense", plain(json.dumps(json_feed), "application/feed+json")),
        case("json_feed_deep", "JSON nested without end", plain("[" * size.depth * 20, "application/feed+json"), bad),
        case(
            "feed_of_itself",
            "a feed that announces itself",
            rss(item("/rss.xml") + item("/a")),
            OK | {"/rss.xml": "(ok|not_html|not_modified) 200"},
        ),
        case("feed_deep", "elements nested without end", rss("<a>" * size.depth + item("/a")), MAYBE),
        case("feed_packed", "a feed in gzip, without saying so", plain(gzip.compress(body_of)), MAYBE),
    ]


NOTHING = {"feeds": (), "sitemaps": ()}
ONLY_SITEMAP = {"feeds": (), "sitemaps": ("/map.xml",)}


def sitemap(entries: str, kind: str = "urlset", declared: str = XML_DECLARED, origin: str = "") -> bytes:
    body = f'{declared}<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{kind}>'
    return http(body.replace("{port}", origin.rpartition(":")[2]), content_type=XML)


def location(address: str, inner: str = "", kind: str = "url") -> str:
    return f"<{kind}><loc>{address}</loc>{inner}</{kind}>"


def sitemaps(size: Sizes) -> list[Case]:
    """Sites whose sitemap is broken, hostile, or without end."""
    maybe = {"/map.xml": "(ok|bad_feed) 200", "/a": "maybe ok 200", "/": "maybe http_error 404"}
    lastmods = ("yesterday", "9999-12-31", "-1", "")
    numbers = range(3)

    def case(
        name: str,
        says: str,
        body: Any,
        rows: Mapping[str, Rows],
        answers: Mapping[str, Any] = {},
        max_articles: int = 100,
        **about: Any,
    ) -> Case:
        answers = {"/map.xml": body, "/a": WHOLE} | dict(answers)
        rows = {"/map.xml": "ok 200", "/rss.xml": ()} | dict(rows)
        return Case(name, says, answers, rows, source=ONLY_SITEMAP | {"max_articles": max_articles}, **about)

    def index(*places: str) -> bytes:
        return sitemap("".join(location(place, kind="sitemap") for place in places), "sitemapindex")

    async def deeper(wire: Wire) -> None:
        await wire.send(index(f"{wire.request.path}x"))

    return [
        case(
            "index_of_itself",
            "an index that names itself",
            index("/map.xml", "/leaf.xml"),
            OK | {"/leaf.xml": "ok 200"},
            {"/leaf.xml": sitemap(location("/a"))},
        ),
        case(
            "index_without_end",
            "an index of an index of an index",
            deeper,
            {"*": "(ok 200|over_quota -)"},
            {f"/map.xml{'x' * n}": deeper for n in range(1, 200)},
            most_asked=100,
        ),
        case(
            "wide_index",
            "an index of thousands of sitemaps",
            index(*(f"/{n}.xml" for n in range(size.items))),
            {"*": "(http_error 404|over_quota -)"},
            most_asked=600,
        ),
        case(
            "many_urls",
            "thousands of addresses",
            sitemap("".join(location(f"/{n}") for n in range(size.items))),
            {f"/{n}": "ok 200" for n in numbers} | {"*": "maybe over_quota"},
            {f"/{n}": WHOLE for n in numbers},
            max_articles=3,
        ),
        case(
            "sitemap_bomb",
            "a sitemap in gzip that expands over the limit",
            lambda _: http(gzip.compress(bytes(size.bomb), 1), content_type="application/gzip"),
            {"/map.xml": "(bad_feed|too_large) 200"},
        ),
        case(
            "sitemap_laughs",
            "entities that expand to gigabytes",
            sitemap(location("/&l9;") + location("/a"), declared=LAUGHS),
            maybe,
        ),
        case(
            "sitemap_xxe",
            "an entity that is a file of ours",
            sitemap(location("/&f;") + location("/a"), declared=LOCAL_FILE),
            maybe,
        ),
        case(
            "sitemap_xxe_far",
            "entities and a DTD on a server",
            sitemap(location("/a", "<lastmod>&f;</lastmod>"), declared=FAR_FILE),
            maybe,
        ),
        case("sitemap_page", "a page for a sitemap", WHOLE, {"/map.xml": "bad_feed 200"}),
        case("sitemap_empty", "nothing for a sitemap", http("", content_type=XML), {"/map.xml": "bad_feed 200"}),
        case(
            "sitemap_dates",
            "lastmod of no sense",
            sitemap("".join(location(f"/{n}", f"<lastmod>{date}</lastmod>") for n, date in enumerate(lastmods))),
            {f"/{n}": "ok 200" for n in range(4)},
            {f"/{n}": WHOLE for n in range(4)},
        ),
        case(
            "sitemap_cut_off",
            "a sitemap that ends in its second address",
            http("<urlset>" + location("/a") + "<url><loc>/b", content_type=XML),
            OK | {"/b": "maybe http_error 404"},
        ),
        case(
            "sitemap_elsewhere",
            "addresses of no web, and of no host",
            sitemap("".join(map(location, ("ftp://x/", "javascript:alert(1)", "http://[", "/a")))),
            OK | {"*": "maybe bad_address"},
        ),
    ]
