"""From the bytes of a page to its `Article`: text, title, author, language, address, date, paywall.

Where a page comes from belongs in `extract.archive`; its text, in `extract.main_text`; its date, in
`extract.publication`; what its sentences claim, in `extract.claims`.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from charset_normalizer import from_bytes
from trafilatura.metadata import examine_meta, extract_meta_json, extract_sitename, extract_title
from trafilatura.settings import Document
from trafilatura.utils import load_html
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from extract.canonical import canonical
from extract.language import UNKNOWN, detect_language
from extract.main_text import main_text
from extract.not_article import why_no_article
from extract.publication import Announced, Publication, find_publication
from extract.records import Article, DateBasis, Outcome, Page, PageKind, digest
from extract.version import reader_version

_ENTITIES = re.compile(r"\A\s*<!doctype\b[^<>\[]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)  # libxml2 stumbles on them
_STUB_TEXT = 2000  # characters; above, a subscription box stands beside an article, not in its place
_PAYWALL_BOX = "//body//*[not(self::script or self::style)][contains(@class, 'paywall') or contains(@id, 'paywall')]"


@dataclass(frozen=True)
class Content:
    """What an HTML document says about itself, and its text."""

    title: str | None
    author: str | None
    site_name: str | None
    language: str
    canonical_url: str | None
    publication: Publication | None
    text: str
    is_paywalled: bool
    why_no_article: str | None  # null for what may be one


@dataclass(frozen=True)
class Reading:
    """What came of reading a page: an article, or the outcome that says why there is none."""

    outcome: Outcome
    article: Article | None = None
    detail: str | None = None


def read_article(page: Page, body: bytes, announced_in: PageKind | None = None) -> Reading:
    """Return the article of `page`, whose decoded body is `body`.

    `announced_in` says whether the page was found in a feed or a sitemap. Without any publication date
    the article's basis is `first_crawl`: readers may anchor on the first crawl of its address.
    Raises nothing: a page that cannot be read gives the outcome `read_error`.
    """
    kind = announced_in or PageKind.FEED
    announced = Announced(page.feed_published_at, kind) if page.feed_published_at else None
    try:
        content = read_html(decode_html(body, page.content_type), page.url, page.fetched_at, announced)
    except Exception as error:  # noqa: BLE001 (a page may hold anything, and stops no other)
        return Reading(Outcome.READ_ERROR, detail=f"{type(error).__name__}: {' '.join(str(error).split())}"[:500])
    if content is None:
        return Reading(Outcome.EMPTY_TEXT)
    if content.why_no_article:
        return Reading(Outcome.NOT_ARTICLE, detail=content.why_no_article)
    canonical_url = content.canonical_url or page.url
    text_sha256 = hashlib.sha256(content.text.encode()).hexdigest()
    published = content.publication
    article = Article(
        article_id=digest(canonical_url, text_sha256),
        page_id=page.page_id,
        crawl_on=page.crawl_on,
        source_id=page.source_id,
        url=page.url,
        canonical_url=canonical_url,
        title=content.title or page.feed_title,
        author=content.author,
        site_name=content.site_name,
        language=None if content.language == UNKNOWN else content.language,
        published_from_on=published.from_on if published else None,
        published_to_on=published.to_on if published else None,
        published_raw=published.raw if published else None,
        published_basis=published.basis if published else DateBasis.FIRST_CRAWL,
        text=content.text,
        text_sha256=text_sha256,
        is_paywalled=content.is_paywalled,
        reader_version=reader_version(),
    )
    return Reading(Outcome.PAYWALL if content.is_paywalled else Outcome.OK, article)


def read_html(
    html: str, url: str | None = None, fetched_at: datetime | None = None, announced: Announced | None = None
) -> Content | None:
    """Return the content of the document `html`, null when it has no text.

    `url` is its address, `fetched_at` the moment (UTC, default now) that its publication cannot be later than.
    """
    tree = load_html(_ENTITIES.sub("", html, count=1))
    if tree is None:
        return None
    latest = fetched_at or datetime.now(UTC)
    linked_data = list(_linked_data(tree))
    metadata = _metadata(tree)
    title = _line(metadata.title or extract_title(tree))
    reason, has_paywall_box = why_no_article(tree, linked_data, title, url), _has_paywall_box(tree)
    text = main_text(tree, linked_data, title, latest)
    if not text:
        return None
    declared = (tree.get("lang") or tree.get("xml:lang") or "").strip().lower()[:2]
    return Content(
        title=title,
        author=_line(metadata.author or _marked_author(tree)),
        site_name=_line(metadata.sitename or extract_sitename(tree)),
        language=detect_language(text, declared or None),
        canonical_url=_canonical_url(tree, url),
        publication=find_publication(tree, linked_data, url, latest, announced),
        text=text,
        is_paywalled=(has_paywall_box and len(text) < _STUB_TEXT) or _is_marked_paid(tree, linked_data),
        why_no_article=reason,
    )


def decode_html(body: bytes, content_type: str | None = None) -> str:
    """Return `body` as text: by its byte order mark, as UTF-8 if it is that, else as header or markup declare.

    A wrong declaration is common, valid UTF-8 by accident is not; so the bytes speak first.
    """
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        declared = _text_encoding(http_content_type_encoding(content_type) or html_body_declared_encoding(body))
    if declared and declared != "utf-8":
        return body.decode(declared, "replace")
    # Declared as UTF-8 and mostly that: a few broken bytes. Else it is something that says nothing of itself.
    as_utf8 = body.decode("utf-8", "replace")
    if as_utf8.count("�") * 10 < sum(character > "\x7f" for character in as_utf8):
        return as_utf8
    guess = from_bytes(body[: 2**16]).best()
    return body.decode(guess.encoding if guess else "cp1252", "replace")


def _text_encoding(name: str | None) -> str | None:
    """Return the codec's name of the encoding `name`, null for one that is unknown or, as base64, not of text."""
    try:
        b"x".decode(name or "", "replace")
        return codecs.lookup(name or "").name
    except (LookupError, UnicodeError):
        return None


def _metadata(tree: Any) -> Document:
    """Return what meta tags and JSON-LD say of the page; without the latter where it breaks its parser."""
    try:
        return extract_meta_json(tree, examine_meta(tree))
    except Exception:  # noqa: BLE001 (JSON-LD may hold anything, at any depth)
        return examine_meta(tree)


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON-LD objects of the page, those of a graph or list one by one."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            pending = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending:
            item = pending.pop(0)
            if isinstance(item, list):
                pending = item + pending
            elif isinstance(item, dict):
                yield item
                pending += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]


def _is_marked_paid(tree: Any, linked_data: list[Mapping[str, Any]]) -> bool:
    """Tell whether the page says, in schema.org's terms, that it is not free to read."""
    values = [item.get("isAccessibleForFree") for item in linked_data]
    values += tree.xpath("//*[@itemprop='isAccessibleForFree']/@content")
    return any(str(value).lower() == "false" for value in values)


def _has_paywall_box(tree: Any) -> bool:
    """Tell whether the page shows a box that its own markup calls a paywall."""
    return any("".join(box.itertext()).strip() for box in tree.xpath(_PAYWALL_BOX))


def _marked_author(tree: Any) -> str | None:
    """Return the name in the first element that the markup calls the author."""
    for element in tree.xpath("//*[@rel='author']") or tree.xpath("//*[@itemprop='author']"):
        name = element.find(".//*[@itemprop='name']")
        return "".join((element if name is None else name).itertext()) or element.get("content")
    return None


def _canonical_url(tree: Any, url: str | None) -> str | None:
    """Return the address that the page gives for itself, if on the same host, without tracking parameters."""
    link = tree.find(".//link[@rel='canonical']")
    try:
        own = urljoin(url or "", link.get("href", "")) if link is not None else ""
        is_home = urlsplit(own).path in ("", "/")
        if url and (_host(own) != _host(url) or is_home):
            own = url
    except ValueError:
        own = url or ""
    return canonical(own) or own or None


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _line(text: str | None) -> str | None:
    return " ".join(unescape(text).split()) or None if text else None
