"""Names as capitals show them, in any language: runs of capitalized words, and what is printed like them.

Belongs here: patterns that need no word of a language. Where a run of capitals ends as a name is `edges`.
"""

import re

from extract.claims.names.vocabulary import name_words

_words = name_words()

UPPER = "A-ZÀ-ÖØ-ÞŁŚŠŽČĆŐŌŒ"
ELIDED = rf"(?:(?i:{'|'.join(_words.elided)})['’](?=\S))"
_WEB = "|".join(_words.web_endings)
_WORD = (
    rf"(?:[{UPPER}](?:\.[{UPPER}])*\.(?=\s?[{UPPER}])"  # initials
    rf"|[{UPPER}][\w\-+]*(?:[’'][{UPPER}][\w\-]+)?(?:\.(?:{_WEB})\b)?"
    rf"|[a-z]{{1,2}}[{UPPER}]\w+)"  # brands such as eBay
)
_JOINER = rf"(?:\s?&\s?|\s(?:{'|'.join(_words.particles)})\s|\s)"

SHAPE = re.compile(
    rf"(?<![\w@#<]){ELIDED}?(?P<name>{_WORD}(?:{_JOINER}{_WORD}){{0,5}}(?:,?"
    rf" (?:{'|'.join(_words.printed_forms)})\b\.?)?)"
)
CAPITALIZED = re.compile(rf"(?:[{UPPER}][\w.\-’']*\s*)+")
DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]+(?:,\s[A-Z][\w. ]+?)?(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}"
    r"|\d{1,2}(?:[a-z]{2})?\s\w+)(?:,?\s\d{4})?)?(?:\s?\([\w /]+\))?"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:\s?\([\w /]+\))?)\s?(?:--?|–|—)\s"
)
LISTING = re.compile(r"\((?:[A-Z][\w ]+:\s?)?[A-Z]{2,6}(?:\.[A-Z]{1,2})?\)|\([A-Z][\w ]+:\s?[A-Z]+\)")  # "(NYSE: ABC)"
SYMBOL = re.compile(r"<[A-Z]{1,5}(?:\.[A-Z]{1,2})?>")  # "<ABC>"
TICKER = re.compile(r"\s*[<(]\s*[A-Z][A-Z.:\s]*[>)]?\s*$")  # behind a name
ACRONYM = re.compile(r"[A-Z][A-Z&]{1,5}(?![\w-])")
INITIALS = re.compile(r"(?:^|\s)[A-Z]\.(?:[A-Z]\.)*\s")  # "Jane Q. Doe"
BRAND = re.compile(rf"\d|[a-z][A-Z]|&|\+|\.(?:{'|'.join(_words.brand_endings)})$")
FAMILY = re.compile(rf"\b(?:{'|'.join(_words.capitalized_prefixes)})[A-Z]")
PAIR = re.compile(  # two full names that a conjunction ties, "of" and the like in neither
    rf"(?P<one>(?:[{UPPER}][\w'’-]+\s){{1,3}}[{UPPER}][\w'’-]+)\s(?P<tie>[a-zà-ÿ]+)\s"
    rf"(?P<other>(?:[{UPPER}][\w'’-]+\s){{1,3}}[{UPPER}][\w'’-]+)"
)


def clean(text: str) -> str:
    """Return a name as it is compared and told: blanks single, no brackets or marks around it."""
    return re.sub(r"\s+", " ", text.replace("<", "").replace(">", "")).strip(" ,;:'’\"")


def is_in_capitals(text: str) -> bool:
    """Return whether a text is printed in capitals, in which no name can be told from a word."""
    letters = sum(map(str.isalpha, text))
    return letters > 8 and sum(map(str.isupper, text)) > 0.7 * letters
