"""Names: where they start and end, and whether they are persons or organizations."""

import pytest

from extract.claims.lexicon import load
from extract.claims.names import Names
from extract.claims.reading import parse
from extract.claims.schema import Document
from extract.claims.sentences import split


def kinds(language: str, text: str) -> dict[str, str]:
    sentences, lexicon = split(Document(text=text, language=language)), load(language)
    names = Names(sentences, parse(sentences, range(len(sentences)), lexicon), lexicon)
    return {e.name: e.kind for e in names.entities}


@pytest.mark.parametrize(
    ("language", "text", "persons", "organizations"),
    [
        ("fr", "Le patron de TVL Gustave Lenormand va diriger la CNFR.", ["Gustave Lenormand"], ["TVL", "CNFR"]),
        (
            "fr",
            "L'ancien ministre de la Santé Anatole Brivois rejoint le cabinet Delorme & Fusco.",
            ["Anatole Brivois"],
            ["Delorme & Fusco"],
        ),
        (
            "fr",
            "Alliance ouvrière et la Confédération paysanne ont salué le départ de M. Duvivier.",
            ["Duvivier"],
            ["Alliance ouvrière", "Confédération paysanne"],
        ),
        (
            "fr",
            "L'Association pour la promotion du fromage (APF) a recruté Paulin Garance.",
            ["Paulin Garance"],
            ["Association pour la promotion du fromage"],
        ),
        (
            "fr",
            "Le barreau de Limoges élit son bâtonnier, Me Hyacinthe Ferrand.",
            ["Hyacinthe Ferrand"],
            ["barreau de Limoges"],
        ),
        (
            "fr",
            "Le conseil d'administration de Paris Nord FC a nommé Kofi Adjei président.",
            ["Kofi Adjei"],
            ["Paris Nord FC"],
        ),
        ("fr", "Le groupe belge De Smedt rachète la Brasserie du Lac.", [], ["De Smedt", "Brasserie du Lac"]),
        (
            "fr",
            "La militante écologiste Ysolde Kerouedan rejoint Lisière Média.",
            ["Ysolde Kerouedan"],
            ["Lisière Média"],
        ),
        (
            "fr",
            "Bruno de La Roche-Aymon cède les Cristalleries de Tavel au fonds Kermadec Capital.",
            ["Bruno de La Roche-Aymon"],
            ["Cristalleries de Tavel", "Kermadec Capital"],
        ),
        (
            "en",
            "Finance chief Tuomas Rautio will leave Northgate Foods in May.",
            ["Tuomas Rautio"],
            ["Northgate Foods"],
        ),
        (
            "en",
            "Ludwig van der Meer quit Hartog Group after the Ministry of Transport objected.",
            ["Ludwig van der Meer"],
            ["Hartog Group", "Ministry of Transport"],
        ),
        ("en", "U.K. insurer Fairhaven bought D.W. Genetics of Salem.", [], ["Fairhaven", "D.W. Genetics"]),
        ("en", "Sign-on bonuses at Everglade reached $2 million.", [], ["Everglade"]),
    ],
)
def test_kinds_of_names(language: str, text: str, persons: list[str], organizations: list[str]) -> None:
    found = kinds(language, text)
    assert [n for n in persons if found.get(n) != "person"] == []
    assert [n for n in organizations if found.get(n) != "organization"] == []


def test_a_place_inside_a_name_stays_a_place() -> None:
    found = kinds("fr", "Le Tour de France part lundi. En France, Anne Petit rejoint Banque Vitalis.")
    assert found["France"] == "place"


def test_the_acronym_of_a_name_in_small_letters() -> None:
    found = kinds("fr", "Elle préside la Confédération nationale des transports. La CNT recrute Anne Petit.")
    assert set(found) == {"Confédération nationale des transports", "Anne Petit"}


@pytest.mark.parametrize("text", ['Elle présente "Merci encore pour tout" chez Banque Vitalis, sur la chaîne locale.'])
def test_the_first_word_of_a_quoted_title_is_no_name(text: str) -> None:
    assert "Merci" not in kinds("fr", text)
