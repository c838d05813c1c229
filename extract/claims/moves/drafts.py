"""The drafts of a clause: each person with kind, organizations, roles, stage, and how well they bear each other out.

How the parts are found belongs in the other modules of this package, how likely a merged claim is in
`extract.claims.acceptance`.
"""

from dataclasses import replace

from extract.claims.context import HouseQuestion, HouseSide, MoveDraft, quote_of
from extract.claims.dates import Tense
from extract.claims.days import when
from extract.claims.moves import employers, implied, kinds, movers, roles, stages
from extract.claims.moves.clause import AWAY, Clause, Told
from extract.claims.names import Entity
from extract.claims.posts import Post
from extract.claims.reading import Group
from extract.claims.schema import RejectedCandidate
from extract.claims.stance import Assessment

HOMELESS_FLOOR = 0.42  # of drafts without any organization
LARGEST_EXIT = 50  # people; more are laid off, or evacuated, which is no move
FLOOR = 0.15  # drafts below this are not told; the rest is weighed by `acceptance`
SUCCESSIONS = {"succeed", "replacement_noun", "successor_is"}
_LOOSE = {
    "hire", "hire_loosely", "go_to", "work_now", "found", "come_from", "hire_noun", "departure_noun", "will_be", "run",
    "lose", "dismiss", "leave", "join",
}  # fmt: skip


def draft_of(clause: Clause, told: Told, mover: Entity | Group) -> MoveDraft | None:
    """Return the draft of one mover, None where too little of it is told."""
    person, group = (mover, None) if isinstance(mover, Entity) else (None, mover)
    told = replace(
        told, is_board=told.is_board or (group is not None and kinds.sits(clause, group))
    )  # what is completed for one mover does not hold for the next
    post = clause.context.posts.current(person, clause.index, told.role) if person else None
    if clause.subject_post is not None and (post is None or post.organization is None):
        post = clause.subject_post
    if group is not None and told.kind in AWAY and told.from_organization is None:
        told.from_organization = employers.of_group(clause, group, None)
    from_role = kinds.settle(clause, told, person, post)
    from_role, to_role = _roles(clause, told, person, post, from_role)
    if told.to_organization is person:
        told.to_organization = None
    if told.kind == "hire" and told.to_organization is told.from_organization:
        told.from_organization = None
    if group is not None:
        from_role = group.noun
        if told.kind == "hire" and told.from_organization is None:
            told.from_organization = employers.of_group(clause, group, told.to_organization)
    if told.kind in {"hire", "promotion", "board_join"} and told.to_organization is None:
        told.to_organization = (
            implied.destination(clause, told.from_organization) if told.kind == "hire" else implied.spoken_of(clause)
        )
        own = post.organization if post else None
        if told.kind == "board_join" and told.to_organization is own:
            main = clause.context.coreference.main_organization()  # an investor's partner takes the seat in its target
            told.to_organization = main if main is not own else None
        clause.score -= 0.1
    organizations = [o for o in (told.from_organization, told.to_organization) if o]
    is_bare = not organizations and (person is None or not (from_role or to_role))
    if is_bare and clause.frame.id not in {"resign", "retire", "dismiss"}:
        return None
    if group is not None and not _is_told(clause, told, group, organizations):
        return None
    score = _plausibility(clause, told, mover, from_role, to_role)
    if score < (FLOOR if organizations else HOMELESS_FLOOR):
        return None
    is_public = any(r is not None and clause.context.posts.is_public(r.text) for r in (told.role, told.left_role))
    is_open = person is not None and (organizations or not is_public)  # of a group the grammar's answers
    questions = _questions(clause, told, person) if is_open else ()
    effective = when(clause.reading, clause.parsed, clause.candidate, tense=stages.tense_of(clause))
    stage = stages.stage_of(clause, effective, told.assessment)
    return MoveDraft(
        told.assessment, quote_of(clause.parsed, told.assessment), clause.index, clause.candidate.text,
        clause.frame.id, score,
        is_background=stages.is_background(clause, None if stage == "declined" else effective),
        person=person, kind=told.kind, headcount=group.headcount if group else 1,
        from_organization=told.from_organization, to_organization=told.to_organization,
        from_role=roles.tidy(clause, roles.singular(clause, from_role) if person else from_role),
        to_role=roles.tidy(clause, roles.singular(clause, to_role)),
        stage=stage, effective_on=None if stage == "declined" else effective,
        is_guessed=clause.is_guessed, questions=questions,
    )  # fmt: skip


def _is_told(clause: Clause, told: Told, group: Group, organizations: list[Entity]) -> bool:
    """Return whether enough is told of a group: both houses of a hire, one that is surely a house of an exit."""
    size = group.headcount or 0
    if (told.kind == "dismissal" and not size) or (told.kind in AWAY and size > LARGEST_EXIT):
        return False  # a layoff
    if len(organizations) > 1:
        return True
    if clause.frame.is_weak or told.kind == "hire" or not all(o.is_surely_organization for o in organizations):
        return False
    is_aside = clause.candidate.token.dep_ in clause.reading.labels.relative
    return not (is_aside and told.kind in AWAY)  # "two employees who were fired": says who they are


def _roles(
    clause: Clause, told: Told, person: Entity | None, post: Post | None, from_role: str | None
) -> tuple[str | None, str | None]:
    """Return the roles left and taken, in the text's words: those of the clause, else of posts told beside it."""
    posts, role = clause.context.posts, told.role
    to_role = role.text if role else None
    if from_role and role and post and post.start == role.start:
        from_role = None
    if told.kind == "board_join":
        return from_role or (post.role if post else None), to_role
    if told.kind not in {"hire", "promotion"}:
        return from_role, to_role
    if not from_role and person is not None and (given_up := roles.given_up(clause)):
        from_role = given_up.text
    if not from_role and person is not None:
        held = [
            p.role
            for p in posts.of(person)
            if p.role
            and not p.is_future
            and p.organization in {None, told.from_organization}
            and not (role and p.sentence == clause.index and p.start == role.start)
        ]
        from_role = held[0] if held and held[0] != to_role else None
    if to_role is None and clause.frame.id in SUCCESSIONS:
        left = [p.role for q in movers.at_slot(clause, "predecessor") for p in posts.of(q) if p.role]
        to_role = left[0] if left else None
    return from_role, to_role


def exit_of(clause: Clause, told: Told, person: Entity, home: Entity | None) -> MoveDraft | None:
    """Return the exit of who is followed by somebody else, None where it is no news."""
    post = clause.context.posts.current(person)
    home = home or (post.organization if post else None) or implied.spoken_of(clause)
    if (home is None and not told.role) or stages.is_background(clause) or stages.left_long_ago(clause, person):
        return None
    return MoveDraft(
        told.assessment, quote_of(clause.parsed, told.assessment), clause.index, clause.candidate.text,
        "predecessor", 0.6, person=person, kind="departure", from_organization=home,
        from_role=roles.tidy(clause, post.role if post else (told.role.text if told.role else None)),
        stage=stages.stage_of(clause, None, told.assessment),
    )  # fmt: skip


def arrival_of(clause: Clause, told: Told, person: Entity, left: MoveDraft) -> MoveDraft | None:
    """Return the arrival of who is handed the post that somebody leaves."""
    home, post = left.from_organization, clause.context.posts.current(person)
    if home is None or left.is_background:
        return None
    outside = post.organization if post and post.organization is not home else None
    return MoveDraft(
        told.assessment, quote_of(clause.parsed, told.assessment), clause.index, clause.candidate.text, "succeed", 0.7,
        person=person, kind="hire" if outside else "promotion", from_organization=outside or home,
        to_organization=home, from_role=roles.tidy(clause, post.role if post else None), to_role=left.from_role,
        stage=left.stage, effective_on=left.effective_on,
    )  # fmt: skip


def dated(clause: Clause, persons: list[Entity], assessment: Assessment) -> MoveDraft | None:
    """Return the move told before with the day on which it takes effect ("She starts on 4 November")."""
    last = clause.context.last_move
    if last is None or last.person is None or clause.index - last.sentence > 3:
        return None
    if persons and last.person not in persons:
        return None
    tense = Tense.FUTURE if last.stage == "planned" else stages.tense_of(clause)
    effective = when(clause.reading, clause.parsed, clause.candidate, tense=tense)
    if effective is None:
        return None
    published = clause.reading.document.published_to_on
    draft = replace(
        last,
        quote=quote_of(clause.parsed, assessment),
        sentence=clause.index,
        frame=clause.frame.id,
        trigger=clause.candidate.text,
        stage="planned" if published is not None and effective.from_on > published else last.stage,
        effective_on=effective,
    )
    draft.assessment = replace(assessment, stance=last.assessment.stance, status=last.assessment.status)
    return draft


def likewise(clause: Clause, persons: list[Entity], assessment: Assessment) -> list[MoveDraft | RejectedCandidate]:
    """Return the move told before for those who do the same ("So did the head of risk, Jane Doe")."""
    last = clause.context.last_told
    if last is None or clause.index - last.sentence > 1 or last.is_background:
        return []
    arrives = last.kind not in AWAY
    found: list[MoveDraft | RejectedCandidate] = []
    for person in (p for p in persons if p is not last.person and p.is_surely_person):
        post = clause.context.posts.current(person, clause.index)
        own = post.organization if post else None
        is_told_of = {d for d in (last.from_organization, last.to_organization) if d}
        left = own if own is not None and own is not last.to_organization and arrives else last.from_organization
        if last.kind == "promotion" or (own is not None and not arrives and own not in is_told_of):
            continue
        draft = replace(
            last, quote=quote_of(clause.parsed, assessment), sentence=clause.index, trigger=clause.candidate.text,
            frame=clause.frame.id, confidence=0.7, person=person, headcount=1, from_organization=left,
            from_role=roles.tidy(clause, post.role if post else None), to_role=None, questions=(), follows=None,
        )  # fmt: skip
        found.append(draft)
    return found


def _plausibility(
    clause: Clause, told: Told, mover: Entity | Group, from_role: str | None, to_role: str | None
) -> float:
    """Return how well the arguments bear out that the trigger tells of a move, 0 to 1."""
    score = clause.score
    arrives = told.kind in {"hire", "promotion", "board_join", "founding"}
    house = told.to_organization if arrives else told.from_organization
    if isinstance(mover, Entity) and not mover.is_surely_person:
        score -= 0.12 if len(mover.name.split()) > 1 else 0.3
    if house is None:
        score -= 0.12
    elif not house.is_surely_organization:
        score -= 0.15
    if clause.is_guessed:
        score -= 0.05
    if not (from_role or to_role) and clause.frame.id in _LOOSE:
        score -= 0.1
    if not to_role and not told.is_board and clause.frame.id in {"appoint", "post_goes_to"}:
        score -= 0.15
    objects = clause.slots.get(clause.frame.object, []) if clause.frame.object in {"to", "from"} else []
    if objects and (clause.is_guessed or house is None) and not any(employers.names_house(clause, o) for o in objects):
        score -= 0.4  # "left the house", "joined the queue"
    if clause.frame.id == "leave" and not objects and not from_role and told.from_organization is None:
        score -= 0.3
    if isinstance(mover, Group) and (house is None or clause.is_guessed or (mover.headcount or 0) > 1000):
        score -= 0.4
    if clause.frame.is_weak and clause.is_guessed:
        score -= 0.15
    return round(min(score, 0.95), 2)


def _questions(clause: Clause, told: Told, person: Entity | None) -> tuple[HouseQuestion, ...]:
    """Return which organizations the move leaves open, with the grammar's own answers."""

    def ask(side: HouseSide, answer: Entity | None, other: Entity | None) -> HouseQuestion:
        slots = ("to" if side == "to" else "from", "employer")
        heading = clause.context.coreference.heading(clause.index)
        sure = [heading, *(employers.adjacent(clause, slot) for slot in slots)]
        named = [*sure, *(employers.at_slot(clause, slot) for slot in slots)]
        return HouseQuestion(
            candidate=clause.candidate,
            person=person,
            kind=told.kind,
            side=side,
            told=answer,
            is_guessed=clause.is_guessed,
            is_named=answer is not None and answer in named,
            is_sure=answer is not None and answer in sure,
            other=other,
        )

    if told.kind in AWAY:
        return (ask("left", told.from_organization, told.to_organization),)
    to = ask("to", told.to_organization, told.from_organization)
    return (to,) if told.kind == "board_join" else (to, ask("origin", told.from_organization, told.to_organization))
