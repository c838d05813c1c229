"""Many documents: a crawl day's pages to rows, or a stream of lines to answers. The unit every engine runs.

Each document is read in a process that can be killed. How one is read belongs in `extract.article`,
`extract.claims` and `extract.document`; what a site repeats, in `extract.boilerplate`.
"""

import itertools
import json
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from extract.archive import Archive, ArchiveError, read_body
from extract.boilerplate import LineCounts, LineShares, site_of, without_boilerplate
from extract.records import Article, Outcome, Page, PageKind
from extract.rows import Rows, claim_rows
from extract.workers import LIMIT_SECONDS, Done, Failed, answers

TABLES = ("sources", "pages", "articles", "move_claims", "deal_claims", "offer_claims", "rejected_candidates")


@dataclass(frozen=True)
class PageToRead:
    """What a worker needs to read an archived page."""

    archive: Path
    page: Page
    announced_in: PageKind | None


@dataclass(frozen=True)
class PageRead:
    """What came of an archived page: its outcome, and its article, if it has one."""

    outcome: Outcome
    detail: str | None = None
    article: Article | None = None


@dataclass(frozen=True)
class ArticleToRead:
    """What a worker needs to read an article's claims."""

    article: Article
    first_crawl_on: date


def read_day(
    archive: Path | str,
    day: date,
    out: Path | str,
    *,
    workers: int = 2,
    limit_seconds: float = LIMIT_SECONDS,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Read all pages archived on crawl day `day` into `out/<day>/<table>.jsonl`; return the rows of each table.

    The folder appears whole or not at all, and takes the place of a former one. Rows have the columns of the
    raw tables, in the order of the archive: equal archives and equal readers give equal files.
    `on_progress` gets the pages read and those to read. Raises `ArchiveError` when the archive is damaged.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for abandoned in out.glob(f".{day}.*"):
        shutil.rmtree(abandoned)
    unfinished, replaced, finished = out / f".{day}.new", out / f".{day}.old", out / day.isoformat()
    unfinished.mkdir()
    counts = dict.fromkeys(TABLES, 0)
    try:
        with Archive(archive) as opened, ExitStack() as stack:
            files = {table: stack.enter_context((unfinished / f"{table}.jsonl").open("wb")) for table in TABLES}
            for table, row in _day_rows(opened, day, unfinished, workers, limit_seconds, on_progress):
                files[table].write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                counts[table] += 1
        if finished.exists():
            finished.rename(replaced)
        unfinished.rename(finished)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)
    return counts


def extract_lines(lines: Iterable[str], workers: int = 1, limit_seconds: float = LIMIT_SECONDS) -> Iterator[str]:
    """Yield the JSON answer to each JSON document of `lines`, in their order; blank lines are left out.

    A document: `{"id", "language"?, "title"?, "text" | "html", "published_on"?}`. Its answer: `{"id", "title",
    "text", "published_on", "moves", "deals", "offers"}`, rows as in the labelling guide, and `error` for one
    that could not be read.
    """
    given = (line for line in lines if not line.isspace())
    for result in answers(_answer_line, given, workers=workers, preload=_READER, limit_seconds=limit_seconds):
        yield result.answer if isinstance(result, Done) else _error_line(result.call, _reason(result))


def _day_rows(
    archive: Archive,
    day: date,
    folder: Path,
    workers: int,
    limit_seconds: float,
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of the day, each with its table.

    First the texts of all pages are read, and kept in a file in `folder`; then, without what their site repeats,
    the claims of each.
    """
    for source in archive.sources(day):
        yield "sources", source.model_dump(mode="json")
    pages = list(archive.pages(day))
    page_count = sum(map(_is_to_read, pages))
    steps = itertools.count(1)

    def step() -> None:
        if on_progress:
            on_progress(next(steps) // 2, page_count)

    limits: dict[str, Any] = {"workers": workers, "preload": _READER, "limit_seconds": limit_seconds}
    with tempfile.TemporaryFile(dir=folder) as spool:
        shares = _read_texts(archive, pages, spool, step, limits)
        spool.seek(0)
        finished, with_claims = itertools.tee(_without_boilerplate(pages, spool, shares))
        claims = answers(
            _read_claims,
            (
                ArticleToRead(read.article, archive.first_crawl_on(page.url) or page.crawl_on)
                for page, read in with_claims
                if read and read.article and read.outcome is not Outcome.DUPLICATE
            ),
            **limits,
        )
        unread: dict[str, PageRead] = {}
        for page, read in finished:
            if read is None:
                yield "pages", page.model_dump(mode="json")
                continue
            rows: Rows = {}
            if read.article and read.outcome is not Outcome.DUPLICATE:
                result = next(claims)
                if isinstance(result, Done):
                    rows = {"articles": [read.article.model_dump(mode="json")]} | result.answer
                else:
                    unread[read.article.article_id] = _failed(result)
            final = unread.get(read.article.article_id, read) if read.article else read
            update = {
                "outcome": final.outcome,
                "outcome_detail": final.detail or page.outcome_detail,
                "article_id": final.article.article_id if final.article else None,
            }
            yield "pages", page.model_copy(update=update).model_dump(mode="json")
            for table, of_table in rows.items():
                for row in of_table:
                    yield table, row
            step()


def _read_texts(
    archive: Archive, pages: Sequence[Page], spool: BinaryIO, step: Callable[[], None], limits: dict[str, Any]
) -> dict[str, dict[int, float]]:
    """Write to `spool` what came of each page that is to be read; return the lines that sites repeat."""
    kinds = {page.url: page.kind for page in pages if page.kind is not PageKind.ARTICLE}
    to_read = (
        PageToRead(archive.folder, page, kinds.get(page.discovered_in or "")) for page in pages if _is_to_read(page)
    )
    with closing(LineCounts()) as counts:
        for result in answers(_read_page, to_read, **limits):
            read = result.answer if isinstance(result, Done) else _failed(result)
            if read.article:
                counts.add(read.article.canonical_url, read.article.text)
            pickle.dump(read, spool)
            step()
        return counts.shares()


def _without_boilerplate(
    pages: Iterable[Page], spool: BinaryIO, shares: Mapping[str, LineShares]
) -> Iterator[tuple[Page, PageRead | None]]:
    """Yield each page with what came of it, its article without what the site repeats; null if it is not to be read."""
    seen = set[str]()
    for page in pages:
        if not _is_to_read(page):
            yield page, None
            continue
        read: PageRead = pickle.load(spool)  # noqa: S301 (written by this process)
        if read.article:
            repeated = shares.get(site_of(read.article.canonical_url), {})
            article = read.article.with_text(without_boilerplate(read.article.text, repeated))
            outcome = Outcome.DUPLICATE if article.article_id in seen else read.outcome
            seen.add(article.article_id)
            read = PageRead(outcome, read.detail, article)
        yield page, read


def _is_to_read(page: Page) -> bool:
    return page.kind is PageKind.ARTICLE and page.outcome is Outcome.OK


def _failed(failed: Failed[Any]) -> PageRead:
    return PageRead(Outcome.TIMEOUT if failed.is_timeout else Outcome.READ_ERROR, _reason(failed))


def _reason(failed: Failed[Any]) -> str:
    return f"reading took {failed.detail}" if failed.is_timeout else f"reading broke off: {failed.detail}"


# The reader is loaded in the workers alone: its models are large, and this process needs none of them.
_READER = "extract.preload"


def _read_page(call: PageToRead) -> PageRead:
    from extract.article import read_article

    try:
        body = read_body(call.archive, call.page)
    except ArchiveError as error:
        return PageRead(Outcome.READ_ERROR, str(error))
    reading = read_article(call.page, body, call.announced_in)
    return PageRead(reading.outcome, reading.detail, reading.article)


def _read_claims(call: ArticleToRead) -> Rows:
    from extract.claims.reader import read_claims
    from extract.claims.schema import Document, IntervalBasis
    from extract.language import UNKNOWN

    article = call.article
    is_dated = article.published_from_on is not None
    claims = read_claims(
        Document(
            text=article.text,
            title=article.title,
            language=article.language or UNKNOWN,
            published_from_on=article.published_from_on if is_dated else call.first_crawl_on,
            published_to_on=article.published_to_on if is_dated else call.first_crawl_on,
            anchor_basis=IntervalBasis.PUBLICATION if is_dated else IntervalBasis.FIRST_CRAWL,
        )
    )
    return claim_rows(article, claims)


def _answer_line(line: str) -> str:
    from extract.document import answer_line

    return answer_line(line)


def _error_line(line: str, reason: str) -> str:
    from extract.document import error_line

    return error_line(line, reason)
