"""What the merging of all events shares: groups of drafts, their order, their status, their quotes.

Which drafts tell of one happening belongs in `moves`, `deals` and `offers` beside.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extract.claims import acceptance, confirmation
from extract.claims.context import Context, DealDraft, Draft
from extract.claims.names import Entity
from extract.claims.schema import Claim, DocumentPart, RejectReason, Stance, Status
from extract.claims.stance import is_heard

D = TypeVar("D", bound=Draft)
C = TypeVar("C", bound=Claim, covariant=True)
HEARD_REACH = 6  # sentences behind one about a deal, in which a party that speaks confirms it
BACKGROUND_FLOOR = 0.95  # a background event is told only when it is this sure


def grouped(drafts: Sequence[D], is_same: Callable[[list[D], D], bool]) -> list[list[D]]:
    """Return the drafts in groups: each joins the first group with which `is_same` says it tells of one thing."""
    groups: list[list[D]] = []
    for draft in drafts:
        home = next((g for g in groups if is_same(g, draft)), None)
        if home is None:
            groups.append([draft])
        else:
            home.append(draft)
    return groups


def ranked(drafts: Sequence[D]) -> list[D]:
    """Return the drafts best first: news before background, body before headline, sure before unsure."""
    return sorted(
        drafts,
        key=lambda d: (
            d.is_background,
            getattr(d, "is_guessed", False),
            d.quote.part is DocumentPart.TITLE,
            -round(d.confidence, 1),
            d.sentence,
        ),
    )


def first_value(values: Sequence[object]) -> object:
    """Return the first of several values that is told, None where none is."""
    return next((v for v in values if v not in (None, [], "")), None)


def document_status(context: Context, drafts: Sequence[Draft], others: Sequence[Draft] = ()) -> Status:
    """Return how sure the document is: a report becomes confirmed where a party is heard of it elsewhere."""
    status = stated_status(context, drafts)
    is_confirmed = status is Status.REPORTED and confirmation.is_confirmed(context, list(drafts), others)
    return Status.CONFIRMED if is_confirmed else status


def stated_status(context: Context, drafts: Sequence[Draft]) -> Status:
    """Return the status that the sentences about an event give it; of a deal, also the parties heard close by."""
    told = [d.assessment for d in drafts]
    if any(a.stance is Stance.DENIES for a in told):
        return Status.DENIED
    if any(a.stance is Stance.CONFIRMS for a in told):
        return Status.CONFIRMED
    body = [d.assessment for d in drafts if d.quote.part is DocumentPart.TEXT] or told
    if any(a.stance is Stance.RUMORS for a in body):
        return Status.RUMORED
    deals = [d for d in drafts if isinstance(d, DealDraft)]
    return Status.CONFIRMED if deals and _is_heard(context, deals) else Status.REPORTED


def quotes_of(drafts: Sequence[Draft]) -> tuple:  # type: ignore[type-arg]
    """Return the quotes of the drafts in their order, each place in the document once."""
    kept: dict[tuple[str, int], object] = {}
    for d in drafts:
        kept.setdefault((d.quote.part, d.quote.char_start), d.quote)
    return tuple(kept.values())


@dataclass(frozen=True)
class Merged(Generic[C]):
    """The drafts of one happening, best first, and their claim; `reason` says why it is not told, None when it is."""

    drafts: Sequence[Draft]
    claim: C
    features: acceptance.Features
    reason: RejectReason | None


def weighed(
    event: acceptance.Event, context: Context, drafts: Sequence[Draft]
) -> tuple[acceptance.Features, float, RejectReason | None]:
    """Return the features of an event, its confidence, and a reason when it is too unlikely to be told."""
    found = acceptance.features(context, list(drafts))
    likely = acceptance.probability(event, found)
    if likely is None:
        return found, round(min(0.98, max(d.confidence for d in drafts)), 2), None
    return found, round(likely, 2), None if likely >= acceptance.threshold(event) else RejectReason.UNLIKELY


def _is_heard(context: Context, group: Sequence[DealDraft]) -> bool:
    """Return whether a party speaks in a sentence close to the deal, or an authority has ruled on it in public."""
    if any(d.stage == "blocked" and not d.is_background for d in group):
        return True
    parties = [e for d in group for e in (*d.acquirers, *d.sellers, d.target) if isinstance(e, Entity)]
    near = {
        i
        for d in group
        if d.quote.part is DocumentPart.TEXT
        for i in range(d.sentence - 1, d.sentence + HEARD_REACH + 1)
    }
    return any(is_heard(context.reading, i, parties) for i in sorted(near))


def differ(a: Entity | None, b: Entity | None) -> bool:
    """Return whether two values are told and not the same."""
    return a is not None and b is not None and a is not b


def name_of(entity: object) -> str | None:
    """Return the name of an entity, or the words that stand for it."""
    return entity.name if isinstance(entity, Entity) else (entity if isinstance(entity, str) else None)
