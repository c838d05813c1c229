"""French moves, one phenomenon each: who moves, from where, to where. Names and houses are invented."""

from datetime import date

import pytest

from extract.claims.coreference import Coreference
from extract.claims.lexicon import load
from extract.claims.names import gender_of
from extract.claims.names.institutions import echoes, spans
from extract.claims.posts import Posts
from extract.claims.reader import read_claims
from extract.claims.reading import Reading, parse
from extract.claims.schema import Document, MoveClaim
from extract.claims.sentences import split

DAY = date(2024, 3, 13)


def moves(text: str, title: str | None = None) -> dict[str | None, MoveClaim]:
    """Return the moves of a French text by person."""
    document = Document(text=text, title=title, language="fr", published_from_on=DAY, published_to_on=DAY)
    return {m.person: m for m in read_claims(document).moves}


@pytest.mark.parametrize(
    ("text", "person", "kind", "source", "target"),
    [
        (
            "Vitalis a annoncé mardi la nomination de Claire Dumont, directrice technique de Numéa.",
            "Claire Dumont", "hire", "Numéa", "Vitalis",
        ),
        (
            "Claire Dumont, nommée directrice générale de Vitalis, remplace Luc Morel.",
            "Claire Dumont", None, None, "Vitalis",
        ),
        (
            "Claire Dumont, directrice technique, limogée mardi par Banque Vitalis, cherche un emploi.",
            "Claire Dumont", "dismissal", "Banque Vitalis", None,
        ),
        (
            "Claire Dumont a annoncé mercredi 6 mars sa démission de Vitalis.",
            "Claire Dumont", "departure", "Vitalis", None,
        ),
        (
            "La présidence de Vitalis revient à Claire Dumont, qui dirigeait les usines de Numéa.",
            "Claire Dumont", "hire", "Numéa", "Vitalis",
        ),
        (
            "Banque Vitalis a annoncé que Claire Dumont, sa directrice générale depuis 2013, quittait ses fonctions.",
            "Claire Dumont", "departure", "Banque Vitalis", None,
        ),
        (
            "Après dix ans à la tête du théâtre de Valmont, Claire Dumont quittera ses fonctions en juin.",
            "Claire Dumont", "departure", "théâtre de Valmont", None,
        ),
        (
            "Le ministre de la Culture, Luc Morel, a remis jeudi sa démission du gouvernement.",
            "Luc Morel", "departure", "gouvernement", None,
        ),
        (
            "Claire Dumont, directrice adjointe de Numéa, dirigera le CHU de Valmont à partir de septembre.",
            "Claire Dumont", "hire", "Numéa", "CHU de Valmont",
        ),
        (
            "Claire Dumont, jusqu'ici doyenne de la faculté de droit, prend la présidence de l'université de Valmont.",
            "Claire Dumont", None, None, "université de Valmont",
        ),
        (
            "Claire Dumont assurera l'intérim à la tête de Banque Vitalis.",
            "Claire Dumont", "promotion", "Banque Vitalis", "Banque Vitalis",
        ),
        (
            "Luc Morel abandonne ses fonctions de président de Banque Vitalis.",
            "Luc Morel", "departure", "Banque Vitalis", None,
        ),
        (
            "Luc Morel, directeur de l'innovation d'Avenir Finance, prend la tête de Banque Vitalis.",
            "Luc Morel", "hire", "Avenir Finance", "Banque Vitalis",
        ),
        (
            "Luc Morel sera remplacé chez Vitalis par l'Allemand Konrad Ebner.",
            "Konrad Ebner", None, None, "Vitalis",
        ),
    ],
)  # fmt: skip
def test_who_moves_and_where(text: str, person: str, kind: str | None, source: str | None, target: str | None) -> None:
    claim = moves(text)[person]
    assert kind is None or claim.kind == kind
    assert source is None or claim.from_organization == source
    assert target is None or claim.to_organization == target


def test_who_is_handed_the_post_arrives() -> None:
    found = moves("Luc Morel, directeur général de Vitalis, cède sa place à Claire Dumont.")
    assert found["Luc Morel"].kind == "departure"
    assert found["Claire Dumont"].to_organization == "Vitalis"


def test_a_headline_without_a_name_speaks_of_who_is_named_below() -> None:
    found = moves(
        "Luc Morel a annoncé mardi sa démission de son poste.", title="Le porte-parole de Vitalis démissionne"
    )
    assert found["Luc Morel"].from_organization == "Vitalis"
    assert found["Luc Morel"].from_role == "porte-parole"


def test_the_label_of_a_headline_is_the_house() -> None:
    assert (
        moves("La nouvelle a surpris.", title="Banque Vitalis : Luc Morel écarté")["Luc Morel"].from_organization
        == "Banque Vitalis"
    )


def test_a_heading_names_the_house_of_its_paragraph() -> None:
    found = moves(
        "VITALIS. Claire Dumont prendra le 6 mai la direction financière de l'éditeur lyonnais. Chez Vitalis, on s'en réjouit.\n\n"
        "NUMÉA. Changement à la tête du laboratoire. Luc Morel y est nommé directeur des opérations à compter du 2 avril. "
        "Cent personnes travaillent chez Numéa."
    )
    assert (found["Claire Dumont"].to_organization or "").upper() == "VITALIS"
    assert (found["Luc Morel"].to_organization or "").upper() == "NUMÉA"
    assert found["Luc Morel"].effective_on is not None
    assert found["Luc Morel"].effective_on.from_on == date(2024, 4, 2)


def test_a_pronoun_agrees_in_gender() -> None:
    found = moves("Luc Morel a salué le travail de Claire Dumont. Elle rejoint Vitalis comme directrice générale.")
    assert set(found) == {"Claire Dumont"}


def test_an_apposition_is_about_its_first_name() -> None:
    found = moves("Paul Roux, petit-fils de Henri Roussel et récemment nommé président de Vitalis, a pris la parole.")
    assert set(found) == {"Paul Roux"}


@pytest.mark.parametrize(
    "text",
    [
        "Les deux hommes sont renvoyés devant le tribunal de Vitry, dit l'avocat Luc Morel.",
        "« Nous ne lâcherons rien », leur a lancé Luc Morel devant le siège de Vitalis.",
        "Joints par Vitalis, Luc Morel et Claire Dumont n'ont pas souhaité commenter.",
        "Luc Morel a raconté son départ du Japon.",
        "Claire Dumont revient longuement sur la fusion de Vitalis et de Numéa.",
        "Le tribunal a suspendu l'arrêté du maire Luc Morel.",
    ],
)
def test_what_only_sounds_like_a_move(text: str) -> None:
    assert not moves(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La directrice du musée Delmas de Valmont a parlé.", ["musée Delmas de Valmont"]),
        ("Il quitte le ministère de la Santé publique.", ["ministère de la Santé publique"]),
        ("Elle préside la Fédération française des arts du feu depuis mai.", ["Fédération française des arts du feu"]),
        ("Le gouvernement belge a nommé la chef d'orchestre Anna Morel.", ["gouvernement belge"]),
        ("Le Conseil d'administration de Vitalis a voté.", []),
        ("Une police de caractères, un tribunal et une école.", []),
    ],
)
def test_a_common_noun_opens_the_name_of_a_house(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, load("fr"), frozenset({"anna"}))] == names


def test_the_noun_alone_means_the_one_house_that_it_opened() -> None:
    texts = ["Le musée Delmas ouvre.", "Elle quitte le musée.", "Un musée de plus, au musée des arts."]
    assert echoes(texts, ["musée Delmas"], load("fr")) == [[(3, 15), (3, 8)], [(15, 20)], []]
    assert echoes(texts, ["musée Delmas", "musée Rivoire"], load("fr")) == [[(3, 15)], [], []]


def test_the_aide_of_somebody_is_told_by_the_name_behind() -> None:
    told = moves("La cheffe de cabinet de Luc Morel, la magistrate Anne Petit, a quitté Banque Vitalis.")
    assert set(told) == {"Anne Petit"}


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil de Banque Vitalis, que présidait Luc Morel, se réunit pour nommer un nouveau directeur général.",
        "Luc Morel continuera d'assurer l'intérim de Banque Vitalis.",
    ],
)
def test_nobody_is_said_to_move(text: str) -> None:
    assert not moves(text)


def test_a_portfolio_names_no_employer() -> None:
    claim = moves("Claire Dumont a été nommée ministre de la Santé, a-t-on appris mardi.")["Claire Dumont"]
    assert claim.to_organization is None
    assert claim.to_role == "ministre de la Santé"[: len(claim.to_role or "")]


def test_posts_and_antecedents() -> None:
    text = "Claire Dumont, qui dirigeait les laboratoires de Numéa, quitte la recherche. La directrice générale Anne Petit s'en félicite."
    document = Document(text=text, language="fr")
    sentences = split(document)
    reading = Reading(document, load("fr"), sentences, parse(sentences, range(len(sentences)), load("fr")))
    posts = Posts(reading)
    persons = {e.name: e for e in reading.names.entities if e.kind == "person"}
    post = posts.current(persons["Claire Dumont"])
    assert post is not None
    assert post.organization is not None
    assert post.organization.name == "Numéa"
    assert posts.is_public("ministre")
    assert not posts.is_public("directrice générale")
    assert Coreference(reading).introduced() is persons["Claire Dumont"]


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Claire Dumont", "feminine"), ("Luc Morel", "masculine"), ("Camille Roy", None), ("Luc", None)],
)
def test_gender_of_a_name(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender


def test_a_counted_apposition_stands_for_the_names_before_it() -> None:
    text = (
        "Nadia Kessler, Alexandre Morvan et Inès Delcourt, trois chercheuses travaillant dans le bureau de Brightforge "
        "à Lausanne, ont rejoint les équipes de Halcyon. Une information confirmée par Brightforge."
    )
    found = moves(text)
    assert set(found) == {"Nadia Kessler", "Alexandre Morvan", "Inès Delcourt"}
    assert {(move.to_organization, move.status) for move in found.values()} == {("Halcyon", "confirmed")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le groupe Verrelle a choisi Julien Castaing comme directeur général. Il succède à Odile Ferrand.",
            {("Julien Castaing", None, "Verrelle"), ("Odile Ferrand", "Verrelle", None)},
        ),
        (
            "Anne Jolivet, directrice générale de Carboline, cédera sa place à Thomas Lucas le 1er mai.",
            {("Anne Jolivet", "Carboline", None), ("Thomas Lucas", "Carboline", "Carboline")},
        ),
        (
            "Le PDG de Sofralim, Éric Mounier, a passé la main à sa fille, Lise Mounier.",
            {("Éric Mounier", "Sofralim", None), ("Lise Mounier", "Sofralim", "Sofralim")},
        ),
        (
            "Benoît Lacaze quitte Deltatech pour fonder sa start-up, Quarzo.",
            {("Benoît Lacaze", "Deltatech", "Quarzo")},
        ),
        (
            "Agnès Ritter quittera le gouvernement le 15 avril pour rejoindre la Cour des comptes.",
            {("Agnès Ritter", "gouvernement", "Cour des comptes")},
        ),
        (
            "Hydro-Saguenay nomme une nouvelle PDG, Chantal Gagnon.",
            {("Chantal Gagnon", None, "Hydro-Saguenay")},
        ),
        (
            "Le patron de la CFDT des transports, Alain Rousset, passera la main à l'automne.",
            {("Alain Rousset", "CFDT", None)},
        ),
        (
            "Banque Ardente : Hélène Marchais prend les rênes de la gestion d'actifs",
            {("Hélène Marchais", "Banque Ardente", "Banque Ardente")},
        ),
        (
            "Nommée vendredi au poste de directrice de Carboline, Claire Dumas a salué ses équipes.",
            {("Claire Dumas", None, "Carboline")},
        ),
        (
            "Le nom de Marie Fabre, directrice générale de Numéa, est cité pour succéder à Gérard Pons, le PDG de Vitalis.",
            {("Marie Fabre", "Numéa", "Vitalis"), ("Gérard Pons", "Vitalis", None)},
        ),
        ("L'animateur Jean Rolin ne présentera plus le journal de TV2.", {("Jean Rolin", "TV2", None)}),
        (
            "Le député du Parti libéral Olivier Dufour a été nommé secrétaire d'État chargé des Sports vendredi.",
            {("Olivier Dufour", None, None)},
        ),
        ("Plus de 1.000 médecins du CHU de Rennac menacent de démissionner de leurs fonctions.", set()),
        ("Une dizaine de médecins du CHU de Rennac ont démissionné.", {(None, "CHU de Rennac", None)}),
    ],
)  # fmt: skip
def test_who_goes_where_as_the_press_tells_it(
    text: str, expected: set[tuple[str | None, str | None, str | None]]
) -> None:
    found = {(m.person, m.from_organization, m.to_organization) for m in moves(text).values()}
    assert found == expected


def test_a_career_told_in_a_sentence_of_its_own_tells_where_somebody_comes_from() -> None:
    text = "Nathalie Prévost a été nommée directrice financière du groupe Aldane. Elle vient de Bertin Pharma."
    assert moves(text)["Nathalie Prévost"].from_organization == "Bertin Pharma"


def test_a_date_of_a_participle_that_opens_the_sentence_is_not_that_of_the_move() -> None:
    text = "Nommé il y a un an à peine, le patron de Vinotel, Serge Danton, a claqué la porte."
    assert moves(text)["Serge Danton"].effective_on is None


def test_effect_is_dated_behind_a_verb_of_announcing() -> None:
    text = (
        "Le groupe Sanoflore a annoncé la nomination d'Edgar Pinto au poste de directeur général, avec effet au 2 mai."
    )
    claim = moves(text)["Edgar Pinto"]
    assert claim.stage == "planned"
    assert claim.effective_on is not None
    assert claim.effective_on.from_on == date(2024, 5, 2)


def test_a_show_is_no_house() -> None:
    text = "Pierre Mesnil rejoint les chroniqueurs de TPMS, l'émission de Cyril Hamon."
    assert all(m.to_organization is None for m in moves(text).values())


def test_a_post_that_opens_the_sentence_is_that_of_its_subject() -> None:
    text = (
        "Le groupe Vitalis a nommé Patricia Noguès au poste de directrice générale. "
        "Aujourd'hui directrice générale déléguée, elle succédera à Bernard Coste."
    )
    claim = moves(text)["Patricia Noguès"]
    assert claim.from_role == "directrice générale déléguée"


@pytest.mark.parametrize(
    ("text", "person", "kind", "source", "target"),
    [
        (
            "Le ministère a désigné un administrateur provisoire, l'ancien recteur Aurélien Morel.",
            "Aurélien Morel", None, None, None,
        ),
        (
            "La directrice de l'Institut Poncelet, Claire Dumont, ne sera pas reconduite.",
            "Claire Dumont", "dismissal", "Institut Poncelet", None,
        ),
        (
            "L'humoriste Luc Morel a rejoint début mars Radio Contact Sud.",
            "Luc Morel", "hire", None, "Radio Contact Sud",
        ),
        (
            "La directrice de Banque Vitalis, Claire Dumont, a remis lundi sa démission.",
            "Claire Dumont", "departure", "Banque Vitalis", None,
        ),
        (
            "Le président de Vitalis, Max Petit, a par ailleurs nommé Luc Morel trésorier.",
            "Luc Morel", None, None, "Vitalis",
        ),
        (
            "Wim Claes est nommé administrateur délégué de Belgatel.",
            "Wim Claes", "hire", None, "Belgatel",
        ),
        (
            "Le président de l'AS Roussel, Luc Morel, cède son fauteuil. Le club de football joue en deuxième division.",
            "Luc Morel", "departure", "AS Roussel", None,
        ),
    ],
)  # fmt: skip
def test_turns_of_the_press(text: str, person: str, kind: str | None, source: str | None, target: str | None) -> None:
    claim = moves(text)[person]
    assert kind is None or claim.kind == kind
    assert source is None or claim.from_organization == source
    assert target is None or claim.to_organization == target


def test_a_house_that_will_be_led_by_somebody_takes_him_on() -> None:
    claim = moves("Hydrovia sera dirigée par Luc Morel, aujourd'hui directeur de la stratégie de Stellio.")["Luc Morel"]
    assert (claim.from_organization, claim.to_organization) == ("Stellio", "Hydrovia")
    assert claim.effective_on is None
