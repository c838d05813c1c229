"""Offers: pay put to a person or group to come or stay, as one sentence tells it.

Triggers are pay words (`offer_kinds`) and sums beside a verb of offering, not verb frames: offers are told in
too many ways. Who says so is `stance`, what a sum is `money`; how sentences about one offer join is `merge`.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.context import Context, OfferDraft, quote_of
from extract.claims.lexicon import ahead, behind, compiled
from extract.claims.money import Money, find_money
from extract.claims.names import Entity, Mention
from extract.claims.reading import Parsed, is_organization
from extract.claims.schema import RejectedCandidate, RejectReason, Stance, Status
from extract.claims.stance import Assessment, assess

_Kind = Literal["retention_counter", "sign_on", "equity", "compensation"]
_ORDER: tuple[_Kind, ...] = ("retention_counter", "sign_on", "equity", "compensation")
_NEAR = 25  # characters between two pay words that speak of one offer
_REACH = 120  # characters between a pay word and its sum
_OUTCOME_REACH = 3  # sentences in which the answer to an offer stands
_LEAST = 1000  # units of a currency: less is no pay for a post
_LEAST_BARE = 50_000  # of a sum that no word calls pay
_QUESTIONS = 2  # that make an interview
_BACK = 6  # sentences before, in which an offeror that is not repeated stands


def read(context: Context, parsed: Parsed) -> list[OfferDraft | RejectedCandidate]:
    """Return the offers that a sentence tells of."""
    return _Offers(context, parsed).read()


@dataclass(slots=True)
class _Candidate:
    kind: _Kind
    start: int
    words: str
    money: Money | None


class _Offers:
    def __init__(self, context: Context, parsed: Parsed) -> None:
        self.context, self.parsed, self.text = context, parsed, parsed.text
        self.reading, self.lexicon = context.reading, context.reading.lexicon
        sums = find_money(parsed.text, self.lexicon.language)
        self.amounts = [m for m in sums if m.per in {None, "year"} and m.amount >= _LEAST]

    def read(self) -> list[OfferDraft | RejectedCandidate]:
        if self.reading.has(self.lexicon.offer_excluded, self.text):
            return []
        return [draft for candidate in self._candidates() if (draft := self._draft(candidate)) is not None]

    # --- what is put forward

    def _verb(self) -> re.Match[str] | None:
        """Return the words by which pay is put to somebody."""
        return self.reading.has(self.lexicon.offer_strong, self.text) or self.reading.has(
            self.lexicon.offer_verbs, self.text
        )

    def _candidates(self) -> list[_Candidate]:
        found: list[_Candidate] = []
        is_put = self._verb() is not None
        for kind in _ORDER:
            m = compiled(self.lexicon.offer_kinds[kind]).search(self.text)
            if m is not None and self._is_refusal(m):
                m = None  # "turned down $25m from X to stay at Y"
            if m is None or not is_put or any(abs(m.start() - c.start) < _NEAR for c in found):
                continue
            money = self._sum_near(m.start(), found)
            is_partly = money is not None and self.reading.has(self.lexicon.offer_partly, self.text) is not None
            if money is None and kind in {"equity", "compensation"}:
                continue
            if (
                kind == "retention_counter"
                and money is None
                and not self.reading.has(self.lexicon.pay_words, self.text)
            ):
                continue
            told = "compensation" if kind == "equity" and is_partly else kind  # shares are but a part of the package
            found.append(_Candidate(told, m.start(), m[0], money))
        return found or self._bare_sum()

    def _is_refusal(self, told: re.Match[str]) -> bool:
        """Return whether words of staying say what somebody does who has turned an offer down before them."""
        is_staying = compiled(self.lexicon.staying).fullmatch(told[0]) is not None
        return is_staying and self.reading.has(self.lexicon.offer_declined, self.text[: told.start()]) is not None

    def _bare_sum(self) -> list[_Candidate]:
        """Return the sum that is offered to somebody without a word for pay ("turned down $22 million from X")."""
        m = compiled(self.lexicon.offer_strong).search(self.text)
        money = self._sum_near(m.start(), []) if m else None
        if m is None or money is None or self.reading.has(self.lexicon.deal_nouns_only, self.text):
            return []
        person = self._person()
        is_sure = (
            person is not None and (person.is_surely_person or self._moves(person)) and money.amount >= _LEAST_BARE
        )
        return [_Candidate("compensation", m.start(), m[0], money)] if is_sure else []

    def _sum_near(self, offset: int, taken: list[_Candidate]) -> Money | None:
        free = [a for a in self.amounts if all(a is not c.money for c in taken)]
        near = min(free, key=lambda a: abs(a.char_start - offset), default=None)
        return near if near is not None and abs(near.char_start - offset) < _REACH else None

    def _draft(self, candidate: _Candidate) -> OfferDraft | None:
        token = self.parsed.token_at(candidate.start)
        if token is None:
            return None
        person = self._person()
        last = self.context.last_move
        if person is None and candidate.kind == "retention_counter" and not self._is_group() and last is not None:
            person = last.person if 0 <= self.parsed.sentence.index - last.sentence <= _OUTCOME_REACH else None
        offeror = self._offeror(candidate, person)
        if offeror is None or offeror is person:
            return None
        is_wooing = self.reading.has(self.lexicon.offer_strong, self.text) is not None or self._moves(person)
        if candidate.kind in {"compensation", "equity"} and not (
            is_wooing and (person is not None or self._is_group())
        ):
            return None
        assessment = self._assess(token, offeror, person)
        is_denied = assessment.status is Status.DENIED
        if assessment.reason is RejectReason.NEGATED and not is_denied:
            return None
        if candidate.money is None and (
            assessment.reason is not None or not self.reading.has(self.lexicon.offer_strong, self.text)
        ):
            return None
        money = candidate.money
        return OfferDraft(
            assessment,
            quote_of(self.parsed, assessment),
            self.parsed.sentence.index,
            candidate.words,
            f"offer_{candidate.kind}",
            0.7,
            kind=candidate.kind,
            offeror=offeror,
            person=person,
            amount=money.amount if money else None,
            currency=money.currency if money else None,
            amount_qualifier=money.qualifier.value if money else None,
            amount_raw=money.raw if money else None,
            outcome=self._outcome(candidate.kind, offeror, person),
        )

    def _assess(self, token: Token, offeror: Entity, person: Entity | None) -> Assessment:
        """Return the stance; only the offeror and whom it woos confirm an offer, a rival's word is a report."""
        parties = [offeror, *([person] if person else [])]
        found = assess(self.context.coreference, self.parsed, token, parties)
        if self.text.rstrip(' "”»').endswith("?"):
            return replace(found, stance=Stance.RUMORS, status=Status.RUMORED)
        first = compiled(self.lexicon.first_person).search(self.text)
        if (
            first is not None
            and person is not None
            and person is self.context.coreference.interviewee()
            and found.status is Status.REPORTED
        ):
            return replace(found, stance=Stance.CONFIRMS, status=Status.CONFIRMED)
        verb = self._verb()
        told = [m[0] for m in compiled(self.lexicon.speech).finditer(self.text)]
        if found.status is Status.CONFIRMED and verb is not None and told and set(told) <= {verb[0]}:
            return replace(found, stance=Stance.ASSERTS, status=Status.REPORTED)  # a promise is no announcement of it
        if found.status is Status.CONFIRMED and found.speaker is not None and self._is_outsider(found.speaker, parties):
            return replace(found, stance=Stance.ASSERTS, status=Status.REPORTED)
        return found

    def _is_outsider(self, speaker: str, parties: list[Entity]) -> bool:
        entity = next((m.entity for m in self.parsed.mentions if m.entity.name == speaker or m.text == speaker), None)
        if entity is None or entity in parties:
            return False
        return self.context.coreference.leads(entity) not in parties

    # --- to whom, by whom

    def _person(self) -> Entity | None:
        """Return to whom the offer is put: a name or pronoun behind the verb or "to", or who is told to get it."""
        if compiled(self.lexicon.first_person).search(self.text):
            return self.context.coreference.interviewee()
        if self._is_group():
            return None
        people = [
            m
            for m in self.parsed.mentions
            if m.entity.kind == "person" and self.context.coreference.leads(m.entity) is None
        ]
        given = compiled(self.lexicon.offer_given)
        taken = compiled(self.lexicon.offer_taken)
        for m in people:
            before, after = self.text[max(0, m.start - 45) : m.start], self.text[m.end : m.end + 60]
            if given.search(before) and re.search(
                rf"(?<!\w)(?:{'|'.join(self.lexicon.offer_given)})\s(?:[\w'’-]+,?\s?){{0,6}}$", before, re.IGNORECASE
            ):
                return m.entity
            if re.match(
                rf",?\s(?:[^.;]{{0,60}}?,\s)?(?:{'|'.join(self.lexicon.offer_taken)})(?!\w)", after, re.IGNORECASE
            ):
                return m.entity
        is_taken = taken.search(self.text) is not None
        found = (self._meant(t) for t in self.parsed.doc if is_taken or t.lower_ not in self.lexicon.person_subjects)
        meant = next((person for person in found if person is not None), None)
        if meant is None and people and compiled(self.lexicon.offer_kinds["compensation"]).search(self.text):
            return self._just_arrived()
        return self._answering() if meant is None and self._is_pay() else meant

    def _just_arrived(self) -> Entity | None:
        """Return who is told to arrive in the same sentence ("has hired X with a package worth …")."""
        last = self.context.last_move
        return last.person if last is not None and last.sentence == self.parsed.sentence.index else None

    def _is_pay(self) -> bool:
        """Return whether the sentence names pay: a bare sum may be the price of a company."""
        kinds = self.lexicon.offer_kinds
        return any(compiled(kinds[kind]).search(self.text) for kind in _ORDER if kind != "compensation")

    def _answering(self) -> Entity | None:
        """Return who answers in an interview, right before or after a sentence in the first person."""
        here = self.parsed.sentence
        near = self.reading.sentences[max(0, here.index - 1) : here.index + 3]
        is_told = any(s.part == here.part and compiled(self.lexicon.first_person).search(s.text) for s in near)
        asked = sum(s.text.rstrip(' "”»').endswith("?") for s in self.reading.sentences)
        return self.context.coreference.interviewee() if is_told and asked >= _QUESTIONS else None

    def _meant(self, pronoun: Token) -> Entity | None:
        """Return whom a pronoun means as taker of an offer: who speaks, who has just moved, else the antecedent."""
        word = pronoun.lower_.replace("’", "'")
        if word not in self.lexicon.offer_pronouns or (word == "l'" and pronoun.pos_ != "PRON"):
            return None
        last = self.context.last_move
        if last is not None and last.person is not None and 0 <= self.parsed.sentence.index - last.sentence <= _BACK:
            return last.person
        found = self.context.coreference.person(self.parsed, pronoun)
        return found if found is not None and self.context.coreference.leads(found) is None else None

    def _is_group(self) -> bool:
        return self.reading.has(self.lexicon.offer_groups, self.text) is not None

    def _moves(self, person: Entity | None) -> bool:
        last = self.context.last_move
        return (
            person is not None
            and last is not None
            and last.person is person
            and abs(last.sentence - self.parsed.sentence.index) <= 8
        )

    def _offeror(self, candidate: _Candidate, person: Entity | None) -> Entity | None:
        """Return the organization that pays: who gives, stands behind "from" or before the pay words, or hired last."""
        giver = self._giver(candidate, person)
        if giver is not None and giver is not person:
            return giver
        behind = self._named_behind(candidate.start)
        if behind is not None:
            return behind
        before = [e for start, e in self._houses() if start < candidate.start]
        if before:
            return before[0]
        return (
            self._of_last_move(candidate.kind, person)
            or self._recent(candidate.kind, person)
            or self._own_house(person)
        )

    def _own_house(self, person: Entity | None) -> Entity | None:
        """Return where somebody holds a post, for pay that nobody is named to give ("the new head of X will get")."""
        own = [p.organization for p in self.context.posts.of(person)] if person is not None else []
        return next((o for o in own if o is not None), None)

    def _giver(self, candidate: _Candidate, person: Entity | None) -> Entity | None:
        """Return the organization that is the subject of the verb of offering, a leader standing for it."""
        words = (self.lexicon.offer_strong, self.lexicon.offer_verbs)
        told = [self.parsed.token_at(m.start()) for each in words for m in compiled(each).finditer(self.text)]
        infinitive = self.reading.labels.infinitive  # "to keep its engineers, X grants them": what it is done for
        finite = [t for t in told if t is not None and not any(c.lower_ in infinitive for c in t.children)]
        verb = next(iter(finite or told), None)
        if verb is not None and verb.pos_ == "NOUN":  # "made a counter-offer": who makes it
            verb = next((a for a in verb.ancestors if a.pos_ in {"VERB", "AUX"}), verb)
        subject = (
            syntax.subject(verb, self.reading.labels) if verb is not None and verb.pos_ in {"VERB", "AUX"} else None
        )
        if verb is None or subject is None or syntax.is_passive(verb, self.reading.labels):
            return None
        named = self.reading.core(self.parsed, subject) or self.reading.inside(self.parsed, subject)
        if not named:  # "the firm came back with": who lets go keeps, who takes on lures
            mover = self._of_last_move(candidate.kind, person) if subject.pos_ == "NOUN" else None
            return mover or self.context.coreference.organization(self.parsed, subject)
        for mention in named:
            if mention.entity.kind == "person":
                leader = self.context.coreference.leads(mention.entity)
                if leader is not None:
                    return leader
            elif is_organization(mention):
                return mention.entity
        return None

    def _houses(self) -> list[tuple[int, Entity]]:
        """Return the organizations of the sentence, leaders standing for theirs, employers of persons left out."""
        found: list[tuple[int, Entity]] = []
        for m in self.parsed.mentions:
            if m.entity.kind == "person":
                leader = self.context.coreference.leads(m.entity)
                if leader is not None:
                    found.append((m.start, leader))
            elif is_organization(m) and m.entity.kind == "organization" and not self._employs(m):
                found.append((m.start, m.entity))
        return found

    def _employs(self, mention: Mention) -> bool:
        """Return whether a name only says where somebody works or came from ("X's engineer", "founder of X")."""
        before, after = self.text[: mention.start], self.text[mention.end :]
        if re.match(rf"['’]s (?:\w+ )?(?:{'|'.join(self.lexicon.employed)})(?!\w)", after):
            return True
        is_of = re.search(
            rf"(?<!\w)(?:{'|'.join(self.lexicon.employed)})\s(?:\w+\s){{0,3}}?{ahead(self.lexicon.at)}$",
            before,
            re.IGNORECASE,
        )
        return is_of is not None or behind(self.lexicon.came_from).search(before) is not None

    def _named_behind(self, offset: int) -> Entity | None:
        """Return the organization behind "from", "by" or "at" after the pay words."""
        lead = re.compile(
            rf"(?<!\w)(?:{'|'.join(self.lexicon.offered_by)})\s?{ahead(self.lexicon.articles)}?"
            rf"(?:\w+\s{ahead(self.lexicon.of)})?$"
        )
        for m in self.parsed.mentions:
            if m.start > offset and m.entity.kind == "organization" and lead.search(self.text[: m.start]):
                return m.entity
        return None

    def _of_last_move(self, kind: str, person: Entity | None) -> Entity | None:
        last = self.context.last_move
        if (
            last is None
            or (person is not None and last.person is not person)
            or self.parsed.sentence.index - last.sentence > _BACK
        ):
            return None
        return last.from_organization if kind == "retention_counter" else last.to_organization or last.from_organization

    def _recent(self, kind: str, person: Entity | None) -> Entity | None:
        row = self.context.coreference.organizations_before(self.parsed.sentence.index, 0)
        own = {p.organization for p in self.context.posts.of(person)} if person is not None else set()
        row = [e for e in row if (e in own) == (kind == "retention_counter")] or row
        return row[0] if row and (person is not None or self._is_group()) else None

    # --- what became of it

    def _outcome(self, kind: str, offeror: Entity, person: Entity | None) -> str:
        last = self.context.last_move
        has_moved = (
            last is not None
            and person is not None
            and last.person is person
            and last.stage not in {"declined", "cancelled"}
        )
        if has_moved and last is not None and kind == "retention_counter" and last.from_organization is offeror:
            return "declined"
        sentences = self.reading.sentences
        index = self.parsed.sentence.index
        same_part = [s.text for s in sentences[index : index + _OUTCOME_REACH] if s.part == self.parsed.sentence.part]
        for text in (self.text, " ".join(same_part)):
            if self.reading.has(self.lexicon.offer_declined, text):
                return "declined"
            if self.reading.has(self.lexicon.offer_accepted, text):
                return "accepted"
        return "accepted" if has_moved and last is not None and last.to_organization is offeror else "unknown"
