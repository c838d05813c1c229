"""How far a deal has come: talks, bid, announced, completed, blocked or terminated.

Belongs here: the guide's rules on stages, and whether a verb is told as done. News from later sentences belongs in
`echoes`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals import bids
from extract.claims.deals.clause import CHANGES_HANDS, Clause
from extract.claims.lexicon import compiled
from extract.claims.schema import Stance
from extract.claims.stance import Assessment

ENDED = frozenset({"blocked", "terminated"})


def ended(clause: Clause, kind: str) -> str | None:
    """Return "blocked" or "terminated" where the sentence says so of the deal."""
    has, text = clause.has, clause.text
    m = has(clause.words.blocked, text)
    if kind in CHANGES_HANDS and m is not None and not _is_undone(clause, m.start()):
        return "blocked"
    m = has(clause.words.terminated, text)
    if m is None or _is_undone(clause, m.start()):
        return None
    is_near = abs(m.start() - clause.candidate.start) < 90
    return (
        "terminated" if is_near or has(clause.lexicon.deal_nouns, text[max(0, m.start() - 30) : m.end() + 30]) else None
    )


def _is_undone(clause: Clause, offset: int) -> bool:
    """Return whether an end is negated or only possible ("will not be blocked", "could be called off")."""
    before = clause.text[max(0, offset - 22) : offset]
    return (
        clause.has(clause.lexicon.negation, before) is not None or clause.has(clause.lexicon.modal, before) is not None
    )


def stage_of(clause: Clause, kind: str, assessment: Assessment) -> str:
    """Return the stage of a deal of `kind`."""
    has, words, around = clause.has, clause.words, clause.around(70)
    end = ended(clause, kind) if assessment.is_negated or kind != "funding_round" else None
    if end is not None:
        return end
    if clause.is_for_sale:
        return "talks"
    if _is_said_closed(clause):
        return "completed"
    if kind == "funding_round":
        return _stage_of_round(clause, assessment)
    if kind == "ipo" and assessment.stance is not Stance.RUMORS and not is_done(clause, clause.candidate.token):
        return "announced"
    if kind == "licensing_hire":
        return "announced"
    is_told, is_agreed = is_done(clause, clause.candidate.token), has(words.agreed, around) is not None
    beside = (clause.text[max(0, clause.candidate.start - 70) : clause.candidate.start], around[-70:])
    is_bid = (
        kind in CHANGES_HANDS
        and any(has(words.bid, piece) for piece in beside)
        and not has(words.completed, around)
        and not is_agreed
    )
    if clause.frame.stage == "announced":
        return "announced"
    if clause.frame.stage == "bid" or is_bid:
        return "completed" if bids.is_awarded(clause) else "bid"
    is_hoped = has(words.talks, _since_verb(clause, around)) or (
        assessment.stance is Stance.RUMORS and kind in CHANGES_HANDS | {"joint_venture"}
    )
    if not is_told and not is_agreed and is_hoped:
        return "talks"
    tight = clause.text[max(0, clause.candidate.start - 25) : clause.candidate.end + 12]
    if is_agreed and not is_told and has(words.agreed, tight):
        return "announced"
    if kind == "debt" and clause.frame.word == "noun" and not is_agreed and _is_told_done(clause):
        return "completed"
    if kind == "debt" and clause.frame.subject == "acquirer" and not has(clause.lexicon.plan, tight):
        return "completed"  # "lends $2bn" is told as done, like a round
    is_paid_in = clause.frame.id in {"invest", "stake_enter"} and not has(clause.lexicon.plan, tight)
    if is_told or is_paid_in or _is_purpose_of_done(clause) or has(words.completed, tight):
        return "completed"
    return "announced"


def _since_verb(clause: Clause, around: str) -> str:
    """Return the words about a noun from the verb on that announces it: talks told before that verb are over."""
    token = clause.candidate.token
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if (
        clause.frame.word != "noun"
        or verb is None
        or not clause.has((*clause.lexicon.announcing, *clause.lexicon.speech), verb.text)
    ):
        return around
    return clause.text[verb.idx : clause.candidate.end + 70] if verb.idx < token.idx else around


def _is_said_closed(clause: Clause) -> bool:
    """Return whether the noun of a deal is the subject of a verb that says it has closed."""
    token, labels = clause.candidate.token, clause.reading.labels
    is_subject = token.dep_ in labels.subject | labels.passive_subject and clause.frame.word == "noun"
    closed = compiled((*clause.lexicon.closing, *clause.words.completed))
    return is_subject and is_done(clause, token.head) and closed.match(token.head.text) is not None


def _is_told_done(clause: Clause) -> bool:
    """Return whether the verb above a noun is told as done ("has placed a bond")."""
    verb = next((t for t in clause.candidate.token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and is_done(clause, verb)


def _stage_of_round(clause: Clause, assessment: Assessment) -> str:
    has, words = clause.has, clause.words
    if assessment.stance is Stance.RUMORS and has(words.talks, clause.text):
        return "talks"
    if is_done(clause, clause.candidate.token):
        return "completed"
    before = clause.text[max(0, clause.candidate.start - 50) : clause.candidate.end]
    if has(words.talks, before) or has(words.hopes, before):
        return "talks"
    is_ahead = has(clause.lexicon.plan, before[-30:]) or (
        clause.frame.word == "verb" and has(words.intents, before[-30:])
    )
    return "announced" if is_ahead else "completed"


def _is_purpose_of_done(clause: Clause) -> bool:
    """Return whether the trigger is what a past act was for ("paid $2bn to buy X"), not an agreement to do it."""
    verb = clause.candidate.token
    if verb.dep_ not in clause.reading.labels.adverbial or not is_done(clause, verb.head):
        return False
    to = "|".join(clause.words.in_order_to)
    is_infinitive = re.search(rf"(?i)\b(?:{to})\s(?:\w+\s|s['’])?$", clause.text[: verb.idx]) is not None
    return is_infinitive and not clause.has(clause.words.intents, verb.head.text)


def is_done(clause: Clause, token: Token) -> bool:
    """Return whether a verb is told as done: simple past, or a perfect that no auxiliary puts off."""
    if token.tag_ == "VBD":
        return True
    auxiliaries = {c.lower_ for c in token.children if c.dep_.startswith("aux")}
    is_participle = token.tag_ == "VBN" or "Tense=Past" in str(token.morph)
    return (
        is_participle
        and not auxiliaries.isdisjoint(clause.words.perfect)
        and auxiliaries.isdisjoint(clause.words.not_done)
    )
