"""How sure an event is told, and sentences with a trigger in them that tell of none."""

from datetime import date

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Claims, Document

DAY = date(2024, 10, 10)


def read(language: str, text: str, title: str | None = None) -> Claims:
    return read_claims(Document(text=text, title=title, language=language, published_from_on=DAY, published_to_on=DAY))


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        (
            "en",
            (
                "Harlan Foods is to buy Pickett Brothers for $40 million, the Courier reported. "
                '"There is no truth in it," said a Harlan spokesman.'
            ),
            "denied",
        ),
        ("en", "Joan Pell has left Corvex, according to the Daily Post. Corvex denied the report.", "denied"),
        (
            "en",
            "Pelham Corp plans to announce on Friday that Dana Reyes will step down as chairman, sources said.",
            "rumored",
        ),
        ("en", "Marlin Group has agreed to buy Osprey for $2.1 billion, the companies announced.", "confirmed"),
        (
            "fr",
            (
                "Le groupe Arvel rachète Nordis pour 40 millions d'euros, selon La Tribune. "
                "« C'est faux », répond un porte-parole d'Arvel."
            ),
            "denied",
        ),
        ("fr", "Jeanne Pelissier quitte Corvex, écrit Le Parisien. Corvex a démenti.", "denied"),
        (
            "fr",
            "Le fonds Cité serait sur le point de céder Bricoval à Domis pour 300 millions d'euros.",
            "rumored",
        ),
    ],
)
def test_status(language: str, text: str, status: str) -> None:
    claims = read(language, text)
    assert [c.status for c in (*claims.moves, *claims.deals)] == [status]


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("fr", None, "Furieux, Hugo Lambert appelle Marc Dorel, qui lui raccroche au nez."),
        ("fr", None, "La préfète Anne Morel a pris la tête de la cellule de crise."),
        ("fr", None, "La ministre Anne Morel présidera une cérémonie à la mémoire des pompiers de Lorvay."),
        ("fr", None, "Une centaine de médecins menacent de démissionner de l'hôpital de Lorvay."),
        ("fr", None, "Le tribunal interdit à Paul Vernet de quitter son poste."),
        ("fr", None, "La vente de titres de transport de la Régie Nord commencera en juin, a indiqué Anne Morel."),
        ("fr", None, "Les chantiers de Brévin ont décroché une commande de 300 millions d'euros auprès de Nordline."),
        ("fr", None, "Selon un sondage, 43 % des Français citent Paul Vernet pour prendre la tête du groupe Arvel."),
        (
            "fr",
            "Mort de Roland Castex, bâtisseur",
            (
                "Roland Castex est mort mardi. Il devient directeur de l'usine de son père, puis rejoint le groupe Arvel. "
                "Il quitte la présidence, remplacé par son gendre Philippe Aubert."
            ),
        ),
        (
            "en",
            "Roland Castle, builder, dies at 91",
            (
                "Roland Castle has died. He became head of his father's plant and joined Arvel Group. "
                "He stepped down as chairman and was succeeded by his son-in-law Philip Albert."
            ),
        ),
        ("en", None, "A hundred pilots threaten to resign if the airline's management does not give way."),
        (
            "en",
            "Summer of 1969: the day the Barneys sold the mill",
            "The Barney family sold its mill to Waldon of Chicago. The manager, Lewis Purnell, resigned at once.",
        ),
    ],
)
def test_no_event(language: str, title: str | None, text: str) -> None:
    claims = read(language, text, title)
    assert not [*claims.moves, *claims.deals, *claims.offers]
