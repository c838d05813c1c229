"""The records that reading yields: what one article says about one happening.

Values and enumerations follow the labelling guide: a move, a deal or an offer is listed once
per article, with the most complete values that the article itself supports. How they are found
belongs in the sibling modules.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from extract.records import Record


class Stance(StrEnum):
    """How a quote stands to the happening it speaks of."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    RUMORS = "rumors"
    DECLINES_TO_COMMENT = "declines_to_comment"


class Status(StrEnum):
    """How sure the article is: said by a party, by the outlet, hedged, or denied by a party."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RUMORED = "rumored"
    DENIED = "denied"


class MoveKind(StrEnum):
    """How a person changes post or employer."""

    HIRE = "hire"
    PROMOTION = "promotion"
    DEPARTURE = "departure"
    DISMISSAL = "dismissal"
    RETIREMENT = "retirement"
    BOARD_JOIN = "board_join"
    BOARD_EXIT = "board_exit"
    FOUNDING = "founding"


class MoveStage(StrEnum):
    """How far a move has come."""

    PLANNED = "planned"
    EFFECTIVE = "effective"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class DealKind(StrEnum):
    """How ownership or capital changes hands."""

    ACQUISITION = "acquisition"
    MERGER = "merger"
    STAKE = "stake"
    FUNDING_ROUND = "funding_round"
    ASSET_SALE = "asset_sale"
    JOINT_VENTURE = "joint_venture"
    LICENSING_HIRE = "licensing_hire"
    IPO = "ipo"
    DEBT = "debt"


class DealStage(StrEnum):
    """How far a deal has come."""

    TALKS = "talks"
    BID = "bid"
    ANNOUNCED = "announced"
    COMPLETED = "completed"
    BLOCKED = "blocked"
    TERMINATED = "terminated"


class Qualifier(StrEnum):
    """How exact a printed amount is."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    UP_TO = "up_to"
    AT_LEAST = "at_least"


class OfferKind(StrEnum):
    """What is put to a person to come or stay."""

    SIGN_ON = "sign_on"
    COMPENSATION = "compensation"
    RETENTION_COUNTER = "retention_counter"
    EQUITY = "equity"


class OfferOutcome(StrEnum):
    """What became of an offer."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class DocumentPart(StrEnum):
    """The part of a document that offsets count in."""

    TITLE = "title"
    TEXT = "text"


class IntervalBasis(StrEnum):
    """What a day interval found in a text is anchored on."""

    ABSOLUTE = "absolute"  # a full date in the text
    PUBLICATION = "publication"  # relative to the publication date
    FIRST_CRAWL = "first_crawl"  # relative, and the day of the first crawl is all there is


class DayInterval(Record):
    """A closed interval of days, with the words it was read from."""

    from_on: date
    to_on: date
    raw: str
    basis: IntervalBasis

    @model_validator(mode="after")
    def _ordered(self) -> "DayInterval":
        if self.from_on > self.to_on:
            raise ValueError(f"interval ends before it begins: {self.from_on} > {self.to_on}")
        return self


class Quote(Record):
    """A sentence of the article that proves a claim. Offsets are code points of `part`."""

    text: str
    part: DocumentPart
    char_start: int
    char_end: int
    stance: Stance
    attributed_to: str | None = None
    attribution_role: str | None = None


class Claim(Record):
    """What every kind of claim has. `quotes[0]` proves it best."""

    status: Status
    is_background: bool = False
    confidence: Annotated[float, Field(ge=0, le=1)]
    quotes: Annotated[tuple[Quote, ...], Field(min_length=1)]


class MoveClaim(Claim):
    """A person (or unnamed group) changes post or employer."""

    person: str | None
    headcount: int | None
    kind: MoveKind
    from_organization: str | None = None
    to_organization: str | None = None
    from_role: str | None = None
    to_role: str | None = None
    stage: MoveStage
    effective_on: DayInterval | None = None


class DealClaim(Claim):
    """Ownership or capital changes hands. Amounts are in units of `currency` (ISO 4217)."""

    kind: DealKind
    acquirers: tuple[str, ...] = ()
    target: str | None = None
    sellers: tuple[str, ...] = ()
    amount: float | None = None
    currency: str | None = None
    amount_qualifier: Qualifier | None = None
    amount_raw: str | None = None
    stake_percent: float | None = None
    voting: bool | None = None
    valuation: float | None = None
    round: str | None = None
    stage: DealStage
    announced_on: DayInterval | None = None


class OfferClaim(Claim):
    """Pay put to a person or group to come or stay."""

    kind: OfferKind
    offeror: str | None = None
    person: str | None = None
    amount: float | None = None
    currency: str | None = None
    amount_qualifier: Qualifier | None = None
    amount_raw: str | None = None
    outcome: OfferOutcome


class RejectReason(StrEnum):
    """Why what looked like an event is none."""

    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    OPINION = "opinion"
    PRODUCT = "product"
    SPORT = "sport"
    FICTION = "fiction"
    BACKGROUND = "background"
    GENERIC = "generic"
    NO_ARGUMENT = "no_argument"
    HOMONYM = "homonym"
    REPEATED = "repeated"  # a group whose members the article tells of by name
    UNLIKELY = "unlikely"  # by the acceptance model


class RejectedCandidate(Record):
    """A trigger that was turned down, kept so that precision can be audited."""

    event: str  # move, deal, offer
    trigger: str
    reason: RejectReason
    quote: Quote


class Claims(Record):
    """All that was read in one document."""

    moves: tuple[MoveClaim, ...] = ()
    deals: tuple[DealClaim, ...] = ()
    offers: tuple[OfferClaim, ...] = ()
    rejected: tuple[RejectedCandidate, ...] = ()
    language_unsupported: bool = False


class Document(Record):
    """What the claims reader needs of an article. `language` is ISO 639-1.

    `published_from_on`..`published_to_on` anchor relative dates; both null when unknown.
    `anchor_basis` says whether they are the publication date or only the first crawl's.
    """

    text: str
    title: str | None = None
    language: str
    published_from_on: date | None = None
    published_to_on: date | None = None
    anchor_basis: IntervalBasis = IntervalBasis.PUBLICATION


_INTERVALS = {"effective_on", "announced_on"}
_AUDIT = {"status", "is_background", "confidence", "quotes", "amount_raw"}


def guide_row(claim: MoveClaim | DealClaim | OfferClaim) -> dict[str, Any]:
    """Return the claim keyed as the labelling guide does, plus its best quote and confidence.

    `background` is present, and true, for background events only, as in the guide.
    """
    row: dict[str, Any] = {}
    for name, value in claim.model_dump(mode="json", exclude=_AUDIT).items():
        row[name] = value and {"from": value["from_on"], "to": value["to_on"]} if name in _INTERVALS else value
    quote = claim.quotes[0]
    row |= {
        "status": claim.status.value,
        "quote": quote.text,
        "char_start": quote.char_start,
        "char_end": quote.char_end,
        "confidence": claim.confidence,
    }
    return row | ({"background": True} if claim.is_background else {})
