"""The page of an evaluation in a real browser: it loads nothing, and shows what is right, missed and false."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen import CONTRASTS, NEEDS_CHROMIUM, Reader

from extract.claims.evaluation import judge
from orchestration.evaluation import Evaluation
from orchestration.evaluation.page import render

pytestmark = NEEDS_CHROMIUM
Row = dict[str, Any]
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7 * 7 }}"
TEXT = (
    "Nadia Kessler has joined Halcyon Robotics as finance chief. Halcyon Robotics also paid $40 million for Quillon"
    " Labs.\nTomas Lindqvist left Brightforge.\nMax Roe, the finance chief of nobody, bought a boat from Vellmar."
)
MOVE: Row = {
    "person": "Nadia Kessler", "headcount": 1, "kind": "hire", "from_organization": None,
    "to_organization": "Halcyon Robotics", "from_role": None, "to_role": "finance chief", "stage": "effective",
    "status": "reported", "effective_on": {"from": "2025-06-16", "to": "2025-06-22"},
}  # fmt: skip
LEFT = MOVE | {
    "person": "Tomas Lindqvist", "kind": "departure", "from_organization": "Brightforge", "to_organization": None,
    "to_role": None,
}  # fmt: skip
DEAL: Row = {
    "kind": "acquisition", "acquirers": ["Halcyon Robotics"], "target": "Quillon Labs", "sellers": [], "amount": 4e7,
    "currency": "USD", "amount_qualifier": "exact", "stake_percent": None, "voting": None, "valuation": None,
    "round": None, "stage": "announced", "status": "reported", "announced_on": None,
}  # fmt: skip


def quoted(row: Row, sentence: str) -> Row:
    start = TEXT.index(sentence)
    return row | {"quote": sentence, "char_start": start, "char_end": start + len(sentence), "confidence": 0.93}


FALSE = quoted(
    DEAL | {"acquirers": ["Max Roe"], "target": "Vellmar", "amount": None, "currency": None},
    "Max Roe, the finance chief of nobody, bought a boat from Vellmar.",
)
HIRE = "Nadia Kessler has joined Halcyon Robotics as finance chief."
FOUND = [quoted(MOVE | {"status": "rumored"}, HIRE)]


def document(name: str, **changes: Any) -> Row:
    empty = {"language": "en", "title": "Hires and buys", "published_on": "2025-06-26", "text": TEXT}
    return empty | {"id": name, "moves": [], "deals": [], "offers": []} | changes


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that renders files of (labelled, found) documents."""

    def write(**files: list[tuple[Row, Row]]) -> Path:
        judged = {name: [judge(gold, found) for gold, found in pairs] for name, pairs in files.items()}
        path = tmp_path / "page.html"
        path.write_text(render(Evaluation(judged, [])), encoding="utf-8")
        return path

    return write


@pytest.fixture
def page(page_of: Callable[..., Path]) -> Path:
    mixed = (document("mixed", moves=[MOVE, LEFT], deals=[DEAL]), document("mixed", moves=FOUND, deals=[FALSE]))
    right = (document("right", language="fr", moves=[MOVE]), document("right", moves=[MOVE | {"confidence": 0.7}]))
    quiet = (document("quiet", text="It rained in Lyon.", title=None), document("quiet"))
    return page_of(first=[quiet, mixed], second=[right])


def test_it_loads_nothing_but_itself(reader: Reader, page: Path) -> None:
    shown = reader.open(page)
    shown.wait_for_load_state("networkidle")
    assert reader.requests == [page.as_uri()]
    assert shown.locator("script").count() == 0


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_it_fits_every_screen(reader: Reader, page: Path, width: int) -> None:
    shown = reader.open(page, width=width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    left, right = (shown.locator("details[open] .side").nth(number).bounding_box() for number in (0, 1))
    assert left
    assert right
    assert (left["y"] == right["y"]) == (width >= 768)


def test_figures_come_first(reader: Reader, page: Path) -> None:
    shown = reader.open(page)
    assert "In 3 documents, 4 events are labelled; 2 of them are found" in shown.locator(".lede").inner_text()
    titles = shown.locator("#figures h2").all_inner_texts()
    assert [title.split("\n")[0].split(" ")[0] for title in titles] == [
        "Events", "Kinds", "Fields", "Confidence", "Worst", "Worst",
    ]  # fmt: skip
    rows = shown.locator("#figures section").first.locator("tbody tr").all_inner_texts()
    assert any(row.split("\t")[:6] == ["French", "moves", "1.000", "1.000", "1.000", "1.000"] for row in rows)
    assert any(row.split("\t")[-1] == "0 of 1 quiet" for row in rows)


def test_each_side_has_its_marks(reader: Reader, page: Path) -> None:
    shown = reader.open(page)
    gold, found = (shown.locator("details[open] .side").nth(number) for number in (0, 1))

    def marks(side: Any, kind: str) -> list[str]:
        return [text for text in side.locator(f"mark.{kind}").all_inner_texts() if text]

    assert marks(gold, "person") == ["Nadia Kessler", "Tomas Lindqvist"]
    assert marks(gold, "amount") == ["$40 million"]
    assert marks(gold, "role") == marks(found, "role") == ["finance chief"]
    assert marks(found, "person") == ["Nadia Kessler"]
    assert marks(found, "organization.wrong") == ["Max Roe", "Vellmar"]
    assert marks(gold, "organization.wrong") == ["Quillon Labs", "Brightforge"]
    assert "".join(found.locator(".quote:not(.wrong)").all_inner_texts()) == HIRE
    assert "".join(found.locator(".quote.wrong").all_inner_texts()) == FALSE["quote"]
    assert gold.locator(".quote").count() == 0
    assert gold.locator(".text").inner_text() == TEXT
    colors = {
        kind: shown.locator(f".legend mark.{kind}").first.evaluate("each => getComputedStyle(each).backgroundColor")
        for kind in ("person", "organization", "role", "amount")
    }
    assert len(set(colors.values())) == 4


def test_events_are_listed_as_matched_missed_or_false(reader: Reader, page: Path) -> None:
    shown = reader.open(page)
    summary = shown.locator("details[open] > summary").inner_text()
    for count in ("1 matched", "2 missed", "1 false"):
        assert count in summary
    events = shown.locator("details[open] .event")
    assert [each.split("\n")[0].split(" ")[1] for each in events.all_inner_texts()] == [
        "matched", "missed", "missed", "false",
    ]  # fmt: skip
    (wrong,) = events.first.locator("tr.wrong").all_inner_texts()
    assert wrong.split("\t") == ["status", "reported", "rumored"]
    assert "2025-06-16 to 2025-06-22" in events.first.inner_text()
    assert "confidence 0.93" in events.last.inner_text()


def test_the_worst_errors_lead_to_their_document(reader: Reader, page: Path) -> None:
    shown = reader.open(page)
    shown.locator("summary", has_text="mixed").click()
    assert not shown.locator(".sides").first.is_visible()
    shown.get_by_role("region", name="Worst false events").get_by_role("link", name="mixed").click()
    assert shown.locator("details[open] .sides").is_visible()
    broken = (
        "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.getAttribute('href')))"
    )
    assert shown.evaluate(f"{broken}.length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(reader: Reader, page: Path, scheme: str) -> None:
    contrasts = reader.open(page, scheme=scheme).evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert [each for each in contrasts if each[0] < 4.5] == []


def test_hostile_text_is_shown_as_text(reader: Reader, page_of: Callable[..., Path]) -> None:
    gold = document(HOSTILE, title=HOSTILE, text=f"{HOSTILE} \x00 ", moves=[MOVE | {"person": HOSTILE, "to_role": " "}])
    found = document(HOSTILE, deals=[DEAL | {"target": HOSTILE, "acquirers": ["("], "confidence": 0.5}])
    shown = reader.open(page_of(**{HOSTILE: [(gold, found)]}))
    assert shown.locator("script, img").count() == 0
    assert shown.locator(".document .title").inner_text() == HOSTILE


def test_with_no_documents_it_says_so(reader: Reader, page_of: Callable[..., Path]) -> None:
    shown = reader.open(page_of())
    assert "In 0 documents, 0 events are labelled" in shown.locator(".lede").inner_text()
