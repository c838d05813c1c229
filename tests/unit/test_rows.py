"""Claims as rows: the columns of the raw tables, and ids that tell claims apart in every run."""

from datetime import date

import extracted

from extract.claims.schema import (
    Claims,
    DayInterval,
    DealClaim,
    DealKind,
    DealStage,
    DocumentPart,
    IntervalBasis,
    MoveClaim,
    MoveKind,
    MoveStage,
    OfferClaim,
    OfferKind,
    OfferOutcome,
    Quote,
    RejectedCandidate,
    RejectReason,
    Stance,
    Status,
)
from extract.records import Article, DateBasis
from extract.rows import claim_rows

QUOTE = Quote(text="She joined.", part=DocumentPart.TEXT, char_start=0, char_end=11, stance=Stance.ASSERTS)
COMMON = {"status": Status.REPORTED, "confidence": 0.5, "quotes": (QUOTE,)}
DAYS = DayInterval(from_on=date(2025, 6, 2), to_on=date(2025, 6, 3), raw="early", basis=IntervalBasis.PUBLICATION)


def article(**fields):
    return Article(
        **{
            "article_id": "a1",
            "page_id": "p1",
            "crawl_on": date(2025, 6, 20),
            "source_id": "tribune",
            "url": "https://tribune.example/1",
            "canonical_url": "https://tribune.example/1",
            "title": None,
            "author": None,
            "site_name": None,
            "language": "en",
            "published_from_on": None,
            "published_to_on": None,
            "published_raw": None,
            "published_basis": DateBasis.FIRST_CRAWL,
            "text": "She joined.",
            "text_sha256": "00",
            "is_paywalled": False,
            "reader_version": "r1",
        }
        | fields
    )


def move(**fields):
    kind = {"person": "Ada Example", "headcount": 1, "kind": MoveKind.HIRE, "stage": MoveStage.EFFECTIVE}
    return MoveClaim(**COMMON, **(kind | fields))


DEAL = DealClaim(
    **COMMON, kind=DealKind.STAKE, acquirers=("A", "B"), target="C", stage=DealStage.TALKS, announced_on=DAYS
)
OFFER = OfferClaim(**COMMON, kind=OfferKind.SIGN_ON, outcome=OfferOutcome.UNKNOWN)
REJECTED = RejectedCandidate(event="move", trigger="left", reason=RejectReason.HOMONYM, quote=QUOTE)


def test_rows_have_exactly_the_columns_of_their_tables():
    claims = Claims(moves=(move(),), deals=(DEAL,), offers=(OFFER,), rejected=(REJECTED,))
    rows = claim_rows(article(), claims)
    assert set(rows) == {"move_claims", "deal_claims", "offer_claims", "rejected_candidates"}
    for table, (row,) in rows.items():
        assert set(row) == set(extracted.COLUMNS[table]), table
    assert set(article().model_dump()) == set(extracted.COLUMNS["articles"])


def test_intervals_become_columns():
    (with_days,) = claim_rows(article(), Claims(moves=(move(effective_on=DAYS),)))["move_claims"]
    (without,) = claim_rows(article(), Claims(moves=(move(),)))["move_claims"]
    parts = ("from_on", "to_on", "raw", "basis")
    assert [with_days[f"effective_{part}"] for part in parts] == ["2025-06-02", "2025-06-03", "early", "publication"]
    assert [without[f"effective_{part}"] for part in parts] == [None] * 4


def test_ids_are_equal_in_every_run_and_unique_in_the_article():
    claims = Claims(moves=(move(), move(), move(person="B. Example")), rejected=(REJECTED, REJECTED))
    first, again = claim_rows(article(), claims), claim_rows(article(), claims)
    assert first == again
    for table, key in (("move_claims", "claim_id"), ("rejected_candidates", "candidate_id")):
        ids = [row[key] for row in first[table]]
        assert len(set(ids)) == len(ids) > 1
    (other,) = claim_rows(article(article_id="a2"), Claims(moves=(move(),)))["move_claims"]
    assert other["claim_id"] not in {row["claim_id"] for row in first["move_claims"]}


def test_a_better_reading_of_the_same_happening_keeps_its_id():
    (plain,) = claim_rows(article(), Claims(moves=(move(),)))["move_claims"]
    (better,) = claim_rows(article(), Claims(moves=(move(effective_on=DAYS, is_background=True),)))["move_claims"]
    assert plain["claim_id"] == better["claim_id"]
