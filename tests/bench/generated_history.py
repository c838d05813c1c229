"""A generated history of the news with known identities: who is who, and which claims tell one happening.

Everything is drawn from one seed. People, organizations and facts are invented; the press misspells them, shortens
them, adds legal forms, tells half of it, copies itself, and calls different people by one name. Only the shape of the
rows is `extract`'s. How well the warehouse finds the truth again belongs in `facts`.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from extract.claims.gazetteer import gazetteer
from extract.records import digest
from warehouse.load import SCHEMA, raw_tables

FIRST_DAY = date(2022, 1, 1)
ARTICLES_A_DAY = 1000
SOURCES = [f"paper{number:02}" for number in range(40)]
LEGAL_FORMS = ("Inc.", "SAS", "SA", "Ltd", "Group", "Corp.", "GmbH")
HEADS = (
    "bel cor dan fer gal hol jor kal lem mar nor pel rav sol tav ver wil zan bri cla dro fla gri pra sto tre".split()
)
TAILS = "ane ard eau el enne er et eux ic ier in is ola on or os ot our ov ski son ström uchi ut".split()
FIRST_NAMES = (
    "Ada Adèle Ahmed Aïcha Alain Alice Amélie André Anna Antoine Aylin Béatrice Benoît Bruno Camille Carlos Cécile"
    " Chloé Claire Damien Daniel Diane Elena Élise Emma Éric Fatou Félix Florence François Gaëlle Georges Hanna Hélène"
    " Hugo Igor Inès Ivan Jana Jérôme Joan Jonas Julie Karim Katia Kevin Laura Léa Liam Loïc Louise Lucas Maëlle Marc"
    " Maria Mathieu Mehdi Mia Nadia Nicolas Noé Nora Olga Oscar Otto Paul Pauline Pierre Quentin Rachel Rémi Rosa Ruth"
    " Sacha Samir Sara Sergei Simon Sofia Stéphane Tanja Theo Thomas Ugo Valérie Victor Wanda Xavier Yann Yara Zoé"
).split()
KINDS = {"move": ("hire", "hire", "hire", "hire", "promotion", "departure", "board_join")}
DEAL_KINDS = ("acquisition", "acquisition", "acquisition", "stake", "funding_round", "merger")


@dataclass
class Person:
    """Who moves; `name` need not be the only one of its kind."""

    key: str
    name: str
    employer: "Organization"


@dataclass
class Organization:
    """Where to; a known one has aliases."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass
class Tables:
    """Rows to be written, and the truth about them."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    claims: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"move": [], "deal": [], "offer": []})
    claim_truth: list[tuple[str, str, str]] = field(default_factory=list)
    name_truth: list[tuple[str, str, str, str]] = field(default_factory=list)


class Generator:
    """Draws a history of `articles` on consecutive days; see the module."""

    def __init__(self, seed: int, articles: int, claims: int, facts: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.days = max(articles // ARTICLES_A_DAY, 1) if articles >= 20 * ARTICLES_A_DAY else 20
        self.articles, self.claims, self.facts = articles, claims, facts
        self.organizations = self._organizations(max(facts // 5, 40))
        self.people = self._people(max(facts * 6 // 10, 40))
        self.tables = Tables()
        self._article_number = 0

    def draw(self) -> Tables:
        """Return the articles that tell of facts, their claims and the truth."""
        per_fact = self.claims / self.facts
        starts = sorted(self.random.randrange(self.days) for _ in range(self.facts))
        for number, start in enumerate(starts):
            event = self.random.choices(("move", "deal", "offer"), (60, 32, 8))[0]
            # the rest of the claims: few facts are told often, most twice or three times
            count = 1 + min(round(self.random.expovariate(1 / (per_fact - 1))), 60)
            self._fact(f"fact{number}", event, start, count)
        return self.tables

    # Whom the news is about

    def _word(self, syllables: int) -> str:
        return "".join(self.random.choices(HEADS, k=syllables)).capitalize() + self.random.choice(TAILS)

    def _organizations(self, count: int) -> list[Organization]:
        known = [Organization(f"known {each.name}", each.name, each.aliases) for each in gazetteer()]
        # names that differ in a letter from another one are no test of spelling but of luck
        names = {
            f"{self._word(2)} {kind}"
            for kind in ("Labs", "Systems", "Robotics", "Bio", "Énergie")
            for _ in range(count)
        }
        invented = [Organization(f"org {name}", name) for name in sorted(names)]
        return self.random.sample(invented, count) + self.random.sample(known, min(len(known), count // 10))

    def _people(self, count: int) -> list[Person]:
        people: list[Person] = []
        for number in range(count):
            is_namesake = people and self.random.random() < 0.02
            name = (
                self.random.choice(people).name
                if is_namesake
                else f"{self.random.choice(FIRST_NAMES)} {self._word(self.random.choice((1, 2, 2, 3)))}"
            )
            people.append(Person(f"person{number}", name, self.random.choice(self.organizations)))
        return people

    # What the press makes of names

    def _misspelled(self, name: str) -> str:
        at = self.random.randrange(2, len(name) - 1)
        return self.random.choice((name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]))

    def _person_name(self, person: Person) -> str:
        name, chance = person.name, self.random.random()
        if chance < 0.05:
            return name.upper()
        if chance < 0.09:
            return self._misspelled(name)
        if chance < 0.12:
            return f"{name[0]}. {name.split(' ', 1)[1]}"
        return name

    def _organization_name(self, organization: Organization) -> str:
        name, chance = organization.name, self.random.random()
        if organization.aliases and chance < 0.2:
            return self.random.choice(organization.aliases)
        if chance < 0.08:
            return f"{name} {self.random.choice(LEGAL_FORMS)}"
        if chance < 0.11 and not organization.aliases and len(name) > 8:
            return self._misspelled(name)
        if chance < 0.14:
            return name.upper()
        return name

    # What happens, and who tells it

    def _fact(self, key: str, event: str, start: int, count: int) -> None:
        person = self.random.choice(self.people)
        target, acquirer = self.random.sample(self.organizations, 2)
        kind = self.random.choice(KINDS["move"] if event == "move" else DEAL_KINDS)
        said: dict[str, Any]
        if event == "move":
            former = person.employer
            new = former if kind == "promotion" else None if kind == "departure" else target
            person.employer = new or former  # whoever left is told of by the house left, until there is another
            said = {"person": person, "from": former, "to": new, "kind": kind, "role": self._word(1).lower()}
        elif event == "deal":
            amount = self.random.randrange(5, 5000) * 1e6
            said = {"target": target, "acquirer": acquirer, "kind": kind, "amount": amount,
                    "round": self.random.choice("ABCD") if kind == "funding_round" else None}  # fmt: skip
        else:
            said = {"person": person, "offeror": person.employer, "amount": self.random.randrange(1, 300) * 1e6}
        outcome = self.random.choices(("reported", "confirmed", "denied"), (5, 4, 1))[0]
        is_rumor = self.random.random() < 0.3
        day = start
        for position in range(count):
            day = min(day + int(self.random.expovariate(1 / 2)), start + 60)
            if day >= self.days:
                break
            status = "rumored" if is_rumor and position == 0 else outcome if position >= count // 2 else "reported"
            self._claim(key, event, said, day, status, is_whole=position == 0)

    def _claim(self, fact: str, event: str, said: dict[str, Any], day: int, status: str, *, is_whole: bool) -> None:
        names = {
            slot: None if value is None else self._name(value)
            for slot, value in said.items()
            if isinstance(value, Person | Organization) or value is None
        }
        if event == "move" and not is_whole and said["kind"] == "hire" and self.random.random() < 0.25:
            names[self.random.choice(("from", "to"))] = None
        kind = said.get("kind", "retention_counter")
        if event == "move" and said["kind"] == "hire" and names["to"] is None:
            kind = "departure"
        sentence = f"{fact}: {' '.join(filter(None, names.values()))} {self.random.random():.6f}."
        article, source = self._article(day, sentence)
        copies = [article]
        if self.random.random() < 0.1:
            other = self.random.choice([each for each in SOURCES if each != source])
            copies.append(self._copy(article, other))
        for told in copies:
            row = self._row(event, told, sentence, status, kind, names, said)
            self.tables.claims[event].append(row)
            self.tables.claim_truth.append((row["claim_id"], event, fact))
            for slot, name in names.items():
                if name is not None:
                    entity = "person" if slot == "person" else "organization"
                    self.tables.name_truth.append((row["claim_id"], entity, name, said[slot].key))

    def _name(self, value: Person | Organization) -> str:
        return self._person_name(value) if isinstance(value, Person) else self._organization_name(value)

    def _article(self, day: int, sentence: str) -> tuple[dict[str, Any], str]:
        source = self.random.choice(SOURCES)
        self._article_number += 1
        row = {"number": self._article_number, "article_id": digest("article", self._article_number),
               "source_id": source, "day": day, "lead": sentence, "filler": self._article_number}  # fmt: skip
        self.tables.articles.append(row)
        return row, source

    def _copy(self, article: dict[str, Any], source: str) -> dict[str, Any]:
        self._article_number += 1
        row = article | {"number": self._article_number, "article_id": digest("article", self._article_number),
                         "source_id": source}  # fmt: skip
        self.tables.articles.append(row)
        return row

    def _row(
        self, event: str, article: dict[str, Any], sentence: str, status: str, kind: str,
        names: dict[str, str | None], said: dict[str, Any],
    ) -> dict[str, Any]:  # fmt: skip
        stance = {"rumored": "rumors", "confirmed": "confirms", "denied": "denies"}.get(status, "asserts")
        row = {
            "claim_id": digest(event, article["article_id"]), "article_id": article["article_id"],
            "crawl_on": (FIRST_DAY + timedelta(article["day"])).isoformat(), "kind": kind, "status": status,
            "is_background": False, "confidence": round(self.random.uniform(0.5, 1), 3), "reader_version": "generated",
            "quotes": [{"text": sentence, "part": "text", "char_start": 0, "char_end": len(sentence), "stance": stance,
                        "attributed_to": None, "attribution_role": None}],
        }  # fmt: skip
        if event == "move":
            return row | {"person": names["person"], "headcount": 1, "from_organization": names["from"],
                          "to_organization": names["to"], "to_role": said["role"], "stage": "effective"}  # fmt: skip
        amount = said["amount"] * (1.1 if self.random.random() < 0.05 else 1)
        money = {"amount": amount, "currency": "USD", "amount_qualifier": "exact"}
        if event == "deal":
            return row | money | {"acquirers": [names["acquirer"]], "target": names["target"], "sellers": [],
                                  "round": said["round"], "stage": "announced"}  # fmt: skip
        return row | money | {"person": names["person"], "offeror": names["offeror"], "outcome": "unknown"}


def generate(database: Path, *, seed: int, articles: int, claims: int, facts: int) -> int:
    """Write the history into the schemas `raw` and `truth` of a new DuckDB file; return the number of days.

    There are about as many claims as asked for: what would be told after the last day is not. Articles that tell of
    nothing fill the days up to the number asked for; each text has about ninety words.
    """
    generator = Generator(seed, articles, claims, facts)
    tables = generator.draw()
    with duckdb.connect(database, config={"threads": 2, "memory_limit": "3GB"}) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        connection.execute("set preserve_insertion_order = false")
        folder = database.parent
        _load_lines(connection, folder, "told", tables.articles)
        missing = max(articles - len(tables.articles), 0)
        connection.execute(
            f"""
            create table every as
            select number, article_id, source_id, day, lead, filler from told
            union all
            select 1e9::bigint + i, left(sha256('quiet' || i), 16), 'paper' || lpad((i % 40)::varchar, 2, '0'),
                (hash(i) % {generator.days})::bigint, '', 1e9::bigint + i
            from range({missing}) as quiet(i)
            """
        )
        texts = "string_agg('w' || (hash(filler * 128 + j) % 30000)::varchar, ' ' order by j)"
        for day in range(0, generator.days, 50):
            connection.execute(
                f"""
                insert into raw.articles by name
                select article_id, left(sha256(article_id), 16) as page_id,
                    date '{FIRST_DAY}' + day::integer as crawl_on, source_id,
                    'https://' || source_id || '.example/' || article_id as url, url as canonical_url,
                    'en' as language, crawl_on as published_from_on, crawl_on as published_to_on,
                    'metadata' as published_basis, trim(lead || ' ' || {texts}) as text, article_id as text_sha256,
                    false as is_paywalled, 'generated' as reader_version
                from every cross join range(90) as words(j)
                where day between {day} and {day + 49}
                group by article_id, source_id, day, lead
                """
            )
        connection.execute(
            """
            insert into raw.pages by name
            select page_id, crawl_on, source_id, 'article' as kind, url, 200 as http_status, 'ok' as outcome,
                article_id,
                crawl_on + interval 6 hour + (hash(article_id) % 3600)::integer * interval 1 second as fetched_at
            from raw.articles
            """
        )
        connection.execute(
            "insert into raw.sources select source_id, crawl_on, source_id, 'en', 'US', 'https://' || source_id"
            " || '.example/' from (select distinct source_id, crawl_on from raw.articles)"
        )
        for event, rows in tables.claims.items():
            _insert_claims(connection, folder, f"{event}_claims", rows)
        connection.execute("create schema truth")
        connection.execute("create table truth.claims (claim_id varchar, event varchar, fact varchar)")
        connection.execute(
            "create table truth.names (claim_id varchar, entity varchar, name varchar, identity varchar)"
        )
        for table, truths in (("claims", tables.claim_truth), ("names", tables.name_truth)):
            columns = [name for (name, *_) in connection.execute(f"describe truth.{table}").fetchall()]
            _load_lines(connection, folder, f"truth_{table}", [dict(zip(columns, row, strict=True)) for row in truths])
            connection.execute(f"insert into truth.{table} by name from truth_{table}")
        connection.execute("drop table told; drop table every; drop table truth_claims; drop table truth_names")
    return generator.days


def _load_lines(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, rows: list[dict[str, Any]]) -> None:
    path = folder / f"{table}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    connection.execute(f"create table {table} as from read_json('{path}', format = 'newline_delimited')")
    path.unlink()


def _insert_claims(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, rows: list[dict[str, Any]]) -> None:
    columns = raw_tables(connection)[table]
    path = folder / f"{table}.jsonl"
    path.write_text("".join(json.dumps(dict.fromkeys(columns) | row) + "\n" for row in rows), encoding="utf-8")
    connection.execute(
        f"insert into raw.{table} by name select * from read_json($path, format = 'newline_delimited',"
        f" columns = {columns}) order by crawl_on",
        {"path": str(path)},
    )
    path.unlink()


def load_until(database: Path, generated: Path, until: int) -> None:
    """Put the days before day number `until` into the build file `database`, as so many loads would."""
    from warehouse.references import load_references

    with duckdb.connect(database) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        connection.execute(f"attach '{generated}' as generated (read_only)")
        for table in raw_tables(connection):
            connection.execute(
                f"insert into raw.{table} select * from generated.raw.{table}"
                f" where crawl_on < date '{FIRST_DAY}' + {until} order by crawl_on"
            )
        connection.execute(
            f"insert into loads.days select date '{FIRST_DAY}' + i::integer, i + 1 from range({until}) as days(i)"
        )
        load_references(connection)


def write_day(generated: Path, folder: Path, number: int) -> tuple[Path, date]:
    """Write day `number` as the files that `extract` would hand over; return their folder and the day."""
    day = FIRST_DAY + timedelta(number)
    target = folder / day.isoformat()
    target.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(generated, read_only=True) as connection:
        for table in raw_tables(connection):
            connection.execute(
                f"copy (from raw.{table} where crawl_on = date '{day}') to '{target / table}.jsonl' (format json)"
            )
    return target, day
