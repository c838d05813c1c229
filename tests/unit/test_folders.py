"""The direction of the project: which package may import which."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def imported(folder: str) -> dict[str, set[str]]:
    """Return the top packages that each file of `folder` imports, also inside functions."""
    found: dict[str, set[str]] = {}
    for file in (PROJECT / folder).rglob("*.py"):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
        found[file.name] = {name.split(".")[0] for name in names}
    return found


@pytest.mark.parametrize(
    ("folder", "unknown_to_it"),
    [
        ("extract", {"warehouse", "orchestration", "dagster", "dagster_dbt", "duckdb", "dbt", "great_expectations"}),
        ("warehouse", {"orchestration", "dagster", "dagster_dbt", "dbt", "scrapy", "spacy", "trafilatura"}),
    ],
)
def test_data_goes_one_way(folder: str, unknown_to_it: set[str]) -> None:
    files = imported(folder)
    assert len(files) > 3
    assert {name: packages & unknown_to_it for name, packages in files.items() if packages & unknown_to_it} == {}
