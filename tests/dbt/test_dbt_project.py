"""The dbt project, built by dbt itself on raw tables in a DuckDB file."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import history
import pytest

from warehouse.load import SCHEMA

PROJECT = Path(__file__).parents[2] / "dbt_project"


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that every build shares, so that dbt parses the project once."""
    return tmp_path_factory.mktemp("target")


def dbt(database: Path, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on the database; a deprecation is an error."""
    return subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "--warn-error", "--no-use-colors", *arguments),
            *("--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", target, "--log-path", target),
        ],
        env=os.environ | {"MERCATO_BUILD_DB": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, target: Path) -> Path:
    """The history's database with every model built and every test passed."""
    folder = tmp_path_factory.mktemp("built")
    database = folder / "mercato.duckdb"
    history.load(database, folder)
    done = dbt(database, target, "build")
    assert done.returncode == 0, done.stdout
    return database


def query(database: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()
