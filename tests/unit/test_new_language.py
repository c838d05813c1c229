"""A third language needs data only: German words in a copied lexicon, and no line of code."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from extract.claims import dates, money, quantities, shares

GERMAN = """
quantities:
  words: {ein: 1, eine: 1, zwei: 2, drei: 3, zehn: 10, fünfzig: 50}
  hundreds: {hundert: 100}
  bare_hundreds: true
  scales: {tausend: 1.0e+3, Million: 1.0e+6, Millionen: 1.0e+6, Milliarde: 1.0e+9, Milliarden: 1.0e+9}
  scale_letters: {Mio: 1.0e+6, Mrd.: 1.0e+9}
  collectives: {Dutzend: 12}
  one: [ein, eine]
  and_after_hundred: [und]
  of: [von]
  halves: [eine halbe]
  and_a_half: []
  fractions: {Viertel: 0.25, Drittel: 0.33333333}
  range_between: {zwischen: und}
  range_from: [von]
  range_to: [bis]
  range_or: [oder]
  before: {approximate: [rund, etwa], up_to: [bis zu], at_least: [mehr als, mindestens]}
  after: {}
  fillers: []
money:
  names: {EUR: [Euro], USD: [Dollar]}
  weak: {CHF: [Franken]}
  hundredths: {EUR: [Cent]}
  per: {share: [je Aktie], year: [im Jahr]}
  per_fillers: []
  per_not_before: []
  elliptic_before: [in]
  elliptic_not_before: []
shares:
  percent: ["%", Prozent]
  holdings: [Anteil]
  fraction_of: [des, der]
  articles: [ein]
  bare_fractions: []
  not_fraction_of: [Jahrhundert]
  fixed: {}
  capital_after: [des Kapitals, der Anteile]
  capital_before: [hält]
  other_after: [des Umsatzes]
  other_before: [stieg um]
  voting: [Stimmrechte]
  non_voting: [ohne Stimmrecht]
dates:
  capitalized: true
  more_months: {}
  more_weekdays: {}
  ordinals: {ersten: 1}
  ordinal_suffixes: [.]
  quarters: {ersten Quartal: 1}
  halves: {}
  seasons: {Frühjahr: [3, 6]}
  parts: {Anfang: early, Mitte: mid, Ende: late}
  ways: {vergangene: -1, vergangenen: -1, nächste: 1}
  units: {Woche: week, Monat: month, Jahr: year}
  plural_units: {Wochen: week, Jahren: year}
  counts: {}
  offsets: {gestern: -1, heute: 0}
  sequels: {am selben Tag: 0}
  prepositions: [im, am, seit]
  joins: [oder]
  templates:
    - named: ["[{weekday}, ][den ]{day} {month}[ {year}]", "{part} {month}[ {year}]", "{month} {year}",
        "{way} {unit}", "{way} {full_weekday}", "{full_weekday}", "{in} {full_month}", "{in} {year}"]
    - ago: ["vor {n} {units}"]
    - offset: ["{offset}"]
    - sequel: ["{sequel}"]
"""

THURSDAY = date(2025, 7, 10)


@pytest.fixture
def german_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shutil.copytree(quantities.LEXICON, tmp_path / "lexicon")
    for name, words in yaml.safe_load(GERMAN).items():
        file = tmp_path / "lexicon" / f"{name}.yml"
        lexicon = yaml.safe_load(file.read_text(encoding="utf-8"))
        lexicon.get("languages", lexicon)["de"] = words
        file.write_text(yaml.safe_dump(lexicon, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(quantities, "LEXICON", tmp_path / "lexicon")
    caches = (quantities._languages, money._reader, shares._reader, dates._reader)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("german_lexicon")
@pytest.mark.parametrize(
    ("text", "amount", "currency", "qualifier"),
    [
        ("14,3 Milliarden Dollar", 14.3e9, "USD", "exact"),
        ("rund 1.500 Euro", 1500, "EUR", "approximate"),
        ("bis zu fünfzig Millionen Euro", 50e6, "EUR", "up_to"),
        ("zwischen zwei und drei Millionen Schweizer Franken", 3e6, "CHF", "up_to"),
        ("1,2 Mrd. Euro", 1.2e9, "EUR", "exact"),
        ("mehr als 3 Mio €", 3e6, "EUR", "at_least"),
    ],
)
def test_german_money(text: str, amount: float, currency: str, qualifier: str) -> None:
    [found] = money.find_money(text, "de")
    assert (found.amount, found.currency, found.qualifier) == (amount, currency, qualifier)


@pytest.mark.usefixtures("german_lexicon")
def test_german_shares() -> None:
    found = shares.find_shares("Er hält 49 Prozent, sie etwa ein Viertel der Anteile.", "de")
    assert [(s.percent, s.qualifier, s.of_capital) for s in found] == [(49, "exact", True), (25, "approximate", True)]


@pytest.mark.usefixtures("german_lexicon")
@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("am 3. März 2025", date(2025, 3, 3), date(2025, 3, 3)),
        ("Anfang März", date(2025, 3, 1), date(2025, 3, 10)),
        ("vergangene Woche", date(2025, 6, 30), date(2025, 7, 6)),
        ("am vergangenen Montag", date(2025, 7, 7), date(2025, 7, 7)),
        ("vor zwei Jahren", date(2023, 1, 1), date(2023, 12, 31)),
        ("gestern", date(2025, 7, 9), date(2025, 7, 9)),
        ("seit 2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_german_dates(text: str, first: date, last: date) -> None:
    [found] = dates.find_dates(text, "de", (THURSDAY, THURSDAY))
    assert found.past is not None
    assert (found.past.from_on, found.past.to_on) == (first, last)
