"""The fields of a move beside person and houses: posts, kind, stage, status, day; invented names in both languages."""

from datetime import date

import pytest

from extract.claims.reader import read_claims, read_steps
from extract.claims.schema import Document, MoveClaim

PUBLISHED = date(2024, 10, 10)  # a Thursday


def move(language: str, text: str, person: str) -> MoveClaim:
    document = Document(text=text, language=language, published_from_on=PUBLISHED, published_to_on=PUBLISHED)
    return next(m for m in read_claims(document).moves if m.person == person)


POSTS_TOLD = [
    ("en", "Velden Bank named Priya Castell its treasurer. She was previously president of its retail unit.", "president"),
    ("en", "Priya Castell, who has been chief operating officer since 2019, will run Velden Bank.", "chief operating officer"),
    ("en", "Priya Castell joins Velden Bank from Orlane Payments, where she served as general counsel.", "general counsel"),
    ("en", "Priya Castell, a vice president, was named president of Velden Bank.", "vice president"),
    ("en", "Velden Bank hired Priya Castell. She spent 12 years in accounting, most recently as partner at Orlane Payments.", "partner"),
    ("fr", "Claire Dumas rejoint Banque Ferrand. Elle était depuis 2013 directrice commerciale de Logiciels Garance.", "directrice commerciale"),
    ("fr", "Claire Dumas, 33 ans, qui était jusqu'ici directrice technique, prend la tête de Banque Ferrand.", "directrice technique"),
    ("fr", "Claire Dumas arrive de Logiciels Garance, où elle occupait le poste de directrice des achats.", "directrice des achats"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "role"), POSTS_TOLD)
def test_a_clause_of_its_own_tells_the_post_of_its_subject(language: str, text: str, role: str) -> None:
    steps = read_steps(Document(text=text, language=language))
    assert steps is not None
    assert steps.opened is not None
    context = steps.opened.context
    posts = [p.role for e in context.reading.names.entities if " " in e.name for p in context.posts.of(e)]
    assert any(p.startswith(role) for p in posts)


ROLES = [
    ("en", "Velden Bank appointed president and chief operating officer Priya Castell to succeed Edgar Whitlow as chairman.", "Priya Castell", "president and chief operating officer", "chairman"),
    ("en", "Velden Bank promoted Priya Castell, its treasurer, to chief financial officer.", "Priya Castell", "treasurer", "chief financial officer"),
    ("en", "Velden Bank elected Priya Castell as chairman, succeeding Edgar Whitlow.", "Edgar Whitlow", "chairman", None),
    ("fr", "Banque Ferrand a nommé Claire Dumas, présidente de Logiciels Garance, en tant que directrice générale.", "Claire Dumas", "présidente", "directrice générale"),
    ("fr", "Banque Ferrand confie les clés à Jean Castel, jusque-là responsable commercial, propulsé directeur général par intérim.", "Jean Castel", "responsable commercial", "directeur général par intérim"),
    ("fr", "Trois chercheurs, Jean Castel, Claire Dumas et Marc Petit, ont démissionné de Banque Ferrand.", "Claire Dumas", "chercheur", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "person", "left", "taken"), ROLES)
def test_the_post_left_is_told_from_the_post_taken(
    language: str, text: str, person: str, left: str | None, taken: str | None
) -> None:
    claim = move(language, text, person)
    assert (claim.from_role, claim.to_role) == (left, taken)


KINDS = [
    ("en", "Edgar Whitlow resigned as president and a director of Velden Bank.", "departure"),
    ("en", "Edgar Whitlow stepped down from the board of Velden Bank.", "board_exit"),
    ("en", "Velden Bank chairman Edgar Whitlow will step down as chief executive and be replaced by managing director Ian Roe.", "departure"),
    ("en", "Edgar Whitlow started at Velden Bank on Monday as head of research.", "hire"),
    ("fr", "Edgar Whitlow a été promu directeur technique de Banque Ferrand.", "promotion"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_kinds(language: str, text: str, kind: str) -> None:
    assert move(language, text, "Edgar Whitlow").kind == kind


STAGES = [
    ("en", "Velden Bank named Edgar Whitlow to replace Ian Roe as chairman.", "effective"),
    ("en", "Edgar Whitlow has accepted to join Velden Bank as general counsel.", "planned"),
    ("en", "Velden Bank said Edgar Whitlow was leaving the company.", "planned"),
    ("en", "Edgar Whitlow could leave Velden Bank, according to two people close to the group.", "planned"),
    ("en", "Velden Bank denied that Edgar Whitlow, its chairman, was about to resign.", "planned"),
    ("en", "Edgar Whitlow turned down the post of chief executive of Velden Bank.", "declined"),
    ("fr", "Edgar Whitlow allait quitter Banque Ferrand.", "planned"),
    ("fr", "Edgar Whitlow s'apprête à quitter Banque Ferrand, a-t-il annoncé.", "planned"),
    ("fr", "Edgar Whitlow, directeur de Banque Ferrand, rejoindra Logiciels Garance.", "planned"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "stage"), STAGES)
def test_stages(language: str, text: str, stage: str) -> None:
    assert move(language, text, "Edgar Whitlow").stage == stage


STATUSES = [
    ("en", "Velden Bank said it had fired Edgar Whitlow over his expenses, which people familiar with the matter put high.", "confirmed"),
    ("en", "Velden Bank sacked Edgar Whitlow, its chairman, the Garland News Agency said.", "reported"),
    ("fr", "Edgar Whitlow est nommé directeur de Banque Ferrand, rapporte Le Monde.", "reported"),
    ("fr", "Edgar Whitlow, PDG de Banque Ferrand, prendra sa retraite, a annoncé le groupe.", "confirmed"),
    ("fr", "Edgar Whitlow est nommé directeur de Banque Ferrand par un décret du 3 octobre.", "confirmed"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "status"), STATUSES)
def test_who_confirms(language: str, text: str, status: str) -> None:
    assert move(language, text, "Edgar Whitlow").status == status


DAYS = [
    ("en", "Edgar Whitlow said on Monday that he is leaving Velden Bank.", None),
    ("en", "Velden Bank fired Edgar Whitlow on Monday. Ian Roe joined Velden Bank the same day.", date(2024, 10, 7)),
    ("en", "Ian Roe, who joined Velden Bank in 2015, has been appointed its chief executive.", None),
    ("fr", "Edgar Whitlow a annoncé lundi qu'il quittait Banque Ferrand.", None),
    ("fr", "Edgar Whitlow a quitté Banque Ferrand lundi.", date(2024, 10, 7)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "day"), DAYS)
def test_the_day_of_saying_is_not_the_day_of_the_move(language: str, text: str, day: date | None) -> None:
    claim = move(language, text, "Ian Roe" if "Ian Roe" in text else "Edgar Whitlow")
    assert (claim.effective_on.from_on if claim.effective_on else None) == day


def test_who_follows_a_leaver_shares_the_house_and_the_post() -> None:
    text = "Edgar Whitlow quit Velden Bank as chief executive. Ian Roe, its treasurer, was promoted to succeed Whitlow."
    came, left = move("en", text, "Ian Roe"), move("en", text, "Edgar Whitlow")
    assert (
        (came.to_organization, came.to_role)
        == (left.from_organization, left.from_role)
        == ("Velden Bank", "chief executive")
    )
