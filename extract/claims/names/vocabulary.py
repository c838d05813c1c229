"""The words that names are made of: first names and their gender, particles, legal forms, known houses.

Belongs here: what is known of a word or name before any text is read, as data of `lexicon/` and look-ups in it, and
how names are compared as strings. What only one language says around names belongs in its lexicon.
"""

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale

from extract.claims.gazetteer import Organization, gazetteer
from extract.claims.lexicon_files import LEXICON, LexiconModel, load_lexicon


class NameWords(LexiconModel):
    """`names.yml`: what holds in names of every language."""

    particles: tuple[str, ...]  # small words between the words of a name, with capitals around them
    inner_words: tuple[str, ...]  # small words at which no name of the parser is split
    elided: tuple[str, ...]  # letters before an apostrophe that are no part of a name
    prefixes: tuple[str, ...]  # openings tied to a name that are no part of it
    capitalized_prefixes: tuple[str, ...]  # openings of family names before a second capital
    place_openers: tuple[str, ...]  # words that open the name of a place though common
    web_endings: tuple[str, ...]  # top-level domains at the end of a name
    brand_endings: tuple[str, ...]  # those that show a brand
    printed_forms: tuple[str, ...]  # legal forms behind a comma or a blank
    dotted_endings: tuple[str, ...]  # endings that keep their full stop
    corporate_endings: tuple[str, ...]  # words that end the name of a company, beside the legal forms
    corporate_rest: tuple[str, ...]  # those that go on with the name before them
    generic_words: frozenset[str]  # words without which the name of a house is still its name, folded
    house_words: frozenset[str]  # words of which a house has one in its name, folded
    last_words: tuple[str, ...]  # words that are common, but not at the end of a name
    acronyms: frozenset[str]  # capitals that are no abbreviation of a house
    units: tuple[str, ...]  # signs of sums


@cache
def name_words() -> NameWords:
    """Return `lexicon/names.yml`, validated. Raises pydantic's `ValidationError`."""
    return load_lexicon("names", NameWords)


def fold(name: str) -> str:
    """Return `name` in lower case without accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


@lru_cache(maxsize=2**16)
def tokens_of(name: str) -> tuple[str, ...]:
    """Return the words of `name`, folded, without possessive."""
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", fold(name))))


@cache
def first_names() -> frozenset[str]:
    """Return common first names, in lower case."""
    return frozenset((LEXICON / "first_names.txt").read_text(encoding="utf-8").split())


@cache
def folded_first_names() -> frozenset[str]:
    """Return common first names, folded."""
    return frozenset(fold(n) for n in first_names())


def is_first_name(word: str) -> bool:
    """Return whether `word` is a common first name."""
    return fold(word) in folded_first_names()


@cache
def _genders() -> dict[str, str]:
    told = load_lexicon("genders", dict[str, str])
    table = dict.fromkeys(folded_first_names(), "masculine")
    return table | {name: gender for gender, names in told.items() for name in names.split()}


def gender_of(name: str) -> str | None:
    """Return "feminine" or "masculine" by the first name, None when it does not tell."""
    words = name.split()
    gender = _genders().get(fold(words[0])) if len(words) > 1 else None
    return gender if gender != "either" else None


@cache
def known_organizations() -> dict[str, Organization]:
    """Return the well-known organizations by each form of their name."""
    return {form: org for org in gazetteer() for form in (org.name, *org.aliases)}


@cache
def known_pattern() -> re.Pattern[str]:
    """Return the pattern of every form of a well-known organization."""
    forms = sorted(known_organizations(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])")


@cache
def paraphrase_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of all paraphrases, without case, and paraphrase in lower case → name."""
    table = {p.lower(): org.name for org in gazetteer() for p in org.paraphrases}
    forms = sorted(table, key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(f).replace(chr(39), '[' + chr(39) + '’]') for f in forms)})(?!\w)",
        re.IGNORECASE,
    ), table


@cache
def territories(language: str) -> tuple[str, ...]:
    """Return patterns of the names of countries (CLDR), without those that people bear ("Jordan")."""
    names = [name for code, name in Locale(language).territories.items() if code.isalpha()]
    return tuple(re.escape(name) for name in names if not is_first_name(name))
