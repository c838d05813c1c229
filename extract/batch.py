"""Many documents: a crawl day's pages to rows, or a stream of lines to answers. The unit every engine runs.

Each document is read in a process that can be killed. How one is read belongs in `extract.article`,
`extract.claims` and `extract.document`.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extract.archive import Archive, ArchiveError, read_body
from extract.records import Outcome, Page, PageKind
from extract.rows import Rows, claim_rows
from extract.workers import LIMIT_SECONDS, Done, Failed, answers

TABLES = ("sources", "pages", "articles", "move_claims", "deal_claims", "offer_claims", "rejected_candidates")


@dataclass(frozen=True)
class PageToRead:
    """What a worker needs to read an archived page."""

    archive: Path
    page: Page
    announced_in: PageKind | None
    first_crawl_on: date


@dataclass(frozen=True)
class PageRead:
    """What came of an archived page: its outcome, and the rows of its article and claims, if it has one."""

    outcome: Outcome
    detail: str | None
    article_id: str | None
    rows: Rows


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
            for table, row in _day_rows(opened, day, workers, limit_seconds, on_progress):
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
    workers: int,
    limit_seconds: float,
    on_progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of the day, each with its table."""
    for source in archive.sources(day):
        yield "sources", source.model_dump(mode="json")
    pages = list(archive.pages(day))
    kinds = {page.url: page.kind for page in pages if page.kind is not PageKind.ARTICLE}
    to_read = [
        PageToRead(
            archive.folder, page, kinds.get(page.discovered_in or ""), archive.first_crawl_on(page.url) or page.crawl_on
        )
        for page in pages
        if _is_to_read(page)
    ]
    results = answers(_read_page, to_read, workers=workers, preload=_READER, limit_seconds=limit_seconds)
    count, article_ids = 0, set[str]()
    for page in pages:
        if not _is_to_read(page):
            yield "pages", page.model_dump(mode="json")
            continue
        result = next(results)
        count += 1
        if isinstance(result, Done):
            read = result.answer
        else:
            read = PageRead(Outcome.TIMEOUT if result.is_timeout else Outcome.READ_ERROR, _reason(result), None, {})
        is_duplicate = read.article_id in article_ids
        outcome = Outcome.DUPLICATE if is_duplicate else read.outcome
        update = {
            "outcome": outcome,
            "outcome_detail": read.detail or page.outcome_detail,
            "article_id": read.article_id,
        }
        yield "pages", page.model_copy(update=update).model_dump(mode="json")
        if read.article_id and not is_duplicate:
            article_ids.add(read.article_id)
            for table, rows in read.rows.items():
                for row in rows:
                    yield table, row
        if on_progress:
            on_progress(count, len(to_read))


def _is_to_read(page: Page) -> bool:
    return page.kind is PageKind.ARTICLE and page.outcome is Outcome.OK


def _reason(failed: Failed[Any]) -> str:
    return f"reading took {failed.detail}" if failed.is_timeout else f"reading broke off: {failed.detail}"


# The reader is loaded in the workers alone: its models are large, and this process needs none of them.
_READER = "extract.preload"


def _read_page(call: PageToRead) -> PageRead:
    from extract.article import read_article
    from extract.claims.reader import read_claims
    from extract.claims.schema import Document, IntervalBasis
    from extract.language import UNKNOWN

    try:
        body = read_body(call.archive, call.page)
    except ArchiveError as error:
        return PageRead(Outcome.READ_ERROR, str(error), None, {})
    reading = read_article(call.page, body, call.announced_in)
    article = reading.article
    if article is None:
        return PageRead(reading.outcome, reading.detail, None, {})
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
    rows: Rows = {"articles": [article.model_dump(mode="json")]} | claim_rows(article, claims)
    return PageRead(reading.outcome, reading.detail, article.article_id, rows)


def _answer_line(line: str) -> str:
    from extract.document import answer_line

    return answer_line(line)


def _error_line(line: str, reason: str) -> str:
    from extract.document import error_line

    return error_line(line, reason)
