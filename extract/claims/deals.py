"""Deals: which ownership or capital changes hands, as one sentence tells it.

Takes the candidates of `frames` and gives drafts; the guide's rules on kinds, completeness, stages and
background are here. Who takes part is `parties`, at what price `terms`, merged values `merge`.
"""

import re
from dataclasses import replace
from typing import TypedDict

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.context import Context, DealDraft, quote_of, reject
from extract.claims.days import announced
from extract.claims.frames import Candidate, host_of
from extract.claims.lexicon import compiled
from extract.claims.money import Money
from extract.claims.names import Entity
from extract.claims.parties import Parties, Target, is_party, names_near
from extract.claims.schema import DocumentPart, RejectedCandidate, RejectReason, Stance, Status
from extract.claims.shares import find_shares
from extract.claims.stance import Assessment, assess
from extract.claims.terms import Terms, TermsReader

_CHANGES_HANDS = frozenset({"acquisition", "merger", "stake", "asset_sale"})
_ENDED = frozenset({"blocked", "terminated"})
_PAST_AUXILIARIES = frozenset(
    {"a", "ont", "avait", "avaient", "est", "sont", "été", "s'est", "aura", "ai", "avoir", "ayant"}
)
ECHO = "echo"  # the frame of a draft that only says what became of the deal told before
_ECHO_REACH = 12  # sentences
_BACKERS_REACH = 3
_LEAST_ROUND = 20_000  # units of a currency
_DONE_AUXILIARIES = frozenset({"has", "have", "had", "'s", "was", "were", "been"})


def read(context: Context, candidate: Candidate) -> list[DealDraft | RejectedCandidate]:
    """Return the deals that a candidate tells of, or its rejection."""
    found = _Deal(context, candidate).read()
    for draft in found:
        if isinstance(draft, DealDraft) and not draft.is_background:
            context.last_deal = draft
    return found


class _Deal:
    def __init__(self, context: Context, candidate: Candidate) -> None:
        self.context, self.candidate = context, candidate
        self.reading, self.parsed = context.reading, candidate.parsed
        self.lexicon = context.reading.lexicon
        self.frame, self.text = candidate.frame, candidate.parsed.text
        self.parties = Parties(context, candidate)
        self.terms = TermsReader(context.reading, candidate)

    def read(self) -> list[DealDraft | RejectedCandidate]:
        kind = self.frame.kind
        if self.reading.has(self.lexicon.buyback, self.text):
            return self._turn_down(RejectReason.PRODUCT)
        if self.frame.needs_money and not self.terms.money:
            return []
        bought, people = self.candidate.slots.get("target", []), compiled(self.lexicon.person_pronouns)
        is_object = self.frame.object == "target" and not self.candidate.is_passive
        if is_object and bought and all(t.i > self.candidate.token.i and people.fullmatch(t.lower_) for t in bought):
            return []  # "bought her with a bonus": a person
        if self.frame.id == "round_echo":
            return self._backers()
        if kind == "funding_round" and not self._is_round():
            return []
        if self.frame.id in {"stake_noun", "license"} and self._is_given_up():
            return []  # the verb of selling tells it
        target, acquirers, sellers = self._sides(kind)
        kind = self._kind(kind, target)
        assessment = assess(
            self.reading, self.parsed, self.candidate.token, _entities(acquirers, sellers, target.named)
        )
        if not self._is_complete(kind, acquirers, target, sellers) or self._is_title_shape(target.named):
            echo = self._echo()
            if not echo and self.frame.stage == "bid" and not acquirers and isinstance(target.named, Entity):
                self.context.contested = (self.parsed.sentence.index, target.named)
            return echo or ([] if self.frame.is_weak else self._turn_down(RejectReason.NO_ARGUMENT, assessment))
        stage = self._stage(kind, assessment)
        if assessment.reason is not None and stage not in {"terminated", "blocked"}:
            return self._turn_down(assessment.reason, assessment)
        if not sellers and kind in _CHANGES_HANDS - {"merger"} and acquirers:
            sellers = self.parties.told_sellers(_entities(acquirers, target.named))
        terms = self.terms.read(kind, has_share=target.is_share or kind in {"stake", "acquisition", "joint_venture"})
        kind = self._kind_by_terms(kind, target, terms)
        if not self._is_plausible(kind, acquirers, target, sellers, terms):
            return self._turn_down(RejectReason.GENERIC, assessment)
        if len(acquirers) > 1 and self._is_each_apart():
            return [self._draft(kind, [a], target.named, sellers, terms, stage, assessment) for a in acquirers]
        first = self._draft(kind, acquirers, target.named, sellers, terms, stage, assessment)
        others = [
            self._draft(kind, acquirers, t, sellers, Terms(None, None, None, None, None), stage, assessment)
            for t in self._further(kind, target)
        ]
        return [first, *others]

    def _is_each_apart(self) -> bool:
        """Return whether several bidders bid each for themselves ("X and Y are preparing bids", "chacun une offre")."""
        is_plural = "Number=Plur" in str(self.candidate.token.morph) and self.frame.word == "noun"
        is_listed = any(
            "Number=Plur" in str(h.morph) and ":" in self.text[self.candidate.end :]
            for h in self.candidate.slots.get("acquirer", [])
        )
        return self.frame.stage == "bid" and (
            is_plural or is_listed or self.reading.has(self.lexicon.each, self.text) is not None
        )

    def _draft(
        self,
        kind: str,
        acquirers: list[Entity],
        target: Entity | str | None,
        sellers: list[Entity],
        terms: Terms,
        stage: str,
        assessment: Assessment,
    ) -> DealDraft:
        price, valuation = terms.price, terms.valuation
        return DealDraft(
            assessment,
            quote_of(self.parsed, assessment),
            self.parsed.sentence.index,
            self.candidate.text,
            self.frame.id,
            max(0.3, 0.9 - self.parties.doubt),
            is_background=self._is_background(stage),
            kind=kind,
            acquirers=acquirers,
            target=target,
            sellers=sellers,
            stake_percent=terms.percent,
            voting=terms.voting,
            valuation=valuation.amount if valuation else None,
            valuation_currency=valuation.currency if valuation else None,
            round=terms.round,
            stage=stage,
            announced_on=announced(self.reading, self.parsed, self.candidate),
            **_priced(price),
        )

    def _turn_down(
        self, reason: RejectReason, assessment: Assessment | None = None
    ) -> list[DealDraft | RejectedCandidate]:
        assessment = assessment or assess(self.reading, self.parsed, self.candidate.token, [])
        return [reject(self.candidate, reason, assessment)]

    # --- the sides

    def _sides(self, kind: str) -> tuple[Target, list[Entity], list[Entity]]:
        """Return target, acquirers and sellers, each free of the others."""
        parties = self.parties
        if kind in {"merger", "joint_venture"}:
            acquirers, named = self._partners()
            return Target(named), acquirers, []
        target = parties.target()
        sellers = parties.fill("seller") or list(dict.fromkeys(target.sellers))
        others = tuple(_entities(sellers, target.named))
        acquirers = parties.fill("acquirer", others) or parties.fill("investor", others)
        if target.named is None and self.frame.stage == "bid":
            upon = parties.bid_upon(acquirers)
            target = Target(upon) if upon is not None and upon not in acquirers else self._bid_target(acquirers)
            target = target if target.named is not None else self._purpose_target()
            target = target if target.named is not None else self._rival_target(acquirers)
            if target.named is None and acquirers and self._is_awarded():
                main = self.context.coreference.main_organization()
                target = Target(main if main not in acquirers else None)
        if kind == "licensing_hire":
            return self._licence(acquirers, target)
        if kind in _CHANGES_HANDS:
            target, acquirers = self._by_order(target, acquirers, sellers)
        if kind in {"funding_round", "debt"}:
            target, acquirers = self._financed(target, acquirers)
        partner = parties.counterparty()
        if partner is not None and partner is not target.named and kind in _CHANGES_HANDS:
            if "acquirer" in {self.frame.subject, self.frame.host}:
                sellers = sellers or [partner]
                acquirers = [a for a in acquirers if a is not partner]
            else:
                acquirers = acquirers or [partner]
        if not sellers and kind in _CHANGES_HANDS and acquirers and target.named is not None:
            source = parties.behind(frozenset({"from", "auprès de", "auprès du", "à son propriétaire"}))
            sellers = [source] if source is not None and source is not target.named and source not in acquirers else []
        if self.frame.id == "seek_buyer" and target.named is None and sellers:
            target = Target(sellers[0])  # who looks for a buyer and names nothing else is for sale
        sellers = [s for s in sellers if s is not target.named]
        return target, [a for a in acquirers if not _is_same(a, target.named) and a not in sellers], sellers

    def _by_order(self, target: Target, acquirers: list[Entity], sellers: list[Entity]) -> tuple[Target, list[Entity]]:
        """Fill a missing side from the order of the words where the parse gave none."""
        parties, frame = self.parties, self.frame
        if (
            target.named is None
            and not self.candidate.is_passive
            and "target" in {frame.object, *frame.prepositions.values()}
        ):
            found = parties.target_by_order([*acquirers, *sellers])
            if found is not None:
                parties.doubt += 0.2
                target = Target(found, is_share=target.is_share)
        if frame.id == "find_buyer" and not acquirers:
            acquirers = parties.named_behind()
        if not acquirers:
            is_sale = frame.subject == "seller" or frame.host == "seller"
            behind = parties.behind(frozenset({"to", "à", "au", "aux", "by", "par"} if is_sale else {"by", "par"}))
            if behind is not None and behind is not target.named and behind not in sellers:
                parties.doubt += 0.15
                acquirers = [behind]
        is_open = all(
            h.pos_ in {"PROPN", "PRON"} or h == self.candidate.token for h in self.candidate.slots.get("acquirer", [])
        )
        is_giver = "acquirer" in {frame.subject, frame.host}
        if not acquirers and is_giver and not self.candidate.is_passive and is_open:
            before = parties.before(_entities(sellers, target.named))
            if before is not None and (frame.subject or self._is_deed()):
                parties.doubt += 0.2
                acquirers = [e for e in parties.listed_before(before) if e not in sellers and e is not target.named]
        return target, acquirers

    def _is_deed(self) -> bool:
        """Return whether the noun of a deal is the object of a verb ("has signed the purchase of")."""
        token = self.candidate.token
        is_sought = self.reading.has(self.lexicon.talks, token.head.text) is not None  # "candidat à la reprise de"
        return is_sought or (token.dep_ in self.reading.labels.object and token.head.pos_ in {"VERB", "AUX"})

    def _financed(self, target: Target, acquirers: list[Entity]) -> tuple[Target, list[Entity]]:
        if self.frame.word == "noun" and not acquirers and self._is_subscribed():
            target, acquirers = self._subscribed(target)
        investors = self.parties.investors(target.named)
        acquirers = list(dict.fromkeys(acquirers + investors))
        if target.named is None and self.frame.id in {"round_noun", "back"}:
            before = [
                m.entity
                for m in self.parsed.mentions
                if m.end <= self.candidate.start
                and m.entity not in acquirers
                and m.entity.kind != "person"
                and self.parties.is_party(m)
            ]
            if before:
                self.parties.doubt += 0.2
                target = Target(before[0])
        if self.frame.subject == "acquirer" and self.frame.kind == "debt" and not acquirers:
            lender = self.parties.before(_entities(target.named))
            acquirers = [lender] if lender is not None else []
        if self.frame.subject == "acquirer" and self.frame.kind == "debt" and target.named is None:
            target = Target(self.parties.behind(frozenset({"to", "à", "au", "aux"}), is_given=True))
        elif target.named is None and self.frame.word == "verb":
            self.parties.doubt += 0.2
            target = Target(self.parties.before(acquirers))
        if self.frame.kind == "debt" and self.frame.word == "noun" and not acquirers and self._is_lent():
            giver = target.named
            acquirers, target = [giver] if isinstance(giver, Entity) else [], Target()
        is_open = bool(acquirers) or self.frame.id == "raise"
        if target.named is None and is_open and self._is_subject_unsaid():
            index, not_these = self.parsed.sentence.index, {id(a) for a in acquirers}
            local = self.context.coreference.plain_organization(index, self.candidate.start, not_these)
            self.parties.doubt += 0.2
            target = Target(local)
        return target, acquirers

    def _is_subscribed(self) -> bool:
        """Return whether the verb above a round says that its subject puts money into it."""
        verb = next((t for t in self.candidate.token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        return verb is not None and compiled(self.lexicon.subscribing).fullmatch(verb.text) is not None

    def _subscribed(self, target: Target) -> tuple[Target, list[Entity]]:
        """Return whose round it is and who subscribes: the subject of the verb, another than the issuer."""
        host = host_of(self.candidate.token, self.reading)
        givers = [e for e in self.parties.at(host) if not e.is_regulator] if host is not None else []
        main = self.context.coreference.main_organization()
        issuers = (target.named, self.parties.behind(frozenset(self.lexicon.of)), main)
        issuer = next((i for i in issuers if isinstance(i, Entity) and i not in givers), None)
        return (Target(issuer), givers) if issuer is not None and givers else (target, [])

    def _is_subject_unsaid(self) -> bool:
        """Return whether no noun stands where the company does that raises or borrows: it was said before."""
        host = self.candidate.subject or host_of(self.candidate.token, self.reading)
        is_said = host is not None and host.pos_ not in {"PRON", "DET"} and host != self.candidate.token
        return not is_said and self.terms.price_beside() is not None

    def _is_lent(self) -> bool:
        """Return whether the verb above a debt says that its subject gives it."""
        verb = next((t for t in self.candidate.token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        return verb is not None and compiled(self.lexicon.lendings).fullmatch(verb.text) is not None

    def _bid_target(self, acquirers: list[Entity]) -> Target:
        """Return who answers a bid ("X has rejected an offer from Y")."""
        host = host_of(self.candidate.token, self.reading)
        if host is None or not acquirers or not self.reading.has(self.lexicon.answers, self.text):
            return Target()
        named = self.parties.at(host, tuple(acquirers))
        found = next((e for e in named if e not in acquirers), None)
        is_firm = self.frame.id == "bid_firm" or bool(self.terms.money)
        if (
            found is None
            and is_firm
            and compiled((*self.lexicon.board, *self.lexicon.organization_nouns)).search(host.text)
        ):
            main = self.context.coreference.main_organization()
            self.parties.doubt += 0.1
            found = main if main not in acquirers else None
        return Target(found)

    def _purpose_target(self) -> Target:
        """Return what a bid is made to buy ("the offer of X to take over Y")."""
        takes = compiled(next(f for f in self.lexicon.frames if f.id == "acquire").trigger)
        for token in self.parsed.doc:
            is_purpose = token.idx >= self.candidate.end and token.dep_ in self.reading.labels.clause
            if is_purpose and takes.fullmatch(token.text):
                found = [self.parties.target_at(o) for o in syntax.objects(token, self.reading.labels)]
                return next((t for t in found if t.named is not None), Target())
        return Target()

    def _rival_target(self, acquirers: list[Entity]) -> Target:
        """Return what the deal told before is about, for another who bids too ("is weighing an offer of its own")."""
        last, contested, index = self.context.last_deal, self.context.contested, self.parsed.sentence.index
        if not acquirers:
            return Target()
        if contested is not None and index - contested[0] <= _ECHO_REACH and contested[1] not in acquirers:
            return Target(contested[1])
        if last is None or not isinstance(last.target, Entity) or last.target in acquirers:
            return Target()
        if index - last.sentence > _ECHO_REACH or set(acquirers) & set(last.sellers):
            return Target()
        self.parties.doubt += 0.2
        return Target(last.target)

    def _licence(self, acquirers: list[Entity], target: Target) -> tuple[Target, list[Entity], list[Entity]]:
        """Return who takes the licence, who is named first, and from whom."""
        named = [m.entity for m in self.parsed.mentions if m.entity.kind == "organization" and self.parties.is_party(m)]
        giver = self.parties.counterparty(is_near=False) or self._licensed_of()
        acquirers = ([a for a in acquirers if a is not giver] or [e for e in named if e is not giver])[:1]
        giver = giver or (target.named if isinstance(target.named, Entity) else None)
        if self._is_lent() and giver is None:
            host = host_of(self.candidate.token, self.reading)
            giver = next(iter(self.parties.at(host)), None) if host is not None else None
            acquirers = [a for a in acquirers if a is not giver]
            acquirers = acquirers or [e for e in named if e is not giver]
        if giver is None or giver in acquirers:
            giver = next((e for e in named if e not in acquirers), None)
        return Target(giver), acquirers if giver is not None else [], []

    def _licensed_of(self) -> Entity | None:
        """Return whose the thing is that a licence is "to" ("a licence to the software of X", "to X's models")."""
        heads = [h for h in self.candidate.slots.get("acquirer", []) if h.i not in self.parsed.mention_at]
        heads = [h for h in heads if h.i > self.candidate.token.i and not self.parties.is_company(h)]
        return next((e for h in heads for e in self.parties.at(h)), None)

    def _further(self, kind: str, target: Target) -> list[Entity]:
        """Return further targets of one verb ("buys A and B")."""
        return (
            self.parties.targets_besides(target.named)
            if kind in {"acquisition", "asset_sale"} and self.frame.word == "verb"
            else []
        )

    def _partners(self) -> tuple[list[Entity], Entity | None]:
        partners = self.parties.fill("partner")
        if self.frame.kind == "joint_venture":
            return self._venture(partners)
        if len(partners) < 2 and self.candidate.token.dep_ not in {"amod", "compound"}:
            pair = self._pair_before()
            if pair and (not partners or partners[0] in pair):
                self.parties.doubt += 0.1
                partners = pair
        if len(partners) < 2 and self._is_pair_meant():
            partners = self._pair_told() or partners
        if len(partners) == 1 and self.frame.word == "noun":
            self.parties.doubt += 0.2
            near = [
                e for e in names_near(self.parsed, self.candidate.start, 120) if not self.parties.is_heading_only(e)
            ]
            main = self.context.coreference.main_organization()
            main = main if main is not None and main.is_surely_organization else None
            other = next((e for e in [*near, main] if e and not e.is_surely_person and e is not partners[0]), None)
            partners = [other, *partners] if other is not None else partners
        return (partners[:1], partners[1]) if len(partners) >= 2 else ([], None)

    def _pair_before(self) -> list[Entity]:
        """Return the two companies that stand as a pair before the trigger ("A et B renoncent à se marier")."""
        before = [m for m in self.parsed.mentions if m.end <= self.candidate.start and self.parties.is_party(m)]
        for mention in reversed(before):
            pair = self.reading.series(self.parsed, mention)
            if len(pair) == 2:
                return [m.entity for m in pair]
        return []

    def _is_pair_meant(self) -> bool:
        """Return whether a plural without a name stands where the partners do ("the two groups agreed to merge")."""
        heads = [
            *self.candidate.slots.get("partner", []),
            *([self.candidate.subject] if self.candidate.subject else []),
        ]
        texts = [self.text[slice(*self.reading.span(h))].lower() for h in heads if h.i not in self.parsed.mention_at]
        return any(self.reading.has(self.lexicon.pairs, t) for t in texts)

    def _pair_told(self) -> list[Entity]:
        """Return the two companies that the sentences before name, where they name just two."""
        here, names = self.parsed.sentence.index, self.reading.names
        for back in range(here - 1, max(-1, here - 4), -1):
            row = list(dict.fromkeys(m.entity for m in names.mentions[back] if is_party(m)))
            row = [e for e in row if not e.is_surely_person and e.kind != "place"]
            if len(row) == 2:
                return row
            if len(row) > 2:
                return []
        return []

    def _venture(self, partners: list[Entity]) -> tuple[list[Entity], Entity | None]:
        if len(partners) < 2:
            named = [
                m.entity for m in self.parsed.mentions if self.parties.is_party(m) and m.end <= self.candidate.start
            ]
            partners = list(dict.fromkeys(partners + named))[:4]
        named_as = re.search(rf"(?<!\w)(?:{'|'.join(self.lexicon.called)})\s", self.text[self.candidate.end :])
        target = None
        if named_as:
            at = self.candidate.end + named_as.end()
            target = next((m.entity for m in self.parsed.mentions if abs(m.start - at) <= 3), None)
        return ([p for p in partners if p is not target] if len(partners) >= 2 else []), target

    def _echo(self) -> list[DealDraft | RejectedCandidate]:
        """Return news of the deal told before ("the purchase was off"), for a noun that names no side."""
        last, index = self.context.last_deal, self.parsed.sentence.index
        if last is None or self.frame.word != "noun" or index - last.sentence > _ECHO_REACH or not self._is_definite():
            return []
        if (
            self.frame.kind not in _CHANGES_HANDS
            or last.kind not in _CHANGES_HANDS
            or names_near(self.parsed, self.candidate.end, 25)
        ):
            return []
        assessment = assess(self.reading, self.parsed, self.candidate.token, _entities(last.acquirers, last.target))
        stage = self._ended(last.kind) or ("completed" if self._says_completed() else None)
        price = self.terms.price_beside()
        is_news = stage is not None or assessment.status is Status.DENIED
        if not is_news and price is None:
            return []
        told = announced(self.reading, self.parsed, self.candidate) if self._is_announcing() else None
        quote = quote_of(self.parsed, assessment)
        return [
            replace(
                last,
                assessment=assessment,
                quote=quote,
                sentence=index,
                trigger=self.candidate.text,
                frame=ECHO,
                stage=stage or last.stage,
                confidence=last.confidence - 0.1,
                announced_on=told,
                stake_percent=None,
                valuation=None,
                **_priced(price),
            )
        ]

    def _is_announcing(self) -> bool:
        return self.reading.has(self.lexicon.announcing, self._around(70)) is not None

    def _backers(self) -> list[DealDraft | RejectedCandidate]:
        """Return who led or joined the round or loan told before ("X led it", "mené par X")."""
        last, index = self.context.last_deal, self.parsed.sentence.index
        if (
            last is None
            or last.kind not in {"funding_round", "debt"}
            or index == last.sentence
            or index - last.sentence > _BACKERS_REACH
        ):
            return []
        investors = [e for e in self.parties.investors(last.target) if e.kind != "place"]
        if not investors or last.target in investors:
            return []
        valuation = self.terms.read("funding_round", has_share=False).valuation
        assessment = assess(self.reading, self.parsed, self.candidate.token, investors)
        if assessment.reason is not None:
            return []
        return [
            replace(
                last,
                assessment=assessment,
                quote=quote_of(self.parsed, assessment),
                sentence=index,
                trigger=self.candidate.text,
                frame=ECHO,
                acquirers=investors,
                confidence=last.confidence - 0.1,
                announced_on=None,
                round=self.terms.round(),
                valuation=valuation.amount if valuation else None,
                valuation_currency=valuation.currency if valuation else None,
                **_priced(None),
            )
        ]

    def _is_definite(self) -> bool:
        noun = self.candidate.token
        return any(
            c.i < noun.i and c.lower_.replace("’", "'") in {*self.lexicon.determiners, "the"} for c in noun.children
        )

    def _says_completed(self) -> bool:
        around = self.text[max(0, self.candidate.start - 40) : self.candidate.end + 40]
        is_ahead = self.reading.has(self.lexicon.awaited, self._around(60)) is not None
        return self.reading.has(self.lexicon.closing, around) is not None and not is_ahead

    # --- whether it is a deal, and which

    def _kind(self, kind: str, target: Target) -> str:
        if (
            kind == "funding_round"
            and self.frame.word == "verb"
            and self.reading.has(self.lexicon.ipo_words, self.text)
        ):
            return "ipo"
        if kind == "acquisition" and (target.is_unit or isinstance(target.named, str)):
            return "asset_sale"
        if kind == "acquisition" and target.is_share and self.frame.stage != "bid":
            return "stake"
        return kind

    def _kind_by_terms(self, kind: str, target: Target, terms: Terms) -> str:
        percent = terms.percent
        if (
            kind == "stake"
            and percent is not None
            and percent > 50
            and not re.search(r"(?i)rais|port|mont|increas", self.candidate.text)
        ):
            return "acquisition"
        if (
            kind == "stake"
            and percent is None
            and (
                self.reading.has(self.lexicon.majority, self._around(60))
                or self.reading.has(self.lexicon.whole, self._around(60))
            )
        ):
            return "acquisition"
        if kind == "acquisition" and percent is not None and percent <= 50 and target.is_share:
            return "stake"
        if (
            kind == "stake"
            and self.frame.id in {"invest", "stake_verb"}
            and terms.price
            and self.terms.round()
            and self.reading.has(self.lexicon.round_words, self.text)
        ):
            return "funding_round"
        return kind

    def _is_complete(self, kind: str, acquirers: list[Entity], target: Target, sellers: list[Entity]) -> bool:
        if kind == "joint_venture":
            return len(acquirers) >= 2
        named = target.named
        if named is None:
            return False
        if isinstance(named, str):
            return kind == "asset_sale" and bool(sellers or acquirers)
        if named.is_surely_person:
            return False
        if kind in {"ipo", "funding_round"}:
            return True
        if kind == "debt":
            return bool(acquirers) or (bool(self.terms.money) and self._is_taken_up())
        if kind == "stake" and self.frame.id == "sell":
            return bool(acquirers or sellers)
        if kind == "stake" and self._has_unnamed_buyer():
            return bool(acquirers) or bool(find_shares(self.text, self.lexicon.language))
        if kind in {"stake", "merger", "licensing_hire"}:
            return bool(acquirers)
        if self.candidate.is_passive and kind == "acquisition" and self.terms.money and _is_done(self.candidate.token):
            return named.kind == "organization" or named.known is not None
        if self._is_for_sale() or (not acquirers and self._has_unnamed_buyer()):
            return named.kind == "organization" or named.known is not None
        return bool(acquirers or sellers)

    def _is_given_up(self) -> bool:
        """Return whether a stake is what is sold or cut, so that its owner is no buyer."""
        above = [t for t, _ in zip(self.candidate.token.ancestors, range(3), strict=False)]
        return any(compiled(self.lexicon.sellings).fullmatch(t.text) for t in above)

    def _is_taken_up(self) -> bool:
        """Return whether the verb above a debt says that it is issued or taken, not bought, owed or planned."""
        token = self.candidate.token
        verb = next((t for t in [token, *token.ancestors] if t.pos_ in {"VERB", "AUX"}), None)
        return verb is not None and self.reading.has(self.lexicon.borrowings, verb.text) is not None

    def _has_unnamed_buyer(self) -> bool:
        """Return whether a noun without a name stands where the buyer does ("a group of investors bought X")."""
        heads = [h for h in self.candidate.slots.get("acquirer", []) if h.pos_ in {"NOUN", "ADJ"}]
        texts = [self.text[slice(*self.reading.span(h))] for h in heads]
        return any(self.reading.has(self.lexicon.unnamed_buyers, t[:40]) for t in texts)

    def _is_for_sale(self) -> bool:
        return self.frame.stage == "talks"

    def _is_title_shape(self, target: Entity | str | None) -> bool:
        """Return whether the target is a name only by the capitals of a headline."""
        if self.parsed.sentence.part is not DocumentPart.TITLE or not isinstance(target, Entity):
            return False
        words = re.findall(r"[A-Za-zÀ-ÿ][\w'’-]{3,}", self.text)
        is_capitalized = len(words) >= 4 and sum(w[0].isupper() for w in words) > 0.8 * len(words)
        return (
            is_capitalized
            and target.known is None
            and all(self.reading.sentences[i].part is DocumentPart.TITLE for i, _ in target.positions)
        )

    def _is_plausible(
        self, kind: str, acquirers: list[Entity], target: Target, sellers: list[Entity], terms: Terms
    ) -> bool:
        """Return whether a trigger that often means something else has a sign of a deal beside it."""
        named = target.named
        if kind == "licensing_hire":
            return self._has_team_move() or terms.price is not None
        if kind == "funding_round" and terms.price is not None and terms.price.amount < _LEAST_ROUND:
            return False  # a whip-round
        if kind == "ipo":
            return not self.candidate.is_passive
        if kind == "stake" and self.frame.id in {"invest", "investment_noun"}:
            return self._is_investment(named, terms)
        if kind not in _CHANGES_HANDS or target.is_share:
            return True
        if isinstance(named, Entity) and named.kind == "person" and self.reading.has(self.lexicon.sport, self.text):
            return False  # a player
        if self.frame.stage == "bid" and not self._is_bid():
            return False
        if isinstance(named, str):
            return self._is_asset(named, acquirers, sellers, terms)
        is_company = isinstance(named, Entity) and (named.kind == "organization" or named.known is not None)
        if self._is_for_sale():
            return isinstance(named, Entity) and (named.known is not None or named.is_surely_organization)
        if not acquirers and terms.price is None and not target.is_unit:
            return is_company
        if all(a.kind == "person" for a in acquirers) and acquirers and not is_company:
            return target.is_unit or terms.price is not None
        return True

    def _is_bid(self) -> bool:
        """Return whether an offer is one for a company: a bid by name, or with a price or shares beside it."""
        if self.frame.id == "bid_firm" or self._is_awarded():
            return True
        if compiled(self.lexicon.bid_signs).search(self.candidate.text) or re.search(r"(?i)\bbid", self.candidate.text):
            return True
        is_priced = any(m.per in {None, "share"} for m in self.terms.money)
        return is_priced or self.reading.has(self.lexicon.bid_signs, self.text) is not None

    def _is_asset(self, words: str, acquirers: list[Entity], sellers: list[Entity], terms: Terms) -> bool:
        """Return whether the words of an asset say which one, or what is paid tells that it is sold."""
        if terms.price is not None:
            return True
        if self.context.sport:
            return False
        heads = self.candidate.slots.get("target", [])
        owned = any(
            c.dep_ in self.reading.labels.possessive
            or c.lower_ in {"its", "son", "sa", "ses", "their", "leur", "leurs"}
            for h in heads
            for c in h.children
        )
        is_named = any(w[0].isupper() for w in words.split())
        is_full = bool(acquirers) and bool(sellers)
        is_full = is_full or (bool(acquirers or sellers) and self._is_named_unit(words))
        return is_full or (owned and (" " in words or bool(acquirers))) or (is_named and bool(acquirers))

    def _is_named_unit(self, words: str) -> bool:
        """Return whether the words are a definite part of a group that says which ("the ticketing business")."""
        heads = self.candidate.slots.get("target", [])
        units = compiled(self.lexicon.divisions)
        articles = {*self.lexicon.determiners, *self.lexicon.contracted}
        is_definite = any(c.lower_.replace("’", "'") in articles for h in heads for c in h.children)
        return is_definite and " " in words and any(units.fullmatch(h.text) for h in heads)

    def _is_investment(self, named: Entity | str | None, terms: Terms) -> bool:
        """Return whether money put in is put into a company, not into plants, projects or what is owned already."""
        if self.reading.has(self.lexicon.idle, self._around(40)) or not isinstance(named, Entity):
            return False
        is_company = named.known is not None or named.proof["organization"] >= 2 or named.kind == "organization"
        return is_company and (terms.price is not None or self.frame.word == "verb")

    def _has_team_move(self) -> bool:
        sentences = self.reading.sentences[max(0, self.parsed.sentence.index - 2) : self.parsed.sentence.index + 3]
        return any(self.reading.has(self.lexicon.team_moves, s.text) for s in sentences)

    def _is_round(self) -> bool:
        """Return whether capital is raised, not a forecast, a price, a loan or revenue."""
        tight = self.text[self.candidate.start : self.candidate.end + 90]
        before = self.text[self.candidate.end : max((m.char_start for m in self.terms.money[:1]), default=0)]
        if self.frame.word == "verb" and self.reading.has(self.lexicon.loans, before):
            return False  # "a obtenu un prêt de 2 M€ auprès de X"
        says_round = self.reading.has(self.lexicon.raise_words, tight) is not None
        if not says_round and self.reading.has(self.lexicon.not_raised, tight):
            return False
        if self.frame.word == "noun" or says_round:
            return True
        is_beside = any(0 <= m.char_start - self.candidate.end < 60 for m in self.terms.money)
        is_raise = re.match(r"(?i)rais|l[eè]v", self.candidate.text) is not None
        is_told = _is_done(self.candidate.token) or self.reading.has(self.lexicon.hopes, self.candidate.text)
        return is_beside and (is_raise or (bool(is_told) and self._is_about_round()))

    def _is_about_round(self) -> bool:
        """Return whether the sentence, the next one or the headline speaks of a round or a valuation."""
        here = self.parsed.sentence
        others = [s.text for s in self.reading.sentences[here.index + 1 : here.index + 2] if s.part == here.part]
        texts = (self.text[self.candidate.end :], *others, self.reading.document.title or "")
        return any(self.reading.has((*self.lexicon.raise_words, *self.lexicon.valuation), t) for t in texts)

    def _around(self, width: int) -> str:
        return self.text[max(0, self.candidate.start - width) : self.candidate.end + width]

    # --- how far, how old

    def _ended(self, kind: str) -> str | None:
        """Return "blocked" or "terminated" where the sentence says so of the deal."""
        has, text = self.reading.has, self.text
        m = has(self.lexicon.blocked, text)
        if kind in _CHANGES_HANDS and m is not None and not self._is_undone(m.start()):
            return "blocked"
        m = has(self.lexicon.terminated, text)
        if m is None or self._is_undone(m.start()):
            return None
        is_near = abs(m.start() - self.candidate.start) < 90
        return (
            "terminated"
            if is_near or has(self.lexicon.deal_nouns, text[max(0, m.start() - 30) : m.end() + 30])
            else None
        )

    def _is_undone(self, offset: int) -> bool:
        """Return whether an end is negated or only possible ("will not be blocked", "could be called off")."""
        before = self.text[max(0, offset - 22) : offset]
        return (
            self.reading.has(self.lexicon.negation, before) is not None
            or self.reading.has(self.lexicon.modal, before) is not None
        )

    def _stage(self, kind: str, assessment: Assessment) -> str:
        has, lexicon, around = self.reading.has, self.lexicon, self._around(70)
        ended = self._ended(kind) if assessment.is_negated or kind != "funding_round" else None
        if ended is not None:
            return ended
        if self._is_for_sale():
            return "talks"
        if self._is_said_closed():
            return "completed"
        if kind == "funding_round":
            return self._stage_of_round(assessment)
        if kind == "ipo" and assessment.stance is not Stance.RUMORS and not _is_done(self.candidate.token):
            return "announced"
        if kind == "licensing_hire":
            return "announced"
        is_done, is_agreed = _is_done(self.candidate.token), has(lexicon.agreed, around) is not None
        beside = (self.text[max(0, self.candidate.start - 70) : self.candidate.start], around[-70:])
        is_bid = (
            kind in _CHANGES_HANDS
            and any(has(lexicon.bid, piece) for piece in beside)
            and not has(lexicon.completed, around)
            and not is_agreed
        )
        if self.frame.stage == "announced":
            return "announced"
        if self.frame.stage == "bid" or is_bid:
            return "completed" if self._is_awarded() else "bid"
        is_hoped = has(lexicon.talks, around) or (
            assessment.stance is Stance.RUMORS and kind in _CHANGES_HANDS | {"joint_venture"}
        )
        if not is_done and not is_agreed and is_hoped:
            return "talks"
        tight = self.text[max(0, self.candidate.start - 25) : self.candidate.end + 12]
        if is_agreed and not is_done and has(lexicon.agreed, tight):
            return "announced"
        if kind == "debt" and self.frame.word == "noun" and not is_agreed and self._is_told_done():
            return "completed"
        if kind == "debt" and self.frame.subject == "acquirer" and not has(lexicon.plan, tight):
            return "completed"  # "lends $2bn" is told as done, like a round
        is_paid_in = self.frame.id in {"invest", "stake_enter"} and not has(lexicon.plan, tight)
        if is_done or is_paid_in or self._is_purpose_of_done() or has(lexicon.completed, tight):
            return "completed"
        return "announced"

    def _is_said_closed(self) -> bool:
        """Return whether the noun of a deal is the subject of a verb that says it has closed."""
        token, labels = self.candidate.token, self.reading.labels
        is_subject = token.dep_ in labels.subject | labels.passive_subject and self.frame.word == "noun"
        closed = compiled((*self.lexicon.closing, *self.lexicon.completed))
        return is_subject and _is_done(token.head) and closed.match(token.head.text) is not None

    def _is_awarded(self) -> bool:
        """Return whether a court has chosen the bid ("le tribunal a retenu l'offre de X")."""
        before = self.text[: self.candidate.start]
        court = self.reading.has(self.lexicon.courts, before)
        return court is not None and self.reading.has(self.lexicon.awards, before[court.end() :]) is not None

    def _is_told_done(self) -> bool:
        """Return whether the verb above a noun is told as done ("has placed a bond")."""
        verb = next((t for t in self.candidate.token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        return verb is not None and _is_done(verb)

    def _stage_of_round(self, assessment: Assessment) -> str:
        has, lexicon = self.reading.has, self.lexicon
        if assessment.stance is Stance.RUMORS and has(lexicon.talks, self.text):
            return "talks"
        if _is_done(self.candidate.token):
            return "completed"
        before = self.text[max(0, self.candidate.start - 50) : self.candidate.end]
        if has(lexicon.talks, before) or has(lexicon.hopes, before):
            return "talks"
        is_ahead = has(lexicon.plan, before[-30:]) or (self.frame.word == "verb" and has(lexicon.intents, before[-30:]))
        return "announced" if is_ahead else "completed"

    def _is_purpose_of_done(self) -> bool:
        """Return whether the trigger is what a past act was for ("paid $2bn to buy X"), not an agreement to do it."""
        verb = self.candidate.token
        if verb.dep_ not in self.reading.labels.adverbial or not _is_done(verb.head):
            return False
        is_infinitive = re.search(r"(?i)\b(?:pour|to)\s(?:\w+\s|s['’])?$", self.text[: verb.idx]) is not None
        return is_infinitive and not self.reading.has(self.lexicon.intents, verb.head.text)

    def _is_background(self, stage: str) -> bool:
        """Return whether the deal is told as history: dated well before, in an aside, or as a state."""
        if self._is_long_past() and not (stage in _ENDED and self._has_speech()):
            return True
        token = self.candidate.token
        if self._is_relative() and not self._has_speech():
            return True
        if self.frame.kind == "joint_venture" and stage not in _ENDED and self._is_definite():
            return True  # "leur coentreprise": it exists
        is_told_past = self.frame.word == "noun" or _is_done(token) or "Tense=Past" in str(token.morph)
        if stage not in _ENDED and is_told_past and self.reading.has(self.lexicon.long_ago, self._near(90, 90)):
            return True
        auxiliaries = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
        speech = compiled(self.lexicon.speech)
        is_before_past = bool(auxiliaries & {"had", "avait", "avaient"})
        return is_before_past and stage not in _ENDED and not any(speech.fullmatch(a.text) for a in token.ancestors)

    def _is_relative(self) -> bool:
        """Return whether the trigger stands in a relative clause, with a pronoun that says so."""
        token, labels = self.candidate.token, self.reading.labels
        if "Tense=Fut" in str(token.morph) or any(c.tag_ == "MD" for c in token.children):
            return False
        is_now = token.tag_ in {"VBZ", "VBP"} or "Tense=Pres" in str(token.morph)
        if is_now and "VerbForm=Part" not in str(token.morph) and self.terms.money:
            return False
        pronouns = {*labels.relative_subjects, *labels.relative_objects, *self.lexicon.relatives}
        return token.dep_ in labels.relative and any(t.lower_ in pronouns for t in token.doc[token.head.i : token.i])

    def _is_long_past(self) -> bool:
        published = self.reading.document.published_from_on
        near = self._near(70, 130)
        years = [int(y) for y in re.findall(r"(?i)\b(?:in|en|of|de)\s(?:\w+\s)?((?:19|20)\d\d)\b", near)]
        return bool(years) and (published is None or max(years) < published.year)

    def _near(self, before: int, after: int) -> str:
        """Return the words about the trigger, up to a relative clause behind it: that dates something else."""
        labels = self.reading.labels
        words = {*labels.relative_subjects, *labels.relative_objects, *self.lexicon.relatives}
        behind = self.text[self.candidate.end : self.candidate.end + after]
        relative = compiled(tuple(sorted(re.escape(w) for w in words))).search(behind)
        end = self.candidate.end + (relative.start() if relative is not None else after)
        return self.text[max(0, self.candidate.start - before) : end]

    def _has_speech(self) -> bool:
        return bool(self.reading.has(self.lexicon.speech, self.text[: self.candidate.start]))


def _is_done(token: Token) -> bool:
    """Return whether a verb is told as done: simple past, or a perfect that no auxiliary puts off."""
    if token.tag_ == "VBD":
        return True
    auxiliaries = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
    if token.tag_ == "VBN":
        return bool(auxiliaries & _DONE_AUXILIARIES) and not auxiliaries & {"will", "would", "to", "be"}
    return "Tense=Past" in str(token.morph) and bool(auxiliaries & _PAST_AUXILIARIES)


def _is_same(party: Entity, target: Entity | str | None) -> bool:
    return party is target or (isinstance(target, Entity) and party.name == target.name)


class _Priced(TypedDict):
    """The fields of a draft that a price fills."""

    amount: float | None
    currency: str | None
    amount_qualifier: str | None
    amount_raw: str | None


def _priced(price: Money | None) -> _Priced:
    """Return the fields of a draft for `price`; all None without one."""
    if price is None:
        return {"amount": None, "currency": None, "amount_qualifier": None, "amount_raw": None}
    return {
        "amount": price.amount,
        "currency": price.currency,
        "amount_qualifier": price.qualifier.value,
        "amount_raw": price.raw,
    }


def _entities(*parts: list[Entity] | Entity | str | None) -> list[Entity]:
    """Return the entities among lists and single values."""
    found: list[Entity] = []
    for part in parts:
        found += part if isinstance(part, list) else ([part] if isinstance(part, Entity) else [])
    return found
