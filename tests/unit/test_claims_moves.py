"""Moves read from single sentences: each phenomenon in both languages, with invented names."""

from datetime import date

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Document, MoveClaim

PUBLISHED = date(2024, 10, 10)  # a Thursday


def moves(language: str, text: str, title: str | None = None) -> list[MoveClaim]:
    document = Document(
        text=text, title=title, language=language, published_from_on=PUBLISHED, published_to_on=PUBLISHED
    )
    return list(read_claims(document).moves)


HIRES = [
    ("en", "Velden Bank has hired Priya Castell from Orlane Payments.", "Priya Castell", "Orlane Payments", "Velden Bank"),
    ("en", "Priya Castell, Orlane Payments' finance director, joined Velden Bank on Monday.", "Priya Castell", "Orlane Payments", "Velden Bank"),
    ("en", "Velden Bank appointed Edgar Whitlow, formerly president of Orlane Payments, as chief executive.", "Edgar Whitlow", "Orlane Payments", "Velden Bank"),
    ("en", "Edgar Whitlow is leaving Orlane Payments for Velden Bank.", "Edgar Whitlow", "Orlane Payments", "Velden Bank"),
    ("fr", "Banque Ferrand recrute Claire Dumas, directrice financière de Logiciels Garance.", "Claire Dumas", "Logiciels Garance", "Banque Ferrand"),
    ("fr", "Claire Dumas quitte Logiciels Garance pour rejoindre la Banque Ferrand.", "Claire Dumas", "Logiciels Garance", "Banque Ferrand"),
    ("fr", "Claire Dumas, directrice financière de Logiciels Garance, a rejoint lundi la Banque Ferrand.", "Claire Dumas", "Logiciels Garance", "Banque Ferrand"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "person", "source", "target"), HIRES)
def test_a_hire_names_both_employers(language: str, text: str, person: str, source: str, target: str) -> None:
    (move,) = moves(language, text)
    assert (move.person, move.kind, move.from_organization, move.to_organization) == (person, "hire", source, target)


KINDS = [
    ("en", "Edgar Whitlow resigned as chief executive of Velden Bank.", "departure", "chief executive"),
    (
        "en",
        "Velden Bank fired Edgar Whitlow, its chief revenue officer, on Tuesday.",
        "dismissal",
        "chief revenue officer",
    ),
    (
        "en",
        "Edgar Whitlow, finance director of Velden Bank, will retire on 31 March.",
        "retirement",
        "finance director",
    ),
    ("fr", "Jean Castel, directeur général de Banque Ferrand, a démissionné mardi.", "departure", "directeur général"),
    (
        "fr",
        "Jean Castel a été démis de ses fonctions de directeur général de Banque Ferrand.",
        "dismissal",
        "directeur général",
    ),
    (
        "fr",
        "Jean Castel, directeur industriel de Banque Ferrand, prendra sa retraite le 31 mars.",
        "retirement",
        "directeur industriel",
    ),
]


@pytest.mark.parametrize(("language", "text", "kind", "role"), KINDS)
def test_an_exit_has_its_kind_and_the_role_left(language: str, text: str, kind: str, role: str) -> None:
    (move,) = moves(language, text)
    assert move.kind == kind
    assert move.from_role == role
    assert move.from_organization in {"Velden Bank", "Banque Ferrand"}


@pytest.mark.parametrize(
    ("language", "text", "members"),
    [
        ("en", "Anna Berg, Edgar Whitlow and Mary Quill have joined Velden Bank.", 3),
        ("fr", "Anne Berger, Jean Castel et Claire Dumas ont rejoint la Banque Ferrand.", 3),
    ],
)
def test_a_list_of_names_is_one_move_per_name(language: str, text: str, members: int) -> None:
    found = moves(language, text)
    assert len({m.person for m in found}) == members
    assert all(m.headcount == 1 for m in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Anna Berg left the building after lunch with Edgar Whitlow."),
        ("en", "Edgar Whitlow has not resigned from Velden Bank."),
        ("en", "If Edgar Whitlow joined Velden Bank, the shares would rise."),
        ("en", '"We need more welders to join," said Priya Castell, who heads Velden Shipyards.'),
        ("en", "Edgar Whitlow, the managing director, asked the strikers to leave the factory gate."),
        (
            "en",
            "In the third season the banker Edgar Whitlow, played by a newcomer, is fired, and the plot never recovers.",
        ),
        ("fr", "Jean Castel a quitté la scène sous les applaudissements."),
        ("en", "Shareholders urged Priya Castell to quit Velden Bank."),
        ("en", "Unions demand the resignation of Priya Castell, chair of Velden Bank."),
        ("fr", "L'opposition demande la démission de Claire Dumas, présidente de Garance."),
        ("fr", "Le maire a appelé Claire Dumas à démissionner de Garance."),
        ("fr", "Le président du pays, Marc Ferrand, a promis que les fautifs seraient limogés."),
        (
            "fr",
            "Dans ce long-métrage, le personnage de Claire Dumas rejoint la banque Ferrand, et l'intrigue s'arrête là.",
        ),
        ("fr", "La version d'essai rejoint le catalogue de Banque Ferrand."),
        ("fr", "Imaginons que Jean Castel rejoigne Banque Ferrand."),
        ("en", "Velden Bank bought Orlane Payments, the young company that Priya Castell co-founded."),
        ("fr", "La Banque Ferrand rachète Logiciels Garance, la jeune société que Claire Dumas a fondée."),
        ("en", "Edgar Whitlow, who used to be finance director of Velden Bank, says that markets are calm."),
    ],
)
def test_what_is_no_move_is_turned_down(language: str, text: str) -> None:
    assert moves(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "stage", "day"),
    [
        ("en", "Velden Bank said Anna Berg will become chief executive on November 4.", "planned", date(2024, 11, 4)),
        ("en", "Anna Berg joined Velden Bank on Monday.", "effective", date(2024, 10, 7)),
        (
            "fr",
            "Claire Dumas prendra la direction générale de Banque Ferrand le 4 novembre.",
            "planned",
            date(2024, 11, 4),
        ),
    ],
)
def test_a_date_of_effect_is_read_in_the_tense_of_its_verb(language: str, text: str, stage: str, day: date) -> None:
    (move,) = moves(language, text)
    assert move.stage == stage
    assert move.effective_on is not None
    assert move.effective_on.from_on == day


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "Velden Bank said on Tuesday it had named Anna Berg as chief executive.", "confirmed"),
        ("en", "Anna Berg has joined Velden Bank.", "reported"),
        ("en", "Anna Berg is leaving Velden Bank, people familiar with the matter said.", "rumored"),
        ("fr", "Banque Ferrand a annoncé la nomination de Claire Dumas au poste de directrice générale.", "confirmed"),
        ("fr", "Claire Dumas a rejoint la Banque Ferrand.", "reported"),
        ("fr", "Claire Dumas quitterait Banque Ferrand, selon plusieurs sources.", "rumored"),
    ],
)
def test_status_follows_who_says_it(language: str, text: str, status: str) -> None:
    (move,) = moves(language, text)
    assert move.status == status


def test_quotes_are_cut_out_of_the_text_by_their_offsets() -> None:
    text = "The day was long.\nVelden Bank has hired Anna Berg from Orlane Payments. Nobody minded."
    (move,) = moves("en", text)
    quote = move.quotes[0]
    assert (
        text[quote.char_start : quote.char_end] == quote.text == "Velden Bank has hired Anna Berg from Orlane Payments."
    )


def test_a_name_takes_its_longest_form_of_the_document() -> None:
    (move,) = moves("en", "Berg has joined Velden Bank as finance director. Anna Berg spent ten years in Leeds.")
    assert move.person == "Anna Berg"


def test_a_paraphrase_stands_for_an_organization_named_elsewhere() -> None:
    (move,) = moves("fr", "Claire Dumas a rejoint la firme de Redmond. Microsoft ne commente pas.")
    assert move.to_organization == "Microsoft"


GROUPS = [
    ("en", "Velden Bank has hired a team of ten wealth managers from Orlane Payments.", 10, "hire", "Orlane Payments", "Velden Bank"),
    ("en", "Most of Orlane Payments's staff have already moved to Velden Bank, the bank said.", None, "hire", "Orlane Payments", "Velden Bank"),
    ("en", "Edgar Whitlow and five colleagues have left Velden Bank.", 5, "departure", "Velden Bank", None),
    ("en", "Edgar Whitlow is joining Velden Bank from Orlane Payments together with some 40 colleagues.", 40, "hire", "Orlane Payments", "Velden Bank"),
    ("en", "Edgar Whitlow has left Velden Bank, taking six engineers with him.", 6, "departure", "Velden Bank", None),
    ("en", "Edgar Whitlow has left Orlane Payments for Velden Bank. He was followed by nine colleagues.", 9, "hire", "Orlane Payments", "Velden Bank"),
    ("en", "Edgar Whitlow has left Velden Bank. Two of his designers have left with him.", 2, "departure", "Velden Bank", None),
    ("fr", "La Banque Ferrand embauche 34 des 70 salariés de Logiciels Garance.", 34, "hire", "Logiciels Garance", "Banque Ferrand"),
    ("fr", "La Banque Ferrand a recruté une équipe de dix gérants chez Logiciels Garance.", 10, "hire", "Logiciels Garance", "Banque Ferrand"),
    ("fr", "Jean Castel quitte Logiciels Garance pour rejoindre la Banque Ferrand. Trois de ses collègues le suivront à l'automne.", 3, "hire", "Logiciels Garance", "Banque Ferrand"),
    ("fr", "Jean Castel quitte Logiciels Garance pour rejoindre la Banque Ferrand. Il emmène avec lui six ingénieurs.", 6, "hire", "Logiciels Garance", "Banque Ferrand"),
    ("fr", "Jean Castel a quitté la Banque Ferrand, suivi de deux collègues.", 2, "departure", "Banque Ferrand", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "headcount", "kind", "source", "target"), GROUPS)
def test_a_group_without_names_is_one_move_with_its_headcount(
    language: str, text: str, headcount: int | None, kind: str, source: str, target: str | None
) -> None:
    (move,) = [m for m in moves(language, text) if m.person is None]
    found = (move.headcount, move.kind, move.from_organization, move.to_organization)
    assert found == (headcount, kind, source, target)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Velden Bank has hired 200 engineers this year."),
        ("en", "Three customers left Velden Bank for Orlane Payments last year."),
        ("en", "Hundreds of people left the city after the storm, Velden Bank said."),
        ("en", "Velden Bank answers two former employees who were fired after they had tried to report fraud."),
        ("fr", "La Banque Ferrand a recruté 200 ingénieurs cette année."),
        ("fr", "La Banque Ferrand va supprimer 300 postes et licencier 120 salariés."),
    ],
)
def test_people_counted_beside_a_verb_of_moving_are_no_group_that_moves(language: str, text: str) -> None:
    assert moves(language, text) == []
