"""Moves: which persons change post or employer, as one sentence tells it.

Takes the candidates of `frames` and gives drafts; the guide's rules on kinds, roles and stages are here.
Merging of drafts belongs in `merge`, how sure they are in `stance`.
"""

import re
from dataclasses import replace

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.context import Context, HouseQuestion, HouseSide, MoveDraft, quote_of, reject
from extract.claims.dates import Tense
from extract.claims.days import when
from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.posts import Post
from extract.claims.reading import Group, RoleSpan, headcount, is_organization
from extract.claims.schema import DayInterval, DocumentPart, RejectedCandidate, RejectReason, Status
from extract.claims.stance import Assessment, assess

HOMELESS_FLOOR = 0.42  # of drafts without any organization
FLOOR = 0.15  # drafts below this are not told; the rest is weighed by `acceptance`
_LOOSE = {
    "hire",
    "hire_loosely",
    "go_to",
    "work_now",
    "found",
    "come_from",
    "hire_noun",
    "departure_noun",
    "will_be",
    "run",
    "lose",
    "dismiss",
    "leave",
    "join",
}
_AWAY = {"departure", "dismissal", "retirement", "board_exit"}


def read(context: Context, candidate: Candidate) -> list[MoveDraft | RejectedCandidate]:
    """Return the moves that a candidate tells of, or its rejection."""
    return _Move(context, candidate).read()


class _Move:
    def __init__(self, context: Context, candidate: Candidate) -> None:
        self.context, self.candidate = context, candidate
        self.reading, self.parsed = context.reading, candidate.parsed
        self.lexicon = context.reading.lexicon
        self.frame, self.slots, self.text = candidate.frame, candidate.slots, candidate.parsed.text
        self.index = candidate.parsed.sentence.index
        self.score = 0.9
        self.is_guessed = False
        self.subject_post: Post | None = None  # of a phrase without a name that is the person

    def read(self) -> list[MoveDraft | RejectedCandidate]:
        persons, group = self._persons()
        if self.frame.id == "succeed" and self._is_purpose():
            persons, group = self._appointed(), None
        kind = self.frame.kind
        frame_id = self.frame.id
        to_organization = self._adjacent("to") or self._organization("to")
        from_organization = self._adjacent("from") or self._organization("from")
        employer = self._organization("employer")
        to_organization, from_organization, employer = (
            None if o is not None and o in persons else o for o in (to_organization, from_organization, employer)
        )
        parties = [*persons, *(o for o in (to_organization, from_organization, employer) if o)]
        assessment = assess(self.reading, self.parsed, self.candidate.token, parties)
        if (
            self.frame.id == "join"
            and to_organization is None
            and self.slots.get("to")
            and not any(self._names_house(h) for h in self.slots["to"])
        ):
            return [reject(self.candidate, RejectReason.GENERIC, assessment)]
        if (
            self.frame.is_weak
            and assessment.status is Status.RUMORED
            and self.reading.has(self.lexicon.modal, self.text)
            and not self.reading.has(self.lexicon.hedges, self.text)
        ):
            return []
        if not persons and group is None:
            return [reject(self.candidate, RejectReason.NO_ARGUMENT, assessment)] if not self.frame.is_weak else []
        if self.frame.id == "takes_office":
            return self._office(persons, assessment)
        if "to" in self.frame.needs and to_organization is None:
            to_organization = self._next_organization()
        if frame_id == "lose" and to_organization is None and from_organization is not None and self._loses(persons):
            return [
                d
                for p in persons
                if (d := self._draft(p, None, "departure", False, from_organization, None, None, None, assessment))
            ]
        if "to" in self.frame.needs and to_organization is None:
            return []
        if "from" in self.frame.needs and from_organization is None:
            return []
        if assessment.reason is not None:
            return [reject(self.candidate, assessment.reason, assessment)]
        if kind in _AWAY and self._leaves_place():
            return [reject(self.candidate, RejectReason.HOMONYM, assessment)]
        if frame_id == "found" and not self.candidate.is_passive and not (self._precedes(persons) and self._founds()):
            return []
        if kind == "departure" and re.match(
            rf"\s(?:the|la|le|l['’]|son|sa|his|her)?\s?(?:{'|'.join(self.lexicon.homonyms)})\b",
            self.text[self.candidate.end :],
        ):
            return [reject(self.candidate, RejectReason.HOMONYM, assessment)]
        role = self._role_after() if kind not in _AWAY else None
        left_role = self._left_role() if kind in _AWAY else None
        if frame_id == "post_goes_to":
            role = next((r for r in reversed(self.reading.roles(self.index)) if r.end <= self.candidate.start), role)
            to_organization = self._organization_of_role(role)
        if role is not None and self.context.posts.is_public(role.text):
            to_organization = None  # a portfolio names no employer
        is_board = self._is_board(kind)
        if frame_id in {"become", "will_be", "run"}:
            if (
                role is None
                and not (frame_id == "run" and employer)
                and not re.search(r"relais|suite|charge|helm|reins|over|tête|rênes|commande|barre", self.candidate.text)
            ):
                return []
            if frame_id == "run":
                to_organization = employer
        if (
            frame_id in {"become", "appoint", "succeed", "promote", "replacement_noun", "will_be"}
            and to_organization is None
        ):
            to_organization = employer or self._organization_of_role(role) or self._board_organization()
        if frame_id in {"hire", "hire_loosely"} and to_organization is None and not self.candidate.is_passive:
            to_organization = self._resolve_subject()
        if kind in _AWAY and from_organization is None:
            from_organization = employer or self._organization_of_role(left_role) or self._board_organization()
        predecessors = self._predecessors()
        persons = [p for p in persons if p not in predecessors]
        if not persons and group is None and not predecessors:
            return []
        if self._is_ballot(role, left_role):
            return [reject(self.candidate, RejectReason.GENERIC, assessment)]
        if self.frame.id == "leave" and self._leaves_place():
            return [reject(self.candidate, RejectReason.HOMONYM, assessment)]
        if self.context.sport and not re.search(
            r"(?i)présid|direct(?:eur|rice)|chief|chair|executive|manager général|PDG",
            (role.text if role else "") + (left_role.text if left_role else ""),
        ):
            return [reject(self.candidate, RejectReason.SPORT, assessment)]
        movers: list[Entity | None] = [*persons] or ([None] if group else [])
        drafts: list[MoveDraft | RejectedCandidate | None] = [
            self._draft(
                person,
                group if person is None else None,
                kind,
                is_board,
                from_organization,
                to_organization,
                role,
                left_role,
                assessment,
            )
            for person in movers
        ]
        made = [d for d in drafts if isinstance(d, MoveDraft)]
        for predecessor in predecessors:
            last = self.context.last_move
            if not made and (last is None or last.sentence != self.index):
                continue
            home = (made[0].to_organization if made else None) or to_organization or employer
            if home is None and last is not None and last.sentence == self.index:
                home = last.to_organization
            drafts.append(self._predecessor(predecessor, home, role, assessment))
        handed = [s for s in self._at_slot("successor") if made and s not in persons]
        drafts += [d for d in (self._successor(s, made[0], assessment) for s in handed) if d is not None]
        made = [d for d in drafts if isinstance(d, MoveDraft)]
        if made and made[0].to_organization is not None:
            self.context.last_move = made[0]
        return [d for d in drafts if d is not None]

    def _office(self, persons: list[Entity], assessment: Assessment) -> list[MoveDraft | RejectedCandidate]:
        """Return the day on which the move told before takes effect ("She starts on 4 November")."""
        last = self.context.last_move
        if (
            last is None
            or last.person is None
            or (persons and last.person not in persons)
            or self.index - last.sentence > 3
        ):
            return []
        effective = when(
            self.reading,
            self.parsed,
            self.candidate,
            tense=Tense.FUTURE if last.stage == "planned" else _tense(self.candidate.token),
        )
        if effective is None:
            return []
        published = self.reading.document.published_to_on
        stage = "planned" if published is not None and effective.from_on > published else last.stage
        draft = replace(
            last,
            quote=quote_of(self.parsed, assessment),
            sentence=self.index,
            frame=self.frame.id,
            trigger=self.candidate.text,
            stage=stage,
            effective_on=effective,
        )
        draft.assessment = replace(assessment, stance=last.assessment.stance, status=last.assessment.status)
        return [draft]

    def _loses(self, persons: list[Entity]) -> bool:
        """Return whether a house loses named people who hold a post ("X loses its head, Y")."""
        return (
            bool(persons)
            and not self.context.sport
            and all(
                p.is_surely_person and (self.context.posts.of(p) or self.parsed.sentence.part is DocumentPart.TITLE)
                for p in persons
            )
        )

    def _founds(self) -> bool:
        """Return whether what is founded is a house, named or not, and not something of one ("the campaign of X")."""
        houses = compiled(self.lexicon.organization_nouns)
        heads = self.slots.get("to", [])
        return not heads or any(h.i in self.parsed.mention_at or houses.fullmatch(h.text) for h in heads)

    def _precedes(self, persons: list[Entity]) -> bool:
        """Return whether a person is named before the trigger, or not in this sentence at all."""
        places = [m.start for m in self.parsed.mentions if m.entity in persons]
        return not places or min(places) < self.candidate.start

    # --- who

    def _persons(self) -> tuple[list[Entity], Group | None]:
        found: list[Entity] = []
        group: Group | None = None
        heads = self.slots.get("person", [])
        for head in heads:
            names = self._listed(head)
            if not names:
                mention = self.parsed.mention_at.get(head.i)
                names = [] if mention is not None else self._loose_persons(head)
            if not names:
                names = self.context.coreference.persons(self.parsed, head)
            if not names:
                names = self._apposed(head)
            if not names and head.i not in self.parsed.mention_at:
                group = group or self._group(head)
                if group is None:
                    one = self.context.coreference.person(self.parsed, head) or self._bearer(head)
                    names = [one] if one else []
            found += [self._whole(p) for p in names]
        if not found and group is None:
            found, group = self._fallback_persons(heads)
        return list(dict.fromkeys(found)), group if not found else None

    def _apposed(self, head: Token) -> list[Entity]:
        """Return the persons that the phrase under `head` counts: "A, B and C, three engineers of X, have joined …"."""
        number = next((n for c in head.children if c.dep_ == "nummod" and (n := headcount(c.text))), 0)
        start, _ = self.reading.span(head)
        row = [m for m in self.parsed.mentions if m.entity.kind == "person" and m.end <= start][-number:]
        if number < 2 or len(row) < number:
            return []
        gaps = [self.text[m.end : edge] for m, edge in zip(row, [*(m.start for m in row[1:]), start], strict=True)]
        return [m.entity for m in row] if all(re.fullmatch(r"\s?,?\s(?:\w{2,3}\s)?", gap) for gap in gaps) else []

    def _whole(self, person: Entity) -> Entity:
        """Return whom an apposition ending in `person` is about: "Jane Doe, daughter of X and now head of …"."""
        row = [m for m in self.parsed.mentions if m.entity.kind == "person" and m.end <= self.candidate.start]
        if len(row) < 2 or row[-1].entity is not person or not self._is_complement(row[-1].start):
            return person
        gap = self.text[row[-2].end : row[-1].start]
        return row[-2].entity if re.fullmatch(r",\s[\w'’\s-]{3,60}", gap) else person

    def _listed(self, head: Token) -> list[Entity]:
        """Return the persons of the phrase under `head`, its list of names and its apposition completed."""
        core = [m for m in self.reading.core(self.parsed, head) if m.entity.kind == "person"]
        if core:
            listed = {m.start: m for c in core for m in self.reading.series(self.parsed, c)}
            return [listed[start].entity for start in sorted(listed)]
        behind = head.i + 1
        tokens = self.parsed.doc
        if behind + 1 < len(tokens) and tokens[behind].text == ",":
            is_closed = behind + 2 < len(tokens) and tokens[behind + 2].text == ","
            behind += self.frame.object == "person" or is_closed  # "named his deputy, Jane Doe"
        follower = self.parsed.mention_at.get(behind)
        if head.i not in self.parsed.mention_at and follower is not None and follower.entity.kind == "person":
            return [follower.entity]  # "the designer Jane Doe", however it is parsed
        if head.i in self.parsed.mention_at:
            entity = self.parsed.mention_at[head.i].entity
            words = entity.name.split()
            if (
                entity.kind != "place"
                and not entity.proof["organization"]
                and 2 <= len(words) <= 4
                and self.frame.id in {"hire", "appoint", "promote", "dismiss", "resign", "retire", "become", "succeed"}
                and all(w[:1].isupper() for w in words)
            ):
                entity.kind = "person"
                return [entity]
            return []
        return (
            self.context.posts.holders(self.index, head.idx - 40, head.idx + len(head))
            if self._heads_role(head)
            else []
        )

    def _bearer(self, head: Token) -> Entity | None:
        """Return who holds the post that a phrase without a name speaks of; a headline's is named below it."""
        role = next((r for r in self.reading.roles(self.index) if r.start <= head.idx < r.end), None)
        if role is None:
            return None
        posts = self.context.posts
        mentions = self.parsed.mentions
        organization = posts.organization_of(self.text, role, mentions) or posts.owner(
            self.index, self.text, role, mentions
        )
        found = posts.bearer(role, organization)
        if found is None and self.parsed.sentence.part is DocumentPart.TITLE:
            found = self.context.coreference.introduced()
        if found is not None and self.parsed.sentence.part is DocumentPart.TITLE:
            self.subject_post = Post(role.text, organization, False, False, self.index, role.start, role.end)
        return found

    def _heads_role(self, head: Token) -> bool:
        return any(r.start <= head.idx < r.end for r in self.reading.roles(self.index))

    def _is_purpose(self) -> bool:
        return bool(
            re.search(
                r"(?i)(?:\bpour|\bafin de|\bto|\bde|\bà)\s(?:le\s|la\s|lui\s|leur\s|l['’])?$",
                self.text[: self.candidate.start],
            )
        ) and not re.search(
            r"(?i)\b(?:is|are|due|set|expected|va|vont|doit|likely|vient)\s(?:bien\s)?(?:to\s|de\s)?$",
            self.text[: self.candidate.start],
        )

    def _appointed(self) -> list[Entity]:
        """Return who is chosen "to succeed" somebody: the object, or passive subject, of the verb above."""
        above = self.candidate.token.head
        if above.pos_ not in {"VERB", "ADJ", "AUX"}:
            return []
        passive = syntax.is_passive(above, self.reading.labels) or above.pos_ == "ADJ"
        subject = syntax.subject(above, self.reading.labels)
        heads = [subject] if passive and subject is not None else syntax.objects(above, self.reading.labels)
        return [p for h in heads for p in self._listed(h)]

    def _loose_persons(self, head: Token) -> list[Entity]:
        return [
            m.entity
            for m in self.reading.inside(self.parsed, head)
            if m.entity.kind == "person" and not self._is_complement(m.start)
        ]

    def _is_complement(self, offset: int) -> bool:
        """Return whether the name at `offset` only belongs to what is spoken of ("the wife of X")."""
        before = self.text[max(0, offset - 12) : offset]
        return bool(re.search(r"(?:\bof|\bde|d['’]|\bdu|\bto|\bà|\bby|\bpar|\bwith|\bavec)\s?(?:M\.|Mme)?\s?$", before))

    def _group(self, head: Token) -> Group | None:
        start, end = self.reading.span(head)
        group = self.reading.group_in(self.text[start:end], start)
        counted = next((c for c in head.children if c.dep_ == "nummod" and headcount(c.text)), None)
        if (
            group is None
            and counted is not None
            and head.pos_ == "NOUN"
            and self.frame.id in {"join", "hire", "leave", "go_to", "found", "come_from"}
        ):
            group = Group(headcount(counted.text), head.text, start, end)
        if group is None or (
            group.headcount is None and head.tag_ in {"NN", "NNP"} and not re.search(r"[sx]$", head.text)
        ):
            return None
        if group.headcount is None and not re.match(
            r"(?i)(?:several|some|a number|a handful|dozens|plusieurs|quelques|des|certains|une)\b",
            self.text[group.start : group.end].strip(),
        ):
            return None
        if group.headcount == 1:
            return None
        return group

    def _fallback_persons(self, heads: list[Token]) -> tuple[list[Entity], Group | None]:
        """Take the nearest person on the side where the grammar expects one, when the parse gives none."""
        persons = [m for m in self.parsed.mentions if m.entity.kind == "person"]
        listed = re.match(r"[^.;:]{0,30}:\s", self.text[self.candidate.end :])
        if listed and any(c.dep_ == "nummod" for h in heads for c in h.children):
            return [m.entity for m in persons if m.start >= self.candidate.end + listed.end()], None
        houses = compiled(self.lexicon.organization_nouns)
        if self.candidate.is_passive and any(houses.fullmatch(h.text) for h in heads):
            return [], None  # "a company hired by X"
        if any(c.lower_ in {"un", "une", "a", "an", "another"} for h in heads for c in h.children):
            return [], None  # somebody who is not named
        named = max((h.idx for h in heads if h.i in self.parsed.mention_at), default=None)
        if named is not None and not any(
            named < m.start < self.candidate.start and not self._is_complement(m.start) for m in persons
        ):
            return [], None
        is_before = (self.frame.subject == "person") != (self.candidate.is_passive and self.frame.object == "person")
        if self.frame.word == "noun":
            after = [
                m
                for m in persons
                if 0 <= m.start - self.candidate.end <= 30
                and re.fullmatch(
                    r"(?:\s(?:of|de|du|surprise de|prochain de|d))?\s?['’]?(?:[\w\s,'’-]{0,25})",
                    self.text[self.candidate.end : m.start],
                )
            ]
            nested = re.match(
                r"\s(?:à|au|aux|dans|chez|en|to|at)\s[^,;.:]{1,45}?(?:\b(?:de|of)\s"
                r"|\bd['’])(?=[A-ZÀ-Þ])",
                self.text[self.candidate.end :],
            )
            held_by = [m for m in persons if nested is not None and m.start == self.candidate.end + nested.end()]
            if held_by:
                return [held_by[0].entity], None
            of = re.compile(r"\b(?:de|du|of)\s|\bd['’]")
            after = [m for m in after if len(of.findall(self.text[self.candidate.end : m.start])) < 2]
            if after and re.match(
                r"\s(?:surprise |prochain[e]? |annoncée? |récente? |possible )?(?:of|de|du|d['’])",
                self.text[self.candidate.end :],
            ):
                self.score -= 0.15
                return [after[0].entity], None
            return [], None
        if heads and not is_before:
            return [], None
        if self.candidate.is_passive and self.frame.subject == "person" and self.frame.object:
            later = next((m for m in persons if m.start >= self.candidate.end), None)
            gap = self.text[self.candidate.end : later.start] if later is not None else ""
            return ([later.entity] if later and re.search(r"\b(?:par|by)\s[^;:.!?]{0,80}?$", gap) else []), None
        if is_before or self.candidate.is_passive:
            near = [m for m in persons if m.end <= self.candidate.start and self.candidate.start - m.end <= 110]
            near = [m for m in near if not self._is_complement(m.start)] or near
            if (
                near
                and not re.search(r"[;:.!?]", self.text[near[-1].end : self.candidate.start])
                and not any(
                    m.start > near[-1].end
                    and m.end < self.candidate.start
                    and m.entity.kind == "organization"
                    and re.match(r"\s(?:has|a|have|is|est|va|will|said)", self.text[m.end :])
                    for m in self.parsed.mentions
                )
            ):
                self.score -= 0.0 if self.text[near[-1].end : self.candidate.start] == ", " else 0.2
                return [m.entity for m in self.reading.series(self.parsed, near[-1])], None
            opening = (
                persons[0] if persons and persons[0].start <= 40 and persons[0].end < self.candidate.start else None
            )
            if opening is not None and re.fullmatch(
                r",[^;!?]{0,300},\s(?:[\w’']+\s?){0,4}", self.text[opening.end : self.candidate.start]
            ):
                self.score -= 0.1
                return [opening.entity], None  # "Jane Doe, a long apposition, joins …"
        else:
            near = [m for m in persons if m.start >= self.candidate.end and m.start - self.candidate.end <= 60]
            if near and not re.search(r"[;:.!?]", self.text[self.candidate.end : near[0].start]):
                self.score -= 0.2
                return [near[0].entity], None
        return [], None

    def _predecessors(self) -> list[Entity]:
        return self._at_slot("predecessor")

    def _at_slot(self, slot: str) -> list[Entity]:
        """Return the persons that a slot other than the mover's names or means."""
        found: list[Entity] = []
        for head in self.slots.get(slot, []):
            names = [
                m.entity for m in self.reading.core(self.parsed, head) if m.entity.kind == "person"
            ] or self._loose_persons(head)
            if not names:
                one = self.context.coreference.person(self.parsed, head)
                names = [one] if one else []
            found += names
        return list(dict.fromkeys(found))

    # --- where

    def _organization(self, slot: str) -> Entity | None:
        for head in self.slots.get(slot, []):
            is_agent = slot == "to" and self.candidate.is_passive and head.i not in self.parsed.mention_at
            if is_agent and self._heads_role(head):
                continue  # "chosen by the chairman of X": not for X
            found = self._organization_at(head)
            if found is not None and not self._is_source(head):
                return found
        return None

    def _is_source(self, head: Token) -> bool:
        """Return whether a name is only who reports it ("according to …")."""
        before = self.text[max(0, head.idx - 34) : head.idx]
        source = r"(?i)(?:\bselon|d['’]après|confrères|according to|\binformations? d[eu])\b[\w\s'’]*$"
        return bool(re.search(source, before))

    def _adjacent(self, slot: str) -> Entity | None:
        """Return the organization right behind a verb whose object fills `slot`, however it is parsed."""
        if self.frame.object != slot or self.frame.word != "verb":
            return None
        for m in self.parsed.mentions:
            if m.start >= self.candidate.end:
                gap = self.text[self.candidate.end : m.start]
                near = re.fullmatch(
                    r"\s(?:(?:lui|elle|eux|elles|ainsi|donc|également|aussi|désormais|déjà|also|now)\s){0,2}(?:(?:le|la|the)\s|l['’])?",
                    gap,
                )
                return m.entity if near and m.entity.kind == "organization" else None
        return None

    def _organization_at(self, head: Token) -> Entity | None:
        start, end = self.reading.span(head)
        for left, _, entity in self.reading.paraphrases(self.text[start:end]):
            if start + left <= head.idx + len(head):
                return entity
        core = self.reading.core(self.parsed, head)
        named = [m for m in core if is_organization(m)]
        if named:
            return named[0].entity
        if any(m.entity.kind == "person" for m in core):
            leader = next((self.context.coreference.leads(m.entity) for m in core if m.entity.kind == "person"), None)
            if leader is not None:
                return leader
            post = self.context.posts.current(next(m.entity for m in core if m.entity.kind == "person"))
            return post.organization if post and self.frame.subject == "to" else None
        start, end = self.reading.span(head)
        inside = [m for m in self.reading.inside(self.parsed, head) if is_organization(m)]
        is_noun = self.frame.subject == "to" and head.pos_ == "NOUN"
        heading = self.context.coreference.heading(self.index) if is_noun else None
        if inside and (heading is None or inside[0].entity.kind == "organization"):
            return inside[0].entity
        if heading is not None:
            return heading  # "The brewer of Lille hires …" under the brewer's name
        meant = self.context.coreference.organization(self.parsed, head)
        if (
            meant is None
            and self.frame.id == "join"
            and re.match(r"(?:divisions?|équipes?|teams?|pôle|unit|département)$", head.lower_)
        ):
            self.is_guessed = True
            meant = self._told_before() or self.context.coreference.plain_organization(self.index, self.candidate.start)
        return meant

    def _told_before(self) -> Entity | None:
        """Return the only organization of the sentence before, in the same paragraph."""
        before = self.reading.sentences[self.index - 1] if self.index else None
        if before is None or before.paragraph != self.parsed.sentence.paragraph:
            return None
        named = {id(m.entity): m.entity for m in self.reading.names.mentions[self.index - 1]}
        houses = [e for e in named.values() if e.kind == "organization" and not self._is_outlet(e)]
        return houses[0] if len(houses) == 1 else None

    def _next_organization(self) -> Entity | None:
        """Return the organization right behind the trigger, where the parse attaches it elsewhere."""
        for m in self.parsed.mentions:
            if m.start >= self.candidate.end and is_organization(m):
                gap = self.text[self.candidate.end : m.start]
                return m.entity if len(gap) <= 40 and not re.search(r"[,;:.()]|\b(?:who|qui|and|et)\b", gap) else None
        return None

    def _resolve_subject(self) -> Entity | None:
        subject = self.candidate.subject
        return self._organization_at(subject) if subject is not None else None

    def _organization_of_role(self, role: RoleSpan | None) -> Entity | None:
        if role is None:
            return None
        return self.context.posts.organization_of(self.text, role, self.parsed.mentions)

    def _board_organization(self) -> Entity | None:
        m = self.reading.has(self.lexicon.board, self.text)
        if m is None:
            return None
        for mention in self.parsed.mentions:
            if (
                is_organization(mention)
                and 0 <= mention.start - m.end() <= 20
                and re.fullmatch(
                    r"\s(?:of|de|du|d['’]|at|de la|de l['’])\s?(?:the )?", self.text[m.end() : mention.start]
                )
            ):
                return mention.entity
            if is_organization(mention) and re.fullmatch(
                r"['’]s?\s(?:\w+\s){0,2}|\s", self.text[mention.end : m.start()] or "x"
            ):
                return mention.entity
        return None

    # --- posts

    def _role_after(self) -> RoleSpan | None:
        roles = self.reading.roles(self.index)
        limit = len(self.text)
        start = (
            self.candidate.start if re.search(r"direction|présidence|tête", self.candidate.text) else self.candidate.end
        )
        after = [r for r in roles if start <= r.start < limit]
        persons_after = [m for m in self.parsed.mentions if m.start >= self.candidate.end and m.entity.kind == "person"]
        for role in after:
            gap = self.text[self.candidate.end : role.start] if role.start >= self.candidate.end else ""
            lead = gap.rsplit(",", 1)[-1] if "," in gap else gap[-12:]
            if compiled(self.lexicon.former).search(lead):
                continue
            if re.search(
                r"[;.!?]|\b(?:succe[e]d\w*|replac\w*|remplac\w*|succèd\w*|who|qui|said|afin|pour"
                r" (?:succéder|remplacer))\b",
                gap,
            ):
                return None
            holder_after = [m for m in persons_after if 0 <= m.start - role.end <= 3]
            if holder_after and self.frame.object != "person":
                continue
            if len(gap) > 90:
                return None
            if holder_after and re.search(r"\b(?:by|par)\b", gap):
                continue
            if holder_after and self.frame.object == "person" and self.frame.id != "appoint":
                continue
            if self.frame.id in {"hire", "hire_loosely"} and not re.search(
                r"\b(?:as|to be|to lead|comme|en tant que|en qualité|au poste|pour diriger|to head|to"
                r" run)\b|\bsa?\b|\bson\b",
                gap,
            ):
                return None
            if self.frame.id == "join" and not re.search(
                r"\b(?:as|comme|en tant que|en qualité|au poste|où il sera|où elle sera|pour)\b", gap
            ):
                return None
            if self.frame.id in {"hire_noun", "appointment_noun", "departure_noun"} and not re.search(
                r"\b(?:as|comme|en tant que|en qualité|au poste|à la|to)\b", gap
            ):
                return None
            return role
        return None

    def _left_role(self) -> RoleSpan | None:
        for role in self.reading.roles(self.index):
            if role.start < self.candidate.end:
                continue
            gap = self.text[self.candidate.end : role.start]
            if re.fullmatch(
                r"(?i)\s(?:as|from|of|comme|de|du|des|de la|la|le|ses fonctions de|son poste de|de ses"
                r" fonctions de|de son poste de|from (?:his|her|the) (?:post|role|position|job) (?:as|of)"
                r"|(?:his|her|the|its) (?:post|role|position|job) (?:as|of)|(?:fonctions|postes?|mandat"
                r"|contrat|présidence) de|[\w'’]+ (?:as|comme)|sa fonction de|en tant que)\s(?:the |its "
                r"|an? |la |le |l['’])?(?:company\s)?",
                gap,
            ):
                return role
            if re.fullmatch(
                r"(?i)[\s\w,'’.&-]{0,60}\b(?:as|comme|en tant que|de ses fonctions de|de son poste"
                r" de)\s(?:its |the |a )?",
                gap,
            ) and not re.search(r"\b(?:who|qui|named|replac|succe)", gap):
                return role
            break
        return None

    def _is_ballot(self, role: RoleSpan | None, left_role: RoleSpan | None) -> bool:
        """Return whether voters fill the office: no employer and no employee."""
        elected = compiled(self.lexicon.elected)
        named = (role or left_role).text if role or left_role else ""  # type: ignore[union-attr]
        is_vote = compiled(self.lexicon.ballot).search(self.candidate.text) is not None
        window = self.text[self.candidate.start : self.candidate.end + 60]
        if is_vote and not self.reading.has(self.lexicon.board, window):
            return role is None or elected.search(named + window) is not None
        return elected.match(named) is not None

    def _leaves_place(self) -> bool:
        """Return whether what is left is a place ("his departure from Japan")."""
        heads = self.slots.get("from", [])
        places = [m for h in heads for m in self.reading.core(self.parsed, h) if m.entity.is_known_place]
        return bool(places) and not any(is_organization(m) for h in heads for m in self.reading.core(self.parsed, h))

    def _is_board(self, kind: str) -> bool:
        board = compiled(self.lexicon.board)
        window = self.text[self.candidate.start : self.candidate.end + 110]
        window = re.split(r"[;.]|\b(?:who|qui|after|après|said)\b", window)[0]
        m = next(
            (
                m
                for m in board.finditer(window)
                if not any(x.start < self.candidate.start + m.end() <= x.end for x in self.parsed.mentions)
            ),
            None,
        )
        if m is None:
            return False
        return not (
            re.search(
                r"(?i)\b(?:chair|président|chief|managing|general|finance|executive|head|directeur"
                r"|directrice)\b",
                window[: m.start()][-40:],
            )
            and kind != "departure"
            and "board" not in m[0].lower()
            and "conseil" not in m[0].lower()
        )

    # --- the draft

    def _draft(
        self, person: Entity | None, group: Group | None, kind: str, is_board: bool, from_organization: Entity | None,
        to_organization: Entity | None, role: RoleSpan | None, left_role: RoleSpan | None, assessment: Assessment,
    ) -> MoveDraft | None:  # fmt: skip
        posts = self.context.posts
        post = posts.current(person, self.index) if person else None
        if self.subject_post is not None and (post is None or post.organization is None):
            post = self.subject_post
        from_role: str | None = None
        to_role = role.text if role else None
        if kind in _AWAY:
            from_role = left_role.text if left_role else (post.role if post else None)
            if from_organization is None:
                from_organization = (post.organization if post else None) or self._default_organization(person)
            if to_organization is from_organization:
                to_organization = None
            if to_organization is not None and kind == "departure":
                kind = "hire"
        if is_board and kind in {"hire", "promotion"}:
            kind, from_organization = "board_join", None
            if role is None or not re.search(r"(?i)direct|administrat|chair|présid|membre|member", to_role or ""):
                to_role = to_role if role else None
        elif is_board and kind == "departure":
            kind, to_organization = "board_exit", None
        if kind == "promotion" or self.frame.id in {"appoint", "succeed", "replacement_noun"}:
            if kind in {"hire", "promotion"}:
                kind, from_organization, to_organization, from_role = self._inside_or_outside(
                    person, post, to_organization, from_organization
                )
        elif kind == "hire":
            if (
                from_organization is None
                and post
                and post.organization is not to_organization
                and (post.organization is None or self.frame.id != "go_to")
            ):
                from_organization = post.organization
                from_role = post.role
            elif post and (post.organization is None or post.organization is from_organization):
                from_role = post.role
            if from_organization is None and person is not None:
                former = [
                    p
                    for p in posts.of(person)
                    if p.is_former and p.organization is not to_organization and p.organization
                ]
                if former:
                    from_organization, from_role = former[0].organization, former[0].role
        if from_role and to_role and post and role and post.start == role.start:
            from_role = None
        if not from_role and person is not None and kind in {"hire", "promotion"}:
            held = [
                p.role
                for p in posts.of(person)
                if p.role
                and not p.is_future
                and p.organization in {None, from_organization}
                and not (role and p.sentence == self.index and p.start == role.start)
            ]
            from_role = held[0] if held and held[0] != to_role else None
        if to_role is None and kind in {"hire", "promotion"} and self.frame.id in {"succeed", "replacement_noun"}:
            left = [p.role for q in self._predecessors() for p in posts.of(q) if p.role]
            to_role = left[0] if left else None
        if person is not None and to_organization is person:
            to_organization = None
        if kind == "hire" and to_organization is not None and to_organization is from_organization:
            from_organization = None
        if group is not None:
            inside = [m.entity for m in self.parsed.between(group.start - 1, len(self.text)) if is_organization(m)][:1]
            if kind == "hire" and from_organization is None and inside and inside[0] is not to_organization:
                tail = self.text[group.end : group.end + 16]
                if re.match(r"\s(?:venus?\s|issus?\s|who worked\s)?(?:of|from|at|de|d['’]|du|chez)", tail):
                    from_organization = inside[0]
            if kind == "hire" and from_organization is None:
                for head in self.slots.get("person", []):
                    owners = [
                        m.entity
                        for m in self.reading.inside(self.parsed, head)
                        if is_organization(m) and m.entity is not to_organization
                    ]
                    from_organization = from_organization or (owners[0] if owners else None)
            from_role = group.noun
        if kind in {"hire", "promotion", "board_join"} and to_organization is None:
            to_organization = self._destination(from_organization) if kind == "hire" else self._spoken_of()
            self.score -= 0.1
        if (
            to_organization is None
            and from_organization is None
            and self.frame.id not in {"resign", "retire", "dismiss"}
            and (person is None or not (from_role or to_role))
        ):
            return None
        if group is not None and not (to_organization and from_organization) and (self.frame.is_weak or kind == "hire"):
            return None
        score = self._plausibility(person, group, kind, from_organization, to_organization, from_role, to_role)
        if from_organization is None and to_organization is None and score < HOMELESS_FLOOR:
            return None
        if score < FLOOR:
            return None
        questions = self._questions(person, kind, from_organization, to_organization)
        effective = when(self.reading, self.parsed, self.candidate, tense=_tense(self.candidate.token))
        stage = self._stage(effective, assessment)
        if stage in {"declined", "cancelled"}:
            effective = None
        return MoveDraft(
            assessment, quote_of(self.parsed, assessment), self.index, self.candidate.text, self.frame.id, score,
            is_background=self._is_background(effective), person=person, kind=kind,
            headcount=1 if person else (group.headcount if group else None),
            from_organization=from_organization, to_organization=to_organization,
            from_role=_tidy(self._one(from_role) if person else from_role), to_role=_tidy(self._one(to_role)),
            stage=stage, effective_on=effective, is_guessed=self.is_guessed, questions=questions,
        )  # fmt: skip

    def _questions(
        self, person: Entity | None, kind: str, from_organization: Entity | None, to_organization: Entity | None
    ) -> tuple[HouseQuestion, ...]:
        """Return which organizations the move leaves open, with the grammar's own answers."""

        def ask(side: HouseSide, told: Entity | None, other: Entity | None) -> HouseQuestion:
            slots = ("to" if side == "to" else "from", "employer")
            clear = [self.context.coreference.heading(self.index)]
            clear += [found for slot in slots for found in (self._adjacent(slot), self._organization(slot))]
            is_named = told is not None and told in clear
            return HouseQuestion(self.candidate, person, kind, side, told, self.is_guessed, is_named, other)

        if kind in _AWAY:
            return (ask("left", from_organization, to_organization),)
        to = ask("to", to_organization, from_organization)
        return (to,) if kind == "board_join" else (to, ask("origin", from_organization, to_organization))

    def _plausibility(
        self, person: Entity | None, group: Group | None, kind: str,
        from_organization: Entity | None, to_organization: Entity | None,
        from_role: str | None, to_role: str | None,
    ) -> float:  # fmt: skip
        """Return how well the arguments bear out that the trigger tells of a move, 0 to 1."""
        score = self.score
        told = to_organization if kind in {"hire", "promotion", "board_join", "founding"} else from_organization
        if person is not None and not person.is_surely_person:
            score -= 0.12 if len(person.name.split()) > 1 else 0.3
        if told is None:
            score -= 0.12
        elif not told.is_surely_organization:
            score -= 0.15
        if self.is_guessed:
            score -= 0.05
        if not (from_role or to_role) and self.frame.id in _LOOSE:
            score -= 0.1
        if not to_role and self.frame.id in {"appoint", "post_goes_to"}:
            score -= 0.15
        objects = self.slots.get(self.frame.object, []) if self.frame.object in {"to", "from"} else []
        if objects and (self.is_guessed or told is None) and not any(self._names_house(o) for o in objects):
            score -= 0.4  # "left the house", "joined the queue"
        if self.frame.id == "leave" and not objects and not from_role and from_organization is None:
            score -= 0.3
        if group is not None and (told is None or self.is_guessed or (group.headcount or 0) > 1000):
            score -= 0.4
        if self.frame.is_weak and self.is_guessed:
            score -= 0.15
        return round(min(score, 0.95), 2)

    def _names_house(self, head: Token) -> bool:
        """Return whether a noun phrase speaks of an employer, a post or a board."""
        start, end = self.reading.span(head)
        piece = self.text[start:end]
        house = compiled(
            (
                *self.lexicon.organization_nouns,
                *self.lexicon.unit_nouns,
                *self.lexicon.board,
                "post",
                "posts?",
                "job",
                "role",
                "position",
                "poste",
                "fonctions?",
                "équipes?",
                "team",
                "conseil",
                "direction",
                "présidence",
                "gouvernement",
                "government",
                "cabinet",
                "rédaction",
            )
        )
        return house.search(piece) is not None or self._heads_role(head)

    def _destination(self, from_organization: Entity | None) -> Entity | None:
        """Return where a hire goes when the clause leaves it out: as the move told before, else the context's."""
        verb = self.candidate.token.head
        host = (
            syntax.subject(verb, self.reading.labels)
            if self.frame.word == "noun" and verb.pos_ in {"VERB", "AUX"}
            else None
        )
        if host is not None:
            named = [m.entity for m in self.reading.core(self.parsed, host) if is_organization(m)]
            if named and named[0] is not from_organization:
                return named[0]
        last = self.context.last_move
        if (
            last is not None
            and last.to_organization is not None
            and self.index - last.sentence <= 3
            and last.to_organization is not from_organization
        ):
            return last.to_organization
        spoken = self._spoken_of()
        return spoken if spoken is not from_organization else None

    def _one(self, role: str | None) -> str | None:
        """Return a role in the singular."""
        return self.lexicon.role_plural.get(role.lower(), role) if role else None

    def _inside_or_outside(
        self, person: Entity | None, post: Post | None, to_organization: Entity | None, from_organization: Entity | None
    ) -> tuple[str, Entity | None, Entity | None, str | None]:
        """Return kind, both organizations and the role left: a new post in the same house is a promotion."""
        home = to_organization or self._house(post, from_organization)
        from_role = post.role if post else None
        if from_organization is not None and from_organization is not home:
            return "hire", from_organization, home, from_role
        if post is not None and post.organization is not None and home is not None and post.organization is not home:
            return "hire", post.organization, home, from_role
        former = (
            [p for p in self.context.posts.of(person) if p.is_former and p.organization not in (None, home)]
            if person
            else []
        )
        if post is None and former and self.frame.id != "promote":
            return "hire", former[0].organization, home, former[0].role
        if (
            post is None
            and self.frame.id in {"appoint", "replacement_noun", "become", "post_goes_to"}
            and not self._is_insider()
        ):
            return "hire", None, home, None
        return "promotion", home, home, from_role

    def _house(self, post: Post | None, from_organization: Entity | None) -> Entity | None:
        """Return the house of an appointment whose clause names none: the person's own if it is the document's."""
        own = post.organization if post and not from_organization else None
        spoken = self._spoken_of() if post is None or not self.context.posts.is_public(post.role) else None
        if spoken is None and own is not None and own is self.context.coreference.main_organization():
            self.is_guessed = False
            return own
        return spoken if spoken is not None or own is None else None

    def _is_insider(self) -> bool:
        return bool(
            re.search(
                r"(?i)\b(?:who (?:has|had) been|interim|intérim|until now|jusqu['’]ici|jusque-là|jusqu['’]alors|interne"
                r"|currently|formerly)\b",
                self.text,
            )
        )

    def _default_organization(self, person: Entity | None) -> Entity | None:
        """Return the organization that the context supposes: of the person, of the sentence, of the document."""
        if person is not None:
            post = self.context.posts.current(person)
            if post is not None and post.organization is not None:
                return post.organization
            leader = self.context.coreference.leads(person)
            if leader is not None:
                return leader
            if post is not None and self.context.posts.is_public(post.role):
                return None
        return self._subject_house() or self._spoken_of()

    def _subject_house(self) -> Entity | None:
        """Return the house of a post told before the verb without its holder ("The head of X says he leaves")."""
        posts = self.context.posts
        for role in reversed(self.reading.roles(self.index)):
            if role.end <= self.candidate.start and not posts.holders(self.index, role.start, role.end):
                return posts.organization_of(self.text, role, self.parsed.mentions)
        return None

    def _spoken_of(self) -> Entity | None:
        """Return the organization that announces, else the one that the paragraph is about."""
        if self.parsed.sentence.part is DocumentPart.TITLE:
            label = self.parsed.mentions[:1]  # "Acme: its head leaves"
            if (
                label
                and label[0].entity.kind == "organization"
                and re.fullmatch(r"\W?", self.text[: label[0].start])
                and re.match(r"\s?:\s", self.text[label[0].end :])
            ):
                return label[0].entity
        speech = compiled(self.lexicon.speech)
        for m in self.parsed.mentions:
            if (
                m.entity.kind == "organization"
                and not self._is_outlet(m.entity)
                and speech.match(
                    re.sub(r"^\s?(?:<[^>]*>)?,?\s?(?:a|has|ont|have)?\s?", "", self.text[m.end : m.end + 40])
                )
            ):
                return m.entity
        before = self.reading.sentences[self.index - 1] if self.index else None
        if before is not None and before.part == self.parsed.sentence.part:
            for m in self.reading.names.mentions[self.index - 1]:
                if (
                    m.entity.kind == "organization"
                    and not self._is_outlet(m.entity)
                    and speech.match(
                        re.sub(r"^\s?(?:<[^>]*>)?,?\s?(?:a|has|ont|have)?\s?", "", before.text[m.end : m.end + 40])
                    )
                ):
                    return m.entity
        after = self.reading.sentences[self.index + 1] if self.index + 1 < len(self.reading.sentences) else None
        if after is not None and after.part == self.parsed.sentence.part and len(after.text) < 90:
            for m in self.reading.names.mentions[self.index + 1]:
                if m.entity.kind == "organization" and re.match(
                    r"(?i)\s(?:l['’](?:a|ont)|confirm|announced it|said so)", after.text[m.end :]
                ):
                    return m.entity
        self.is_guessed = True
        self.score -= 0.1
        if re.search(r"(?i)\b(?:the|its) board\b|\b(?:au|le|du|son) conseil\b", self.text):
            return self.context.coreference.heading(self.index) or self.context.coreference.main_organization()
        held = {
            id(p.organization)
            for m in self.parsed.mentions
            if m.entity.kind == "person"
            for p in self.context.posts.of(m.entity)
            if p.sentence == self.index and self.frame.kind not in _AWAY
        }
        return self.context.coreference.plain_organization(self.index, self.candidate.start, held)

    def _is_outlet(self, entity: Entity) -> bool:
        return any(re.search(rf"\b{re.escape(o)}\b", entity.name) for o in self.lexicon.outlets)

    def _predecessor(
        self, person: Entity, home: Entity | None, role: RoleSpan | None, assessment: Assessment
    ) -> MoveDraft | None:
        post = self.context.posts.current(person)
        home = home or (post.organization if post else None) or self._spoken_of()
        if (home is None and not role) or self._is_background():
            return None
        return MoveDraft(
            assessment, quote_of(self.parsed, assessment), self.index, self.candidate.text, "predecessor", 0.6,
            person=person, kind="departure", from_organization=home,
            from_role=_tidy(post.role if post else (role.text if role else None)),
            stage=self._stage(None, assessment),
        )  # fmt: skip

    def _successor(self, person: Entity, left: MoveDraft, assessment: Assessment) -> MoveDraft | None:
        """Return the arrival of who is handed the post that somebody leaves."""
        home, post = left.from_organization, self.context.posts.current(person)
        if home is None or left.is_background:
            return None
        outside = post.organization if post and post.organization is not home else None
        return MoveDraft(
            assessment, quote_of(self.parsed, assessment), self.index, self.candidate.text, "succeed", 0.7,
            person=person, kind="hire" if outside else "promotion", from_organization=outside or home,
            to_organization=home, from_role=_tidy(post.role if post else None), to_role=left.from_role,
            stage=left.stage, effective_on=left.effective_on,
        )  # fmt: skip

    def _stage(self, effective: DayInterval | None, assessment: Assessment) -> str:
        if assessment.is_declined and self.frame.kind not in _AWAY:
            return "declined"
        published = self.reading.document.published_to_on
        if effective is not None and published is not None:
            if effective.from_on > published:
                return "planned"
            if effective.to_on <= published and not _is_future(self.candidate.token):
                return "effective"
        return "planned" if _is_future(self.candidate.token) else "effective"

    def _span(self) -> str:
        """Return the words around the trigger up to the next relative clause or semicolon."""
        cut = r"[;:]|\b(?:qui|où|dont|who|which|where)\b"
        relative = re.search(rf"(?:{cut})(?!.*(?:{cut}))", self.text[: self.candidate.start])
        before = self.text[relative.end() if relative else 0 : self.candidate.start]
        if relative and "," in before:
            before = before.rsplit(",", 1)[1]  # the relative clause is over
        return before + re.split(cut, self.text[self.candidate.start :])[0]

    def _opens(self) -> bool:
        """Return whether a founding is what the article is about: in its headline, or told in its first sentences."""
        if self.parsed.sentence.part is DocumentPart.TITLE:
            return True
        first = next((s.index for s in self.reading.sentences if s.part is DocumentPart.TEXT), 0)
        return self.index <= first + 2 and not re.search(r"\b(?:19|20)\d\d\b", self._span())

    def _is_background(self, effective: DayInterval | None = None) -> bool:
        token = self.candidate.token
        auxiliaries = [c.lower_ for c in token.children if c.dep_.startswith("aux")]
        current = token
        if current.dep_ in {"xcomp", "conj"} and current.head != current:
            auxiliaries += [c.lower_ for c in current.head.children if c.dep_.startswith("aux")]
        before = self.text[max(0, token.idx - 26) : token.idx]
        if re.search(
            r"(?i)(?:\bavant (?:de|d['’])\s?|\baprès (?:avoir|être)\s(?:\w+\s)?|\bbefore|\bafter)\s?$", before
        ):
            return True
        is_purpose = re.search(r"(?i)\b(?:pour|to|and|et)\s(?:\w+\s)?$", before)
        if self.frame.id == "found" and not is_purpose and not self._opens():
            return True
        pluperfect = any(a in {"had", "avait", "avaient"} for a in auxiliaries)
        speech = compiled(self.lexicon.speech)
        if pluperfect and not any(speech.fullmatch(a.text) for a in (token, *token.ancestors)):
            return True
        if re.search(
            r"\b(?:il y a|ago)\b.{0,20}\b(?:ans?|years?|decades?)\b|\byears? (?:ago|earlier|later)\b"
            r"|\bil y a .{1,20} ans\b",
            self._span(),
        ):
            return True
        published = self.reading.document.published_from_on
        return published is not None and effective is not None and (published - effective.to_on).days > 150


def _tense(token: Token) -> Tense:
    """Return the tense of the verb that a date is read in; a present leaves it open."""
    if _is_future(token):
        return Tense.FUTURE
    if token.tag_ in {"VBZ", "VBP", "VBG"} or (
        "Tense=Pres" in str(token.morph) and "VerbForm=Part" not in str(token.morph)
    ):
        return Tense.UNKNOWN
    return Tense.PAST


def _is_future(token: Token) -> bool:
    current = token
    for _ in range(4):
        if "Tense=Fut" in str(current.morph) or "Mood=Cnd" in str(current.morph):
            return True
        for child in current.children:
            if child.dep_.startswith("aux") and (
                (
                    child.lower_ in {"will", "'ll", "would", "shall", "to"}
                    and not (
                        child.lower_ == "to"
                        and current == token
                        and current.dep_ not in {"xcomp", "ROOT", "acl", "advcl"}
                    )
                )
                or "Tense=Fut" in str(child.morph)
            ):
                return True
        if (
            current == token
            and any(c.lower_ in {"is", "are"} for c in current.children if c.dep_.startswith("aux"))
            and token.tag_ == "VBG"
        ):
            return True
        if current.dep_ in {"xcomp", "aux", "auxpass", "ccomp"} and current.head != current and current.dep_ != "ccomp":
            current = current.head
            if re.fullmatch(
                r"(?i)va|vont|doit|doivent|devrait|agreed|plans?|intends?|expects?|expected|set"
                r"|s['’]apprête|compte|entend|wants?",
                current.text,
            ):
                return True
        else:
            break
    return bool(
        re.search(
            r"(?i)\b(?:sur le départ|prochain départ|is leaving|are leaving|futur(?:e)? )",
            token.sent.text if token.doc.has_annotation("SENT_START") else "",
        )
    )


def _tidy(role: str | None) -> str | None:
    if not role:
        return None
    role = re.sub(r"(?:\s(?:l|d|et|de|la|le|les|des|du|au|à|en|and|of|the|for))+['’]?$", "", role)
    return (
        re.sub(
            r"^(?:(?:the|a|an|its|his|her|their|le|la|les|son|sa|un|une|former|ex|ancien(?:ne)?"
            r"|actuel(?:le)?|nouve(?:au|lle)|new|current)\s+|l['’]|ex-)+",
            "",
            role.strip(" ,;"),
        )
        or None
    )
