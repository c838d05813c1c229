"""Offers read from a few sentences: kinds, who gives and who gets, sums and answers, with invented names."""

from datetime import date

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Document, OfferClaim

PUBLISHED = date(2024, 10, 10)


def offers(language: str, text: str, title: str | None = None) -> list[OfferClaim]:
    document = Document(
        text=text, title=title, language=language, published_from_on=PUBLISHED, published_to_on=PUBLISHED
    )
    return list(read_claims(document).offers)


KINDS = [
    (
        "en",
        "Velden Labs offered the engineer Marta Kessler a signing bonus of $2 million, the company said.",
        "sign_on",
        2e6,
    ),
    (
        "en",
        "Velden Labs offered Marta Kessler a compensation package worth $30 million to join from Corvane Systems.",
        "compensation",
        30e6,
    ),
    (
        "en",
        "Velden Labs made Marta Kessler a counter-offer of $8 million to stay, according to the company.",
        "retention_counter",
        8e6,
    ),
    (
        "fr",
        "Velden Labs a proposé à Marta Kessler une prime à la signature de 2 millions de dollars.",
        "sign_on",
        2e6,
    ),
    (
        "en",
        "Velden Labs has hired Marta Kessler from Corvane Systems with a pay package worth $20 million over four years.",
        "compensation",
        20e6,
    ),
    (
        "fr",
        "Velden Labs a tenté de retenir Marta Kessler en lui proposant 600 000 dollars par an.",
        "retention_counter",
        600e3,
    ),
]


@pytest.mark.parametrize(("language", "text", "kind", "amount"), KINDS)
def test_the_words_for_pay_tell_the_kind(language: str, text: str, kind: str, amount: float) -> None:
    (offer,) = offers(language, text)
    assert (offer.kind, offer.offeror, offer.person) == (kind, "Velden Labs", "Marta Kessler")
    assert (offer.amount, offer.currency) == (amount, "USD")


GROUPS = [
    ("en", "Velden Labs is offering signing bonuses of up to $2 million to engineers at Corvane Systems."),
    (
        "fr",
        "Velden Labs a proposé aux ingénieurs de Corvane Systems des primes à la signature de 2 millions de dollars.",
    ),
]


@pytest.mark.parametrize(("language", "text"), GROUPS)
def test_an_offer_to_a_group_has_no_person(language: str, text: str) -> None:
    (offer,) = offers(language, text)
    assert (offer.offeror, offer.person, offer.amount) == ("Velden Labs", None, 2e6)


ANSWERS = [
    ("She turned it down.", "declined"),
    ("She accepted it.", "accepted"),
    ("The company would not comment.", "unknown"),
]


@pytest.mark.parametrize(("answer", "outcome"), ANSWERS)
def test_the_answer_may_stand_in_the_next_sentence(answer: str, outcome: str) -> None:
    text = f"Velden Labs offered Marta Kessler a signing bonus of $2 million, the company said. {answer}"
    (offer,) = offers("en", text)
    assert offer.outcome == outcome


STATUSES = [
    ("Velden Labs said it had offered Marta Kessler a signing bonus of $2 million.", "confirmed"),
    ("Velden Labs offered Marta Kessler a signing bonus of $2 million.", "reported"),
    (
        "Velden Labs offered Marta Kessler a signing bonus of $2 million, people familiar with the matter said.",
        "rumored",
    ),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_only_the_two_sides_confirm(text: str, status: str) -> None:
    (offer,) = offers("en", text)
    assert offer.status == status


NO_OFFERS = [
    ("en", "New customers of Velden Bank get a welcome bonus of $200."),
    ("en", "Velden Group raised its offer for Corvane Systems to $75 million."),
    ("en", "Velden Labs paid a fine of $2 million."),
    ("en", "Marta Kessler left with a severance payment of $2 million from Velden Labs."),
    ("fr", "Les salariés de Velden toucheront une prime de bienvenue de 200 €, annoncent les syndicats."),
]


@pytest.mark.parametrize(("language", "text"), NO_OFFERS)
def test_bids_fines_and_discounts_are_no_offers(language: str, text: str) -> None:
    assert offers(language, text) == []


def test_who_answers_in_an_interview_is_meant_and_the_house_counters() -> None:
    text = (
        "Directeur de la recherche de Fluvia, Rémi Tassin a éconduit un géant américain. Il raconte. Est-il vrai que "
        "l'américain Coldwater AI a voulu vous recruter ? Oui. La prime d'arrivée était de 3 millions de dollars. "
        "J'ai tout refusé. Et chez Fluvia ? On m'a promis une rallonge de 20 000 euros pour que je reste."
    )
    found = {(o.kind, o.offeror, o.person, o.amount) for o in offers("fr", text)}
    assert found == {
        ("sign_on", "Coldwater AI", "Rémi Tassin", 3_000_000),
        ("retention_counter", "Fluvia", "Rémi Tassin", 20_000),
    }


@pytest.mark.parametrize(
    ("language", "text", "kind", "offeror", "person", "amount"),
    [
        ("fr", "La société Synapsis a proposé une prime à la signature de 2 millions d'euros à l'ingénieur Marc Delaunay.", "sign_on", "Synapsis", "Marc Delaunay", 2e6),
        ("fr", "Le groupe Alcyane a promis un bonus de bienvenue de 3 millions d'euros à son futur directeur général, Paul Arnoux.", "sign_on", "Alcyane", "Paul Arnoux", 3e6),
        ("fr", "Le nouveau patron du groupe Alcyane, Paul Arnoux, touchera une prime de bienvenue de 1,5 million d'euros.", "sign_on", "Alcyane", "Paul Arnoux", 1.5e6),
        ("en", "Tessel Corp will pay its new chief executive, Anna Brent, a sign-on bonus of $4.5 million.", "sign_on", "Tessel Corp", "Anna Brent", 4.5e6),
        ("en", "Halden Foods will give new CEO Julia Brent a $5 million sign-on award in stock.", "sign_on", "Halden Foods", "Julia Brent", 5e6),
    ],
)  # fmt: skip
def test_a_title_before_the_name_is_no_hindrance(
    language: str, text: str, kind: str, offeror: str, person: str, amount: float
) -> None:
    (offer,) = offers(language, text)
    assert (offer.kind, offer.offeror, offer.person, offer.amount) == (kind, offeror, person, amount)
