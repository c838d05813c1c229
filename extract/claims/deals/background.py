"""Whether a deal is told as history: dated well before, in an aside, or as a state.

Belongs here: the guide's rule on background deals. How far a deal that is news has come belongs in `stages`.
"""

import re

from extract.claims.deals import stages
from extract.claims.deals.clause import Clause
from extract.claims.lexicon import compiled


def is_definite(clause: Clause) -> bool:
    """Return whether the noun of a deal is a definite one ("the deal"): told before."""
    noun = clause.candidate.token
    return any(c.i < noun.i and c.lower_.replace("’", "'") in clause.lexicon.determiners for c in noun.children)


def is_background(clause: Clause, stage: str) -> bool:
    """Return whether the deal is told as history: dated well before, in an aside, or as a state."""
    if _is_long_past(clause) and not (stage in stages.ENDED and _has_speech(clause)):
        return True
    token = clause.candidate.token
    if _is_relative(clause) and not _has_speech(clause):
        return True
    if clause.frame.kind == "joint_venture" and stage not in stages.ENDED and is_definite(clause):
        return True  # "leur coentreprise": it exists
    is_told_past = clause.frame.word == "noun" or stages.is_done(clause, token) or "Tense=Past" in str(token.morph)
    if stage not in stages.ENDED and is_told_past and clause.has(clause.words.long_ago, _near(clause, 90, 90)):
        return True
    auxiliaries = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
    speech = compiled(clause.lexicon.speech)
    is_before_past = not auxiliaries.isdisjoint(clause.lexicon.moves.pluperfect)
    return is_before_past and stage not in stages.ENDED and not any(speech.fullmatch(a.text) for a in token.ancestors)


def _is_relative(clause: Clause) -> bool:
    """Return whether the trigger stands in a relative clause, with a pronoun that says so."""
    token, labels = clause.candidate.token, clause.reading.labels
    if "Tense=Fut" in str(token.morph) or any(c.tag_ == "MD" for c in token.children):
        return False
    is_now = token.tag_ in {"VBZ", "VBP"} or "Tense=Pres" in str(token.morph)
    if is_now and "VerbForm=Part" not in str(token.morph) and clause.money:
        return False
    pronouns = {*labels.relative_subjects, *labels.relative_objects, *clause.lexicon.relatives}
    return token.dep_ in labels.relative and any(t.lower_ in pronouns for t in token.doc[token.head.i : token.i])


def _is_long_past(clause: Clause) -> bool:
    published = clause.reading.document.published_from_on
    near = _near(clause, 70, 130)
    leads = "|".join(clause.words.year_leads)
    years = [int(y) for y in re.findall(rf"(?i)\b(?:{leads})\s(?:\w+\s)?((?:19|20)\d\d)\b", near)]
    return bool(years) and (published is None or max(years) < published.year)


def _near(clause: Clause, before: int, after: int) -> str:
    """Return the words about the trigger, up to a relative clause behind it: that dates something else."""
    labels = clause.reading.labels
    words = {*labels.relative_subjects, *labels.relative_objects, *clause.lexicon.relatives}
    behind = clause.text[clause.candidate.end : clause.candidate.end + after]
    relative = compiled(tuple(sorted(re.escape(w) for w in words))).search(behind)
    end = clause.candidate.end + (relative.start() if relative is not None else after)
    return clause.text[max(0, clause.candidate.start - before) : end]


def _has_speech(clause: Clause) -> bool:
    return bool(clause.has(clause.lexicon.speech, clause.text[: clause.candidate.start]))
