"""Turns at costly work: who comes next."""

import asyncio

from extract.crawl.turns import Turns


def order(*jobs, at_once=1):
    """Return the names of `jobs` (name, source, size, seconds) in the order of their turns, and the most at once."""

    async def run():
        turns, taken, running, most = Turns(at_once), [], 0, 0

        async def work(name, source_id, size, seconds):
            nonlocal running, most
            async with turns.turn(source_id, size):
                taken.append(name)
                running += 1
                most = max(most, running)
                await asyncio.sleep(seconds)
                running -= 1
                if name == "fails":
                    raise ValueError(name)

        await asyncio.gather(*(work(*job) for job in jobs), return_exceptions=True)
        return taken, most

    return asyncio.run(run())


def test_small_work_goes_first():
    assert order(("running", "a", 9, 0.05), ("big", "b", 9, 0), ("small", "c", 1, 0))[0] == ["running", "small", "big"]


def test_a_source_that_had_much_waits_for_others():
    jobs = [("first", "a", 1, 0.1), ("second", "b", 5, 0.05), ("again", "a", 1, 0), ("other", "c", 9, 0)]
    assert order(*jobs)[0] == ["first", "second", "other", "again"]


def test_work_that_fails_passes_its_turn_on():
    assert order(("fails", "a", 1, 0), ("next", "b", 1, 0), ("last", "a", 1, 0))[0] == ["fails", "next", "last"]


def test_a_source_has_one_turn_at_a_time_and_all_have_so_many():
    assert order(*[(n, "a", 1, 0.01) for n in range(4)], at_once=3)[1] == 1
    assert order(*[(n, n, 1, 0.01) for n in range(6)], at_once=3)[1] == 3
