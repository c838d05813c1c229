"""The report's two charts as inline SVG: Altair describes them, vl-convert draws them, nothing runs in the browser.

Colors are CSS variables of the page, so that a chart follows its light and dark scheme. Each chart is drawn twice, for
wide and for narrow screens, since text in an SVG shrinks with it. What is counted is decided in the SQL of the report.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import vl_convert

FONT = "system-ui, sans-serif"
STATUSES = ("confirmed", "reported", "rumored")
KIND_COLORS = 6
NAME_WIDTH = 130  # pixels that a name at a point may take
LINE = 18  # pixels that a name needs
SHAPES = ("circle", "square", "triangle-up", "diamond")


@dataclass(frozen=True)
class Flow:
    """How many moves of one status lead from one organization to another."""

    origin: str
    destination: str
    status: str
    moves: int


@dataclass(frozen=True)
class Deal:
    """A deal in its month; `amount` in units of `currency` (ISO 4217), both null when unstated."""

    month: date
    kind: str
    target: str
    amount: float | None
    currency: str | None


@dataclass(frozen=True)
class Legend:
    """An entry of a chart's legend: a CSS color, or the shape of a mark."""

    label: str
    color: str | None = None
    shape: str | None = None


@dataclass(frozen=True)
class Figure:
    """A chart for wide and for narrow screens, as SVG, and its legend."""

    wide: str
    narrow: str
    legend: list[Legend]


def talent_flows(flows: Sequence[Flow], description: str) -> Figure:
    """Return a Sankey diagram: a ribbon per flow, as wide as it has moves, colored by status."""
    legend = [Legend(status, color=f"var(--{status})") for status in STATUSES if status in {f.status for f in flows}]
    wide = _sankey(flows, width=900, margin=210)
    narrow = _sankey(flows, width=342, margin=112)
    return Figure(_svg(wide, description), _svg(narrow, description), legend)


def deals_over_time(deals: Sequence[Deal], description: str) -> Figure:
    """Return two panels over one axis of months: how many deals of each kind, and how much each was worth."""
    kinds = [kind for kind, _ in Counter(deal.kind for deal in deals).most_common()]
    if len(kinds) > KIND_COLORS:
        kinds = [*kinds[: KIND_COLORS - 1], "other kinds"]
    currencies = [name for name, _ in Counter(deal.currency for deal in deals if deal.currency).most_common()]
    if len(currencies) > len(SHAPES):
        currencies = [*currencies[: len(SHAPES) - 1], "other currencies"]
    legend = [Legend(kind.replace("_", " "), color=f"var(--kind-{n})") for n, kind in enumerate(kinds, start=1)]
    legend += [Legend(name, shape=shape) for name, shape in zip(currencies, SHAPES, strict=False)]
    rows = [
        {
            "month": deal.month.isoformat(),
            "kind": deal.kind if deal.kind in kinds else "other kinds",
            "target": deal.target,
            "amount": deal.amount,
            "currency": deal.currency if deal.currency in currencies else "other currencies",
        }
        for deal in deals
    ]
    wide = _months(rows, kinds, currencies, width=830, ticks=10)
    narrow = _months(rows, kinds, currencies, width=292, ticks=4)
    return Figure(_svg(wide, description), _svg(narrow, description), legend)


def _sankey(flows: Sequence[Flow], *, width: int, margin: int) -> alt.TopLevelMixin:
    """Lay the organizations out in two columns, with `margin` pixels for names on either side."""
    leaving = _totals((flow.origin, flow.moves) for flow in flows)
    arriving = _totals((flow.destination, flow.moves) for flow in flows)
    destinations = [name for name, _ in arriving.most_common()]
    pull = _totals((flow.origin, flow.moves * destinations.index(flow.destination)) for flow in flows)
    origins = sorted(leaving, key=lambda name: (pull[name] / leaving[name], -leaving[name], name))  # few crossings

    scale = min(24.0, 480 / leaving.total())  # pixels per move
    gap = max(0.7, LINE / scale - 1)  # in moves: even the name of a single one has its line
    height = max(weights.total() + gap * (len(weights) - 1) for weights in (leaving, arriving))
    columns = [(0, origins, leaving, "right", -9), (1, destinations, arriving, "left", 9)]
    begins = [_stack(names, weights, gap, height) for _, names, weights, _, _ in columns]

    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=[margin, width - margin]))
    pixels = alt.Scale(domain=[0, height], range=[0, height * scale])
    y = alt.Y("y:Q", axis=None, scale=pixels)
    color = alt.Color(
        "status:N",
        scale=alt.Scale(domain=list(STATUSES), range=[f"var(--{status})" for status in STATUSES]),
        legend=None,
    )
    layers = [
        alt.Chart(_values(_ribbons(flows, origins, destinations, begins)))
        .mark_area(opacity=0.72)
        .encode(x=x, y=y, y2="y2", detail="key:N", color=color)
    ]
    for (side, names, weights, align, shift), begin in zip(columns, begins, strict=True):
        nodes = [
            {
                "x": side,
                "y": begin[name],
                "y2": begin[name] + weights[name],
                "middle": begin[name] + weights[name] / 2,
                "name": f"{name}  {weights[name]}",
            }
            for name in names
        ]
        text: dict[str, Any] = {"align": align, "dx": shift, "limit": margin - 22, "baseline": "middle", "fontSize": 13}
        base = alt.Chart(_values(nodes)).encode(x=x)
        layers.append(base.mark_rect(width=5, color="var(--ink)").encode(y=y, y2="y2"))
        layers.append(
            base.mark_text(color="var(--ink)", **text).encode(
                y=alt.Y("middle:Q", axis=None, scale=pixels), text="name:N"
            )
        )
    return alt.layer(*layers).properties(width=width, height=height * scale)


def _ribbons(
    flows: Sequence[Flow], origins: list[str], destinations: list[str], begins: list[dict[str, float]]
) -> list[dict[str, Any]]:
    """Return the upper and lower edge of every flow in 25 steps, each organization's flows one below the other."""
    left, right = (dict(column) for column in begins)
    points = []
    for flow in sorted(
        flows,
        key=lambda f: (destinations.index(f.destination), origins.index(f.origin), STATUSES.index(f.status)),
    ):
        start, end = left[flow.origin], right[flow.destination]
        left[flow.origin] += flow.moves
        right[flow.destination] += flow.moves
        for step in range(25):
            x = step / 24
            y = start + (end - start) * (3 * x**2 - 2 * x**3)  # level where it leaves and arrives
            key = f"{flow.origin}\t{flow.destination}\t{flow.status}"
            points.append({"x": x, "y": y, "y2": y + flow.moves, "key": key, "status": flow.status})
    return points


def _stack(names: Sequence[str], weights: Counter[str], gap: float, height: float) -> dict[str, float]:
    """Return where each name begins, stacked with a gap between in the middle of the height; all in moves."""
    at, begins = (height - weights.total() - gap * (len(names) - 1)) / 2, {}
    for name in names:
        begins[name] = at
        at += weights[name] + gap
    return begins


def _totals(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for name, number in pairs:
        totals[name] += number
    return totals


def _months(
    rows: list[dict[str, Any]], kinds: list[str], currencies: list[str], *, width: int, ticks: int
) -> alt.TopLevelMixin:
    domain = [min(row["month"] for row in rows), max(row["month"] for row in rows)]
    tallest = max(Counter(row["month"] for row in rows).values())
    whole = alt.Axis(
        values=list(range(0, tallest + 1, -(-tallest // 5))), format="d"
    )  # at most five steps of whole deals
    time = alt.Scale(type="utc", domain=domain, padding=width // 12)
    months = alt.Axis(title=None, format="%b %Y", tickCount=ticks, labelFlush=False, grid=False)
    color = alt.Color(
        "kind:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=[f"var(--kind-{n})" for n in range(1, len(kinds) + 1)]),
        legend=None,
    )
    counts = (
        alt.Chart(_values(rows))
        .mark_bar(size=max(4, min(18, width // 34)))
        .encode(
            x=alt.X("month:T", scale=time, axis=months),
            y=alt.Y("count():Q", title="deals", axis=whole),
            color=color,
        )
        .properties(width=width, height=150)
    )
    priced = [row for row in rows if row["amount"]]
    if not priced:
        return alt.vconcat(counts)
    days_apart = (_day(domain[1]) - _day(domain[0])).days * NAME_WIDTH / width
    named: list[dict[str, Any]] = []  # the largest, as far as their names do not overlap
    for row in sorted(priced, key=lambda row: -row["amount"]):
        if all(abs((_day(row["month"]) - _day(other["month"])).days) >= days_apart for other in named):
            named.append(row)
    unit = (
        "datum.value >= 1e9 ? datum.value / 1e9 + ' bn' : datum.value >= 1e6 ? datum.value / 1e6 + ' m' : datum.value"
    )
    amount = alt.Y(
        "amount:Q",
        title="amount, own currency",
        scale=alt.Scale(type="log", nice=True),
        axis=alt.Axis(labelExpr=unit, values=[10**power for power in range(3, 13)]),
    )
    x = alt.X("month:T", scale=time, axis=months)
    shape = alt.Shape("currency:N", scale=alt.Scale(domain=currencies, range=list(SHAPES)), legend=None)
    dots = (
        alt.Chart(_values(priced))
        .mark_point(filled=True, size=110, opacity=0.9)
        .encode(x=x, y=amount, color=color, shape=shape)
    )
    names = (
        alt.Chart(_values(named))
        .mark_text(dy=-13, fontSize=12, color="var(--ink)", limit=NAME_WIDTH)
        .encode(x=x, y=amount, text="target:N")
    )
    return alt.vconcat(counts, (dots + names).properties(width=width, height=210), spacing=26)


def _day(month: str) -> date:
    return date.fromisoformat(month)


def _values(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _svg(chart: alt.TopLevelMixin, description: str) -> str:
    styled = (
        chart.configure(aria=False, font=FONT, background="transparent", padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="var(--muted)",
            titleColor="var(--muted)",
            titleFontWeight="normal",
            domainColor="var(--rule)",
            tickColor="var(--rule)",
            gridColor="var(--rule)",
            labelFontSize=12,
            titleFontSize=12,
        )
    )
    drawn = vl_convert.vegalite_to_svg(styled.to_dict(), vl_version=".".join(alt.SCHEMA_VERSION[1:].split(".")[:2]))
    label = description.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
