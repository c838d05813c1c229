"""Calls in killable processes: order, limits, crashes, and no process left."""

import itertools
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from extract.workers import Done, Failed, answers


def act(call):
    if call == "hang":
        time.sleep(60)
    if call == "hang without Python":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])
        time.sleep(60)
    if call == "die":
        os._exit(3)
    if call == "raise":
        raise ValueError("no\nsuch thing")
    return f"did {call}"


def run(calls, **options):
    return list(answers(act, calls, preload="json", **({"workers": 2, "limit_seconds": 1} | options)))


def test_answers_come_in_the_order_of_the_calls_whatever_happens_to_one():
    calls = ["1", "hang", "2", "die", "3", "raise", "4", "hang without Python", *map(str, range(5, 60))]
    results = run(calls)
    assert [result.call for result in results] == calls
    failed = {result.call: result for result in results if isinstance(result, Failed)}
    assert set(failed) == {"hang", "die", "raise", "hang without Python"}
    assert {call for call, result in failed.items() if result.is_timeout} == {"hang", "hang without Python"}
    assert failed["die"].detail == "worker ended with code 3"
    assert failed["raise"].detail == "ValueError: no such thing"
    assert all(result.answer == f"did {result.call}" for result in results if isinstance(result, Done))


def test_calls_are_taken_as_answers_are():
    taken = itertools.count()
    stream = answers(act, (str(next(taken)) for _ in itertools.repeat(None)), workers=1, preload="json")
    first = list(itertools.islice(stream, 3))
    stream.close()
    assert [result.answer for result in first] == ["did 0", "did 1", "did 2"]
    assert next(taken) < 50


def test_no_calls_no_answers():
    assert run([]) == []


def test_leaving_early_ends_the_workers():
    stream = answers(act, ["1", "hang", "hang", "hang"], workers=2, preload="json", limit_seconds=30)
    next(stream)
    workers = [child for child in psutil.Process().children(recursive=True) if child.ppid() != os.getpid()]
    assert len(workers) == 2
    stream.close()
    _, alive = psutil.wait_procs(workers, timeout=15)
    assert alive == []


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_process_that_started_them(tmp_path, ending):
    script = tmp_path / "endless.py"
    script.write_text(
        "import itertools\n"
        "from extract.workers import answers\n"
        "if __name__ == '__main__':\n"
        "    for result in answers(str, itertools.count(), workers=2, preload='json'):\n"
        "        print(result.answer, flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE)
    assert parent.stdout.readline() == b"0\n"
    family = psutil.Process(parent.pid).children(recursive=True)
    assert len(family) >= 3  # the fork server and two workers
    os.kill(parent.pid, ending)
    parent.stdout.close()
    assert parent.wait(10) == -ending
    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []
