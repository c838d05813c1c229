"""Why a document gave the claims that it gave: what each step of the reader made of each sentence, as plain records.

Belongs here: the translation of `reader.Steps` into names, triggers and drafts that can be printed. The steps
themselves belong in their modules, printing in the command line.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from pydantic import Field

from extract.claims import acceptance
from extract.claims.context import Draft
from extract.claims.frames import Candidate
from extract.claims.gate import Verdict
from extract.claims.names import Entity
from extract.claims.reader import Found, Opened, Trigger, read_steps
from extract.claims.reading import Reading
from extract.claims.schema import Claims, DayInterval, Document, DocumentPart, RejectedCandidate, RejectReason
from extract.records import Record

_BARE = frozenset({"questions", "houses_exact", "houses_harmless", *(field.name for field in fields(Draft))})


class ExplainedName(Record):
    """A name in a sentence and the longest form of whom it means. `kind`: person, organization, place, other."""

    text: str
    kind: str
    entity: str


class ExplainedDraft(Record):
    """An event as one sentence tells it, and what became of it.

    `claim` is the index of the claim that tells it, among those of its event; else `reason` says why none does. One
    turned down by its words alone has no `values`. `probability` is the acceptance model's, of all drafts that
    were merged with this one, `threshold` what it takes to be told.
    """

    event: str  # move, deal, offer
    values: dict[str, str]
    stance: str
    is_background: bool = False
    claim: int | None = None
    reason: RejectReason | None = None
    merged: int = 1  # drafts that tell of the same happening, this one included
    probability: float | None = None
    threshold: float | None = None


class ExplainedTrigger(Record):
    """A trigger with the phrases that fill the slots of its frame; pay has no frame. Without drafts it is no event."""

    text: str
    event: str
    frame: str | None
    is_passive: bool = False
    slots: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    drafts: tuple[ExplainedDraft, ...] = ()


class ExplainedSentence(Record):
    """A sentence with the gate's verdict; names and triggers are known of the parsed ones."""

    text: str
    part: DocumentPart
    verdict: Verdict
    is_parsed: bool = False
    names: tuple[ExplainedName, ...] = ()
    triggers: tuple[ExplainedTrigger, ...] = ()


class Explanation(Record):
    """A document as read: its claims and its sentences. A language without lexicon has none."""

    language: str  # ISO 639-1
    claims: Claims
    sentences: tuple[ExplainedSentence, ...] = ()


def explain(document: Document) -> Explanation:
    """Return what the reader made of each sentence of `document`, and its claims. Never raises on the content."""
    steps = read_steps(document)
    if steps is None:
        return Explanation(language=document.language, claims=Claims(language_unsupported=True))
    names: dict[int, tuple[ExplainedName, ...]] = {}
    triggers: defaultdict[int, list[ExplainedTrigger]] = defaultdict(list)
    if steps.opened is not None:
        reading, fates = steps.opened.context.reading, _fates(steps.opened)
        for index, parsed in reading.parsed.items():
            names[index] = tuple(
                ExplainedName(text=m.text, kind=m.entity.kind, entity=m.entity.name) for m in parsed.mentions
            )
        for trigger in steps.opened.triggers:
            triggers[trigger.parsed.sentence.index] += _triggers(reading, trigger, fates)
    sentences = tuple(
        ExplainedSentence(
            text=sentence.text,
            part=sentence.part,
            verdict=verdict,
            is_parsed=sentence.index in names,
            names=names.get(sentence.index, ()),
            triggers=tuple(triggers[sentence.index]),
        )
        for sentence, verdict in zip(steps.sentences, steps.gate.verdicts, strict=True)
    )
    return Explanation(language=document.language, claims=steps.claims, sentences=sentences)


def _fates(opened: Opened) -> dict[Found, dict[str, Any]]:
    """Return what became of every draft: its claim or the reason why it has none, and how likely it was."""
    fates: dict[Found, dict[str, Any]] = {draft: {"reason": r.reason} for draft, r in opened.implausible.items()}
    kinds: tuple[acceptance.Event, ...] = ("moves", "deals", "offers")
    for event in kinds:
        told = 0
        for merged in getattr(opened, event):
            fate: dict[str, Any] = {"reason": merged.reason} if merged.reason else {"claim": told}
            told += merged.reason is None
            fate |= {
                "merged": len(merged.drafts),
                "probability": merged.claim.confidence,
                "threshold": acceptance.threshold(event),
            }
            fates |= dict.fromkeys(merged.drafts, fate)
    return fates


def _triggers(reading: Reading, trigger: Trigger, fates: dict[Found, dict[str, Any]]) -> list[ExplainedTrigger]:
    if trigger.candidate is None:
        return [
            ExplainedTrigger(text=found.trigger, event="offer", frame=None, drafts=(_draft(found, "offer", fates),))
            for found in trigger.found
        ]
    candidate = trigger.candidate
    event = candidate.frame.event
    return [
        ExplainedTrigger(
            text=candidate.text,
            event=event,
            frame=candidate.frame.id,
            is_passive=candidate.is_passive,
            slots=_slots(reading, candidate),
            drafts=tuple(_draft(found, event, fates) for found in trigger.found),
        )
    ]


def _slots(reading: Reading, candidate: Candidate) -> dict[str, tuple[str, ...]]:
    def phrase(start: int, end: int) -> str:
        return candidate.parsed.text[start:end]

    return {slot: tuple(phrase(*reading.span(head)) for head in heads) for slot, heads in candidate.slots.items()}


def _draft(found: Found, event: str, fates: dict[Found, dict[str, Any]]) -> ExplainedDraft:
    if isinstance(found, RejectedCandidate):
        return ExplainedDraft(event=event, values={}, stance=found.quote.stance.value, reason=found.reason)
    values = {f.name: _printed(getattr(found, f.name)) for f in fields(found) if f.name not in _BARE}
    return ExplainedDraft(
        event=event,
        values={name: value for name, value in values.items() if value},
        stance=found.assessment.stance.value,
        is_background=found.is_background,
        **fates[found],
    )


def _printed(value: Entity | Sequence[Entity] | DayInterval | str | float | bool | None) -> str:
    match value:
        case None | False:
            return ""
        case Entity():
            return value.name
        case list():
            return ", ".join(map(_printed, value))
        case DayInterval():
            return f"{value.from_on}/{value.to_on}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
