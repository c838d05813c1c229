"""What every event module gets to work with, and what it gives back before merging.

Belongs here: the bundle of one document's knowledge, the drafts of events, and the building of quotes and
rejections. How the drafts are found belongs in `moves`, `deals` and `offers`.
"""

from dataclasses import dataclass, field
from typing import Literal

from extract.claims.coreference import Coreference
from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.posts import Posts
from extract.claims.reading import Parsed, Reading
from extract.claims.schema import DayInterval, Quote, RejectedCandidate, RejectReason
from extract.claims.stance import Assessment
from extract.claims.voices import Voices


@dataclass(slots=True)
class Context:
    """One document with its coreference and posts, and the last move and deal read so far."""

    reading: Reading
    coreference: Coreference
    posts: Posts
    last_move: "MoveDraft | None" = None  # the last with a destination
    last_told: "MoveDraft | None" = None
    leader: "MoveDraft | None" = None  # the last move that others may go along with
    last_deal: "DealDraft | None" = None
    contested: "tuple[int, Entity] | None" = None  # the sentence and the company of the last bids without a bidder
    sport: bool = False
    movers: set[int] = field(default_factory=set)  # identities of the persons of whom a move was read so far
    left: dict[int, Entity] = field(default_factory=dict)  # identity of a person → the house that he was read to leave
    voices: Voices = field(init=False)

    def __post_init__(self) -> None:
        self.voices = Voices(self.reading, self.coreference)

    def topic(self, name: str) -> float:
        """Return how much the document is about a topic of the lexicon, 0 to 1: thirty words in a thousand are all."""
        patterns, text = self.reading.lexicon.topics.get(name), self.reading.document.text
        if patterns is None:
            return 0.0
        return min(1.0, 30 * len(compiled(patterns).findall(text)) / (len(text.split()) + 30))


@dataclass(eq=False)
class Draft:
    """An event as one sentence tells it; names are entities still, so that merging compares identities."""

    assessment: Assessment
    quote: Quote
    sentence: int
    trigger: str
    frame: str
    confidence: float
    is_background: bool = False


HouseSide = Literal["to", "left", "origin"]  # where an arrival goes, what a leaver leaves, where an arrival comes from


@dataclass(frozen=True, slots=True)
class HouseQuestion:
    """Which organization is asked for: of which trigger, person and side, and what the grammar answers."""

    candidate: Candidate
    person: Entity | None
    kind: str
    side: HouseSide
    told: Entity | None
    is_guessed: bool
    is_named: bool  # the clause itself names it, where its grammar puts the one asked for
    is_sure: bool  # the object right behind the verb, or the heading of the paragraph: no other is possible
    other: Entity | None  # on the other side of the move


@dataclass(eq=False)
class MoveDraft(Draft):
    """A move before merging."""

    person: Entity | None = None
    headcount: int | None = 1
    kind: str = "hire"
    from_organization: Entity | None = None
    to_organization: Entity | None = None
    from_role: str | None = None
    to_role: str | None = None
    stage: str = "effective"
    effective_on: DayInterval | None = None
    is_guessed: bool = False  # the organization is the context's, not the clause's
    questions: tuple[HouseQuestion, ...] = ()
    houses_exact: float = 1.0  # the chance that both houses are right
    houses_harmless: float = 1.0  # the chance that none of them is wrong
    follows: Entity | None = None  # whose post it is that is taken
    leader: Entity | None = None  # whose move this one goes along with


@dataclass(eq=False)
class DealDraft(Draft):
    """A deal before merging; `target` is an entity, or the words of an asset without a name."""

    kind: str = "acquisition"
    acquirers: list[Entity] = field(default_factory=list)
    target: Entity | str | None = None
    sellers: list[Entity] = field(default_factory=list)
    amount: float | None = None
    currency: str | None = None
    amount_qualifier: str | None = None
    amount_raw: str | None = None
    stake_percent: float | None = None
    voting: bool | None = None
    valuation: float | None = None
    valuation_currency: str | None = None
    round: str | None = None
    stage: str = "announced"
    announced_on: DayInterval | None = None


@dataclass(eq=False)
class OfferDraft(Draft):
    """An offer before merging."""

    kind: str = "compensation"
    offeror: Entity | None = None
    person: Entity | None = None
    amount: float | None = None
    currency: str | None = None
    amount_qualifier: str | None = None
    amount_raw: str | None = None
    outcome: str = "unknown"


def quote_of(parsed: Parsed, assessment: Assessment) -> Quote:
    """Return the sentence as a quote with its offsets in the document part."""
    s = parsed.sentence
    return Quote(
        text=s.text,
        part=s.part,
        char_start=s.start,
        char_end=s.end,
        stance=assessment.stance,
        attributed_to=assessment.speaker,
        attribution_role=assessment.speaker_role,
    )


def reject(candidate: Candidate, reason: RejectReason, assessment: Assessment) -> RejectedCandidate:
    """Return the record of a candidate that was turned down."""
    return RejectedCandidate(
        event=candidate.frame.event, trigger=candidate.text, reason=reason, quote=quote_of(candidate.parsed, assessment)
    )


def turn_down(draft: Draft, reason: RejectReason) -> RejectedCandidate:
    """Return the record of a draft that is no event, or none that is told."""
    event = {MoveDraft: "move", DealDraft: "deal", OfferDraft: "offer"}[type(draft)]
    return RejectedCandidate(event=event, trigger=draft.trigger, reason=reason, quote=draft.quote)
