"""What belongs to an article's text, and what stands beside it: titles, dates, links, promotions, JSON-LD bodies."""

import json
from datetime import UTC, datetime
from html import escape

import pytest

from extract.article import read_html

FETCHED = datetime(2025, 6, 20, 12, tzinfo=UTC)
TEXT = """\
The orchard cooperative said on Tuesday that it would press its own cider from next spring, after two years of
trials in a shed behind the station, and members voted for the plan by a wide margin at their yearly meeting.

The press was bought second-hand and repaired by a retired teacher, who has also promised to run it on Saturdays
for as long as his knees allow, and to teach anyone who asks how the valves are cleaned.

Neighbors may bring their own apples against a small fee and take the juice home the same day, in bottles that the
cooperative lends for a deposit, while stocks of clean ones last.

A first tasting is planned for the village fair in October, when the mayor has agreed to open the first barrel and
the brass band to play, provided that it does not rain.

The cooperative has forty members, three hundred trees and a cat, and sold eleven tons of apples last year to a
juice factory two valleys away, which paid less for them each autumn.

Whether there will be enough fruit for a second pressing in the winter depends on the frost in May, the treasurer
said, adding that the trees by the river had always been the last to suffer.
"""
PARAGRAPHS = [" ".join(paragraph.split()) for paragraph in TEXT.split("\n\n")]
TEXT = "\n".join(PARAGRAPHS)
ELSEWHERE = "https://tribune.example/other"


def page(*, before="", after="", body=None, linked_data=None, title="Cider at last", paragraphs=PARAGRAPHS):
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs) if body is None else body
    data = json.dumps(linked_data).replace("</", "<\\/")
    script = f'<script type="application/ld+json">{data}</script>' if linked_data else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{title} - Tribune</title>{script}</head><body><nav>Home</nav>'
        f"<main><article><h1>{title}</h1>{before}{inside}{after}</article></main><footer>© us</footer></body></html>"
    )


def story(body):
    return {"@type": "NewsArticle", "headline": "Cider at last", "articleBody": body}


def text_of(document):
    content = read_html(document, "https://tribune.example/cider", FETCHED)
    return content.text if content else ""


def test_a_plain_article_is_its_paragraphs():
    assert text_of(page()) == TEXT


BESIDE = {
    "title again": page(before="<p>Cider at last</p>"),
    "byline with date": page(before="<p>A. Writer, June 3, 2025 at 10:00</p>"),
    "byline in French": page(before="<div>Agence, publié le mardi 03 juin 2025 à 18h53</div>"),
    "related story": page(after=f'<p>Related: <a href="{ELSEWHERE}">Ten orchards that you should see soon</a></p>'),
    "list of stories": page(
        after="<ul>" + "".join(f'<li><a href="/{i}">Story number {i} about some other orchard</a></li>' for i in "abc")
    ),
    "newsletter box": page(
        after='<div class="Newsletter-box"><h4>The Morning Press</h4><p>Get our best stories every day in your '
        "letterbox, with the weather and a joke that your children will like.</p></div>"
    ),
    "call to action": page(
        after='<section id="article-cta"><p>If you liked this article, you will love our membership, which comes with '
        "a mug, a tote bag and the good feeling of having helped.</p></section>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("document", BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_an_article_is_no_text(document):
    assert text_of(document) == TEXT


KEPT = {
    "sentence that names a day": "The vote was held on June 3, 2025.",
    "heading with a year": "Plans for 2024",
    "sentence with a link": f'The factory <a href="{ELSEWHERE}">closed its second line</a> in the same year, it said.',
}


@pytest.mark.parametrize("line", KEPT.values(), ids=KEPT)
def test_what_an_article_says_is_kept(line):
    words = line.replace(f'<a href="{ELSEWHERE}">', "").replace("</a>", "")
    assert words in text_of(page(before=f"<p>{line}</p>")).split("\n")
    assert words in text_of(page(after=f"<p>{line}</p>{'<p>The end of it.</p>'}")).split("\n")


def test_an_article_in_an_element_named_like_a_promotion_is_kept():
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert text_of(page(body=f'<div class="promo-layout">{inside}</div>')) == TEXT


def test_a_body_that_only_json_holds_is_read():
    shell = "<p>Please switch on scripts to read this page.</p>"
    for body in (TEXT, "".join(f"<p>{p}</p>" for p in PARAGRAPHS), "<br/>".join(PARAGRAPHS), escape(f"<p>{TEXT}</p>")):
        assert text_of(page(body=shell, linked_data=story(body))) == TEXT
    assert text_of(page(body="", linked_data={"@graph": [story(TEXT)]})) == TEXT


def test_markup_in_a_json_body_is_no_text():
    body = f"<p>{PARAGRAPHS[0]}</p><script>track()</script><figure>A press</figure><p>Juice &amp;amp; cider.</p>"
    assert text_of(page(body="", linked_data=story(body))) == f"{PARAGRAPHS[0]}\nJuice & cider."


def test_a_page_that_shows_the_beginning_gets_the_rest_from_json():
    assert text_of(page(paragraphs=PARAGRAPHS[:2], linked_data=story(TEXT))) == TEXT


def test_lines_that_a_whole_json_body_does_not_hold_are_dropped():
    promotion = "<p>Members of our circle read every story a day before everybody else does.</p>"
    assert "circle" in text_of(page(after=promotion))
    assert text_of(page(after=promotion, linked_data=story(TEXT))) == TEXT
    assert text_of(page(after=promotion, linked_data=story(" ".join(PARAGRAPHS)))) == TEXT


UNFIT = {
    "a teaser": PARAGRAPHS[0],
    "cut off": TEXT[: int(len(TEXT) * 0.9)],
    "cut off with an ellipsis": TEXT[: int(len(TEXT) * 0.9)] + "...",
    "of something else": "A quite different text about trams, which run on rails. " * 8,
    "empty": "  ",
    "no text": ["a list"],
}


@pytest.mark.parametrize("body", UNFIT.values(), ids=UNFIT)
def test_a_json_body_that_is_not_the_whole_article_decides_nothing(body):
    assert text_of(page(linked_data=story(body))) == TEXT


def test_among_the_json_bodies_of_a_list_none_stands_in_for_a_page():
    others = [story("A quite different text about trams, which run on rails, and of buses. " * n) for n in (20, 30)]
    assert "trams" not in text_of(page(paragraphs=PARAGRAPHS[:1], linked_data=others))
