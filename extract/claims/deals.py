"""Deals: which ownership or capital changes hands, as one sentence tells it.

Takes the candidates of `frames` and gives drafts; the guide's rules on kinds, sides, values and stages are
here. Amounts and percentages are found by `money` and `shares`, merged values by `merge`.
"""

import re

from spacy.tokens import Token

from extract.claims.context import Context, DealDraft, quote_of, reject
from extract.claims.days import announced
from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.money import Money, find_money
from extract.claims.names import Entity, Mention
from extract.claims.reading import is_organization
from extract.claims.schema import RejectedCandidate, RejectReason
from extract.claims.shares import find_shares
from extract.claims.stance import Assessment, assess


def read(context: Context, candidate: Candidate) -> list[DealDraft | RejectedCandidate]:
    """Return the deals that a candidate tells of, or its rejection."""
    return _Deal(context, candidate).read()


class _Deal:
    def __init__(self, context: Context, candidate: Candidate) -> None:
        self.context, self.candidate = context, candidate
        self.reading, self.parsed = context.reading, candidate.parsed
        self.lexicon = context.reading.lexicon
        self.frame, self.slots, self.text = candidate.frame, candidate.slots, candidate.parsed.text
        self.index = candidate.parsed.sentence.index
        self.money = find_money(self.text, self.lexicon.language)
        self.score = 0.9

    def read(self) -> list[DealDraft | RejectedCandidate]:
        kind = self.frame.kind
        if self.reading.has(self.lexicon.buyback, self.text):
            return self._turn_down(RejectReason.PRODUCT)
        if self.frame.needs_money and not self.money:
            return []
        if kind == "funding_round" and not self._is_round():
            return []
        acquirers = self._organizations("acquirer") or self._organizations("investor")
        sellers = self._organizations("seller")
        partners = self._organizations("partner")
        target: Entity | str | None
        target, kind, is_share = self._target(kind)
        if kind in {"merger", "joint_venture"}:
            acquirers, target = self._sides(partners)
            if not acquirers or (kind == "merger" and target is None):
                return []
        acquirers, target = self._repair(acquirers, target, kind)
        acquirers = [a for a in acquirers if a is not target and a not in sellers]
        sellers = [s for s in sellers if s is not target]
        parties = [*acquirers, *sellers, *([target] if isinstance(target, Entity) else [])]
        assessment = assess(self.reading, self.parsed, self.candidate.token, parties)
        if not self._is_complete(acquirers, target, sellers, kind):
            return [] if self.frame.is_weak else self._turn_down(RejectReason.NO_ARGUMENT, assessment)
        stage = self._stage(kind, assessment)
        if assessment.reason is not None and stage not in {"terminated", "blocked"}:
            return self._turn_down(assessment.reason, assessment)
        percent, voting = self._share(is_share or kind in {"stake", "acquisition"}, target)
        if kind == "stake" and percent is not None and percent > 50 and not re.search(r"(?i)rais|port|mont|increas", self.candidate.text):
            kind = "acquisition"
        if kind == "stake" and self.reading.has(self.lexicon.majority, self._around(60)) and percent is None:
            kind = "acquisition"
        if kind == "acquisition" and percent is not None and percent <= 50 and is_share:
            kind = "stake"
        if kind == "acquisition" and isinstance(target, str):
            kind = "asset_sale"
        amount, valuation = self._amounts(kind)
        if kind == "debt" and isinstance(target, str):
            return []
        if kind == "stake" and self.frame.id in {"invest", "stake_verb"} and self.reading.has(self.lexicon.round_words, self.text) and amount and self._round():
            kind = "funding_round"
        draft = DealDraft(
            assessment, quote_of(self.parsed, assessment), self.index, self.candidate.text, self.frame.id, max(0.3, self.score),
            is_background=self._is_background(assessment), kind=kind, acquirers=acquirers, target=target, sellers=sellers,
            amount=amount.amount if amount else None, currency=amount.currency if amount else None,
            amount_qualifier=amount.qualifier.value if amount else None, amount_raw=amount.raw if amount else None,
            stake_percent=percent, voting=voting, valuation=valuation.amount if valuation else None,
            valuation_currency=valuation.currency if valuation else None,
            round=self._round() if kind == "funding_round" else None, stage=stage, announced_on=announced(self.reading, self.parsed, self.candidate, kind),
        )  # fmt: skip
        return [draft]

    def _turn_down(self, reason: RejectReason, assessment: Assessment | None = None) -> list[DealDraft | RejectedCandidate]:
        assessment = assessment or assess(self.reading, self.parsed, self.candidate.token, [])
        return [reject(self.candidate, reason, assessment)]

    # --- the sides

    def _organizations(self, slot: str) -> list[Entity]:
        found: list[Entity] = []
        for head in self.slots.get(slot, []):
            found += self._at(head)
        return list(dict.fromkeys(found))

    def _at(self, head: Token) -> list[Entity]:
        """Return the parties that a noun phrase names: organizations, else persons, else an antecedent."""
        core = self.reading.core(self.parsed, head)
        named = [m for m in core if is_organization(m)]
        if named:
            return [m.entity for m in named]
        people = [m for m in core if m.entity.kind == "person"]
        if people:
            found = []
            for m in people:
                found.append(self._stands_for(m) or m.entity)
            return found
        inside = [m for m in self.reading.inside(self.parsed, head) if is_organization(m)]
        if inside and not self._is_owner_only(head):
            return [inside[0].entity]
        one = self.context.coreference.organization(self.parsed, head)
        if one is not None:
            return [one]
        return [inside[0].entity] if inside else []

    def _stands_for(self, person: Mention) -> Entity | None:
        leader = self.context.coreference.leads(person.entity)
        if leader is not None:
            return leader
        return None

    def _is_owner_only(self, head: Token) -> bool:
        return False

    def _target(self, kind: str) -> tuple[Entity | str | None, str, bool]:
        """Return the target, the kind it makes of the deal, and whether a share of it is spoken of."""
        shares = compiled(self.lexicon.share_nouns)
        units = compiled(self.lexicon.unit_nouns)
        for head in self.slots.get("target", []):
            start, end = self.reading.span(head)
            piece = self.text[start:end]
            mention = self.parsed.mention_at.get(head.i)
            if mention is not None and mention.entity.kind != "person":
                if units.search(self.text[mention.end : min(mention.end + 22, end)].split(",")[0]) and not self.text[mention.end : mention.end + 1] == ",":
                    return mention.entity, kind, False
                return mention.entity, kind, False
            core = [m for m in self.reading.core(self.parsed, head) if is_organization(m)]
            inside = [m for m in self.reading.inside(self.parsed, head) if is_organization(m) or m.entity.kind == "place"]
            if shares.fullmatch(head.lower_) or re.search(r"%|pct|percent|per cent", head.text) or (head.pos_ == "NUM" and shares.search(piece)):
                near = [m for m in self.parsed.mentions if m.start >= head.idx and m.start - head.idx < 110 and is_organization(m) and re.search(r"(?:\b(?:of|in|de|du|dans|chez)\b|d['’])\s?(?:the |la |le |l['’])?(?:\w+\s){0,3}$", self.text[: m.start])]
                if near:
                    return near[0].entity, "stake" if kind == "acquisition" else kind, True
                for other in self.slots.get("target", []):
                    if other != head:
                        found = self._at(other)
                        if found:
                            return found[0], "stake" if kind == "acquisition" else kind, True
                antecedent = next((self.context.coreference.organization(self.parsed, t) for t in head.subtree if t.lower_ in {"company", "group", "firm", "entreprise", "société", "groupe", "startup", "it", "its", "son", "sa"}), None)
                if antecedent is not None:
                    return antecedent, "stake" if kind == "acquisition" else kind, True
                continue
            if core:
                return core[0].entity, kind, False
            if units.search(head.text) or units.fullmatch(head.lower_):
                aside = next((m for m in self.parsed.mentions if m.start > head.idx and is_organization(m) and re.fullmatch(r"(?:\s(?:d['’]|de\s|des\s|of\s)?[\w'’-]+){0,4}\s?,\s", self.text[head.idx + len(head) : m.start])), None)
                if aside is not None and re.search(r"(?i)filiale|subsidiary|unit|société|company|arm", head.text):
                    return aside.entity, kind, False
                named = [m for m in inside if m.entity.kind != "place" and not re.match(r"['’]s", self.text[m.end :])]
                if named and re.search(r"(?i)subsidiar|filiale|unit|newspaper|magazine|journal", head.text) and named[0].start < head.idx:
                    return named[0].entity, "asset_sale", False
                return self._asset(start, end), "asset_sale" if kind == "acquisition" else kind, False
            if inside and inside[0].entity.kind != "place":
                antecedent = None
                return inside[0].entity, kind, False
            one = self.context.coreference.organization(self.parsed, head)
            if one is not None:
                return one, kind, False
        return None, kind, False

    def _asset(self, start: int, end: int) -> str | None:
        piece = self.text[start:end]
        piece = re.split(r"[,;:(]|\b(?:for|to|from|by|pour|à|au|par|which|who|qui|that|as part)\b", piece)[0]
        piece = re.sub(r"(?i)^(?:(?:the|its|a|an|all|of|their|le|la|les|son|sa|ses|leur|une?)\s+|l['’])+", "", piece.strip()).strip(" \"“”«»'")
        return piece if 2 < len(piece) <= 70 else None

    def _sides(self, partners: list[Entity]) -> tuple[list[Entity], Entity | None]:
        partners = list(dict.fromkeys(partners))
        if self.frame.kind == "joint_venture":
            if len(partners) < 2:
                named = [m.entity for m in self.parsed.mentions if m.entity.kind == "organization" and m.end <= self.candidate.start]
                partners = list(dict.fromkeys(partners + named))[:4]
            named_as = re.search(r"(?:called|named|dubbed|baptisée?|nommée?|dénommée?|appelée?)\s", self.text[self.candidate.end :])
            target = None
            if named_as:
                at = self.candidate.end + named_as.end()
                target = next((m.entity for m in self.parsed.mentions if abs(m.start - at) <= 3), None)
            return ([p for p in partners if p is not target] if len(partners) >= 2 else []), target
        if len(partners) == 1:
            named = [m.entity for m in self.parsed.mentions if m.entity.kind == "organization" and m.entity is not partners[0] and abs(m.start - self.candidate.start) < 120]
            if not named:
                main = self.context.coreference.main_organization()
                named = [main] if main is not None and main is not partners[0] else []
            self.score -= 0.2
            partners = [*named[:1], *partners] if named else partners
        if len(partners) < 2:
            return partners, None
        return partners[:1], partners[1]

    def _repair(self, acquirers: list[Entity], target: Entity | str | None, kind: str) -> tuple[list[Entity], Entity | str | None]:
        """Fill a missing side from the sentence where the parse gave none."""
        if kind in {"merger", "joint_venture", "ipo"}:
            return acquirers, target
        named = [m for m in self.parsed.mentions if is_organization(m)]
        if target is None and self.frame.word == "verb" and "target" in {self.frame.object, *self.frame.prepositions.values()} and not self.candidate.is_passive:
            after = [m for m in named if 0 <= m.start - self.candidate.end <= 45 and not re.search(r"[,;:.]", self.text[self.candidate.end : m.start]) and m.entity not in acquirers]
            if after:
                self.score -= 0.2
                target = after[0].entity
        if kind in {"acquisition", "asset_sale", "stake"} and not acquirers:
            before = {"by", "par"} if self.frame.id != "sell" and self.frame.id != "sale_noun" else {"to", "à", "au", "aux", "by", "par"}
            found = self._after(before)
            if found is not None and found is not target:
                self.score -= 0.15
                acquirers = [found]
        if kind in {"funding_round", "debt"}:
            m = self.reading.has(self.lexicon.led_by, self.text)
            if m is not None:
                investors = self._investors(target)
                acquirers = list(dict.fromkeys(acquirers + investors))
            if target is None and self.frame.id in {"round_noun", "back"}:
                before = [x for x in named if x.end <= self.candidate.start and x.entity not in acquirers]
                if before:
                    self.score -= 0.2
                    target = before[0].entity
        return acquirers, target

    def _after(self, prepositions: set[str]) -> Entity | None:
        """Return the first organization behind one of the prepositions after the trigger."""
        words = "|".join(prepositions)
        for m in self.parsed.mentions:
            if m.start >= self.candidate.end and is_organization(m) and re.search(rf"(?<!\w)(?:{words})\s(?:the\s|le\s|la\s|l['’])?(?:(?!de\b|of\b)[\w-]+\s){{0,4}}$", self.text[self.candidate.end : m.start]):
                return m.entity
        return None

    def _investors(self, target: Entity | str | None) -> list[Entity]:
        found: list[Entity] = []
        pattern = compiled(self.lexicon.led_by)
        for m in pattern.finditer(self.text):
            passive = re.search(r"(?i)\b(?:by|par|from|including|auprès|de|d['’]|du|côtés)", m[0])
            if passive:
                run_end = m.end()
                for x in self.parsed.mentions:
                    if x.start >= run_end and re.fullmatch(r"[\s,;']*(?:(?:and|et|de|d['’]|du|des|the|le|la|l['’]|funds?|fonds|with|with participation from|alongside|from|ainsi que|puis)[\s]*){0,4}(?:[a-zà-ÿ\-]+\s){0,3}", self.text[run_end : x.start]):
                        if x.entity is not target and is_organization(x):
                            found.append(x.entity)
                        run_end = x.end
            else:
                before = [x for x in self.parsed.mentions if x.end <= m.start() and m.start() - x.end <= 40 and is_organization(x) and x.entity is not target]
                found += [before[-1].entity] if before else []
        return found

    def _is_complete(self, acquirers: list[Entity], target: Entity | str | None, sellers: list[Entity], kind: str) -> bool:
        if kind == "joint_venture":
            return len(acquirers) >= 2
        if kind == "licensing_hire":
            return bool(acquirers) and isinstance(target, Entity)
        if target is None:
            return False
        if kind in {"ipo", "funding_round"}:
            return isinstance(target, Entity) and target.kind != "person"
        if kind == "debt":
            return isinstance(target, Entity) and bool(acquirers)
        if isinstance(target, str):
            return bool(sellers or acquirers)
        if target.kind == "person":
            return False
        if kind == "stake":
            return bool(acquirers)
        return bool(acquirers or sellers)

    # --- values

    def _is_round(self) -> bool:
        """Return whether capital is raised, not a forecast, a price, a loan or revenue."""
        money = next((m for m in self.money if m.char_start >= self.candidate.end and m.char_start - self.candidate.end < 60), None)
        tight = self.text[self.candidate.start : self.candidate.end + 90]
        if re.search(r"(?i)\b(?:forecast|guidance|outlook|estimate|target|price|dividend|revenue|sales|profit|prévisions?|objectif|chiffre d['’]affaires|recettes|for charity|prize|stake to|debt|loan|dette|prêt|emprunt|bonds?|notes|obligat\w+)\b", tight) and not self.reading.has(("series [a-h]", "s[ée]rie [a-h]", "seed", "amorçage", "tour de table", "levée de fonds", "funding round"), tight):
            return False
        is_raise = re.match(r"(?i)rais|l[eè]v", self.candidate.text)
        if is_raise and money is not None:
            return True
        return bool(self.reading.has(("series [a-h]", "s[ée]ries? [a-h]", "seed", "amorçage", "tour de table", "tour", "levée(?: de fonds)?", "rounds?", "funding", "fundraising", "augmentation de capital", "venture", "auprès (?:de|d['’]|du|des)", "pre-?seed"), tight)) or self.frame.word == "noun"

    def _around(self, width: int) -> str:
        return self.text[max(0, self.candidate.start - width) : self.candidate.end + width]

    def _amounts(self, kind: str) -> tuple[Money | None, Money | None]:
        valuation = compiled(self.lexicon.valuation)
        other = re.compile(r"(?i)\b(?:sales|revenues?|turnover|profits?|earnings|net income|charge|loss|debt load|assets of|backlog|fine|break fee|deposit|premium|savings|synerg\w+|premium|chiffre d['’]affaires|ventes|bénéfice|pertes?|résultat|dividende|dette)\b")
        worth: Money | None = None
        prices: list[tuple[float, Money]] = []
        for money in self.money:
            if money.per is not None:
                continue
            before = self.text[max(0, money.char_start - 45) : money.char_start]
            after = self.text[money.char_end : money.char_end + 30]
            last = None
            for m in valuation.finditer(before):
                last = m
            if (last is not None and not re.search(r"[,;]", before[last.end() :])) or re.match(r"\s(?:valuation|market value|de valorisation)", after):
                is_deal_value = re.search(r"(?i)(?:deal|transaction|opération|accord|agreement|offer|offre|bid|takeover|rachat|acquisition|stake|package|licence|contract)\b", before)
                if kind in {"funding_round", "stake", "ipo", "licensing_hire"} and not is_deal_value:
                    worth = worth or money
                    continue
            if other.search(before[-32:]) or re.match(r"\s(?:of |in |d['’]|de )?(?:\w+ )?(?:sales|revenue|profit|debt|loss|chiffre d|bénéfice|ventes)", after):
                continue
            distance = min(abs(money.char_start - self.candidate.end), abs(self.candidate.start - money.char_end))
            if re.search(r"[;]", self.text[min(money.char_end, self.candidate.end) : max(money.char_start, self.candidate.start)]):
                distance += 200
            if re.search(r"\b(?:for|pour|of|de|at|à|contre|worth|moyennant|hauteur)\s(?:\w+\s){0,3}$", before):
                distance -= 30
            prices.append((distance, money))
        prices.sort(key=lambda p: p[0])
        best = prices[0][1] if prices and prices[0][0] < 160 else None
        if best is None and kind not in {"debt"}:
            best = self._price_after()
        return best, worth

    def _price_after(self) -> Money | None:
        """Return the price that one of the next two sentences opens with."""
        price = compiled(self.lexicon.price)
        for sentence in self.reading.sentences[self.index + 1 : self.index + 3]:
            if sentence.part != self.parsed.sentence.part or not price.match(sentence.text):
                continue
            found = [m for m in find_money(sentence.text, self.lexicon.language) if m.per is None]
            if found and not re.search(r"(?i)sales|revenue|profit|chiffre d['’]affaires|bénéfice|premium|synerg|shares? of", sentence.text[: found[0].char_start]):
                return found[0]
        return None

    def _share(self, wanted: bool, target: Entity | str | None) -> tuple[float | None, bool | None]:
        voting: bool | None = None
        if self.reading.has(self.lexicon.non_voting, self.text):
            voting = False
        elif self.reading.has(self.lexicon.voting, self.text):
            voting = True
        if not wanted:
            return None, None
        shares = [s for s in find_shares(self.text, self.lexicon.language) if s.of_capital is not False and 0 < s.percent <= 100]
        shares = [s for s in shares if s.of_capital or abs(s.char_start - self.candidate.end) < 70]
        if not shares:
            if self.reading.has(self.lexicon.whole, self._around(50)) and self.frame.kind == "acquisition":
                return 100.0, voting
            return None, voting
        nearest = min(shares, key=lambda s: (not s.of_capital, abs(s.char_start - self.candidate.end)))
        return nearest.percent, voting if voting is not None else nearest.voting

    def _round(self) -> str | None:
        for pattern, value in self.lexicon.rounds.items():
            if compiled((pattern,)).search(self.text):
                return value
        return None

    # --- how far, how old

    def _stage(self, kind: str, assessment: Assessment) -> str:
        text, lexicon = self.text, self.lexicon
        has = self.reading.has
        if has(lexicon.blocked, text) and kind in {"acquisition", "merger", "asset_sale", "stake"} and not re.search(r"(?i)block of|bloc de", text):
            return "blocked"
        if has(lexicon.terminated, text) and (assessment.is_negated or kind != "funding_round"):
            m = has(lexicon.terminated, text)
            if m and abs(m.start() - self.candidate.start) < 90:
                return "terminated"
        if kind == "funding_round":
            return "talks" if has(lexicon.talks, text) and assessment.stance.value == "rumors" else "completed"
        around = self._around(70)
        if self.frame.stage == "bid" or (has(lexicon.bid, around) and kind in {"acquisition", "merger", "stake", "asset_sale"} and not has(lexicon.completed, around)):
            return "bid"
        if has(lexicon.talks, around) and not _is_done(self.candidate.token) and not re.search(r"(?i)\bagree|accord|definitive|signed|signé", around):
            return "talks"
        purpose = self.candidate.token
        if purpose.dep_ in self.reading.labels.adverbial | self.reading.labels.complement and _is_done(purpose.head) and re.search(r"(?i)\b(?:pour|to)\s(?:\w+\s|s['’])?$", self.text[: purpose.idx]) and not re.search(r"(?i)agree|plan|accept|accord|propos|offer|offr|bid|decid|décid|approach|sought|want|voul", purpose.head.text) and purpose.dep_ in self.reading.labels.adverbial:
            return "completed"
        if _is_done(self.candidate.token) or has(lexicon.completed, self.text[max(0, self.candidate.start - 25) : self.candidate.end + 12]):
            return "completed"
        return "announced"

    def _is_background(self, assessment: Assessment) -> bool:
        token = self.candidate.token
        published = self.reading.document.published_from_on
        years = [int(y) for y in re.findall(r"\b(?:in|en|since|depuis|of|de)\s(?:\w+\s)?((?:19|20)\d\d)\b", self.text[max(0, self.candidate.start - 70) : self.candidate.end + 130])]
        if years and (published is None or max(years) < published.year):
            return True
        if published is None and years:
            return True
        if token.dep_ in {"relcl", "acl:relcl"} and not self._has_speech():
            return True
        if re.search(r"(?i)\b(?:years? (?:ago|earlier|later)|il y a .{1,20}ans|months ago|à l['’]époque|last year|l['’]an (?:dernier|passé)|l['’]année dernière|earlier this year|a year ago)\b", self._around(90)):
            return True
        auxiliaries = [c.lower_ for c in token.children if c.dep_.startswith("aux")]
        speech = compiled(self.lexicon.speech)
        return any(a in {"had", "avait", "avaient"} for a in auxiliaries) and not any(speech.fullmatch(a.text) for a in token.ancestors)

    def _has_speech(self) -> bool:
        return bool(self.reading.has(self.lexicon.speech, self.text[: self.candidate.start]))


def _is_done(token: Token) -> bool:
    if token.tag_ in {"VBD"}:
        return True
    morph = str(token.morph)
    auxiliaries = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
    if token.tag_ == "VBN" and auxiliaries & {"has", "have", "had", "'s", "was", "were", "been"} and not auxiliaries & {"will", "would", "to", "be"}:
        return True
    return "Tense=Past" in morph and bool(auxiliaries & {"a", "ont", "avait", "avaient", "est", "sont", "été", "s'est", "aura", "ai"})
