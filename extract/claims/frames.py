"""Triggers found in parsed sentences, with the words that fill each slot of their frame.

A frame (lexicon) says which grammatical function fills which slot; here the functions are looked up in the
parse, passives, relatives and control undone. Which entities the words mean, and what event that makes, is
decided in `moves`, `deals` and `offers`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.lexicon import Frame, Lexicon, compiled
from extract.claims.reading import Parsed, Reading

MAX_TRIGGERS = 24  # per sentence: more is no prose


@dataclass(eq=False)
class Candidate:
    """A trigger in a sentence with the head words of its slots."""

    frame: Frame
    parsed: Parsed
    start: int
    end: int
    token: Token  # head of the trigger
    slots: dict[str, list[Token]] = field(default_factory=lambda: defaultdict(list))
    is_passive: bool = False
    subject: Token | None = None

    @property
    def text(self) -> str:
        """Return the trigger as printed."""
        return self.parsed.text[self.start : self.end]


@cache
def _triggers(lexicon: Lexicon) -> tuple[tuple[Frame, re.Pattern[str]], ...]:
    return tuple((frame, compiled(frame.trigger)) for frame in lexicon.frames)


def candidates(reading: Reading, parsed: Parsed) -> list[Candidate]:
    """Return the candidates of a sentence in text order; of overlapping triggers of one event the longest."""
    found: list[Candidate] = []
    for frame, pattern in _triggers(reading.lexicon):
        for m in pattern.finditer(parsed.text):
            token = parsed.token_at(m.start())
            if token is None or token.i in parsed.mention_at:
                continue
            if frame.word == "verb" and frame.event == "deal" and parsed.text[max(0, m.start() - 1)] == "-":
                continue  # "best-selling"
            if frame.word == "noun" and any(
                r.start <= m.start() and m.end() <= r.end and r.end - r.start > m.end() - m.start()
                for r in reading.roles(parsed.sentence.index)
            ):
                continue
            words = parsed.tokens_in(m.start(), m.end())
            head = _head(words, frame)
            if not (_fits(head, frame, m[0]) or (frame.word == "verb" and _stands_between(parsed, m))):
                continue
            found.append(Candidate(frame, parsed, m.start(), m.end(), head))
    kept: list[Candidate] = []
    del found[MAX_TRIGGERS:]
    for candidate in sorted(found, key=lambda c: (c.start - c.end, c.start)):
        if not any(
            k.frame.event == candidate.frame.event
            and k.start < candidate.end
            and candidate.start < k.end
            and k.end - k.start > candidate.end - candidate.start
            for k in kept
        ):
            kept.append(candidate)
    for candidate in kept:
        _fill(reading, candidate)
    return sorted(kept, key=lambda c: c.start)


def _head(words: list[Token], frame: Frame) -> Token:
    if frame.word == "verb":
        for token in words:
            if token.pos_ == "VERB":
                return token
        for token in words:
            if token.tag_.startswith("VB"):
                return token
    inside = {t.i for t in words}
    for token in words:
        if token.head.i not in inside or token.head == token:
            return token
    return words[0]


def _fits(token: Token, frame: Frame, text: str) -> bool:
    """Reject a verb frame on what is plainly a noun and the reverse, where one word can be both."""
    if frame.word == "verb" and frame.stage == "bid" and token.pos_ == "NOUN" and token.dep_ != "ROOT":
        return False  # "preparing bids for X"
    is_noun = token.pos_ == "NOUN" and token.dep_ != "ROOT" and any(c.dep_ == "det" for c in token.children)
    if frame.word == "verb" and frame.event == "deal" and is_noun and text.startswith(token.text):
        return False  # "l'entrée à son capital de X"
    if " " in text or "'" in text or "’" in text:
        return True
    if frame.word == "verb":
        if (
            token.tag_ in {"NN", "NNS", "JJ"}
            and token.dep_ in {"pobj", "compound", "poss", "nsubj"}
            and not text.lower().endswith("ing")
        ):
            return False
        return not (
            token.pos_ == "NOUN" and any(c.dep_ in {"det", "amod"} for c in token.children) and token.dep_ != "ROOT"
        )
    return not (token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VB", "VBD", "VBZ", "VBP"})


def _stands_between(parsed: Parsed, trigger: re.Match[str]) -> bool:
    """Return whether names stand right on both sides of a word: a verb, whatever the parser takes it for."""
    ends = {m.end for m in parsed.mentions}
    starts = {m.start for m in parsed.mentions}
    return trigger.start() - 1 in ends and trigger.end() + 1 in starts


def _fill(reading: Reading, candidate: Candidate) -> None:
    if candidate.frame.word == "verb":
        _fill_verb(reading, candidate)
    else:
        _fill_noun(reading, candidate)


def _trigger_tokens(candidate: Candidate) -> list[Token]:
    return candidate.parsed.tokens_in(candidate.start, candidate.end)


def _nearer_person(parsed: Parsed, verb: Token) -> Token | None:
    """Return the person right before a coordinated verb, whom the parse took for an object of the verb before."""
    for i, mention in sorted(parsed.mention_at.items(), reverse=True):
        if verb.head.idx < mention.start and mention.end <= verb.idx:
            gap = parsed.text[mention.end : verb.idx]
            return (
                parsed.doc[i]
                if mention.entity.kind == "person" and re.fullmatch(r"[\s,]*(?:[\w’']+\s){0,3}", gap)
                else None
            )
    return None


@cache
def _takes_person(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the verbs that hire, name or dismiss somebody."""
    return compiled(tuple(t for f in lexicon.frames if f.object == "person" and f.word == "verb" for t in f.trigger))


@cache
def _is_perfect(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of an auxiliary of the perfect, with a few words of circumstance between it and the verb."""
    be = "|".join((*lexicon.moves.been, "(?!)"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.have)})\s(?:(?!(?:{be})\b)\w+\s){{0,4}}\Z", re.IGNORECASE)


def _fill_verb(reading: Reading, candidate: Candidate) -> None:
    labels, frame, verb, slots = reading.labels, candidate.frame, candidate.token, candidate.slots
    words = _trigger_tokens(candidate)
    inside = {t.i for t in words}
    subject = syntax.subject(verb, labels)
    objects = [o for o in syntax.objects(verb, labels) if o.i not in inside]
    for word in words:
        if word != verb and not objects:
            objects = [o for o in syntax.objects(word, labels) if o.i not in inside]
    if (
        frame.subject == "person"
        and verb.dep_ in labels.adverbial | labels.complement | labels.oblique
        and syntax.own_subject(verb, labels) is None
        and _takes_person(reading.lexicon).fullmatch(verb.head.text)
    ):
        # "hires X to join Y": the object of the upper verb is who joins
        upper = [o for o in syntax.objects(verb.head, labels) if verb.head.i < o.i < verb.i]
        if (
            upper
            and (reading.core(candidate.parsed, upper[0]) or upper[0].pos_ == "NOUN")
            and any(m.entity.kind == "person" for m in reading.core(candidate.parsed, upper[0]))
        ):
            subject = upper[0]
    right = _right_behind(candidate) if frame.object in {"person", "predecessor"} else None
    if subject is None and verb.pos_ not in {"VERB", "AUX"}:
        ahead = [i for i, m in candidate.parsed.mention_at.items() if m.end == candidate.start - 1]
        subject = candidate.parsed.doc[ahead[0]] if ahead else None
    if right is not None and not syntax.is_passive(verb, labels):
        if subject == right:
            left = [
                t
                for t in candidate.parsed.doc[max(0, verb.i - 3) : verb.i]
                if t.pos_ == "PRON" or t.i in candidate.parsed.mention_at
            ]
            subject = left[0] if left else None
        if not any(o.i in candidate.parsed.mention_at for o in objects):
            objects = [right]
    is_passive = syntax.is_passive(verb, labels) or (
        frame.object in {"person", "predecessor"} and syntax.is_bare_participle(verb, labels)
    )
    if (
        "person" in {frame.subject, frame.object}
        and verb.dep_ in labels.conjunction
        and syntax.own_subject(verb, labels) is None
    ):
        subject = _nearer_person(candidate.parsed, verb) or subject
    if right is not None and _is_perfect(reading.lexicon).search(candidate.parsed.text[: candidate.start]):
        is_passive = False  # "a par ailleurs nommé X", however parsed
    if frame.event == "deal" and frame.object and subject is None:
        subject = _subject_opened(verb, reading)
    is_opening = frame.event == "deal" and _opens_clause(verb, reading)
    is_opening = is_opening or (frame.event == "deal" and not objects and _has_agent(candidate, words, reading))
    is_passive = is_passive or is_opening or _is_headline_passive(reading, candidate, subject, objects)
    candidate.is_passive = (
        is_passive
        and not labels.is_reflexive(candidate.text)
        and frame.id not in {"join", "go_to", "leave", "resign", "seat", "unseat", "become", "stake_enter"}
    )
    candidate.subject = subject
    told_of = frame.object if frame.subject != "target" else frame.subject
    is_free = frame.event == "deal" and (subject is None or frame.subject == "target")
    aside = _told_in_aside(verb, reading) if told_of and is_free else None
    if aside is not None and told_of:
        candidate.is_passive = True
        slots[told_of].append(aside)
    elif candidate.is_passive:
        if frame.object and subject is not None:
            slots[frame.object].append(subject)
        elif frame.subject and subject is not None and not frame.object:
            slots[frame.subject].append(subject)
    else:
        if frame.subject and subject is not None and subject.i not in inside:
            slots[frame.subject].append(subject)
        if frame.object:
            slots[frame.object] += [o for o in objects if o.i not in inside]
    for word in words:
        for preposition, noun in syntax.prepositions(word, labels):
            if noun.i in inside:
                continue
            if candidate.is_passive and preposition in labels.by and frame.subject and frame.object:
                slots[frame.subject].append(noun)
                continue
            slot = frame.prepositions.get(preposition)
            if slot:
                slots[slot].append(noun)
    if frame.possessive:  # "her successor is X", "X takes his place"
        slots[frame.possessive] += [c for word in words for c in word.children if c.dep_ in labels.possessive]
    for thing in objects if frame.kind == "stake" else ():
        if _is_sum(thing) and thing.i not in inside:  # "a investi 3 millions d'euros dans X"
            below = (t for n in thing.subtree for t in syntax.prepositions(n, labels))
            slots["target"] += [
                noun
                for preposition, noun in below
                if frame.prepositions.get(preposition) == "target" and preposition not in reading.lexicon.of
            ]
    for thing in objects:
        for preposition, noun in syntax.prepositions(thing, labels):
            slot = frame.prepositions.get(preposition)
            if slot in {"from", "seller", "acquirer", "to"} and preposition not in reading.lexicon.of:
                slots[slot].append(noun)


def _has_agent(candidate: Candidate, words: list[Token], reading: Reading) -> bool:
    """Return whether a participle without auxiliary is passive by who does it ("X snapped up by Y")."""
    verb, labels = candidate.token, reading.labels
    is_participle = verb.tag_ in {"VBN", "VBD"} or syntax.is_bare_participle(verb, labels)
    by = any(preposition in labels.by for word in words for preposition, _ in syntax.prepositions(word, labels))
    return is_participle and by and bool(candidate.frame.object)


def _subject_opened(verb: Token, reading: Reading) -> Token | None:
    """Return whom a participle that opens the sentence is about ("Racheté par X, Y garde …")."""
    if verb.i > 1 or not syntax.is_bare_participle(verb, reading.labels):
        return None
    functions = reading.labels.subject | reading.labels.passive_subject
    commas = [t.i for t in verb.doc[verb.i :] if t.text == ","][:1]
    return next((t for c in commas for t in verb.doc[c + 1 :] if t.dep_ in functions), None)


def _opens_clause(verb: Token, reading: Reading) -> bool:
    """Return whether a past participle opens a clause about the subject behind it ("Bought by X in May, Y …")."""
    is_participle = verb.tag_ == "VBN" or {"VerbForm=Part", "Tense=Past"} <= set(str(verb.morph).split("|"))
    is_bare = not any(c.dep_.startswith("aux") or "subj" in c.dep_ for c in verb.children)
    return is_participle and is_bare and verb.dep_ in reading.labels.adverbial and verb.head.i > verb.i


def _is_headline_passive(reading: Reading, candidate: Candidate, subject: Token | None, objects: list[Token]) -> bool:
    """Return whether somebody is appointed without an auxiliary: "Jane Doe named chief executive of Acme"."""
    if candidate.frame.id not in {"appoint", "promote"} or subject is None:
        return False
    named = candidate.parsed.mention_at
    if subject.i not in named or named[subject.i].entity.kind != "person":
        return False
    if any(o.i in named and named[o.i].entity.kind == "person" for o in objects):
        return False
    if candidate.token.tag_ not in {"VBD", "VBN"}:
        return False
    behind = candidate.parsed.text[candidate.end :]
    roles = reading.roles(candidate.parsed.sentence.index)
    return any(0 < r.start - candidate.end <= 24 and "," not in behind[: r.start - candidate.end] for r in roles) or (
        re.match(r"\s(?:to|as)\s", behind) is not None
    )


def _right_behind(candidate: Candidate) -> Token | None:
    """Return the name that stands right behind a trigger: its object, however it is parsed."""
    for i, mention in sorted(candidate.parsed.mention_at.items()):
        if mention.start >= candidate.end:
            gap = candidate.parsed.text[candidate.end : mention.start]
            return (
                candidate.parsed.doc[i]
                if re.fullmatch(r"\s(?:(?:M\.|Mme|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Dame)\s)?", gap)
                else None
            )
    return None


def _told_in_aside(verb: Token, reading: Reading) -> Token | None:
    """Return the noun right before a comma that a participle tells of ("its plant at Y, sold to Z")."""
    if verb.i < 2 or verb.nbor(-1).text != "," or any(c.dep_.startswith("aux") for c in verb.children):
        return None
    follower = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    is_past = "Tense=Past" in str(verb.morph) or verb.tag_ in {"VBN", "VBD"}
    is_past = is_past or syntax.is_bare_participle(verb, reading.labels)
    if not is_past and follower not in reading.labels.by:
        return None
    noun = verb.nbor(-2)
    while noun.head != noun and noun.head.i < noun.i and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def host_of(noun: Token, reading: Reading) -> Token | None:
    """Return the subject of the verb that governs a noun ("X announces the purchase of Y")."""
    current = noun
    for _ in range(6):
        if current.head == current:
            return None
        if _is_circumstance(current, reading):
            return None
        current = current.head
        if current.pos_ in {"VERB", "AUX"} and current.dep_ not in reading.labels.participle:
            found = syntax.subject(current, reading.labels)
            return found if found is not None and found.i < noun.i and not _is_passive(current, reading) else None
    return None


def _is_passive(verb: Token, reading: Reading) -> bool:
    """Return whether a verb is passive by its auxiliary; the label of its subject alone is often wrong."""
    auxiliaries = [c for c in verb.children if c.dep_.startswith("aux")]
    is_told = any(c.dep_ in reading.labels.passive_auxiliary for c in auxiliaries)
    return is_told if auxiliaries else syntax.is_passive(verb, reading.labels)


def _is_sum(noun: Token) -> bool:
    """Return whether a noun counts money ("tour de 6 millions"): a price, not whose round it is."""
    return noun.like_num or any(c.like_num for c in noun.children)


def _is_circumstance(noun: Token, reading: Reading) -> bool:
    """Return whether a noun only says when, where or why something else happens ("after the sale of X")."""
    words = [c.lower_ for c in noun.children if c.dep_ in reading.labels.case]
    if noun.head.dep_ in reading.labels.preposition:
        words.append(noun.head.lower_)
    return any(w in reading.labels.circumstances for w in words)


def _fill_noun(reading: Reading, candidate: Candidate) -> None:
    labels, frame, noun, slots = reading.labels, candidate.frame, candidate.token, candidate.slots
    inside = {t.i for t in _trigger_tokens(candidate)}
    owned = noun.i > 0 and noun.nbor(-1).lower_ in reading.lexicon.possessives
    for word in _trigger_tokens(candidate):
        for preposition, thing in syntax.prepositions(word, labels):
            slot = frame.prepositions.get(preposition)
            if owned and slot == "person" and frame.host == "person":
                slot = "from"  # "his resignation from X": who resigns is whom the possessive means
            if not slot or thing.i in inside:
                continue
            if not ((frame.needs_money or frame.stage == "bid") and _is_sum(thing)):
                slots[slot].append(thing)
                for other, inner in syntax.prepositions(thing, labels) if slot == "target" else ():
                    side = frame.prepositions.get(other)  # "le rachat du journal au groupe X"
                    if side in {"seller", "acquirer"} and other not in reading.lexicon.of:
                        slots[side].append(inner)
                continue
            for below in (t for n in thing.subtree for t in syntax.prepositions(n, labels)):
                if below[1].i in candidate.parsed.mention_at and below[0] in frame.prepositions:
                    slots[frame.prepositions[below[0]]].append(below[1])  # "l'offre de 2 milliards d'euros de X"
        if frame.kind == "debt" and word == noun and noun.dep_ in labels.object:
            slots["acquirer"] += [  # "a obtenu de X un prêt"
                thing
                for preposition, thing in syntax.prepositions(noun.head, labels)
                if frame.prepositions.get(preposition) == "acquirer" and thing.i in candidate.parsed.mention_at
            ]
        if frame.stage == "bid" and word == noun and noun.dep_ in labels.object:
            for preposition, thing in syntax.prepositions(noun.head, labels):  # "has received an offer for its unit"
                if frame.prepositions.get(preposition) == "target" and thing.i > noun.i and thing.i not in inside:
                    slots["target"].append(thing)
        for child in word.children:
            if (
                frame.stage == "bid" or frame.kind == "debt"
            ) and child.dep_ in labels.participle:  # "the offer made by X"
                agents = [n for p, n in syntax.prepositions(child, labels) if p in labels.by]
                slots["acquirer"] += [n for n in agents if n.i not in inside]
            if child.dep_ in labels.possessive and frame.possessive:
                slots[frame.possessive].append(child)
            elif (
                child.dep_ in labels.compound
                and child.i in candidate.parsed.mention_at
                and child.i < noun.i
                and "of" in frame.prepositions
            ):
                of = frame.prepositions["of"]
                slots[frame.possessive if frame.possessive and slots.get(of) else of].append(child)
    if frame.host and not slots.get(frame.host) and (frame.host != "person" or owned):
        host = host_of(noun, reading)
        if host is not None and host.i not in {t.i for heads in slots.values() for t in heads}:
            slots[frame.host].append(host)
