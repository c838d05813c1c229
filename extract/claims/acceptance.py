"""How likely a merged event is right: a small logistic model over what is known of its drafts.

Belongs here: the features and the model (`acceptance.json`, trained by `extract.claims.training` on the
labelled texts of the repository). Its probability is the confidence of a claim, and turns the unlikely down.
"""

from typing import Literal

from extract.claims import logistic
from extract.claims.context import Context, DealDraft, Draft, MoveDraft, OfferDraft
from extract.claims.names import Entity
from extract.claims.schema import DocumentPart, Stance

Event = Literal["moves", "deals", "offers"]
Features = dict[str, float]


def probability(event: Event, features: Features) -> float | None:
    """Return how likely an event with `features` is right, 0 to 1; None where no model is trained."""
    return logistic.probability("acceptance", event, features)


def threshold(event: Event) -> float:
    """Return the probability from which an event is told."""
    return logistic.weights("acceptance").get(event, {}).get("threshold", 0.0)


def features(context: Context, drafts: list[Draft]) -> Features:
    """Return what is known of the drafts of one event, as numbers that are 0 or 1, or nearly."""
    best = drafts[0]
    found: Features = {
        "bias": 1.0,
        f"frame={best.frame}": 1.0,
        "sentences": min(3, len({d.sentence for d in drafts})) / 3,
        "frames": min(3, len({d.frame for d in drafts})) / 3,
        "title": float(any(d.quote.part is DocumentPart.TITLE for d in drafts)),
        "only_title": float(all(d.quote.part is DocumentPart.TITLE for d in drafts)),
        "late": min(1.0, best.sentence / 20),
        "opening": float(min(d.sentence for d in drafts) <= 2),
        "confirmed": float(any(d.assessment.stance is Stance.CONFIRMS for d in drafts)),
        "rumored": float(any(d.assessment.stance is Stance.RUMORS for d in drafts)),
        "denied": float(any(d.assessment.stance is Stance.DENIES for d in drafts)),
        "background": float(best.is_background),
        "score": max(d.confidence for d in drafts),
        "sport": float(context.sport),
        "quoted": float(best.quote.text.count('"') + best.quote.text.count("«") + best.quote.text.count("“") > 0),
        "relative": float(" qui " in best.quote.text or " who " in best.quote.text),
        "year": float(any(f"{century}" in best.quote.text for century in (" 19", " 20"))),
    }
    if isinstance(best, MoveDraft):
        found |= _move(context, [d for d in drafts if isinstance(d, MoveDraft)])
    elif isinstance(best, DealDraft):
        found |= _deal([d for d in drafts if isinstance(d, DealDraft)])
    elif isinstance(best, OfferDraft):
        found |= {
            f"kind={best.kind}": 1.0,
            "amount": float(any(isinstance(d, OfferDraft) and d.amount is not None for d in drafts)),
            "person": float(best.person is not None),
        } | _house("offeror", best.offeror)
    return found


def _house(name: str, entity: Entity | str | None) -> Features:
    if entity is None:
        return {f"{name}=none": 1.0}
    if isinstance(entity, str):
        return {f"{name}=words": 1.0}
    kind = "known" if entity.known else "sure" if entity.is_surely_organization else entity.kind
    return {f"{name}={kind}": 1.0, f"{name}_early": float(entity.first <= 2)}


def _move(context: Context, drafts: list[MoveDraft]) -> Features:
    best = drafts[0]
    person = best.person
    arrives = best.kind in {"hire", "promotion", "board_join", "founding"}
    house = best.to_organization if arrives else best.from_organization
    found: Features = {
        f"kind={best.kind}": 1.0,
        "group": float(person is None),
        "guessed": float(all(d.is_guessed for d in drafts)),
        "from_role": float(any(d.from_role for d in drafts)),
        "to_role": float(any(d.to_role for d in drafts)),
        "both": float(best.from_organization is not None and best.to_organization is not None),
        "named": float(any(q.told is house and not q.is_guessed for d in drafts for q in d.questions if house)),
        "houses_exact": best.houses_exact,
        "houses_harmless": best.houses_harmless,
        "none": float(house is None and best.from_organization is None),
        "dated": float(any(d.effective_on for d in drafts)),
        "planned": float(best.stage == "planned"),
        "declined": float(best.stage == "declined"),
    } | _house("house", house)
    if person is not None:
        found |= {
            "person_sure": float(person.is_surely_person),
            "person_words": float(len(person.name.split()) >= 2),
            "has_post": float(any(p.role for p in context.posts.of(person))),
            "complete": float(
                person.is_surely_person
                and best.from_organization is not None
                and best.to_organization is not None
                and not best.is_guessed
            ),
        }
    return found


def _deal(drafts: list[DealDraft]) -> Features:
    best = drafts[0]
    buyer = next((a for d in drafts for a in d.acquirers), None)
    seller = next((s for d in drafts for s in d.sellers), None)
    target = next((d.target for d in drafts if d.target is not None), None)
    return (
        {
            f"kind={best.kind}": 1.0,
            f"stage={best.stage}": 1.0,
            "amount": float(any(d.amount is not None for d in drafts)),
            "percent": float(any(d.stake_percent is not None for d in drafts)),
            "valuation": float(any(d.valuation is not None for d in drafts)),
            "dated": float(any(d.announced_on for d in drafts)),
            "buyer_is_person": float(buyer is not None and buyer.kind == "person"),
        }
        | _house("buyer", buyer)
        | _house("target", target)
        | _house("seller", seller)
    )
