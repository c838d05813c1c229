"""Drafts of one deal become one claim: by its sides, whichever way round they are told, and by its sums."""

import re
from collections.abc import Sequence

from extract.claims import aftermath
from extract.claims.context import Context, DealDraft
from extract.claims.merge.happenings import (
    BACKGROUND_FLOOR,
    Merged,
    document_status,
    first_value,
    grouped,
    name_of,
    quotes_of,
    ranked,
    weighed,
)
from extract.claims.names import Entity, tokens_of
from extract.claims.schema import (
    DealClaim,
    DealKind,
    DealStage,
    DocumentPart,
    Qualifier,
    RejectedCandidate,
    RejectReason,
    Status,
)


def _same_target(a: Entity | str | None, b: Entity | str | None) -> bool | None:
    if a is None or b is None:
        return None
    if a is b:
        return True
    left, right = (set(tokens_of(x.name if isinstance(x, Entity) else x)) for x in (a, b))
    return bool(left and right and (left <= right or right <= left))


_FAMILY = {
    "acquisition": 0,
    "asset_sale": 0,
    "merger": 0,
    "stake": 0,
    "licensing_hire": 0,
    "funding_round": 1,
    "ipo": 2,
    "debt": 3,
    "joint_venture": 4,
}


def _same_deal(group: list[DealDraft], new: DealDraft) -> bool:
    old = group[0]
    if _FAMILY[old.kind] != _FAMILY[new.kind]:
        return False
    if old.kind == new.kind == "joint_venture":
        partners = {id(a) for d in group for a in d.acquirers}
        return len(partners & {id(a) for a in new.acquirers}) > 1 and _same_target(old.target, new.target) is not False
    if {old.kind, new.kind} == {"merger", "acquisition"} or old.kind == new.kind == "merger":
        sides = {id(x) for d in group for x in (*d.acquirers, d.target)}
        return {id(x) for x in (*new.acquirers, new.target)} <= sides or _plain(group, new)
    return _plain(group, new)


def _plain(group: list[DealDraft], new: DealDraft) -> bool:
    if not all(_same_target(d.target, new.target) is not False for d in group):
        return False
    if not any(_same_target(d.target, new.target) for d in group):
        return False
    buyers = {id(a) for d in group for a in d.acquirers}
    is_shared = bool(buyers & {id(a) for a in new.acquirers})
    if buyers and new.acquirers and not (is_shared or _is_vehicle(group, new) or _may_grow(group, new)):
        return False
    if group[0].is_background != new.is_background and not (buyers & {id(a) for a in new.acquirers}):
        return False
    if group[0].kind == "funding_round" and new.kind == "funding_round":
        old_round, old_amount = first_value([d.round for d in group]), first_value([d.amount for d in group])
        if (old_round and new.round and old_round != new.round) or (
            old_amount and new.amount and old_amount != new.amount and group[0].is_background != new.is_background
        ):
            return False
    return True


def _is_vehicle(group: list[DealDraft], new: DealDraft) -> bool:
    """Return whether one side buys through a company of the other ("X" and "Y, the holding company of X")."""
    return any(
        a.kind == "person" and a.name in other.quote.text and other.quote.text != one.quote.text
        for d in group
        for one, other in ((d, new), (new, d))
        for a in one.acquirers
    )


def _is_contradicted(group: list[DealDraft], groups: list[list[DealDraft]]) -> bool:
    """Return whether a deal better told has the same two sides the other way round, or calls the same sum a round."""
    one = group[0]
    for other in groups:
        two = other[0]
        if other is group:
            continue
        is_reversed = _FAMILY[one.kind] == _FAMILY[two.kind] == 0 and "merger" not in {one.kind, two.kind}
        is_reversed = is_reversed and one.target in two.acquirers and two.target in one.acquirers
        if is_reversed and len(other) > len(group):
            return True
        is_sale = one.target in two.sellers and one.amount == two.amount is not None and one.sentence == two.sentence
        if is_sale and one.kind == "acquisition":
            return True  # "X sells its mill to Y, which pays $2m": X is not sold
        is_one_sum = one.kind == "debt" and two.kind == "funding_round" and one.amount == two.amount is not None
        if is_one_sum and one.target is two.target and one.sentence == two.sentence:
            return True
        is_offering = one.kind == "funding_round" and any(d.kind == "ipo" for d in other)
        if is_offering and one.target is two.target and one.amount in {d.amount for d in other}:
            return True  # "hopes to raise $80m" by going public
    return False


def _may_grow(group: list[DealDraft], new: DealDraft) -> bool:
    """Return whether further investors join: in a round or a loan they do, if no sum tells it from another."""
    if _FAMILY[new.kind] not in {1, 3}:
        return False
    amount = first_value([d.amount for d in group])
    return amount is None or new.amount is None or amount == new.amount


def _denies(denial: RejectedCandidate, group: list[DealDraft], groups: list[list[DealDraft]]) -> bool:
    """Return whether a denial names a party to a deal and to no other of the document."""

    def is_party(drafts: list[DealDraft]) -> bool:
        sides = {x.name if isinstance(x, Entity) else x for d in drafts for x in (*d.acquirers, d.target) if x}
        return any(re.search(rf"(?<!\w){re.escape(side)}(?!\w)", denial.quote.text) for side in sides)

    return is_party(group) and not any(is_party(other) for other in groups if other is not group)


def merge_deals(
    context: Context, drafts: Sequence[DealDraft], denials: Sequence[RejectedCandidate] = ()
) -> list[Merged[DealClaim]]:
    """Return one claim per deal, those that are not to be told with the reason.

    A denial that does not name the whole deal ("X is in no talks about a venture") is one of the only deal of X.
    """
    ordered = sorted(
        drafts,
        key=lambda d: (
            d.is_background,
            not (d.acquirers and d.target),
            d.quote.part is DocumentPart.TITLE,
            -d.confidence,
            d.sentence,
        ),
    )
    merged: list[Merged[DealClaim]] = []
    groups = grouped(ordered, _same_deal)
    for group in groups:
        best = ranked(group)
        denied = [q for q in denials if _denies(q, group, groups)]
        head = best[0]
        is_background = all(d.is_background for d in group)
        reason = RejectReason.BACKGROUND if is_background and head.confidence < BACKGROUND_FLOOR else None
        features, likely, unlikely = weighed("deals", context, best)
        reason = reason or (RejectReason.UNLIKELY if _is_contradicted(group, groups) else None)
        kinds = [d.kind for d in best]
        kind = kinds[0]
        is_minor = any(d.stake_percent is not None and d.stake_percent <= 50 for d in best if d.kind == "stake")
        if is_minor and kind in {"stake", "acquisition"}:
            kind = "acquisition" if kinds[0] == "acquisition" and head.quote.part is DocumentPart.TEXT else "stake"
        elif kind == "stake" and "acquisition" in kinds:
            kind = "acquisition"
        elif (
            kind == "acquisition"
            and "merger" in kinds
            and not any(d.kind == "acquisition" and d.frame != "acquisition_noun" for d in best)
        ):
            kind = "merger"
        amounts = [d for d in best if d.amount is not None]
        priced = amounts[0] if amounts else None
        acquirers = (
            list(dict.fromkeys(name_of(a) for d in best for a in d.acquirers))
            if _FAMILY[kind] in {1, 3}
            else [name_of(a) for a in next((d.acquirers for d in best if d.acquirers), [])]
        )
        if kind == "joint_venture" and len(acquirers) > 2:
            press = {e.name for d in best for e in d.acquirers if context.coreference.is_outlet(e)}
            acquirers = [name for name in acquirers if name not in press]  # who reports it, beside the partners
        sellers = [name_of(s) for s in next((d.sellers for d in best if d.sellers), [])]
        valuation = next((d for d in best if d.valuation is not None), None)
        target = next((d.target for d in best if isinstance(d.target, Entity)), None) or first_value(
            [d.target for d in best]
        )
        claim = DealClaim(
            status=Status.DENIED if denied else document_status(context, best),
            is_background=is_background,
            confidence=likely,
            quotes=(*quotes_of(best), *(d.quote for d in denied)),
            kind=DealKind(kind),
            acquirers=tuple(a for a in acquirers if a),
            target=name_of(target),
            sellers=tuple(dict.fromkeys(n for n in sellers if n and n not in acquirers)),
            amount=priced.amount if priced else None,
            currency=priced.currency if priced else (valuation.valuation_currency if valuation else None),
            amount_qualifier=Qualifier(priced.amount_qualifier) if priced and priced.amount_qualifier else None,
            amount_raw=priced.amount_raw if priced else None,
            stake_percent=first_value([d.stake_percent for d in best if kind != "acquisition" or d.kind != "stake"]),  # type: ignore[arg-type]
            voting=next((d.voting for d in best if d.voting is not None), None),
            valuation=valuation.valuation if valuation else None,
            round=first_value([d.round for d in best]),  # type: ignore[arg-type]
            stage=DealStage(_deal_stage(best)),
            announced_on=min((d.announced_on for d in best if d.announced_on), key=lambda i: i.from_on, default=None)
            or aftermath.announced(context, best),
        )
        merged.append(Merged(best, claim, features, reason or unlikely))
    return merged


def _deal_stage(best: Sequence[DealDraft]) -> str:
    for stage in ("blocked", "terminated"):
        if any(d.stage == stage for d in best):
            return stage
    if any(d.frame == "echo" and d.stage == "completed" for d in best):
        return "completed"
    return best[0].stage
