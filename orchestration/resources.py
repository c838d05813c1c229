"""What assets are given from outside: the folder for generated data, and the sources to follow.

Definitions that use them are in `defs/`; environment variables are read here only.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import dagster as dg

from extract.newsroom.process import running_newsroom
from extract.newsroom.registry import newsroom_sources
from extract.newsroom.site import BASE_PORT
from extract.sources import Source, load_sources

PROJECT = Path(__file__).resolve().parents[1]

# one writer on the build file at a time
BUILD_POOL = "build_database"


class Home(dg.ConfigurableResource[None]):
    """The folder of all generated data. Default: `MERCATO_HOME`, or `warehouse/` of the project."""

    folder: str = ""

    @property
    def path(self) -> Path:
        """The folder itself, absolute."""
        return Path(self.folder or os.environ.get("MERCATO_HOME") or PROJECT / "warehouse").expanduser().resolve()

    @property
    def archive(self) -> Path:
        """WARC files and page rows, a folder per crawl day."""
        return self.path / "archive"

    @property
    def extracted(self) -> Path:
        """Articles and claims as JSON lines, a folder per crawl day."""
        return self.path / "extracted"

    @property
    def build_database(self) -> Path:
        """The private DuckDB file that loading and dbt write; readers get a released copy."""
        return self.path / "build" / "mercato.duckdb"


class Registry(dg.ConfigurableResource[None]):
    """The sources file. Default: `MERCATO_SOURCES`, or the bundled newsroom, served while it is crawled."""

    file: str = ""

    @property
    def contact(self) -> str | None:
        """Where publishers reach whoever runs the crawler: `MERCATO_CONTACT`, an address for mail or the web."""
        return os.environ.get("MERCATO_CONTACT") or None

    @property
    def sources(self) -> list[Source]:
        """The sources; whether they can be reached is another matter. Raises `SourcesError`, `NewsroomError`."""
        return load_sources(self._file) if self._file else newsroom_sources(self._newsroom_port)

    @contextmanager
    def open(self) -> Iterator[list[Source]]:
        """Yield the sources, which can be reached while the context lasts. Raises `SourcesError`, `NewsroomError`."""
        with nullcontext() if self._file else running_newsroom(self._newsroom_port):
            yield self.sources

    @property
    def _file(self) -> str | None:
        return self.file or os.environ.get("MERCATO_SOURCES")

    @property
    def _newsroom_port(self) -> int:
        return int(os.environ.get("MERCATO_NEWSROOM_PORT") or BASE_PORT)
