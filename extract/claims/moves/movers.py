"""Who moves: the persons, or the unnamed group, that fill the slots of a clause.

Belongs here: lists, appositions and pronouns under the head of a slot, and the nearest name where the parse gives
none. What the persons do belongs in `kinds`, which post they hold in `extract.claims.posts`.
"""

import re
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.lexicon import Lexicon, ahead, behind, compiled
from extract.claims.moves import lists, roles
from extract.claims.moves.clause import AWAY, Clause
from extract.claims.names import Entity, Mention, fold
from extract.claims.posts import Post
from extract.claims.reading import Group
from extract.claims.schema import DocumentPart


def movers_of(clause: Clause) -> tuple[list[Entity], Group | None]:
    """Return the persons who move, and the group that does beside the members named or without naming any."""
    found, group = _filled(clause)
    if found:
        found += [p for p in lists.likewise(clause) if p not in found]
    if clause.frame.id == "succeed" and _is_purpose(clause):
        return _appointed(clause), None
    named = any(head.i in clause.parsed.mention_at for head in clause.slots.get("predecessor", ()))
    if clause.frame.id == "succeed" and not named and found:
        # "A resigned and B takes over his duties": whoever left is not who follows
        left = [p for p in found if id(p) in clause.context.left]
        found = [p for p in found if p not in left] or [p for p in _nearest(clause, [])[0] if p not in left]
    return found, group


def _filled(clause: Clause) -> tuple[list[Entity], Group | None]:
    found: list[Entity] = []
    group: Group | None = None
    heads = clause.slots.get("person", []) or _expletive(clause)
    if clause.frame.id == "succeed" and not clause.candidate.is_passive:
        by = clause.reading.labels.by
        heads = [h for h in heads if any(c.lower_ in by for c in h.children)] or heads  # "they replace X by Y"
    if clause.frame.id in {"new_is", "successor_is"}:
        found, heads = _announced(clause), []
    for head in heads:
        names = _listed(clause, head)
        if not names:
            mention = clause.parsed.mention_at.get(head.i)
            names = [] if mention is not None else _loose(clause, head)
        if not names:
            names = _behind_house(clause, head) or _behind_post(clause, head)
        if not names:
            names = _set_apart(clause, head)
        if not names:
            names = clause.context.coreference.persons(clause.parsed, head)
        if not names:
            names = _apposed(clause, head)
        if not names and head.i not in clause.parsed.mention_at:
            group = group or _group(clause, head)
            if group is None:
                one = clause.context.coreference.person(clause.parsed, head) or _bearer(clause, head)
                names = [one] if one else []
        found += [_whole(clause, p) for p in names]
    if not found and group is None:
        found = _inverted(clause) or _fronted(clause)
    if not found and group is None:
        found, group = _nearest(clause, heads)
    if not found and group is None and clause.frame.object == "person" and not clause.candidate.is_passive:
        group = clause.reading.group_in(clause.text[clause.candidate.end + 1 :], clause.candidate.end + 1)
        group = group if group is not None and group.start == clause.candidate.end + 1 else None
    if found or group is None:
        return list(dict.fromkeys(found)), None
    named, is_whole = lists.members(clause, group)
    return list(dict.fromkeys(named)), None if is_whole else group


def _expletive(clause: Clause) -> list[Token]:
    """Return the pronoun before a verb that the parse takes for an expletive ("Il y sera directeur")."""
    token, pronouns = clause.candidate.token, clause.lexicon.person_subjects
    if clause.frame.subject != "person" or clause.candidate.is_passive:
        return []
    verb = token.head if token.dep_ in clause.reading.labels.copula else token
    return [c for c in verb.children if c.i < token.i and c.lower_ in pronouns]


def _announced(clause: Clause) -> list[Entity]:
    """Return who is named right behind a new post: "the new head of X is a surprise: Jane Doe"."""
    follower = next((m for m in clause.parsed.mentions if m.start >= clause.candidate.end), None)
    if follower is None or follower.entity.kind != "person":
        return []
    is_next = re.fullmatch(r"\s?(?:[\w'’.-]+\s){0,4}", clause.text[clause.candidate.end : follower.start])
    return [m.entity for m in clause.reading.series(clause.parsed, follower)] if is_next else []


def _apposed(clause: Clause, head: Token) -> list[Entity]:
    """Return the persons that the phrase under `head` counts: "A, B and C, three engineers of X, have joined …"."""
    number = next((n for c in head.children if c.dep_ == "nummod" and (n := clause.reading.headcount(c.text))), 0)
    start, _ = clause.reading.span(head)
    row = [m for m in clause.parsed.mentions if m.entity.kind == "person" and m.end <= start][-number:]
    if number < 2 or len(row) < number:
        return []
    gaps = [clause.text[m.end : edge] for m, edge in zip(row, [*(m.start for m in row[1:]), start], strict=True)]
    return [m.entity for m in row] if all(re.fullmatch(r"\s?,?\s(?:\w{2,3}\s)?", gap) for gap in gaps) else []


def _set_apart(clause: Clause, head: Token) -> list[Entity]:
    """Return the name set apart by commas behind the noun that tells who it is ("her deputy of ten years, X, …")."""
    follower = next((m for m in clause.parsed.mentions if m.entity.kind == "person" and m.start > head.idx), None)
    if head.dep_ in clause.reading.labels.apposition or head.i in clause.parsed.mention_at or follower is None:
        return []
    if head.pos_ not in {"NOUN", "ADJ", "PRON"}:
        return []
    start = head.idx + len(head)
    gap, behind = clause.text[start : follower.start], clause.text[follower.end :]
    titles, conjunction = "|".join(clause.lexicon.titles), "|".join(clause.lexicon.conjunctions)
    lead = rf"(?!(?:{conjunction})\s)(?:[a-zà-ÿ][\w'’-]*\s|l['’]){{0,3}}(?:(?:{titles})\.?\s)?"
    verbs = (*clause.lexicon.have, *clause.lexicon.tenures, *clause.lexicon.speech)
    is_other = any(start < r.start < follower.start for r in clause.reading.roles(clause.index))
    is_aside = re.fullmatch(rf"[^,;:.()\"«»“”]{{0,60}},\s{lead}", gap) and not compiled(verbs).search(gap)
    is_split = start <= clause.candidate.start < follower.start  # a verb stands between them
    is_closed = re.match(r"\s?(?:[,.;]|$)", behind) or follower.end + 1 == clause.candidate.start
    return [follower.entity] if is_aside and is_closed and not is_split and not is_other else []


def _behind_house(clause: Clause, head: Token) -> list[Entity]:
    """Return the person right behind a house that the parser takes for the object ("hires Acme veteran Jane Doe")."""
    house = clause.parsed.mention_at.get(head.i)
    if house is None or house.entity.kind == "person" or clause.frame.object != "person":
        return []
    follower = next((m for m in clause.parsed.mentions if m.start >= house.end), None)
    gap = clause.text[house.end : follower.start] if follower is not None else ""
    is_next = (
        follower is not None
        and follower.entity.kind == "person"
        and re.fullmatch(r"(?:['’]s?)?\s(?:[a-zà-ÿ-]+,?\s){0,6}", gap)
    )
    return [follower.entity] if is_next and follower is not None else []


def _behind_post(clause: Clause, head: Token) -> list[Entity]:
    """Return who holds the post that a phrase names before its holder ("the duties of head of Acme of Jane Doe")."""
    if clause.frame.kind not in AWAY or clause.frame.subject == "person" or not roles.heads(clause, head):
        return []
    start, end = clause.reading.span(head)
    behind = [m for m in clause.parsed.between(start, end) if m.entity.is_surely_person]
    of = "|".join(map(re.escape, clause.lexicon.of))
    last = behind[-1] if behind else None
    is_holder = last is not None and re.search(rf"(?<!\w)(?:{of})\s?$", clause.text[: last.start])
    return [last.entity] if is_holder and last is not None else []


def _whole(clause: Clause, person: Entity) -> Entity:
    """Return whom an apposition ending in `person` is about: "Jane Doe, daughter of X and now head of …"."""
    row = [m for m in clause.parsed.mentions if m.entity.kind == "person" and m.end <= clause.candidate.start]
    if len(row) < 2 or row[-1].entity is not person or not clause.reading.is_complement(clause.text, row[-1].start):
        return person
    gap = clause.text[row[-2].end : row[-1].start]
    return row[-2].entity if re.fullmatch(r",\s[\w'’\s-]{3,60}", gap) else person


def _listed(clause: Clause, head: Token) -> list[Entity]:
    """Return the persons of the phrase under `head`, its list of names and its apposition completed."""
    core = [m for m in clause.reading.core(clause.parsed, head) if m.entity.kind == "person"]
    if core:
        listed = {m.start: m for c in core for m in clause.reading.series(clause.parsed, c)}
        return [listed[start].entity for start in sorted(listed)]
    if head.i in clause.parsed.mention_at:
        entity = clause.parsed.mention_at[head.i].entity
        words = entity.name.split()
        if (
            entity.kind != "place"
            and not entity.proof["organization"]
            and 2 <= len(words) <= 4
            and clause.frame.id in {"hire", "appoint", "promote", "dismiss", "resign", "retire", "become", "succeed"}
            and all(w[:1].isupper() for w in words)
        ):
            entity.kind = "person"
            return [entity]
        return []
    return (
        clause.context.posts.holders(clause.index, head.idx - 40, head.idx + len(head))
        if roles.heads(clause, head)
        else []
    )


def _bearer(clause: Clause, head: Token) -> Entity | None:
    """Return who holds the post that a phrase without a name speaks of; a headline's is named below it."""
    role = next((r for r in clause.reading.roles(clause.index) if r.start <= head.idx < r.end), None)
    is_title = clause.parsed.sentence.part is DocumentPart.TITLE
    is_another = any(c.dep_ == "nummod" or c.lower_ in clause.lexicon.indefinites for c in head.children)
    if role is None or (is_another and not is_title):
        return None
    posts = clause.context.posts
    mentions = clause.parsed.mentions
    organization = posts.organization_of(clause.text, role, mentions) or posts.owner(
        clause.index, clause.text, role, mentions
    )
    found = posts.bearer(role, organization)
    if found is None and is_title:
        one = clause.context.coreference.introduced()
        held = {fold(p.role.split()[0]) for p in posts.of(one) if p.role} if one is not None else set()
        is_other = held and posts.is_public(role.text.lower()) and fold(role.text.split()[0]) not in held
        found = None if is_other else one
    if found is not None and is_title:
        clause.subject_post = Post(role.text, organization, False, False, clause.index, role.start, role.end)
    return found


def _is_purpose(clause: Clause) -> bool:
    """Return whether the trigger is what somebody is chosen for ("to succeed X"), not what is only to come."""
    before = clause.text[: clause.candidate.start]
    is_infinitive = _infinitive(clause.lexicon).search(before) is not None
    return is_infinitive and not behind(clause.lexicon.moves.bound_to).search(before)


@cache
def _infinitive(lexicon: Lexicon) -> re.Pattern[str]:
    words = ahead((*lexicon.syntax.infinitive,))
    return re.compile(rf"(?<!\w){words}{ahead(lexicon.articles, lexicon.clitics)}?\Z", re.IGNORECASE)


def _inverted(clause: Clause) -> list[Entity]:
    """Return the subject behind its verb: "Also leaving Acme are Jane Doe and John Roe"."""
    if clause.frame.subject != "person":
        return []
    inverted = "|".join(clause.lexicon.moves.inverted)
    for m in clause.parsed.mentions:
        if m.entity.kind == "person" and m.start >= clause.candidate.end:
            gap = clause.text[clause.candidate.end : m.start]
            if re.fullmatch(rf"[^,;:.]{{0,60}}\s(?:{inverted})\s(?:[a-zà-ÿ][\w'’-]*,?\s){{0,4}}", gap):
                return [x.entity for x in clause.reading.series(clause.parsed, m)]
    return []


def _fronted(clause: Clause) -> list[Entity]:
    """Return the subject behind a participle that opens the sentence: "Named in May, Jane Doe takes over"."""
    if not clause.candidate.is_passive or clause.text[: clause.candidate.start].strip():
        return []
    for m in clause.parsed.mentions:
        if m.entity.kind == "person" and re.fullmatch(r"[^,;:.]*,\s", clause.text[clause.candidate.end : m.start]):
            return [m.entity]
    return []


def _appointed(clause: Clause) -> list[Entity]:
    """Return who is chosen "to succeed" somebody: the object, or passive subject, of the verb above."""
    above = clause.candidate.token.head
    if above.pos_ not in {"VERB", "ADJ", "AUX"}:
        return []
    passive = syntax.is_passive(above, clause.reading.labels) or above.pos_ == "ADJ"
    subject = syntax.subject(above, clause.reading.labels)
    heads = [subject] if passive and subject is not None else syntax.objects(above, clause.reading.labels)
    by_name = compiled(clause.lexicon.moves.candidacies)  # "the name of X is cited to succeed Y"
    if subject is not None and by_name.fullmatch(subject.text):
        return [m.entity for m in clause.reading.inside(clause.parsed, subject) if m.entity.kind == "person"][:1]
    return [p for h in heads for p in _listed(clause, h)]


def _loose(clause: Clause, head: Token) -> list[Entity]:
    return [
        m.entity
        for m in clause.reading.inside(clause.parsed, head)
        if m.entity.kind == "person" and not clause.reading.is_complement(clause.text, m.start) and not _owns(clause, m)
    ]


def _owns(clause: Clause, mention: Mention) -> bool:
    return re.match(r"['’]s?\b", clause.text[mention.end :]) is not None


def _group(clause: Clause, head: Token) -> Group | None:
    start, end = clause.reading.span(head)
    end = max(end, clause.candidate.start - 1) if start < clause.candidate.start else end
    group = clause.reading.group_in(clause.text[start:end], start)
    if group is None or group.headcount == 1 or not group.start <= head.idx < group.end:
        return None
    return group


def _nearest(clause: Clause, heads: list[Token]) -> tuple[list[Entity], Group | None]:
    """Take the nearest person on the side where the grammar expects one, when the parse gives none."""
    persons = [m for m in clause.parsed.mentions if m.entity.kind == "person"]
    behind_trigger = clause.text[clause.candidate.end :]
    houses = compiled(clause.lexicon.organization_nouns)
    if clause.candidate.is_passive and any(houses.fullmatch(h.text) for h in heads):
        return [], None  # "a company hired by X"
    if any(c.lower_ in clause.lexicon.indefinites for h in heads for c in h.children):
        return [], None  # somebody who is not named
    if any(h.pos_ == "NOUN" and "Number=Plur" in str(h.morph) for h in heads):
        return [], None  # several, of whom none is named
    named = max((h.idx for h in heads if h.i in clause.parsed.mention_at), default=None)
    if named is not None and not any(
        named < m.start < clause.candidate.start and not clause.reading.is_complement(clause.text, m.start)
        for m in persons
    ):
        return [], None
    is_before = (clause.frame.subject == "person") != (clause.candidate.is_passive and clause.frame.object == "person")
    if clause.frame.word == "noun":
        nested = _nested(clause.lexicon).match(behind_trigger)
        held_by = [m for m in persons if nested and m.start == clause.candidate.end + nested.end()]
        if held_by:
            return [held_by[0].entity], None
        of = re.compile(rf"(?<!\w){ahead(clause.lexicon.of)}")
        after = [
            m
            for m in persons
            if 0 <= m.start - clause.candidate.end <= 30
            and re.fullmatch(r"[\w\s,'’-]*", gap := clause.text[clause.candidate.end : m.start])
            and len(of.findall(gap)) < 2
        ]
        if after and re.match(rf"\s(?:\w+\s)?{of.pattern}", behind_trigger):
            clause.score -= 0.15
            return [after[0].entity], None
        return [], None
    if heads and not is_before:
        return [], None
    if clause.candidate.is_passive and clause.frame.subject == "person" and clause.frame.object:
        later = next((m for m in persons if m.start >= clause.candidate.end), None)
        gap = clause.text[clause.candidate.end : later.start] if later is not None else ""
        by = "|".join(clause.reading.labels.by)
        return ([later.entity] if later and re.search(rf"\b(?:{by})\s[^;:.!?]{{0,80}}?$", gap) else []), None
    if is_before or clause.candidate.is_passive:
        near = [m for m in persons if m.end <= clause.candidate.start and clause.candidate.start - m.end <= 110]
        named_by_post = any(roles.heads(clause, h) for h in heads)  # "the chief of staff of X leaves": not X
        own = [m for m in near if not clause.reading.is_complement(clause.text, m.start)]
        near = own if own or named_by_post else near
        if near and not re.search(r"[;:.!?]", clause.text[near[-1].end : clause.candidate.start]):
            clause.score -= 0.0 if clause.text[near[-1].end : clause.candidate.start] == ", " else 0.2
            return [m.entity for m in clause.reading.series(clause.parsed, near[-1])], None
        ahead_of = [m for m in persons if m.end < clause.candidate.start]
        for m in reversed(ahead_of):
            gap = clause.text[m.end : clause.candidate.start]
            is_free = m is ahead_of[0] or not clause.reading.is_complement(clause.text, m.start)
            if is_free and re.fullmatch(r",[^;!?]{0,300},\s(?:[\w’']+\s?){0,4}", gap):
                clause.score -= 0.1
                return [m.entity], None  # "Jane Doe, a long apposition, joins …"
    else:
        near = [m for m in persons if m.start >= clause.candidate.end and m.start - clause.candidate.end <= 60]
        gap = clause.text[clause.candidate.end : near[0].start] if near else ""
        if near and not _owns(clause, near[0]) and not re.search(r"[;:.!?]", gap):
            clause.score -= 0.2
            return [near[0].entity], None
    return [], None


@cache
def _nested(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what stands between an arrival and whose it is ("the appointment to the board of X")."""
    return re.compile(rf"\s{ahead(lexicon.moves.into)}[^,;.:]{{1,45}}?(?<!\w){ahead(lexicon.of)}(?=[A-ZÀ-Þ])")


def at_slot(clause: Clause, slot: str) -> list[Entity]:
    """Return the persons that a slot other than the mover's names or means."""
    found: list[Entity] = []
    for head in clause.slots.get(slot, []):
        core = [m for m in clause.reading.core(clause.parsed, head) if m.entity.kind == "person"]
        apart = {right.start for left, right in pairwise(core) if clause.text[left.end : right.start] == ", "}
        names = [m.entity for m in core if m.start not in apart] or _loose(clause, head) or _set_apart(clause, head)
        if not names:
            one = clause.context.coreference.person(clause.parsed, head)
            names = [one] if one else []
        found += names
    return list(dict.fromkeys(found))
