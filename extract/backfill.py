"""Pages from files of others into the archive, each on the crawl day on which it was captured.

What the files hold is read by `extract.captures`; what an archived page says, by `extract.batch`.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from extract.archive import Archive, ArchiveWriter
from extract.captures import HTML_SUFFIXES, WARC_SUFFIXES, Capture, Damage, parse_html, read_html_file, read_warc
from extract.errors import MercatoError
from extract.language import UNKNOWN, detect_language
from extract.media import is_html
from extract.records import Outcome, Page, PageKind, SourceRow, digest
from extract.sources import Source
from extract.version import package_version

UNKNOWN_COUNTRY = "ZZ"  # as Unicode's CLDR has it
_OPEN_DAYS = 32  # writers at a time: each holds two files open


class BackfillError(MercatoError):
    """A path from which nothing can be brought in. The message names it, and what is expected."""


@dataclass
class Backfilled:
    """What came of a backfill: the days that the files hold, pages by what became of them, and damaged parts."""

    days: set[date] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)  # by outcome, or: known, other_day
    damages: list[Damage] = field(default_factory=list)


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the WARC and HTML files at `paths`, those of a folder at any depth, by name; each once.

    Raises `BackfillError` for a path that does not exist, or has none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise BackfillError(f"{path}: no such file or folder")
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        files = [each for each in files if each.name.lower().endswith((*WARC_SUFFIXES, *HTML_SUFFIXES))]
        if not files:
            what = "holds no" if path.is_dir() else "is no"
            raise BackfillError(f"{path}: {what} WARC (.warc, .warc.gz) or HTML file (.html, .htm, .xhtml)")
        found |= dict.fromkeys(each.resolve() for each in files)
    return list(found)


def backfill(
    files: Sequence[Path],
    folder: Path | str,
    *,
    sources: Sequence[Source],
    timezone: ZoneInfo,
    first_day: date,
    html_day: date | None = None,
    on_progress: Callable[[int, Backfilled], None] | None = None,
) -> Backfilled:
    """Copy the pages of `files` into the archive in `folder`; return what came of them.

    A page belongs to the day of its capture in `timezone`; an HTML file to `html_day`, by default the day of its last
    change. One before `first_day` or to come is left out, and one that is archived already left as it is. Its source
    is the one of `sources` with its host, else one made of the host. What is no article page gets a row with the
    reason, and no record. `on_progress` gets the bytes read of all files, and what came of them so far.
    Raises OSError when the archive cannot be written; what was copied until then stays.
    """
    result = Backfilled()
    with Archive(folder) as archive, _Import(archive, sources, result) as importing:
        done = 0
        for file in files:
            size = file.stat().st_size
            try:
                for item in _captures(file, html_day, timezone):
                    if isinstance(item, Damage):
                        result.damages.append(item)
                        continue
                    day = _crawl_day(item, html_day, timezone)
                    if first_day <= day <= datetime.now(timezone).date():
                        importing.add(item, day)
                    else:
                        result.counts["other_day"] += 1
                    if on_progress:
                        on_progress(done + min(item.position, size), result)
            except OSError as error:
                if error.filename is None or Path(error.filename) != file:
                    raise
                result.damages.append(Damage(file, 0, str(error.strerror)))
            done += size
            if on_progress:
                on_progress(done, result)
    return result


def _captures(file: Path, html_day: date | None, timezone: ZoneInfo) -> Iterator[Capture | Damage]:
    if file.name.lower().endswith(WARC_SUFFIXES):
        yield from read_warc(file)
    else:
        at = datetime.combine(html_day, clock.max, timezone).astimezone(UTC) if html_day else None
        yield read_html_file(file, at)


def _crawl_day(capture: Capture, html_day: date | None, timezone: ZoneInfo) -> date:
    """Return the crawl day of `capture`, which our own archive tells."""
    try:
        return date.fromisoformat(capture.fields["crawlOn"])
    except (KeyError, ValueError):
        return html_day if html_day and capture.exchange.status is None else capture.at.astimezone(timezone).date()


class _Import:
    """Writes captures into the archive, where they are not yet."""

    def __init__(self, archive: Archive, sources: Sequence[Source], result: Backfilled) -> None:
        self._archive, self._result = archive, result
        self._sources = {source.id: source for source in sources}
        self._known: dict[date, dict[str, str | None]] = {}  # body digests by page id
        self._registered: dict[date, set[str]] = {}
        self._writers: dict[date, ArchiveWriter] = {}
        self._open = ExitStack()

    def __enter__(self) -> "_Import":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, capture: Capture, day: date) -> None:
        """Archive `capture` on crawl day `day`, unless it is."""
        self._result.days.add(day)
        if day not in self._known:
            self._known[day] = {page.page_id: page.body_sha256 for page in self._archive.pages(day)}
            self._registered[day] = {source.source_id for source in self._archive.sources(day)}
        known = self._known[day]
        page = self._page(capture, day)
        if page.page_id in known and page.body_sha256 and known[page.page_id] not in (None, page.body_sha256):
            page = page.model_copy(update={"page_id": digest(page.url, page.fetched_at.isoformat(), page.body_sha256)})
        if page.page_id in known:
            self._result.counts["known"] += 1
            return
        writer = self._writer(day)
        if page.source_id not in self._registered[day]:
            writer.register([self._source_row(capture, page)])
            self._registered[day].add(page.source_id)
        has_record = page.body_sha256 is not None
        writer.append(page, capture.exchange if has_record else None, capture.origin)
        known[page.page_id] = page.body_sha256
        self._result.counts[page.outcome] += 1

    def _writer(self, day: date) -> ArchiveWriter:
        if day not in self._writers:
            if len(self._writers) >= _OPEN_DAYS:
                self._open.close()
                self._writers.clear()
            writer = ArchiveWriter(self._archive, day, f"mercato/{package_version()} (backfill)")
            self._writers[day] = self._open.enter_context(closing(writer))
        return self._writers[day]

    def _page(self, capture: Capture, day: date) -> Page:
        own = capture.fields if "pageId" in capture.fields else {}
        kind = PageKind(own["kind"]) if own.get("kind") in set(PageKind) else PageKind.ARTICLE
        outcome, detail = _judge(capture, kind)
        location = capture.header("Location")
        body_sha256 = None
        if outcome is Outcome.OK:
            body_sha256 = hashlib.sha256(capture.exchange.body).hexdigest()
            held = self._archive.last_body(capture.url)
            if held and held.body_sha256 == body_sha256 and held.fetched_at <= capture.at:
                outcome, detail = Outcome.NOT_MODIFIED, "captured again, unchanged"
        return Page(
            page_id=own.get("pageId") or digest(capture.url, capture.at.isoformat()),
            crawl_on=day,
            source_id=self._source_id(capture, own.get("source")),
            kind=kind,
            url=capture.url,
            final_url=_target(capture.url, location) if location and outcome is Outcome.REDIRECT else None,
            discovered_in=own.get("via"),
            feed_title=own.get("announcedTitle"),
            feed_published_at=_moment(own.get("announcedAt")),
            fetched_at=capture.at,
            http_status=capture.exchange.status,
            outcome=outcome,
            outcome_detail=detail,
            content_type=capture.header("Content-Type"),
            etag=capture.header("ETag"),
            last_modified=capture.header("Last-Modified"),
            body_sha256=body_sha256,
            body_bytes=len(capture.exchange.body) if body_sha256 else None,
            warc_file=None,
            warc_offset=None,
            warc_length=None,
        )

    def _source_id(self, capture: Capture, own: str | None) -> str:
        if own in self._sources:
            return own
        host = _host(capture.url)
        matching = [
            source
            for source in self._sources.values()
            if host == _host(source.home_url) or host.endswith("." + _host(source.home_url))
        ]
        if matching:
            return max(matching, key=lambda source: len(source.home_url)).id
        return re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:64] or "files"

    def _source_row(self, capture: Capture, page: Page) -> SourceRow:
        if source := self._sources.get(page.source_id):
            return source.row(page.crawl_on)
        host = _host(capture.url)
        return SourceRow(
            source_id=page.source_id,
            crawl_on=page.crawl_on,
            name=host or "Files",
            language=_language(capture.exchange.body),
            country=UNKNOWN_COUNTRY,
            home_url=f"{urlsplit(capture.url).scheme}://{urlsplit(capture.url).netloc}/",
        )


def _judge(capture: Capture, kind: PageKind) -> tuple[Outcome, str | None]:
    """Return the outcome of a capture, and why."""
    status, content_type = capture.exchange.status, capture.header("Content-Type")
    if capture.problem:
        return capture.problem
    if capture.is_revisit or status == HTTPStatus.NOT_MODIFIED:
        return Outcome.NOT_MODIFIED, "without a body"
    if status and 300 <= status < 400 and capture.header("Location"):
        return Outcome.REDIRECT, None
    if status not in (HTTPStatus.OK, None):
        return Outcome.HTTP_ERROR, None
    if kind is PageKind.ARTICLE and not is_html(content_type, capture.exchange.body):
        return Outcome.NOT_HTML, content_type or "no content type"
    return Outcome.OK, "truncated by who captured it" if capture.is_truncated else None


def _target(url: str, location: str) -> str | None:
    try:
        return urljoin(url, location)
    except ValueError:
        return None


def _language(body: bytes) -> str:
    """Return the language of a page: as declared, else of all its words."""
    tree = parse_html(body)
    if tree is None:
        return UNKNOWN
    declared = (tree.get("lang") or tree.get("xml:lang") or "").strip().lower()[:2]
    return declared if re.fullmatch("[a-z]{2}", declared) else detect_language(" ".join(tree.itertext()))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().rpartition("@")[2].removeprefix("www.")


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
