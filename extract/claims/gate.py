"""Which sentences are worth a parse: a cheap pass of the lexicon's triggers over the text.

A sentence is a candidate when a trigger and a name (or an amount) stand in it. What a trigger means belongs
in `frames`; a document whose sentences hold only weak triggers without a strong one is turned away.
"""

import re
from dataclasses import dataclass
from functools import cache

from extract.claims.lexicon import Lexicon, compiled
from extract.claims.sentences import Sentence

MAX_CANDIDATES = 120  # sentences parsed per document: the rest of a very long text is left unread
_NAME = re.compile(r"(?<!^)(?<![.!?…]\s)(?<![\w@#])[A-ZÀ-ÖØ-Þ][\w’'&-]+|\b[a-z]{1,2}[A-Z]\w+")
_MONEY = re.compile(r"[$€£¥%]|\d\s?(?:m|bn|Md|M€|milli|million|billion|mln|bln|pct|percent|per cent)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate lets through: sentence indices, best first cut, in reading order."""

    candidates: tuple[int, ...]
    is_open: bool


@cache
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong = tuple(t for f in lexicon.frames if not f.is_weak for t in f.trigger)
    weak = tuple(t for f in lexicon.frames if f.is_weak for t in f.trigger)
    offers = tuple(p for kind, patterns in lexicon.offer_kinds.items() if kind in {"sign_on", "retention_counter"} for p in patterns)
    return compiled(strong + offers), compiled(weak + tuple(p for patterns in lexicon.offer_kinds.values() for p in patterns))


def gate(sentences: list[Sentence], lexicon: Lexicon) -> Gate:
    """Return the sentences to parse; none when nothing in the document can be an event."""
    strong, weak = _patterns(lexicon)
    strongly: list[int] = []
    weakly: list[int] = []
    for sentence in sentences:
        text = sentence.text
        if len(text) < 12 or not (_NAME.search(text) or _MONEY.search(text)):
            continue
        if strong.search(text):
            strongly.append(sentence.index)
        elif weak.search(text):
            weakly.append(sentence.index)
    kept = sorted((strongly + weakly)[:MAX_CANDIDATES]) if strongly else []
    return Gate(tuple(kept), bool(strongly))
