"""How sure a sentence is of what it says: who says it, hedged or not, denied, planned, supposed.

One sentence at a time, for one trigger in it. How the stances of several quotes make the status of a claim
belongs in `merge`.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.coreference import Coreference
from extract.claims.lexicon import Lexicon, behind, compiled
from extract.claims.names import Entity
from extract.claims.reading import Parsed, Reading, is_organization
from extract.claims.schema import RejectReason, Stance, Status


@dataclass(frozen=True, slots=True)
class Assessment:
    """The stance of one quote; `reason` is set when the candidate must be turned down."""

    stance: Stance
    status: Status
    reason: RejectReason | None = None
    is_negated: bool = False
    is_declined: bool = False
    speaker: str | None = None
    speaker_role: str | None = None


def clause(parsed: Parsed, token: Token) -> str:
    """Return the text of the smallest finite clause around `token`."""
    head = token
    while (
        head.head != head
        and (head.dep_ not in {"ROOT", "ccomp", "advcl", "relcl", "acl:relcl", "parataxis"} or _is_purpose(head))
        and not (head.dep_ == "conj" and head.pos_ == "VERB")
    ):
        head = head.head
    indexes = [t.i for t in head.subtree]
    return parsed.doc[min(indexes) : max(indexes) + 1].text


def _is_purpose(verb: Token) -> bool:
    """Return whether a verb is an infinitive of purpose ("approached X to buy it"): no clause of its own."""
    is_infinitive = verb.tag_ == "VB" or "VerbForm=Inf" in str(verb.morph)
    return verb.dep_ == "advcl" and is_infinitive and not any("subj" in c.dep_ for c in verb.children)


def is_negated(reading: Reading, token: Token) -> bool:
    """Return whether `token`, or a verb that governs it directly, is negated."""
    negation = compiled(reading.lexicon.negation)
    subject = syntax.subject(token, reading.labels)
    if subject is not None:
        nobody = compiled(reading.lexicon.nobody)
        if any(nobody.fullmatch(t.lower_) for t in (subject, *(c for c in subject.children if c.dep_ == "det"))):
            return True
    current = token
    for _ in range(3):
        for child in current.children:
            if child.dep_ == "neg" or (
                child.dep_ in {"advmod", "det", "mark", "neg"} and negation.fullmatch(child.lower_.replace("’", "'"))
            ):
                if child.lower_ in reading.lexicon.without and child.i > current.i:
                    continue
                return True
        if current.dep_ in {"xcomp", "aux"} and current.head != current and current.head.pos_ in {"VERB", "AUX"}:
            if current.dep_ == "ccomp" and compiled(reading.lexicon.speech).fullmatch(current.head.text):
                return False
            current = current.head
        else:
            return False
    return False


def in_condition(reading: Reading, parsed: Parsed, token: Token) -> bool:
    """Return whether `token` stands in a conditional clause or is only supposed."""
    hypothetical = compiled(reading.lexicon.hypothetical)
    current = token
    for _ in range(6):
        for child in current.children:
            if child.dep_ in {"mark", "advmod"} and child.i < current.i and hypothetical.fullmatch(child.text):
                return True
        if current.head == current:
            break
        current = current.head
    before = parsed.text[max(0, token.idx - 60) : token.idx]
    m = None
    for m in hypothetical.finditer(before):  # noqa: B007
        pass
    if m is None or re.search(r"[,;.]", before[m.end() :]):
        return False
    return not compiled(reading.lexicon.unmarked_if).fullmatch(m[0])


def is_wanted(reading: Reading, token: Token) -> bool:
    """Return whether a word above `token` says that it is only wanted or feared ("the refusal to name X")."""
    hypothetical = compiled(reading.lexicon.hypothetical)
    above = [t for t in token.ancestors if t.i < token.i][:5]
    return any(hypothetical.fullmatch(t.text) for t in above if t.text.lower() not in reading.lexicon.unmarked_if)


def assess(coreference: Coreference, parsed: Parsed, token: Token, parties: list[Entity]) -> Assessment:
    """Return the stance of the sentence to the event that `token` triggers between `parties`."""
    reading = coreference.reading
    lexicon, text = reading.lexicon, parsed.text
    around = clause(parsed, token)
    negated = is_negated(reading, token)
    declined = bool(reading.has(lexicon.decline, around))
    speaker, role = speaker_of(coreference, parsed, parties, token)
    if text.rstrip(' "”»').endswith("?") and speaker is None:
        return Assessment(Stance.ASSERTS, Status.REPORTED, RejectReason.HYPOTHETICAL)
    is_conditional = reading.has(lexicon.conditional, around) is not None and (
        _is_conditional(reading, token) or reading.has(lexicon.according, text) is not None
    )
    is_hedged = reading.has(lexicon.hedges, text) is not None or (
        is_conditional and not _is_future_of_past(reading, parsed, token)
    )
    if is_wanted(reading, token) or (in_condition(reading, parsed, token) and not is_hedged):
        return Assessment(Stance.ASSERTS, Status.REPORTED, RejectReason.HYPOTHETICAL)
    if reading.has(lexicon.denial, text) and (negated or _governs_denial(reading, token)):
        return Assessment(Stance.DENIES, Status.DENIED, None, negated, declined, speaker or None, role)
    if _follows_denial(reading, parsed, token) and not negated:
        return Assessment(Stance.DENIES, Status.DENIED, None, negated, declined, speaker or None, role)
    if is_hedged and speaker is not None and _is_announced(reading, parsed, token):
        is_hedged = False
    if negated:
        if speaker is not None and not declined:
            return Assessment(Stance.DENIES, Status.DENIED, RejectReason.NEGATED, True, declined, speaker or None, role)
        return Assessment(Stance.ASSERTS, Status.REPORTED, None if declined else RejectReason.NEGATED, True, declined)
    if is_hedged:
        return Assessment(Stance.RUMORS, Status.RUMORED, None, False, declined)
    if _has_modal(reading, token):
        return Assessment(Stance.RUMORS, Status.RUMORED, None, False, declined)
    if _is_answered(reading, parsed, token, reading.lexicon.rebuttals):
        return Assessment(Stance.DENIES, Status.DENIED, None, False, declined, speaker or None, role)
    if speaker is None:
        speaker = _confirmed_after(reading, parsed)
    if speaker is not None:
        return Assessment(Stance.CONFIRMS, Status.CONFIRMED, None, False, declined, speaker or None, role)
    return Assessment(Stance.ASSERTS, Status.REPORTED, None, False, declined)


def plain(assessment: Assessment) -> Assessment:
    """Return the assessment of what is told by negating something else."""
    is_told = assessment.speaker is not None
    stance, status = (Stance.CONFIRMS, Status.CONFIRMED) if is_told else (Stance.ASSERTS, Status.REPORTED)
    return replace(assessment, stance=stance, status=status, reason=None, is_negated=False)


def _confirmed_after(reading: Reading, parsed: Parsed) -> str | None:
    """Return who confirms the sentence in a short one right after it, "" where it goes unnamed ("A spokesman …")."""
    after = reading.sentences[parsed.sentence.index + 1 : parsed.sentence.index + 2]
    if not after or after[0].part != parsed.sentence.part or len(after[0].text) > 110:
        return None
    text = after[0].text
    if (
        not reading.has(reading.lexicon.confirm, text)
        or reading.has(reading.lexicon.negation, text)
        or reading.has(reading.lexicon.hedges, text)
    ):
        return None
    named = [e.name for _, _, e in reading.paraphrases(text)] + [
        m.entity.name for m in reading.names.mentions[after[0].index]
    ]
    return named[0] if named else ""


def _is_answered(reading: Reading, parsed: Parsed, token: Token, words: tuple[str, ...]) -> bool:
    """Return whether the sentence goes on, or the one right behind answers, with one of `words` ("« Faux », dit X")."""
    if reading.has(words, parsed.text[token.idx :]) is not None:
        return True
    after = reading.sentences[parsed.sentence.index + 1 : parsed.sentence.index + 2]
    if not after or after[0].part != parsed.sentence.part or len(after[0].text) > _ANSWER:
        return False
    return reading.has(words, after[0].text) is not None


def _is_future_of_past(reading: Reading, parsed: Parsed, token: Token) -> bool:
    """Return whether somebody said before the trigger that it "would" be: the future of a past sentence, no doubt."""
    return _said_that(reading.lexicon).search(parsed.text[: token.idx] + " ") is not None


@cache
def _said_that(lexicon: Lexicon) -> re.Pattern[str]:
    speech = f"(?:{'|'.join(lexicon.speech)})"
    return compiled(tuple(p.replace("{speech}", speech) for p in lexicon.said_that))


def _is_conditional(reading: Reading, token: Token) -> bool:
    conditional = compiled(reading.lexicon.conditional)
    chain = [token]
    while (
        chain[-1].head != chain[-1]
        and len(chain) < 4
        and chain[-1].dep_ in {"xcomp", "aux", "aux:tense", "aux:pass", "ccomp", "conj", "advcl", "acl"}
    ):
        chain.append(chain[-1].head)
    top = chain[-1]
    if (
        top.dep_ in {"ccomp", "obj", "xcomp"}
        and compiled(reading.lexicon.speech).match(top.head.text)
        and "Tense=Past" in str(top.head.morph) + "".join(str(c.morph) for c in top.head.children)
    ):
        return False  # "announced that she would": the future of a past sentence
    for item in chain:
        if conditional.fullmatch(item.text):
            return True
        if any(conditional.fullmatch(c.text) for c in item.children if c.dep_.startswith("aux") or c.dep_ == "cop"):
            return True
    return False


def _has_modal(reading: Reading, token: Token) -> bool:
    modal = compiled(reading.lexicon.modal)
    current = token
    for _ in range(3):
        if any(modal.fullmatch(c.text) for c in current.children if c.dep_.startswith("aux") or c.dep_ == "advmod"):
            return True
        if current.dep_ in {"xcomp", "pcomp", "ccomp"} and current.head != current:
            current = current.head
            if modal.fullmatch(current.text):
                return True
        else:
            break
    return False


def _governs_denial(reading: Reading, token: Token) -> bool:
    denial = compiled(reading.lexicon.denial)
    current = token
    for _ in range(6):
        if current.head == current:
            break
        current = current.head
        if denial.fullmatch(current.text):
            return True
    return False


def is_heard(reading: Reading, index: int, parties: list[Entity]) -> bool:
    """Return whether one of `parties` is the subject of a verb of saying in sentence `index`."""
    parsed = reading.parsed.get(index)
    if parsed is None or reading.has(reading.lexicon.hedges, parsed.text):
        return False
    for m in compiled(reading.lexicon.speech).finditer(parsed.text):
        verb = parsed.token_at(m.start())
        who = syntax.subject(verb, reading.labels) if verb is not None and verb.pos_ in {"VERB", "AUX"} else None
        if who is None:
            continue
        named = reading.core(parsed, who) or reading.inside(parsed, who)
        if any(n.entity in parties for n in named):
            return True
        start, end = reading.span(who)
        if not named and reading.has(reading.lexicon.organization_nouns, parsed.text[start:end]):
            return True
    return False


def _follows_denial(reading: Reading, parsed: Parsed, token: Token) -> bool:
    """Return whether words of denial lead up to the trigger ("no negotiations about the sale", "dément mener …")."""
    before = parsed.text[max(0, token.idx - 90) : token.idx]
    last = None
    for last in compiled(reading.lexicon.denial_of).finditer(before):  # noqa: B007
        pass
    return last is not None and re.search(r"[.;:!?]", before[last.end() :]) is None


def _is_announced(reading: Reading, parsed: Parsed, token: Token) -> bool:
    """Return whether a verb of saying governs the trigger, and what hedges the sentence stands behind both."""
    speech = compiled(reading.lexicon.speech)
    above = [a for a in token.ancestors if a.i < token.i and speech.match(a.text)]
    is_governed = any(not _is_yet_to_say(reading, a) for a in above)
    return is_governed and not reading.has(reading.lexicon.hedges, parsed.text[: token.idx + len(token)])


def _is_yet_to_say(reading: Reading, verb: Token) -> bool:
    """Return whether a verb of saying is the infinitive of what is only planned ("expects to announce")."""
    is_infinitive = verb.tag_ == "VB" or "VerbForm=Inf" in str(verb.morph)
    plan = compiled((*reading.lexicon.plan, *reading.lexicon.moves.going_to))
    return is_infinitive and verb.head != verb and plan.fullmatch(verb.head.text) is not None


def _meant(coreference: Coreference, parsed: Parsed, who: Token) -> Entity | None:
    """Return whom a speaker without a name stands for; of several houses in the sentence it is any."""
    houses = {m.entity for m in parsed.mentions if is_organization(m)}
    house = coreference.organization(parsed, who)
    return coreference.person(parsed, who) or (house if not houses - {house} else None)


@cache
def _house_says(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a house without a name right behind its verb of saying (", a annoncé le groupe")."""
    determiners = "|".join(map(re.escape, lexicon.determiners))
    nouns = "|".join((*lexicon.organization_nouns, *lexicon.person_nouns))
    return re.compile(rf"\s(?:{determiners})\s?(?:{nouns})\b", re.IGNORECASE)


_ANSWER = 160  # characters of a sentence that only answers the one before
_ASIDE = re.compile(r"[,»”\"]\s$")


def speaker_of(
    coreference: Coreference, parsed: Parsed, parties: list[Entity], token: Token | None = None
) -> tuple[str | None, str | None]:
    """Return who, on the side of a party, says it ("" where unnamed), and in which role; the outlet does not count.

    A speaker whose own phrase holds the trigger `token` says something else.
    """
    reading = coreference.reading
    lexicon, text = reading.lexicon, parsed.text
    medium = behind(lexicon.said_on)
    outlet = compiled(lexicon.outlets, is_cased=True)
    outlets = [
        m for m in parsed.mentions if outlet.search(text[max(0, m.start - 4) : m.end]) and m.entity not in parties
    ]
    speech = compiled(lexicon.speech)
    for m in speech.finditer(text):
        verb = parsed.token_at(m.start())
        if verb is None or (verb.pos_ not in {"VERB", "AUX", "NOUN", "ADJ"}) or _is_yet_to_say(reading, verb):
            continue
        near = (x for x in parsed.mentions if 0 <= x.start - m.end() <= 25)
        after = [x for x in near if not medium.search(text[m.end() : x.start])]
        is_inverted = after and after[0].start - m.end() <= 5 and _ASIDE.search(text[: m.start()])
        who = None if is_inverted else syntax.subject(verb, reading.labels)
        if who is None:
            who = parsed.token_at(after[0].start) if after else None
        house = _house_says(lexicon).match(text, m.end()) if who is None else None
        if house is not None:
            who = parsed.token_at(house.end() - 1)
        if who is None or (token is not None and who.is_ancestor(token) and not verb.is_ancestor(token)):
            continue
        start, end = house.span() if house is not None else reading.span(who)
        piece = text[start:end].strip()
        named = reading.core(parsed, who) or reading.inside(parsed, who)
        if any(o in named for o in outlets):
            continue
        if named:
            return named[0].entity.name, None
        if (
            reading.has(lexicon.person_nouns, piece)
            or reading.has(lexicon.organization_nouns, piece)
            or compiled(lexicon.saying).fullmatch(piece)
            or who.pos_ == "PRON"
        ):
            meant = _meant(coreference, parsed, who)
            if meant is not None and meant in parties:
                return meant.name, None
            return ("" if who.pos_ == "PRON" else piece[:80]), None
    announced = reading.has(lexicon.announce, text)
    if announced and not any(0 <= o.start - announced.end() <= 2 for o in outlets):  # "according to the channel BBC"
        houses = [p for p in parties if p.kind == "organization"]
        return (houses[0].name if houses else ""), None
    return None, None
