"""A third language needs data only: German words in a copied lexicon and a parser, no line of code in the engine."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.claims import dates, lexicon, lexicon_files, money, quantities, shares
from extract.claims.reader import read_claims
from extract.claims.schema import Claims, Document

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
    shutil.copytree(lexicon_files.LEXICON, tmp_path / "lexicon")
    for name, words in yaml.safe_load(GERMAN).items():
        file = tmp_path / "lexicon" / f"{name}.yml"
        languages = yaml.safe_load(file.read_text(encoding="utf-8"))
        languages.get("languages", languages)["de"] = words
        file.write_text(yaml.safe_dump(languages, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(lexicon_files, "LEXICON", tmp_path / "lexicon")
    caches = (lexicon_files._read, quantities.quantities_of, money._reader, shares._reader, dates._reader)
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


# What a German spaCy model would bring: names, parts of speech and a parse, here by rules for short main clauses.
VERBS = {"wechselt", "übernimmt", "bot"}
PREPOSITIONS = {"von", "zu", "für", "am", "als"}
NAMES = {"Anna Berg": "PER", "Nordlicht": "ORG", "Wattenwerk": "ORG", "Deichbau": "ORG"}

GERMAN_EVENTS = """
language: de
syntax:
  by: [von, durch]
  infinitive: [zu]
frames:
  - {id: go_to, event: move, kind: hire, word: verb, trigger: [wechselt], subject: person,
     prepositions: {von: from, zu: to, als: role}, needs: [person, to]}
  - {id: acquire, event: deal, kind: acquisition, word: verb, trigger: [übernimmt], subject: acquirer, object: target,
     needs: [target]}
role: Finanzchefin|Finanzchef
posts: [Finanzchefin]
titles: [Herr, Frau]
not_names: [September, Finanzchefin, Antrittsbonus, Millionen, Milliarden, Euro]
articles: [der, die, das, ein, eine, einen]
of: [von, der, des]
at: [bei, von]
callings: [Anwalt, Anwältin]
before_houses: [bei, Firma, Konzern]
at_house: [bei]
posts_in_names: [Vorstandschef, Vorstandschefin]
aged: ['[0-9]+ Jahre alt']
offer_kinds:
  sign_on: [Antrittsbonus]
  retention_counter: [Gegenangebot]
  equity: [Aktienpaket]
  compensation: [Gehalt]
offer_verbs: [bot]
offer_strong: [bot]
offer_given: [bot]
pay_words: [Antrittsbonus, Gehalt]
"""


@Language.component("short_german_clauses")
def short_german_clauses(doc: Doc) -> Doc:
    """Give each phrase its function by its place: the first is the subject, one behind a preposition is oblique."""
    verb = next((t for t in doc if t.text in VERBS), doc[0])
    heads, labels = [verb.i] * len(doc), ["dep"] * len(doc)
    functions = iter(("nsubj", "obj", "obj"))
    preposition = None
    start = 0
    for token in doc:
        is_last = token.i + 1 == len(doc) or doc[token.i + 1].text in VERBS | PREPOSITIONS | {"."}
        is_last |= bool(token.ent_type_) and doc[token.i + 1].ent_type_ != token.ent_type_
        if token == verb:
            token.pos_, labels[token.i], start = "VERB", "ROOT", token.i + 1
        elif token.is_punct:
            token.pos_, labels[token.i] = "PUNCT", "punct"
        elif token.text in PREPOSITIONS:
            token.pos_, preposition, start = "ADP", token, token.i + 1
        elif is_last:
            token.pos_ = "PROPN" if token.ent_type_ else "NOUN"
            labels[token.i] = "obl" if preposition is not None else next(functions)
            if preposition is not None:
                heads[preposition.i], labels[preposition.i], preposition = token.i, "case", None
            for inner in doc[start : token.i]:
                heads[inner.i], labels[inner.i] = token.i, "nummod" if inner.like_num else "flat:name"
                inner.pos_ = "NUM" if inner.like_num else token.pos_
            start = token.i + 1
    parsed = Doc(
        doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc], heads=heads, deps=labels,
        pos=[t.pos_ or "X" for t in doc],
    )  # fmt: skip
    parsed.set_ents([Span(parsed, e.start, e.end, label=e.label_) for e in doc.ents])
    return parsed


@pytest.fixture
def german_reader(german_lexicon: None, tmp_path: Path) -> Iterator[None]:
    pipeline = spacy.blank("de")
    pipeline.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [{"label": label, "pattern": name} for name, label in NAMES.items()]
    )
    pipeline.add_pipe("short_german_clauses")
    pipeline.to_disk(tmp_path / "model")
    words = lexicon.load("fr").model_dump(mode="json") | {"model": str(tmp_path / "model")}
    for key, value in yaml.safe_load(GERMAN_EVENTS).items():
        words[key] = words[key] | value if key == "syntax" else value
    file = tmp_path / "lexicon" / "de.yml"
    file.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    yield
    lexicon.load.cache_clear()


def read_german(text: str) -> Claims:
    return read_claims(
        Document(text=text, language="de", published_from_on=THURSDAY, published_to_on=THURSDAY, title=None)
    )


@pytest.mark.usefixtures("german_reader")
def test_a_german_move_with_its_day() -> None:
    (move,) = read_german(
        "Anna Berg wechselt am 15. September 2025 von Nordlicht zu Wattenwerk als Finanzchefin."
    ).moves
    assert (move.person, move.kind) == ("Anna Berg", "hire")
    assert (move.from_organization, move.to_organization, move.to_role) == ("Nordlicht", "Wattenwerk", "Finanzchefin")
    assert move.stage == "planned"
    assert move.effective_on is not None
    assert move.effective_on.from_on == move.effective_on.to_on == date(2025, 9, 15)


@pytest.mark.usefixtures("german_reader")
def test_a_german_deal_with_its_price() -> None:
    (deal,) = read_german("Nordlicht übernimmt Deichbau für rund 2,5 Milliarden Euro.").deals
    assert (deal.kind, list(deal.acquirers), deal.target) == ("acquisition", ["Nordlicht"], "Deichbau")
    assert (deal.amount, deal.currency, deal.amount_qualifier) == (2.5e9, "EUR", "approximate")


@pytest.mark.usefixtures("german_reader")
def test_a_german_offer() -> None:
    (offer,) = read_german("Wattenwerk bot Anna Berg einen Antrittsbonus von drei Millionen Euro.").offers
    assert (offer.kind, offer.offeror, offer.person) == ("sign_on", "Wattenwerk", "Anna Berg")
    assert (offer.amount, offer.currency) == (3e6, "EUR")


@pytest.mark.usefixtures("german_lexicon")
def test_a_language_without_lexicon_is_told() -> None:
    assert read_german("Anna Berg wechselt zu Wattenwerk.").language_unsupported
