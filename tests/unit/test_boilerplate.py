"""Lines that a site repeats: which are boilerplate, which are news, and that order and doubles do not count."""

from contextlib import closing

import pytest

from extract.boilerplate import LineCounts, site_of, without_boilerplate

SITE = "https://tribune.example"
BOX = "Get the best of the Tribune in your letterbox every morning."
BACKGROUND = "The two houses had agreed in May on a price that neither of them would confirm."


def story(number, *lines):
    name = number_word(number)
    return "\n".join(
        [f"Story {name} begins here, about nothing.", *lines, f"Then story {name} goes on and ends, as all do."]
    )


def number_word(number):
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def shares_of(texts, site=SITE):
    with closing(LineCounts()) as counts:
        for number, text in enumerate(texts):
            counts.add(f"{site}/{number}", text)
        return counts.shares().get(site_of(site), {})


@pytest.mark.parametrize(
    ("line", "printed_on", "of", "is_removed"),
    [
        (BOX, 10, 10, True),
        (BOX, 5, 10, True),
        (BACKGROUND, 5, 12, False),  # a sentence that articles on one happening share
        ("Filed under: orchards", 5, 25, True),
        ("Filed under: orchards", 4, 4, False),  # too few to tell
        ("Filed under: orchards", 5, 26, False),
        ("4 min read", 5, 25, True),
    ],
)
def test_a_line_is_boilerplate_by_its_share_of_the_site(line, printed_on, of, is_removed):
    texts = [story(number, line.replace("4", str(number))) for number in range(printed_on)]
    texts += [story(number) for number in range(printed_on, of)]
    cleaned = without_boilerplate(texts[3], shares_of(texts))
    assert cleaned.startswith("Story d begins")
    assert (line.replace("4", "3") not in cleaned) == is_removed


def test_another_site_has_its_own_lines():
    with closing(LineCounts()) as counts:
        for number in range(6):
            counts.add(f"{SITE}/{number}", story(number, BOX))
            counts.add(f"https://www.herald.example/{number}", story(number, f"{BOX} Only {number_word(number)}."))
        shares = counts.shares()
    assert set(shares) == {"tribune.example"}


def test_an_address_counts_once():
    with closing(LineCounts()) as counts:
        for version in range(9):
            counts.add(SITE, story(version, BOX))
        assert counts.shares() == {}


def test_the_order_of_the_articles_does_not_count():
    texts = [story(number, BOX, "Read more") for number in range(7)]
    with closing(LineCounts()) as counts:
        for number in reversed(range(7)):
            counts.add(f"{SITE}/{number}", texts[number])
        assert counts.shares()[site_of(SITE)] == shares_of(texts)


def test_copies_of_one_article_stay_whole():
    texts = [story(1, BACKGROUND, f"Version {number_word(number)}.") for number in range(6)]
    assert without_boilerplate(texts[0], shares_of(texts)) == texts[0]
