"""The history of `history.yml` as the rows that `extract` hands to the load, one folder per crawl day."""

import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from extract.claims.schema import DealClaim, MoveClaim, OfferClaim
from extract.records import digest
from warehouse.load import SCHEMA, load_day, raw_tables

Rows = dict[str, list[dict[str, Any]]]

HISTORY = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
CLAIMS = {"move": MoveClaim, "deal": DealClaim, "offer": OfferClaim}
UNSAID = {"move": {"person": None, "headcount": 1}, "deal": {}, "offer": {"person": None}}

with duckdb.connect() as _connection:
    COLUMNS = raw_tables(_connection.execute(SCHEMA.read_text(encoding="utf-8")))


def article_id(name: str) -> str:
    return digest("article", name)


def _row(table: str, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS[table]) | {"reader_version": "test"} | values


def _quoted(text: str, said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the sentence that is quoted, with stance and speaker, and what else is said."""
    spans = [match.span() for match in re.finditer(r"\S.*?(?:\.(?= [A-ZÀ-Ý])|$)", text)]
    start, end = spans[said["says"] - 1]
    voice = {"stance": "asserts", "attributed_to": None, "attribution_role": None}
    voice |= {key: said[key] for key in voice.keys() & said.keys()}
    rest = {key: value for key, value in said.items() if key not in {"says", *voice}}
    return {"text": text[start:end], "part": "text", "char_start": start, "char_end": end} | voice, rest


def _claim_row(event: str, article: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    quote, values = _quoted(article["text"], said)
    claim = CLAIMS[event].model_validate(UNSAID[event] | {"confidence": 0.9, "quotes": [quote]} | values)
    row = claim.model_dump(mode="json")
    for field in {"effective_on", "announced_on"} & row.keys():
        days = row.pop(field) or {}
        row |= {f"{field[:-2]}{part}": days.get(part) for part in ("from_on", "to_on", "raw", "basis")}
    key = digest(event, article["id"], str(said))
    return _row(f"{event}_claims", claim_id=key, article_id=article_id(article["id"]), **row)


def _rejected_row(article: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    quote, values = _quoted(article["text"], said)
    key = digest("rejected", article["id"], str(said))
    return _row("rejected_candidates", candidate_id=key, article_id=article_id(article["id"]), quote=quote, **values)


def article_rows(article: dict[str, Any]) -> Rows:
    """Return the rows of one article of the history, but for the crawl day."""
    address = f"https://{article['source']}.example/{article['id']}"
    identity = {"article_id": article_id(article["id"]), "source_id": article["source"], "url": address}
    published = article.get("published_on")
    return {
        "pages": [_row("pages", page_id=digest("page", address), kind="article", outcome="ok", **identity)],
        "articles": [
            _row(
                "articles",
                page_id=digest("page", address),
                canonical_url=address,
                published_from_on=published,
                published_to_on=published,
                text=article["text"],
                text_sha256=digest(article["text"]),
                is_paywalled=False,
                **identity,
            )
        ],
        **{
            f"{event}_claims": [_claim_row(event, article, said) for said in article.get(f"{event}s", [])]
            for event in CLAIMS
        },
        "rejected_candidates": [_rejected_row(article, said) for said in article.get("rejected", [])],
    }


def _source_rows(crawl_on: date) -> list[dict[str, Any]]:
    return [
        _row("sources", source_id=key, home_url=f"https://{key}.example/", crawl_on=crawl_on.isoformat(), **source)
        for key, source in HISTORY["sources"].items()
    ]


def days(articles: list[dict[str, Any]] = HISTORY["articles"]) -> dict[date, Rows]:
    """Return the rows of every crawl day: an article's is that of its publication, if dated, and later ones."""
    found: dict[date, Rows] = {}
    for article in articles:
        crawls = [article["crawled_on"]] if "crawled_on" in article else [article["published_on"]]
        for crawl_on in (*crawls, *article.get("crawled_again_on", ())):
            day = found.setdefault(crawl_on, {table: [] for table in COLUMNS} | {"sources": _source_rows(crawl_on)})
            for table, rows in article_rows(article).items():
                fetched = {"fetched_at": f"{crawl_on}T06:00:00Z"} if table == "pages" else {}
                day[table] += [row | fetched | {"crawl_on": crawl_on.isoformat()} for row in rows]
    return found


def load(
    database: Path, folder: Path, *, seed: int | None = None, since: date = date.min, until: date = date.max
) -> None:
    """Load the history from a day to another; with a seed, its days and the rows of each in another order."""
    order = [(crawl_on, tables) for crawl_on, tables in days().items() if since <= crawl_on <= until]
    if seed is not None:
        random.Random(seed).shuffle(order)  # noqa: S311
    for crawl_on, tables in order:
        if seed is not None:
            for rows in tables.values():
                random.Random(seed).shuffle(rows)  # noqa: S311
        _load_rows(database, folder, crawl_on, tables)


def load_articles(database: Path, folder: Path, articles: list[dict[str, Any]]) -> None:
    """Load these articles, each of their days in the place of what it held."""
    for crawl_on, tables in days(articles).items():
        _load_rows(database, folder, crawl_on, tables)


def load_empty_day(database: Path, folder: Path, crawl_on: date) -> None:
    """Load a day on which there was nothing to read."""
    _load_rows(database, folder, crawl_on, {table: [] for table in COLUMNS})


def _load_rows(database: Path, folder: Path, crawl_on: date, tables: Rows) -> None:
    day = folder / crawl_on.isoformat()
    day.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        lines = [json.dumps({name: row[name] for name in COLUMNS[table]}, default=str) + "\n" for row in rows]
        (day / f"{table}.jsonl").write_text("".join(lines), encoding="utf-8")
    load_day(database, day, crawl_on)
