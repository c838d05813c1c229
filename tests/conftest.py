"""Fixtures shared by all folders: what a test needs of an earlier stage, made by the real components."""

import os
import subprocess
import sys
from pathlib import Path

import extracted
import pytest

from warehouse.load import load_day
from warehouse.release import publish


@pytest.fixture
def extracted_day(tmp_path: Path) -> Path:
    """Folder of a small extracted day, `extracted.DAY`."""
    return extracted.write_day(tmp_path / "extracted" / extracted.DAY.isoformat(), extracted.rows())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DuckDB file with the raw tables of the small day and the marts that dbt builds on them; no test changes it."""
    folder = tmp_path_factory.mktemp("built")
    database = folder / "build.duckdb"
    load_day(database, extracted.write_day(folder / "day", extracted.rows()), extracted.DAY)
    dbt = Path(sys.executable).with_name("dbt")
    project = Path(__file__).parents[1] / "dbt_project"
    arguments = ["--project-dir", project, "--profiles-dir", project, "--target-path", folder, "--log-path", folder]
    subprocess.run(
        [dbt, "--quiet", "build", "--exclude-resource-type", "test", "unit_test", *arguments],
        env=os.environ | {"MERCATO_BUILD_DB": str(database)},
        check=True,
    )
    return database


@pytest.fixture(scope="session")
def released(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home folder with a release of the small day; no test changes it."""
    home = tmp_path_factory.mktemp("released")
    publish(built, home, run_id="run-1", code_version="1.0", day=extracted.DAY)
    return home
