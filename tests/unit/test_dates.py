"""Dates: a table of what the press prints, and properties over generated days and text."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.claims.dates import DateMention, Tense, find_dates
from extract.claims.schema import DayInterval, IntervalBasis

THURSDAY = date(2025, 7, 10)
PAST, FUTURE, UNKNOWN = Tense.PAST, Tense.FUTURE, Tense.UNKNOWN


def read(text: str, language: str, anchor: date | None = THURSDAY) -> list[DateMention]:
    return find_dates(text, language, anchor and (anchor, anchor), IntervalBasis.PUBLICATION)


def only(text: str, language: str, anchor: date | None = THURSDAY) -> DateMention:
    [mention] = read(text, language, anchor)
    return mention


def days(interval: DayInterval | None) -> str:
    """Return an interval as MM-DD or MM-DD/MM-DD, with years other than 2025."""
    if interval is None:
        return "none"
    ends = dict.fromkeys(str(day).removeprefix("2025-") for day in (interval.from_on, interval.to_on))
    return "/".join(ends)


# Published on Thursday, July 10, 2025: words, reading for the past, reading for the future, hint.
ENGLISH = [
    ("on Tuesday", "07-08", "07-15", UNKNOWN),
    ("on Thursday", "07-10", "07-10", UNKNOWN),
    ("Monday evening", "07-07", "07-14", UNKNOWN),
    ("last Thursday", "07-03", "07-03", PAST),
    ("next Thursday", "07-17", "07-17", FUTURE),
    ("Tuesday of last week", "07-01", "07-01", PAST),
    ("today", "07-10", "07-10", UNKNOWN),
    ("yesterday", "07-09", "07-09", PAST),
    ("tomorrow", "07-11", "07-11", FUTURE),
    ("eight days ago", "07-02", "07-02", PAST),
    ("two weeks ago", "06-23/06-29", "06-23/06-29", PAST),
    ("three months ago", "04-01/04-30", "04-01/04-30", PAST),
    ("a year ago", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31", PAST),
    ("in two months", "09-01/09-30", "09-01/09-30", FUTURE),
    ("within 10 days", "07-10/07-20", "07-10/07-20", FUTURE),
    ("last week", "06-30/07-06", "06-30/07-06", PAST),
    ("this week", "07-07/07-13", "07-07/07-13", UNKNOWN),
    ("over the weekend", "07-05/07-06", "07-12/07-13", UNKNOWN),
    ("next month", "08-01/08-31", "08-01/08-31", FUTURE),
    ("last quarter", "04-01/06-30", "04-01/06-30", PAST),
    ("last year", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31", PAST),
    ("July 1", "07-01", "2026-07-01", UNKNOWN),
    ("the 15th of June", "06-15", "2026-06-15", UNKNOWN),
    ("Sept. 3", "2024-09-03", "09-03", UNKNOWN),
    ("April One", "04-01", "2026-04-01", UNKNOWN),
    ("effective October 31", "2024-10-31", "10-31", UNKNOWN),
    ("Friday, June 27", "06-27", "06-27", PAST),
    ("June 29, 2024", "2024-06-29", "2024-06-29", PAST),
    ("29 June 2024", "2024-06-29", "2024-06-29", PAST),
    ("2026-01-05", "2026-01-05", "2026-01-05", FUTURE),
    ("in May", "05-01/05-31", "2026-05-01/2026-05-31", UNKNOWN),
    ("in July", "07-01/07-31", "07-01/07-31", UNKNOWN),
    ("last June", "06-01/06-30", "06-01/06-30", PAST),
    ("last November", "2024-11-01/2024-11-30", "2024-11-01/2024-11-30", PAST),
    ("in January last year", "2024-01-01/2024-01-31", "2024-01-01/2024-01-31", PAST),
    ("early March", "03-01/03-10", "2026-03-01/2026-03-10", UNKNOWN),
    ("mid-June", "06-11/06-20", "2026-06-11/2026-06-20", UNKNOWN),
    ("late February", "02-21/02-28", "2026-02-21/2026-02-28", UNKNOWN),
    ("the end of May", "05-21/05-31", "2026-05-21/2026-05-31", UNKNOWN),
    ("late March or early April", "03-21/04-10", "2026-03-21/2026-04-10", UNKNOWN),
    ("in the third quarter of 2024", "2024-07-01/2024-09-30", "2024-07-01/2024-09-30", PAST),
    ("Q4 2024", "2024-10-01/2024-12-31", "2024-10-01/2024-12-31", PAST),
    ("the first half of 2024", "2024-01-01/2024-06-30", "2024-01-01/2024-06-30", PAST),
    ("in the spring of 2023", "2023-03-01/2023-06-30", "2023-03-01/2023-06-30", PAST),
    ("last summer", "2024-06-01/2024-09-30", "2024-06-01/2024-09-30", PAST),
    ("since 2019", "2019-01-01/2019-12-31", "2019-01-01/2019-12-31", PAST),
    ("at the end of last year", "2024-12-01/2024-12-31", "2024-12-01/2024-12-31", PAST),
    ("later this month", "07-10/07-31", "07-10/07-31", FUTURE),
    ("later this year", "07-10/12-31", "07-10/12-31", FUTURE),
    ("before the end of the year", "07-10/12-31", "07-10/12-31", FUTURE),
    ("by the end of 2026", "07-10/2026-12-31", "07-10/2026-12-31", FUTURE),
    ("earlier this month", "07-01/07-10", "07-01/07-10", PAST),
    ("effective immediately", "07-10", "07-10", UNKNOWN),
    ("in the coming weeks", "none", "none", UNKNOWN),
    ("a few days ago", "none", "none", UNKNOWN),
]

FRENCH = [
    ("mardi", "07-08", "07-15", UNKNOWN),
    ("mercredi soir", "07-09", "07-16", UNKNOWN),
    ("mardi dernier", "07-08", "07-08", PAST),
    ("lundi prochain", "07-14", "07-14", FUTURE),
    ("mardi de la semaine dernière", "07-01", "07-01", PAST),
    ("ce jeudi 10 juillet", "07-10", "07-10", UNKNOWN),
    ("hier", "07-09", "07-09", PAST),
    ("avant-hier", "07-08", "07-08", PAST),
    ("aujourd’hui", "07-10", "07-10", UNKNOWN),
    ("demain", "07-11", "07-11", FUTURE),
    ("il y a huit jours", "07-02", "07-02", PAST),
    ("il y a deux semaines", "06-23/06-29", "06-23/06-29", PAST),
    ("il y a deux ans", "2023-01-01/2023-12-31", "2023-01-01/2023-12-31", PAST),
    ("dans deux mois", "09-01/09-30", "09-01/09-30", FUTURE),
    ("d'ici dix jours", "07-10/07-20", "07-10/07-20", FUTURE),
    ("la semaine dernière", "06-30/07-06", "06-30/07-06", PAST),
    ("le week-end dernier", "07-05/07-06", "07-05/07-06", PAST),
    ("le mois prochain", "08-01/08-31", "08-01/08-31", FUTURE),
    ("ce mois-ci", "07-01/07-31", "07-01/07-31", UNKNOWN),
    ("l’an dernier", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31", PAST),
    ("le 1er juillet", "07-01", "2026-07-01", UNKNOWN),
    ("à compter du 1er octobre", "2024-10-01", "10-01", UNKNOWN),
    ("le 20 avril prochain", "2026-04-20", "2026-04-20", FUTURE),
    ("le lundi 30 juin", "06-30", "06-30", PAST),
    ("lundi soir 30 juin", "06-30", "06-30", PAST),
    ("du 3 au 5 juin", "06-03/06-05", "2026-06-03/2026-06-05", UNKNOWN),
    ("le 29 juin 2024", "2024-06-29", "2024-06-29", PAST),
    ("12/03/2024", "2024-03-12", "2024-03-12", PAST),
    ("depuis mars", "03-01/03-31", "2026-03-01/2026-03-31", UNKNOWN),
    ("depuis mars 2024", "2024-03-01/2024-03-31", "2024-03-01/2024-03-31", PAST),
    ("en juin dernier", "06-01/06-30", "06-01/06-30", PAST),
    ("en mai de l'an dernier", "2024-05-01/2024-05-31", "2024-05-01/2024-05-31", PAST),
    ("début mars", "03-01/03-10", "2026-03-01/2026-03-10", UNKNOWN),
    ("à la mi-juin", "06-11/06-20", "2026-06-11/2026-06-20", UNKNOWN),
    ("fin février", "02-21/02-28", "2026-02-21/2026-02-28", UNKNOWN),
    ("depuis le début du mois de mars", "03-01/03-10", "2026-03-01/2026-03-10", UNKNOWN),
    ("fin mars ou début avril", "03-21/04-10", "2026-03-21/2026-04-10", UNKNOWN),
    ("fin mars-début avril", "03-21/04-10", "2026-03-21/2026-04-10", UNKNOWN),
    ("au troisième trimestre 2024", "2024-07-01/2024-09-30", "2024-07-01/2024-09-30", PAST),
    ("au premier semestre 2024", "2024-01-01/2024-06-30", "2024-01-01/2024-06-30", PAST),
    ("au printemps 2023", "2023-03-01/2023-06-30", "2023-03-01/2023-06-30", PAST),
    ("à l'automne dernier", "2024-09-01/2024-12-31", "2024-09-01/2024-12-31", PAST),
    ("depuis l'été", "06-01/09-30", "06-01/09-30", UNKNOWN),
    ("au printemps", "03-01/06-30", "2026-03-01/2026-06-30", UNKNOWN),
    ("cet été", "06-01/09-30", "06-01/09-30", UNKNOWN),
    ("en 2014", "2014-01-01/2014-12-31", "2014-01-01/2014-12-31", PAST),
    ("à la fin de l'année dernière", "2024-12-01/2024-12-31", "2024-12-01/2024-12-31", PAST),
    ("plus tard cette année", "07-10/12-31", "07-10/12-31", FUTURE),
    ("d'ici à la fin de l'année", "07-10/12-31", "07-10/12-31", FUTURE),
    ("avant la fin du mois", "07-10/07-31", "07-10/07-31", FUTURE),
    ("avec effet immédiat", "07-10", "07-10", UNKNOWN),
    ("dans les prochaines semaines", "none", "none", UNKNOWN),
    ("il y a quelques jours", "none", "none", UNKNOWN),
]


@pytest.mark.parametrize(
    ("language", "text", "past", "future", "hint"),
    [("en", *row) for row in ENGLISH] + [("fr", *row) for row in FRENCH],
)
def test_date_as_printed(language: str, text: str, past: str, future: str, hint: Tense) -> None:
    mention = only(f"Nordal, {text}, Sudal.", language)
    assert (days(mention.reading(PAST)), days(mention.reading(FUTURE)), mention.hint) == (past, future, hint)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "it may 20 times march on"),
        ("en", "sales on Black Friday"),
        ("en", "every Monday"),
        ("en", "the Sunday Times"),
        ("en", "the best result in 13 years"),
        ("en", "on April 31"),
        ("en", "300 people"),
        ("en", "she is 40 years old"),
        ("fr", "tous les lundis"),
        ("fr", "chaque lundi"),
        ("fr", "le vendredi noir"),
        ("fr", "le Journal du dimanche"),
        ("fr", "il a été nommé"),
        ("fr", "elle a depuis été nommée"),
        ("fr", "sept personnes"),
        ("fr", "le 31 avril"),
        ("fr", "le groupe Mars"),
    ],
)
def test_no_date(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "anchor", "likely"),
    [
        ("on Tuesday", THURSDAY, "07-08"),
        ("on September 1", THURSDAY, "09-01"),
        ("on May 1", THURSDAY, "05-01"),
        ("on February 29", THURSDAY, "2024-02-29"),
    ],
)
def test_likelier_reading_without_tense(text: str, anchor: date, likely: str) -> None:
    assert days(only(text, "en", anchor).interval) == likely


def test_full_date_needs_no_anchor_and_says_so() -> None:
    mention = only("le 29 juin 2025", "fr", None)
    assert mention.interval is not None
    assert (mention.interval.from_on, mention.interval.basis) == (date(2025, 6, 29), IntervalBasis.ABSOLUTE)


@pytest.mark.parametrize("text", ["hier", "mardi", "le 29 juin", "en juin", "il y a deux ans", "avec effet immédiat"])
def test_relative_date_without_anchor_has_no_interval(text: str) -> None:
    mention = only(text, "fr", None)
    assert mention.interval is mention.past is mention.future is None


def test_interval_names_the_basis_of_its_anchor() -> None:
    [mention] = find_dates("la semaine dernière", "fr", (THURSDAY, THURSDAY), IntervalBasis.FIRST_CRAWL)
    assert mention.interval is not None
    assert mention.interval.basis is IntervalBasis.FIRST_CRAWL
    assert mention.interval.raw == mention.raw == "la semaine dernière"


def test_anchor_of_several_days_widens_the_interval() -> None:
    [mention] = find_dates("hier", "fr", (THURSDAY, THURSDAY + timedelta(days=3)), IntervalBasis.FIRST_CRAWL)
    assert days(mention.interval) == "07-09/07-12"


@pytest.mark.parametrize(
    ("language", "text", "tense", "expected"),
    [
        ("en", "He retires on 31 March and she starts the next day.", FUTURE, "2026-04-01"),
        ("fr", "Il part le 31 mars. Elle arrive le lendemain.", FUTURE, "2026-04-01"),
        ("fr", "Il est parti mardi, elle le même jour.", PAST, "07-08"),
        ("fr", "Il est parti mardi, elle la veille.", PAST, "07-07"),
        ("en", "The board on Tuesday removed him with immediate effect.", PAST, "07-08"),
        ("en", "He is to go in 2030. She starts effective immediately.", PAST, "07-10"),
    ],
)
def test_date_that_counts_from_the_one_before(language: str, text: str, tense: Tense, expected: str) -> None:
    assert days(read(text, language)[-1].reading(tense)) == expected


ANCHORS = st.dates(date(1980, 1, 1), date(2060, 12, 31))


@settings(deadline=None)
@given(day=ANCHORS, anchor=ANCHORS, language=st.sampled_from(["en", "fr"]), style=st.sampled_from(["long", "full"]))
def test_full_date_of_cldr_is_read_back(day: date, anchor: date, language: str, style: str) -> None:
    mention = only(f"x {format_date(day, style, locale=language)} y", language, anchor)
    assert mention.interval == mention.past == mention.future
    assert mention.interval is not None
    assert (mention.interval.from_on, mention.interval.to_on) == (day, day)
    assert mention.hint in {UNKNOWN, PAST if day < anchor else FUTURE}


@settings(deadline=None)
@given(anchor=ANCHORS, back=st.integers(0, 6), language=st.sampled_from(["en", "fr"]))
def test_weekday_is_the_last_one_or_the_next(anchor: date, back: int, language: str) -> None:
    day = anchor - timedelta(days=back)
    mention = only(f"x {format_date(day, 'EEEE', locale=language)} y", language, anchor)
    assert mention.past is not None
    assert mention.future is not None
    assert mention.past.from_on == day
    assert mention.future.from_on == (day if back == 0 else day + timedelta(days=7))


@settings(deadline=None)
@given(anchor=ANCHORS, n=st.integers(1, 400), language=st.sampled_from(["en", "fr"]))
def test_units_ago_contain_the_day_so_long_before(anchor: date, n: int, language: str) -> None:
    for unit, length in (("days", 1), ("weeks", 7)):
        french = {"days": "jours", "weeks": "semaines"}[unit]
        mention = only(f"{n} {unit} ago" if language == "en" else f"il y a {n} {french}", language, anchor)
        assert mention.interval is not None
        assert mention.interval.from_on <= anchor - timedelta(days=n * length) <= mention.interval.to_on


@settings(deadline=None)
@given(anchor=ANCHORS, row=st.sampled_from([("en", *r) for r in ENGLISH] + [("fr", *r) for r in FRENCH]))
def test_past_reading_begins_by_the_anchor_and_future_reading_ends_from_it(
    anchor: date, row: tuple[str, str, str, str, Tense]
) -> None:
    language, text, *_ = row
    for mention in read(text, language, anchor):
        if mention.past is None or mention.future is None or mention.past.basis is IntervalBasis.ABSOLUTE:
            continue
        assert mention.past.from_on <= mention.future.from_on
        assert mention.interval in {mention.past, mention.future}
        if mention.past != mention.future or mention.hint is PAST:
            assert mention.past.from_on <= anchor
        if mention.past != mention.future or mention.hint is FUTURE:
            assert mention.future.to_on >= anchor


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(), max_size=200), language=st.sampled_from(["en", "fr"]))
@example(text="\ud800 in 2014 \udfff", language="en")
@example(text="il y a 999 ans 0/0/2024 32/13/2024 2024-02-31", language="fr")
def test_any_text_is_read_without_error(text: str, language: str) -> None:
    end = 0
    for mention in read(text, language):
        assert end <= mention.char_start < mention.char_end <= len(text)
        assert text[mention.char_start : mention.char_end] == mention.raw
        end = mention.char_end


GRAMMAR = """
    mardi Tuesday mars March May 1er 31 29 février 2014 2024 0 999 fin mi early the end of last next dernier prochaine
    la semaine l' année an year il y a deux ans weeks ago in en depuis d'ici by or ou à - / . , le lendemain effective
    immediately premier trimestre Q3 été spring ce hier ( )
"""
PIECES = st.sampled_from([*GRAMMAR.split(), "\n"])


@settings(deadline=None)
@given(
    pieces=st.lists(PIECES, max_size=20),
    glue=st.sampled_from([" ", "", "\u00a0"]),
    language=st.sampled_from(["en", "fr"]),
    anchor=st.none() | st.dates(),
)
def test_any_pieces_of_the_grammar_are_read_without_error(
    pieces: list[str], glue: str, language: str, anchor: date | None
) -> None:
    text = glue.join(pieces)
    for mention in read(text, language, anchor):
        assert text[mention.char_start : mention.char_end] == mention.raw


def test_language_without_lexicon_is_an_error_that_names_the_file() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*lexicon/.*\.yml"):
        read("2024-01-01", "xx")


@pytest.mark.parametrize("unit", ["1", " ", "12/", "1 ", "a b c ", "le 3 ", "the end of ", "- "])
def test_two_megabytes_without_a_date_end(unit: str) -> None:
    assert read(unit * (2_000_000 // len(unit)), "fr") == []
