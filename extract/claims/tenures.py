"""Which post a verb says that somebody holds or held: "who had been finance director", "elle y dirigeait …".

Belongs here: posts told by a clause of their own, whoever its subject is named, meant or left to a relative clause.
Titles and appositions are `posts`; what a move makes of a post is `moves`.
"""

import re
from dataclasses import dataclass

from extract.claims.lexicon import Lexicon, compiled
from extract.claims.names import Entity, Mention, gender_of
from extract.claims.reading import Reading, RoleSpan, is_organization

_BACK = 3  # sentences in which the person that a pronoun means was named


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who holds a post; `organization` None when the clause leaves it to the context."""

    person: Entity
    organization: Entity | None
    is_past: bool = False  # given up before the events of the text


class Tenures:
    """The tenures of one document, asked for by role phrase."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        lexicon = reading.lexicon
        adverbs = rf"(?:(?:{'|'.join(lexicon.tenure_adverbs)})\s)*"
        relative = "|".join(lexicon.syntax.relative_subjects)
        pronouns = "|".join(lexicon.person_subjects)
        there = "|".join(lexicon.there)
        # between a name and the clause about it: an age, a house
        aside = rf"(?:,\s(?:(?!\b(?:{there}|{relative}|{pronouns})\b)[^,;.:]){{1,45}})?"
        subject = (
            rf"(?:(?P<name>{aside},?\s)(?:(?:{relative})\s)?"
            rf"|(?:(?P<there>{there})\s)?(?<!\w)(?P<pronoun>{pronouns})\s){adverbs}"
        )
        article = rf"(?:{'|'.join(lexicon.articles)})?\s?"
        self._lead = re.compile(rf"{subject}(?:{'|'.join(lexicon.tenures)})\s?{adverbs}{article}$", re.IGNORECASE)
        self._career = re.compile(
            rf"{subject}(?:{'|'.join(lexicon.career)})\s?{article}(?:[\wà-ÿ-]+\s){{0,4}}$", re.IGNORECASE
        )
        self._past = compiled(tuple(p for p in lexicon.former if p not in lexicon.tenures))
        # "Formerly head of Acme, she …": the post of who is the subject
        openers = "|".join((*lexicon.tenure_adverbs, *lexicon.role_openers))
        self._opens = re.compile(rf"\W*(?:(?:{openers}|{'|'.join(lexicon.articles)})\s)*", re.IGNORECASE)
        self._fronted = re.compile(rf"[^,;:.]{{0,60}},\s(?:(?P<pronoun>{pronouns})\s)?", re.IGNORECASE)
        self._opening = re.compile(rf"(?:{pronouns})\b", re.IGNORECASE)
        self._lately = re.compile(rf"(?:{'|'.join(lexicon.lately)})\s$", re.IGNORECASE)

    def of(self, index: int, role: RoleSpan, mentions: list[Mention]) -> Tenure | None:
        """Return whose post the clause around a role phrase of sentence `index` says it is."""
        text = self._reading.sentences[index].text
        before = [m for m in mentions if m.end <= role.start]
        lead = text[: role.start]
        people = [m for m in before if m.entity.kind == "person"]
        if self._lately.search(lead):
            opening = self._opening.match(lead)
            person = people[0].entity if people else self._meant(index, opening[0], people) if opening else None
            return Tenure(person, None) if person else None
        subject = self._fronted.match(text, role.end) if self._opens.fullmatch(lead) else None
        if subject is not None and not self._has_verb(
            index, role.end, subject.end() - len(subject["pronoun"] or "") - 1
        ):
            named = next((m.entity for m in mentions if m.start == subject.end()), None)
            person = self._meant(index, subject["pronoun"], []) if subject["pronoun"] else named
            if person is not None and person.kind == "person":
                return Tenure(person, None, self._past.search(lead) is not None)
        return self._told(index, self._lead, lead, before)

    def _has_verb(self, index: int, start: int, end: int) -> bool:
        parsed = self._reading.parsed.get(index)
        return parsed is None or any(t.pos_ in {"VERB", "AUX"} for t in parsed.doc if start <= t.idx < end)

    def at(self, index: int, house: Mention, mentions: list[Mention]) -> Entity | None:
        """Return who is told to have worked for a house of sentence `index`, the post left open."""
        lead = self._reading.sentences[index].text[: house.start]
        tenure = self._told(index, self._career, lead, [m for m in mentions if m.end <= house.start])
        return tenure.person if tenure is not None else None

    def _told(self, index: int, pattern: re.Pattern[str], lead: str, before: list[Mention]) -> Tenure | None:
        """Return whom the clause at the end of `lead` is about; `before` are the names in it."""
        people = [m for m in before if m.entity.kind == "person"]
        last = before[-1] if before else None
        for m in pattern.finditer(lead, last.end if last else 0):
            is_past = self._past.search(m[0]) is not None
            if m["pronoun"]:
                person = self._meant(index, m["pronoun"], people)
                house = last.entity if m["there"] and last is not None and is_organization(last) else None
                return Tenure(person, house, is_past) if person else None
            if last is not None and last.entity.kind == "person" and m.start() == last.end:
                return Tenure(last.entity, None, is_past)
        return None

    def _meant(self, index: int, pronoun: str, people: list[Mention]) -> Entity | None:
        """Return the person that a pronoun means: the only one of its sex in the nearest sentence that names any."""
        sex = _sex(self._reading.lexicon, pronoun)
        for back in range(min(index, _BACK) + 1):
            row = people if not back else self._reading.names.mentions[index - back]
            named = {id(m.entity): m.entity for m in row if m.entity.kind == "person"}
            fitting = [p for p in named.values() if gender_of(p.name) in {None, sex}]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None


def _sex(lexicon: Lexicon, pronoun: str) -> str:
    return "feminine" if pronoun.lower() in lexicon.feminine else "masculine"
