"""The sources registry: what it accepts, and the one line it answers to a mistake."""

from collections import Counter
from datetime import date

import pytest

from extract.sources import BUNDLED, SourcesError, load_sources, note_checked

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
        ("id: gazette", "checked: someday\n  id: gazette", 7, "checked"),
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


WRITTEN = """\
# publishers\r
- id: a   # the first\r
  name: "É"\r
  language: fr\r
  country: FR\r
  home_url: https://a.example/\r
  checked:   'never'   # by nobody\r
\r
- {id: b, name: B, language: en, country: GB, home_url: "https://b.example/", checked: 2024-01-01}\r
-   id: c\r
    name: C\r
    language: en\r
    country: GB\r
    home_url: https://c.example/\r
- {id: d, name: D, language: en, country: GB, home_url: "https://d.example/"}"""


def test_the_day_of_a_check_is_written_and_all_else_stays(tmp_path):
    path = tmp_path / "real.yml"
    path.write_bytes(("\ufeff" + WRITTEN).encode())
    path.chmod(0o640)
    link = tmp_path / "sources.yml"
    link.symlink_to(path)
    note_checked(link, {"a": date(2025, 3, 4), "c": date(2025, 3, 5), "unknown": date(2025, 3, 6)})
    expected = WRITTEN.replace("'never'", "2025-03-04").replace("    name: C", "    checked: 2025-03-05\r\n    name: C")
    assert path.read_bytes().decode("utf-8-sig") == expected
    assert [str(source.checked) for source in load_sources(path)] == ["2025-03-04", "2024-01-01", "2025-03-05", "never"]
    note_checked(link, {"b": date(2025, 3, 6), "d": date(2025, 3, 6)})
    expected = expected.replace("2024-01-01", "2025-03-06").replace("{id: d, ", "{id: d, checked: 2025-03-06, ")
    assert path.read_bytes().decode("utf-8-sig") == expected
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["real.yml", "sources.yml"]


def test_a_day_that_would_change_another_source_is_not_written(tmp_path):
    shared = "- &a {id: a, name: A, language: en, country: GB, home_url: https://a.example/, checked: &day never}\n"
    path = write(tmp_path, shared + "- {<<: *a, id: b, checked: *day}\n")
    before = path.read_bytes()
    with pytest.raises(SourcesError, match="no place for the days"):
        note_checked(path, {"b": date(2025, 3, 4)})
    assert path.read_bytes() == before


def test_the_bundled_registry_holds_publishers_of_both_languages():
    sources = load_sources(BUNDLED)
    languages = Counter(source.language for source in sources)
    assert len(sources) >= 40
    assert languages["fr"] >= languages["en"] > 0
    assert all(source.terms for source in sources)
    addresses = Counter(url for source in sources for url in (*source.feeds, *source.sitemaps))
    assert set(addresses.values()) == {1}
    assert not any(source.private_hosts for source in sources)
    assert all(source.delay_seconds >= 2 for source in sources)
