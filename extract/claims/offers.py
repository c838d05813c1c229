"""Offers: pay put to a person or group to come or stay, as one sentence tells it.

Triggers are the pay words of the lexicon (`offer_kinds`), not verb frames: offers are told in too many ways.
"""

import re
from dataclasses import replace

from extract.claims.context import Context, OfferDraft, quote_of
from extract.claims.frames import Candidate
from extract.claims.lexicon import Frame, compiled
from extract.claims.money import find_money
from extract.claims.names import Entity
from extract.claims.reading import Parsed, is_organization
from extract.claims.schema import RejectedCandidate, RejectReason, Stance, Status
from extract.claims.stance import assess

_ORDER = ("retention_counter", "sign_on", "equity", "compensation")


def read(context: Context, parsed: Parsed) -> list[OfferDraft | RejectedCandidate]:
    """Return the offers that a sentence tells of."""
    reading, lexicon, text = context.reading, context.reading.lexicon, parsed.text
    if reading.has(lexicon.offer_excluded, text):
        return []
    amounts = [m for m in find_money(text, lexicon.language) if m.per in {None, "year"}]
    found: list[OfferDraft | RejectedCandidate] = []
    taken: set[int] = set()
    for kind in _ORDER:
        m = compiled(lexicon.offer_kinds[kind]).search(text)
        if m is None or any(abs(m.start() - t) < 25 for t in taken):
            continue
        if kind in {"equity", "compensation"} and not amounts:
            continue
        if not reading.has(lexicon.offer_verbs, text):
            continue
        token = parsed.token_at(m.start())
        if token is None:
            continue
        person = _person(context, parsed, m.start())
        offeror = _offeror(context, parsed, m.start(), kind, person)
        if offeror is None or (kind == "compensation" and person is None):
            continue
        near = sorted(amounts, key=lambda a: abs(a.char_start - m.start()))
        money = near[0] if near and abs(near[0].char_start - m.start()) < 120 else None
        assessment = assess(reading, parsed, token, [offeror, *([person] if person else [])])
        if kind == "retention_counter" and not (money or re.search(r"(?i)offer|offre|propos|counter|prime|bonus|salar|pay|rémun", text)):
            continue
        if assessment.reason is RejectReason.HYPOTHETICAL and not money:
            continue
        if text.rstrip(' "”»').endswith("?"):
            assessment = replace(assessment, stance=Stance.RUMORS, status=Status.RUMORED)
        taken.add(m.start())
        found.append(
            OfferDraft(
                assessment, quote_of(parsed, assessment), parsed.sentence.index, m[0], f"offer_{kind}", 0.7, kind=kind, offeror=offeror, person=person,
                amount=money.amount if money else None, currency=money.currency if money else None,
                amount_qualifier=money.qualifier.value if money else None, amount_raw=money.raw if money else None,
                outcome=_outcome(context, parsed),
            )
        )  # fmt: skip
    return found


def _outcome(context: Context, parsed: Parsed) -> str:
    lexicon, sentences = context.reading.lexicon, context.reading.sentences
    index = parsed.sentence.index
    window = " ".join(s.text for s in sentences[index : index + 3] if s.part == parsed.sentence.part)
    for text in (parsed.text, window):
        if compiled(lexicon.offer_declined).search(text):
            return "declined"
        if compiled(lexicon.offer_accepted).search(text):
            return "accepted"
    return "unknown"


def _person(context: Context, parsed: Parsed, offset: int) -> Entity | None:
    """Return to whom the offer is put: a person after "to"/"à", or the object of the verb, never a leader who pays."""
    people = [m for m in parsed.mentions if m.entity.kind == "person" and context.coreference.leads(m.entity) is None]
    for m in people:
        before = parsed.text[max(0, m.start - 14) : m.start]
        if re.search(r"(?:\bto|\bà|offered|gave|\bfor)\s(?:\w+\s)?$", before) or re.match(r"\s(?:was|had been|has been|is being|a été|s['’]est vu)", parsed.text[m.end :]):
            return m.entity
    return None


def _offeror(context: Context, parsed: Parsed, offset: int, kind: str, person: Entity | None) -> Entity | None:
    """Return the organization that pays: the nearest one before the pay words, a leader standing for it."""
    candidates: list[tuple[int, Entity]] = []
    for m in parsed.mentions:
        if is_organization(m):
            candidates.append((m.start, m.entity))
        elif m.entity.kind == "person":
            leader = context.coreference.leads(m.entity)
            if leader is not None:
                candidates.append((m.start, leader))
    before = [e for start, e in candidates if start < offset]
    if before:
        return before[-1]
    after = [(start, e) for start, e in candidates if start >= offset]
    by = [e for start, e in after if re.search(r"(?:\bby|\bpar|\bat|\bchez)\s(?:the\s|le\s)?(?:\w+\s(?:de\s|d['’]))?$", parsed.text[:start])]
    if by:
        return by[0]
    return after[0][1] if after else None


def as_candidate(frame: Frame, parsed: Parsed) -> Candidate:
    """Return a candidate at the head of the sentence, for rejections."""
    return Candidate(frame, parsed, 0, 1, parsed.doc[0])


def is_confirmed(status: Status) -> bool:
    """Return whether a party stands behind the offer."""
    return status is Status.CONFIRMED
