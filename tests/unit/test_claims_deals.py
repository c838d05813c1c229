"""Deals read from a few sentences: kinds, sides, terms and stages in both languages, with invented names."""

from datetime import date

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import DealClaim, Document

PUBLISHED = date(2024, 10, 10)  # a Thursday


def deals(language: str, text: str, title: str | None = None) -> list[DealClaim]:
    document = Document(
        text=text, title=title, language=language, published_from_on=PUBLISHED, published_to_on=PUBLISHED
    )
    return [d for d in read_claims(document).deals if not d.is_background]


BOUGHT = [
    ("en", "Velden Group said on Monday that it had acquired Corvane Systems for $120 million.", "completed"),
    ("en", "Velden Group has agreed to buy Corvane Systems for $120 million, the companies said.", "announced"),
    ("en", "Corvane Systems has been bought by Velden Group for $120 million, Velden said.", "completed"),
    ("en", "Velden Group announced the acquisition of Corvane Systems for $120 million.", "announced"),
    ("en", "The court barred Velden Group from acquiring Corvane Systems for $120 million.", "blocked"),
    ("fr", "Groupe Tessier a annoncé le rachat de Corvane Systems pour 120 millions de dollars.", "announced"),
    ("fr", "Groupe Tessier a racheté Corvane Systems pour 120 millions de dollars, a annoncé le groupe.", "completed"),
    ("fr", "Corvane Systems a été racheté par Groupe Tessier pour 120 millions de dollars.", "completed"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "stage"), BOUGHT)
def test_an_acquisition_names_both_sides_and_the_price(language: str, text: str, stage: str) -> None:
    (deal,) = deals(language, text)
    assert deal.kind == "acquisition"
    assert deal.acquirers == (("Velden Group",) if language == "en" else ("Groupe Tessier",))
    assert deal.target == "Corvane Systems"
    assert (deal.amount, deal.currency) == (120_000_000, "USD")
    assert deal.stage == stage


STAKES = [
    ("en", "Velden Capital bought a 12.5 per cent stake in Corvane Systems for $40 million.", "Velden Capital", 12.5),
    ("en", "Velden Capital said it raised its stake in Corvane Systems to 30 percent.", "Velden Capital", 30.0),
    ("fr", "Le fonds Hexagone Capital a pris 12,5 % du capital de Corvane Systems.", "Hexagone Capital", 12.5),
    ("fr", "Hexagone Capital est devenu propriétaire de 9,8 % de Corvane Systems.", "Hexagone Capital", 9.8),
]


@pytest.mark.parametrize(("language", "text", "buyer", "percent"), STAKES)
def test_a_share_of_the_capital_is_a_stake(language: str, text: str, buyer: str, percent: float) -> None:
    (deal,) = deals(language, text)
    assert (deal.kind, deal.acquirers, deal.target) == ("stake", (buyer,), "Corvane Systems")
    assert deal.stake_percent == percent


def test_who_sells_a_stake_is_seller_and_never_buyer() -> None:
    found = deals(
        "en", "Velden Capital sold its 20 percent stake in Corvane Systems to Marsh Partners for $40 million."
    )
    assert all("Velden Capital" not in d.acquirers for d in found)
    assert any(d.sellers == ("Velden Capital",) and d.acquirers == ("Marsh Partners",) for d in found)


ROUNDS = [
    (
        "en",
        "Corvane Systems has raised $40 million in a Series B round led by Velden Ventures, with Marsh Partners and Kestrel Capital taking part.",
        "series_b",
    ),
    ("fr", "Corvane Systems a levé 40 millions de dollars en série B auprès de Velden Ventures.", "series_b"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name"), ROUNDS)
def test_a_round_has_its_lead_first(language: str, text: str, name: str) -> None:
    (deal,) = deals(language, text)
    assert (deal.kind, deal.target, deal.round, deal.stage) == ("funding_round", "Corvane Systems", name, "completed")
    assert deal.acquirers[0] == "Velden Ventures"
    assert (deal.amount, deal.currency) == (40_000_000, "USD")


def test_backers_told_in_the_next_sentence_join_the_round() -> None:
    text = (
        "Corvane Systems has raised $40 million in a Series B round, the company said. Velden Ventures led the round."
    )
    (deal,) = deals("en", text)
    assert (deal.target, deal.acquirers) == ("Corvane Systems", ("Velden Ventures",))


def test_a_unit_is_sold_by_its_group() -> None:
    (deal,) = deals(
        "en", "Velden Group will sell its irrigation pump division to Corvane Systems for $40 million, it said."
    )
    assert (deal.kind, deal.sellers, deal.acquirers) == ("asset_sale", ("Velden Group",), ("Corvane Systems",))
    assert deal.target == "irrigation pump division"


def test_a_plant_told_in_an_aside_is_what_is_sold() -> None:
    (deal,) = deals(
        "fr", "Groupe Tessier s'est défait de son usine de Mirval, cédée à Corvane Systems pour 8 millions d'euros."
    )
    assert (deal.kind, deal.acquirers) == ("asset_sale", ("Corvane Systems",))
    assert deal.target == "usine de Mirval"


LATER_PRICES = [
    ("en", "Velden Group has bought Corvane Systems, it said. The deal is worth $75 million.", 75e6),
    ("fr", "Groupe Tessier a racheté Corvane Systems. Coût de l'opération : 75 millions d'euros.", 75e6),
]


@pytest.mark.parametrize(("language", "text", "amount"), LATER_PRICES)
def test_the_price_may_stand_in_a_later_sentence(language: str, text: str, amount: float) -> None:
    (deal,) = deals(language, text)
    assert deal.amount == amount


OTHER_SUMS = [
    "Velden Group has acquired Corvane Systems, which has annual sales of $75 million.",
    "Velden Group has acquired Corvane Systems, a maker of pumps with $75 million in revenue.",
    "Velden Group has acquired Corvane Systems at 12 dollars a share.",
]


@pytest.mark.parametrize("text", OTHER_SUMS)
def test_revenue_and_prices_per_share_are_no_price(text: str) -> None:
    (deal,) = deals("en", text)
    assert deal.amount is None


ENDS = [
    ("en", "Velden Group had agreed to buy Corvane Systems, it said in May. On Friday the companies said that the purchase was off.", "terminated"),
    ("en", "Velden Group agreed to buy Corvane Systems, the companies said. The regulator has blocked the deal.", "blocked"),
    ("fr", "Groupe Tessier a annoncé le rachat de Corvane Systems. Le groupe a annoncé vendredi que le rachat était abandonné.", "terminated"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "stage"), ENDS)
def test_what_becomes_of_a_deal_is_told_without_its_names(language: str, text: str, stage: str) -> None:
    (deal,) = deals(language, text)
    assert (deal.target, deal.stage) == ("Corvane Systems", stage)


def test_an_end_that_is_negated_is_none() -> None:
    (deal,) = deals("en", "Velden Group's purchase of Corvane Systems will not be blocked, the company said.")
    assert deal.stage != "blocked"


STATUSES = [
    ("Velden Group said it has acquired Corvane Systems for $40 million.", "confirmed"),
    ("Velden Group has acquired Corvane Systems for $40 million.", "reported"),
    ("Velden Group could acquire Corvane Systems for $40 million, people familiar with the matter said.", "rumored"),
    ("Velden Group denied that it was in talks to acquire Corvane Systems for $40 million.", "denied"),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status_says_who_stands_behind_it(text: str, status: str) -> None:
    (deal,) = deals("en", text)
    assert deal.status == status


def test_a_rejected_offer_names_its_target_by_who_answers() -> None:
    (deal,) = deals("en", "Corvane Systems has rejected a $75 million takeover bid from Velden Group.")
    assert (deal.acquirers, deal.target, deal.stage) == (("Velden Group",), "Corvane Systems", "bid")


def test_partners_of_a_venture_and_its_name() -> None:
    text = "Velden Group et Corvane Systems ont annoncé la création d'une coentreprise baptisée Ampelis Cloud."
    (deal,) = deals("fr", text)
    assert (deal.kind, set(deal.acquirers), deal.target) == (
        "joint_venture",
        {"Velden Group", "Corvane Systems"},
        "Ampelis Cloud",
    )


NO_DEALS = [
    ("en", "Velden Motors sold 12,000 vehicles in the United States last month."),
    ("en", "Velden Group bought back shares worth $40 million."),
    ("en", "Velden Group should buy Corvane Systems."),
    ("en", "What if Velden Group bought Corvane Systems?"),
    ("en", "Marta Kessler announced her bid to run for the presidency of Velden Bank's works council."),
    ("en", "Sales of Velden Group and Corvane Systems were down a combined 3 percent."),
    ("fr", "Le ministre cède du terrain dans les sondages."),
    ("fr", "Le pilote s'est offert une Corvane pour ses trente ans."),
    ("fr", "Imaginons que Groupe Tessier rachète Corvane Systems."),
    ("fr", "Groupe Tessier a racheté ses propres actions pour 40 millions d'euros."),
]


@pytest.mark.parametrize(("language", "text"), NO_DEALS)
def test_products_ideas_and_homonyms_are_no_deals(language: str, text: str) -> None:
    assert deals(language, text) == []


@pytest.mark.parametrize("dateline", ["LISBON, March 4 - ", "PARIS - ", "SINGAPORE (Wire) - ", ""])
def test_a_dateline_is_no_party(dateline: str) -> None:
    (deal,) = deals("en", f"{dateline}Corvane Systems has been bought by Velden Group for $40 million.")
    assert (deal.acquirers, deal.target) == (("Velden Group",), "Corvane Systems")


def test_wire_style_of_the_eighties() -> None:
    text = "Velden Corp <HLD> said it\nhas completed the acquisition of Corvane Industries Inc from Marsh\nInc for 12.2 mln dlrs."
    (deal,) = deals("en", text)
    assert (deal.acquirers, deal.target, deal.sellers) == (("Velden Corp",), "Corvane Industries Inc", ("Marsh Inc",))
    assert (deal.amount, deal.stage, deal.status) == (12_200_000, "completed", "confirmed")


SIDES = [  # text, kind, acquirers, target, amount, stage
    ("fr", ("Le tribunal de commerce de Vannes a retenu mardi l'offre du groupe Éditions Tessier pour la reprise du "
     "Courrier d'Arzon. Le repreneur met 1,2 million d'euros sur la table."),
     "acquisition", ("Éditions Tessier",), "Courrier d'Arzon", 1.2e6, "completed"),
    ("en", ("A court in Oslo has chosen the offer of Hexwing for Corvane Air, the airline that failed in May. "
     "Hexwing will pay €6m."), "acquisition", ("Hexwing",), "Corvane Air", 6e6, "completed"),
    ("fr", ("Selon des sources proches du dossier, le fonds américain Hexagone Partners aurait déposé une offre "
     "indicative d'environ 320 millions d'euros sur Tectane, le fabricant de gélules."),
     "acquisition", ("Hexagone Partners",), "Tectane", 320e6, "bid"),
    ("fr", "La Banque Tessier prête 90 millions d'euros à Tectane pour agrandir son usine.",
     "debt", ("Banque Tessier",), "Tectane", 90e6, "completed"),
    ("fr", ("Le fonds Aubel va souscrire à une augmentation de capital de 60 millions d'euros des Chantiers "
     "Arzon, a annoncé mardi le groupe."), "funding_round", ("Aubel",), "Chantiers Arzon", 60e6, "completed"),
    ("en", ("The competition authority has blocked Velden Media's acquisition of Corvane Radio, a £220m deal struck "
     "last year."), "acquisition", ("Velden Media",), "Corvane Radio", 220e6, "blocked"),
    ("en", ("Velden will pay $120 million for a non-exclusive licence to the software of Corvane AI and hire most of "
     "its engineers, the companies said."), "licensing_hire", ("Velden",), "Corvane AI", 120e6, "announced"),
    ("fr", ("La Commission européenne a interdit mardi le rachat de Doucelin par l'allemand Zuckerhof, pour 950 "
     "millions d'euros."), "acquisition", ("Zuckerhof",), "Doucelin", 950e6, "blocked"),
    ("fr", "L'éditeur Tessier a signé mardi le rachat de l'espagnol Corvane Libros pour 41 millions d'euros.",
     "acquisition", ("Tessier",), "Corvane Libros", 41e6, "announced"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "acquirers", "target", "amount", "stage"), SIDES)
def test_who_gives_and_what_it_is_for(
    language: str, text: str, kind: str, acquirers: tuple[str, ...], target: str, amount: float, stage: str
) -> None:
    (deal,) = deals(language, text)
    assert (deal.kind, deal.acquirers, deal.target) == (kind, acquirers, target)
    assert (deal.amount, deal.stage) == (amount, stage)


def test_bidders_who_bid_each_for_themselves_make_a_deal_each() -> None:
    text = "Le fonds Aubel et le groupe Lazure ont chacun remis une offre de rachat pour les Faïenceries Rouget."
    found = deals("fr", text)
    assert [(d.acquirers, d.target, d.stage) for d in found] == [
        (("Aubel",), "Faïenceries Rouget", "bid"),
        (("Lazure",), "Faïenceries Rouget", "bid"),
    ]


def test_a_sale_that_is_denied_is_one_of_both_sides_named() -> None:
    (deal,) = deals("en", "Marlowe Optics denied on Tuesday that it was in talks to be acquired by Teksei of Japan.")
    assert (deal.acquirers, deal.target, deal.status) == (("Teksei",), "Marlowe Optics", "denied")


def test_two_companies_tied_by_and_are_two() -> None:
    (deal,) = deals("en", "Anchor Cables and Mistral Wind will form a joint venture, to be called SeaSpan.")
    assert (deal.acquirers, deal.target) == (("Anchor Cables", "Mistral Wind"), "SeaSpan")


def test_a_headline_that_ties_both_sides_by_a_hyphen_is_no_company() -> None:
    title = "Sucre : Bruxelles bloque Doucelin-Zuckerhof"
    text = "La Commission européenne a interdit mardi le rachat de Doucelin par l'allemand Zuckerhof."
    assert [(d.acquirers, d.target) for d in deals("fr", text, title)] == [(("Zuckerhof",), "Doucelin")]


SMALL = [
    ("en", "Thornbury Rovers have bought striker Kofi Mensah from Aldgate Town for £2m."),
    ("en", "Parishioners in Little Wick have raised £12,000 for a new church bell."),
    ("fr", "Les parents d'élèves de Saint-Vallier ont levé 8 000 euros pour repeindre le préau."),
    ("en", "The Halden Museum buys a Turner, helped by a grant."),
]


@pytest.mark.parametrize(("language", "text"), SMALL)
def test_players_whip_rounds_and_paintings_are_no_deals(language: str, text: str) -> None:
    assert deals(language, text) == []


TOLD = [
    ("fr", "Le groupe Verdanne va débourser 45 millions d'euros, dette comprise, pour s'offrir la biscuiterie Kermadec.", "acquisition", ("Verdanne",), "Kermadec", 45e6, "announced"),
    ("fr", "Le groupe Verdanne a vendu son usine de Cholet à l'industriel Dufresnoy pour un euro symbolique.", "asset_sale", ("Dufresnoy",), "usine de Cholet", 1, "completed"),
    ("fr", "Racheté en juin par le fonds Hexagone Capital, le voyagiste Calypsa supprime 200 postes.", "acquisition", ("Hexagone Capital",), "Calypsa", None, "completed"),
    ("fr", "La Commission européenne a autorisé le rachat du fabricant d'ascenseurs Liftéo par le finlandais Nostin.", "acquisition", ("Nostin",), "Liftéo", None, "announced"),
    ("fr", "Le tribunal de commerce de Nanterre a choisi l'offre de la société Bélisaire pour reprendre l'enseigne Solanne.", "acquisition", ("Bélisaire",), "Solanne", None, "completed"),
    ("fr", "Le tribunal de commerce a validé mardi la reprise de l'enseigne Solanne par le groupe Bélisaire.", "acquisition", ("Bélisaire",), "Solanne", None, None),
    ("fr", "Le fabricant de jouets Ludovia a trouvé un repreneur : le groupe Solanne, qui reprendra 120 salariés.", "acquisition", ("Solanne",), "Ludovia", None, None),
    ("fr", "La holding de la famille Delorge est montée à 18 % du capital de Corvane Systems.", "stake", ("Delorge",), "Corvane Systems", None, None),
    ("fr", "Corvane Systems va accueillir à son capital le fonds Hexagone Capital.", "stake", ("Hexagone Capital",), "Corvane Systems", None, None),
    ("fr", "Corvane Systems a obtenu un prêt de 200 millions d'euros auprès de la Banque du Rhône.", "debt", ("Banque du Rhône",), "Corvane Systems", 200e6, "completed"),
    ("fr", "Le conglomérat Brumaire a lancé une offre publique d'achat sur l'opérateur Corvane Systems.", "acquisition", ("Brumaire",), "Corvane Systems", None, "bid"),
    ("en", "Velden Group has agreed to buy Corvane Systems for £320 million including debt.", "acquisition", ("Velden Group",), "Corvane Systems", 320e6, "announced"),
    ("en", "A consortium led by Velden Group and Marsh Partners is buying Corvane Systems in a $2.2 billion deal.", "acquisition", ("Velden Group", "Marsh Partners"), "Corvane Systems", 2.2e9, "announced"),
    ("en", "Velden Group is buying Corvane Systems, which had sales of $400 million last year.", "acquisition", ("Velden Group",), "Corvane Systems", None, "announced"),
    ("en", "Velden Group bought the assets of three repair shops from <Corvane Systems Inc>.", "asset_sale", ("Velden Group",), "assets of three repair shops", None, "completed"),
    ("en", "Corvane Systems filed for an initial public offering, hoping to raise as much as $150 million.", "ipo", (), "Corvane Systems", 150e6, "announced"),
    ("en", "Velden Group said it will license software from startup Undertone and hire most of its engineers for $120 million.", "licensing_hire", ("Velden Group",), "Undertone", 120e6, "announced"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "acquirers", "target", "amount", "stage"), TOLD)
def test_plain_news_of_a_deal_is_read(
    language: str, text: str, kind: str, acquirers: tuple[str, ...], target: str, amount: float | None, stage: str
) -> None:
    (deal,) = deals(language, text)
    assert (deal.kind, deal.acquirers, deal.target, deal.amount) == (kind, acquirers, target, amount)
    assert stage in (None, deal.stage)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le fondateur de Corvane Systems (Corvane), venu en personne, prévoit d'investir 12 millions d'euros."),
        ("fr", "L'acteur a fêté le succès de Corvane Systems en s'offrant un exemplaire d'une voiture de course."),
        ("fr", "Le groupe Tessier a racheté ses actions propres pour 20 millions d'euros."),
        ("en", "The patent victory helps Velden Group defend its top-selling Corvane against Marsh Partners."),
        ("en", "Velden Group: the company has purchased 220,000 of its own ordinary shares for cancellation."),
        ("en", "Velden Group offered to raise the partner's share of profits to £5m."),
    ],
)
def test_founders_copies_and_own_shares_are_no_deals(language: str, text: str) -> None:
    assert deals(language, text) == []


def test_a_deal_that_another_tells_the_other_way_round_is_dropped() -> None:
    found = deals(
        "en",
        "Velden Group said it had bought Corvane Systems. Velden Group's purchase of Corvane Systems was announced in "
        "May. The acquisition of Velden Group by Corvane Systems had been ruled out.",
    )
    assert [(d.acquirers, d.target) for d in found] == [(("Velden Group",), "Corvane Systems")]


def test_a_person_and_his_holding_company_buy_once() -> None:
    found = deals(
        "fr",
        "Le tribunal a préféré l'offre de Vasseur Presse, la holding personnelle d'Étienne Vasseur, pour reprendre le "
        "quotidien Le Réveil havrais.",
        "Le Réveil havrais : le tribunal retient l'offre d'Étienne Vasseur",
    )
    assert len(found) <= 1
