"""The registry of publishers we follow: its model, and how it is read from YAML.

What is done with a source belongs in `extract.crawl`. The file is a list:

    - id: example-tribune
      name: The Example Tribune
      language: en                        # ISO 639-1
      country: GB                         # ISO 3166-1 alpha-2
      home_url: https://tribune.example/
      feeds: [https://tribune.example/rss.xml]
      sitemaps: [https://tribune.example/news-sitemap.xml]
      delay_seconds: 2
      article_pattern: /business/         # optional: only addresses in which it is found
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, ValidationError

from extract.errors import MercatoError
from extract.records import Record, SourceRow


class SourcesError(MercatoError):
    """A registry that cannot be used. The message is one line: file, line, source and what to mend."""


def _web_address(value: str) -> str:
    url = TypeAdapter(HttpUrl).validate_python(value)
    if url.username or url.password:
        raise ValueError("an address must not carry credentials")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


def _host(value: str) -> str:
    name = urlsplit(f"//{value}")
    if not name.hostname or name.netloc != value or name.username is not None or name.port == 0:
        raise ValueError("expected a host, or host:port")
    return value.lower()


WebAddress = Annotated[str, AfterValidator(_web_address)]
PrivateHost = Annotated[str, AfterValidator(_host)]


class Source(Record):
    """A publisher, and where it announces its articles: without feeds and sitemaps, where its home page says."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    name: Annotated[str, Field(min_length=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]  # ISO 639-1
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]  # ISO 3166-1 alpha-2
    home_url: WebAddress
    feeds: tuple[WebAddress, ...] = ()
    sitemaps: tuple[WebAddress, ...] = ()
    delay_seconds: Annotated[float, Field(ge=0, le=600)] = 2.0  # between two requests to one host
    max_articles: Annotated[int, Field(gt=0)] = 500  # requested on one crawl day, newest announced first
    article_pattern: Annotated[str, AfterValidator(_pattern)] | None = None  # searched for in an article's address
    private_hosts: tuple[PrivateHost, ...] = ()  # name or name:port; these alone may be at private addresses

    def row(self, crawl_on: date) -> SourceRow:
        """Return the source as registered on crawl day `crawl_on`."""
        return SourceRow(
            source_id=self.id,
            crawl_on=crawl_on,
            name=self.name,
            language=self.language,
            country=self.country,
            home_url=self.home_url,
        )


def load_sources(path: Path | str) -> list[Source]:
    """Return the sources of the YAML file at `path`, in its order.

    Raises `SourcesError` when the file cannot be read, is no list of sources, or names one twice.
    """
    try:
        node = yaml.compose(Path(path).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SourcesError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourcesError(f"{path}: is not UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourcesError(f"{path}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise SourcesError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise SourcesError(f"{path}:1: expected a list of sources, each with id, name, language, country, home_url")

    sources: dict[str, Source] = {}
    for item in node.value:
        source = _read_source(path, item)
        if source.id in sources:
            raise SourcesError(f"{path}:{_line(item)}: source {source.id}: this id is used twice")
        sources[source.id] = source
    return list(sources.values())


def _read_source(path: Path | str, item: yaml.Node) -> Source:
    values = yaml.SafeLoader("")
    try:
        fields = values.construct_document(item)
    except yaml.MarkedYAMLError as error:
        raise SourcesError(f"{path}:{_line(item)}: not YAML: {error.problem}") from error
    try:
        return Source.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = fields.get("id", "without id") if isinstance(fields, dict) else "without id"
        place = ".".join(str(step) for step in first["loc"])
        message = f"{place}: {first['msg']}" if place else first["msg"]
        raise SourcesError(f"{path}:{_line(item, first['loc'])}: source {name}: {message}") from error


def _line(node: yaml.Node, place: tuple[int | str, ...] = ()) -> int:
    """Return the line, from 1, of what `place` names inside `node`, or of the nearest node around it."""
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step]
        else:
            found = None
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1
