"""Moves as the English-language press tells them, one way of telling a line; names are invented."""

from datetime import date

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Document, MoveClaim

DAY = date(2024, 10, 10)


def moves(text: str) -> list[MoveClaim]:
    """Return the moves of a text of 10 October 2024 that are news."""
    document = Document(text=text, language="en", published_from_on=DAY, published_to_on=DAY)
    return [m for m in read_claims(document).moves if not m.is_background]


HIRES = [
    ("Penrose Bio appointed Lumina Health's founder, Jane Doe, as chief medical officer.", "Lumina Health", "founder"),
    ("Tarn Labs has rehired Jane Doe less than a month after she defected to Corvid Systems.", "Corvid Systems", None),
    ("Jane Doe, chief executive of Norrfors AB, will leave the company to become CEO of Metsala Oyj.", "Norrfors AB",
     "chief executive"),
    ("TechDaily managing editor Jane Doe is leaving to become head of communications at Ardent Systems.", "TechDaily",
     "managing editor"),
    ("Tarn Labs co-founder Jane Doe has quit to launch a new startup called Sable.", "Tarn Labs", "co-founder"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "role"), HIRES)
def test_who_arrives_comes_from_somewhere(text: str, source: str | None, role: str | None) -> None:
    (move,) = moves(text)
    assert (move.person, move.from_organization, move.from_role) == ("Jane Doe", source, role)


PROMOTIONS = [
    ("Brightwell Bank promoted Jane Doe to chief risk officer from deputy chief risk officer.",
     "deputy chief risk officer", "chief risk officer"),
    ("Duxbury Homes has promoted Jane Doe from regional director to chief operating officer.", "regional director",
     "chief operating officer"),
    ("Redfern Group has named finance chief Jane Doe interim chief executive.", "finance chief",
     "interim chief executive"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "before", "after"), PROMOTIONS)
def test_a_promotion_has_both_posts(text: str, before: str, after: str) -> None:
    (move,) = moves(text)
    assert (move.kind, move.from_role, move.to_role) == ("promotion", before, after)


SEATS = [
    ("Jane Doe, a partner at Northfold Ventures, has joined the board of Sable Inc.", "board_join"),
    ("Northfold Ventures partner Jane Doe will take a seat on the board of Sable Inc.", "board_join"),
    ("Sable Inc named Jane Doe sales director.", "hire"),
    ("Sable Inc named Jane Doe a director.", "board_join"),
    ("The European Space Council has chosen Jane Doe as its next director general.", "hire"),
]


@pytest.mark.parametrize(("text", "kind"), SEATS)
def test_a_seat_on_the_board_is_no_title(text: str, kind: str) -> None:
    (move,) = moves(text)
    assert (move.person, move.kind) == ("Jane Doe", kind)


def test_a_noun_names_the_successor() -> None:
    left, came = moves(
        "Marlow Foods said Tuesday its chief executive, Priya Raman, will retire in June. "
        "Her successor is Tom Haldane, who runs the European business of Marlow Foods."
    )
    assert (left.person, left.kind, left.from_organization) == ("Priya Raman", "retirement", "Marlow Foods")
    assert (came.person, came.to_organization, came.to_role) == ("Tom Haldane", "Marlow Foods", "chief executive")


def test_an_exit_of_months_ago_is_background() -> None:
    text = "Trident Marine named Jane Doe chief executive. She succeeds Martin Hale, who left the company in June."
    assert [m.person for m in moves(text)] == ["Jane Doe"]


QUIET = [
    "Pressure is growing on Alpina Chemie CEO Rolf Meier to quit.",
    "Shareholders demanded that chief executive Rolf Meier of Alpina Chemie resign, but he rejected the call.",
    "Leland Bank chief executive Lena Hart considered resigning in 2019, she told the podcast.",
]


@pytest.mark.parametrize("text", QUIET)
def test_an_exit_that_others_want_is_none(text: str) -> None:
    assert moves(text) == []
