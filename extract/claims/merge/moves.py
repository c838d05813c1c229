"""Drafts of one move become one claim: its kind, its two houses, who follows whom."""

from collections.abc import Sequence
from dataclasses import replace

from extract.claims import aftermath, anticipation, houses
from extract.claims.context import Context, MoveDraft
from extract.claims.merge.happenings import (
    BACKGROUND_FLOOR,
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
from extract.claims.names import Entity
from extract.claims.schema import DocumentPart, MoveClaim, MoveKind, MoveStage, RejectReason, Status

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


def _same_move(group: list[MoveDraft], new: MoveDraft) -> bool:
    return all(_compatible(old, new) for old in group)


def _compatible(old: MoveDraft, new: MoveDraft) -> bool:
    """Return whether two drafts tell of one move: a person makes one in an article, on a board or off it."""
    if old.person is not new.person or old.is_background != new.is_background:
        return False
    if old.person is None:
        return (
            old.leader is new.leader
            and not differ(old.to_organization, new.to_organization)
            and not differ(old.from_organization, new.from_organization)
            and (old.headcount == new.headcount or None in (old.headcount, new.headcount))
        )
    if (old.kind in _BOARD) != (new.kind in _BOARD):
        return {old.kind, new.kind} <= _LEAVING and not differ(old.from_organization, new.from_organization)
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
    group = ranked(group)
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
        to = to or next((d.to_organization for d in arriving if d.kind == kind), None)
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
    groups = grouped(ordered, _same_move)
    named = {id(g[0].person) for g in groups if g[0].person is not None and not g[0].is_background}
    led: dict[int, tuple[str, Entity | None, Entity | None]] = {}
    for told in sorted(groups, key=lambda g: all(d.leader for d in g)):
        group, kind, source, target = _settled(context, told)
        if told[0].person is not None and not told[0].is_background:
            led[id(told[0].person)] = kind, source, target
        if all(d.leader for d in told):
            kind, source, target = led.get(id(told[0].leader), (kind, source, target))
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
        elif head.leader is not None and not (source or target):
            reason = RejectReason.NO_ARGUMENT
        features, likely, unlikely = weighed("moves", context, best)
        others = [d for g in groups if g is not told for d in g]
        status = document_status(context, best, others)
        stage = told_stage(best)
        if stage == "effective":
            stage = "planned" if anticipation.is_ahead(context, best, others) else stage
        effective = first_value([d.effective_on for d in best]) or aftermath.effective(context, best, stage)
        if status is Status.DENIED or stage in {"cancelled", "declined"}:
            effective = None
        if status is Status.DENIED and stage == "effective":
            stage = "planned"  # what is not so has not happened
        to_role = first_value([d.to_role for d in best]) if kind not in _LEAVING else None
        plain = sorted(best, key=lambda d: d.quote.part is DocumentPart.TITLE)  # a headline shortens
        from_role = _usual(context, [d.from_role for d in plain if d.from_role])
        if from_role == to_role and kind == "promotion":
            from_role = None
        is_bare = not (source or target or from_role or to_role)
        if is_bare and head.person is not None and not head.person.is_surely_person:
            reason = reason or RejectReason.NO_ARGUMENT
        claim = MoveClaim(
            status=status,
            is_background=is_background,
            confidence=likely,
            quotes=quotes_of(best),
            person=head.person.name if head.person else None,
            headcount=1 if head.person else first_value([d.headcount for d in best]),  # type: ignore[arg-type]
            kind=MoveKind(kind),
            from_organization=name_of(source),
            to_organization=name_of(target),
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
    count = first_value([d.headcount for d in group])
    head = group[0]
    members = [
        group
        for group in groups
        if group[0].person is not None
        and not differ(group[0].to_organization, head.to_organization)
        and not differ(group[0].from_organization, head.from_organization)
    ]
    return isinstance(count, int) and len(members) >= count


def told_stage(best: Sequence[MoveDraft]) -> str:
    """Return the stage that the sentences about a move give it, the dated one first."""
    dated = [d for d in best if d.effective_on is not None]
    return (dated or list(best))[0].stage
