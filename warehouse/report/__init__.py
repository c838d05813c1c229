"""The page people look at: one HTML file that loads nothing, made from a released DuckDB file.

What is shown is asked in the `.sql` files, how it looks stands in `page.html.j2` and `style.css`; this module brings
them together and says how values are printed.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import duckdb
import jinja2
from babel.dates import format_date, format_interval
from babel.numbers import format_compact_currency, format_currency

from warehouse.report.charts import Deal, Flow, deals_over_time, talent_flows

FOLDER = Path(__file__).parent
LOCALE = "en_US"
VISIBLE = 24  # facts of a kind shown at once; the others are folded away


def render(database: Path, day: date) -> str:
    """Return the page of the crawl day `day` as HTML.

    `database` is a released file: the marts in schema `main`. The page depends on their content only, so that the same
    marts make the same page. Raises duckdb.Error when a table is missing.
    """
    with duckdb.connect(database, read_only=True) as connection:
        moves = _facts(connection, "move", day)
        deals = _facts(connection, "deal", day)
        offers = _facts(connection, "offer", day)
        totals = _rows(connection, "totals.sql", day=day)[0]
        rumors = _rows(connection, "rumors.sql")
        conflicts = _rows(connection, "conflicts.sql")
        flows = [Flow(**row) for row in _rows(connection, "flows.sql")]
        months = [Deal(**row) for row in _rows(connection, "deals_by_month.sql")]
        links = connection.execute("select deal_id, move_id from bridge_deal_moves order by all").fetchall()
    deal_of = {deal["deal_id"]: deal for deal in deals}
    move_of = {move["move_id"]: move for move in moves}
    return _page().render(
        day=day,
        totals=totals,
        groups=[("Moves", "move", moves), ("Deals", "deal", deals), ("Offers", "offer", offers)],
        deals_of={move: [deal_of[d] for d, m in links if m == move and d in deal_of] for move in move_of},
        moves_of={deal: [move_of[m] for d, m in links if d == deal and m in move_of] for deal in deal_of},
        rumors=rumors,
        conflicts=conflicts,
        flows=flows,
        flows_title=_flows_title(flows) if flows else "",
        flows_figure=talent_flows(flows, _describe_flows(flows)) if flows else None,
        months=months,
        months_title=_months_title(months) if months else "",
        months_figure=deals_over_time(months, _describe_months(months)) if months else None,
        visible=VISIBLE,
    )


def _facts(connection: duckdb.DuckDBPyConnection, event: str, day: date) -> list[dict[str, Any]]:
    return _rows(connection, "facts.sql", {"table": f"fct_{event}s", "key": f"{event}_id"}, event=event, day=day)


def _rows(
    connection: duckdb.DuckDBPyConnection, name: str, identifiers: dict[str, str] | None = None, **parameters: Any
) -> list[dict[str, Any]]:
    sql = (FOLDER / name).read_text(encoding="utf-8")
    for key, value in (identifiers or {}).items():
        sql = sql.replace(f"{{{key}}}", value)
    result = connection.execute(sql, parameters)
    columns = [column for column, *_ in result.description or []]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _page() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": _day,
        "interval": _interval,
        "money": _money,
        "words": _words,
        "value": _value,
        "link": _link,
    }
    return environment.get_template("page.html.j2")


def _day(value: date | None, style: str = "medium") -> str:
    return format_date(value, style, locale=LOCALE) if value else "date unknown"


def _interval(start: date, end: date) -> str:
    return format_interval(start, end, "yMMMd", locale=LOCALE) if start < end else _day(start)


def _money(amount: float, currency: str | None, qualifier: str | None = None) -> str:
    """Return an amount as people say it: about $14.3B, up to €300K."""
    words = {"approximate": "about ", "up_to": "up to ", "at_least": "at least "}.get(qualifier or "", "")
    if currency is None:
        return words + format_currency(amount, "XXX", "#,##0", locale=LOCALE, currency_digits=False)
    return words + format_compact_currency(amount, currency, fraction_digits=1, locale=LOCALE).replace(".0", "")


def _words(value: str) -> str:
    return {"ipo": "IPO"}.get(value, value.replace("_", " "))


def _value(value: str, field: str) -> str:
    """Return a value in conflict as it is printed elsewhere: fct_conflicts keeps amounts and intervals as text."""
    if field in ("amount", "valuation"):
        amount, _, currency = value.partition(" ")
        return _money(float(amount), currency or None)
    if field.endswith("_on"):
        start, _, end = value.partition("/")
        return _interval(date.fromisoformat(start), date.fromisoformat(end))
    return _words(value) if field == "kind" else value


def _link(url: str, text: str) -> str | None:
    """Return the address that opens the page at the quote (a text fragment), None unless it is an http(s) address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return None
    return f"{url}{'' if parts.fragment else '#'}:~:text={quote(text, safe='').replace('-', '%2D')}"


def _flows_title(flows: list[Flow]) -> str:
    arrivals, exits = Counter[str](), Counter[str]()
    for flow in flows:
        arrivals[flow.destination] += flow.moves
        exits[flow.origin] += flow.moves
    first, last = _leaders(arrivals), _leaders(exits)
    return f"Most go to {first[0]}, most leave {last[0]}" if len(first) == len(last) == 1 else "Where people go"


def _months_title(deals: list[Deal]) -> str:
    months = Counter(deal.month for deal in deals)
    first = _leaders(months)
    return f"{_day(first[0], 'MMMM y')} has the most deals" if len(first) == 1 else "Deals over time"


def _leaders(counts: Counter[Any]) -> list[Any]:
    return [name for name, number in counts.items() if number == max(counts.values())]


def _describe_flows(flows: list[Flow]) -> str:
    largest = sorted(flows, key=lambda flow: -flow.moves)[:5]
    told = ", ".join(f"{flow.origin} to {flow.destination} {flow.moves}" for flow in largest)
    return f"Diagram of {sum(flow.moves for flow in flows)} moves between organizations. The largest flows: {told}."


def _describe_months(deals: list[Deal]) -> str:
    first, last = (_day(each(deal.month for deal in deals), "MMMM y") for each in (min, max))
    return f"Diagram of {len(deals)} deals by month and kind, {first} to {last}, and of their amounts where stated."
