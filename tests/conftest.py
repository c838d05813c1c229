"""Fixtures shared by all folders: what a test needs of an earlier stage, made by the real components."""

from pathlib import Path

import extracted
import pytest

from warehouse.load import load_day


@pytest.fixture
def extracted_day(tmp_path: Path) -> Path:
    """Folder of a small extracted day, `extracted.DAY`."""
    return extracted.write_day(tmp_path / "extracted" / extracted.DAY.isoformat(), extracted.rows())


@pytest.fixture
def loaded(tmp_path: Path, extracted_day: Path) -> Path:
    """DuckDB file with the raw tables of the small day."""
    database = tmp_path / "build.duckdb"
    load_day(database, extracted_day, extracted.DAY)
    return database


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DuckDB file with the raw tables of the small day; shared, so never changed by a test."""
    folder = tmp_path_factory.mktemp("built")
    database = folder / "build.duckdb"
    load_day(database, extracted.write_day(folder / "day", extracted.rows()), extracted.DAY)
    return database
