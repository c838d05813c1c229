"""The records that cross a stage boundary, besides claims: sources, pages, articles.

One model per raw table; a field here is a column there. Claims have their own module,
`extract.claims.schema`. Reading and writing of these records belongs elsewhere.
"""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


def digest(*parts: str | int | None) -> str:
    """Return a stable 16-hex-digit identifier of `parts`, order and nulls included."""
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Record(BaseModel):
    """Base of every record: immutable, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Outcome(StrEnum):
    """Why a page gave an article, or did not."""

    OK = "ok"  # fetched; for an article page: an article was read
    NOT_MODIFIED = "not_modified"  # 304: the archived body still holds
    REDIRECT = "redirect"
    ROBOTS = "robots"  # disallowed by robots.txt, or that unreachable (RFC 9309); never requested
    BAD_ADDRESS = "bad_address"  # credentials, or a port of no publisher; never requested
    PRIVATE_ADDRESS = "private_address"  # the source does not name it; never requested
    OVER_QUOTA = "over_quota"  # the source's day, or the time of the crawl, is spent; never requested
    BACKED_OFF = "backed_off"  # its host refused or failed too often in a row; never requested
    HTTP_ERROR = "http_error"  # `http_status` says which
    NETWORK_ERROR = "network_error"
    TIMEOUT = "timeout"  # of the exchange or of the reading; the detail says which
    TOO_LARGE = "too_large"
    NOT_HTML = "not_html"
    BAD_FEED = "bad_feed"
    EMPTY_TEXT = "empty_text"  # from here on: fetched, and found so when read
    NOT_ARTICLE = "not_article"  # a home page, a list, or an error told with status 200; the detail says which
    PAYWALL = "paywall"  # a stub: the article is kept, its text is incomplete
    DUPLICATE = "duplicate"  # same canonical address and text as another page of the day
    READ_ERROR = "read_error"

    @property
    def is_asked(self) -> bool:
        """Whether a request was made for the page."""
        return self not in (
            Outcome.ROBOTS,
            Outcome.BAD_ADDRESS,
            Outcome.PRIVATE_ADDRESS,
            Outcome.OVER_QUOTA,
            Outcome.BACKED_OFF,
        )


class PageKind(StrEnum):
    """What a page was requested as."""

    ROBOTS = "robots"
    HOME = "home"  # asked for the feeds it links to
    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"


class Page(Record):
    """One HTTP exchange, or the reason why there was none. Row of `raw.pages`."""

    page_id: str
    crawl_on: date
    source_id: str
    kind: PageKind
    url: str
    final_url: str | None  # target of a redirect
    discovered_in: str | None  # address of the page that named it: home page, feed, sitemap, robots.txt
    feed_title: str | None
    feed_published_at: datetime | None  # UTC
    fetched_at: datetime  # UTC
    http_status: int | None
    outcome: Outcome
    outcome_detail: str | None
    content_type: str | None
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    body_bytes: int | None
    warc_file: str | None  # path inside the archive folder
    warc_offset: int | None
    warc_length: int | None
    article_id: str | None = None  # set when read


class DateBasis(StrEnum):
    """What a date interval rests on."""

    METADATA = "metadata"  # the page's own markup: JSON-LD, microdata, meta tags
    URL = "url"
    FEED = "feed"
    SITEMAP = "sitemap"
    TEXT = "text"
    FIRST_CRAWL = "first_crawl"
    GIVEN = "given"  # by the caller


class Article(Record):
    """Clean text and metadata of one page. Row of `raw.articles`."""

    article_id: str
    page_id: str
    crawl_on: date
    source_id: str
    url: str
    canonical_url: str  # without tracking parameters
    title: str | None
    author: str | None
    site_name: str | None
    language: str | None  # ISO 639-1
    published_from_on: date | None
    published_to_on: date | None
    published_raw: str | None
    published_basis: DateBasis | None
    text: Annotated[str, Field(min_length=1)]
    text_sha256: str
    is_paywalled: bool
    reader_version: str

    def with_text(self, text: str) -> "Article":
        """Return the article with another text, and the identity that comes with it."""
        update = {"text": text, "text_sha256": hashlib.sha256(text.encode()).hexdigest()}
        return self.model_copy(update=update | {"article_id": digest(self.canonical_url, update["text_sha256"])})


class SourceRow(Record):
    """A publisher as registered on a crawl day. Row of `raw.sources`."""

    source_id: str
    crawl_on: date
    name: str
    language: str
    country: str  # ISO 3166-1 alpha-2
    home_url: str
