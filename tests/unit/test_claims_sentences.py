"""Sentences keep exact offsets through the typography of the press."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims.schema import Document
from extract.claims.sentences import split


def texts(text: str) -> list[str]:
    return [s.text for s in split(Document(text=text, language="fr"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il part. Elle reste.", ["Il part.", "Elle reste."]),
        ("Il part.Une autre arrive demain.", ["Il part.", "Une autre arrive demain."]),
        ("M. Castel part. Mme Dumas reste.", ["M. Castel part.", "Mme Dumas reste."]),
        ("Acme Corp. said so. It left.", ["Acme Corp. said so.", "It left."]),
        ("J. Ashford left. He won.", ["J. Ashford left.", "He won."]),
        ("• Un point\n• Un autre", ["Un point", "Un autre"]),
        ("Ouvrage.AI a gagné. Fin.", ["Ouvrage.AI a gagné.", "Fin."]),
        ("Un titre\n\nUne phrase. Une autre.", ["Un titre", "Une phrase.", "Une autre."]),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_wrapped_wire_lines_are_one_sentence() -> None:
    text = "    Acme Corp said it agreed to buy Globex\nfor 12 mln dlrs in cash from its owner who\nlives in Ohio and likes boats.\n    It gave no reason."
    assert len(texts(text)) == 2


@given(st.text(max_size=400))
def test_offsets_cut_the_sentence_out_of_any_text(text: str) -> None:
    for sentence in split(Document(text=text, language="en")):
        assert text[sentence.start : sentence.end] == sentence.text != ""
