"""What reading costs: `mercato extract --batch` beside plain trafilatura on the same pages, whole processes.

    python tests/bench/batch_cost.py [PAGES] [--repeat N] [--runs N]

PAGES is a folder of .html or .html.gz files, or a file with a `{"id", "html"}` object per line. Without it the pages
of the bundled newsroom are read, and the texts of `tests/golden` as pages: nearly each of them holds a trigger, so that
they cost more than news does. Both programs take turns, one worker each; medians are printed. Nothing is asserted:
timing depends on the machine. Accuracy is measured elsewhere.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median

import psutil

GOLDEN = Path(__file__).parents[1] / "golden"
PLAIN = """
import json, sys
from trafilatura import bare_extraction
for line in open(sys.argv[1], encoding="utf-8"):
    bare_extraction(json.loads(line)["html"])
"""
POLL_SECONDS = 0.02
MEGABYTE = 2**20


@dataclass(frozen=True)
class Cost:
    """One run of a program: seconds by the clock and of all processors, and the largest memory (bytes) of a process."""

    seconds: float
    processor_seconds: float
    peak: int


def bundled_pages() -> Iterator[str]:
    """Yield the article pages of the newsroom and every golden text as a page."""
    from extract.newsroom.content import read_newsroom
    from extract.newsroom.site import BASE_PORT, render_site

    newsroom = read_newsroom()
    for publisher in newsroom.publishers:
        for resource in render_site(newsroom, publisher, BASE_PORT).values():
            if resource.content_type.startswith("text/html") and b"<article" in resource.body:
                yield resource.body.decode()
    for path in sorted(GOLDEN.glob("*.jsonl")):
        if not path.name.startswith("newsroom"):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield as_page(json.loads(line))


def as_page(document: dict[str, str]) -> str:
    """Return a labelled document as the page of a plain site, with what stands around an article."""
    title = escape(document.get("title") or "")
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in document["text"].split("\n") if p.strip())
    links = "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(20))
    return (
        f'<!doctype html><html lang="{document["language"]}"><head><title>{title}</title></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>{paragraphs}</article></main>"
        f"<aside><ul>{links}</ul></aside><footer><ul>{links}</ul></footer></body></html>"
    )


def pages_of(path: Path) -> Iterator[str]:
    """Yield the pages of a folder or of a file of lines."""
    if path.is_dir():
        for file in sorted(path.rglob("*.html*")):
            body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            yield body.decode("utf-8", "replace")
    else:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["html"]


def run(command: list[str]) -> Cost:
    """Run `command` to its end. Raises `CalledProcessError` when it fails."""
    start, peak, used = time.perf_counter(), 0, dict[int, float]()
    with subprocess.Popen(command) as started:
        root = psutil.Process(started.pid)
        while started.poll() is None:
            try:
                for process in (root, *root.children(recursive=True)):
                    peak = max(peak, process.memory_info().rss)
                    spent = process.cpu_times()
                    used[process.pid] = spent.user + spent.system
            except psutil.NoSuchProcess:
                continue
            time.sleep(POLL_SECONDS)
    seconds = time.perf_counter() - start
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, command)
    return Cost(seconds, sum(used.values()), peak)


def compare(pages: list[str], runs: int, folder: Path) -> None:
    """Run both programs in turn on `pages` and print what they cost."""
    given = folder / "pages.jsonl"
    lines = (json.dumps({"id": i, "html": page}, ensure_ascii=False) for i, page in enumerate(pages))
    given.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="replace")
    mercato = Path(sys.executable).with_name("mercato")
    commands = {
        "trafilatura": [sys.executable, "-c", PLAIN, str(given)],
        "mercato": [str(mercato), "extract", "--batch", str(given), str(folder / "out.jsonl"), "--workers", "1"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(run(command))
    print(f"\n{len(pages)} pages, median of {runs} runs\n{'':12}{'seconds':>9}{'CPU s':>9}{'pages/s':>9}{'peak MB':>9}")
    for name, each in costs.items():
        seconds, peak = median(c.seconds for c in each), max(c.peak for c in each)
        processor = median(c.processor_seconds for c in each)
        print(f"{name:12}{seconds:9.2f}{processor:9.2f}{len(pages) / seconds:9.1f}{peak / MEGABYTE:9.0f}")
    pairs = list(zip(costs["trafilatura"], costs["mercato"], strict=True))
    by_clock = median(m.seconds / t.seconds for t, m in pairs)
    by_processor = median(m.processor_seconds / t.processor_seconds for t, m in pairs)
    print(f"ratio       {by_clock:9.2f}{by_processor:9.2f}")


def main() -> None:
    """Compare the two programs on the pages as they are, and on many times as many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=1, help="of the pages, for a second, larger batch")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    pages = list(pages_of(options.pages) if options.pages else bundled_pages())
    with tempfile.TemporaryDirectory() as folder:
        compare(pages, options.runs, Path(folder))
        if options.repeat > 1:
            compare(pages * options.repeat, options.runs, Path(folder))


if __name__ == "__main__":
    main()
