"""Percentages and fractions: a table of what the press prints, and properties over generated shares and text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.claims.schema import Qualifier
from extract.claims.shares import Share, find_shares

EXACT, APPROXIMATE, UP_TO, AT_LEAST = Qualifier.EXACT, Qualifier.APPROXIMATE, Qualifier.UP_TO, Qualifier.AT_LEAST


def only(text: str, language: str) -> Share:
    [share] = find_shares(text, language)
    return share


@pytest.mark.parametrize(
    ("language", "text", "percent", "qualifier", "is_fraction"),
    [
        ("en", "a 49% stake", 49, EXACT, False),
        ("en", "49 pct of the shares", 49, EXACT, False),
        ("en", "4.9 per cent of it", 4.9, EXACT, False),
        ("en", "forty-nine percent", 49, EXACT, False),
        ("en", "10-7/8 pct", 10.875, EXACT, False),
        ("en", "12.500 percent", 12.5, EXACT, False),
        ("en", "now 100%-owned", 100, EXACT, False),
        ("en", "about 20%", 20, APPROXIMATE, False),
        ("en", "up to 20%", 20, UP_TO, False),
        ("en", "more than 20%", 20, AT_LEAST, False),
        ("en", "between 20 and 30%", 30, UP_TO, False),
        ("en", "5-10%", 10, UP_TO, False),
        ("en", "a quarter of the firm", 25, EXACT, True),
        ("en", "a one-third stake", 33.33, EXACT, True),
        ("en", "two-thirds of the shares", 66.67, EXACT, True),
        ("en", "about a fifth of the company", 20, APPROXIMATE, True),
        ("en", "half of the company", 50, EXACT, True),
        ("en", "the other half", 50, EXACT, True),
        ("en", "a 50-50 venture", 50, EXACT, True),
        ("en", "all of the outstanding shares", 100, EXACT, True),
        ("fr", "49 % du capital", 49, EXACT, False),
        ("fr", "49\u00a0% du capital", 49, EXACT, False),
        ("fr", "12,5% des parts", 12.5, EXACT, False),
        ("fr", "49 pour cent", 49, EXACT, False),
        ("fr", "quarante-neuf pour cent", 49, EXACT, False),
        ("fr", "environ 20 %", 20, APPROXIMATE, False),
        ("fr", "jusqu'à 20 %", 20, UP_TO, False),
        ("fr", "au moins 20 %", 20, AT_LEAST, False),
        ("fr", "entre 20 et 30 %", 30, UP_TO, False),
        ("fr", "un quart du capital", 25, EXACT, True),
        ("fr", "près d'un quart du capital", 25, APPROXIMATE, True),
        ("fr", "les deux tiers des actions", 66.67, EXACT, True),
        ("fr", "la moitié de l’entreprise", 50, EXACT, True),
        ("fr", "un cinquième des titres", 20, EXACT, True),
        ("fr", "l'intégralité du capital", 100, EXACT, True),
        ("fr", "une société détenue à parts égales", 50, EXACT, True),
    ],
)
def test_share_as_printed(language: str, text: str, percent: float, qualifier: Qualifier, is_fraction: bool) -> None:
    share = only(text, language)
    assert (share.percent, share.qualifier, share.is_fraction) == (pytest.approx(percent), qualifier, is_fraction)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a majority of the shares"),
        ("en", "the third quarter"),
        ("en", "a third person"),
        ("en", "half an hour"),
        ("en", "a quarter of a billion dollars"),
        ("en", "sales rose 300%"),
        ("fr", "la majorité du capital"),
        ("fr", "un quart d’heure"),
        ("fr", "un quart de finale"),
        ("fr", "la demi-sœur"),
        ("fr", "le cinquième, né en 1932"),
        ("fr", "cent personnes"),
    ],
)
def test_no_share(language: str, text: str) -> None:
    assert find_shares(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "of_capital"),
    [
        ("en", "bought a 49% stake", True),
        ("en", "lifting its holding in the firm to 49.4 pct", True),
        ("en", "took 12.5% of the company", True),
        ("en", "paid $3bn for 49 per cent of Nordal", True),
        ("en", "12% of revenue", False),
        ("en", "shares rose 5%", False),
        ("en", "8 pct subordinated notes", False),
        ("en", "it said 5%", None),
        ("fr", "acquiert 61 % du capital", True),
        ("fr", "détient environ 18 %", True),
        ("fr", "une participation de 23 % dans Nordal", True),
        ("fr", "s'offre 49 %, pour trois milliards", True),
        ("fr", "une hausse de 5 %", False),
        ("fr", "47 % des Français", False),
        ("fr", "12 % du chiffre d'affaires", False),
        ("fr", "soit 5 %", None),
        ("fr", "une hausse du capital. Soit 5 %", None),
    ],
)
def test_hint_of_capital(language: str, text: str, of_capital: bool | None) -> None:
    assert only(text, language).of_capital is of_capital


@pytest.mark.parametrize(
    ("language", "text", "voting"),
    [
        ("en", "a 12.5% stake in shares which carry no votes", False),
        ("en", "a 12.5% non-voting stake", False),
        ("en", "12.5% of the voting rights", True),
        ("en", "a 12.5% stake", None),
        ("fr", "49 %, sans droits de vote,", False),
        ("fr", "61 % du capital et des droits de vote", True),
        ("fr", "61 % du capital. Les droits de vote suivront", None),
    ],
)
def test_hint_of_voting(language: str, text: str, voting: bool | None) -> None:
    assert only(text, language).voting is voting


SIGNS = {"en": ["%", " %", " percent", " per cent", " pct"], "fr": ["%", " %", "\u00a0%", "\u202f%", " pour cent"]}


@settings(deadline=None)
@pytest.mark.parametrize("language", ["en", "fr"])
@given(data=st.data(), hundredths=st.integers(1, 10_000))
def test_every_formatted_percentage_is_found(language: str, data: st.DataObject, hundredths: int) -> None:
    number = f"{hundredths / 100:g}".replace(".", "," if language == "fr" else ".")
    frame = data.draw(st.sampled_from(["{s}", "x ({s}) y", "{s}.", "🎈 {s}\n\nİ"]))
    text = frame.format(s=number + data.draw(st.sampled_from(SIGNS[language])))
    share = only(text, language)
    assert share.percent == pytest.approx(hundredths / 100)
    assert text[share.char_start : share.char_end] == share.raw


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(), max_size=200), language=st.sampled_from(["en", "fr"]))
@example(text="\ud800 5% \udfff", language="en")
@example(text="un un % ½% 1 1/0 %", language="fr")
def test_any_text_is_read_without_error(text: str, language: str) -> None:
    end = 0
    for share in find_shares(text, language):
        assert end <= share.char_start < share.char_end <= len(text)
        assert text[share.char_start : share.char_end] == share.raw
        assert 0 < share.percent <= 100
        end = share.char_end


def test_language_without_lexicon_is_an_error_that_names_the_file() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*lexicon/.*\.yml"):
        find_shares("5 %", "xx")


@pytest.mark.parametrize("unit", ["1", " ", "%", "un ", "1,", "1 ", "cent mille ", "- "])
def test_two_megabytes_without_a_share_end(unit: str) -> None:
    assert find_shares(unit * (2_000_000 // len(unit)), "fr") == []
