"""Which post a person holds or held where, as the document says beside the events: appositions and titles.

"Halcyon's chief executive Jane Doe", "Jean Dupont, directeur général de Brightforge". What a move makes of
it (a role left, an employer left) belongs in `moves`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity, Mention, tokens_of
from extract.claims.reading import Reading, RoleSpan, is_organization
from extract.claims.tenures import Tenures

_APPOSED = re.compile(r",\s(?:[\w'’-]+\s){0,3}(?:l['’])?")  # between a name and the post that it is given behind


def _is_same_post(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether the words of two role phrases may name one post: the same noun, nothing that sets them apart."""
    return one[:1] == other[:1] and (set(one) <= set(other) or set(other) <= set(one))


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a person; `organization` None when the text leaves it to the context."""

    role: str
    organization: Entity | None
    is_former: bool
    is_future: bool
    sentence: int
    start: int  # of the role phrase
    end: int


class Posts:
    """The posts of all persons of a document, in text order."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        lexicon = reading.lexicon
        self._former = compiled(lexicon.former)
        self._future = re.compile(
            r"\b(?:new|next|incoming|future|designate|nouve(?:au|lle)|futur(?:e)?|prochain(?:e)?)\b", re.IGNORECASE
        )
        self._link = re.compile(
            r"^(?:\s?[(«“\"][^)»”\"]{1,40}[)»”\"])?"
            rf"\s*(?:{'|'.join(re.escape(w) for w in (*lexicon.of, *lexicon.at, 'at the', 'of the'))})\s?(?:the"
            rf" |la |le |l['’]|{ahead(lexicon.possessives)})?[<“«\"]?$",
            re.IGNORECASE,
        )
        self._held = re.compile(
            rf",\s(?:{'|'.join(lexicon.syntax.relative_subjects)})\s(?:\w+\s)?(?:{'|'.join(lexicon.held)})\s[^,.;:]{{0,70}}?"
            rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in (*lexicon.of, *lexicon.at))})\s?(?:la\s|l['’]|the\s)?",
            re.IGNORECASE,
        )
        verbs = (t for f in lexicon.frames if f.event == "move" and f.word == "verb" for t in f.trigger)
        apart = (*lexicon.have, *lexicon.tenures, *lexicon.speech, *lexicon.syntax.relative_subjects)
        # words that an apposition does not go across
        self._apart = compiled((*apart, *lexicon.moves.future, *lexicon.moves.left_as, *verbs))
        words, titles = r"[a-zà-ÿ][\w'’-]*\s", rf"(?:(?:{'|'.join(lexicon.titles)})\.?\s)?"
        conjunction = "|".join(lexicon.conjunctions)
        # between a post with its complement and the name set apart behind it: "… of the X, the engineer Jane Doe, "
        self._aside = re.compile(rf"(?:\s[^,;:.()]{{2,60}})?,\s(?!(?:{conjunction})\s)(?:{words}|l['’]){{0,3}}{titles}")
        self._into = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.moves.into)})\s$", re.IGNORECASE)
        self._dangling = re.compile(rf"(?:\s(?:{'|'.join(lexicon.moves.dangling)}))+['’]?\Z")
        # "the head of Acme of the north, …"
        self._complement = re.compile(rf"\s{ahead(lexicon.of, lexicon.at)}[^,;:.]{{2,40}}(?=,)")
        self._tenures = Tenures(reading)
        self._of: dict[int, list[Post]] = defaultdict(list)
        self._holders: dict[tuple[int, int], list[Entity]] = {}
        for sentence in reading.sentences:
            self._read(sentence.index, reading.names.mentions[sentence.index])

    def of(self, person: Entity) -> list[Post]:
        """Return the posts of `person` in text order."""
        return self._of.get(id(person), [])

    def holders(self, index: int, start: int, end: int) -> list[Entity]:
        """Return the persons to whom a role phrase inside a span of sentence `index` belongs."""
        return next((p for (i, at), p in self._holders.items() if i == index and start <= at < end), [])

    def _is_subject(self, index: int, role: RoleSpan) -> bool:
        """Return whether a role phrase is the subject of a verb after it, and so no apposition to a name before."""
        parsed = self._reading.parsed.get(index)
        token = parsed.token_at(role.start) if parsed is not None else None
        labels = self._reading.labels
        if token is None or token.dep_ not in labels.subject | labels.passive_subject:
            return False
        return token.head.i > token.i and token.head.pos_ in {"VERB", "AUX"}

    def _is_of_other(self, gap: str) -> bool:
        """Return whether the words between a role phrase and a person say that it only belongs to that person."""
        return re.fullmatch(rf"\s{ahead(self._reading.lexicon.of)}", gap) is not None

    def _is_parted(self, index: int, start: int, end: int) -> bool:
        """Return whether a finite verb stands between a name and a role phrase, which is then no apposition."""
        parsed = self._reading.parsed.get(index)
        between = (t for t in parsed.doc if start <= t.idx < end) if parsed is not None else ()
        return any(t.pos_ == "VERB" and "VerbForm=Fin" in str(t.morph) for t in between)

    def is_public(self, role: str) -> bool:
        """Return whether a post is a portfolio or a mandate: the house in which it is held goes unnamed."""
        public = self._reading.lexicon.public_posts
        return bool(public and compiled(public).search(role))

    def bearer(self, role: RoleSpan, organization: Entity | None) -> Entity | None:
        """Return the only person who elsewhere holds the post of a role phrase: by its house, else by its words."""
        held = [(person, post) for person in self._reading.names.entities for post in self.of(person) if post.role]
        words = tokens_of(role.text)
        same = {id(person): person for person, post in held if _is_same_post(words, tokens_of(post.role))}
        at_home = {
            id(person): person
            for person, post in held
            if organization is not None and post.organization is organization and not post.is_former
        }
        both = {i: person for i, person in same.items() if i in at_home}
        return next((next(iter(found.values())) for found in (both, at_home, same) if len(found) == 1), None)

    def current(self, person: Entity, index: int | None = None, but: RoleSpan | None = None) -> Post | None:
        """Return the best present post: one told in sentence `index` first, never the one of the phrase `but` there."""
        posts = [p for p in self.of(person) if not p.is_former and not p.is_future]
        posts = [p for p in posts if but is None or (p.sentence, p.start) != (index, but.start)]
        here = [p for p in posts if p.sentence == index]
        posts.sort(key=lambda p: not p.role)
        return next(iter(here or posts), None)

    def _read(self, index: int, mentions: list[Mention]) -> None:
        text = self._reading.sentences[index].text
        for first, second in pairwise(mentions):
            self._affiliate(index, text, first, second)
        for m in mentions:
            worker = self._tenures.at(index, m, mentions) if is_organization(m) else None
            if worker is not None:
                self._of[id(worker)].append(Post("", m.entity, True, False, index, m.start, m.end))
        for role in self._reading.roles(index):
            person, organization = self._holder(index, text, role, mentions)
            tenure = None if person else self._tenures.of(index, role, mentions)
            if tenure is not None:
                person, organization = [tenure.person], organization or tenure.organization
            if not person:
                continue
            self._holders[index, role.start] = person
            lead = text[max(0, role.start - 22) : role.start]
            is_former = bool(self._former.search(lead)) or bool(re.search(r"\bex-$", lead, re.IGNORECASE))
            is_former = tenure.is_past if tenure is not None else is_former
            is_future = bool(self._future.search(lead[-14:]))
            for one in person:
                self._of[id(one)].append(
                    Post(self._singular(role.text), organization, is_former, is_future, index, role.start, role.end)
                )

    def _affiliate(self, index: int, text: str, first: Mention, second: Mention) -> None:
        """Keep "X's Jane Doe" and "Jane Doe of X": an employer without a post."""
        between = text[first.end : second.start]
        if is_organization(first) and second.entity.kind == "person" and re.fullmatch(r"['’]s?\s", between):
            self._of[id(second.entity)].append(Post("", first.entity, False, False, index, second.start, second.end))
        elif first.entity.kind == "person" and is_organization(second) and second.entity.kind != "place":
            if self._held.fullmatch(between):
                self._of[id(first.entity)].append(Post("", second.entity, False, False, index, first.start, first.end))
            if re.fullmatch(r"\s(?:of|from|at|chez)\s(?:the\s)?", between):
                self._of[id(first.entity)].append(Post("", second.entity, False, False, index, first.start, first.end))
            elif re.fullmatch(
                r",?\s\(?(?:formerly of|late of|previously of|ex-|ancienne? de|ancienne? d['’]|passée?"
                r" par|venue? de|venue? d['’])\s?(?:the\s)?(?:\w+\s){0,2}",
                between,
            ):
                self._of[id(first.entity)].append(Post("", second.entity, True, False, index, first.start, first.end))

    def organization_of(self, text: str, role: RoleSpan, mentions: list[Mention]) -> Entity | None:
        """Return the organization that a role phrase names: "X's …", "… de X", "X … " before it."""
        if self.is_public(role.text):
            return None  # a portfolio is no employer
        end = role.start + len(self._dangling.sub("", role.text))  # "legal director of the" ends with its noun
        for m in mentions:
            if not is_organization(m) and m.entity.kind != "place":
                continue
            if m.start >= role.end and self._link.match(text[end : m.start]):
                return m.entity
            if role.start <= m.start and m.end <= role.end:
                return m.entity
            between = text[m.end : role.start]
            if (
                m.end <= role.start
                and re.fullmatch(r"['’]s?\s(?:\w+[\s-]){0,3}|\s(?:(?:co|vice|executive|group|deputy)[\s-])?", between)
                and m.entity.kind != "place"
            ):
                return m.entity
        clause = re.match(
            r"\s(?:travaillant|travaillent|en poste|basés?|working|based|qui|who)\b[^,.;:]{0,60}?(?=[A-Z])",
            text[role.end :],
        )
        if clause:
            at = role.end + clause.end()
            inside = [m for m in mentions if m.start >= role.end and m.start - at < 25 and is_organization(m)]
            if inside and re.search(
                r"(?i)bureau|office|équipe|team|laborato|\blab\b|chez|\bat\b|\bfor\b|pour",
                text[role.end : inside[0].end + 20],
            ):
                return inside[0].entity
        return None

    def owner(self, index: int, text: str, role: RoleSpan, mentions: list[Mention]) -> Entity | None:
        """Return whom a possessive before the role means: the last organization named."""
        lead = text[max(0, role.start - 30) : role.start]
        if not re.search(
            r"(?i)(?:\b(?:its|their|son|sa|ses|leurs?)\s(?:[\w-]+\s){0,2}|\b(?:the (?:company|group"
            r"|firm|bank|start-?up)['’]s)\s(?:[\w-]+\s)?)$",
            lead,
        ):
            return None
        before = [m.entity for m in mentions if m.end <= role.start and m.entity.kind in {"organization", "other"}]
        for back in (index - 1, index - 2):
            if not before and back >= 0:
                before = [m.entity for m in self._reading.names.mentions[back] if m.entity.kind == "organization"]
        return before[-1] if before else None

    def _holder(
        self, index: int, text: str, role: RoleSpan, mentions: list[Mention]
    ) -> tuple[list[Entity], Entity | None]:
        organization = self.organization_of(text, role, mentions)
        if organization is None:
            organization = self.owner(index, text, role, mentions)
        end = role.end
        for m in mentions:
            is_its = m.entity is organization or m.entity.kind == "place"  # the house, portfolio or district
            if is_its and m.start >= role.end and m.start - role.end < 14:
                end = m.end
                complement = self._complement.match(text, end)
                end = complement.end() if complement else end
        following = [m for m in mentions if m.entity.kind == "person" and m.start >= end]
        if following:
            gap = text[end : following[0].start]
            if self._is_of_other(gap) and len(following) > 1:  # "the chief of staff of Jane Doe, John Roe"
                gap = text[following[0].end : following[1].start]
                named = self._reading.roles(index)
                titled = next((r for r in named if following[0].end < r.start and r.end <= following[1].start), None)
                bare = gap.replace(titled.text, "") if titled else gap
                is_apposed = re.fullmatch(r",\s(?:\w{2,3}\s|l['’])?\s?", bare)
                return [following[1].entity] if is_apposed else [], organization
            if re.fullmatch(r"\s*,?\s*(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?|M\.|Mme|Sir)?\s*", gap):
                row = self._series(text, following) if self._is_plural(role.text) else [following[0].entity]
                return row, organization
            ahead_of = (text[m.end : role.start] for m in mentions if m.entity.kind == "person" and m.end <= role.start)
            is_own = any(_APPOSED.fullmatch(between) for between in ahead_of)  # "John Roe, the head of X, Jane Doe and"
            if not is_own and self._is_aside(text, gap, following[0]):
                return [following[0].entity], organization
        before = [m for m in mentions if m.entity.kind == "person" and m.end <= role.start]
        if before and not self._is_subject(index, role) and not self._is_parted(index, before[-1].end, role.start):
            holder = before[-1]
            gap = text[holder.end : role.start]
            inner = [m for m in mentions if m.start >= holder.end and m.end <= role.start]
            bare = gap
            for m in inner:
                bare = bare.replace(m.text, "")
            is_apposed = re.fullmatch(r"\s*(?:,|\(|–|-|—)\s*(?:\d\d(?:\sans)?\s?,\s*)?[\w'’\-\s,]{0,48}", bare)
            if is_apposed and not self._apart.search(bare) and not self._into.search(bare):
                if self._reading.headcount(re.split(r"[,(]", bare)[-1]) and self._is_plural(role.text):
                    return self._series(text, before[::-1]), organization
                return [holder.entity], organization
        return [], organization

    def _is_aside(self, text: str, gap: str, name: Mention) -> bool:
        """Return whether a name is set apart by commas behind a post with its complement ("the head of the X, Y,")."""
        is_closed = re.match(r"\s?(?:[,.;]|$)", text[name.end :]) is not None
        return is_closed and self._aside.fullmatch(gap) is not None and not self._apart.search(gap)

    def _singular(self, role: str) -> str:
        first, *rest = role.split(" ")
        plurals = self._reading.lexicon.role_plural
        return plurals.get(role.lower()) or " ".join([plurals.get(first.lower(), first), *rest])

    def _is_plural(self, role: str) -> bool:
        return (
            role.split()[0].lower() in self._reading.lexicon.role_plural
            or role.lower() in self._reading.lexicon.role_plural
        )

    @staticmethod
    def _series(text: str, row: list[Mention]) -> list[Entity]:
        """Return the names listed with the first of `row`, which goes up or down the text."""
        series = row[:1]
        for m in row[1:]:
            left, right = sorted((series[-1], m), key=lambda one: one.start)
            if not re.fullmatch(r"\s*(?:,|,?\s*(?:and|et))\s*", text[left.end : right.start]):
                break
            series.append(m)
        return [m.entity for m in series]
