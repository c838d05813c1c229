"""The sides of a deal: who buys, sells, invests or merges, and what changes hands.

Takes the slots of a candidate and gives entities; the grammar of noun phrases as owners, units and shares is
here. What the deal is worth belongs in `terms`, which kind and stage it has in `deals`.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.context import Context
from extract.claims.frames import Candidate
from extract.claims.lexicon import ahead, compiled
from extract.claims.money import find_money
from extract.claims.names import Entity, Mention
from extract.claims.reading import Parsed, is_organization

_SELLERS_REACH = 5  # sentences from the trigger's on that may name the seller
_LEGAL_REST = frozenset(
    {"co", "corp", "inc", "ltd", "plc", "holdings plc", "holding", "holdings", "group", "groupe", "company", "and co"}
)


_SUM = re.compile(r"(?:[A-Z]{0,3}[$€£¥]|S?Fr\.?|Rs\.?|[A-Z]{3}\s)\s?\d[\d.,\s]*[A-Za-z]{0,3}")
_ADJECTIVE = re.compile(r"-(?:based|first|led|backed|owned|listed|born|made|like)$", re.IGNORECASE)


@dataclass(slots=True)
class Target:
    """What changes hands: an entity, or the words of an asset, with what its phrase says besides."""

    named: Entity | str | None = None
    is_share: bool = False  # a share of it, not the whole
    is_unit: bool = False  # a part of a group
    sellers: list[Entity] = field(default_factory=list)


class Parties:
    """Reads the sides of one candidate; `doubt` grows with every side that order, not grammar, gave."""

    def __init__(self, context: Context, candidate: Candidate) -> None:
        self.context, self.candidate = context, candidate
        self.reading, self.parsed = context.reading, candidate.parsed
        self.lexicon = context.reading.lexicon
        self.text = candidate.parsed.text
        self.doubt = 0.0
        self._shares = compiled(self.lexicon.share_nouns)
        self._units = compiled(self.lexicon.unit_nouns)
        self._companies = compiled(self.lexicon.organization_nouns)
        self._workforce = compiled(self.lexicon.workforce)
        self._goods = compiled(self.lexicon.goods)
        self._takeovers = compiled(self.lexicon.takeovers)
        courts, of = "|".join(self.lexicon.courts), ahead(self.lexicon.of)
        self._according = re.compile(
            rf"(?<!\w)(?:{'|'.join(self.lexicon.according)})\s(?:[\w'’]+\s){{0,2}}$", re.IGNORECASE
        )
        self._compound = re.compile(rf"[-‑](?:{'|'.join(self.lexicon.compounds)})(?!\w)")
        edges = "|".join(self.lexicon.edges)
        self._of_court = re.compile(rf"(?<!\w)(?:{courts})\s(?:(?!(?:{edges})\s)[\w'’]+\s){{0,3}}?{of}$", re.IGNORECASE)

    def is_party(self, mention: Mention) -> bool:
        """Return whether the mention may name a side here: no topic before a colon, no place where something is."""
        if not is_party(mention):
            return False
        entity = mention.entity
        is_sure = entity.known is not None or entity.proof["organization"] >= 3
        if self._compound.match(self.text[mention.end :]):
            return False  # "X-based", "Y-backed"
        if not is_sure and self._of_court.search(self.text[: mention.start]):
            return False
        if self.context.coreference.is_outlet(entity) and self._according.search(self.text[: mention.start]):
            return False  # who reports it
        if mention.start == 0 and not is_sure and re.match(r"\s?[:|]", self.text[mention.end :]):
            return False
        if not is_sure and (self._is_origin(mention) or self._is_town(mention)):
            return False
        if mention.start == 0 and entity.known is None and self._companies.fullmatch(mention.text):
            return False  # "Bank pays its people to wait"
        lead = self.text[max(0, mention.start - 14) : mention.start].lower()
        return not (entity.kind == "place" and lead.endswith(tuple(f"{w} " for w in self.lexicon.locatives)))

    def _is_scene(self, mention: Mention) -> bool:
        """Return whether a name stands behind a preposition of place."""
        lead = self.text[max(0, mention.start - 14) : mention.start].lower()
        return lead.endswith(tuple(f" {w} " for w in self.lexicon.locatives))

    def is_heading_only(self, entity: Entity) -> bool:
        """Return whether a name is only the topic that opens the headline ("Telecoms: X sells …")."""
        texts = [self.reading.sentences[i].text[start:] for i, start in entity.positions if start == 0]
        is_sure = entity.known is not None or entity.proof["organization"] >= 3
        return (
            not is_sure
            and len(texts) == len(entity.positions)
            and all(re.match(rf"{re.escape(entity.name)}\s?[:|]", t) for t in texts)
        )

    def _is_origin(self, mention: Mention) -> bool:
        """Return whether a name only says where or what a company is ("the Boulder company", "Search company X")."""
        behind = re.match(r"\s([a-z][\w-]+)", self.text[mention.end :])
        return behind is not None and self._companies.fullmatch(behind[1]) is not None

    def _is_town(self, mention: Mention) -> bool:
        """Return whether a known place stands right behind a name and a comma ("Pine Ridge, Texas")."""
        behind = next((m for m in self.parsed.mentions if m.start == mention.end + 2), None)
        is_beside = behind is not None and self.text[mention.end : behind.start] == ", "
        return is_beside and behind is not None and behind.entity.is_known_place and not self._possesses(behind)

    def is_company(self, noun: Token) -> bool:
        """Return whether a common noun is one for a company ("the publisher")."""
        return self._companies.fullmatch(noun.lower_) is not None

    # --- owners, buyers, partners

    def fill(self, slot: str, exclude: tuple[Entity, ...] = ()) -> list[Entity]:
        """Return the parties that the heads of `slot` name, in order; an antecedent is none of `exclude`."""
        found: list[Entity] = []
        for head in self.candidate.slots.get(slot, []):
            found += self.at(head, exclude)
        return list(dict.fromkeys(found))

    def at(self, head: Token, exclude: tuple[Entity, ...] = ()) -> list[Entity]:
        """Return the parties that a noun phrase names: organizations, else persons, else an antecedent."""
        if compiled(self.lexicon.courts).fullmatch(head.text):
            return []  # "le tribunal de commerce de X": who decides, not who buys
        core = self.reading.core(self.parsed, head)
        named = _behind_its_noun([m for m in core if self.is_party(m)], head)
        is_tied = compiled(self.lexicon.tied).fullmatch(head.text) is not None
        if is_tied:  # "the founder of X (Y)": another name of X
            named = [m for m in named if not self.text[: m.start].endswith("(")]
        if named:
            return [m.entity for m in named]
        people = [m.entity for m in core if m.entity.kind == "person"]
        if people and head.i not in self.parsed.mention_at:
            houses = [m for m in self.reading.inside(self.parsed, head) if self.is_party(m) and m.start > head.idx]
            if houses:
                return [houses[0].entity]  # "le président de X, Y": who speaks for a house
        if people:
            return [self.context.coreference.leads(p) or p for p in people]
        inside = [m for m in self.reading.inside(self.parsed, head) if self.is_party(m)]
        if inside and is_tied:
            return []  # "the founder of X", "a rival of X" are not X
        if not self.is_company(head):  # "parishioners in X", "au large de X" are not X
            is_subject = head.dep_ in self.reading.labels.subject
            inside = [m for m in inside if not self._is_scene(m) and (is_subject or m.entity.kind != "place")]
        if inside:
            return [inside[0].entity]
        apposed = self._apposed(head)
        if apposed is not None:
            return [apposed.entity]
        last = self.context.last_deal
        if last is not None and self._is_definite(head) and compiled(self.lexicon.buyers).fullmatch(head.text):
            return [a for a in last.acquirers if a not in exclude]
        speaker = self._speaker_meant(head)
        if speaker is not None and speaker not in exclude:
            return [speaker]
        topic = self._topic(head) or (self._heading() if self._is_definite(head) else None)
        if topic is not None and topic not in exclude:
            return [topic]
        start, end = self.reading.span(head)
        leaders = "|".join(self.lexicon.leaders)
        led = re.match(rf"\w+(?:\s(?:of|de|d['’])?\s?[\w'’-]+){{0,2}}?,?\s(?:{leaders})\s", self.text[head.idx :])
        if led is not None and self.reading.has(self.lexicon.unnamed_buyers, head.text):
            return self._listed_from(head.idx + led.end())
        colon = self.text.find(":", self.candidate.end)
        if colon > 0 and "Number=Plur" in str(head.morph) and self.reading.has(self.lexicon.unnamed_buyers, head.text):
            return self._listed_from(colon + 1)  # "three bidders have come forward: X, Y and Z"
        if self._is_indefinite(self.text[start:end]):
            return []  # "a group of investors": nobody told before
        one = self.context.coreference.organization(self.parsed, head, exclude)
        return [one] if one is not None and not one.is_regulator else []

    def _speaker_meant(self, pronoun: Token) -> Entity | None:
        """Return the speaker that "it" in reported speech means ("X said it has bought Y")."""
        if pronoun.lower_ not in {"it", "its", "they", "their", "elle", "il"}:
            return None
        speech = compiled(self.lexicon.speech)
        for verb in pronoun.ancestors:
            if not speech.fullmatch(verb.text):
                continue
            for child in verb.children:
                mention = self.parsed.mention_at.get(child.i)
                if (
                    child.dep_ in self.reading.labels.subject
                    and mention is not None
                    and child.i < pronoun.i
                    and self.is_party(mention)
                ):
                    return mention.entity
                if child.dep_ in self.reading.labels.subject and child.lower_ == pronoun.lower_ and child.i < pronoun.i:
                    return self.context.coreference.organization(self.parsed, child)
        return None

    def _heading(self) -> Entity | None:
        """Return the company that a short opening of the paragraph names ("Calvane. The maker of … raised")."""
        sentences, here = self.reading.sentences, self.parsed.sentence
        first = next(s for s in sentences if s.paragraph == here.paragraph)
        if first.index == here.index or len(first.text.split()) > 4:
            return None
        named = [m.entity for m in self.reading.names.mentions[first.index] if is_party(m)]
        return named[0] if named else None

    def _topic(self, pronoun: Token) -> Entity | None:
        """Return the organization that a pronoun takes up: a subject before it, the nearest sentence first."""
        if pronoun.lower_ not in {"it", "its", "they", "their", "elle", "il", "ils", "elles", "son", "sa", "leur"}:
            return None
        if pronoun.lower_ in {"il", "elle"}:
            people = self.context.coreference.persons_before(self.parsed.sentence.index, pronoun.idx)
            if people and self.context.coreference.leads(people[0]) is not None:
                return self.context.coreference.leads(people[0])
        subjects = self.reading.labels.subject | self.reading.labels.passive_subject
        index = self.parsed.sentence.index
        for back in range(index, max(-1, index - 4), -1):
            parsed = self.reading.parsed.get(back)
            if parsed is None or parsed.sentence.part != self.parsed.sentence.part:
                continue
            found = [
                m.entity
                for t in parsed.doc
                if t.dep_ in subjects and (back < index or t.i < pronoun.i)
                for m in _behind_its_noun(self.reading.core(parsed, t), t)[:1]
                if self.is_party(m) and not m.entity.is_surely_person
            ]
            if found:
                return found[-1] if back == index else found[0]
        main = self.context.coreference.main_organization()
        is_thing = pronoun.lower_ in {"it", "its", "they", "their"}
        return main if is_thing and main is not None and main.first < index else None

    def listed_before(self, last: Entity) -> list[Entity]:
        """Return the parties of the list before the trigger that ends with `last` ("X, Y and the bank Z bought")."""
        conjunctions, articles = "|".join(self.lexicon.conjunctions), ahead(self.lexicon.articles)
        joiner = re.compile(
            rf"\s?(?:,|,?\s(?:{conjunctions}|ou encore|ainsi que|as well as|&))\s?{articles}?(?:[a-zà-ÿ-]+\s){{0,2}}"
        )
        row = [m for m in self.parsed.mentions if m.end <= self.candidate.start and self.is_party(m)]
        while row and row[-1].entity is not last:
            row.pop()
        found = row[-1:]
        while len(row) > 1 and joiner.fullmatch(self.text[row[-2].end : row[-1].start]):
            row.pop()
            found.insert(0, row[-1])
        is_aside = len(found) == 2 and self.text[found[0].end : found[1].start].strip() == ","
        return [last] if is_aside or not found else [m.entity for m in found]

    def before(self, exclude: list[Entity]) -> Entity | None:
        """Return the party that stands as a subject before the trigger, for a parse that lost the tie."""
        labels = self.reading.labels
        tokens = {i: self.parsed.doc[i] for i in self.parsed.mention_at}
        row = [
            (tokens[i], m)
            for i, m in sorted(self.parsed.mention_at.items())
            if m.end <= self.candidate.start and self.is_party(m) and m.entity not in exclude
        ]
        subjects = [
            m
            for t, m in row
            if t.dep_ in labels.subject
            or t.dep_ == "ROOT"
            or t.head.dep_ in labels.subject
            or _opens(t)
            or _opens(t.head)
            or _is_before_verb(t)
        ]
        gap = self.text[subjects[-1].end : self.candidate.start] if subjects else ""
        if subjects and not re.search(r"[;:?!]", gap):
            return subjects[-1].entity
        return None

    def behind(self, prepositions: frozenset[str], *, is_given: bool = False) -> Entity | None:
        """Return the first party behind one of the prepositions after the trigger; `is_given`: a place it is not."""
        may_be = is_party if is_given else self.is_party
        words = "|".join(sorted(prepositions))
        lead = re.compile(
            rf"(?<!\w)(?:{words})\s(?:the\s|le\s|la\s|l['’])?(?:(?!de\b|of\b)[\w-]+\s){{0,4}}[<«“\"]?\s?$"
        )
        for m in self.parsed.mentions:
            if m.start >= self.candidate.end and may_be(m) and lead.search(self.text[self.candidate.end : m.start]):
                return m.entity
        return None

    def named_behind(self) -> list[Entity]:
        """Return the parties named right behind the trigger, an article or a colon between ("un repreneur : X")."""
        rest = self.text[self.candidate.end :]
        return self._listed_from(len(self.text) - len(rest.lstrip(" :,(")))

    def bid_upon(self, bidders: list[Entity]) -> Entity | None:
        """Return for whom a bid is, behind its price ("an offer of $22 a share for all the shares of X")."""
        lead = re.compile(r"[^;:]{0,60}?(?<!\w)(?:for|sur|pour)\s(?:(?:[a-zà-ÿ$%][\w.,%-]*|\d[\d.,%]*)\s|[ld]['’])*")
        for m in self.parsed.mentions:
            if m.start >= self.candidate.end and self.is_party(m) and m.entity not in bidders:
                begin = max(
                    [
                        self.candidate.end,
                        *(b.end for b in self.parsed.mentions if b.entity in bidders and b.start < m.start),
                    ]
                )
                return m.entity if lead.fullmatch(self.text[begin : m.start]) else None
        return None

    def counterparty(self, *, is_near: bool = True) -> Entity | None:
        """Return with whom an agreement or talks are said to be ("agreed with X to buy Y", "un accord avec X pour").

        `is_near` asks that only words that tie the two stand between the name and the trigger.
        """
        lead = re.compile(
            rf"(?<!\w)(?:{'|'.join(self.lexicon.dealings)})\s(?:\w+\s){{0,2}}?(?:with|avec)\s(?:the\s|le\s|la\s|l['’])?$",
            re.IGNORECASE,
        )
        follow = re.compile(
            r"(?:\s(?:<[^>]*>|under which it|to|pour|for|will|in order|the|about|over|on|au sujet d[eu']|sur"
            r"|en vue de|afin de|lui|leur))*"
            r"\s(?:the\s|an?\s|la\s|le\s|une?\s|l['’])?"
        )
        for m in self.parsed.mentions:
            if m.end <= self.candidate.start and self.is_party(m) and lead.search(self.text[: m.start]):
                is_tied = not is_near or follow.fullmatch(self.text[m.end : self.candidate.start]) is not None
                return m.entity if is_tied else None
        return None

    def told_sellers(self, exclude: list[Entity]) -> list[Entity]:
        """Return who is called the seller here or in the sentences after ("the seller, X", "which belonged to X")."""
        vendors, here = compiled(self.lexicon.vendors), self.parsed.sentence
        for sentence in self.reading.sentences[here.index : here.index + _SELLERS_REACH]:
            m = vendors.search(sentence.text) if sentence.part == here.part else None
            if m is None:
                continue
            row = [x for x in self.reading.names.mentions[sentence.index] if 0 <= x.start - m.end() < 30]
            seller = row[0].entity if row else None
            if seller is not None and seller not in exclude and not (seller.is_known_place or seller.is_regulator):
                return [seller]
        return []

    # --- what changes hands

    def target(self) -> Target:
        """Return what changes hands by the target slot; by order where the parse left it empty."""
        if self.reading.has(self.lexicon.rest, self.text[self.candidate.end : self.candidate.end + 16]):
            named = next(
                (m.entity for m in self.parsed.mentions if 0 <= m.start - self.candidate.end < 40 and self.is_party(m)),
                None,
            )
            last = self.context.last_deal
            return Target(named or (last.target if last is not None and isinstance(last.target, Entity) else None))
        for head in self.candidate.slots.get("target", []):
            found = self.target_at(head)
            if found.named is not None:
                return found
        clitic = self._meant_by_clitic()
        if clitic is not None:
            return Target(clitic, is_share=self.candidate.frame.kind == "stake")
        behind = self._right_behind()
        if behind is not None:
            return Target(behind.entity, is_share=self.candidate.frame.kind == "stake", sellers=self._parents(behind))
        return Target()

    def _meant_by_clitic(self) -> Entity | None:
        """Return what a clitic before the verb takes up ("X ouvre son capital : Y y prend 8 %")."""
        if {"VerbForm=Part", "Tense=Pres"} <= set(str(self.candidate.token.morph).split("|")):
            return None  # "en rachetant": no pronoun
        is_given = self.candidate.frame.kind in {"stake", "debt", "funding_round"}
        words = self.lexicon.clitics if is_given else self.lexicon.clitics[:2]
        lead = self.text[: self.candidate.start]
        clitic = re.search(rf"(?i)\b(?:{'|'.join(words)})\s(?:\w{{1,4}}\s){{0,2}}$", lead)
        if clitic is None:
            return None
        buyers = self.fill("acquirer")
        before = [m.entity for m in self.parsed.mentions if m.end <= clitic.start() and self.is_party(m)]
        return next((e for e in before if e not in buyers), None)

    def _right_behind(self) -> Mention | None:
        """Return the name that a preposition ties to a noun, where the parse tied it to the verb ("its stake in X")."""
        frame = self.candidate.frame
        words = [re.escape(p) for p, slot in frame.prepositions.items() if slot == "target" and p]
        if frame.word != "noun" or not words:
            return None
        tie = re.match(
            rf"\s(?:{'|'.join(words)})\s?(?:the\s|la\s|le\s|l['’])?[<«“\"]?",
            self.text[self.candidate.end :],
            re.IGNORECASE,
        )
        if tie is None:
            return None
        start = self.candidate.end + tie.end()
        return next((m for m in self.parsed.mentions if m.start == start and self.is_party(m)), None)

    def targets_besides(self, first: Entity | str | None) -> list[Entity]:
        """Return further companies coordinated with the target ("buys A and B")."""
        heads = self.candidate.slots.get("target", [])
        if not heads or not isinstance(first, Entity):
            return []
        return [
            m.entity
            for m in self.reading.core(self.parsed, heads[0])
            if self.is_party(m) and m.entity is not first and m.entity.kind != "person" and m.end > self.candidate.end
        ]

    def target_at(self, head: Token) -> Target:
        """Return what changes hands by the phrase under `head`."""
        start, end = self.reading.span(head)
        piece = self.text[start:end]
        mention = self.parsed.mention_at.get(head.i)
        if mention is not None:
            is_thing = self._is_indefinite(
                self.text[: head.idx].rsplit(maxsplit=1)[-1] if self.text[: head.idx].strip() else ""
            )
            if not self.is_party(mention) or is_thing:  # the article before a maker: one of its products
                return Target()
            return Target(mention.entity, is_unit=self._is_part(mention), sellers=self._parents(mention))
        if self._is_share(head, piece):
            return self._shared(head)
        core = _behind_its_noun([m for m in self.reading.core(self.parsed, head) if self.is_party(m)], head)
        inside = [m for m in self.reading.inside(self.parsed, head) if self.is_party(m)]
        if core:
            is_unit = (
                self._units.fullmatch(head.lower_) is not None and self._is_owned(head) and core[0].start < head.idx
            ) or self._is_part(core[0])
            return Target(core[0].entity, is_unit=is_unit, sellers=self._parents(core[0]))
        if self._workforce.fullmatch(head.lower_):
            return Target()
        if self._takeovers.fullmatch(head.lower_):  # "the offer for the purchase of X"
            of = [n for p, n in syntax.prepositions(head, self.reading.labels) if p in self.lexicon.of]
            return self.target_at(of[0]) if of and of[0] != head else Target()
        if self._is_lower_name(head):
            return Target(Entity(forms=Counter({head.text: 1}), kind="organization", proof=Counter(organization=3)))
        if self._units.fullmatch(head.lower_):
            return self._unit(head, start, end, inside)
        if self._companies.fullmatch(head.lower_):
            named = [m for m in inside if not self._possesses(m) and not self._is_seat(head, m)]
            if named:
                return Target(named[-1].entity if named[-1].start > head.idx else named[0].entity)
        apposed = self._apposed(head)
        if apposed is not None:
            return Target(apposed.entity, sellers=self._parents(apposed))
        if (
            head.pos_ in {"PRON", "DET"}
            or self._is_definite(head)
            or self._companies.fullmatch(head.lower_)
            or self.reading.paraphrases(piece)
        ):
            buyers = self._named_sides()
            meant = (self._owned(head), self._speaker_meant(head), self._topic(head), self._heading())
            one = next((e for e in meant if e is not None and e not in buyers), None)
            one = one or self.context.coreference.organization(self.parsed, head, buyers)
            if one is not None and not self._is_indefinite(piece) and not self.is_heading_only(one):
                return Target(one if not one.is_regulator else None)
        if head.pos_ == "PROPN" and inside:
            return Target(inside[0].entity)
        return self._thing(head, start, end, inside)

    def _owned(self, head: Token) -> Entity | None:
        """Return what was called somebody's own before a definite noun ("X, owner of Y, sells the club")."""
        if head.pos_ != "NOUN" or self._is_owned(head):
            return None
        lead = re.compile(
            rf"(?<!\w)(?:{'|'.join(self.lexicon.tied)})\s{ahead(self.lexicon.of)}{ahead(self.lexicon.articles)}?$",
            re.IGNORECASE,
        )
        row = [m for m in self.parsed.mentions if m.end <= head.idx and self.is_party(m)]
        return next((m.entity for m in row if lead.search(self.text[: m.start])), None)

    def _is_seat(self, head: Token, mention: Mention) -> bool:
        """Return whether a name in the phrase of a company noun is where it is, or in another phrase behind a comma."""
        gap = self.text[head.idx + len(head) : mention.start]
        is_of = re.fullmatch(rf"\s{ahead(self.lexicon.of)}", gap) is not None
        return "," in gap or (is_of and mention.entity.kind == "place")

    def _thing(self, head: Token, start: int, end: int, inside: list[Mention]) -> Target:
        """Return what is no company and no unit by its words, where they say which one is meant ("the casino of X")."""
        piece = self.text[start:end]
        is_bought = {"acquirer", "seller"} & {self.candidate.frame.subject, self.candidate.frame.host}
        if head.pos_ != "NOUN" or not is_bought or self._goods.fullmatch(head.lower_) or self._goods.search(piece):
            return Target()
        if any(m.entity.kind == "person" for m in self.reading.core(self.parsed, head)):
            return Target()  # "the striker Jane Doe"
        counted = any(c.dep_ == "nummod" for c in head.children)
        if not (counted or self._is_definite(head)) or " " not in (_asset(piece) or ""):
            return Target()
        is_full = bool(self.candidate.slots.get("acquirer")) and bool(self.candidate.slots.get("seller"))
        is_full = is_full or compiled(self.lexicon.establishments).fullmatch(head.lower_) is not None
        is_named = is_full and re.search(r"\s[A-ZÀ-Þ]", piece) is not None
        if not is_named and not find_money(self.text, self.lexicon.language):
            return Target()
        owners = [m.entity for m in inside if self._possesses(m) and m.start < head.idx]
        return Target(_asset(piece), is_unit=True, sellers=owners)

    def _named_sides(self) -> tuple[Entity, ...]:
        """Return the acquirers and sellers that are named where they stand."""
        return (*self._named_buyers(), *(s for s in self.fill("seller") if self.candidate.frame.id != "seek_buyer"))

    def _named_buyers(self) -> tuple[Entity, ...]:
        """Return the acquirers that are named where they stand: what is bought is another."""
        heads = [h for h in self.candidate.slots.get("acquirer", []) if h.pos_ not in {"PRON", "DET"}]
        return tuple(m.entity for h in heads for m in self.reading.core(self.parsed, h) if self.is_party(m))

    def _apposed(self, head: Token) -> Mention | None:
        """Return the name right behind a definite noun that says what it is ("les semoirs X", "the mill X")."""
        if head.pos_ not in {"NOUN", "ADJ"} or not self._is_definite(head) or self._shares.fullmatch(head.lower_):
            return None
        end = head.idx + len(head)
        mention = next((m for m in self.parsed.mentions if m.start >= end), None)
        of, verge = "|".join(self.lexicon.of), "|".join(self.lexicon.edges)
        words = rf"(?:\s(?:(?:{of})\s?)?(?!(?:{verge})\s)[a-zà-ÿ-]+){{0,4}}"  # "l'éditeur de logiciels de paie X"
        between = rf"{words}\s[«“\"]?\s?" if self._companies.fullmatch(head.lower_) else r"\s[«“\"]?\s?"
        is_beside = mention is not None and re.fullmatch(between, self.text[end : mention.start]) is not None
        return mention if mention is not None and is_beside and self.is_party(mention) else None

    def _is_lower_name(self, head: Token) -> bool:
        """Return whether a word without capital is a name: bare, and told to be a company ("veyo, the start-up")."""
        if not head.text.islower() or any(c.dep_ in {"det", "poss", "nummod"} for c in head.children):
            return False
        articles = "|".join(self.lexicon.determiners)
        aside = re.match(rf",\s(?:{articles}|an?|une?)\s?(?:[\w'’-]+\s){{0,3}}", self.text[head.idx + len(head) :])
        if aside is not None and self._companies.search(aside[0] + " "):
            return True
        rest = self.text[head.idx + len(head) + (aside.end() if aside else 0) :]
        if aside is not None and self._companies.match(rest) is not None:
            return True
        said = re.search(r"(?<![\w'’])([\w'’-]+)\s$", self.text[: head.idx])  # "the device start-up veyo"
        return said is not None and self._companies.fullmatch(said[1]) is not None

    def _is_share(self, head: Token, piece: str) -> bool:
        if self._shares.fullmatch(head.lower_) or re.search(r"%|pct|percent|per cent", head.text):
            return True
        return head.pos_ == "NUM" and self._shares.search(piece) is not None

    def _shared(self, head: Token) -> Target:
        """Return the company of which a share is spoken: behind "of", as owner of its stock, or as antecedent."""
        after = re.compile(
            r"(?:\b(?:of|in|de|du|dans|chez|des)\b|d['’])\s?(?:the |la |le |l['’])?(?:[\w-]+\s){0,3}[<«\"“]?\s?$"
        )
        for m in self.parsed.mentions:
            gap = self.text[head.idx : m.start]
            if (
                0 <= m.start - head.idx < 110
                and self.is_party(m)
                and after.search(self.text[: m.start])
                and not re.search(r"[;:]|\b(?:from|auprès|to|for|by|par|pour|à|au|aux)\b", gap)
            ):
                return Target(m.entity, is_share=True, sellers=self._parents(m))
        for m in self.parsed.mentions:  # "X shares", "X's stock"
            if (
                self.is_party(m)
                and self.candidate.end - 1 <= m.start < head.idx
                and re.fullmatch(r"(?:['’]s)?\s(?:[\w-]+\s){0,2}", self.text[m.end : head.idx])
            ):
                return Target(m.entity, is_share=True)
        for other in self.candidate.slots.get("target", []):
            if other != head and not self._is_share(other, other.text):
                found = self.at(other)
                if found:
                    return Target(found[0], is_share=True)
        pronoun = next(
            (
                t
                for t in head.subtree
                if self._companies.fullmatch(t.lower_) or t.lower_ in {"it", "its", "itself", "son", "sa"}
            ),
            None,
        )
        if pronoun is not None and pronoun.lower_ == "itself":
            itself = self.fill("seller")
            if itself:
                return Target(itself[0], is_share=True)
        pronoun = pronoun or next(
            (t for t in head.doc[head.i + 1 :] if t.lower_ == "it" and t.nbor(-1).lower_ == "in"), None
        )
        if pronoun is not None:
            speaker = self._speaker_meant(pronoun)
            if speaker is not None and speaker not in self._named_buyers():
                return Target(speaker, is_share=True)
            antecedent = self.context.coreference.organization(self.parsed, pronoun, tuple(self.fill("acquirer")))
            if antecedent is not None:
                return Target(antecedent, is_share=True)
        clitic = self._meant_by_clitic()
        if clitic is not None:
            return Target(clitic, is_share=True)
        last = self.context.last_deal
        if (
            last is not None
            and isinstance(last.target, Entity)
            and abs(last.sentence - self.parsed.sentence.index) <= 8
        ):
            self.doubt += 0.1
            return Target(last.target, is_share=True)
        return Target()

    def _unit(self, head: Token, start: int, end: int, inside: list[Mention]) -> Target:
        """Return a part of a group: its own name where it has one, else its words, with the group as seller."""
        owners = [m.entity for m in inside if self._possesses(m) and m.start < head.idx]
        called = (
            rf"(?:\s(?:d['’]|de\s|des\s|of\s)?[\w'’-]+){{0,4}}\s?,?\s(?:(?<=,\s)|(?:{'|'.join(self.lexicon.called)})\s)"
        )
        aside = next(
            (
                m
                for m in self.parsed.mentions
                if m.start > head.idx
                and self.is_party(m)
                and re.fullmatch(called, self.text[head.idx + len(head) : m.start], re.IGNORECASE)
            ),
            None,
        )
        owned = max((m.end for m in inside if self._possesses(m) and m.start < head.idx), default=start)
        if re.search(r"(?<!^)\b[A-Z]\w+ ", self.text[owned : head.idx]):
            aside = None  # it has its own name
        is_company = aside is not None and self._is_called(head, aside)
        is_company = (
            is_company
            or self._companies.fullmatch(head.lower_) is not None
            or re.fullmatch(r"(?i)filiales?|subsidiar(?:y|ies)|units?|arm|entité", head.text) is not None
        )
        named = [m for m in inside if not self._possesses(m)]
        if is_company and aside is not None:
            is_part = compiled(self.lexicon.divisions).fullmatch(head.lower_) is not None
            return Target(aside.entity, is_unit=is_part, sellers=owners)
        if (
            is_company
            and named
            and (
                named[0].start < head.idx
                or re.fullmatch(r"\s?[«“\"]?", self.text[head.idx + len(head) : named[0].start])
            )
        ):
            return Target(named[0].entity, is_unit=True, sellers=owners)
        behind = next(
            (m for m in named if re.fullmatch(r"\s[«“\"]?\s?", self.text[head.idx + len(head) : m.start])), None
        )
        if behind is not None:
            return Target(behind.entity, is_unit=True, sellers=owners)
        if is_company and self._is_bare(head) and not owners:
            antecedent = self.context.coreference.organization(
                self.parsed, head, tuple(self.fill("acquirer") + self.fill("seller"))
            )
            if antecedent is not None:
                return Target(antecedent)
        if not owners:
            owners = [
                m.entity
                for m in inside
                if m.start > head.idx
                and re.search(r"(?:\b(?:of|de|du|des)|d['’])\s?(?:the\s|la\s|le\s)?$", self.text[head.idx : m.start])
            ][:1]
        return Target(_asset(self.text[start:end]), is_unit=True, sellers=owners)

    def _is_part(self, mention: Mention) -> bool:
        """Return whether a name says of itself that it is a part of a group ("the Sycamore Store Division")."""
        words = mention.entity.name.split()
        behind = re.match(r"\s(\w+)", self.text[mention.end :])
        divisions = compiled(self.lexicon.divisions)
        is_followed = behind is not None and divisions.fullmatch(behind[1]) is not None and behind[1].islower()
        return (len(words) > 1 and divisions.fullmatch(words[-1]) is not None) or is_followed

    def _is_called(self, head: Token, mention: Mention) -> bool:
        """Return whether words right before a name say that it is what the noun is called."""
        lead = self.text[head.idx : mention.start].rstrip()
        return compiled(self.lexicon.called).search(lead[-24:]) is not None

    def _parents(self, mention: Mention) -> list[Entity]:
        """Return the group that a target is said to be a part of, right behind its name."""
        after = self.text[mention.end :]
        m = re.match(
            r"\s?,?\s(?:(?:a|an|the|une?|la|its)\s)?(?:[\w-]+\s){0,2}?(?:subsidiary|unit|division|arm|affiliate|filiale)\s(?:of|de|du|des)\s(?:the\s|la\s|l['’])?",
            after,
        ) or re.match(r"\s?,\s(?:(?:a|an|the)\s)?(?=\S)", after)
        if m is None:
            return []
        start = mention.end + m.end()
        owner = next((x for x in self.parsed.mentions if abs(x.start - start) <= 1 and self.is_party(x)), None)
        if owner is None:
            return []
        if m[0].strip(" ,").lower() in {"", "a", "an", "the"} and not re.match(
            r"['’]?s?\s(?:<[^>]*>\s)?(?:[\w-]+\s){0,2}?(?:subsidiary|unit|division|arm)\b", self.text[owner.end :]
        ):
            return []
        return [owner.entity]

    def _says_which(self, mention: Mention) -> bool:
        """Return whether a name only says which noun behind it is meant ("Acme senior management")."""
        token = self.parsed.token_at(mention.start)
        if token is None or token.head.i <= token.i or token.head.pos_ != "NOUN":
            return False
        gap = self.text[mention.end : token.head.idx]
        return re.fullmatch(r"\s(?:[a-zà-ÿ-]+\s){0,2}", gap) is not None and not self.is_company(token.head)

    def _possesses(self, mention: Mention) -> bool:
        return re.match(r"['’]s?\b", self.text[mention.end :]) is not None

    @staticmethod
    def _is_owned(head: Token) -> bool:
        """Return whether a possessive stands before a noun ("its Delmar unit", "sa filiale")."""
        return any(
            c.lower_ in {"its", "their", "his", "her", "son", "sa", "ses", "leur", "leurs"} for c in head.children
        )

    def _is_bare(self, head: Token) -> bool:
        """Return whether a noun is definite and says nothing more of itself ("the unit", "le journal")."""
        kept = [
            c
            for c in head.children
            if c.dep_ not in {"det", "case", "punct"} and c.pos_ not in {"VERB", "AUX", "PUNCT"}
        ]
        return self._is_definite(head) and not kept

    def _is_definite(self, head: Token) -> bool:
        articles = {*self.lexicon.determiners, *self.lexicon.contracted}
        return any(c.i < head.i and c.lower_.replace("’", "'") in articles for c in head.children)

    @staticmethod
    def _is_indefinite(piece: str) -> bool:
        return (
            re.match(r"(?i)(?:an?|une?|another|any|two|some|des|deux|plusieurs|several|other)\b", piece.strip())
            is not None
        )

    def target_by_order(self, exclude: list[Entity]) -> Entity | None:
        """Return the name right behind the trigger, where only words that prepare it stand between."""
        for i, m in sorted(self.parsed.mention_at.items()):
            if m.start < self.candidate.end:
                continue
            if m.start - self.candidate.end > 70 or not self.is_party(m) or m.entity in exclude:
                return None
            between = [t for t in self.parsed.doc[:i] if t.idx >= self.candidate.end]
            if between and self._is_indefinite(between[-1].text):
                return None  # "a Turner": one of its products
            return m.entity if all(self._prepares(t) for t in between) else None
        return None

    def _prepares(self, token: Token) -> bool:
        if token.pos_ in {"DET", "ADJ", "NUM", "SYM"} or token.is_quote or token.dep_ in self.reading.labels.possessive:
            return True
        word = token.lower_.replace("’", "'")
        return (
            word in self.lexicon.of
            or self._companies.fullmatch(word) is not None
            or self._shares.fullmatch(word) is not None
        )

    # --- investors

    def investors(self, target: Entity | str | None) -> list[Entity]:
        """Return who leads or joins a round or a loan, lead first."""
        found: list[Entity] = []
        for m in compiled(self.lexicon.led_by).finditer(self.text):
            if re.search(r"(?i)\b(?:by|par|from|including|auprès|de|d['’]|du|côtés|alongside)", m[0]):
                found += self._listed_from(m.end())
            else:
                before = [
                    x
                    for x in self.parsed.mentions
                    if x.end <= m.start()
                    and m.start() - x.end <= 40
                    and self.is_party(x)
                    and not re.search(r"[;:,]", self.text[x.end : m.start()])
                ]
                found += [m.entity for m in self.reading.series(self.parsed, before[-1])] if before else []
        return [e for e in dict.fromkeys(found) if e is not target]

    def _listed_from(self, offset: int) -> list[Entity]:
        """Return the parties of a list that begins at `offset`, with the words that tie investors to one another."""
        ties = "|".join(self.lexicon.investor_ties)
        joiner = re.compile(rf"(?:[\s,;'’]|\b(?:{ties}|[a-zà-ÿ-]+(?:\s[a-zà-ÿ-]+)?)\b)*")
        stop = compiled(self.lexicon.list_ends)
        found: list[Entity] = []
        end = offset
        for x in self.parsed.mentions:
            if x.start < offset:
                continue
            gap = self.text[end : x.start]
            if len(gap) > 45 or not joiner.fullmatch(gap) or stop.search(gap):
                break
            if self.is_party(x) and not (self._possesses(x) or self._says_which(x)):  # "X's managers" are not X
                found.append(x.entity)
            end = x.end
        return found


def _opens(token: Token) -> bool:
    """Return whether a noun without preposition opens its sentence."""
    return token.i <= 2 and not any(c.pos_ == "ADP" for c in token.children)


def _is_before_verb(token: Token) -> bool:
    """Return whether a finite verb or its auxiliary stands right behind a noun."""
    behind = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return behind is not None and (behind.pos_ == "AUX" or "VerbForm=Fin" in str(behind.morph))


def _behind_its_noun(row: list[Mention], head: Token) -> list[Mention]:
    """Return, of the names about a noun, those that stand behind it ("turbine company X"), else all."""
    behind = [m for m in row if m.start > head.idx]
    return behind if behind and all(m.start != head.idx for m in row) else row


def is_party(mention: Mention) -> bool:
    """Return whether the mention may name a side of a deal: an organization, no rest of a legal name, no "X-based"."""
    if not is_organization(mention) or mention.entity.is_regulator or mention.entity.is_known_place:
        return False
    words = mention.text
    return words.lower().strip(" .&") not in _LEGAL_REST and not _ADJECTIVE.search(words) and not _SUM.fullmatch(words)


def _asset(piece: str) -> str | None:
    """Return the words of an asset without determiner and what follows it, None when they say too little."""
    piece = re.sub(r"(?i)^(?:for|of|to|from|in|with|on|pour|à|au|aux|dans|avec|sur|chez)\s", "", piece.strip())
    piece = re.split(r"[,;:(]|\b(?:for|to|from|by|pour|à|au|par|which|who|qui|that|as part|in|engaged)\b", piece)[0]
    piece = re.sub(
        r"(?i)^(?:(?:the|its|a|an|all|of|their|le|la|les|son|sa|ses|leur|une?|de|du|des)\s+|[ld]['’])+",
        "",
        piece.strip(),
    )
    piece = re.sub(r"\s+", " ", piece).strip(" \"“”«»'")
    return piece if 2 < len(piece) <= 70 else None


def names_near(parsed: Parsed, offset: int, reach: int) -> list[Entity]:
    """Return the parties named within `reach` characters of a place, nearest first."""
    row = sorted((m for m in parsed.mentions if is_party(m)), key=lambda m: abs(m.start - offset))
    return [m.entity for m in row if abs(m.start - offset) < reach]
