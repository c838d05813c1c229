"""A document under reading: its sentences, parses, names and roles, with lookups that every event kind needs.

Belongs here: noun phrases as arguments (which persons, organizations, groups and roles they name). Grammar
alone is `syntax`; what a pronoun means is `coreference`; what an event is belongs in `moves`, `deals`, `offers`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from babel.dates import get_month_names
from spacy.tokens import Doc, Span, Token

from extract.claims import syntax
from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names import Entity, Mention, Names, paraphrase_pattern
from extract.claims.pipeline import pipeline
from extract.claims.quantities import quantities_of
from extract.claims.schema import Document
from extract.claims.sentences import Sentence


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A role phrase of a sentence, without its determiner."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """An unnamed group of persons."""

    headcount: int | None
    noun: str
    start: int
    end: int
    organization: Entity | None = None


@dataclass(eq=False)
class Parsed:
    """A sentence with its parse, in which every name is one token."""

    sentence: Sentence
    doc: Doc
    mention_at: dict[int, Mention]

    @property
    def text(self) -> str:
        """Return the text of the sentence."""
        return self.sentence.text

    def token_at(self, offset: int) -> Token | None:
        """Return the token that covers `offset` (in the sentence), or the next one."""
        i = bisect_right(self._ends, offset)
        return self.doc[i] if i < len(self._ends) else None

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Return the tokens that share a character with a span of the sentence, in order."""
        first, found = bisect_right(self._ends, start), list[Token]()
        for i in range(first, len(self._ends)):
            if self.doc[i].idx >= end:
                break
            found.append(self.doc[i])
        return found

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions inside a span of the sentence, in order."""
        return sorted((m for m in self.mention_at.values() if m.start >= start and m.end <= end), key=lambda m: m.start)

    @cached_property
    def _ends(self) -> list[int]:
        return [token.idx + len(token) for token in self.doc]

    @cached_property
    def mentions(self) -> list[Mention]:
        """Return all mentions in order."""
        return sorted(self.mention_at.values(), key=lambda m: m.start)


def _break_rings(doc: Doc) -> None:
    """Make a root of a token whose heads lead back to it: merging names can tie a parse into a ring."""
    heads = [token.head.i for token in doc]
    rooted: set[int] = set()
    for i in range(len(heads)):
        current, seen = i, {i}
        while current not in rooted and heads[current] != current:
            current = heads[current]
            if current in seen:
                doc[current].head = doc[current]
                heads[current] = current
            seen.add(current)
        rooted |= seen


def _join_roots(doc: Doc, labels: syntax.Labels) -> None:
    """Make a noun that the parser left alone the subject of the verb right behind it ("X | a racheté Y")."""
    for token in doc[:-1]:
        is_name = token.pos_ in {"PROPN", "NOUN", "X", "ADJ", "VERB"} and token.text[:1].isupper()
        if token.dep_ != "ROOT" or not is_name:
            continue
        behind = doc[token.right_edge.i + 1] if token.right_edge.i + 1 < len(doc) else None
        verb = behind
        while verb is not None and verb.dep_ != "ROOT" and verb.head != verb:
            verb = verb.head
        if behind is None or verb is None or verb.i <= token.i or verb.pos_ not in {"VERB", "AUX"} or behind.is_punct:
            continue
        if behind.pos_ not in {"VERB", "AUX", "PRON", "ADV"}:
            continue
        told = syntax.subject(verb, labels)
        if told is not None and not (verb is behind and told.head == verb and told.i > verb.i and labels.object):
            continue
        if told is not None:
            told.dep_ = min(labels.object, key=len)  # "X nomme une directrice": no inversion
        is_passive = any(c.dep_ in labels.passive_auxiliary for c in verb.children)
        token.head = verb
        token.dep_ = min(labels.passive_subject if is_passive else labels.subject, key=len)


def parse(sentences: list[Sentence], indices: Iterable[int], lexicon: Lexicon) -> dict[int, Doc]:
    """Return the parse of each of the sentences at `indices`, by index."""
    wanted = sorted(indices)
    dateline = _dateline(lexicon)
    texts = [_parsable(sentences[i].text, dateline) for i in wanted]
    return dict(zip(wanted, pipeline(lexicon.model).pipe(texts, batch_size=16), strict=True))


class Reading:
    """One document with all that is known of it so far; the parses handed in are changed."""

    def __init__(self, document: Document, lexicon: Lexicon, sentences: list[Sentence], docs: dict[int, Doc]) -> None:
        self.document = document
        self.lexicon = lexicon
        self.labels = lexicon.syntax
        self.sentences = sentences
        self.names = Names(sentences, docs, lexicon)
        self.parsed: dict[int, Parsed] = {i: self._merge(sentences[i], doc) for i, doc in sorted(docs.items())}
        self._role = re.compile(rf"(?<![\w-])(?:{lexicon.role})(?![\w-])", re.VERBOSE | re.IGNORECASE)
        self._group = _group_pattern(lexicon)
        openers = ahead(lexicon.articles, lexicon.possessives, lexicon.role_openers)
        self._determiner = re.compile(rf"^\s*(?:{openers}\s*|ex-)+", re.IGNORECASE)
        before = rf"(?<!\w){ahead(lexicon.complement_of)}(?:(?:{'|'.join(lexicon.titles)})\.?\s)?"
        self._complement = re.compile(rf"{before}\Z")
        self._paraphrase, self._paraphrase_names = paraphrase_pattern()
        conjunction = "|".join(lexicon.conjunctions)
        self._listed = re.compile(rf"\s*(?:,|,?\s*(?:{conjunction}|&))\s*{ahead(lexicon.of)}?")
        self._apposed = re.compile(rf",\s[^,;:.!?]{{3,90}},\s(?:{conjunction})\s")
        self._roles: dict[int, list[RoleSpan]] = {}

    def _merge(self, sentence: Sentence, doc: Doc) -> Parsed:
        placed: dict[int, Mention] = {}
        spans: list[tuple[Span, Mention]] = []
        for mention in self.names.mentions[sentence.index]:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None and (not spans or span.start >= spans[-1][0].end):
                spans.append((span, mention))
        with doc.retokenize() as merge:
            for span, _ in spans:
                if len(span) > 1:
                    merge.merge(span)
        _break_rings(doc)
        _join_roots(doc, self.labels)
        parsed = Parsed(sentence, doc, placed)
        for _, mention in spans:
            token = parsed.token_at(mention.start)
            if token is not None and token.idx <= mention.start:
                placed[token.i] = mention
        return parsed

    # --- roles and groups

    def roles(self, index: int) -> list[RoleSpan]:
        """Return the role phrases of sentence `index`, in order."""
        if index not in self._roles:
            found = []
            for m in self._role.finditer(self.sentences[index].text):
                lead = (
                    re.match(r"s\s(?=\w)", m[0])
                    if self.sentences[index].text[max(0, m.start() - 1) : m.start()] in {"'", "’"}
                    else self._determiner.match(m[0])
                )
                start = m.start() + (lead.end() if lead else 0)
                start = max(
                    [start, *(x.end + 1 for x in self.names.mentions[index] if x.start < start < x.end < m.end())]
                )
                end = self._before_house(index, start, m.end())
                is_named = any(x.start <= start and end <= x.end for x in self.names.mentions[index])
                if start < end and not is_named:
                    found.append(RoleSpan(start, end, self.sentences[index].text[start:end].strip(" ,")))
            self._roles[index] = found
        return self._roles[index]

    def _before_house(self, index: int, start: int, end: int) -> int:
        """Return where a role phrase ends that runs into the name of a house ("director of the museum of X")."""
        house = next((m for m in self.names.mentions[index] if start < m.start < end < m.end), None)
        if house is None:
            return end
        before = self.sentences[index].text[start : house.start]
        of = re.search(rf"\s{ahead(self.lexicon.of)}{ahead(self.lexicon.articles)}?\Z", before)
        return start + of.start() if of else end

    def bare(self, role: str) -> str:
        """Return a role phrase without its determiner and "new" or "former"."""
        return self._determiner.sub("", role, count=1)

    def headcount(self, words: str | None) -> int | None:
        """Return the number that counting words state, None when they state none."""
        quantities = quantities_of(self.lexicon.language)
        counted = re.search(quantities.number, words) if words else None
        number = quantities.read(counted[0]) if counted else None
        return int(number.value) or None if number else None

    def group_in(self, text: str, offset: int = 0) -> Group | None:
        """Return the unnamed group that `text` speaks of, with offsets shifted by `offset`."""
        m = self._group.search(text)
        if m is None:
            return None
        return Group(self.headcount(m["part"] or m["count"]), m["noun"], offset + m.start(), offset + m.end())

    # --- noun phrases

    def core(self, parsed: Parsed, head: Token) -> list[Mention]:
        """Return the names that the phrase under `head` is about: the head, its conjuncts, its appositions."""
        labels = self.labels
        queue, seen = [head], {head.i}
        found: list[Mention] = []
        while queue:
            token = queue.pop(0)
            mention = parsed.mention_at.get(token.i)
            if mention is not None:
                found.append(mention)
            for child in token.children:
                if child.i in seen:
                    continue
                bare = child.dep_ in labels.compound and not any(c.dep_ in labels.case for c in child.children)
                if (
                    child.dep_ in labels.conjunction
                    and child.pos_ in {"VERB", "AUX"}
                    and child.i not in parsed.mention_at
                ):
                    continue
                if (
                    child.dep_ in labels.conjunction
                    or child.dep_ in labels.apposition
                    or (bare and child.i in parsed.mention_at and mention is None)
                ):
                    seen.add(child.i)
                    queue.append(child)
        return sorted(found, key=lambda m: m.start)

    def series(self, parsed: Parsed, one: Mention) -> list[Mention]:
        """Return the names listed with `one`, of its kind: "A, B and C"."""
        row = [m for m in parsed.mentions if m.entity.kind == one.entity.kind]
        at = row.index(one)
        listed = [one]
        for step in (1, -1):
            i = at
            while 0 <= i + step < len(row):
                left, right = sorted((row[i], row[i + step]), key=lambda m: m.start)
                gap = parsed.text[left.end : right.start]
                is_apposed = one.entity.kind == "person" and self._apposed.fullmatch(gap)
                if not self._listed.fullmatch(gap) and not is_apposed:
                    break
                i += step
                listed.append(row[i])
        listed.sort(key=lambda m: m.start)
        if len(listed) == 2 and parsed.text[listed[0].end : listed[1].start].strip() == ",":
            return [one]  # an aside, not a list
        return listed

    def inside(self, parsed: Parsed, head: Token) -> list[Mention]:
        """Return every name in the phrase under `head`, clauses left out, in order."""
        tokens = {t.i for t in syntax.phrase(head, self.labels)}
        return [m for i, m in sorted(parsed.mention_at.items()) if i in tokens]

    def span(self, head: Token) -> tuple[int, int]:
        """Return the offsets of the phrase under `head` in its sentence."""
        tokens = syntax.phrase(head, self.labels)
        left = right = head
        by_index = {t.i for t in tokens}
        while left.i - 1 in by_index:
            left = left.doc[left.i - 1]
        while right.i + 1 in by_index:
            right = right.doc[right.i + 1]
        return left.idx, right.idx + len(right)

    def paraphrases(self, text: str) -> list[tuple[int, int, Entity]]:
        """Return (start, end, entity) of paraphrases of organizations that the document also names."""
        found = []
        for m in self._paraphrase.finditer(text):
            entity = self.names.find(self._paraphrase_names[m[0].lower().replace("’", "'")])
            if entity is not None:
                found.append((m.start(), m.end(), entity))
        return found

    def is_complement(self, text: str, start: int) -> bool:
        """Return whether the name at `start` only belongs to what is spoken of ("the wife of X")."""
        return self._complement.search(text, max(0, start - 16), start) is not None

    def has(self, patterns: tuple[str, ...], text: str) -> re.Match[str] | None:
        """Return the first match of a lexicon list in `text`."""
        return compiled(patterns).search(text)


@cache
def _group_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of counted people: a number or a word for one, what says whose they are, and the noun."""
    words, number = lexicon.groups, quantities_of(lexicon.language).number
    some, noun = (f"(?:{'|'.join(patterns)})" for patterns in (words.some, words.nouns))
    of = ahead(lexicon.of) + "?"
    apart = "|".join((*lexicon.relatives, *lexicon.clause_openers, *lexicon.syntax.relative_subjects))
    return re.compile(
        rf"(?<![\w-])(?:{some}(?:\s{of}(?P<part>{number}))?|(?P<count>{number}))"
        rf"(?:[\s-](?!(?:{apart})\s)[\w'’.&-]+){{0,6}}?[\s'’](?P<noun>{noun}(?:,\s{noun})*(?:\s(?:{'|'.join(lexicon.conjunctions)})\s{noun})?)(?!\w)",
        re.IGNORECASE,
    )


_SYMBOL = re.compile(r"\s?<[A-Z]{1,5}(?:\.[A-Z]{1,2})?>")  # of a share, behind a name: "Halden Corp <HLD>"


@cache
def _dateline(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what opens a dispatch before its first words: place, day, agency, time."""
    months = get_month_names("wide", locale=lexicon.language).values()
    month = rf"(?:{'|'.join({name[:3] for name in months})})\w*\.?"
    day = rf"(?:{month}\s\d{{1,2}}|\d{{1,2}}\s{month})(?:,?\s\d{{4}})?"
    city = rf"(?:{'|'.join(lexicon.places)})"
    return re.compile(
        rf"\W{{0,3}}(?:\d{{1,2}}[:h.]\d\d\s+|(?:{city}(?:[/,]\s?{city})?|[A-ZÀ-Þ][A-ZÀ-Þ"
        rf" .'/-]+,?(?=\s*(?:{day}|\()))?,?\s*(?:{day})?\s*(?:\([^()]{{2,30}}\))?\s*[-–—]+\s)",
        re.IGNORECASE,
    )


def _parsable(text: str, dateline: re.Pattern[str]) -> str:
    """Replace what the parser cannot take, one character for one, so that offsets hold; blank a dateline."""
    text = _SYMBOL.sub(lambda m: " " * len(m[0]), text)
    opening = dateline.match(text)
    if opening is not None and opening.end() < len(text) // 2:
        text = " " * opening.end() + text[opening.end() :]
    return re.sub(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f<>]|\s", " ", text)


def is_organization(mention: Mention) -> bool:
    """Return whether the mention may name an organization."""
    entity = mention.entity
    if entity.kind in {"organization", "other"}:
        return True
    return (entity.kind == "person" and not entity.is_surely_person) or (
        entity.kind == "place" and not entity.is_known_place
    )
