"""What crawling costs: mercato beside the command lines of trafilatura and newspaper4k on the same generated site.

    python tests/bench/crawl.py [--pages 5000] [--rivals FOLDER] [--only NAME…]

A server of its own process, on loopback, gives one sitemap and as many article pages as asked; none of the programs
waits between requests. trafilatura runs as `trafilatura --sitemap … --list`, then as `trafilatura -i … --parallel 2`:
`--sitemap … -o` in one asks for the sitemap without end (2.3.1 with courlan 1.4.0), and at no address without a dot in
its name, so that to it alone the server is `herald.localhost`. newspaper4k runs as a program of a few lines, with its
own threads, from a virtual environment that is made in FOLDER (default: a temporary one) and is no part of this
project; without a package registry it is left out. They fetch and extract text. mercato also archives
every exchange as WARC, and is given at three points: archived; with the text of every article; with its claims.
A second crawl of the same site shows what is transferred when nothing has changed.

Memory is that of a program with all of its processes, shared pages counted once (PSS), at its highest. Nothing is
asserted: figures depend on the machine.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psutil

DAY = date(2025, 7, 1)
POLL_SECONDS = 0.25
MEGABYTE = 2**20
PROJECT = Path(__file__).parents[2]
NEWSPAPER = "newspaper4k==0.9.6"

# --- the site ---------------------------------------------------------------------------------------------------------

WORDS = [
    "orchard",
    "harbor",
    "bridge",
    "council",
    "river",
    "market",
    "garden",
    "station",
    "valley",
    "school",
    "library",
    "winter",
    "summer",
    "morning",
    "budget",
    "plan",
    "meeting",
    "report",
    "road",
    "train",
    "ferry",
    "museum",
    "theater",
    "harvest",
    "storm",
    "bakery",
    "school",
    "clinic",
    "village",
    "mayor",
]
VERBS = [
    "opened",
    "closed",
    "repaired",
    "painted",
    "measured",
    "visited",
    "described",
    "counted",
    "moved",
    "financed",
    "rented",
    "planned",
]
PLACES = [
    "near the coast",
    "in the old town",
    "behind the mill",
    "on the hill",
    "at the border",
    "along the canal",
]
NAMES = [
    "Nadia",
    "Jonas",
    "Clara",
    "Peter",
    "Irene",
    "Tobias",
    "Martha",
    "Felix",
    "Agnes",
    "Victor",
]
SURNAMES = [
    "Kessler",
    "Whitfield",
    "Montrose",
    "Langley",
    "Castellan",
    "Overbeck",
    "Halloran",
    "Prescott",
    "Vandermeer",
    "Ashdown",
]
HOUSES = [
    "Halcyon",
    "Quillon",
    "Kestrelis",
    "Brightwater",
    "Norvane",
    "Tessaly",
    "Orbrook",
    "Lumenfield",
]


def article(number: int) -> tuple[str, list[str]]:
    """Return title and paragraphs of article `number`: some 500 words, in one of ten a hire."""
    choose = random.Random(number)  # noqa: S311
    title = f"The {choose.choice(WORDS)} and the {choose.choice(WORDS)} of {choose.choice(SURNAMES)}, part {number}"
    paragraphs = []
    for _ in range(choose.randint(5, 9)):
        sentences = [
            f"The {choose.choice(WORDS)} {choose.choice(PLACES)} was {choose.choice(VERBS)} after the "
            f"{choose.choice(WORDS)} had been {choose.choice(VERBS)} by {choose.randint(2, 900)} people, and the "
            f"{choose.choice(WORDS)} {choose.choice(PLACES)} will follow when the {choose.choice(WORDS)} allows it."
            for _ in range(choose.randint(2, 4))
        ]
        paragraphs.append(" ".join(sentences))
    if number % 10 == 0:
        person, house = f"{choose.choice(NAMES)} {choose.choice(SURNAMES)}", choose.choice(HOUSES)
        paragraphs.insert(1, f"{person} has joined {house} Robotics as chief scientist, the company said on Monday.")
    return title, paragraphs


def page(number: int) -> bytes:
    """Return article `number` as the page of a news site, with all that stands around an article."""
    title, paragraphs = article(number)
    sections = "".join(f'<li><a href="/section/{word}">{word.title()}</a></li>' for word in WORDS)
    stories = "".join(
        f'<div class="card"><h3><a href="/{n}.html">{article_title}</a></h3><p>A word or two on it.</p></div>'
        for n, article_title in ((number + step, f"Another story, of number {number + step}") for step in range(1, 9))
    )
    published = (DAY - timedelta(days=number % 30)).isoformat()
    data = {"@type": "NewsArticle", "headline": title, "datePublished": f"{published}T08:00:00Z"}
    style = "".join(f".c{n}{{margin:{n}px;padding:{n}px;color:#{n:06x}}}" for n in range(200))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Loopback Herald</title>'
        f'<link rel="canonical" href="/{number}.html"><meta name="author" content="A. Writer"><style>{style}</style>'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><header><nav><ul>{sections}</ul>'
        f"</nav></header><main><article><h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}"
        f"</article><aside>{stories}</aside></main><footer><p>© The Loopback Herald. All rights reserved.</p><ul>"
        f"{sections}</ul></footer><script>{'window.x=(window.x||0)+1;' * 100}</script></body></html>"
    ).encode()


def serve(count: int) -> None:
    """Serve `count` pages until the process is ended; print the port first. /counts tells what was given so far."""
    import uvicorn

    pages = {f"/{number}.html": page(number) for number in range(count)}
    given = {"requests": 0, "bodies": 0, "bytes": 0}

    async def app(scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
        if scope["type"] != "http":
            return
        path, headers = scope["path"], dict(scope["headers"])
        host, tag = headers.get(b"host", b"").decode(), f'"{path}"'.encode()
        status, kind, body = 200, b"text/html; charset=utf-8", pages.get(path, b"")
        if path == "/sitemap.xml":
            entries = "".join(f"<url><loc>http://{host}{each}</loc></url>" for each in pages)
            kind = b"application/xml"
            body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
        elif path == "/":
            body = b"<!doctype html><html><head><title>The Loopback Herald</title></head><body>News</body></html>"
        elif path == "/robots.txt":
            kind, body = b"text/plain", f"User-agent: *\nSitemap: http://{host}/sitemap.xml\n".encode()
        elif path == "/counts":
            kind, body = b"application/json", json.dumps(given).encode()
        elif not body:
            status = 404
        if status == 200 and headers.get(b"if-none-match") == tag:
            status, body = 304, b""
        if path != "/counts":
            given["requests"] += 1
            given["bodies"] += bool(body) and path in pages
            given["bytes"] += len(body)
        fields = [(b"content-type", kind), (b"etag", tag), (b"content-length", str(len(body)).encode())]
        fields = fields[:2] if status == 304 else fields
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": body})

    async def run() -> None:
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", access_log=False))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.05)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        await serving

    asyncio.run(run())


# --- the programs -----------------------------------------------------------------------------------------------------

CRAWL = """
import sys
from datetime import date
from extract.crawl.process import crawl
from extract.sources import Source
url, day, archive, count = sys.argv[1:5]
source = Source(id="herald", name="Herald", language="en", country="GB", home_url=url, sitemaps=(url + "/sitemap.xml",),
                delay_seconds=0, max_articles=int(count), private_hosts=("127.0.0.1", "localhost"))
if __name__ == "__main__":
    print(crawl([source], date.fromisoformat(day), archive).new_articles, "new articles archived")
"""
READ_TEXTS = """
import sys
from datetime import date
from extract.archive import Archive
from extract.batch import PageToRead, _is_to_read, _read_page
from extract.workers import answers
if __name__ == "__main__":
    with Archive(sys.argv[1]) as archive:
        pages = (PageToRead(archive.folder, page, None) for page in archive.pages(date.fromisoformat(sys.argv[2]))
                 if _is_to_read(page))
        results = answers(_read_page, pages, workers=2, preload="extract.article")  # claims alone need models
        print(sum(result.answer.article is not None for result in results), "texts read")
"""
READ_CLAIMS = """
import sys
from datetime import date
from extract.batch import read_day
if __name__ == "__main__":
    counts = read_day(sys.argv[1], date.fromisoformat(sys.argv[2]), sys.argv[3], workers=2)
    print(counts["articles"], "articles,", counts["move_claims"], "moves read")
"""
NEWSPAPER_CRAWL = """
import re, sys, urllib.request
import newspaper
from newspaper.mthreading import fetch_news
sitemap = urllib.request.urlopen(sys.argv[1] + "/sitemap.xml").read().decode()
articles = fetch_news(re.findall("<loc>(.*?)</loc>", sitemap))
for number, article in enumerate(articles):
    with open(f"{sys.argv[2]}/{number}.txt", "w", encoding="utf-8") as file:
        file.write(article.text)
print(sum(len(article.text) > 200 for article in articles), "texts written")
"""


@dataclass(frozen=True)
class Cost:
    """One run of a program: seconds by the clock and of all processors, largest memory of all its processes (bytes)."""

    seconds: float
    processor_seconds: float
    peak: int
    said: str  # its last line


def measure(command: Sequence[str], folder: Path, python_path: Path) -> Cost:
    """Run `command` in `folder` and return what it costs. Raises `SystemExit` if it fails."""
    start, peak, used = time.perf_counter(), 0, dict[int, float]()
    with (folder / "output").open("w+") as output, (folder / "errors").open("w+") as errors:
        started = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=errors, env=ENVIRONMENT | {"PYTHONPATH": str(python_path)}
        )
        while started.poll() is None:
            memory = 0
            for process in _family(started.pid):
                with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    memory += process.memory_full_info().pss
                    spent = process.cpu_times()
                    used[process.pid] = spent.user + spent.system
            peak = max(peak, memory)
            with suppress(subprocess.TimeoutExpired):
                started.wait(POLL_SECONDS)
        seconds = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        if started.returncode:
            raise SystemExit(f"{command[0]} ended with code {started.returncode}: {errors.read()[-2000:]}")
        lines = output.read().split("\n")
    return Cost(seconds, sum(used.values()), peak, next((line for line in reversed(lines) if line.strip()), ""))


def _family(pid: int) -> list[psutil.Process]:
    try:
        started = psutil.Process(pid)
        return [started, *started.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


RESOLVER = """
import socket
resolve = socket.getaddrinfo
def getaddrinfo(host, *others, **options):
    return resolve("127.0.0.1" if host == "herald.localhost" else host, *others, **options)
socket.getaddrinfo = getaddrinfo
"""
ENVIRONMENT = os.environ | {"NO_PROXY": "*", "no_proxy": "*"}


def newspaper_python(folder: Path) -> Path | None:
    """Return the Python of a virtual environment with newspaper4k in `folder`, made if absent; null if impossible."""
    python = folder / "newspaper" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NEWSPAPER]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"newspaper4k is left out: {NEWSPAPER} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return python


def trafilatura_settings(folder: Path) -> Path:
    """Return a copy of trafilatura's settings that asks without pause, also at private addresses."""
    import trafilatura

    given = (Path(trafilatura.__file__).parent / "settings.cfg").read_text(encoding="utf-8")
    changed = given.replace("SLEEP_TIME = 5.0", "SLEEP_TIME = 0").replace(
        "SSRF_PROTECTION = on", "SSRF_PROTECTION = off"
    )
    path = folder / "settings.cfg"
    path.write_text(changed, encoding="utf-8")
    return path


def main() -> None:
    """Run the programs in turn against one server, and print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rivals", type=Path, help="folder for the virtual environment of newspaper4k, kept")
    parser.add_argument("--only", nargs="+", choices=["mercato", "trafilatura", "newspaper4k"])
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.pages)
        return
    wanted = options.only or ["mercato", "trafilatura", "newspaper4k"]
    serving = [sys.executable, __file__, "--serve", "--pages", str(options.pages)]
    with (
        tempfile.TemporaryDirectory() as name,
        subprocess.Popen(serving, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        url, folder = f"http://127.0.0.1:{server.stdout.readline().strip()}", Path(name)
        print(f"{options.pages} pages of {len(page(1)) / 1000:.0f} kB, {os.cpu_count()} processors")
        print(f"{'':52}{'seconds':>9}{'CPU s':>9}{'pages/s':>9}{'peak MB':>9}{'bodies':>8}{'MB sent':>9}")

        def given() -> dict[str, int]:
            with urllib.request.urlopen(f"{url}/counts") as answer:  # noqa: S310
                counts: dict[str, int] = json.load(answer)
                return counts

        def run(label: str, command: Sequence[str], before: Sequence[Cost] = (), python_path: Path = PROJECT) -> Cost:
            sent = given()
            cost = measure(command, folder, python_path)
            now = given()
            seconds = cost.seconds + sum(each.seconds for each in before)
            processor = cost.processor_seconds + sum(each.processor_seconds for each in before)
            peak = max(cost.peak, *(each.peak for each in before), 0)
            print(
                f"{label:52}{seconds:9.1f}{processor:9.1f}{options.pages / seconds:9.1f}{peak / MEGABYTE:9.0f}"
                f"{now['bodies'] - sent['bodies']:8}{(now['bytes'] - sent['bytes']) / MEGABYTE:9.1f}  {cost.said}",
                flush=True,
            )
            return cost

        try:
            if "mercato" in wanted:
                python, archive, day = sys.executable, str(folder / "archive"), DAY.isoformat()
                crawling = [python, "-c", CRAWL, url]
                first = run("mercato: crawl, archive", [*crawling, day, archive, str(options.pages)])
                run("mercato: crawl, archive, text", [python, "-c", READ_TEXTS, archive, day], [first])
                out = str(folder / "extracted")
                run("mercato: crawl, archive, text, claims", [python, "-c", READ_CLAIMS, archive, day, out], [first])
                later = (DAY + timedelta(days=1)).isoformat()
                run("mercato: second crawl, nothing changed", [*crawling, later, archive, str(options.pages)])
            if "trafilatura" in wanted:
                resolver, texts, urls = folder / "resolver", folder / "texts", folder / "urls.txt"
                resolver.mkdir()
                (resolver / "sitecustomize.py").write_text(RESOLVER)
                command = [str(Path(sys.executable).with_name("trafilatura"))]
                command += ["--config-file", str(trafilatura_settings(folder))]
                sitemap = f"{url.replace('127.0.0.1', 'herald.localhost')}/sitemap.xml"
                listed = run("trafilatura --sitemap --list", [*command, "--sitemap", sitemap, "--list"], (), resolver)
                urls.write_text((folder / "output").read_text())
                reading = [*command, "-i", str(urls), "--parallel", "2", "-o", str(texts)]
                run("trafilatura --sitemap --list, -i --parallel 2: text", reading, [listed], resolver)
                print(f"{'':52}{sum(1 for _ in texts.rglob('*.txt'))} texts written")
            if "newspaper4k" in wanted and (rival := newspaper_python(options.rivals or folder)):
                written = folder / "newspaper-texts"
                written.mkdir()
                run(
                    "newspaper4k, its threads: text",
                    [str(rival), "-c", NEWSPAPER_CRAWL, url, str(written)],
                    (),
                    written,
                )
        finally:
            assert server.stdin is not None
            server.stdin.close()


if __name__ == "__main__":
    main()
