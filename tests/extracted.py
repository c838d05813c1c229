"""A small extracted day of invented people and companies: what `extract` hands to the load, as plain rows.

Each test changes a copy of `rows()` to say what it is about; the pipeline's own newsroom is not used here.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from extract.records import digest
from warehouse.load import SCHEMA, raw_tables

DAY = date(2025, 7, 2)
READER = "test-reader"

Rows = dict[str, list[dict[str, Any]]]

with duckdb.connect() as _connection:
    COLUMNS = raw_tables(_connection.execute(SCHEMA.read_text(encoding="utf-8")))

SOURCES = {
    "ledger": ("The Ledger", "en", "US", "https://ledger.example/"),
    "courrier": ("Le Courrier du numérique", "fr", "FR", "https://courrier.example/"),
    "tickertape": ("Tickertape", "en", "GB", "https://tickertape.example/"),
}

ARTICLES = {
    "ledger-hire": (
        "ledger",
        "en",
        "2025-06-30",
        "Halcyon hires Kessler from Brightforge",
        (
            "Nadia Kessler joined Halcyon Robotics on Monday as chief scientist, Halcyon said. "
            "She had led research at Brightforge."
        ),
    ),
    "courrier-hire": (
        "courrier",
        "fr",
        "2025-06-28",
        "Nadia Kessler attendue chez Halcyon Robotics",
        (
            "Selon nos informations, Nadia Kessler quitterait Brightforge pour Halcyon Robotics. "
            "Brightforge lui aurait proposé 3 millions d’euros pour rester."
        ),
    ),
    "ledger-deal": (
        "ledger",
        "en",
        "2025-07-01",
        "Halcyon buys a 40% stake in Quillon",
        (
            "Halcyon Robotics is buying 40% of Quillon Labs for $1.2 billion, both companies said. "
            "Quillon co-founder Tomas Lindqvist will join Halcyon."
        ),
    ),
    "tickertape-deal": (
        "tickertape",
        "en",
        "2025-07-01",
        "Quillon stake priced at $1.5bn",
        (
            "Halcyon Robotics Inc. takes a stake in Quillon Labs for $1.5 billion. "
            "Vellmar could buy Norrsken Chips, sources said."
        ),
    ),
    "courrier-round": (
        "courrier",
        "fr",
        "2025-05-14",
        "Pharos lève 20 millions",
        (
            "La jeune pousse Pharos boucle un tour de table de 20 millions d’euros mené par Meridian. "
            "Elle dément discuter avec Vellmar."
        ),
    ),
    "tickertape-quiet": (
        "tickertape",
        "en",
        "2025-07-02",
        "Chip prices ease",
        "Memory prices fell for a third week. Nobody bought the old plant.",
    ),
}


def article_id(key: str) -> str:
    return digest("article", key)


def quote(key: str, text: str, *, stance: str, by: str | None = None, role: str | None = None) -> dict[str, Any]:
    """Return a quote with its offsets in the article's text; the text must be there."""
    start = ARTICLES[key][4].index(text)
    return {
        "text": text,
        "part": "text",
        "char_start": start,
        "char_end": start + len(text),
        "stance": stance,
        "attributed_to": by,
        "attribution_role": role,
    }


def _audit(key: str, kind: str, *quotes: dict[str, Any], status: str, confidence: float = 0.9) -> dict[str, Any]:
    return {
        "claim_id": digest(kind, key, quotes[0]["char_start"]),
        "article_id": article_id(key),
        "crawl_on": DAY.isoformat(),
        "status": status,
        "is_background": False,
        "confidence": confidence,
        "quotes": list(quotes),
        "reader_version": READER,
    }


def _row(table: str, **values: Any) -> dict[str, Any]:
    """Return a row with every column of the raw table, null unless given."""
    return dict.fromkeys(COLUMNS[table]) | {"crawl_on": DAY.isoformat()} | values


def _move(key: str, *quotes: dict[str, Any], status: str, **values: Any) -> dict[str, Any]:
    return _row("move_claims", headcount=1, kind="hire") | _audit(key, "move", *quotes, status=status) | values


def _deal(key: str, *quotes: dict[str, Any], status: str, **values: Any) -> dict[str, Any]:
    return _row("deal_claims", sellers=[]) | _audit(key, "deal", *quotes, status=status) | values


def _page(key: str, outcome: str = "ok", **values: Any) -> dict[str, Any]:
    source, _, _ = key.partition("-")
    return (
        _row(
            "pages",
            page_id=digest("page", key),
            source_id=source,
            kind="article",
            url=f"https://{source}.example/{key}",
            fetched_at=f"{DAY}T06:00:00Z",
            http_status=200,
            outcome=outcome,
            content_type="text/html",
            article_id=article_id(key) if key in ARTICLES else None,
        )
        | values
    )


def _article(key: str) -> dict[str, Any]:
    source, language, published, title, text = ARTICLES[key]
    return {
        "article_id": article_id(key),
        "page_id": digest("page", key),
        "crawl_on": DAY.isoformat(),
        "source_id": source,
        "url": f"https://{source}.example/{key}",
        "canonical_url": f"https://{source}.example/{key}",
        "title": title,
        "author": None,
        "site_name": SOURCES[source][0],
        "language": language,
        "published_from_on": published,
        "published_to_on": published,
        "published_raw": published,
        "published_basis": "metadata",
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "is_paywalled": False,
        "reader_version": READER,
    }


def rows() -> Rows:
    """Return the rows of every raw table: a rumored hire confirmed, one stake at two prices, a denial, an offer."""
    lindqvist = quote(
        "ledger-deal", "Quillon co-founder Tomas Lindqvist will join Halcyon.", stance="confirms", by="Halcyon Robotics"
    )
    return {
        "sources": [
            {"source_id": key, "crawl_on": DAY.isoformat()}
            | dict(zip(("name", "language", "country", "home_url"), values, strict=True))
            for key, values in SOURCES.items()
        ],
        "pages": [_page(key) for key in ARTICLES]
        + [
            _page("ledger-feed", kind="feed", content_type="application/rss+xml"),
            _page("ledger-gone", "http_error", http_status=404, outcome_detail="404 Not Found"),
        ],
        "articles": [_article(key) for key in ARTICLES],
        "move_claims": [
            _move(
                "ledger-hire",
                quote(
                    "ledger-hire",
                    "Nadia Kessler joined Halcyon Robotics on Monday as chief scientist, Halcyon said.",
                    stance="confirms",
                    by="Halcyon Robotics",
                    role="employer",
                ),
                person="Nadia Kessler",
                from_organization="Brightforge",
                to_organization="Halcyon Robotics",
                to_role="chief scientist",
                stage="effective",
                effective_from_on="2025-06-30",
                effective_to_on="2025-06-30",
                effective_raw="on Monday",
                effective_basis="publication",
                status="confirmed",
            ),
            _move(
                "courrier-hire",
                quote(
                    "courrier-hire",
                    "Selon nos informations, Nadia Kessler quitterait Brightforge pour Halcyon Robotics.",
                    stance="rumors",
                ),
                person="Nadia Kessler",
                from_organization="Brightforge",
                to_organization="Halcyon Robotics",
                stage="planned",
                status="rumored",
                confidence=0.8,
            ),
            _move(
                "ledger-deal",
                lindqvist,
                person="Tomas Lindqvist",
                from_organization="Quillon Labs",
                to_organization="Halcyon Robotics",
                from_role="co-founder",
                stage="planned",
                status="confirmed",
            ),
        ],
        "deal_claims": [
            _deal(
                "ledger-deal",
                quote(
                    "ledger-deal",
                    "Halcyon Robotics is buying 40% of Quillon Labs for $1.2 billion, both companies said.",
                    stance="confirms",
                    by="both companies",
                    role="party",
                ),
                kind="stake",
                acquirers=["Halcyon Robotics"],
                target="Quillon Labs",
                amount=1_200_000_000,
                currency="USD",
                amount_qualifier="exact",
                amount_raw="$1.2 billion",
                stake_percent=40,
                stage="announced",
                status="confirmed",
            ),
            _deal(
                "tickertape-deal",
                quote(
                    "tickertape-deal",
                    "Halcyon Robotics Inc. takes a stake in Quillon Labs for $1.5 billion.",
                    stance="asserts",
                ),
                kind="stake",
                acquirers=["Halcyon Robotics Inc."],
                target="Quillon Labs",
                amount=1_500_000_000,
                currency="USD",
                amount_qualifier="exact",
                amount_raw="$1.5 billion",
                stage="announced",
                status="reported",
            ),
            _deal(
                "tickertape-deal",
                quote(
                    "tickertape-deal", "Vellmar could buy Norrsken Chips, sources said.", stance="rumors", by="sources"
                ),
                kind="acquisition",
                acquirers=["Vellmar"],
                target="Norrsken Chips",
                stage="talks",
                status="rumored",
                confidence=0.7,
            ),
            _deal(
                "courrier-round",
                quote(
                    "courrier-round",
                    "La jeune pousse Pharos boucle un tour de table de 20 millions d’euros mené par Meridian.",
                    stance="asserts",
                ),
                kind="funding_round",
                acquirers=["Meridian"],
                target="Pharos",
                amount=20_000_000,
                currency="EUR",
                amount_qualifier="exact",
                amount_raw="20 millions d’euros",
                stage="completed",
                status="reported",
            ),
            _deal(
                "courrier-round",
                quote(
                    "courrier-round", "Elle dément discuter avec Vellmar.", stance="denies", by="Pharos", role="party"
                ),
                kind="acquisition",
                acquirers=["Vellmar"],
                target="Pharos",
                stage="talks",
                status="denied",
            ),
        ],
        "offer_claims": [
            {
                "kind": "retention_counter",
                "offeror": "Brightforge",
                "person": "Nadia Kessler",
                "amount": 3_000_000,
                "currency": "EUR",
                "amount_qualifier": "exact",
                "amount_raw": "3 millions d’euros",
                "outcome": "declined",
            }
            | _audit(
                "courrier-hire",
                "offer",
                quote(
                    "courrier-hire",
                    "Brightforge lui aurait proposé 3 millions d’euros pour rester.",
                    stance="rumors",
                ),
                status="rumored",
            )
        ],
        "rejected_candidates": [
            {
                "candidate_id": digest("rejected", "tickertape-quiet"),
                "article_id": article_id("tickertape-quiet"),
                "crawl_on": DAY.isoformat(),
                "event": "deal",
                "trigger": "bought",
                "reason": "negated",
                "quote": quote("tickertape-quiet", "Nobody bought the old plant.", stance="asserts"),
                "reader_version": READER,
            }
        ],
    }


def write_day(folder: Path, tables: Rows) -> Path:
    """Write the rows as `extract` does, one JSON-lines file per table; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, records in tables.items():
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / f"{table}.jsonl").write_text(lines, encoding="utf-8")
    return folder
