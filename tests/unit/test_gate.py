"""The gate: which sentences of a document are parsed, and which of them first."""

import re

import pytest

from extract.claims.gate import HEAD, Verdict, by_initial, gate
from extract.claims.lexicon import compiled, load
from extract.claims.reader import read_steps
from extract.claims.schema import Document
from extract.claims.sentences import split

NEWS = "Carla Venner was named chief executive of Obelisk Foods on Monday."
WEAK = "Marc Dorn goes to Halden Bank."  # counts only beside a strong trigger
FILLER = [f"The weather over the harbor of Brenning stayed mild on day {i}." for i in range(HEAD)]


def test_the_head_and_strong_triggers_lead() -> None:
    sentences = split(Document(text=" ".join([WEAK, *FILLER, WEAK, NEWS]), language="en"))
    passed = gate(sentences, load("en"))
    assert passed.candidates == (0, HEAD + 1, HEAD + 2)
    assert passed.leads == (0, HEAD + 2)
    assert passed.verdicts[HEAD + 1] is Verdict.WEAK


@pytest.mark.parametrize(
    ("lead", "parsed"), [(NEWS, {HEAD, HEAD + 1}), ("The cat left Brenning before the Acme fair.", {HEAD})]
)
def test_the_rest_is_parsed_where_the_leads_tell_something(lead: str, parsed: set[int]) -> None:
    steps = read_steps(Document(text=" ".join([*FILLER, lead, WEAK]), language="en"))
    assert steps is not None
    assert steps.opened is not None
    assert set(steps.opened.context.reading.parsed) == parsed


def test_a_document_with_weak_triggers_alone_stays_shut() -> None:
    assert not gate(split(Document(text=WEAK, language="en")), load("en")).is_open


def test_patterns_grouped_by_initial_find_the_same() -> None:
    patterns = ("join(?:s|ed)?", "(?:re-?)?joins?", "jumps?", "s?old", "sell|vend", "Élu", "éli[rt]")
    text = "Rejoin, joined; jumps; old, sold, vend, sell; élu ÉLIT; jo selling"
    assert re.findall(compiled(by_initial(patterns)), text) == re.findall(compiled(patterns), text)
