"""Whether sources can be followed as registered: one article of each is crawled, with all that leads to it.

What is done with the answer belongs to the caller; how a source is asked, in `spider` and its middlewares.
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus

from extract.archive import Archive, read_body
from extract.article import Reading, read_article
from extract.crawl.discovery import Announcement, BadFeedError
from extract.crawl.process import CrawlCounts, crawl
from extract.crawl.reading import Answer, read_apart
from extract.media import MAX_BYTES
from extract.records import Article, Outcome, Page, PageKind
from extract.sources import Source
from extract.workers import Done, answers


@dataclass(frozen=True)
class Listing:
    """A home page, feed or sitemap that was asked for: how many addresses it names, and the newest date it gives."""

    url: str
    item_count: int | None
    newest_on: date | None
    problem: str | None


@dataclass
class SourceReport:
    """What came of one source. It works if every listing it registers could be read, and an article."""

    source: Source
    robots: str = "not asked"
    listings: list[Listing] = field(default_factory=list)
    sample: Article | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def works(self) -> bool:
        """Tell whether the source can be followed as registered."""
        return not self.problems and not any(listing.problem for listing in self.listings)


def check_sources(
    sources: Sequence[Source],
    *,
    contact: str | None = None,
    timeout_seconds: float = 30.0,
    on_progress: Callable[[CrawlCounts], None] | None = None,
) -> list[SourceReport]:
    """Return what comes of asking each of `sources` for one article, in their order. Nothing of it is kept.

    Raises `CrawlError` when the crawl breaks off by itself.
    """
    day = datetime.now(UTC).date()
    samples = [source.model_copy(update={"max_articles": 1}) for source in sources]
    with tempfile.TemporaryDirectory() as folder:
        crawl(samples, day, folder, contact=contact, timeout_seconds=timeout_seconds, on_progress=on_progress)
        with Archive(folder) as archive:
            pages = [page for page in archive.pages(day) if not _is_passed_over(page)]
            return [_report(archive, source, [p for p in pages if p.source_id == source.id]) for source in sources]


def _is_passed_over(page: Page) -> bool:
    """Tell whether the row holds no answer: a redirect that was followed, or what a sample leaves out."""
    is_followed = page.outcome is Outcome.REDIRECT and not page.outcome_detail
    return is_followed or page.outcome is Outcome.OVER_QUOTA


def _report(archive: Archive, source: Source, pages: list[Page]) -> SourceReport:
    report = SourceReport(source)
    announced: list[Announcement] = []
    for page in pages:
        match page.kind:
            case PageKind.ROBOTS:
                report.robots = "none" if page.http_status == HTTPStatus.NOT_FOUND else _problem(page) or "read"
            case PageKind.ARTICLE:
                _read_sample(archive, page, report)
            case _:
                listing, named = _read_listing(archive, page)
                report.listings.append(listing)
                announced += named
    articles = [item.url for item in announced if item.kind is PageKind.ARTICLE]
    if articles and source.article_pattern and not any(re.search(source.article_pattern, url) for url in articles):
        report.problems.append(f"article_pattern is in none of {len(articles)} addresses, such as {articles[0]}")
    elif not report.sample and report.works:
        report.problems.append("no article was announced")
    return report


def _read_listing(archive: Archive, page: Page) -> tuple[Listing, list[Announcement]]:
    problem, named = _problem(page), list[Announcement]()
    if problem is None:
        answer = Answer(page.kind, read_body(archive.folder, page), page.url, page.content_type, MAX_BYTES)
        try:
            named = read_apart(answer)
        except BadFeedError as error:
            problem = str(error)
    moments = [moment for item in named if (moment := item.newest_at(page.fetched_at)).year > 1]
    newest_on = max(moments).date() if moments else None
    if problem is None and not named:
        problem = "names no address"
    return Listing(page.url, None if problem else len(named), newest_on, problem), named


def _read_sample(archive: Archive, page: Page, report: SourceReport) -> None:
    problem = _problem(page)
    if problem is None:
        sample = (page, read_body(archive.folder, page))
        (result,) = answers(_read_article, [sample], workers=1, preload="extract.article")
        if not isinstance(result, Done):
            problem = f"cannot be read: {result.detail}"
        elif result.answer.article is None:
            problem = f"no article in it: {result.answer.detail or result.answer.outcome.replace('_', ' ')}"
        else:
            report.sample = result.answer.article
    if problem:
        report.problems.append(f"{page.url}: {problem}")


def _read_article(sample: tuple[Page, bytes]) -> Reading:
    return read_article(*sample)


def _problem(page: Page) -> str | None:
    """Return in plain words why `page` brought no body; null when it did."""
    match page.outcome:
        case Outcome.OK:
            return None
        case Outcome.HTTP_ERROR if page.http_status:
            known = {status.value: status.phrase for status in HTTPStatus}
            return page.outcome_detail or f"{page.http_status} {known.get(page.http_status, '')}".strip()
        case Outcome.ROBOTS:
            return page.outcome_detail or "disallowed by robots.txt"
        case Outcome.TIMEOUT:
            return "no whole answer in time"
        case _:
            return f"{page.outcome.replace('_', ' ')}: {page.outcome_detail or 'no reason given'}"
