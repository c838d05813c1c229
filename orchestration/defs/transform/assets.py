"""The dbt project as assets; its data tests are asset checks."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, DbtProject, dbt_assets

from orchestration.progress import stage_log, summary
from orchestration.resources import BUILD_POOL, PROJECT, Home

project = DbtProject(project_dir=PROJECT / "dbt_project", profiles_dir=PROJECT / "dbt_project")

dbt_cli = DbtCliResource(project_dir=project, dbt_executable=str(Path(sys.executable).with_name("dbt")))


def _newest(folder: Path) -> float:
    files = (file for kind in ("*.sql", "*.yml", "*.csv") for file in folder.rglob(kind) if "target" not in file.parts)
    return max(file.stat().st_mtime for file in files)


def _prepare() -> None:
    """Parse the project when its manifest is missing or older than a model, seed or setting."""
    manifest = project.manifest_path
    # as the build has it: dbt parses anew where the database's path differs
    os.environ["MERCATO_BUILD_DB"] = str(Home().build_database)
    if not manifest.exists() or manifest.stat().st_mtime < _newest(project.project_dir):
        dbt_cli.cli(["--quiet", "parse"], manifest={}, target_path=project.project_dir / project.target_path).wait()


_prepare()


class _Layers(DagsterDbtTranslator):
    """Groups assets by the layer they belong to."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return str(dbt_resource_props["config"].get("schema") or dbt_resource_props["schema"])


@dbt_assets(
    manifest=project.manifest_path,
    project=project,
    dagster_dbt_translator=_Layers(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True)),
    pool=BUILD_POOL,
)
def facts(context: dg.AssetExecutionContext, dbt: DbtCliResource, home: Home) -> Iterator[Any]:
    """Staging, intermediate and marts, with every data test."""
    os.environ["MERCATO_BUILD_DB"] = str(home.build_database)
    # unit tests try the rules on given rows, whatever the day brought: they belong to development
    build = ["build", "--exclude-resource-type", "unit_test"]
    invocation = dbt.cli(build, context=context, target_path=home.path / "build" / "dbt")
    yield from invocation.stream()
    kinds = Counter(
        result["unique_id"].split(".")[0] for result in invocation.get_artifact("run_results.json")["results"]
    )
    stage_log("build").info(summary({"models": kinds["model"], "data_tests": kinds["test"]}))
