"""What the bundled publishers print: their register and their stories, read from YAML and Markdown.

A story is an article as its newsroom wrote it, before it becomes a page. How pages look and where
they stand belongs in `site`.
"""

import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from markdown_it import MarkdownIt
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError, model_validator

from extract.errors import MercatoError
from extract.records import Record

HERE = Path(__file__).parent
MARKDOWN = MarkdownIt("commonmark", {"html": False})

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
AddressPath = Annotated[str, Field(pattern=r"^/\S*$")]
Words = Annotated[str, Field(min_length=1)]


class NewsroomError(MercatoError):
    """The newsroom cannot be read or served. The message is one line that says what to mend."""


class Feed(StrEnum):
    """The format in which a publisher announces its stories."""

    RSS = "rss"
    ATOM = "atom"
    NEWS_SITEMAP = "news_sitemap"


class Metadata(StrEnum):
    """The markup in which a publisher's pages state title, author and date."""

    JSON_LD = "json_ld"
    MICRODATA = "microdata"
    META = "meta"
    NONE = "none"


class Publisher(Record):
    """A bundled publisher. `publishers.yml` says what each field means."""

    id: Slug
    name: Words
    tagline: Words
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]  # ISO 639-1
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]  # ISO 3166-1 alpha-2
    charset: str = "utf-8"
    layout: Slug
    metadata: Metadata
    feed: Feed
    feed_path: AddressPath
    article_path: AddressPath
    feed_query: str | None = None
    sections: dict[Slug, Words]
    disallowed_section: Slug
    redirects: dict[AddressPath, Slug] = Field(default_factory=dict)
    dead_links: dict[AddressPath, Words] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _closes_a_section(self) -> "Publisher":
        if self.disallowed_section not in self.sections:
            raise ValueError(f"disallowed_section: {self.disallowed_section} is none of the sections")
        return self


class Story(Record):
    """An article as its newsroom wrote it: the front matter of its file, and the body in Markdown."""

    publisher_id: Slug
    slug: Slug
    title: Words
    published_at: AwareDatetime | None  # null: the page bears no date at all
    updated_at: AwareDatetime | None = None
    author: Words | None = None
    section: Slug
    dek: Words | None = None
    caption: Words | None = None
    paywall: bool = False  # only the first paragraph is served
    syndicated_from: Words | None = None
    in_feed: bool = True  # false: announced by the sitemap only
    body: Words

    @property
    def id(self) -> str:
        """Return `<publisher>/<slug>`."""
        return f"{self.publisher_id}/{self.slug}"

    @property
    def number(self) -> int:
        """Return a stable seven-digit number, as content systems give."""
        return zlib.crc32(self.id.encode()) % 9_000_000 + 1_000_000

    @property
    def changed_at(self) -> datetime | None:
        """Return when the story last changed, null for an undated one."""
        return self.updated_at or self.published_at

    @property
    def html(self) -> str:
        """Return what is served, as HTML: the whole body, or what stands before the paywall."""
        return str(MARKDOWN.render(self.body.split("\n\n", 1)[0] if self.paywall else self.body))

    @property
    def text(self) -> str:
        """Return the whole body as plain paragraphs, subheads and list items, joined by blank lines."""
        return "\n\n".join(_plain_blocks(self.body))


@dataclass(frozen=True)
class Newsroom:
    """All publishers, each with its stories from newest to oldest, and what is wrong with the data."""

    publishers: list[Publisher]
    stories: dict[str, list[Story]]  # by publisher
    problems: list[str] = field(default_factory=list)  # a line each, naming what is left out


def read_publishers() -> list[Publisher]:
    """Return the publishers in the order of their ports. Raises `NewsroomError`."""
    path = HERE / "publishers.yml"
    try:
        return TypeAdapter(list[Publisher]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise NewsroomError(f"{path.name}: {_one_line(error)}") from error


def read_newsroom() -> Newsroom:
    """Return all that is published. A story that cannot be read is left out and named in `problems`.

    Raises `NewsroomError` when the publishers cannot be read.
    """
    newsroom = Newsroom(read_publishers(), {})
    for publisher in newsroom.publishers:
        stories = []
        for path in sorted((HERE / "articles" / publisher.id).glob("*.md")):
            try:
                stories.append(read_story(path, publisher))
            except NewsroomError as error:
                newsroom.problems.append(str(error))
        undated_last = sorted(stories, key=lambda story: story.published_at.timestamp() if story.published_at else 0)
        newsroom.stories[publisher.id] = undated_last[::-1]
        newsroom.problems.extend(
            f"publishers.yml: {publisher.id}: redirects.{path}: there is no story {slug}"
            for path, slug in publisher.redirects.items()
            if slug not in {story.slug for story in stories}
        )
    return newsroom


def read_story(path: Path, publisher: Publisher) -> Story:
    """Return the story in the file at `path`. Raises `NewsroomError` that names the file and the mistake."""
    try:
        front, separator, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        if not separator:
            raise ValueError("no front matter between two lines '---'")
        fields = yaml.safe_load(front)
        if not isinstance(fields, dict):
            raise ValueError("the front matter is no mapping")
        story = Story.model_validate(
            fields
            | {"publisher_id": publisher.id, "slug": path.stem, "body": unicodedata.normalize("NFC", body.strip())}
        )
        if story.section not in publisher.sections:
            raise ValueError(f"section: {publisher.name} has {', '.join(publisher.sections)}")
        if not story.published_at and "{published_at" in publisher.article_path:
            raise ValueError(f"an undated story has no address at {publisher.name}, whose addresses bear the date")
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise NewsroomError(f"articles/{publisher.id}/{path.name}: {_one_line(error)}") from error
    return story


def _plain_blocks(markdown: str) -> Iterator[str]:
    for token in MARKDOWN.parse(markdown):
        if token.type == "inline":
            breaks = {"softbreak": " ", "hardbreak": " "}
            yield "".join(breaks.get(child.type, child.content) for child in token.children or []).strip()


def _one_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
    return " ".join(str(error).split())
