"""Deals as the press tells them: headline and lead, nouns for companies, several sides at once, with invented names."""

from datetime import date

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Document

PUBLISHED = date(2024, 10, 10)  # a Thursday


def told(language: str, text: str, title: str | None = None) -> set[tuple[tuple[str, ...], str | None]]:
    document = Document(
        text=text, title=title, language=language, published_from_on=PUBLISHED, published_to_on=PUBLISHED
    )
    return {(d.acquirers, d.target) for d in read_claims(document).deals if not d.is_background}


BOTH_SIDES = [
    # several sales, bids and shares in one clause
    ("en", "Ondral Foods sells Veltane Systems to Crestel Partners and Nordal Paper to Mistrade Capital.",
     {(("Crestel Partners",), "Veltane Systems"), (("Mistrade Capital",), "Nordal Paper")}),
    ("en", "Ondral Foods sold its packaging unit to Crestel Partners and its paper business to Mistrade Capital.",
     {(("Crestel Partners",), "packaging unit"), (("Mistrade Capital",), "paper business")}),
    ("fr", "Le groupe Ondral vend Veltane Industries à Crestel Partners et Nordal Papier à Mistrade Capital.",
     {(("Crestel Partners",), "Veltane Industries"), (("Mistrade Capital",), "Nordal Papier")}),
    ("en", "Crestel Partners and Mistrade Capital are both bidding for Veltane Systems.",
     {(("Crestel Partners",), "Veltane Systems"), (("Mistrade Capital",), "Veltane Systems")}),
    ("fr", "Trois candidats sont en lice pour le rachat de Veltane : Ondral, Crestel Partners et Mistrade.",
     {(("Ondral",), "Veltane"), (("Crestel Partners",), "Veltane"), (("Mistrade",), "Veltane")}),
    # participles without auxiliary
    ("en", "Veltane Systems snapped up by Ondral Foods in £45m deal", {(("Ondral Foods",), "Veltane Systems")}),
    ("fr", "Racheté par Ondral, Veltane conservera son siège à Namur.", {(("Ondral",), "Veltane")}),
    # who answers, who passes into whose hands, what comes with a deal
    ("en", "Veltane Systems rejects £2bn takeover approach from Ondral Foods", {(("Ondral Foods",), "Veltane Systems")}),
    ("fr", "Les actionnaires de Veltane ont accepté l'offre de rachat d'Ondral.", {(("Ondral",), "Veltane")}),
    ("fr", "Avec le rachat de Veltane, Ondral double de taille.", {(("Ondral",), "Veltane")}),
    ("fr", "Le quotidien régional Le Courrier du Ponant appartient désormais au groupe Kermeur.",
     {(("Kermeur",), "Le Courrier du Ponant")}),
    ("en", "Ondral Foods exits Veltane Systems, selling its remaining 12% stake to Crestel Partners.",
     {(("Crestel Partners",), "Veltane Systems")}),
    # a part called by its own name
    ("fr", "Ondral cède sa filiale italienne Veltane au fonds Crestel Partners.", {(("Crestel Partners",), "Veltane")}),
    # verbs of the trade
    ("en", "Ondral Foods scoops up Veltane Systems", {(("Ondral Foods",), "Veltane Systems")}),
    ("en", "Ondral Foods swoops on Veltane Systems in £300m deal", {(("Ondral Foods",), "Veltane Systems")}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "sides"), BOTH_SIDES)
def test_both_sides_of_one_sentence(language: str, text: str, sides: set[tuple[tuple[str, ...], str | None]]) -> None:
    assert told(language, text) == sides


ARTICLES = [
    ("fr", "Le Courrier du Ponant vendu",
     ("Le quotidien régional Le Courrier du Ponant appartient désormais à Yann Kermeur. L'industriel breton a signé "
     "mercredi le rachat du journal au groupe Médiatis pour 12 millions d'euros."),
     (("Yann Kermeur",), "Le Courrier du Ponant")),
    ("fr", "Ravier Group sort de la presse",
     ("Ravier Group, propriétaire du quotidien Ponant Matin et de la radio Vague FM, a décidé de tourner la page. Le "
     "groupe a signé lundi un accord avec Médiatis pour lui céder le journal."),
     (("Médiatis",), "Ponant Matin")),
    ("fr", "Transvallée renonce à Hexalog",
     ("Transvallée a annoncé mardi mettre fin à ses discussions avec les actionnaires d'Hexalog en vue d'un rachat. « Les "
     "conditions n'étaient pas réunies », a indiqué le transporteur."),
     (("Transvallée",), "Hexalog")),
    ("fr", "Une nouvelle étape pour Kalimero",
     ("Fondée en 2015 par deux ingénieurs, Kalimero conçoit des capteurs pour l'agriculture. La jeune pousse rennaise "
     "vient de lever 9 millions d'euros auprès de Crestel Partners et d'Agrinvest."),
     (("Crestel Partners", "Agrinvest"), "Kalimero")),
    ("en", "Payments startup Kitewing raises $25 million",
     ("Kitewing, a Nairobi payments startup, has raised $25 million in a Series B round led by Crestel Partners. Existing "
     "backers Mistrade Ventures and Savanna Capital also participated."),
     (("Crestel Partners", "Mistrade Ventures", "Savanna Capital"), "Kitewing")),
    ("en", "Ferrous and Kobayashi set up battery venture",
     ("Ferrous Metals and Japan's Kobayashi Heavy said they would form a joint venture to make battery casings in Ohio. "
     "Each will own half of the company, to be called Voltara."),
     (("Ferrous Metals", "Kobayashi Heavy"), "Voltara")),
    ("en", "Court approves sale",
     ("A Delaware bankruptcy judge on Friday approved the sale of Lunchbox Holdings to rival Mealtime Brands for $22 "
     "million. The meal-kit maker filed for Chapter 11 in March."),
     (("Mealtime Brands",), "Lunchbox Holdings")),
    ("en", "Startup news: Loopwise",
     "Edtech startup Loopwise said on Tuesday it has raised ₹80 crore in a Series A round from Crestel Partners.",
     (("Crestel Partners",), "Loopwise")),
    ("en", "Northgate for sale",
     "Northgate Steel has hired bankers to explore a sale that could value the company at $1.5 billion, sources said.",
     ((), "Northgate Steel")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text", "deal"), ARTICLES)
def test_a_short_article_tells_of_one_deal(
    language: str, title: str, text: str, deal: tuple[tuple[str, ...], str]
) -> None:
    assert told(language, text, title) == {deal}


QUIET = [
    ("fr", "Hausse des ventes de Sopralis",
     ("Sopralis a vendu 30 000 lampadaires en 2023, en hausse de 8 %. Le groupe a acheté pour 12 millions d'euros de "
     "composants et lancé une nouvelle gamme.")),
    ("fr", "Bourse : Paris termine en hausse",
     ("Le CAC 40 a repris 1,2 % à 7 300 points. Les investisseurs ont racheté des positions. Sopralis a pris 3 %, "
     "Transvallée a cédé 2,1 %.")),
    ("fr", "Pas de rachat pour Hexalog",
     "Contrairement à une rumeur, Hexalog n'est pas à vendre. « Nous n'avons reçu aucune offre », assure la direction."),
    ("en", "Ferrous shares slip",
     ("Ferrous Metals shares fell 2% on Monday. The company bought back 1 million shares and sold 3,000 tons of wire in "
     "the quarter. It has acquired a reputation for quality.")),
    ("en", "Opinion: who will buy Northgate?",
     ("It would make sense for Ferrous Metals to buy Northgate Steel. A buyer could cut costs, analysts say, but nobody "
     "has made an approach.")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text"), QUIET)
def test_trade_prices_and_opinions_are_no_deals(language: str, title: str, text: str) -> None:
    assert told(language, text, title) == set()
