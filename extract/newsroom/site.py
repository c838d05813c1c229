"""A publisher's whole site, rendered: every address with its body, type and date of change.

Nothing here depends on the clock, so that a site keeps its ETags from one start to the next.
Sockets and HTTP belong in `server`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extract.newsroom.content import HERE, Feed, Newsroom, Publisher, Story

HOST = "127.0.0.1"
BASE_PORT = 8801

FEED_TYPES = {Feed.RSS: "application/rss+xml", Feed.ATOM: "application/atom+xml", Feed.NEWS_SITEMAP: "application/xml"}


@dataclass(frozen=True)
class Resource:
    """What one address serves: a body with its validators, or the address it redirects to."""

    body: bytes = b""
    content_type: str = ""
    changed_at: datetime | None = None
    redirect_to: str | None = None

    @property
    def etag(self) -> str:
        """Return the weak entity tag (RFC 9110, 8.8.3) of the body; weak because it may be sent compressed."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True)
class Link:
    """A line of a feed or list: a story under the address by which it is announced."""

    url: str
    title: str
    story: Story | None


def origin(publishers: list[Publisher], publisher: Publisher, base_port: int = BASE_PORT) -> str:
    """Return scheme, host and port of a publisher's site, without a slash at the end."""
    return f"http://{HOST}:{base_port + publishers.index(publisher)}"


def story_path(publisher: Publisher, story: Story) -> str:
    """Return the path of a story's page."""
    if story.section == publisher.disallowed_section:
        return f"/{story.section}/{story.slug}"
    fields = {"section": story.section, "slug": story.slug, "id": story.number, "published_at": story.published_at}
    return publisher.article_path.format(**fields)


def _day(moment: date, locale: str) -> str:
    return format_date(moment, "d MMMM y" if locale == "fr" else "MMMM d, y", locale=locale)


ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "layouts"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters |= {
    "day": _day,
    "rfc822": format_datetime,
    "iso": datetime.isoformat,
    "minutes": lambda text: max(1, round(len(text.split()) / 220)),
}


def render_site(newsroom: Newsroom, publisher: Publisher, base_port: int = BASE_PORT) -> dict[str, Resource]:
    """Return every resource of a publisher's site by path: pages, feed, sitemap, robots.txt, redirects."""
    return dict(_Site(newsroom, publisher, base_port).resources())


class _Site:
    def __init__(self, newsroom: Newsroom, publisher: Publisher, base_port: int) -> None:
        self.publisher = publisher
        self.origin = origin(newsroom.publishers, publisher, base_port)
        self.stories = newsroom.stories[publisher.id]
        self.changed_at = max((story.changed_at for story in self.stories if story.changed_at), default=None)
        self.old_paths = {slug: path for path, slug in publisher.redirects.items()}
        self.shared = {
            "publisher": publisher,
            "origin": self.origin,
            "sections": publisher.sections,
            "path": lambda story: story_path(publisher, story),
            "year": self.changed_at.year if self.changed_at else None,
        }

    def resources(self) -> Iterator[tuple[str, Resource]]:
        yield "/", self._list_page(self.publisher.tagline, self.stories)
        for section, name in self.publisher.sections.items():
            yield f"/{section}/", self._list_page(name, [story for story in self.stories if story.section == section])
        for story in self.stories:
            page = self._render(
                f"{self.publisher.layout}.html.j2", story=story, related=self._related(story), ld=self._json_ld(story)
            )
            yield story_path(self.publisher, story), self._page(page, story.changed_at)
            picture = self._render("picture.svg.j2", hue=story.number % 360, tilt=story.number // 360 % 90)
            yield f"/pictures/{story.number}.svg", Resource(picture.encode(), "image/svg+xml", story.changed_at)
        for story in self.stories:
            if old_path := self.old_paths.get(story.slug):
                yield old_path, Resource(redirect_to=self.origin + story_path(self.publisher, story))
        charset = "utf-8" if self.publisher.feed is Feed.NEWS_SITEMAP else self.publisher.charset
        feed = self._render(f"{self.publisher.feed}.xml.j2", links=self._feed_links(), charset=charset)
        yield self.publisher.feed_path, self._xml(feed, FEED_TYPES[self.publisher.feed], charset)
        yield "/sitemap.xml", self._xml(self._render("sitemap.xml.j2", stories=self.stories), "application/xml")
        robots = self._render("robots.txt.j2", closed=self.publisher.disallowed_section)
        yield "/robots.txt", Resource(robots.encode(), "text/plain; charset=utf-8")

    def _list_page(self, heading: str, stories: list[Story]) -> Resource:
        page = self._render(f"{self.publisher.layout}.html.j2", story=None, heading=heading, stories=stories)
        return self._page(page, self.changed_at)

    def _feed_links(self) -> list[Link]:
        query = f"?{self.publisher.feed_query}" if self.publisher.feed_query else ""
        links = [
            Link(
                self.origin + self.old_paths.get(story.slug, story_path(self.publisher, story)) + query,
                story.title,
                story,
            )
            for story in self.stories
            if story.in_feed and (story.published_at or self.publisher.feed is Feed.RSS)  # the others demand a date
        ]
        return links + [Link(self.origin + path, title, None) for path, title in self.publisher.dead_links.items()]

    def _related(self, story: Story) -> list[Story]:
        others = [
            other for other in self.stories if other is not story and other.section != self.publisher.disallowed_section
        ]
        start = story.number % max(1, len(others))
        return (others[start:] + others[:start])[:3]

    def _json_ld(self, story: Story) -> str:
        """Return the story as a schema.org NewsArticle, safe inside a script element."""
        moments = {"datePublished": story.published_at, "dateModified": story.changed_at}
        card = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": self.origin + story_path(self.publisher, story),
            "headline": story.title,
            "description": story.dek,
            "articleSection": self.publisher.sections[story.section],
            "inLanguage": self.publisher.language,
            "isAccessibleForFree": not story.paywall,
            "author": story.author and {"@type": "Person", "name": story.author},
            "publisher": {"@type": "NewsMediaOrganization", "name": self.publisher.name},
        } | {key: moment and moment.isoformat() for key, moment in moments.items()}
        filled = {key: value for key, value in card.items() if value is not None}
        return json.dumps(filled, ensure_ascii=False, indent=1).replace("<", "\\u003c")

    def _render(self, template: str, **values: object) -> str:
        return ENVIRONMENT.get_template(template).render(self.shared | values)

    def _page(self, html: str, changed_at: datetime | None) -> Resource:
        charset = self.publisher.charset
        return Resource(html.encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}", changed_at)

    def _xml(self, xml: str, content_type: str, charset: str = "utf-8") -> Resource:
        body = xml.encode(charset, "xmlcharrefreplace")
        return Resource(body, f"{content_type}; charset={charset}", self.changed_at)


def http_date(moment: datetime) -> str:
    """Return a date as HTTP headers print it (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
