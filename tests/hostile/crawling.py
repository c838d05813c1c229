"""Crawls hostile cases beside a well-behaved source, reads what came, and judges the rows.

What the cases are belongs in `cases`.
"""

import json
import re
import ssl
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from cases.case import NAME, WHOLE, Case, local, made
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from server import Server, Site, feed

from extract.batch import read_day
from extract.crawl.process import crawl
from extract.sources import Source

DAY = date(2025, 3, 4)
MEMORY_LIMIT_MB = 600
END_LIMIT_SECONDS = 600.0
READING_LIMIT_SECONDS = 60.0  # of a page: a busy machine is no hostile site
NEVER_REQUESTED = ("robots", "bad_address", "private_address", "over_quota", "backed_off")

Row = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Run:
    """What came of one crawl: the sites by case, their rows of `raw.pages` as read, and what it cost."""

    sites: dict[str, Site]
    rows: dict[str, list[Row]]
    texts: dict[str, str]  # by article
    good: Site
    peak_mb: float  # of the crawl's processes together, resident
    seconds: float


def run(server: Server, cases: Sequence[Case], folder: Path, timeout_seconds: float, good_pages: int = 8) -> Run:
    """Crawl `cases` and a well-behaved source together into `folder`, and read the day."""
    sites = {case.name: _site(server, case, folder) for case in cases}
    sources = [_source(case, sites[case.name]) for case in cases]
    paths = [f"/{n}" for n in range(good_pages)]
    polite = Case("good", "behaves well", dict.fromkeys(paths, WHOLE), {}, source={"delay_seconds": 0.1})
    good = _site(server, polite, folder)
    began = time.monotonic()
    with _watched(folder) as peak:
        crawl([*sources, _source(polite, good)], DAY, folder, timeout_seconds=timeout_seconds)
        changing = [case for case in cases if case.later is not None]
        for case in changing:
            site = sites[case.name]
            site.answers = {**site.answers, **made(case.later, site.origin)}
        if changing:
            crawl([_source(case, sites[case.name]) for case in changing], DAY, folder, timeout_seconds=timeout_seconds)
    seconds = time.monotonic() - began
    read_day(folder, DAY, folder / "read", workers=1, limit_seconds=READING_LIMIT_SECONDS)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in _table(folder, "pages"):
        rows[row["source_id"]].append(row)
    texts = {row["article_id"]: row["text"] for row in _table(folder, "articles")}
    return Run(sites, rows, texts, good, max(peak, default=0) / 2**20, seconds)


def source_id(case: Case) -> str:
    """Return the id of the case's source."""
    return case.name.replace("_", "-")


def faults(case: Case, result: Run) -> list[str]:
    """Return what the rows of `case` do not tell, or tell falsely; nothing when they are the truth."""
    site = result.sites[case.name]
    found: dict[str, list[Row]] = defaultdict(list)
    for row in result.rows[source_id(case)]:
        found[row["url"].removeprefix(site.origin) or "/"].append(row)
    expected = {local(path, site.origin): rows for path, rows in case.rows.items()}
    any_other = expected.pop("*", ())
    said = []
    for path in sorted(expected.keys() | found.keys()):
        rows = [f"{row['outcome']} {row['http_status'] or '-'} {row['outcome_detail'] or ''}" for row in found[path]]
        if not _agree(rows, expected.get(path, any_other)):
            said.append(f"{path[:100]}: rows {rows}, expected {expected.get(path, any_other)}")
    if (
        any_other
        and not isinstance(any_other, tuple)
        and not any_other.startswith("maybe ")
        and found.keys() <= expected.keys()
    ):
        said.append("no row of another path")
    for row in result.rows[source_id(case)]:
        is_article = row["kind"] == "article" and row["outcome"] == "ok"
        if is_article and case.is_read and NAME not in result.texts[row["article_id"]]:
            said.append(f"{row['url'][:100]}: read as {result.texts[row['article_id']][:100]!r}")
    asked = Counter(request.path for request in site.asked)
    told = Counter(path for path, rows in found.items() for row in rows if row["outcome"] not in NEVER_REQUESTED)
    said += [f"{path[:100]}: asked {n} times, {told[path]} rows" for path, n in asked.items() if n != told[path]]
    if case.most_asked is not None and len(site.asked) > case.most_asked:
        said.append(f"asked {len(site.asked)} times, at most {case.most_asked} expected")
    said += [f"asked for {path}" for path in asked if path.startswith("/trap")]
    personal = ("cookie", "authorization", "referer")
    said += [f"sent {name}" for name in personal if any(name in request.headers for request in site.asked)]
    return said


def good_faults(result: Run) -> list[str]:
    """Return what is missing of the well-behaved source."""
    arrived = {row["url"].removeprefix(result.good.origin) for row in result.rows["good"] if row["outcome"] == "ok"}
    return sorted(result.good.answers.keys() - arrived)


def good_wait_seconds(result: Run) -> float:
    """Return the longest time between two requests to the well-behaved source."""
    times = [asked.at for asked in result.good.asked]
    return max((later - earlier for earlier, later in pairwise(times)), default=0.0)


def _agree(tellings: list[str], patterns: str | tuple[str, ...]) -> bool:
    if isinstance(patterns, str):
        optional, pattern = patterns.startswith("maybe "), patterns.removeprefix("maybe ")
        return (optional or bool(tellings)) and all(re.match(pattern, telling) for telling in tellings)
    return len(tellings) == len(patterns) and all(map(re.match, patterns, tellings))


def _site(server: Server, case: Case, folder: Path) -> Site:
    site = server.site({}, _certificate(folder) if case.has_tls else None)
    links = case.paths() if case.links is None else case.links
    site.answers = {"/rss.xml": feed([local(link, site.origin) for link in links])} | made(case.answers, site.origin)
    return site


def _source(case: Case, site: Site) -> Source:
    fields = {"feeds": ("/rss.xml",), "sitemaps": (), "delay_seconds": 0} | dict(case.source)
    fields |= {key: [site.origin + path for path in fields[key]] for key in ("feeds", "sitemaps")}
    host = site.origin.partition("://")[2]
    return Source(
        id=source_id(case),
        name=case.name,
        language="en",
        country="GB",
        home_url=site.origin,
        private_hosts=[host],
        **fields,
    )


def _table(folder: Path, name: str) -> list[Row]:
    lines = (folder / "read" / DAY.isoformat() / f"{name}.jsonl").read_bytes().splitlines()
    return [json.loads(line) for line in lines]


@contextmanager
def _watched(folder: Path) -> Iterator[list[int]]:
    """Give the resident memory (bytes) of the crawl into `folder`, taken again and again; end a crawl that does not."""
    taken: list[int] = []
    done = threading.Event()
    deadline = time.monotonic() + END_LIMIT_SECONDS

    def watch() -> None:
        while not done.wait(0.02):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    if str(folder) in process.cmdline():
                        total += sum(part.memory_info().rss for part in [process, *process.children(recursive=True)])
                        if time.monotonic() > deadline:
                            process.kill()
                except psutil.NoSuchProcess:
                    continue
            taken.append(total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield taken
    finally:
        done.set()
        watcher.join()


def _certificate(folder: Path) -> ssl.SSLContext:
    """Return a context with a certificate that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    start = datetime.now(UTC) - timedelta(days=1)
    signed = builder.not_valid_before(start).not_valid_after(start + timedelta(days=9)).sign(key, hashes.SHA256())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
