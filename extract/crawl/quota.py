"""How much of a source is asked for on one crawl day, in all its crawls.

Which announcements are worth it belongs in `spider`.
"""

from collections import defaultdict
from collections.abc import Iterable

from scrapy.exceptions import IgnoreRequest

from extract.canonical import canonical
from extract.records import Page, PageKind
from extract.sources import Source

MAX_FURTHER = 50  # feeds and sitemaps that a source leads to: an index may name one for every day since a paper began


class OverQuotaError(IgnoreRequest):
    """A request beyond what is asked on one day; it is never made."""


class Quota:
    """The addresses asked for of each source, those of the day's former crawls, `pages`, included."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._spent: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
        targets = set[str]()
        for page in pages:
            if page.discovered_in and page.outcome.is_asked and page.url not in targets:
                self._spent[page.source_id, page.kind is PageKind.ARTICLE].add(canonical(page.url) or page.url)
            if page.final_url:
                targets.add(page.final_url)  # comes with the page that redirects

    def take(self, source: Source, kind: PageKind, address: str) -> bool:
        """Count the canonical `address` and return true, or return false when the source's day is spent."""
        is_article = kind is PageKind.ARTICLE
        spent = self._spent[source.id, is_article]
        most = source.max_articles if is_article else min(source.max_articles, MAX_FURTHER)
        if address not in spent and len(spent) >= most:
            return False
        spent.add(address)
        return True
