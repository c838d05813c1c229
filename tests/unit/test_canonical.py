"""The canonical address: what is one page, and what is not."""

import pytest

from extract.canonical import canonical


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Tribune.Example:443/a", "https://tribune.example/a"),
        ("https://tribune.example", "https://tribune.example/"),
        ("https://tribune.example:8443/a#top", "https://tribune.example:8443/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        ("https://me:secret@tribune.example/a", "https://tribune.example/a"),
        ("https://tribune.example/a?utm_source=rss&id=7&fbclid=x&xtor=RSS-1", "https://tribune.example/a?id=7"),
        ("https://tribune.example/a?gclid=1&msclkid=2&at_medium=rss&mc_cid=3&igshid=4", "https://tribune.example/a"),
        ("https://tribune.example/a?b=2&a=1", "https://tribune.example/a?a=1&b=2"),
        ("https://tribune.example/news?12345", "https://tribune.example/news?12345"),
        ("https://tribune.example/a?PHPSESSID=0af3&p=2", "https://tribune.example/a?p=2"),
        ("https://tribune.example/a;jsessionid=1F2E?p=2", "https://tribune.example/a?p=2"),
        ("https://tribune.example/a?sid=0123456789abcdef0123", "https://tribune.example/a"),
        ("https://tribune.example/a?sid=42", "https://tribune.example/a?sid=42"),
        ("https://tribune.example/économie", "https://tribune.example/%C3%A9conomie"),
        (" https://tribune.example/a ", "https://tribune.example/a"),
    ],
)
def test_an_address_has_one_canonical_form(url, expected):
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "url",
    ["", "a", "/a", "javascript:alert(1)", "mailto:desk@tribune.example", "ftp://tribune.example/", "http://[", "http://",
     "http://[::1", "http://:80/", "http://tribune.example:99999/"],
)  # fmt: skip
def test_what_is_no_web_address_has_none(url):
    assert canonical(url) is None
