"""When a move takes place: its tense, its stage, and whether it is told as background only.

What a date means in days belongs in `extract.claims.dates`, which date is the move's in `extract.claims.days`.
"""

import re

from spacy.tokens import Token

from extract.claims.dates import Tense
from extract.claims.lexicon import compiled
from extract.claims.moves.clause import AWAY, Clause
from extract.claims.schema import DayInterval, DocumentPart
from extract.claims.stance import Assessment


def stage_of(clause: Clause, effective: DayInterval | None, assessment: Assessment) -> str:
    """Return the stage by the day of effect, else by the tense."""
    if assessment.is_declined and clause.frame.kind not in AWAY:
        return "declined"
    published = clause.reading.document.published_to_on
    if effective is not None and published is not None:
        if effective.from_on > published:
            return "planned"
        if effective.to_on <= published and not _is_future(clause.candidate.token):
            return "effective"
    return "planned" if _is_future(clause.candidate.token) else "effective"


def is_background(clause: Clause, effective: DayInterval | None = None) -> bool:
    """Return whether the move is told as what happened long ago, or before what the sentence is about."""
    token = clause.candidate.token
    auxiliaries = [c.lower_ for c in token.children if c.dep_.startswith("aux")]
    current = token
    if current.dep_ in {"xcomp", "conj"} and current.head != current:
        auxiliaries += [c.lower_ for c in current.head.children if c.dep_.startswith("aux")]
    before = clause.text[max(0, token.idx - 26) : token.idx]
    if re.search(r"(?i)(?:\bavant (?:de|d['’])\s?|\baprès (?:avoir|être)\s(?:\w+\s)?|\bbefore|\bafter)\s?$", before):
        return True
    is_purpose = re.search(r"(?i)\b(?:pour|to|and|et)\s(?:\w+\s)?$", before)
    if clause.frame.id == "found" and not is_purpose and not _opens(clause):
        return True
    pluperfect = any(a in {"had", "avait", "avaient"} for a in auxiliaries)
    speech = compiled(clause.lexicon.speech)
    if pluperfect and not any(speech.fullmatch(a.text) for a in (token, *token.ancestors)):
        return True
    if re.search(
        r"\b(?:il y a|ago)\b.{0,20}\b(?:ans?|years?|decades?)\b|\byears? (?:ago|earlier|later)\b"
        r"|\bil y a .{1,20} ans\b",
        _span(clause),
    ):
        return True
    published = clause.reading.document.published_from_on
    return published is not None and effective is not None and (published - effective.to_on).days > 150


def _span(clause: Clause) -> str:
    """Return the words around the trigger up to the next relative clause or semicolon."""
    cut = r"[;:]|\b(?:qui|où|dont|who|which|where)\b"
    relative = re.search(rf"(?:{cut})(?!.*(?:{cut}))", clause.text[: clause.candidate.start])
    before = clause.text[relative.end() if relative else 0 : clause.candidate.start]
    if relative and "," in before:
        before = before.rsplit(",", 1)[1]  # the relative clause is over
    return before + re.split(cut, clause.text[clause.candidate.start :])[0]


def _opens(clause: Clause) -> bool:
    """Return whether a founding is what the article is about: in its headline, or told in its first sentences."""
    if clause.parsed.sentence.part is DocumentPart.TITLE:
        return True
    first = next((s.index for s in clause.reading.sentences if s.part is DocumentPart.TEXT), 0)
    return clause.index <= first + 2 and not re.search(r"\b(?:19|20)\d\d\b", _span(clause))


def tense_of(token: Token) -> Tense:
    """Return the tense of the verb that a date is read in; a present leaves it open."""
    if _is_future(token):
        return Tense.FUTURE
    if token.tag_ in {"VBZ", "VBP", "VBG"} or (
        "Tense=Pres" in str(token.morph) and "VerbForm=Part" not in str(token.morph)
    ):
        return Tense.UNKNOWN
    return Tense.PAST


def _is_future(token: Token) -> bool:
    current = token
    for _ in range(4):
        if "Tense=Fut" in str(current.morph) or "Mood=Cnd" in str(current.morph):
            return True
        for child in current.children:
            if child.dep_.startswith("aux") and (
                (
                    child.lower_ in {"will", "'ll", "would", "shall", "to"}
                    and not (
                        child.lower_ == "to"
                        and current == token
                        and current.dep_ not in {"xcomp", "ROOT", "acl", "advcl"}
                    )
                )
                or "Tense=Fut" in str(child.morph)
            ):
                return True
        if (
            current == token
            and any(c.lower_ in {"is", "are"} for c in current.children if c.dep_.startswith("aux"))
            and token.tag_ == "VBG"
        ):
            return True
        if current.dep_ in {"xcomp", "aux", "auxpass", "ccomp"} and current.head != current and current.dep_ != "ccomp":
            current = current.head
            if re.fullmatch(
                r"(?i)va|vont|doit|doivent|devrait|agreed|plans?|intends?|expects?|expected|set"
                r"|s['’]apprête|compte|entend|wants?",
                current.text,
            ):
                return True
        else:
            break
    return bool(
        re.search(
            r"(?i)\b(?:sur le départ|prochain départ|is leaving|are leaving|futur(?:e)? )",
            token.sent.text if token.doc.has_annotation("SENT_START") else "",
        )
    )
