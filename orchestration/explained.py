"""One explained document on the terminal: its claims first, then every sentence with what became of it.

What is explained belongs in `extract.claims.explanation`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.claims.explanation import ExplainedDraft, ExplainedSentence, ExplainedTrigger, Explanation
from extract.claims.gate import Verdict
from extract.claims.schema import DealClaim, DocumentPart, MoveClaim, OfferClaim, RejectReason
from extract.language import UNKNOWN

VERDICTS = {
    Verdict.STRONG: "trigger",
    Verdict.WEAK: "weak trigger",
    Verdict.NO_TRIGGER: "no trigger",
    Verdict.NO_NAME: "no name",
    Verdict.SHORT: "too short",
}
EVENTS = {MoveClaim: "move", DealClaim: "deal", OfferClaim: "offer"}
SHOWN = {  # in the table of claims
    MoveClaim: ("person", "headcount", "from_organization", "from_role", "to_organization", "to_role", "stage"),
    DealClaim: ("acquirers", "target", "sellers", "amount", "currency", "stake_percent", "valuation", "stage"),
    OfferClaim: ("offeror", "person", "amount", "currency", "outcome"),
}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # what a document could steer the terminal with
COLORS = {"person": "cyan", "organization": "magenta", "place": "green", "other": "blue"}


def rendered(explanation: Explanation) -> RenderableType:
    """Return the whole explanation for rich to print."""
    claims = explanation.claims
    if claims.language_unsupported:
        known = explanation.language != UNKNOWN
        reason = (
            f"There is no lexicon of the language {explanation.language}" if known else "The language is not recognized"
        )
        return Text(f"{reason}: nothing was read. --language names another.")
    return Group(
        _summary(explanation),
        _claims([*claims.moves, *claims.deals, *claims.offers], _numbers(explanation)),
        *(
            part
            for number, sentence in enumerate(explanation.sentences, start=1)
            for part in _sentence(number, sentence)
        ),
    )


def _summary(explanation: Explanation) -> Text:
    claims, sentences = explanation.claims, explanation.sentences
    parsed = sum(sentence.is_parsed for sentence in sentences)
    told = {"move": claims.moves, "deal": claims.deals, "offer": claims.offers}
    counts = [f"{len(rows)} {name}{'s' * (len(rows) > 1)}" for name, rows in told.items() if rows]
    reasons = Counter(rejected.reason for rejected in claims.rejected)
    turned_down = [f"{count} {_words(reason)}" for reason, count in reasons.most_common()]
    return Text.assemble(
        (", ".join(counts) or "no event", "bold"),
        f" in {len(sentences)} sentence{'s' * (len(sentences) != 1)} ({explanation.language}),",
        f" {parsed or 'none'} of them parsed",
        f"; turned down: {', '.join(turned_down)}" if turned_down else "",
        "" if parsed else ", for none has a strong trigger",
    )


def _numbers(explanation: Explanation) -> dict[str, list[int]]:
    """Return in which sentences each claim is told, by its label."""
    told: dict[str, list[int]] = {}
    for number, sentence in enumerate(explanation.sentences, start=1):
        for draft in (draft for trigger in sentence.triggers for draft in trigger.drafts):
            if draft.claim is not None and number not in (known := told.setdefault(_label(draft), [])):
                known.append(number)
    return told


def _label(draft: ExplainedDraft) -> str:
    return f"{draft.event} {(draft.claim or 0) + 1}"


def _claims(claims: Sequence[MoveClaim | DealClaim | OfferClaim], told: dict[str, list[int]]) -> RenderableType:
    if not claims:
        return Text()
    table = Table("claim", "kind", "who", "status", "confidence", "sentences")
    counted: Counter[str] = Counter()
    for claim in claims:
        event = EVENTS[type(claim)]
        counted[event] += 1
        label = f"{event} {counted[event]}"
        status = f"{claim.status}, background" if claim.is_background else claim.status.value
        sentences = ", ".join(map(str, told.get(label, [])))
        table.add_row(label, _words(claim.kind), _who(claim), status, f"{claim.confidence:.2f}", sentences)
    return table


def _who(claim: MoveClaim | DealClaim | OfferClaim) -> Text:
    values = claim.model_dump(mode="json")
    if values.get("person"):
        values["headcount"] = None
    return _filled({name: _printed(values[name]) for name in SHOWN[type(claim)] if values[name] not in (None, [])})


def _printed(value: object) -> str:
    match value:
        case list():
            return ", ".join(map(str, value))
        case float():
            return f"{value:,.15g}"
        case _:
            return str(value)


def _words(value: str) -> str:
    return value.replace("_", " ")


def _plain(text: str) -> str:
    return CONTROL.sub(" ", text)


def _filled(values: dict[str, str]) -> Text:
    parts = [Text.assemble((f"{_words(name)} ", "dim"), _plain(value)) for name, value in values.items()]
    return Text("; ").join(parts)


def _sentence(number: int, sentence: ExplainedSentence) -> Iterator[RenderableType]:
    place = f"{number:>3} {'title, ' if sentence.part is DocumentPart.TITLE else ''}"
    verdict = VERDICTS[sentence.verdict]
    words = " ".join(_plain(sentence.text).split())
    if not sentence.is_parsed:
        yield Text.assemble(f"{place}{verdict}: ", words, style="dim", no_wrap=True, overflow="ellipsis")
        return
    yield Text.assemble("\n", (f"{place}{verdict}: ", "bold"), words)
    if sentence.names:
        names = [
            Text.assemble(
                (_plain(name.text), COLORS[name.kind]),
                (f" {name.kind}" + (f", {_plain(name.entity)}" if name.entity != name.text else ""), "dim"),
            )
            for name in sentence.names
        ]
        yield _line(Text("; ").join(names))
    for trigger in sentence.triggers:
        yield from _trigger(trigger)
    if not sentence.triggers:
        yield _line(Text("the parse has no trigger of a frame", style="dim"))


def _line(text: Text, indent: int = 4) -> RenderableType:
    return Padding(text, (0, 0, 0, indent), expand=False)


def _trigger(trigger: ExplainedTrigger) -> Iterator[RenderableType]:
    meaning = f"{trigger.event}, frame {trigger.frame}" if trigger.frame else "offer"
    if trigger.is_passive:
        meaning += ", passive"
    slots = {slot: " | ".join(phrases) for slot, phrases in trigger.slots.items() if phrases}
    head = Text.assemble((_plain(trigger.text), "yellow"), (f" ({meaning}) ", "dim"))
    yield _line(head.append_text(_filled(slots)))
    for draft in trigger.drafts:
        yield _line(_draft(draft), indent=6)
    if not trigger.drafts:
        yield _line(Text("✗ no event: the slots do not make one", style="dim"), indent=6)


def _draft(draft: ExplainedDraft) -> Text:
    notes = [_words(draft.stance)] if draft.stance != "asserts" else []
    if draft.reason in (None, RejectReason.UNLIKELY) and draft.probability is not None and draft.threshold is not None:
        notes += [f"likely {draft.probability:.2f}, told from {draft.threshold:.2f}"]
    if draft.merged > 1:
        notes += [f"merged with {draft.merged - 1} more"]
    verdict = (f"✗ {_words(draft.reason)}", "red") if draft.reason else (f"✓ {_label(draft)}", "green")
    values = _filled({name: value for name, value in draft.values.items() if name != "amount_raw"})
    return Text.assemble(verdict, (f" ({', '.join(notes)})" if notes else "", "dim"), ": " if values else "", values)
