"""Which kind of move a clause tells of, and which is none: votes, places left, things founded that are no house.

Belongs here: the guide's rules on kinds. Drafts that the rest of the document speaks against belong in
`extract.claims.plausibility`.
"""

import re

from extract.claims import syntax
from extract.claims.lexicon import ahead, behind, compiled
from extract.claims.moves import employers, implied, roles
from extract.claims.moves.clause import AWAY, Clause, Told
from extract.claims.names import Entity
from extract.claims.posts import Post
from extract.claims.reading import Group, RoleSpan, is_organization
from extract.claims.schema import DocumentPart

_IN_OR_OUT = {"appoint", "succeed", "replacement_noun", "successor_is", "takes_office"}  # a house's own, or another's


def settle(clause: Clause, told: Told, person: Entity | None, post: Post | None) -> str | None:
    """Settle the kind and both organizations of a move by the post held before; return the role left with it."""
    from_role: str | None = None
    if told.kind in AWAY:
        from_role = told.left_role.text if told.left_role else (post.role if post else None)
        if told.from_organization is None:
            told.from_organization = (post.organization if post else None) or implied.left(clause)
        if told.to_organization is told.from_organization:
            told.to_organization = None
        if told.to_organization is not None and told.kind == "departure":
            told.kind = "hire"
    if told.is_board and told.kind in {"hire", "promotion"}:
        told.kind, told.from_organization = "board_join", None
    elif told.is_board and told.kind == "departure":
        told.kind, told.to_organization = "board_exit", None
    if told.kind == "promotion" or clause.frame.id in _IN_OR_OUT:
        if told.kind in {"hire", "promotion"}:
            return _inside_or_outside(clause, told, person, post)
    elif told.kind == "hire":
        return _hired_from(clause, told, person, post, from_role)
    return from_role


def _hired_from(
    clause: Clause, told: Told, person: Entity | None, post: Post | None, from_role: str | None
) -> str | None:
    """Fill in where somebody hired comes from, by the post held or one held once; return the role left."""
    is_kept = post is not None and clause.frame.id == "go_to" and post.organization is not None
    if told.from_organization is None and post is not None and post.organization is not told.to_organization:
        if not is_kept:
            told.from_organization, from_role = post.organization, post.role
    elif post is not None and post.organization in (None, told.from_organization):
        from_role = post.role
    if told.from_organization is None and person is not None:
        for former in clause.context.posts.of(person):
            if former.is_former and former.organization not in (None, told.to_organization):
                told.from_organization = former.organization
                return former.role
    return from_role


def _inside_or_outside(clause: Clause, told: Told, person: Entity | None, post: Post | None) -> str | None:
    """Tell a new post in the same house, a promotion, from one in another; return the role left."""
    home = told.to_organization = told.to_organization or implied.home(clause, post, told.from_organization)
    from_role = post.role if post else None
    told.kind = "hire"
    if told.from_organization is not None and told.from_organization is not home:
        return from_role
    if post is not None and post.organization is not None and home is not None and post.organization is not home:
        told.from_organization = post.organization
        return from_role
    if post is None and person is not None and clause.frame.id != "promote":
        for former in clause.context.posts.of(person):
            if former.is_former and former.organization not in (None, home):
                told.from_organization = former.organization
                return former.role
    is_appointed = clause.frame.id in {
        "appoint", "replacement_noun", "successor_is", "become", "new_is", "post_goes_to", "post_held_by",
        "run", "will_be", "takes_office",
    }  # fmt: skip
    if post is None and is_appointed and not _is_insider(clause):
        told.from_organization = None
        return None
    told.kind, told.from_organization = "promotion", home
    return from_role


def _is_insider(clause: Clause) -> bool:
    return clause.has(clause.lexicon.moves.insider) is not None


def is_board(clause: Clause, kind: str) -> bool:
    """Return whether the move is one to or from a seat on a board, not to a post that its members fill."""
    words, board = clause.lexicon.moves, compiled(clause.lexicon.board)
    after = clause.text[clause.candidate.end : clause.candidate.end + 110]
    after = re.split(rf"[;.]|\b(?:{'|'.join((*words.not_on_board, *words.not_own_role))})\b", after)[0]
    start, window = clause.candidate.start, clause.candidate.text + after
    if clause.frame.id in {"post_goes_to", "post_held_by", "new_is"}:  # the post stands before who takes it
        start, window = 0, clause.text[: clause.candidate.end]
    m = next(
        (
            m
            for m in board.finditer(window)
            if not any(x.start < start + m.end() <= x.end for x in clause.parsed.mentions)
        ),
        None,
    )
    if m is None:
        return False
    if not compiled(words.seats).fullmatch(m[0]):
        return True
    lead = window[len(clause.candidate.text) : m.start()]
    member = compiled((*clause.lexicon.indefinites, *clause.lexicon.ballot)).search(window[: m.start()])
    if compiled(words.headships).match(window, m.start()) and not member:
        return False
    start = clause.candidate.start
    posts = [r for r in clause.reading.roles(clause.index) if clause.candidate.end <= r.start < start + m.start()]
    if not _leads(clause, lead) or any(r.end < start + m.start() for r in posts):
        return False  # a post is taken, and the seat that goes with it
    beside = window[m.end() :][:40] if kind == "departure" else ""
    return not compiled(words.executives).search(window[: m.start()][-40:] + beside)


def _leads(clause: Clause, lead: str) -> bool:
    """Return whether the words before a seat leave it one, not the title of who directs something."""
    leads = clause.lexicon.moves.seat_leads
    return not (lead.strip() and leads) or behind(leads).search(lead) is not None


def sits(clause: Clause, group: Group) -> bool:
    """Return whether an unnamed group is one of members of a board."""
    of = ahead(clause.lexicon.of)
    board = compiled((rf"{of}(?:\w+ )?(?:{'|'.join(clause.lexicon.board)})",))
    lead = clause.text[group.start : group.end].removesuffix(group.noun)
    is_seat = compiled(clause.lexicon.moves.seats).fullmatch(group.noun) is not None
    return board.match(clause.text[group.end :].lstrip()) is not None or (is_seat and _leads(clause, lead))


def holds_seat(clause: Clause, persons: list[Entity]) -> bool:
    """Return whether the persons sit on a board by a post told of them ("its chairwoman, X, will not stand again")."""
    chairs = compiled(clause.lexicon.moves.chairs)
    posts = [p for one in persons for p in clause.context.posts.of(one) if p.role and p.organization is not None]
    return clause.has(clause.lexicon.board) is not None or any(chairs.search(p.role) for p in posts)


def names_post(clause: Clause) -> bool:
    """Return whether what goes to somebody is a post, not a prize or a house."""
    words = compiled((*clause.lexicon.moves.helm, *clause.lexicon.moves.workplaces))
    is_role = any(roles.heads(clause, h) for h in clause.slots.get("role", []))
    return is_role or words.search(clause.text[: clause.candidate.end]) is not None


def loses(clause: Clause, persons: list[Entity]) -> bool:
    """Return whether a house loses named people who hold a post ("X loses its head, Y")."""
    is_title = clause.parsed.sentence.part is DocumentPart.TITLE
    return (
        bool(persons)
        and not clause.context.sport
        and all(p.is_surely_person and (is_title or clause.context.posts.of(p)) for p in persons)
    )


def founds(clause: Clause, persons: list[Entity]) -> bool:
    """Return whether somebody founds a house, named or not, and not something of one ("the campaign of X")."""
    if clause.candidate.is_passive:
        return True
    named_at = [m.start for m in clause.parsed.mentions if m.entity in persons]
    if named_at and min(named_at) > clause.candidate.start:
        return False
    houses = compiled(clause.lexicon.organization_nouns)
    heads = clause.slots.get("to", [])
    return not heads or any(h.i in clause.parsed.mention_at or houses.match(clause.text, h.idx) for h in heads)


def is_ballot(clause: Clause, told: Told) -> bool:
    """Return whether voters fill the office: no employer and no employee."""
    elected = compiled(clause.lexicon.elected)
    role = told.role or told.left_role
    is_vote = compiled(clause.lexicon.ballot).search(clause.candidate.text) is not None
    if is_vote and told.role is not None and _rules(clause, told.role):
        return True
    window = clause.text[max(0, clause.candidate.start - 40) : max(clause.candidate.end, role.end if role else 0) + 90]
    if is_vote and elected.search(clause.text[max(0, clause.candidate.start - 60) : clause.candidate.start]):
        return True
    house = told.to_organization
    parties = compiled(clause.lexicon.political_parties, is_cased=True)
    is_house = house is not None and house is employers.at_slot(clause, "role") and not parties.search(house.name)
    if is_vote and not clause.reading.has(clause.lexicon.board, window):
        is_mandate = elected.match(clause.text, told.role.start) if told.role is not None else elected.search(window)
        return (told.role is None and not is_house) or is_mandate is not None
    own = employers.of_role(clause, role)
    is_office = role is not None and elected.match(clause.text, role.start) is not None
    return is_office and not (own is not None and own.is_surely_organization)


def _rules(clause: Clause, role: RoleSpan) -> bool:
    """Return whether a post is that over a country or town ("president of France")."""
    return any(
        m.entity.is_known_place
        and re.fullmatch(
            rf"\s{ahead(clause.lexicon.of)}{ahead(clause.lexicon.articles)}?", clause.text[role.end : m.start]
        )
        for m in clause.parsed.mentions
        if m.start >= role.end
    )


def leaves_place(clause: Clause) -> bool:
    """Return whether what is left is a place ("his departure from Japan")."""
    heads = clause.slots.get("from", [])
    places = [m for h in heads for m in clause.reading.core(clause.parsed, h) if m.entity.is_known_place]
    return bool(places) and not any(is_organization(m) for h in heads for m in clause.reading.core(clause.parsed, h))


def is_said_so(clause: Clause) -> bool:
    """Return whether the trigger stands in a common phrase that tells of no move."""
    said = compiled(clause.lexicon.commonplaces).finditer(clause.text)
    return any(m.start() < clause.candidate.end and clause.candidate.start < m.end() for m in said)


def stands_down(clause: Clause, told: Told) -> bool:
    """Return whether who goes is a candidate, and what is given up an election."""
    is_bare = clause.frame.id in {"resign", "bow_out"} and told.from_organization is None
    return is_bare and clause.has(clause.lexicon.candidacy) is not None


def is_homonym(clause: Clause) -> bool:
    """Return whether the thing that is left is no employer and no post ("leaves the stage")."""
    behind = [h for h in syntax.objects(clause.candidate.token, clause.reading.labels) if h.idx >= clause.candidate.end]
    things = [h for h in behind if h.pos_ == "NOUN" and h.i not in clause.parsed.mention_at]
    if clause.frame.id != "leave" or " " in clause.candidate.text:  # "slams the door" leaves nothing but the house
        return False
    return bool(things) and not any(employers.names_house(clause, h) for h in things)
