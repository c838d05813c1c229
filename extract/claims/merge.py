"""One claim per happening: drafts of several sentences that tell of one move, deal or offer become one.

The guide's rules on what is one event are here, and which of several values is kept: the most complete, the
body of the text before the headline. How a sentence is read belongs in `moves`, `deals` and `offers`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from extract.claims import acceptance, aftermath, anticipation, confirmation, houses
from extract.claims.context import Context, DealDraft, Draft, MoveDraft, OfferDraft
from extract.claims.names import Entity, tokens_of
from extract.claims.schema import (
    Claim,
    DealClaim,
    DealKind,
    DealStage,
    DocumentPart,
    MoveClaim,
    MoveKind,
    MoveStage,
    OfferClaim,
    OfferKind,
    OfferOutcome,
    Qualifier,
    RejectedCandidate,
    RejectReason,
    Stance,
    Status,
)
from extract.claims.stance import is_heard

_D = TypeVar("_D", bound=Draft)
_C = TypeVar("_C", bound=Claim, covariant=True)
_SPECIFIC = {
    "retirement": 3,
    "dismissal": 2,
    "board_exit": 1,
    "departure": 1,
    "hire": 2,
    "promotion": 1,
    "board_join": 1,
    "founding": 2,
}
_BOARD = {"board_join", "board_exit"}
_LEAVING = {"departure", "dismissal", "retirement", "board_exit"}
_HEARD_REACH = 6  # sentences behind one about a deal, in which a party that speaks confirms it
BACKGROUND_FLOOR = 0.95  # a background event is told only when it is this sure


def _grouped(drafts: Sequence[_D], is_same: Callable[[list[_D], _D], bool]) -> list[list[_D]]:
    groups: list[list[_D]] = []
    for draft in drafts:
        home = next((g for g in groups if is_same(g, draft)), None)
        if home is None:
            groups.append([draft])
        else:
            home.append(draft)
    return groups


def _ranked(drafts: Sequence[_D]) -> list[_D]:
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


def _first(values: Sequence[object]) -> object:
    return next((v for v in values if v not in (None, [], "")), None)


def _status(context: Context, drafts: Sequence[Draft], others: Sequence[Draft] = ()) -> Status:
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


def _quotes(drafts: Sequence[Draft]) -> tuple:  # type: ignore[type-arg]
    kept: dict[tuple[str, int], object] = {}
    for d in drafts:
        kept.setdefault((d.quote.part, d.quote.char_start), d.quote)
    return tuple(kept.values())


@dataclass(frozen=True)
class Merged(Generic[_C]):
    """The drafts of one happening, best first, and their claim; `reason` says why it is not told, None when it is."""

    drafts: Sequence[Draft]
    claim: _C
    features: acceptance.Features
    reason: RejectReason | None


def _likely(
    event: acceptance.Event, context: Context, drafts: Sequence[Draft]
) -> tuple[acceptance.Features, float, RejectReason | None]:
    """Return the features of an event, its confidence, and a reason when it is too unlikely to be told."""
    found = acceptance.features(context, list(drafts))
    likely = acceptance.probability(event, found)
    if likely is None:
        return found, round(min(0.98, max(d.confidence for d in drafts)), 2), None
    return found, round(likely, 2), None if likely >= acceptance.threshold(event) else RejectReason.UNLIKELY


# --- moves


def _differ(a: Entity | None, b: Entity | None) -> bool:
    return a is not None and b is not None and a is not b


def _same_move(group: list[MoveDraft], new: MoveDraft) -> bool:
    return all(_compatible(old, new) for old in group)


def _compatible(old: MoveDraft, new: MoveDraft) -> bool:
    """Return whether two drafts tell of one move: a person makes one in an article, on a board or off it."""
    if old.person is not new.person or old.is_background != new.is_background:
        return False
    if old.person is None:
        return (
            not _differ(old.to_organization, new.to_organization)
            and not _differ(old.from_organization, new.from_organization)
            and (old.headcount == new.headcount or None in (old.headcount, new.headcount))
        )
    if (old.kind in _BOARD) != (new.kind in _BOARD):
        return {old.kind, new.kind} <= _LEAVING and not _differ(old.from_organization, new.from_organization)
    return old.kind not in _BOARD or old.kind == new.kind


def _houses(context: Context, arriving: Sequence[MoveDraft], leaving: Sequence[MoveDraft]) -> houses.Choice:
    """Return the houses of a move; who is told of beside another's move has that one's house."""
    group = [*arriving, *leaving]
    if any(d.questions for d in group):
        questions = [q for d in group for q in d.questions]
        is_seat = bool(arriving) and all(d.kind == "board_join" for d in arriving)
        return houses.choose(
            context,
            [q for q in questions if q.side == "to"],
            [q for q in questions if q.side != "to" and not is_seat],
        )
    to = next((d.to_organization for d in arriving if d.to_organization is not None), None)
    return houses.Choice(to, next((d.from_organization for d in group if d.from_organization is not None), None))


def _settled(context: Context, group: list[MoveDraft]) -> tuple[list[MoveDraft], str, Entity | None, Entity | None]:
    """Return the drafts best first, the kind of their move and its two houses."""
    group = _ranked(group)
    arriving = [d for d in group if d.kind not in _LEAVING]
    leaving = [d for d in group if d.kind in _LEAVING]
    kinds = [d.kind for d in group]
    if arriving and leaving and not any(d.kind == "promotion" for d in arriving):
        to, left = _houses(context, arriving, []).to, _houses(context, [], leaving).left
        if to is not None and to is left:
            # a career told beside the news: where somebody once arrived is what is left now
            news, career = (leaving, arriving) if group[0] in leaving else (arriving, leaving)
            told, kind, source, target = _settled(context, news)
            return [*told, *career], kind, source, target
    choice = _houses(context, arriving, leaving)
    to, origin = choice.to, choice.left
    for draft in group:
        draft.houses_exact, draft.houses_harmless = choice.exact, choice.harmless
    if not arriving:
        return group, max(kinds, key=lambda k: (_SPECIFIC[k], k == kinds[0])), origin, None
    arrivals = [k for k in kinds if k not in _LEAVING]
    kind = "founding" if "founding" in arrivals else arrivals[0]
    if kind == "board_join":
        return group, kind, None, to
    if kind == "founding":
        return group, kind, None if origin is to else origin, to
    if origin is not None and to is not None:
        kind = "promotion" if origin is to else "hire"
    elif kind == "promotion":
        origin = to
    return group, kind, origin, to


def merge_moves(context: Context, drafts: Sequence[MoveDraft]) -> list[Merged[MoveClaim]]:
    """Return one claim per move, those that are not to be told with the reason."""
    ordered = sorted(
        drafts,
        key=lambda d: (d.is_background, d.is_guessed, d.quote.part is DocumentPart.TITLE, -d.confidence, d.sentence),
    )
    merged: list[Merged[MoveClaim]] = []
    groups = _grouped(ordered, _same_move)
    named = {id(g[0].person) for g in groups if g[0].person is not None and not g[0].is_background}
    for told in groups:
        group, kind, source, target = _settled(context, told)
        for draft in group:
            draft.kind, draft.from_organization, draft.to_organization = kind, source, target
        best = group
        head = best[0]
        is_background = head.is_background
        reason = None
        if is_background and (head.confidence < BACKGROUND_FLOOR or id(head.person) in named):
            reason = RejectReason.BACKGROUND
        elif head.person is None and _members_named(group, groups):
            reason = RejectReason.REPEATED
        features, likely, unlikely = _likely("moves", context, best)
        others = [d for g in groups if g is not told for d in g]
        status = _status(context, best, others)
        stage = told_stage(best)
        if stage == "effective":
            stage = "planned" if anticipation.is_ahead(context, best, others) else stage
        effective = _first([d.effective_on for d in best]) or aftermath.effective(context, best, stage)
        if status is Status.DENIED or stage in {"cancelled", "declined"}:
            effective = None
        if status is Status.DENIED and stage == "effective":
            stage = "planned"  # what is not so has not happened
        to_role = _first([d.to_role for d in best]) if kind not in _LEAVING else None
        from_role = _usual(context, [d.from_role for d in best if d.from_role])
        if from_role == to_role and kind == "promotion":
            from_role = None
        is_bare = not (source or target or from_role or to_role)
        if is_bare and head.person is not None and not head.person.is_surely_person:
            reason = reason or RejectReason.NO_ARGUMENT
        claim = MoveClaim(
            status=status,
            is_background=is_background,
            confidence=likely,
            quotes=_quotes(best),
            person=head.person.name if head.person else None,
            headcount=1 if head.person else _first([d.headcount for d in best]),  # type: ignore[arg-type]
            kind=MoveKind(kind),
            from_organization=_name(source),
            to_organization=_name(target),
            from_role=from_role,
            to_role=to_role,  # type: ignore[arg-type]
            stage=MoveStage(stage),
            effective_on=effective,  # type: ignore[arg-type]
        )
        merged.append(Merged(best, claim, features, reason or unlikely))
    return _succeeded(merged)


def _succeeded(merged: list[Merged[MoveClaim]]) -> list[Merged[MoveClaim]]:
    """Return the moves, those of who follows whom completed: the one takes the post that the other leaves."""
    told = [[d for d in m.drafts if isinstance(d, MoveDraft)] for m in merged]
    places = {id(told[i][0].person): i for i, m in enumerate(merged) if m.reason is None}
    for here, arrival in enumerate(merged):
        follows = next((d.follows for d in told[here] if d.follows is not None), None)
        there = places.get(id(follows)) if follows is not None else None
        if there is None or there == here or arrival.reason is not None:
            continue
        came, left = merged[here].claim, merged[there].claim
        if came.kind.value in _LEAVING or left.kind.value == "hire":
            continue
        house, role = came.to_organization, came.to_role or left.from_role
        if left.kind.value in _LEAVING and left.from_organization != came.from_organization:
            house = house or left.from_organization
        if came.kind is MoveKind.PROMOTION and came.from_organization is None:
            came = came.model_copy(update={"from_organization": house})
        came = came.model_copy(update={"to_organization": house, "to_role": role})
        left = left.model_copy(
            update={"from_organization": left.from_organization or house, "from_role": left.from_role or role}
        )
        merged[here], merged[there] = replace(arrival, claim=came), replace(merged[there], claim=left)
    return merged


def _usual(context: Context, roles: list[str]) -> str | None:
    """Return the first role, or of several bare nouns the one that the document uses most."""
    if len(roles) > 1 and all(" " not in r for r in roles):
        text = " ".join(s.text for s in context.reading.sentences).lower()
        return max(dict.fromkeys(roles), key=lambda r: text.count(r.lower()))
    return roles[0] if roles else None


def _members_named(group: list[MoveDraft], groups: list[list[MoveDraft]]) -> bool:
    count = _first([d.headcount for d in group])
    head = group[0]
    members = [
        group
        for group in groups
        if group[0].person is not None
        and not _differ(group[0].to_organization, head.to_organization)
        and not _differ(group[0].from_organization, head.from_organization)
    ]
    return isinstance(count, int) and len(members) >= count


def told_stage(best: Sequence[MoveDraft]) -> str:
    """Return the stage that the sentences about a move give it, the dated one first."""
    dated = [d for d in best if d.effective_on is not None]
    return (dated or list(best))[0].stage


def _name(entity: object) -> str | None:
    return entity.name if isinstance(entity, Entity) else (entity if isinstance(entity, str) else None)


# --- deals


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
        old_round, old_amount = _first([d.round for d in group]), _first([d.amount for d in group])
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
    return False


def _may_grow(group: list[DealDraft], new: DealDraft) -> bool:
    """Return whether further investors join: in a round or a loan they do, if no sum tells it from another."""
    if _FAMILY[new.kind] not in {1, 3}:
        return False
    amount = _first([d.amount for d in group])
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
    groups = _grouped(ordered, _same_deal)
    for group in groups:
        best = _ranked(group)
        denied = [q for q in denials if _denies(q, group, groups)]
        head = best[0]
        is_background = all(d.is_background for d in group)
        reason = RejectReason.BACKGROUND if is_background and head.confidence < BACKGROUND_FLOOR else None
        features, likely, unlikely = _likely("deals", context, best)
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
            list(dict.fromkeys(_name(a) for d in best for a in d.acquirers))
            if _FAMILY[kind] in {1, 3}
            else [_name(a) for a in next((d.acquirers for d in best if d.acquirers), [])]
        )
        if kind == "joint_venture" and len(acquirers) > 2:
            press = {e.name for d in best for e in d.acquirers if context.coreference.is_outlet(e)}
            acquirers = [name for name in acquirers if name not in press]  # who reports it, beside the partners
        sellers = [_name(s) for s in next((d.sellers for d in best if d.sellers), [])]
        valuation = next((d for d in best if d.valuation is not None), None)
        target = next((d.target for d in best if isinstance(d.target, Entity)), None) or _first(
            [d.target for d in best]
        )
        claim = DealClaim(
            status=Status.DENIED if denied else _status(context, best),
            is_background=is_background,
            confidence=likely,
            quotes=(*_quotes(best), *(d.quote for d in denied)),
            kind=DealKind(kind),
            acquirers=tuple(a for a in acquirers if a),
            target=_name(target),
            sellers=tuple(dict.fromkeys(n for n in sellers if n and n not in acquirers)),
            amount=priced.amount if priced else None,
            currency=priced.currency if priced else (valuation.valuation_currency if valuation else None),
            amount_qualifier=Qualifier(priced.amount_qualifier) if priced and priced.amount_qualifier else None,
            amount_raw=priced.amount_raw if priced else None,
            stake_percent=_first([d.stake_percent for d in best if kind != "acquisition" or d.kind != "stake"]),  # type: ignore[arg-type]
            voting=next((d.voting for d in best if d.voting is not None), None),
            valuation=valuation.valuation if valuation else None,
            round=_first([d.round for d in best]),  # type: ignore[arg-type]
            stage=DealStage(_deal_stage(best)),
            announced_on=min((d.announced_on for d in best if d.announced_on), key=lambda i: i.from_on, default=None)
            or aftermath.announced(context, best),
        )
        merged.append(Merged(best, claim, features, reason or unlikely))
    return merged


def _is_heard(context: Context, group: Sequence[DealDraft]) -> bool:
    """Return whether a party speaks in a sentence close to the deal, or an authority has ruled on it in public."""
    if any(d.stage == "blocked" and not d.is_background for d in group):
        return True
    parties = [e for d in group for e in (*d.acquirers, *d.sellers, d.target) if isinstance(e, Entity)]
    near = {
        i
        for d in group
        if d.quote.part is DocumentPart.TEXT
        for i in range(d.sentence - 1, d.sentence + _HEARD_REACH + 1)
    }
    return any(is_heard(context.reading, i, parties) for i in sorted(near))


def _deal_stage(best: Sequence[DealDraft]) -> str:
    for stage in ("blocked", "terminated"):
        if any(d.stage == stage for d in best):
            return stage
    if any(d.frame == "echo" and d.stage == "completed" for d in best):
        return "completed"
    return best[0].stage


# --- offers


def _same_offer(group: list[OfferDraft], new: OfferDraft) -> bool:
    return all(
        o.kind == new.kind
        and not _differ(o.offeror, new.offeror)
        and not _differ(o.person, new.person)
        and (o.amount == new.amount or None in (o.amount, new.amount))
        for o in group
    )


def merge_offers(context: Context, drafts: Sequence[OfferDraft]) -> list[Merged[OfferClaim]]:
    """Return one claim per offer, those that are not to be told with the reason."""
    merged: list[Merged[OfferClaim]] = []
    for group in _grouped(sorted(drafts, key=lambda d: (d.amount is None, d.sentence)), _same_offer):
        best = _ranked(group)
        features, likely, reason = _likely("offers", context, best)
        priced = next((d for d in best if d.amount is not None), None)
        outcomes = [d.outcome for d in best if d.outcome != "unknown"]
        claim = OfferClaim(
            status=_status(context, best),
            confidence=likely,
            quotes=_quotes(best),
            kind=OfferKind(best[0].kind),
            offeror=_name(_first([d.offeror for d in best])),
            person=_name(_first([d.person for d in best])),
            amount=priced.amount if priced else None,
            currency=priced.currency if priced else None,
            amount_qualifier=Qualifier(priced.amount_qualifier) if priced and priced.amount_qualifier else None,
            amount_raw=priced.amount_raw if priced else None,
            outcome=OfferOutcome(outcomes[0] if outcomes else "unknown"),
        )
        merged.append(Merged(best, claim, features, reason))
    return merged
