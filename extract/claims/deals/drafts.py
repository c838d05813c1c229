"""The draft of a deal from all that was read of it, or the record that it was turned down.

Belongs here: the filling of the fields. What they hold is found in the modules beside.
"""

from dataclasses import replace
from typing import TypedDict

from extract.claims.context import DealDraft, quote_of, reject
from extract.claims.days import announced
from extract.claims.deals import background
from extract.claims.deals.clause import Clause
from extract.claims.deals.terms import Terms
from extract.claims.money import Money
from extract.claims.names import Entity
from extract.claims.schema import RejectedCandidate, RejectReason
from extract.claims.stance import Assessment, assess


def draft_of(
    clause: Clause,
    kind: str,
    acquirers: list[Entity],
    target: Entity | str | None,
    sellers: list[Entity],
    terms: Terms,
    stage: str,
    assessment: Assessment,
) -> DealDraft:
    """Return the draft of a deal with these sides and terms."""
    price, valuation = terms.price, terms.valuation
    return DealDraft(
        assessment,
        quote_of(clause.parsed, assessment),
        clause.parsed.sentence.index,
        clause.candidate.text,
        clause.frame.id,
        max(0.3, 0.9 - clause.doubt),
        is_background=background.is_background(clause, stage),
        kind=kind,
        acquirers=acquirers,
        target=target,
        sellers=sellers,
        stake_percent=terms.percent,
        voting=terms.voting,
        valuation=valuation.amount if valuation else None,
        valuation_currency=valuation.currency if valuation else None,
        round=terms.round,
        stage=stage,
        announced_on=announced(clause.reading, clause.parsed, clause.candidate),
        **priced(price),
    )


def besides(draft: DealDraft, target: Entity) -> DealDraft:
    """Return the draft of what changes hands along with another target; the terms are those of the other."""
    bare = replace(draft, target=target, stake_percent=None, voting=None, valuation=None, round=None, **priced(None))
    bare.valuation_currency = None
    return bare


def turned_down(clause: Clause, reason: RejectReason, assessment: Assessment | None = None) -> RejectedCandidate:
    """Return the record that the candidate is no deal, or none that is told."""
    assessment = assessment or assess(clause.context.coreference, clause.parsed, clause.candidate.token, [])
    return reject(clause.candidate, reason, assessment)


class _Priced(TypedDict):
    """The fields of a draft that a price fills."""

    amount: float | None
    currency: str | None
    amount_qualifier: str | None
    amount_raw: str | None


def priced(price: Money | None) -> _Priced:
    """Return the fields of a draft for `price`; all None without one."""
    if price is None:
        return {"amount": None, "currency": None, "amount_qualifier": None, "amount_raw": None}
    return {
        "amount": price.amount,
        "currency": price.currency,
        "amount_qualifier": price.qualifier.value,
        "amount_raw": price.raw,
    }
