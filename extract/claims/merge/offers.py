"""Drafts of one offer become one claim: of one kind and sum, from one house to one person."""

from collections.abc import Sequence

from extract.claims.context import Context, OfferDraft
from extract.claims.merge.happenings import (
    Merged,
    differ,
    document_status,
    first_value,
    grouped,
    name_of,
    quotes_of,
    ranked,
    weighed,
)
from extract.claims.schema import OfferClaim, OfferKind, OfferOutcome, Qualifier


def _same_offer(group: list[OfferDraft], new: OfferDraft) -> bool:
    return all(
        o.kind == new.kind
        and not differ(o.offeror, new.offeror)
        and not differ(o.person, new.person)
        and (o.amount == new.amount or None in (o.amount, new.amount))
        for o in group
    )


def merge_offers(context: Context, drafts: Sequence[OfferDraft]) -> list[Merged[OfferClaim]]:
    """Return one claim per offer, those that are not to be told with the reason."""
    merged: list[Merged[OfferClaim]] = []
    for group in grouped(sorted(drafts, key=lambda d: (d.amount is None, d.sentence)), _same_offer):
        best = ranked(group)
        features, likely, reason = weighed("offers", context, best)
        priced = next((d for d in best if d.amount is not None), None)
        outcomes = [d.outcome for d in best if d.outcome != "unknown"]
        claim = OfferClaim(
            status=document_status(context, best),
            confidence=likely,
            quotes=quotes_of(best),
            kind=OfferKind(best[0].kind),
            offeror=name_of(first_value([d.offeror for d in best])),
            person=name_of(first_value([d.person for d in best])),
            amount=priced.amount if priced else None,
            currency=priced.currency if priced else None,
            amount_qualifier=Qualifier(priced.amount_qualifier) if priced and priced.amount_qualifier else None,
            amount_raw=priced.amount_raw if priced else None,
            outcome=OfferOutcome(outcomes[0] if outcomes else "unknown"),
        )
        merged.append(Merged(best, claim, features, reason))
    return merged
