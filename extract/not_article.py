"""Whether a page that a server gives is an article at all, or a home page, a list, or an error told with status 200.

The words and types that tell are in `not_article.yml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict

_TITLE_PARTS = re.compile(r"\s[-–—|·•:]\s|\s*[|·•]\s*")
_WORD = re.compile(r"\w+")
_SEVERAL = 5  # teasers that make a list
_OTHER_SHARE = 0.5  # of the text of all teasers; an article has more, in the largest of them or beside them


class Signs(BaseModel):
    """What tells that a page is no article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    soft_404: frozenset[str]
    list_types: frozenset[str]
    article_types: frozenset[str]


@cache
def signs() -> Signs:
    """Return the signs of `not_article.yml`."""
    path = Path(__file__).with_suffix(".yml")
    return Signs.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def why_no_article(
    tree: Any, linked_data: Sequence[Mapping[str, Any]], title: str | None, url: str | None
) -> str | None:
    """Return why the page `tree` (lxml) at the address `url` is no article; null when it may be one."""
    address = urlsplit(url or "")
    if address.netloc and address.path in ("", "/") and not address.query:
        return "home page"
    headings = [heading.text_content() for heading in tree.iter("h1")]
    for text in (*headings, *_TITLE_PARTS.split(title or "")):
        if " ".join(_WORD.findall(text.casefold())) in signs().soft_404:
            return f"error page: {' '.join(text.split())}"
    types = set(_types(linked_data))
    is_marked = bool(types & signs().article_types) or "article" in tree.xpath("//meta[@property='og:type']/@content")
    if is_marked:
        return None
    if listed := sorted(types & signs().list_types):
        return f"declared as {listed[0]}"
    return "list of teasers" if _is_list(tree) else None


def _types(linked_data: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for item in linked_data:
        kind = item.get("@type")
        yield from (part for part in (kind if isinstance(kind, list) else [kind]) if isinstance(part, str))


def _is_list(tree: Any) -> bool:
    """Tell whether the page is made of teasers: several `article` elements with a linked heading, and little else."""
    articles = list(tree.iter("article"))
    teasers = [
        _length(article)
        for article in articles
        if article.xpath(".//*[self::h2 or self::h3 or self::h4][.//a] | .//a[.//h2 or .//h3 or .//h4]")
    ]
    beside = sum(map(_length, articles)) - sum(teasers) + sum(map(_length, tree.xpath("//p[not(ancestor::article)]")))
    return len(teasers) >= _SEVERAL and max(teasers) + beside < _OTHER_SHARE * sum(teasers)


def _length(element: Any) -> int:
    return len(" ".join(element.text_content().split()))
