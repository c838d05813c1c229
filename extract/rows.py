"""Articles' claims as rows of the raw tables: one flat dictionary each, with the columns of the table.

What the fields mean belongs in `extract.records` and `extract.claims.schema`.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from extract.claims.schema import Claim, Claims, DayInterval
from extract.records import Article, digest

Rows = dict[str, list[dict[str, Any]]]

# What tells one happening of an article from another; the rest may change with a better reader.
_IDENTITY = {
    "move": ("kind", "person", "headcount", "from_organization", "to_organization", "from_role", "to_role"),
    "deal": ("kind", "acquirers", "target", "sellers", "amount", "currency", "round"),
    "offer": ("kind", "offeror", "person", "amount", "currency"),
}


def claim_rows(article: Article, claims: Claims) -> Rows:
    """Return the rows of `article`'s claims, by table: move_claims, deal_claims, offer_claims, rejected_candidates.

    Ids are derived from the article and from what is claimed: equal in every run, unique in the article.
    """
    candidates: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for candidate in claims.rejected:
        values = candidate.model_dump(mode="json")
        identity = _unique(seen, article.article_id, "rejected", json.dumps(values, sort_keys=True))
        candidates.append({"candidate_id": identity} | _of_article(article) | values)
    return {
        "move_claims": _event_rows(article, "move", claims.moves, "effective"),
        "deal_claims": _event_rows(article, "deal", claims.deals, "announced"),
        "offer_claims": _event_rows(article, "offer", claims.offers),
        "rejected_candidates": candidates,
    }


def _event_rows(
    article: Article, event: str, claims: Iterable[Claim], interval: str | None = None
) -> list[dict[str, Any]]:
    rows = []
    seen: Counter[str] = Counter()
    for claim in claims:
        values = claim.model_dump(mode="json")
        if interval:
            values |= _interval(interval, getattr(claim, f"{interval}_on"))
            del values[f"{interval}_on"]
        identity = [json.dumps(values[name], sort_keys=True) for name in _IDENTITY[event]]
        rows.append({"claim_id": _unique(seen, article.article_id, event, *identity)} | _of_article(article) | values)
    return rows


def _of_article(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.article_id,
        "crawl_on": article.crawl_on.isoformat(),
        "reader_version": article.reader_version,
    }


def _interval(name: str, value: DayInterval | None) -> dict[str, Any]:
    fields = value.model_dump(mode="json") if value else {}
    return {f"{name}_{part}": fields.get(part) for part in ("from_on", "to_on", "raw", "basis")}


def _unique(seen: Counter[str], *parts: str) -> str:
    """Return the digest of `parts`, and of how many equal ones came before in the article."""
    plain = digest(*parts)
    seen[plain] += 1
    return plain if seen[plain] == 1 else digest(*parts, seen[plain])
