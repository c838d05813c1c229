"""The report in a real browser: it loads nothing, reads well on every screen, and shows hostile text as text."""

import shutil
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import extracted
import pytest
from screen import CONTRASTS, NEEDS_CHROMIUM, Reader

from warehouse.report import render

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def report(released: Path) -> Path:
    return released / "report.html"


@pytest.fixture
def changed(released: Path, tmp_path: Path) -> Any:
    """Return a function that renders a copy of the release after some SQL."""

    def change(sql: str, day: Any = extracted.DAY) -> Path:
        database = Path(shutil.copy(released / "mercato.duckdb", tmp_path / "changed.duckdb"))
        with duckdb.connect(database) as connection:
            connection.execute(sql)
        path = tmp_path / "report.html"
        path.write_text(render(database, day), encoding="utf-8")
        return path

    return change


def test_it_loads_nothing_but_itself(reader: Reader, report: Path) -> None:
    page = reader.open(report)
    page.wait_for_load_state("networkidle")
    page.mouse.wheel(0, 10_000)
    assert reader.requests == [report.as_uri()]
    assert page.locator("script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_it_fits_every_screen_and_its_charts_are_visible(reader: Reader, report: Path, width: int, scheme: str) -> None:
    page = reader.open(report, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    charts = page.get_by_role("img").filter(visible=True)
    assert charts.count() == 2
    for number in range(2):
        chart = charts.nth(number)
        box = chart.bounding_box()
        assert box
        assert box["width"] > 250
        assert box["height"] > 50
        assert chart.get_attribute("aria-label").startswith("Diagram of ")
        shapes = chart.locator("path[fill^='var(--']")
        assert shapes.count() >= 2
        colors = shapes.evaluate_all("all => all.map(each => getComputedStyle(each).fill)")
        assert all(color.startswith("rgb(") for color in colors)
        smallest = chart.locator("text").evaluate_all(
            "all => Math.min(...all.map(t => t.getBoundingClientRect().height))"
        )
        assert smallest >= 10  # pixels, on the narrowest screen too


def test_every_fact_stands_with_its_quote_status_and_link(reader: Reader, report: Path, released: Path) -> None:
    page = reader.open(report)
    with duckdb.connect(released / "mercato.duckdb", read_only=True) as connection:
        facts = connection.execute(
            "select move_id, status, quote, quote_url from fct_moves union all"
            " select deal_id, status, quote, quote_url from fct_deals union all"
            " select offer_id, status, quote, quote_url from fct_offers"
        ).fetchall()
    assert len(facts) == 7
    for fact_id, status, quote, url in facts:
        fact = page.locator(f"[id$='-{fact_id}']")
        assert fact.locator(".badge").inner_text().split()[-1] == status
        assert fact.locator("blockquote").inner_text() == quote
        address = fact.locator("figcaption a").get_attribute("href")
        assert address
        start, _, fragment = address.partition("#:~:text=")
        assert (start, unquote(fragment)) == (url, quote)


def test_it_says_what_is_known(reader: Reader, report: Path) -> None:
    page = reader.open(report)
    assert "July 2, 2025" in page.locator("header").inner_text()
    assert "6 articles by 3 publishers" in page.locator(".lede").inner_text()
    assert "2 moves, 4 deals and 1 offer." in page.locator(".lede").inner_text()
    stake = page.locator("#deals .fact", has_text="Quillon Labs").inner_text()
    for words in ("$1.2B", "40%", "Halcyon Robotics", "stake, announced", "2 sources", "Tomas Lindqvist"):
        assert words in stake
    rumors = page.locator("#rumors tbody tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rumors] == [
        "Vellmar and Norrsken Chips, acquisition",
        "Brightforge’s offer to Nadia Kessler",
        "Nadia Kessler to Halcyon Robotics",
    ]
    assert "confirmed" in rumors[2]
    assert "2 days" in rumors[2]
    (conflict,) = page.locator("#conflicts tbody tr").all_inner_texts()
    assert "$1.2B 1 source" in conflict
    assert "$1.5B 1 source" in conflict


def test_headings_landmarks_and_keyboard(reader: Reader, report: Path) -> None:
    page = reader.open(report)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("blockquote[lang=fr]").count() == 3
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1
    names = page.evaluate("[...document.querySelectorAll('a,summary')].map(each => each.textContent.trim())")
    assert all(names)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the facts"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#facts")
    broken = (
        "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.getAttribute('href')))"
    )
    assert page.evaluate(f"{broken}.length") == 0
    identifiers = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(reader: Reader, report: Path, scheme: str) -> None:
    contrasts = reader.open(report, scheme=scheme).evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert [each for each in contrasts if each[0] < 4.5] == []


def test_hostile_text_is_shown_as_text(reader: Reader, changed: Any) -> None:
    hostile = "</svg></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7 * 7 }}"
    literal = hostile.replace("'", "''")
    page = reader.open(
        changed(
            f"""
            update fct_moves set person = '{literal}', quote = '{literal}', to_organization = '{literal}',
                to_role = '{literal}', confirmed_by = '{literal}', quote_url = 'javascript:alert(3)';
            update fct_deals set target = '{literal}', acquirers = ['{literal}'], kind = 'stake',
                deal_currency = 'X<i', round = '{literal}', quote_url = 'https://x.example/"onclick="alert(4)';
            update fct_conflicts set reason = '{literal}';
            update dim_articles set title = '{literal}', source = '{literal}', language = '"><b>';
            """  # noqa: S608
        )
    )
    assert page.locator("script, img").count() == 0
    assert page.locator("#moves .fact h3").first.inner_text() == hostile
    assert page.locator("#moves blockquote").first.inner_text() == hostile
    assert page.locator("#moves figcaption a").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("[onclick], [onerror]").count() == 0
    assert page.get_by_role("img").filter(visible=True).count() == 2
    page.locator("#deals figcaption a").first.hover()


def test_with_nothing_to_tell_it_says_so(reader: Reader, changed: Any) -> None:
    tables = (
        "fct_moves",
        "fct_deals",
        "fct_offers",
        "fct_claims",
        "fct_conflicts",
        "bridge_deal_moves",
        "dim_articles",
    )
    page = reader.open(changed(";".join(f"delete from {table}" for table in tables)))  # noqa: S608
    assert page.locator(".empty").count() == 7
    assert "0 articles" in page.locator(".lede").inner_text()


def test_facts_that_say_almost_nothing_are_readable(reader: Reader, changed: Any, built: Path) -> None:
    with duckdb.connect(built, read_only=True) as connection:
        nullable = connection.execute(
            "select table_name, string_agg(column_name || ' = null', ', ') from duckdb_columns()"
            " where schema_name = 'marts' and is_nullable and table_name in ('fct_moves', 'fct_deals', 'fct_offers',"
            " 'fct_claims', 'dim_articles') and column_name <> 'source' group by table_name"
        ).fetchall()
    page = reader.open(
        changed(
            ";".join(f"update {table} set {columns}" for table, columns in nullable)  # noqa: S608
            + "; update fct_deals set acquirers = []"
        )
    )
    assert "None" not in page.locator("body").inner_text()
    assert page.locator("#moves h3").all_inner_texts() == ["A group", "A group"]
    assert page.locator("#deals h3").all_inner_texts() == ["Unnamed"] * 4


def test_the_facts_of_the_day_come_first_and_earlier_ones_are_folded(reader: Reader, changed: Any) -> None:
    later = extracted.DAY + timedelta(days=1)
    page = reader.open(
        changed(f"update fct_claims set first_crawled_on = '{later}' where quote like 'Nadia Kessler joined%'", later)  # noqa: S608
    )
    assert page.locator("#moves h3").filter(visible=True).all_inner_texts() == ["Nadia Kessler"]
    assert "1 new or told again on this day" in page.locator("#moves h2").inner_text()
    page.locator("#moves").get_by_text("1 from earlier days").click()
    assert page.locator("#moves h3").filter(visible=True).all_inner_texts() == ["Nadia Kessler", "Tomas Lindqvist"]
    assert page.locator("#deals .empty").inner_text() == "Nothing on this day."


def test_background_facts_are_left_out_and_counted(reader: Reader, changed: Any) -> None:
    page = reader.open(changed("update fct_moves set is_background = true where person = 'Tomas Lindqvist'"))
    assert page.locator("#moves h3").all_inner_texts() == ["Nadia Kessler"]
    assert "Left out: 1 fact told only as history" in page.locator("footer").inner_text()


def test_it_prints(reader: Reader, report: Path) -> None:
    page = reader.open(report)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()
    assert page.locator("#moves .fact").first.is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_the_same_marts_make_the_same_page(released: Path) -> None:
    assert render(released / "mercato.duckdb", extracted.DAY) == (released / "report.html").read_text(encoding="utf-8")
