"""Names of houses that open with a common noun: "le musée Calder", "le CHU de Nantes", "le gouvernement".

Belongs here: where such a name stands in a sentence. Which names are one entity is decided in `names`, whose capitals
alone would cut the noun off, and leave a place or nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extract.claims.lexicon import Lexicon, ahead, compiled

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*"

Span = tuple[int, int]


def _quality(lexicon: Lexicon) -> str:
    return rf"(?:\s(?:{'|'.join(lexicon.qualities)})(?!\w))"


@cache
def _named(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a noun with what it is of, up to a run of capitals."""
    quality = _quality(lexicon)
    of = rf"\s{ahead(lexicon.of)}(?:{ahead(lexicon.articles)})?"
    matter = rf"(?:{of}[a-zà-öø-ÿœ-]+{quality}{{0,2}})"
    matter = rf"(?:{matter}(?:\s(?:{'|'.join(lexicon.conjunctions)}){matter})?)"
    aim = rf"\s{ahead(lexicon.aims)}(?:{ahead(lexicon.articles)})?[a-zà-öø-ÿœ-]+{quality}{{0,2}}"
    run = rf"{_CAPITAL}(?:[\s]{_CAPITAL}){{0,4}}"
    return re.compile(
        rf"(?<![\w-])(?<!\bd[’'])(?<!\bde\s)(?:{_nouns(lexicon.institutions)}){quality}{{0,3}}{matter}{{0,2}}"
        rf"(?P<run>(?:{of}|\s){run}(?:{of}{run})?){quality}?(?:\set{of}{_CAPITAL})?(?![\w-])"
        rf"|(?:^|(?<=[\w,][\s’']))(?P<formal>(?:{_nouns(lexicon.institutions, is_formal=True)})(?:{quality}{{0,2}}"
        rf"(?:{aim}{matter}?|{matter}{{1,2}})|{quality}{{1,3}}))(?![\w-])"
    )


@cache
def _alone(lexicon: Lexicon, nouns: tuple[str, ...], quality: str) -> re.Pattern[str]:
    """Return the pattern of one of `nouns` behind an article, with what `quality` lets follow."""
    definite = rf"(?:{ahead(lexicon.determiners)}|(?:{'|'.join(lexicon.contracted)})\s)"
    return re.compile(rf"(?<![\w-]){definite}(?P<name>(?:{'|'.join(nouns)}){quality})(?![\w-])", re.IGNORECASE)


def _nouns(nouns: Sequence[str], *, is_formal: bool = False) -> str:
    small = "" if is_formal else "{0}"
    bare = {"é": "E", "É": "E"}  # capitals are often printed without their accent
    return "|".join(
        f"[{n[0].upper()}{bare.get(n[0], '')}{small.format(n[0]) if n[0].islower() else ''}]{n[1:]}" for n in nouns
    )


def spans(text: str, lexicon: Lexicon, first_names: frozenset[str]) -> list[Span]:
    """Return the offsets (start, end) in `text` of the names that open with a common noun; `first_names` in lower case.

    A run of capitals ends where a person's name begins: "le musée Calder", but not "le musée Jean Dupont".
    """
    if not lexicon.institutions:
        return []
    found: list[Span] = []
    for m in _named(lexicon).finditer(text):
        before = text[: m.start()].split(" ")[-2:]
        is_rest = m[0][0].isupper() and before[0][:1].isupper() and before[0].lower() not in lexicon.articles
        if (is_rest and before[-1] == "") or compiled(lexicon.board).match(text, m.start()):
            continue  # the rest of a longer name, or a board
        if m["formal"]:
            found.append(m.span())
            continue
        end = m.end()
        words = list(re.finditer(_CAPITAL, text[m.start("run") : m.end("run")]))
        for word, follower in pairwise(words):
            is_person = word[0].lower() in first_names and follower.start() - word.end() == 1
            if is_person:
                end = m.start("run") + word.start()
                break
        name = text[m.start() : end].rstrip()
        if end == m.end() or re.search(_CAPITAL, text[m.start("run") : end]):
            found.append((m.start(), m.start() + len(name)))
    alone = _alone(lexicon, lexicon.governments, f"{_quality(lexicon)}?")
    plain = [m.span("name") for m in alone.finditer(text)]
    return sorted([*found, *(s for s in plain if not any(start <= s[0] < end for start, end in found))])


def echoes(texts: Sequence[str], names: Sequence[str], lexicon: Lexicon) -> list[list[Span]]:
    """Return per text where the names of the document stand again, or the noun that opens only one ("le musée")."""
    if not names:
        return [[] for _ in texts]
    full = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(n) for n in sorted(names, key=len, reverse=True))})(?![\w-])")
    nouns = Counter(name.split()[0] for name in set(names))
    single = tuple(sorted(re.escape(noun) for noun, count in nouns.items() if count == 1))
    alone = _alone(lexicon, single or ("(?!)",), rf"(?!{_quality(lexicon)}|\s{ahead(lexicon.of)})")
    return [[m.span() for m in full.finditer(t)] + [m.span("name") for m in alone.finditer(t)] for t in texts]
