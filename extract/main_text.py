"""The text of an article in its page: what trafilatura finds, mended by what the page says of itself.

Trafilatura reads for precision. Taken out before: small elements whose class calls them a promotion. Taken out
after: the title, a printed date, lines that are nothing but a link to another story. Where the page repeats its
article in JSON-LD (schema.org, `articleBody`), that decides which lines belong to it, and stands in for a body
that only a script would show. Lines that a site prints on many pages belong in `extract.boilerplate`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extract.publication import is_printed_date

_SHORT_TEXT = 1000  # characters; below, trafilatura's slower fallbacks are worth their time
_HEAD_LINES = 3  # of a text, in which its title and date may stand
_LINK_WORDS = range(5, 41)  # of a line that names another story: fewer may be a heading, more are a paragraph
_LINKED_SHARE = 0.8  # of the words of such a line, in its link
_BLOCKS = ("p", "li", "div", "section", "blockquote", "h2", "h3", "h4", "td", "tr")

_PROMOTION = frozenset({"newsletter", "promo", "cta", "trending"})
_PROMOTION_SHARE = 0.3  # of the page's text, and
_PROMOTION_CHARACTERS = 1500  # of an element; a larger one holds the article too
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_SHINGLE = 4  # words
_AGREEING_SHARE = 0.8  # of the shingles found on the page, in an `articleBody` that is whole
_EQUAL_SHARE = 0.95
_HIDDEN_TIMES = 2  # how much longer than what is found an `articleBody` is of which the page shows a part, or none
_CUT_OFF = re.compile(r"""(\.\.|[^.!?"'”’»)])$""")  # how a body ends that is not whole
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def main_text(tree: Any, linked_data: Sequence[Mapping[str, Any]], title: str | None, fetched_at: datetime) -> str:
    """Return the article's text in the page `tree` (lxml, from which promotions are removed), a paragraph a line.

    `linked_data` holds its JSON-LD objects, `title` what may stand above the text. Empty when there is none.
    """
    _drop_promotions(tree)
    headings = [heading.text_content() for heading in tree.iter("h1")]
    titles_words = {_words(title) for title in (title or "", *headings)}
    text = _extracted(tree, fast=True)
    if len(text) < _SHORT_TEXT:
        text = _extracted(tree, fast=False) or text
    lines = _beside_the_article_dropped(text.splitlines(), titles_words, tree, fetched_at)
    return "\n".join(_agreed(lines, linked_data)).strip()


def _extracted(tree: Any, *, fast: bool) -> str:
    document = bare_extraction(tree, fast=fast, favor_precision=True, include_comments=False)
    return (document.text or "").strip() if isinstance(document, Document) else ""


def _drop_promotions(tree: Any) -> None:
    """Remove small elements whose class or id names a promotion: `Newsletter-box`, `article-cta`."""
    body = tree.find(".//body")
    if body is None:
        return
    named = [
        element
        for element in body.xpath(".//*[self::div or self::section or self::aside or self::ul][@class or @id]")
        if not _PROMOTION.isdisjoint(
            part.lower() for part in _NAME_PARTS.findall(f"{element.get('class', '')} {element.get('id', '')}")
        )
    ]
    limit = min(_PROMOTION_CHARACTERS, _length(body) * _PROMOTION_SHARE) if named else 0
    for element in named:
        if element.getparent() is not None and _length(element) <= limit:
            element.drop_tree()


def _length(element: Any) -> int:
    return len(" ".join(element.text_content().split()))


def _beside_the_article_dropped(lines: Sequence[str], titles: set[str], tree: Any, fetched_at: datetime) -> list[str]:
    """Return `lines` without the title and the date above the text, and without links to other stories."""
    words = [_words(line) for line in lines]
    story_links = _story_links(tree, {each for each in words if each.count(" ") + 1 in _LINK_WORDS})
    return [
        line
        for number, (line, each) in enumerate(zip(lines, words, strict=True))
        if each not in story_links
        and not (number < _HEAD_LINES and (each in titles or is_printed_date(line, fetched_at)))
    ]


def _story_links(tree: Any, lines: set[str]) -> set[str]:
    """Return those of `lines`, given as words, that are paragraphs, list items or headings of a link alone."""
    found = set()
    for link in tree.iter("a") if lines else ():
        text = link.text_content()
        if len(text.split()) < _LINKED_SHARE * _LINK_WORDS.start:
            continue
        block = next(link.iterancestors(*_BLOCKS), link)
        words = _words(block.text_content())
        if words in lines and len(_words(text).split()) >= _LINKED_SHARE * len(words.split()):
            found.add(words)
    return found


def _agreed(lines: list[str], linked_data: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return those of `lines` that the page's `articleBody` holds, or that itself where it holds more.

    One that is cut off, or speaks of something else, decides nothing.
    """
    bodies = {body for item in linked_data if isinstance(body := item.get("articleBody"), str)}
    if not bodies:
        return lines
    found = _shingles(lines)
    own_lines = max(map(_plain_lines, sorted(bodies)), key=lambda body: len(found & _shingles(body)), default=[])
    own = _shingles(own_lines)
    shared = len(found & own) / len(found) if found else 0.0
    is_fuller = len(own) > len(found) and shared >= _EQUAL_SHARE and len(own_lines) >= len(lines) / 2
    is_hidden = len(own) >= _HIDDEN_TIMES * len(found) and (
        shared >= _EQUAL_SHARE or (len(bodies) == 1 and sum(map(len, lines)) < _SHORT_TEXT)
    )
    if is_fuller or is_hidden:
        return own_lines
    if shared < _AGREEING_SHARE or _CUT_OFF.search(own_lines[-1]):
        return lines
    text = f" {' '.join(map(_words, own_lines))} "
    return [
        line
        for line in lines
        if f" {_words(line)} " in text or len((of_line := _shingles([line])) & own) * 2 >= len(of_line)
    ]


def _plain_lines(body: str) -> list[str]:
    """Return the paragraphs of an `articleBody`, which is plain text, HTML, or HTML with its markup escaped."""
    for _ in range(2):  # some sites escape twice
        body = unescape(body)
    if _TAG.search(body):
        tree = html.fromstring(f"<div>{body}</div>")
        etree.strip_elements(tree, "script", "style", "figure", "iframe", with_tail=False)
        for block in tree.iter(*_BLOCKS, "br"):
            block.text, block.tail = f"\n{block.text or ''}", f"\n{block.tail or ''}"
        body = tree.text_content()
    return [line for line in (" ".join(line.split()) for line in body.splitlines()) if line]


def _words(text: str) -> str:
    """Return the words of `text` without case and punctuation, for comparison."""
    return " ".join(_WORD.findall(text.casefold()))


def _shingles(lines: Iterable[str]) -> set[tuple[str, ...]]:
    """Return the runs of `_SHINGLE` words in `lines`, across their ends."""
    words = " ".join(map(_words, lines)).split()
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
