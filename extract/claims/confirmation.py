"""Whether a report is confirmed elsewhere in its document: who is heard around the event, and of what.

Belongs here: the features of an event that its own sentences leave a mere report, and the linear model that weighs
them (part of `documents.json`, trained by `extract.claims.training` on the labelled texts of the
repository). What a sentence says of its own trigger is `stance`, who is heard in a sentence is `voices`.
"""

import re
from collections.abc import Sequence

from extract.claims import logistic
from extract.claims.context import Context, DealDraft, Draft, MoveDraft, OfferDraft
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.schema import DocumentPart, Stance
from extract.claims.voices import Voice

Features = dict[str, float]
_BACK, _NEAR = 1, 3  # sentences before and behind one about the event that still speak of it
_OPENING = 4  # sentences of the text that speak of what a headline tells
_SURE = frozenset({Voice.PERSON, Voice.PARTY, Voice.HOUSE, Voice.TRADE, Voice.PRONOUN, Voice.PAPER})


def is_confirmed(context: Context, drafts: list[Draft], others: Sequence[Draft] = ()) -> bool:
    """Return whether the document is likelier to hold a party's confirmation of the event of `drafts` than none.

    Where nobody is heard and the text does not speak of its own side, there is none. `others` are drafts of the
    other events of the kind.
    """
    found = features(context, drafts, others)
    is_house = f"near:{Voice.HOUSE}" in found or f"near:{Voice.PARTY}" in found
    if isinstance(drafts[0], DealDraft) and is_house and "near:on event" in found:
        return True  # "The companies announced the deal on Tuesday."
    is_announced = any(f"lead:{v}" in found for v in (Voice.HOUSE, Voice.PARTY, Voice.PAPER))
    if "lead:on event" in found and is_announced and f"lead:{Voice.OUTLET}" not in found:
        return True  # what the house announces at the top holds for the moves told further down
    is_spoken = any(name.endswith((":speech", f":{Voice.OWN}")) for name in found)
    return is_spoken and (logistic.probability("documents", "confirmation", found) or 0.0) > 0.5


def parties(drafts: Sequence[Draft]) -> list[Entity]:
    """Return everybody who is a party to the event of `drafts`."""
    found: list[object] = []
    for d in drafts:
        if isinstance(d, MoveDraft):
            found += [d.person, d.from_organization, d.to_organization]
        elif isinstance(d, DealDraft):
            found += [*d.acquirers, d.target, *d.sellers]
        elif isinstance(d, OfferDraft):
            found += [d.offeror, d.person]
    return [e for e in dict.fromkeys(found) if isinstance(e, Entity)]


def features(context: Context, drafts: list[Draft], others: Sequence[Draft] = ()) -> Features:
    """Return who is heard in the sentences of an event, around them, and where else its parties are spoken of."""
    best = drafts[0]
    event = "move" if isinstance(best, MoveDraft) else "deal" if isinstance(best, DealDraft) else "offer"
    found: Features = {
        "bias": 1.0,
        f"event={event}": 1.0,
        "only_title": float(all(d.quote.part is DocumentPart.TITLE for d in drafts)),
        "opening": float(min(d.sentence for d in drafts) <= 2),
        "short": float(len(context.reading.sentences) <= _OPENING),
    }
    involved, again = parties(drafts), _taken_up(context, best)
    announced = [d for d in others if d.assessment.stance is Stance.CONFIRMS and not d.is_background]
    found["others confirmed"] = float(bool(announced))
    found["house confirmed"] = float(any(e in involved for e in parties(announced) if e.kind != "person"))
    person = best.person if isinstance(best, MoveDraft | OfferDraft) else None
    for zone, indices in zones(context, drafts, involved).items():
        for i in indices:
            voices = context.voices.heard(i, involved)
            if zone == "far":
                continue
            found |= {f"{zone}:{voice}": 1.0 for voice in voices}
            if voices & _SURE:
                found[f"{zone}:speech"] = 1.0
                found[f"{zone}:on {_subject(context, i, again, person)}"] = 1.0
                if Voice.QUOTE in voices:
                    found[f"{zone}:quoted"] = 1.0
    return found


def _taken_up(context: Context, best: Draft) -> re.Pattern[str]:
    """Return the words that take up the event in a later sentence."""
    lexicon = context.reading.lexicon
    return compiled((*lexicon.deal_nouns, *lexicon.announcing) if isinstance(best, DealDraft) else lexicon.move_nouns)


def _subject(context: Context, index: int, again: re.Pattern[str], person: Entity | None) -> str:
    """Return what a sentence speaks of: the event, the person who moves, another person, or neither."""
    if again.search(context.reading.sentences[index].text):
        return "event"
    named = [m.entity for m in context.reading.names.mentions[index] if m.entity.kind == "person"]
    return "nobody" if person is None or not named else "person" if person in named else "another"


def zones(context: Context, drafts: list[Draft], involved: list[Entity]) -> dict[str, list[int]]:
    """Return sentences by their nearness: of the event, around it, further on about its parties, headline, lead."""
    sentences, mentions = context.reading.sentences, context.reading.names.mentions
    own = {d.sentence for d in drafts}
    about = {s.paragraph for s in sentences if s.index in own or any(m.entity in involved for m in mentions[s.index])}
    body = [s.index for s in sentences if s.part is DocumentPart.TEXT and s.index not in own]
    near = [
        i
        for i in body
        if any(-_BACK <= i - o <= (_NEAR if sentences[o].part is DocumentPart.TEXT else _OPENING) for o in own)
        and (sentences[i].paragraph in about or not mentions[i])
    ]
    far = [i for i in body if i not in near and i > min(own) and sentences[i].paragraph in about]
    return {
        "own": sorted(own),
        "near": near,
        "far": far,
        "title": [s.index for s in sentences if s.part is DocumentPart.TITLE and s.index not in own],
        "lead": [i for i in body[:2] if i not in near and i not in far],
    }
