"""The sources registry: what it accepts, and the one line it answers to a mistake."""

import pytest

from extract.sources import SourcesError, load_sources

GOOD = """\
- id: tribune
  name: The Tribune
  language: en
  country: GB
  home_url: https://tribune.example/
  feeds: [https://tribune.example/rss.xml]
- id: gazette
  name: La Gazette
  language: fr
  country: FR
  home_url: https://gazette.example/
  sitemaps:
    - https://gazette.example/sitemap.xml
  delay_seconds: 0.5
  article_pattern: /eco/
  private_hosts: [gazette.internal:8080]
"""


def write(tmp_path, text):
    path = tmp_path / "sources.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sources_are_read_in_order(tmp_path):
    tribune, gazette = load_sources(write(tmp_path, GOOD))
    assert (tribune.id, tribune.delay_seconds, tribune.private_hosts) == ("tribune", 2.0, ())
    assert gazette.sitemaps == ("https://gazette.example/sitemap.xml",)
    assert (gazette.delay_seconds, gazette.article_pattern) == (0.5, "/eco/")
    assert gazette.private_hosts == ("gazette.internal:8080",)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("language: fr", "language: French", 9, "source gazette: language"),
        ("    - https://gazette.example/sitemap.xml", "    - ftp://gazette.example/s", 13, "sitemaps.0"),
        ("delay_seconds: 0.5", "delay_seconds: soon", 14, "delay_seconds"),
        ("article_pattern: /eco/", "article_pattern: '('", 15, "not a regular expression"),
        ("private_hosts: [", "privat_hosts: [", 16, "privat_hosts"),
        ("[gazette.internal:8080]", "['http://gazette.internal']", 16, "expected a host"),
        ("[gazette.internal:8080]", "['gazette:88888']", 16, "private_hosts.0"),
        ("  country: GB\n", "", 1, "source tribune: country: Field required"),
        ("id: gazette", "id: tribune", 7, "used twice"),
        ("id: gazette", "id: ../gazette", 7, "id"),
        ("https://tribune.example/rss.xml", "https://me:pw@tribune.example/rss.xml", 6, "credentials"),
        ("country: GB", "country: [GB", 5, "not YAML"),
        ("- id: tribune", "- &a [*a]\n- id: tribune", 1, "source"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_line_and_source(tmp_path, old, new, line, words):
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(SourcesError) as caught:
        load_sources(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: "), message
    assert words in message
    assert "\n" not in message


@pytest.mark.parametrize("text", ["", "just words", "sources: {}", "[]", "- 3", "\x00", "- {1: 2}"])
def test_what_is_no_registry_is_refused(tmp_path, text):
    path = write(tmp_path, text)
    with pytest.raises(SourcesError) as caught:
        load_sources(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourcesError, match=r"absent\.yml: cannot be read: No such file"):
        load_sources(tmp_path / "absent.yml")


def test_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "sources.yml"
    path.write_bytes(b"\xff\xfe- id")
    with pytest.raises(SourcesError, match="not UTF-8"):
        load_sources(path)
