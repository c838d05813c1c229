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
      max_articles: 500                   # asked for on one crawl day
      private_hosts: [intranet:8080]      # only for publishers of our own: hosts that may be at private addresses
      terms: Subscription for most articles.
      checked: never                      # or the day on which `mercato sources check` last read an article of it

`sources.yml` beside this module lists publishers of the open web.
"""

import os
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, cast
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, ValidationError

from extract.errors import MercatoError
from extract.records import Record, SourceRow

BUNDLED = Path(__file__).with_name("sources.yml")


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
    terms: str | None = None  # what its terms of use ask of those who crawl and keep it, as far as is known
    checked: date | Literal["never"] = "never"  # when a check last found that it can be followed
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
    return _read_sources(path, _read_text(path))


def note_checked(path: Path | str, days: Mapping[str, date]) -> None:
    """Write into the file at `path` the day on which each source, by id, was checked; keep all else byte for byte.

    Raises `SourcesError` when the file cannot be read or written, or has no place for a day.
    """
    text = _read_text(path)
    before = _read_sources(path, text)
    items = cast("yaml.SequenceNode", yaml.compose(text, Loader=yaml.SafeLoader)).value
    for item in reversed(items):  # from the end, so that what comes before stays where it is
        fields = {key.value: value for key, value in item.value}
        day = days.get(fields["id"].value)
        if day is None:
            continue
        if "checked" in fields:
            start, end, line_end = fields["checked"].start_mark.index, fields["checked"].end_mark.index, ""
        else:
            second = item.value[1][0].start_mark
            start = end = second.index
            newline = "\r\n" if "\r\n" in text else "\n"
            line_end = ", " if item.flow_style else newline + " " * second.column
        key = "checked: " if line_end else ""
        text = f"{text[:start]}{key}{day}{line_end}{text[end:]}"
    after = [source.model_copy(update={"checked": days.get(source.id, source.checked)}) for source in before]
    try:
        is_as_meant = _read_sources(path, text) == after
    except SourcesError:
        is_as_meant = False
    if not is_as_meant:
        raise SourcesError(f"{path}: no place for the days of the check: write `checked: never` under each id")
    target = Path(path).resolve()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(text.encode())
        shutil.copymode(target, unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise SourcesError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _read_text(path: Path | str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        raise SourcesError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourcesError(f"{path}: is not UTF-8 text") from error


def _read_sources(path: Path | str, text: str) -> list[Source]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
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
