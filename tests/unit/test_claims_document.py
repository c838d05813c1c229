"""What sentences behind an event make of it: its status, its stage, its days."""

from datetime import date

from extract.claims.reader import read_claims
from extract.claims.schema import Claims, Document, MoveStage, Status

THURSDAY = date(2024, 5, 16)


def read(text: str, language: str) -> Claims:
    return read_claims(Document(text=text, language=language, published_from_on=THURSDAY, published_to_on=THURSDAY))


def test_an_announcement_behind_a_deal_dates_and_confirms_it() -> None:
    deal = read(
        "Brackwater Energy has bought the turbine maker Halvorsen Wind for 40 million euros. "
        "The companies announced the deal on Tuesday.",
        "en",
    ).deals[0]
    assert deal.status is Status.CONFIRMED
    assert deal.announced_on is not None
    assert deal.announced_on.from_on == deal.announced_on.to_on == date(2024, 5, 14)


def test_a_french_signature_behind_a_deal_dates_and_confirms_it() -> None:
    deal = read(
        "Le groupe Brasseries Valmont a racheté la cidrerie Kerloc'h pour 12 millions d'euros. "
        "L'opération a été signée lundi, indique l'acquéreur.",
        "fr",
    ).deals[0]
    assert deal.status is Status.CONFIRMED
    assert deal.announced_on is not None
    assert deal.announced_on.from_on == date(2024, 5, 13)


def test_a_departure_is_a_report_until_somebody_confirms_it() -> None:
    left = "Paul Renaud quitte la direction de Valmont."
    assert read(left, "fr").moves[0].status is Status.REPORTED
    more = f"{left} Le directeur général a confirmé son départ dans un message aux salariés."
    assert read(more, "fr").moves[0].status is Status.CONFIRMED


def test_a_post_taken_up_later_is_planned() -> None:
    move = read(
        "Marta Lindqvist becomes chief executive of Brackwater Energy. She takes up her post on 1 September.", "en"
    ).moves[0]
    assert move.stage is MoveStage.PLANNED
    assert move.effective_on is not None
    assert move.effective_on.from_on == date(2024, 9, 1)


def test_the_future_of_a_past_sentence_is_no_rumor() -> None:
    move = read(
        "Le brasseur Valmont a annoncé jeudi que son directeur général, Hugo Perrin, quitterait ses fonctions le 30 juin.",
        "fr",
    ).moves[0]
    assert move.status is Status.CONFIRMED
    assert move.stage is MoveStage.PLANNED
