"""Which sentences are worth a parse: a cheap pass of the lexicon's triggers over the text.

A sentence is a candidate when a trigger stands in it with what its frame cannot do without: a name, an amount,
a post. A document with weak triggers alone is turned away, and one whose triggers stand in commonplaces only
("leave the house", "the newly elected"). The rest of the candidates is worth a parse only where the leads, which
are parsed first, tell of something. What a trigger means belongs in `frames`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from extract.claims.lexicon import Frame, Lexicon, compiled
from extract.claims.sentences import Sentence

SHORTEST = 12  # characters of a sentence that can tell something
MAX_CANDIDATES = 120  # sentences parsed per document, and
MAX_CHARACTERS = 24_000  # characters: the rest of a very long text is left unread
OPENING = 2  # sentences, headline included, in which a weak trigger beside a post counts as a strong one
HEAD = 6  # sentences, headline included, that tell what is new
_NAME = re.compile(r"(?<!^)(?<![.!?…]\s)(?<![\w@#])[A-ZÀ-ÖØ-Þ][\w’'&-]+|\b[a-z]{1,2}[A-Z]\w+")
_OPENING_NAME = re.compile(r"^[\"“«\s]*[A-ZÀ-ÖØ-Þ][\w’'&.-]+")
_MONEY = re.compile(
    r"[$€£¥₹]|\bRs\b|\bcrore|\d\s?(?:m|bn|Md|M€|k|milli|million|billion|mln|bln|euros?|dollars?)|(?:CHF|SEK|NOK|DKK|EUR|USD|GBP)\s?\d",
    re.IGNORECASE,
)


class Verdict(StrEnum):
    """What the gate finds in a sentence."""

    STRONG = "strong"  # a trigger with what its frame needs
    WEAK = "weak"  # a trigger that counts only beside a strong one
    NO_TRIGGER = "no_trigger"
    NO_NAME = "no_name"  # neither a name nor an amount
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate lets through: sentence indices in reading order; none when no verdict is strong."""

    verdicts: tuple[Verdict, ...]  # of each sentence
    candidates: tuple[int, ...]

    @property
    def leads(self) -> tuple[int, ...]:
        """Return the candidates to parse first: those with a strong trigger, and those of the head."""
        return tuple(i for i in self.candidates if i < HEAD or self.verdicts[i] is Verdict.STRONG)

    @property
    def is_open(self) -> bool:
        """Return whether anything in the document can be an event."""
        return bool(self.candidates)


@dataclass(frozen=True, slots=True)
class _Patterns:
    plain: re.Pattern[str]
    with_money: re.Pattern[str]
    with_post: re.Pattern[str]
    post: re.Pattern[str]
    weak: re.Pattern[str]
    follow: re.Pattern[str]
    offer: re.Pattern[str]
    pay: re.Pattern[str]
    own: re.Pattern[str]
    commonplace: re.Pattern[str]


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    def of(frames: list[Frame], *more: str) -> re.Pattern[str]:
        return compiled(by_initial((*(t for f in frames for t in f.trigger), *more)))

    strong = [f for f in lexicon.frames if not f.is_weak]
    pay = [p for kind in ("sign_on", "retention_counter") for p in lexicon.offer_kinds[kind]]  # type: ignore[index]
    return _Patterns(
        plain=of([f for f in strong if not f.needs_money and "role" not in f.needs], *pay),
        with_money=of([f for f in strong if f.needs_money]),
        with_post=of([f for f in strong if "role" in f.needs]),
        post=compiled((*lexicon.person_nouns, *lexicon.board, *lexicon.posts)),
        weak=of(
            [f for f in lexicon.frames if f.is_weak],
            *(p for patterns in lexicon.offer_kinds.values() for p in patterns),
        ),
        follow=of([f for f in lexicon.frames if "leader" in {f.subject, f.object}]),
        offer=compiled(lexicon.offer_strong),
        pay=compiled(lexicon.offer_kinds["compensation"]),
        own=compiled(lexicon.first_person),
        commonplace=compiled(lexicon.commonplaces),
    )


def by_initial(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns that find the same words three times as fast: those of one initial are tried together."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        outside = pattern
        while outside != (shorter := re.sub(r"\([^()]*\)", "", outside)):
            outside = shorter
        opening = re.match(r"[^\W\d_](?![?*{])", pattern)
        groups[opening[0].lower() if opening and "|" not in outside else ""].append(pattern)
    return tuple(f"(?={initial})(?:{'|'.join(group)})" for initial, group in groups.items())


def gate(sentences: list[Sentence], lexicon: Lexicon) -> Gate:
    """Return the verdict of every sentence, and those to parse; none when nothing in the document can be an event."""
    patterns = _patterns(lexicon)
    verdicts = tuple(_verdict(sentence.text, patterns, is_opening=sentence.index < OPENING) for sentence in sentences)
    strongly = [i for i, verdict in enumerate(verdicts) if verdict is Verdict.STRONG]
    weakly = [i for i, verdict in enumerate(verdicts) if verdict is Verdict.WEAK] if strongly else []
    kept: list[int] = []
    room = MAX_CHARACTERS
    for index in (strongly + weakly)[:MAX_CANDIDATES]:
        room -= len(sentences[index].text)
        if room < 0:
            break
        kept.append(index)
    return Gate(verdicts, tuple(sorted(kept)))


def _verdict(text: str, patterns: _Patterns, *, is_opening: bool) -> Verdict:
    if len(text) < SHORTEST:
        return Verdict.SHORT
    text = patterns.commonplace.sub(" … ", text)
    has_money = _MONEY.search(text) is not None
    if not has_money and not _NAME.search(text) and not _OPENING_NAME.match(text):
        return Verdict.WEAK if patterns.follow.search(text) else Verdict.NO_NAME
    if (
        patterns.plain.search(text)
        or (has_money and patterns.with_money.search(text))
        or (patterns.with_post.search(text) and patterns.post.search(text))
        or (has_money and patterns.own.search(text) and patterns.offer.search(text) and patterns.pay.search(text))
    ):
        return Verdict.STRONG
    if not patterns.weak.search(text):
        return Verdict.NO_TRIGGER
    return Verdict.STRONG if is_opening and patterns.post.search(text) else Verdict.WEAK
