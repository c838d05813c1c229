"""Sites that misbehave, small enough for every run of the tests; `soak.py` has them in full size, one by one."""

import subprocess
import sys

import pytest
from cases import GROUPS, hangs
from cases.case import SMALL
from crawling import DAY, MEMORY_LIMIT_MB, faults, good_faults, run, source_id
from server import serving

from extract.archive import Archive, read_body

HANGING = hangs(SMALL)
OTHERS = [case for group in GROUPS if group is not hangs for case in group(SMALL)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def hanging(folder):
    """A crawl of the sites that hang."""
    with serving() as server:
        return run(server, HANGING, folder / "hanging", timeout_seconds=4)


@pytest.fixture(scope="module")
def others(folder):
    """A crawl of all other sites."""
    with serving() as server:
        return run(server, OTHERS, folder / "others", timeout_seconds=30)


@pytest.mark.parametrize("case", HANGING, ids=source_id)
def test_rows_tell_the_truth_about_sites_that_hang(hanging, case):
    assert faults(case, hanging) == []


@pytest.mark.parametrize("case", OTHERS, ids=source_id)
def test_rows_tell_the_truth(others, case):
    assert faults(case, others) == []


def test_memory_stays_under_its_limit(hanging, others):
    assert 0 < hanging.peak_mb < MEMORY_LIMIT_MB
    assert 0 < others.peak_mb < MEMORY_LIMIT_MB


def test_a_well_behaved_source_among_them_is_complete(hanging, others):
    assert good_faults(hanging) == []
    assert good_faults(others) == []


def test_a_well_behaved_source_waits_for_no_site_that_hangs(hanging):
    silent = hanging.sites["silent"]
    given_up_at = next(at for path, at in silent.left if path == "/a")
    assert hanging.good.asked[-1].at < given_up_at


def test_both_versions_of_a_changed_article_are_kept(others, folder):
    url = others.sites["changed"].origin + "/a"
    with Archive(folder / "others") as archive:
        first, second = (page for page in archive.pages(DAY) if page.url == url)
        assert b"Lille" in read_body(archive.folder, first)
        assert b"Roubaix" in read_body(archive.folder, second)
    texts = [others.texts[row["article_id"]] for row in others.rows["changed"] if row["kind"] == "article"]
    assert ["Lille" in text for text in texts] == [True, False]


def test_no_site_writes_outside_the_archive_or_breaks_it(hanging, others, folder):
    for archive in (folder / "hanging", folder / "others"):
        files = {path.relative_to(archive).as_posix() for path in archive.rglob("*") if path.is_file()}
        plain = {f"{DAY}/{name}" for name in ("pages.jsonl", "sources.json", "crawl.log")}
        warcs = {name for name in files if name.startswith(f"{DAY}/") and name.endswith(".warc.gz")}
        read = {name for name in files if name.startswith("read/")}
        index = {name for name in files if name.startswith("index.sqlite")}
        assert files - warcs - read - index == plain | {"certificate.pem"} & files
        command = [sys.executable, "-m", "warcio.cli", "check", *(str(archive / name) for name in sorted(warcs))]
        checked = subprocess.run(command, check=False, capture_output=True, text=True)
        assert (checked.returncode, checked.stdout) == (0, "")


def test_no_announcement_breaks_the_spider(hanging, others, folder):
    for archive in (folder / "hanging", folder / "others"):
        assert "spider_exceptions" not in (archive / str(DAY) / "crawl.log").read_text(errors="replace")


def test_every_case_has_a_name_of_its_own():
    names = [case.name for case in (*HANGING, *OTHERS)]
    assert len(set(names)) == len(names) >= 60
