"""No text, however broken, makes the claims reader fail or yield what is no JSON."""

import json

import pytest

from extract.claims.reader import read_claims
from extract.claims.schema import Document, guide_row

GOOD = (
    "Jean Castel a été nommé directeur général de Banque Ferrand lundi. "
    "Acme a racheté Globex pour 3 milliards de dollars. "
)
TEXTS = {
    "empty": "",
    "blank": " \n\t ",
    "two_megabytes": GOOD * 17_000,
    "no_punctuation": GOOD.replace(".", " ") * 5_000,
    "one_word": "a" * 2_000_000,
    "capitals": GOOD.upper() * 500,
    "html": f"<div><p>{GOOD}</p></div>" * 50 + "<script>x</script>",
    "mixed_languages": GOOD + "Jane Doe was named chief executive of Acme Corp. " * 20,
    "right_to_left": "قال الرئيس " * 2_000 + GOOD,
    "control_characters": "\x00\x01" + GOOD + "\u202e\ufeff\x7f",
    "lone_surrogates": "\ud800" + GOOD + "\udfff",
    "open_quotes": '« "' * 20_000 + GOOD,
    "brackets": "(" * 50_000 + GOOD,
    "long_role": "directeur de la " * 10_000 + GOOD,
    "names_only": ", ".join(["Jean Castel"] * 5_000),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", TEXTS)
def test_any_text_gives_claims_that_are_json(name: str, language: str) -> None:
    text = TEXTS[name]
    claims = read_claims(Document(text=text, title=text[:200], language=language))
    for claim in (*claims.moves, *claims.deals, *claims.offers):
        assert json.loads(json.dumps(guide_row(claim)))["confidence"] > 0
        quote = claim.quotes[0]
        source = text[:200] if quote.part == "title" else text
        assert source[quote.char_start : quote.char_end] == quote.text


def test_a_language_without_lexicon_says_so() -> None:
    claims = read_claims(Document(text="Der Vorstand geht.", language="de"))
    assert claims.language_unsupported
    assert (claims.moves, claims.deals, claims.offers) == ((), (), ())


def test_the_good_part_of_a_broken_text_is_still_read() -> None:
    claims = read_claims(Document(text=TEXTS["lone_surrogates"], language="fr"))
    assert [m.person for m in claims.moves] == ["Jean Castel"]
