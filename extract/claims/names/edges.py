"""Where a name starts and ends: what a span from the parser or from capitals has too much is cut off, or split.

Belongs here: the two ends of one span. Which spans there are, and which of two that overlap is kept, is `spans`.
"""

import re
from functools import cache

from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names.capitals import ACRONYM, ELIDED, PAIR, TICKER, UPPER
from extract.claims.names.vocabulary import (
    is_first_name,
    known_organizations,
    name_words,
    territories,
)

Ends = tuple[int, int]  # offsets of a name in its sentence

_MARKS = r"\s\"“”«»'’‘(\[<>–—•,;:.-"
_CLOSING = re.compile(r"(?:[\s\"“”«»'’‘)\]<>–—,;:!?…(-]+|['’]s|(?<![A-Z])\.)$")


@cache
def edges_of(lexicon: Lexicon) -> "Edges":
    """Return the rules of a language, compiled once."""
    return Edges(lexicon)


@cache
def places_of(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of places: those of the lexicon, and countries."""
    return compiled((*lexicon.places, *territories(lexicon.language)), is_cased=True)


@cache
def corporate_end(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of the last word of a company's name, with the blank before it."""
    endings = "|".join((*lexicon.legal_suffixes, *name_words().corporate_endings))
    return re.compile(rf"\s(?:{endings})\.?$", re.IGNORECASE)


@cache
def portfolio_before(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a public post with its preposition at the end of a text: what follows is its field."""
    posts = "|".join(lexicon.public_posts or ("(?!)",))
    of = "|".join(lexicon.of)
    return re.compile(rf"(?<!\w)(?:{posts})\s(?:[a-zà-ÿ]+\s)?(?:{of})\s?(?:{ahead(lexicon.articles)})?$", re.IGNORECASE)


class Edges:
    """The rules of one language about the ends of names."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = name_words()
        self._lexicon = lexicon
        self._not_names = frozenset(w.replace("\\", "") for w in lexicon.not_names)
        self._places = places_of(lexicon)
        self._portfolio = portfolio_before(lexicon)
        self._corporate_end = corporate_end(lexicon)
        self._organization_words = compiled((*lexicon.organization_words, *lexicon.legal_suffixes), is_cased=True)
        self._compound = re.compile(rf"[-‑](?:{'|'.join(lexicon.compounds)})$")
        self._role = re.compile(rf"(?:{lexicon.role})", re.VERBOSE | re.IGNORECASE)
        self._title = re.compile("|".join(lexicon.titles))
        self._verb = compiled(tuple(t for f in lexicon.frames if f.word == "verb" for t in f.trigger))
        self._inner = re.compile(
            rf"\s(?!{ahead(words.inner_words)})[a-zà-ÿ][\w'’-]+\s|\s[-–|:/]\s"
            rf"|\s(?:{'|'.join(lexicon.posts_in_names)})\s"
        )
        prefixes = "|".join(f"[{p[0].upper()}{p[0]}]{p[1:]}" for p in words.prefixes)
        self._opening = re.compile(rf"[{_MARKS}]+|{ELIDED}|(?:{prefixes})(?=[A-ZÀ-Þ])")
        of = "|".join(lexicon.of)
        self._belongs = re.compile(rf"\s(?:{of})\s?$")
        joined = "|".join((*lexicon.of, *lexicon.at, *lexicon.contracted))
        self._field_before = re.compile(rf"(?<!\w)(?:{joined})\s?(?:{ahead(lexicon.articles)})?$")
        self._dotted = re.compile(rf"(?:{'|'.join(map(re.escape, words.dotted_endings))})\.$")
        self._no_name = re.compile(
            rf"[A-Z]\.?|[\d\W]+|(?:{'|'.join(words.units)})[€$£]?|\w+-(?:{'|'.join(lexicon.verb_tails)})"
        )

    def trim(self, text: str, start: int, end: int, *, is_house: bool = False) -> list[Ends]:
        """Cut what is no part of the name from both ends; nothing is left of a common word.

        A house keeps the nationality that its name opens with ("French Lamps").
        """
        piece = text[start:end]
        inner = self._inner.search(piece)
        if inner is not None and not piece[0].islower():
            return self.trim(text, start, start + inner.start()) + self.trim(text, start + inner.end(), end)
        pair = PAIR.fullmatch(piece)
        is_pair = pair is not None and pair["tie"] in self._lexicon.conjunctions
        if pair is not None and is_pair and not self._corporate_end.search(pair["other"]):
            return self.trim(text, start, start + pair.end("one")) + self.trim(text, start + pair.start("other"), end)
        post = ACRONYM.match(piece)
        if post is not None and len(name := piece[post.end() :].split()) >= 2 and is_first_name(name[0]):
            return self.trim(text, start, start + post.end()) + self.trim(text, start + post.end(), end)
        ticker = TICKER.search(piece)
        if ticker and ticker.start() > 0:
            end = start + ticker.start()
        opening = self._opening_of(text, start, end, is_house=is_house)
        if opening is None:
            return []
        start, end = opening, self._end_of(text, opening, end)
        piece = text[start:end]
        if not any(c.isupper() for c in piece) or piece in self._not_names or len(piece) > 80:
            return []
        return [] if self._no_name.fullmatch(piece) else [(start, end)]

    def _opening_of(self, text: str, start: int, end: int, *, is_house: bool) -> int | None:
        """Return where the name starts, None where nothing but a common word stands."""
        while start < end:
            post = self._role.match(text[start:end]) if text[start].isupper() else None
            if post is not None and re.match(rf"\s[{UPPER}][\w.-]+\s[{UPPER}]", text[start + post.end() : end]):
                start += post.end()  # "Chief Financial Officer Jane Doe"
            word = re.match(r"[^\s,]+", text[start:end])
            rest = text[start + word.end() : end] if word else ""
            if re.match(r"[A-Z] [A-Z] [A-Z]", text[start:end]):
                break  # initials: "J D Doe"
            if head := self._opening.match(text[start:end]):
                start += head.end()
                continue
            if word is None:
                break
            if not (self._is_field(text, start, word[0], rest) or self._is_title(word[0])):
                if is_house and self._is_nationality(word[0], rest):
                    break
                if self._places.fullmatch(word[0]) and re.match(rf"\s[{UPPER}]", rest):
                    break  # a club or a paper: the place belongs to the name
                if self._is_inner_article(text, start, word[0], rest):
                    break
                is_common = word[0].rstrip(".,") in self._not_names or word[0] in self._not_names
                if not is_common and any(c.isupper() for c in word[0]):
                    break
                if not any(c.isupper() for c in rest):
                    return None
                if word[0] in name_words().place_openers and rest.strip()[:1].isupper():
                    break
            start += word.end()
        return start

    def _is_field(self, text: str, start: int, word: str, rest: str) -> bool:
        """Return whether a word is what a post before it is of ("the mayor of Geneva Jane Doe")."""
        name = re.match(r"\s([^\W\d_][\w-]+)\s[A-ZÀ-Þ]", rest)
        return (
            name is not None
            and is_first_name(name[1])
            and (self._places.fullmatch(word) is not None or self._portfolio.search(text[:start]) is not None)
        )

    def _is_title(self, word: str) -> bool:
        bare = word.rstrip(".")
        return (
            self._title.fullmatch(bare + ("." if word.endswith(".") else "")) is not None
            or bare + "." in self._lexicon.titles
            or word in self._lexicon.titles
        )

    def _is_inner_article(self, text: str, start: int, word: str, rest: str) -> bool:
        """Return whether a capitalized article inside a sentence opens a name ("selon Le Courrier", "chez De Smet")."""
        is_inside = re.search(r"[a-zà-öø-ÿœ]\s$|[a-z][’']$", text[:start]) is not None
        return word in name_words().capitalized_prefixes and is_inside and re.match(rf"\s[{UPPER}]", rest) is not None

    def _is_nationality(self, word: str, rest: str) -> bool:
        return (
            word in self._lexicon.nationalities
            and re.match(rf"\s[{UPPER}]\w+", rest) is not None
            and rest.strip() not in known_organizations()
        )

    def _end_of(self, text: str, start: int, end: int) -> int:
        """Return where the name ends."""
        while end > start:
            piece = text[start:end]
            tail = _CLOSING.search(piece)
            last = re.search(r"\S+$", piece)
            word = last[0] if last and last.start() > 0 else ""
            cut = end - len(word)
            if tail and not (tail[0] == "." and self._dotted.search(piece)):
                end = start + tail.start()
            elif word.islower() and (word in name_words().inner_words or self._verb.fullmatch(word)):
                end = cut  # "Acme bought"
            elif made := self._compound.search(piece):
                end = start + made.start()  # "Lyon-based": the place alone
            elif word and self._belongs.search(text[start:cut]) and self._places.fullmatch(word):
                break  # a council "of Geneva": the place belongs to the name
            elif (
                word in self._not_names
                and not self._organization_words.fullmatch(word)
                and word not in name_words().last_words
            ):
                end = cut
            else:
                break
        return end

    def behind_field(self, text: str, start: int, end: int) -> int:
        """Return where a person's name begins behind a portfolio joined to it ("ministre de la Santé Anne …")."""
        words = text[start:end].split()
        is_joined = len(words) >= 3 and is_first_name(words[1]) and not is_first_name(words[0])
        return text.index(words[1], start) if is_joined and self._field_before.search(text[:start]) else start


def behind_house(text: str, start: int, end: int, known: list[Ends]) -> int | None:
    """Return where a person begins whom the parser runs together with a known house ("Acme Jane Doe"), if so."""
    for left, right in known:
        rest = text[right:end].split()
        is_person = left == start and right < end and len(rest) >= 2 and is_first_name(rest[0])
        if is_person and re.match(r"\s[A-Z]", text[right:end]):
            return right + 1
    return None
