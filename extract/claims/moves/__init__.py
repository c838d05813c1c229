"""Moves: which persons change post or employer, as one sentence tells it.

Takes the candidates of `frames` and gives drafts, by the guide's rules. Here stands the order of the steps; each
has its module: who moves (`movers`), which organizations the clause names (`employers`) or implies (`implied`),
which post (`roles`), what kind of move or none at all (`kinds`), when (`stages`), and the draft of it all (`drafts`).
Merging of drafts belongs in `merge`, the choice between organizations in `houses`, how sure drafts are in `stance`.
"""

import re
from dataclasses import replace

from spacy.tokens import Token

from extract.claims.context import Context, MoveDraft, reject
from extract.claims.days import found_in
from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.moves import companions, drafts, employers, implied, kinds, lists, movers, roles
from extract.claims.moves.clause import AWAY, Clause, Told
from extract.claims.names import Entity
from extract.claims.reading import Group, is_organization
from extract.claims.schema import RejectedCandidate, RejectReason, Status
from extract.claims.stance import assess, plain

_POSTS = {
    "become", "interim", "new_is", "appoint", "succeed", "promote", "replacement_noun", "will_be", "takes_office",
    "refuse", "successor_is",
}  # fmt: skip


def read(context: Context, candidate: Candidate) -> list[MoveDraft | RejectedCandidate]:
    """Return the moves that a candidate tells of, or its rejection."""
    clause = Clause(context, candidate)
    frame, lexicon = clause.frame, clause.lexicon
    persons, group = movers.movers_of(clause)
    named = (
        employers.adjacent(clause, "to") or employers.at_slot(clause, "to"),
        employers.adjacent(clause, "from") or employers.at_slot(clause, "from"),
        employers.at_slot(clause, "employer"),
    )
    to_organization, from_organization, employer = (None if o in persons else o for o in named)
    parties = [*persons, *(o for o in (to_organization, from_organization, employer) if o)]
    assessment = assess(clause.context.coreference, clause.parsed, candidate.token, parties)
    if assessment.is_negated and clause.reading.has(lexicon.negation, candidate.text):
        assessment = plain(assessment)  # "no longer presents": the negation is part of what is told
    told = Told(frame.kind, assessment, to_organization, from_organization, employer)
    goals = clause.slots.get("to", [])
    if goals and told.to_organization is None and frame.id == "join" and any(is_dated(clause, g) for g in goals):
        told.to_organization = employers.next_named(clause)  # "joined in early March Acme"
    is_generic = goals and not told.to_organization and not any(employers.names_house(clause, head) for head in goals)
    if frame.id == "join" and is_generic:
        return [reject(candidate, RejectReason.GENERIC, assessment)]
    is_rumor = assessment.status is Status.RUMORED
    if frame.is_weak and is_rumor and clause.has(lexicon.modal) and not clause.has(lexicon.hedges):
        return []
    if not persons and group is None:
        return [reject(candidate, RejectReason.NO_ARGUMENT, assessment)] if not frame.is_weak else []
    if "leader" in {frame.subject, frame.object}:
        return [*companions.following(clause, persons, group, assessment)]
    if frame.id == "likewise":
        return drafts.likewise(clause, persons, assessment) if assessment.reason is None else []
    if frame.id == "takes_office":
        dated = drafts.dated(clause, persons, assessment)
        if dated or not persons or roles.taken(clause) is None:
            return [dated] if dated else []
    if ("to" in frame.needs or frame.id == "seat") and told.to_organization is None:
        told.to_organization = employers.next_named(clause)
        if told.to_organization is told.from_organization:
            told.to_organization = None
    if frame.id == "lose" and not told.to_organization and told.from_organization and kinds.loses(clause, persons):
        told.kind = "departure"
        return [d for p in persons if (d := drafts.draft_of(clause, told, p))]
    if ("to" in frame.needs and not told.to_organization) or ("from" in frame.needs and not told.from_organization):
        return []
    if assessment.reason is not None:
        return [reject(candidate, assessment.reason, assessment)]
    is_place = told.kind in AWAY and (kinds.leaves_place(clause) or kinds.stands_down(clause, told))
    is_phrase = (told.kind in AWAY or frame.id == "become") and kinds.is_said_so(clause)
    if is_place or is_phrase or (told.kind == "departure" and kinds.is_homonym(clause)):
        return [reject(candidate, RejectReason.HOMONYM, assessment)]
    if frame.id == "found" and not kinds.founds(clause, persons):
        return []
    if not _complete(clause, told, persons):
        return []
    predecessors = movers.at_slot(clause, "predecessor")
    successors = movers.at_slot(clause, "successor")
    if successors and not set(persons) - set(successors):  # "the head of X hands over to Y": only Y is named
        told.kind, told.to_organization = "promotion", told.from_organization
        told.from_organization = None
    persons = [p for p in persons if p not in predecessors]
    if not persons and group is None and not predecessors:
        return []
    if frame.id == "unseat" and not told.is_board and not kinds.holds_seat(clause, persons):
        return [reject(candidate, RejectReason.HOMONYM, assessment)]
    if frame.id in {"post_goes_to", "post_held_by"} and not kinds.names_post(clause):
        return []
    if told.kind not in AWAY and kinds.is_ballot(clause, told):
        return [reject(candidate, RejectReason.GENERIC, assessment)]
    office = compiled(lexicon.moves.club_offices)
    played = {m[0].lower() for m in compiled(lexicon.sport).finditer(clause.text)}
    is_sport = context.sport or (len(played) > 1 and frame.id in {"dismiss", "hire", "hire_loosely"})
    held = [post.role for p in persons if frame.kind in AWAY for post in context.posts.of(p)]
    offices = [*held, *(r.text for r in (told.role, told.left_role) if r)]
    if is_sport and not any(office.search(r) for r in offices):
        return [reject(candidate, RejectReason.SPORT, assessment)]
    return _drafts(clause, told, [*persons, *([group] if group else [])], predecessors)


def is_dated(clause: Clause, head: Token) -> bool:
    """Return whether a word stands in a date."""
    dates = found_in(clause.reading, clause.text)
    return any(d.char_start <= head.idx < d.char_end for d in dates)


def _complete(clause: Clause, told: Told, persons: list[Entity]) -> bool:
    """Fill in the roles and the organizations named with them; return False where a post is needed and none told."""
    frame, lexicon = clause.frame, clause.lexicon
    is_away = told.kind in AWAY
    told.role, told.left_role = (None, roles.left(clause)) if is_away else (roles.taken(clause), None)
    if frame.id in {"post_goes_to", "post_held_by", "new_is"}:
        other = compiled(lexicon.moves.not_own_role)  # "her successor is X" names no post
        ahead = [
            r
            for r in clause.reading.roles(clause.index)
            if r.end <= clause.candidate.end and not other.fullmatch(r.text)
        ]
        told.role = ahead[-1] if ahead else told.role
        told.to_organization = employers.of_role(clause, told.role)
    if told.role is not None and clause.context.posts.is_public(told.role.text):
        told.to_organization = None  # a portfolio names no employer
    if frame.id == "hand_over":
        inside = clause.parsed.between(clause.candidate.start, clause.candidate.end)
        told.to_organization = next((m.entity for m in inside if is_organization(m)), None)
    told.is_board = kinds.is_board(clause, told.kind)
    if frame.id in {"run", "led_by"}:
        led = clause.slots.get("employer", [])
        tasks = [h for h in led if h.pos_ == "NOUN" and h.i not in clause.parsed.mention_at]
        if led and tasks == led and not any(employers.names_house(clause, h) for h in tasks):
            told.employer = None  # "chairs a ceremony at X"
        told.to_organization = told.employer
    helm = compiled(lexicon.moves.helm)
    is_post = told.role or (frame.id == "run" and told.employer) or helm.search(clause.candidate.text)
    if frame.id in {"become", "will_be", "run", "refuse"} and not is_post:
        return False
    with_role = told.employer or employers.of_role(clause, told.left_role if is_away else told.role)
    if told.is_board:
        with_role = with_role or employers.at_slot(clause, "from_role" if is_away else "role")
    if is_away:
        if told.from_organization is not None and told.from_organization.is_regulator and told.kind == "dismissal":
            told.from_organization = None  # an authority dismisses from houses that are not its own
        told.from_organization = told.from_organization or with_role
        told.to_organization = told.to_organization or employers.purpose(clause)
    elif frame.id in _POSTS:
        house, agent = with_role or employers.at_slot(clause, "role"), told.to_organization
        agent = house or agent if agent is not None and agent.is_regulator else agent
        told.to_organization = (house or agent) if clause.candidate.is_passive else (agent or house)
        told.to_organization = (
            told.to_organization or implied.of_predecessor(clause) or implied.of_arrival(clause, persons)
        )
        if told.to_organization is None and frame.id == "succeed":  # "succeeds X at Acme"
            told.to_organization = employers.at_slot(clause, "predecessor", sure=True)
    elif frame.id in {"hire", "hire_loosely"} and not clause.candidate.is_passive:
        told.to_organization = told.to_organization or employers.of_subject(clause)
    return True


def _drafts(
    clause: Clause, told: Told, moving: list[Entity | Group], predecessors: list[Entity]
) -> list[MoveDraft | RejectedCandidate]:
    """Return the drafts of who moves, of whom they follow, and of who follows them."""
    context = clause.context
    made = [d for mover in moving if (d := drafts.draft_of(clause, told, mover))]
    first = told.left_role if told.kind in AWAY else told.role
    if made and first is not None and clause.frame.id not in drafts.SUCCESSIONS:
        for person, role in lists.pairs(clause, first):
            beside = replace(told, left_role=role) if told.kind in AWAY else replace(told, role=role)
            also = drafts.draft_of(clause, beside, person) if person not in moving else None
            made += [also] if also else []
    last = context.last_move if context.last_move and context.last_move.sentence == clause.index else None
    home = (made[0].to_organization if made else None) or told.to_organization or told.employer
    home = home or (last.to_organization if last else None)
    left = [drafts.exit_of(clause, told, p, home) for p in predecessors if (made or last) and not _stays(clause, p)]
    successors = movers.at_slot(clause, "successor") if told.kind in AWAY else []
    handed = [s for s in successors if made and s not in moving]
    arrived = [drafts.arrival_of(clause, told, s, made[0]) for s in handed]
    for taken_up in made or ([last] if last else []):
        taken_up.follows = predecessors[0] if len(predecessors) == 1 else taken_up.follows
    for handed_over in arrived:
        if handed_over is not None:
            handed_over.follows = made[0].person
    found = [*made, *companions.beside(clause, made), *(d for d in (*left, *arrived) if d is not None)]
    if found and found[0].to_organization is not None:
        context.last_move = found[0]
    context.leader = next((d for d in made if companions.leads(d)), context.leader)
    context.last_told = found[0] if found else context.last_told
    for d in found:
        if d.person is not None:
            context.movers.add(id(d.person))
            if d.from_organization is not None:
                context.left[id(d.person)] = d.from_organization
    return [*found]


def _stays(clause: Clause, predecessor: Entity) -> bool:
    """Return whether who is followed keeps another post in the house ("succeeds X, who remains chairman")."""
    opened = "|".join((*clause.lexicon.clause_openers, *clause.lexicon.syntax.relative_subjects))
    stays = rf",?\s(?:{opened})\s(?:\w+\s){{0,2}}?(?:{'|'.join(clause.lexicon.moves.stays)})\b"
    return any(
        m.entity is predecessor and re.match(stays, clause.text[m.end :]) is not None for m in clause.parsed.mentions
    )
