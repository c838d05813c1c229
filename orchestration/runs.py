"""Runs of Dagster jobs in this process: their log, their interrupts, and in one line what failed.

How progress looks on a terminal belongs in `orchestration.progress`.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster import DagsterExecutionInterruptedError, ExecuteInProcessResult

from extract.errors import MercatoError
from orchestration.interrupts import insistent_interrupts
from orchestration.options import console
from orchestration.progress import shown_on


class RunError(MercatoError):
    """A job that did not come to its end. The message says which step or checks failed, and why."""


@contextlib.contextmanager
def logged_to(log_file: Path) -> Iterator[None]:
    """Within, what is written to standard output and error goes to `log_file`, and interrupts are insistent."""
    with (
        insistent_interrupts(),
        log_file.open("a", encoding="utf-8") as log,
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        yield


def run_job(name: str, day: str) -> list[str]:
    """Run the job `name` on the partition `day`; return the checks that warn. Raises RunError, KeyboardInterrupt."""
    from orchestration.definitions import defs

    with dg.DagsterInstance.get() as instance:
        job = defs().resolve_job_def(name)
        result = job.execute_in_process(instance=instance, partition_key=day, raise_on_error=False)
    if not result.success:
        raise RunError(_failure(result))
    return _failed_checks(result, dg.AssetCheckSeverity.WARN)


def run_shown(name: str, day: str, home: Path) -> None:
    """Run a job that ends in a release, and print its stages and warnings. Raises RunError, KeyboardInterrupt."""
    log_file = home / "dagster" / "run.log"
    try:
        with shown_on(console), logged_to(log_file):
            warnings = run_job(name, day)
    except RunError as error:
        raise RunError(f"{error} (the former release stays; whole log: {log_file})") from None
    for warning in warnings:
        console.print(f"[yellow]warning[/]  {warning}", highlight=False)


def _failure(result: ExecuteInProcessResult) -> str:
    if checks := _failed_checks(result, dg.AssetCheckSeverity.ERROR):
        return f"checks failed: {'; '.join(checks)}"
    step = result.get_step_failure_events()[0]
    error = step.step_failure_data.error
    while error and error.cause:
        error = error.cause
    if error and error.cls_name == DagsterExecutionInterruptedError.__name__:
        raise KeyboardInterrupt
    # the class comes first, which says nothing to a user
    message = error.message.strip().splitlines()[0].rpartition(f"{error.cls_name}: ")[2] if error else "no reason given"
    return f"{step.step_key} failed: {message}"


def _failed_checks(result: ExecuteInProcessResult, severity: dg.AssetCheckSeverity) -> list[str]:
    return [
        f"{check.asset_key.to_user_string()}: {check.check_name}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == severity
    ]
