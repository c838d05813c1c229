"""An explanation says of every sentence what the reader made of it, and why."""

from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from extract.claims import acceptance
from extract.claims.explanation import Explanation, explain
from extract.claims.gate import Verdict
from extract.claims.reader import read_claims
from extract.claims.schema import Document, RejectReason
from orchestration.explained import rendered

TEXT = (
    "Nadia Kessler has joined Halcyon Robotics as finance chief. "
    "It rained in Lyon. "
    "Halcyon Robotics confirmed on Monday that Nadia Kessler left Brightforge. "
    "Tomas Lindqvist has not joined Halcyon Robotics."
)
DAY = date(2025, 7, 2)
DOCUMENT = Document(text=TEXT, language="en", published_from_on=DAY, published_to_on=DAY)


def printed(explanation: Explanation) -> str:
    console = Console(file=StringIO(), width=120)
    console.print(rendered(explanation), highlight=False)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_each_sentence_has_the_verdict_of_the_gate() -> None:
    hire, rain, leave, _ = explain(DOCUMENT).sentences
    assert (hire.verdict, hire.is_parsed) == (Verdict.STRONG, True)
    assert (rain.verdict, rain.is_parsed, rain.triggers) == (Verdict.NO_TRIGGER, False, ())
    assert leave.text == "Halcyon Robotics confirmed on Monday that Nadia Kessler left Brightforge."


def test_names_triggers_and_slots_are_those_of_the_parse() -> None:
    hire, *_ = explain(DOCUMENT).sentences
    assert [(name.text, name.kind) for name in hire.names] == [
        ("Nadia Kessler", "person"),
        ("Halcyon Robotics", "organization"),
    ]
    joined = next(trigger for trigger in hire.triggers if trigger.event == "move")
    assert (joined.text, joined.frame) == ("joined", "join")
    assert joined.slots["person"] == ("Nadia Kessler",)
    assert joined.slots["to"] == ("Halcyon Robotics",)


def test_drafts_lead_to_the_claim_they_were_merged_into() -> None:
    explanation = explain(DOCUMENT)
    assert explanation.claims == read_claims(DOCUMENT)
    (claim,) = explanation.claims.moves
    drafts = [d for s in explanation.sentences for t in s.triggers for d in t.drafts if d.claim is not None]
    assert [(draft.event, draft.claim, draft.merged) for draft in drafts] == [("move", 0, 2), ("move", 0, 2)]
    assert drafts[1].values["from_organization"] == claim.from_organization == "Brightforge"
    assert {draft.probability for draft in drafts} == {claim.confidence}


def test_what_is_turned_down_has_its_reason() -> None:
    *_, denial = explain(DOCUMENT).sentences
    reasons = [draft.reason for trigger in denial.triggers for draft in trigger.drafts]
    assert reasons == [RejectReason.NEGATED]


def test_the_history_of_a_company_is_kept_as_background() -> None:
    text = "Brightforge raised $40 million from Vellmar Capital. In 2019 Brightforge had raised $2 million."
    explanation = explain(Document(text=text, language="en"))
    assert RejectReason.BACKGROUND in {rejected.reason for rejected in explanation.claims.rejected}
    (draft,) = (d for d in explanation.sentences[1].triggers[0].drafts)
    assert draft.reason is RejectReason.BACKGROUND
    assert draft.values["amount"] == "2000000"


def test_an_unlikely_event_is_turned_down_with_its_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acceptance, "threshold", lambda event: 0.999)
    explanation = explain(DOCUMENT)
    assert explanation.claims.moves == ()
    drafts = [d for s in explanation.sentences for t in s.triggers for d in t.drafts if d.probability is not None]
    assert [(draft.reason, draft.claim, draft.merged) for draft in drafts] == [(RejectReason.UNLIKELY, None, 2)] * 2
    assert all(draft.probability < draft.threshold for draft in drafts if draft.probability and draft.threshold)
    assert [rejected.reason for rejected in explanation.claims.rejected].count(RejectReason.UNLIKELY) == 2


def test_the_terminal_shows_claims_first_and_every_sentence() -> None:
    text = printed(explain(DOCUMENT))
    first, *_ = text.splitlines()
    assert first.startswith("1 move in 4 sentences (en), 3 of them parsed; turned down: 1 negated")
    table, _, sentences = text.partition("no trigger: It rained in Lyon.")
    assert "move 1" in table
    assert "✗ negated" in sentences
    assert "✓ move 1" in sentences


def test_a_document_cannot_steer_the_terminal() -> None:
    hostile = Document(text="Nadia Kessler \x1b[2J has joined [bold red]Halcyon Robotics[/].\x07 \x9b5m", language="en")
    text = printed(explain(hostile))
    assert not {"\x1b", "\x07", "\x9b"} & set(text)
    assert "[bold red]" in text


def test_a_language_without_lexicon_says_so() -> None:
    assert "no lexicon of the language de" in printed(explain(Document(text="Er verkauft das Werk.", language="de")))
    assert "not recognized" in printed(explain(Document(text="", language="und")))
