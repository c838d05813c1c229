"""Which pages are no article: home pages, lists, errors told with status 200; and which only look like one."""

import pytest

from extract.article import read_html
from extract.not_article import signs

URL = "https://tribune.example/eco/story"
SENTENCE = "The orchard cooperative said on Tuesday that it would press its own cider from next spring. "
CARD = '<article><h3><a href="/{0}">Story number {0}</a></h3><p>A short word on it, of one line.</p></article>'


def page(body, title="Cider - Tribune", head=""):
    return f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def declared(kind):
    return f'<script type="application/ld+json">{{"@type": "{kind}", "name": "x"}}</script>'


ARTICLE = f"<h1>Cider</h1><p>{SENTENCE * 3}</p><p>{SENTENCE * 4}</p>"
CARDS = "".join(CARD.format(number) for number in range(12))

NONE = {
    "home page": (page(ARTICLE), "https://tribune.example/", "home page"),
    "error in the heading": (
        page(f"<h1>Page not found!</h1><p>{SENTENCE * 3}</p>"),
        URL,
        "error page: Page not found!",
    ),
    "error in the title": (page(f"<p>{SENTENCE * 3}</p>", "Page introuvable | Gazette"), URL, "error page"),
    "declared list": (page(ARTICLE, head=declared("CollectionPage")), URL, "declared as CollectionPage"),
    "list of teasers": (page(f"<main>{CARDS}</main>"), "https://tribune.example/eco/", "list of teasers"),
}


@pytest.mark.parametrize(("document", "url", "reason"), NONE.values(), ids=NONE)
def test_a_page_that_is_no_article_says_why(document, url, reason):
    assert read_html(document, url).why_no_article.startswith(reason)


ARTICLES = {
    "plain": (page(ARTICLE), URL),
    "of unknown address": (page(ARTICLE), None),
    "at a root with a query": (page(ARTICLE), "https://tribune.example/?p=1234"),
    "about an error": (page(f"<h1>Page not found: a short history</h1><p>{SENTENCE * 3}</p>"), URL),
    "beside teasers": (page(ARTICLE + CARDS), URL),
    "in an element among teasers": (page(f"<article>{ARTICLE}</article>{CARDS}"), URL),
    "declared, beside a list": (page(ARTICLE, head=declared("NewsArticle") + declared("ItemList")), URL),
    "declared, with teasers": (page(CARDS, head='<meta property="og:type" content="article">'), URL),
}


@pytest.mark.parametrize(("document", "url"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_one(document, url):
    assert read_html(document, url).why_no_article is None


def test_the_signs_are_written_as_they_are_compared():
    for words in signs().soft_404:
        assert words == " ".join(words.casefold().split())
    assert not signs().list_types & signs().article_types
