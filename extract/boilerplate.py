"""Lines that a site prints on many of its pages, and that belong to none of its articles.

A newsletter box or a house's note on itself looks like text on one page; among a day's pages of the site it shows.
What one page tells about its text belongs in `extract.main_text`.
"""

import re
import sqlite3
from collections.abc import Mapping
from hashlib import blake2b
from urllib.parse import urlsplit

MIN_ARTICLES = 5  # of a site in a day, that print a line of boilerplate
MIN_SHARE = 0.2  # of the site's articles
MIN_PROSE_SHARE = 0.5  # for a whole sentence: several articles on one happening may share its background
MAX_REMOVED_SHARE = 0.5  # of an article's characters; where more is repeated, it is a version of another article

_PROSE_WORDS = 8
_PROSE_ENDS = (".", "!", "?", '"', "”", "»")
_DIGITS = re.compile(r"\d+")

LineShares = Mapping[int, float]


class LineCounts:
    """Counts in how many articles of a site each line stands. Lies on disk, so a day may be of any size."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("")  # a private file that is gone when closed
        self._store.execute(
            "create table lines (site text, line integer, article integer, primary key (site, line, article)) "
            "without rowid"
        )

    def close(self) -> None:
        """Give up the counts."""
        self._store.close()

    def add(self, url: str, text: str) -> None:
        """Count the lines of the article at the canonical address `url`; versions of one address count once."""
        site, article = site_of(url), _number(url)
        self._store.executemany(
            "insert or ignore into lines values (?, ?, ?)",
            [(site, line, article) for line in {_line_number(line) for line in text.split("\n")}],
        )

    def shares(self) -> dict[str, dict[int, float]]:
        """Return for each site the lines that stand in at least `MIN_ARTICLES` of its articles, with their share."""
        found: dict[str, dict[int, float]] = {}
        totals = dict(self._store.execute("select site, count(distinct article) from lines group by site"))
        repeated = "select site, line, count(*) from lines group by site, line having count(*) >= ?"
        for site, line, count in self._store.execute(repeated, [MIN_ARTICLES]):
            found.setdefault(site, {})[line] = count / totals[site]
        return found


def without_boilerplate(text: str, shares: LineShares) -> str:
    """Return `text` without the lines whose share of the site's articles makes them boilerplate."""
    lines = text.split("\n")
    kept = [line for line in lines if shares.get(_line_number(line), 0.0) < _limit(line)]
    cleaned = "\n".join(kept).strip()
    return cleaned if len(cleaned) >= (1 - MAX_REMOVED_SHARE) * len(text) else text


def site_of(url: str) -> str:
    """Return the host of `url`, with its port."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _limit(line: str) -> float:
    is_prose = line.rstrip().endswith(_PROSE_ENDS) and len(line.split()) >= _PROSE_WORDS
    return MIN_PROSE_SHARE if is_prose else MIN_SHARE


def _line_number(line: str) -> int:
    """Return a number for `line`, the same for lines that differ in figures: `3 min read`, `4 min read`."""
    return _number(_DIGITS.sub("0", " ".join(line.split())))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
