"""Amounts of money: a table of what the press prints, and properties over generated amounts and text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.claims.money import Money, find_money
from extract.claims.schema import Qualifier

EXACT, APPROXIMATE, UP_TO, AT_LEAST = Qualifier.EXACT, Qualifier.APPROXIMATE, Qualifier.UP_TO, Qualifier.AT_LEAST


def only(text: str, language: str) -> Money:
    [money] = find_money(text, language)
    return money


ENGLISH = [
    ("for $14.3bn in cash", 14.3e9, "USD", EXACT),
    ("for $14.3B", 14.3e9, "USD", EXACT),
    ("a $1-billion round", 1e9, "USD", EXACT),
    ("US$2bn", 2e9, "USD", EXACT),
    ("C$3m", 3e6, "CAD", EXACT),
    ("A$ 4 million", 4e6, "AUD", EXACT),
    ("HK$650,000", 650_000, "HKD", EXACT),
    ("£12m", 12e6, "GBP", EXACT),
    ("€1.7bn", 1.7e9, "EUR", EXACT),
    ("CHF3bn", 3e9, "CHF", EXACT),
    ("SEK 1.4bn", 1.4e9, "SEK", EXACT),
    ("five million yen", 5e6, "JPY", EXACT),
    ("12.2 mln dlrs", 12.2e6, "USD", EXACT),
    ("12.2 mln\n    dlrs", 12.2e6, "USD", EXACT),
    ("a 50-mln-dlr loan", 50e6, "USD", EXACT),
    ("12 mln Canadian dlrs", 12e6, "CAD", EXACT),
    ("one billion stg", 1e9, "GBP", EXACT),
    ("10-7/8 mln dlrs", 10.875e6, "USD", EXACT),
    ("9.625 dlrs", 9.625, "USD", EXACT),
    ("$12,500", 12_500, "USD", EXACT),
    ("$5 million Canadian dollars", 5e6, "CAD", EXACT),
    ("1.5 million pounds", 1.5e6, "GBP", EXACT),
    ("300 million Swedish kronor", 3e8, "SEK", EXACT),
    ("Rs 500 crore", 5e9, "INR", EXACT),
    ("two hundred and fifty million dollars", 250e6, "USD", EXACT),
    ("two and a half billion dollars", 2.5e9, "USD", EXACT),
    ("half a billion dollars", 5e8, "USD", EXACT),
    ("a quarter of a billion dollars", 2.5e8, "USD", EXACT),
    ("a billion dollars", 1e9, "USD", EXACT),
    ("about $650m", 650e6, "USD", APPROXIMATE),
    ("nearly half a billion dollars", 5e8, "USD", APPROXIMATE),
    ("some 40 million euros", 40e6, "EUR", APPROXIMATE),
    ("$40m or so", 40e6, "USD", APPROXIMATE),
    ("up to $300m", 300e6, "USD", UP_TO),
    ("up to an additional $300m", 300e6, "USD", UP_TO),
    ("no more than $5m", 5e6, "USD", UP_TO),
    ("more than $6 billion", 6e9, "USD", AT_LEAST),
    ("at least 6 billion dollars", 6e9, "USD", AT_LEAST),
    ("a $1 billion-plus package", 1e9, "USD", AT_LEAST),
    ("$100 million or more", 100e6, "USD", AT_LEAST),
    ("$50m+", 50e6, "USD", AT_LEAST),
    ("between $2bn and $3bn", 3e9, "USD", UP_TO),
    ("$1-$1.5 billion", 1.5e9, "USD", UP_TO),
    ("two to three billion euros", 3e9, "EUR", UP_TO),
    ("between two and three billion euros", 3e9, "EUR", UP_TO),
    ("between one hundred and two hundred million euros", 200e6, "EUR", UP_TO),
    ("two or three billion euros", 3e9, "EUR", UP_TO),
]

FRENCH = [
    ("14,3 milliards $", 14.3e9, "USD", EXACT),
    ("14,3\u00a0milliards\u202f$", 14.3e9, "USD", EXACT),
    ("50 millions $ US", 50e6, "USD", EXACT),
    ("1,5 Md€", 1.5e9, "EUR", EXACT),
    ("7,5 Mds$", 7.5e9, "USD", EXACT),
    ("1,2 M€", 1.2e6, "EUR", EXACT),
    ("5 MEUR", 5e6, "EUR", EXACT),
    ("100 k€", 1e5, "EUR", EXACT),
    ("300K$", 3e5, "USD", EXACT),
    ("CHF 3 Mrd", 3e9, "CHF", EXACT),
    ("1,5 milliard d’euros", 1.5e9, "EUR", EXACT),
    ("300 000 francs suisses", 3e5, "CHF", EXACT),
    ("300\u202f000 francs suisses", 3e5, "CHF", EXACT),
    ("900.000 euros", 9e5, "EUR", EXACT),
    ("1.234,56 euros", 1234.56, "EUR", EXACT),
    ("255 millions de dollars canadiens", 255e6, "CAD", EXACT),
    ("2,5 millions de livres", 2.5e6, "GBP", EXACT),
    ("3 milliards de yens", 3e9, "JPY", EXACT),
    ("40 millions de yuans", 40e6, "CNY", EXACT),
    ("un milliard de wons", 1e9, "KRW", EXACT),
    ("60 millions de roupies", 60e6, "INR", EXACT),
    ("30 millions de FCFA", 30e6, "XOF", EXACT),
    ("1,2 billion de dollars", 1.2e12, "USD", EXACT),
    ("cent millions d'euros", 100e6, "EUR", EXACT),
    ("deux milliards de dollars", 2e9, "USD", EXACT),
    ("quatre-vingt-dix-sept millions d'euros", 97e6, "EUR", EXACT),
    ("deux cent cinquante mille euros", 250e3, "EUR", EXACT),
    ("vingt et un mille euros", 21e3, "EUR", EXACT),
    ("dix mille milliards de dollars", 1e13, "USD", EXACT),
    ("un milliard et demi d'euros", 1.5e9, "EUR", EXACT),
    ("un demi-milliard de dollars", 5e8, "USD", EXACT),
    ("trois quarts de milliard d'euros", 7.5e8, "EUR", EXACT),
    ("pour un euro symbolique", 1, "EUR", EXACT),
    ("une centaine de millions d'euros", 100e6, "EUR", APPROXIMATE),
    ("près d'un milliard d'euros", 1e9, "EUR", APPROXIMATE),
    ("environ 40 millions d'euros", 40e6, "EUR", APPROXIMATE),
    ("quelque 40 millions d'euros", 40e6, "EUR", APPROXIMATE),
    ("40 millions d'euros environ", 40e6, "EUR", APPROXIMATE),
    ("jusqu’à 40 millions d'euros", 40e6, "EUR", UP_TO),
    ("une somme pouvant atteindre 40 millions d'euros", 40e6, "EUR", UP_TO),
    ("pas plus de 40 millions d'euros", 40e6, "EUR", UP_TO),
    ("plus de 40 millions d'euros", 40e6, "EUR", AT_LEAST),
    ("au moins 40 millions d'euros", 40e6, "EUR", AT_LEAST),
    ("2 à 3 milliards d'euros", 3e9, "EUR", UP_TO),
    ("entre 2 et 3 milliards de dollars", 3e9, "USD", UP_TO),
    ("entre 2 milliards et 3 milliards de dollars", 3e9, "USD", UP_TO),
]


@pytest.mark.parametrize(
    ("language", "text", "amount", "currency", "qualifier"),
    [("en", *row) for row in ENGLISH] + [("fr", *row) for row in FRENCH],
)
def test_amount_as_printed(language: str, text: str, amount: float, currency: str, qualifier: Qualifier) -> None:
    money = only(f"Nordal a payé {text}. " if language == "fr" else f"Nordal paid {text}. ", language)
    assert (money.amount, money.currency, money.qualifier) == (pytest.approx(amount), currency, qualifier)


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("worth between $2bn and $3bn in all", "$2bn and $3bn"),
        ("some $1-$1.5 billion", "$1-$1.5 billion"),
        ("2 to 3 million euros", "2 to 3 million euros"),
    ],
)
def test_range_covers_both_ends(text: str, raw: str) -> None:
    money = only(text, "en")
    assert (money.raw, money.is_range_upper, money.qualifier) == (raw, True, UP_TO)


def test_change_and_alternative_are_no_range() -> None:
    assert [m.amount for m in find_money("raised its bid from $2bn to $3bn", "en")] == [2e9, 3e9]
    assert [m.amount for m in find_money("paid $90m or $12 a share", "en")] == [90e6, 12]


@pytest.mark.parametrize(
    ("language", "text", "per"),
    [
        ("en", "$21 per share", "share"),
        ("en", "$21 in cash per share", "share"),
        ("en", "46 dlrs a share", "share"),
        ("en", "$200,000 a year", "year"),
        ("en", "$20 a month", "month"),
        ("en", "$60 a barrel", "unit"),
        ("en", "$5bn a year ago", None),
        ("fr", "20 euros par action", "share"),
        ("fr", "20 euros l’action", "share"),
        ("fr", "200 000 euros net par an", "year"),
        ("fr", "20 euros par mois", "month"),
        ("fr", "20 euros le mois dernier", None),
        ("fr", "20 euros l'an prochain", None),
        ("fr", "60 dollars le baril", "unit"),
    ],
)
def test_price_per_unit_is_flagged(language: str, text: str, per: str | None) -> None:
    assert only(text, language).per == per


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "several hundred million dollars"),
        ("en", "a nine-figure sum"),
        ("en", "hundreds of millions of dollars"),
        ("en", "a billion-dollar market"),
        ("en", "2.7 million users"),
        ("en", "in 2024 the 300 people"),
        ("en", "he won 3 games"),
        ("en", "a 20 pound parcel"),
        ("en", "version 1.2.3"),
        ("en", "selling 700p tickets"),
        ("fr", "plusieurs centaines de millions d'euros"),
        ("fr", "des millions d’euros"),
        ("fr", "28 millions de malades"),
        ("fr", "2 000 livres anciens"),
        ("fr", "un franc succès"),
        ("fr", "un Euro de football"),
        ("fr", "le 12 juin 2024"),
    ],
)
def test_no_amount(language: str, text: str) -> None:
    assert find_money(text, language) == []


def test_weak_word_takes_the_currency_that_the_text_names() -> None:
    swiss = find_money("La banque verse 300 000 francs suisses, puis 20 000 francs.", "fr")
    assert [(m.amount, m.currency) for m in swiss] == [(300_000, "CHF"), (20_000, "CHF")]
    assert find_money("Sterling rose. The bid is 700p in cash.", "en")[0].amount == 7
    assert [m.amount for m in find_money("It costs £5. A 20 pound fee is due.", "en")] == [5, 20]


@pytest.mark.parametrize(
    ("language", "text", "around", "currency"),
    [
        ("en", "The Norwegian group paid 4 billion crowns.", "", "NOK"),
        ("en", "The carrier raised 6.1 billion lira.", "ISTANBUL, May 13", "TRY"),
        ("en", "It is worth 20 million pounds.", "", "GBP"),
        ("fr", "Le groupe zurichois Alpeo verse 300 millions de francs.", "", "CHF"),
        ("fr", "Le danois Norrland offre 300 millions de couronnes.", "", "DKK"),
        ("fr", "Norrland offre 300 millions de couronnes.", "Le suédois Norrland et le danois Sundby", "SEK"),
    ],
)
def test_the_country_tells_which_of_a_family_is_meant(language: str, text: str, around: str, currency: str) -> None:
    assert [m.currency for m in find_money(text, language, around)] == [currency]


def test_number_takes_the_currency_before_it() -> None:
    first, second = find_money("The price is $3 billion in cash and 2 billion in stock.", "en")
    assert (second.amount, second.currency, second.is_currency_implied) == (2e9, "USD", True)
    assert not first.is_currency_implied
    assert len(find_money("It paid $3 billion for 2 billion users.", "en")) == 1
    _, french = find_money("Le groupe lève 30 millions d'euros, contre 12 millions en 2022.", "fr")
    assert (french.amount, french.currency, french.is_currency_implied) == (12e6, "EUR", True)
    assert len(find_money("Il paie 30 millions d'euros pour 12 millions de clients.", "fr")) == 1


def test_offsets_count_code_points_of_the_original_text() -> None:
    text = "🚀 « L’offre » : 14,3 milliards $ 🚀"
    money = only(text, "fr")
    assert text[money.char_start : money.char_end] == money.raw == "14,3 milliards $"


def test_language_without_lexicon_is_an_error_that_names_the_file() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*lexicon/.*\.yml"):
        find_money("5 euros", "xx")


AMOUNTS = st.integers(1, 9999).map(lambda tenths: tenths / 10)
SCALES = {
    "en": [("{n} million", 1e6), ("{n} billion", 1e9), ("{n}bn", 1e9), ("{n}m", 1e6), ("{n} mln", 1e6), ("{n}K", 1e3)],
    "fr": [("{n} millions", 1e6), ("{n} milliards", 1e9), ("{n}\u202fMd", 1e9), ("{n}\u00a0M", 1e6), ("{n} k", 1e3)],
}
CURRENCIES = {
    "en": [
        ("{a} dollars", "USD"),
        ("€{a}", "EUR"),
        ("${a}", "USD"),
        ("£{a}", "GBP"),
        ("{a} euros", "EUR"),
        ("CHF {a}", "CHF"),
    ],
    "fr": [("{a} $", "USD"), ("{a}€", "EUR"), ("{a}\u00a0€", "EUR"), ("{a} £", "GBP"), ("CHF {a}", "CHF")],
}
FRAMES = ["{m}", "The sum ({m}) is due.", "« {m} »", "Price:{m}.", "x\n{m}\n\ny", "İ ß 🎈 {m}, etc."]


@pytest.mark.parametrize("language", ["en", "fr"])
@settings(deadline=None)
@given(data=st.data(), tenths=AMOUNTS)
def test_every_formatted_amount_is_found(language: str, data: st.DataObject, tenths: float) -> None:
    scale, factor = data.draw(st.sampled_from(SCALES[language]))
    currency, code = data.draw(st.sampled_from(CURRENCIES[language]))
    number = f"{tenths:.1f}".replace(".", "," if language == "fr" else ".")
    text = data.draw(st.sampled_from(FRAMES)).format(m=currency.format(a=scale.format(n=number)))
    money = only(text, language)
    assert money.amount == pytest.approx(tenths * factor)
    assert money.currency == code
    assert text[money.char_start : money.char_end] == money.raw


@settings(deadline=None)
@given(
    amount=st.integers(1_000, 10**15),
    separator=st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "\u2009", "’", "'"]),
)
def test_grouped_digits_keep_their_value(amount: int, separator: str) -> None:
    grouped = f"{amount:,}".replace(",", separator)
    decimal_mark_in_doubt = separator == "," and amount < 10**6 and amount % 100
    if not decimal_mark_in_doubt:
        assert only(f"{grouped} euros", "fr").amount == amount


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(), max_size=200), language=st.sampled_from(["en", "fr"]))
@example(text="\ud800 $5 \udfff", language="en")
@example(text="$½ ½ 1/0 dollars 1 1/0 $", language="en")
@example(text="un un milliard demi d'd'euros", language="fr")
def test_any_text_is_read_without_error(text: str, language: str) -> None:
    end = 0
    for money in find_money(text, language):
        assert end <= money.char_start < money.char_end <= len(text)
        assert text[money.char_start : money.char_end] == money.raw
        assert money.amount >= 0
        end = money.char_end


GRAMMAR = """
    5 1,5 1.000 300\u202f000 14-1/2 ½ un une deux cent mille demi quart half a billion million milliards Md bn $ € £ US$
    euros francs suisses pounds p cents d' de of entre et between and from to à - or environ about plus more than par
    action share %
"""
PIECES = st.sampled_from([*GRAMMAR.split(), "\n"])


@settings(deadline=None)
@given(
    pieces=st.lists(PIECES, max_size=25),
    glue=st.sampled_from([" ", "", "\u00a0"]),
    language=st.sampled_from(["en", "fr"]),
)
def test_any_pieces_of_the_grammar_are_read_without_error(pieces: list[str], glue: str, language: str) -> None:
    text = glue.join(pieces)
    for money in find_money(text, language):
        assert text[money.char_start : money.char_end] == money.raw


@pytest.mark.parametrize("unit", ["1", " ", "$", "un ", "1,", "1 ", "cent mille ", "- ", "1.000 "])
def test_two_megabytes_without_an_amount_end(unit: str) -> None:
    assert find_money(unit * (2_000_000 // len(unit)), "fr") == []
