"""Suites of expectations: one YAML file per table in `suites/`, validated when read, run by Great Expectations.

What a good table looks like is data and stands in the YAML; nothing here knows a table. The enumerations in it are
held to `extract`'s own by a test.
"""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.errors import MercatoError

SUITES = Path(__file__).with_name("suites")
EXAMPLES = 5  # unexpected values or rows shown with a failure


class Severity(StrEnum):
    """What a failure does: `blocking` stops the release, `warning` is shown and lets it pass.

    What our own code guarantees blocks; what the web can do to us warns.
    """

    BLOCKING = "blocking"
    WARNING = "warning"


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expectation(_Declared):
    """One expectation: `expect` is a class of `great_expectations.expectations`, `with` its arguments."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    description: Annotated[str, Field(min_length=1)]
    severity: Severity = Severity.BLOCKING
    expect: Annotated[str, Field(pattern=r"^(Expect|UnexpectedRows)\w+$")]
    arguments: Annotated[dict[str, Any], Field(alias="with")] = {}

    @property
    def is_blocking(self) -> bool:
        """Whether a failure stops the release."""
        return self.severity is Severity.BLOCKING


class Suite(_Declared):
    """The expectations of one table, named `schema.table`."""

    table: Annotated[str, Field(pattern=r"^\w+\.\w+$")]
    expectations: Annotated[tuple[Expectation, ...], Field(min_length=1)]


class ExpectationOutcome(_Declared):
    """What running one expectation gave. `metadata` is plain JSON; `error` is set when it could not be evaluated."""

    name: str
    success: bool
    metadata: dict[str, Any]
    error: str | None = None


class SuiteError(MercatoError):
    """A suite file that is not one; the message names the file and the place in it."""


def load_suites() -> list[Suite]:
    """Return all suites, by table name. Reads only the YAML files: no database, no Great Expectations.

    Raises SuiteError when a file does not fit the schema, or names an expectation twice.
    """
    suites = []
    for path in sorted(SUITES.glob("*.yml")):
        try:
            suite = Suite.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, ValidationError) as error:
            raise SuiteError(f"{path.name}: {error}") from None
        names = [expectation.name for expectation in suite.expectations]
        if path.stem != suite.table or len(set(names)) < len(names):
            raise SuiteError(
                f"{path.name}: must be named after its table, {suite.table}, and name each expectation once"
            )
        suites.append(suite)
    return suites


def run_suite(database: Path, suite: Suite) -> list[ExpectationOutcome]:
    """Run the suite against the table in the DuckDB file, read-only; return an outcome per expectation, in its order.

    An expectation that cannot be evaluated (a column is missing) is a failed outcome with its `error`; the others run.
    Great Expectations keeps nothing on disk here and reports to nobody.
    Raises SuiteError when the file or the table cannot be read.
    """
    # imported here: it takes seconds, and definitions must load at once
    import great_expectations as gx
    from great_expectations.data_context.types import base

    from warehouse.expectations import dialect  # noqa: F401 - registers `duckdb+buffered`

    _check_readable(database, suite.table)
    schema, table = suite.table.split(".")
    configuration = base.DataContextConfig(
        store_backend_defaults=base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        analytics_enabled=False,
        progress_bars=base.ProgressBarsConfig(globally=False),
    )
    source = gx.get_context(mode="ephemeral", project_config=configuration).data_sources.add_sql(
        "warehouse",
        connection_string="duckdb+buffered://",
        create_temp_table=False,
        # the path is no part of the address, where a "?" or "$" in it would have a meaning
        kwargs={"connect_args": {"database": str(database), "schema": schema, "read_only": True}},  # type: ignore[call-arg]
    )
    try:
        batch = source.add_table_asset(table).add_batch_definition_whole_table("all").get_batch()
        expectations = [
            getattr(gx.expectations, each.expect)(**each.arguments, meta={"name": each.name})
            for each in suite.expectations
        ]
        validation = batch.validate(gx.ExpectationSuite(suite.table, expectations), result_format="COMPLETE")
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()
    results = {
        result.expectation_config.meta["name"]: result
        for result in validation.results
        if result.expectation_config and result.expectation_config.meta
    }
    return [_outcome(each.name, results[each.name]) for each in suite.expectations]


def _check_readable(database: Path, table: str) -> None:
    try:
        with duckdb.connect(database, read_only=True) as connection:
            connection.table(table)
    except duckdb.Error as error:
        raise SuiteError(f"{database}: {table} cannot be read: {error}") from None


def _outcome(name: str, result: Any) -> ExpectationOutcome:
    values = result.result
    metadata = {
        key: values[key] for key in ("observed_value", "unexpected_count", "unexpected_percent") if key in values
    }
    examples = values.get("details", {}).get("unexpected_rows") or values.get("partial_unexpected_list") or []
    if examples:
        metadata["examples"] = examples[:EXAMPLES]
    raised = _exception(result.exception_info)
    return ExpectationOutcome(name=name, success=result.success, metadata=_plain(metadata), error=raised)


def _exception(info: dict[str, Any]) -> str | None:
    """Return the message of the exception; Great Expectations keeps one, or one for each metric that failed."""
    found = [info] if "raised_exception" in info else list(info.values())
    messages = (each["exception_message"].splitlines()[0] for each in found if each["raised_exception"])
    return "; ".join(dict.fromkeys(messages)) or None


def _plain(value: Any) -> Any:
    """Return the value as JSON knows it."""
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case date() | datetime():
            return value.isoformat()
        case str() | int() | float() | None:
            return value
        case _:
            return str(value)
