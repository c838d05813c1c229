"""When a move takes place: its tense, its stage, and whether it is told as background only.

What a date means in days belongs in `extract.claims.dates`, which date is the move's in `extract.claims.days`.
"""

import re
from functools import cache

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.dates import Tense
from extract.claims.days import found_in
from extract.claims.lexicon import Lexicon, behind, compiled
from extract.claims.moves.clause import AWAY, Clause
from extract.claims.names import Entity
from extract.claims.schema import DayInterval, DocumentPart
from extract.claims.stance import Assessment

_OLD = 50  # days before publication from which a move is told as background


def stage_of(clause: Clause, effective: DayInterval | None, assessment: Assessment) -> str:
    """Return the stage by the day of effect, else by the tense."""
    if assessment.is_declined and clause.frame.kind not in AWAY:
        return "declined"
    published = clause.reading.document.published_to_on
    if effective is not None and published is not None:
        if effective.from_on > published:
            return "planned"
        if effective.to_on <= published and not _is_future(clause):
            return "effective"
    return "planned" if _is_future(clause) else "effective"


def is_background(clause: Clause, effective: DayInterval | None = None) -> bool:
    """Return whether the move is told as what happened long ago, or before what the sentence is about."""
    words, token = clause.lexicon.moves, clause.candidate.token
    auxiliaries = [c.lower_ for c in token.children if c.dep_.startswith("aux")]
    current = token
    if current.dep_ in {"xcomp", "conj"} and current.head != current:
        auxiliaries += [c.lower_ for c in current.head.children if c.dep_.startswith("aux")]
    before = clause.text[max(0, token.idx - 26) : token.idx]
    if behind(words.after_others).search(before):
        return True
    is_purpose = behind(words.purpose).search(before)
    is_recent = any(a in words.recent for a in auxiliaries)
    if clause.frame.id == "found" and not (is_purpose or is_recent or _opens(clause)):
        return True
    pluperfect = any(a in words.pluperfect for a in auxiliaries)
    speech = compiled(clause.lexicon.speech)
    if pluperfect and not any(speech.fullmatch(a.text) for a in (token, *token.ancestors)):
        return True
    if compiled(words.years_ago).search(_span(clause)) or _is_aside(clause):
        return True
    if not _is_future(clause) and _elsewhere(clause.lexicon).search(clause.text[: clause.candidate.start]):
        return True
    published = clause.reading.document.published_from_on
    return published is not None and effective is not None and (published - effective.to_on).days > _OLD


@cache
def _elsewhere(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what opens a clause about an earlier house ("X, where she succeeded Y")."""
    return re.compile(rf"\b(?:{'|'.join(lexicon.there)})\s(?:{'|'.join(lexicon.person_subjects)})\s[^,;:.]*\Z")


def _is_aside(clause: Clause) -> bool:
    """Return whether a bare participle only says what somebody once became ("the blogger turned columnist")."""
    token = clause.candidate.token
    is_participle = "VerbForm=Part" in str(token.morph) and token.dep_ in clause.reading.labels.participle
    return clause.frame.id == "become" and is_participle and not any(c.dep_.startswith("aux") for c in token.children)


def left_long_ago(clause: Clause, person: Entity) -> bool:
    """Return whether a relative clause about who is followed dates the exit long back ("X, who left in June")."""
    published, relative = clause.reading.document.published_from_on, "|".join(clause.reading.labels.relative_subjects)
    leaves = _leaves(clause.lexicon)
    if published is None:
        return False
    for m in clause.parsed.mentions:
        if m.entity is not person or not re.match(rf",\s(?:{relative})\s", clause.text[m.end :]):
            continue
        for told in found_in(clause.reading, clause.text, clause.index):
            day = told.reading(Tense.PAST) if told.char_start > m.end and told.hint is not Tense.FUTURE else None
            is_exit = (
                leaves.search(clause.text[m.end : told.char_start])
                and "," not in clause.text[m.end + 1 : told.char_start]
            )
            if day is not None and is_exit and (published - day.to_on).days > _OLD:
                return True
    return False


def _span(clause: Clause) -> str:
    """Return the words around the trigger up to the next relative clause or semicolon."""
    cut = rf"[;:]|\b(?:{'|'.join(clause.lexicon.clause_openers)})\b"
    relative = re.search(rf"(?:{cut})(?!.*(?:{cut}))", clause.text[: clause.candidate.start])
    before = clause.text[relative.end() if relative else 0 : clause.candidate.start]
    opening = clause.parsed.doc[0]
    if "," in before and (relative or (opening.i != clause.candidate.token.i and _is_participle(clause, opening))):
        before = before.rsplit(",", 1)[1]  # the clause before is over
    return before + re.split(cut, clause.text[clause.candidate.start :])[0]


def _is_participle(clause: Clause, token: Token) -> bool:
    return token.tag_ == "VBN" or syntax.is_bare_participle(token, clause.reading.labels)


def _opens(clause: Clause) -> bool:
    """Return whether a founding is what the article is about: in its headline, or told in its first sentences."""
    if clause.parsed.sentence.part is DocumentPart.TITLE:
        return True
    token, labels = clause.candidate.token, clause.reading.labels
    if token.dep_ in labels.relative and token.head in clause.slots.get("to", []):
        return False  # "the company that she founded": says which company
    first = next((s.index for s in clause.reading.sentences if s.part is DocumentPart.TEXT), 0)
    return clause.index <= first + 2 and not re.search(r"\b(?:19|20)\d\d\b", _span(clause))


def tense_of(clause: Clause) -> Tense:
    """Return the tense of the verb that a date is read in; a present leaves it open."""
    token = clause.candidate.token
    if _is_future(clause):
        return Tense.FUTURE
    before = clause.text[max(0, token.idx - 26) : token.idx]
    if "VerbForm=Inf" in str(token.morph) and behind(clause.lexicon.moves.purpose).search(before):
        return Tense.UNKNOWN
    is_present = "Tense=Pres" in str(token.morph) and "VerbForm=Part" not in str(token.morph)
    return Tense.UNKNOWN if is_present or token.tag_ in {"VBZ", "VBP", "VBG"} else Tense.PAST


@cache
def _chooses(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the verbs of choosing somebody for a post."""
    return compiled(tuple(t for f in lexicon.frames if f.id in {"appoint", "hire", "promote"} for t in f.trigger))


@cache
def _leaves(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the verbs of leaving."""
    return compiled(tuple(t for f in lexicon.frames if f.id in {"leave", "resign"} for t in f.trigger))


def _is_future(clause: Clause) -> bool:
    """Return whether the trigger, or a verb that governs it, is said of what is yet to come."""
    words, current = clause.lexicon.moves, clause.candidate.token
    auxiliaries = {c.lower_ for c in current.children if c.dep_.startswith("aux") and c.i < current.i}
    if current.tag_ == "VBG" and not auxiliaries.isdisjoint(words.progressive):
        return True
    for _ in range(4):
        is_future = "Tense=Fut" in str(current.morph) or compiled(words.future_forms).fullmatch(current.text)
        if is_future or "Mood=Cnd" in str(current.morph):
            return True
        is_governed = current != clause.candidate.token or current.dep_ in {"xcomp", "ROOT", "acl", "advcl"}
        above = _chooses(clause.lexicon) if clause.frame.id == "succeed" else _leaves(clause.lexicon)
        is_chosen = clause.frame.kind not in AWAY and above.fullmatch(current.head.text) is not None
        for child in (c for c in current.children if c.dep_.startswith("aux")):
            is_past = child.tag_ in {"VBD", "VBN"}  # "he'd left", which is no "he'd leave"
            if (child.lower_ in words.future and not is_past) or "Tense=Fut" in str(child.morph):
                return True
            if child.lower_ in clause.reading.labels.infinitive and is_governed and not is_chosen:
                return True
        if is_chosen and current.head != current:
            current = current.head  # "named to succeed X", "left to join Y": the tense of the naming, of the leaving
            continue
        if current.dep_ not in {"xcomp", "aux", "auxpass"} or current.head == current:
            break
        current = current.head
        if compiled(words.going_to).fullmatch(current.text):
            return True
    return clause.has(words.soon) is not None
