"""The report's charts: everything counted is drawn, whatever its number or name."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from warehouse.report.charts import Deal, Figure, Flow, deals_over_time, talent_flows


def drawings(figure: Figure) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in (figure.wide, figure.narrow)]  # noqa: S314 - our own


def texts(drawing: ET.Element) -> list[str]:
    return [each.text or "" for each in drawing.iter("{http://www.w3.org/2000/svg}text")]


def fills(drawing: ET.Element, color: str) -> list[str]:
    return [each.get("d", "") for each in drawing.iter() if each.get("fill") == color]


def bar_heights(drawing: ET.Element) -> list[float]:
    return sorted(float(re.findall(r"v(-?[\d.]+)", shape)[0]) for shape in fills(drawing, "var(--ink)") if "v" in shape)


@pytest.mark.parametrize("scale", [1, 40])
def test_an_organization_is_as_high_as_its_moves(scale: int) -> None:
    flows = [
        Flow("A & <b>", "B", "confirmed", 3 * scale),
        Flow("A & <b>", "C", "rumored", 1 * scale),
        Flow("C", "B", "reported", 2 * scale),
        Flow("C", "B", "confirmed", 1 * scale),
    ]
    for drawing in drawings(talent_flows(flows, 'A "description" of <flows>')):
        assert drawing.get("aria-label") == 'A "description" of <flows>'
        assert sorted(texts(drawing)) == sorted(
            [f"A & <b>  {4 * scale}", f"C  {3 * scale}", f"B  {6 * scale}", f"C  {scale}"]
        )
        heights = bar_heights(drawing)
        assert [round(height / heights[0]) for height in heights] == [1, 3, 4, 6]
        assert [len(fills(drawing, f"var(--{status})")) for status in ("confirmed", "reported", "rumored")] == [2, 1, 1]


def test_the_legend_names_only_what_is_there() -> None:
    figure = talent_flows([Flow("A", "B", "rumored", 1)], "")
    assert [(item.label, item.color) for item in figure.legend] == [("rumored", "var(--rumored)")]


def test_kinds_and_currencies_beyond_the_palette_share_one() -> None:
    deals = [
        Deal(date(2025, month, 1), f"kind_{kind}", f"Target {kind}", 10.0**kind, f"CU{kind}")
        for month in (1, 2)
        for kind in range(3, 12)
    ]
    figure = deals_over_time(deals, "")
    labels = [item.label for item in figure.legend]
    assert labels == [*(f"kind {kind}" for kind in range(3, 8)), "other kinds", "CU3", "CU4", "CU5", "other currencies"]
    for drawing in drawings(figure):
        assert len(fills(drawing, "var(--kind-1)")) == 4  # a bar and a dot in each month
        assert len(fills(drawing, "var(--kind-6)")) >= 2 + 2 * 4


def test_one_deal_without_an_amount_is_one_bar() -> None:
    for drawing in drawings(deals_over_time([Deal(date(2025, 7, 1), "ipo", "Pharos", None, None)], "")):
        assert len(fills(drawing, "var(--kind-1)")) == 1
        assert "Pharos" not in texts(drawing)
