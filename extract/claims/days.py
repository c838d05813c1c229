"""Which date of a sentence belongs to an event: when a move takes effect, when a deal was announced.

What a date word means in days is `dates`.
"""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.dates import DateMention, Tense, find_dates
from extract.claims.frames import Candidate
from extract.claims.lexicon import Lexicon, behind, compiled
from extract.claims.reading import Parsed, Reading
from extract.claims.schema import DayInterval

_RECENT = 60  # days
_BACK = 3  # sentences in which the date is named that "the same day" means
_SAID = 40  # characters in which a verb of saying and who says it stand before a date


def anchor_of(reading: Reading) -> tuple[date, date] | None:
    """Return the first and last day that the document may be from, None where that is not known."""
    document = reading.document
    if document.published_from_on is None or document.published_to_on is None:
        return None
    return document.published_from_on, document.published_to_on


def found_in(reading: Reading, text: str, index: int | None = None) -> list[DateMention]:
    """Return the dates in a sentence of the document; "the same day" counts from those before sentence `index`."""

    def find(words: str) -> list[DateMention]:
        return find_dates(words, reading.lexicon.language, anchor_of(reading), reading.document.anchor_basis)

    found = find(text)
    if not index or all(m.interval for m in found):
        return found
    before = " ".join(s.text for s in reading.sentences[max(0, index - _BACK) : index]) + " "
    again = {m.char_start - len(before): m.interval for m in find(before + text)}
    days = [m.interval or again.get(m.char_start) for m in found]
    return [
        m if m.interval else replace(m, interval=day, past=day, future=day) for m, day in zip(found, days, strict=True)
    ]


def is_of_saying(reading: Reading, text: str, mention: DateMention) -> bool:
    """Return whether a date stands right behind a verb of saying: of the announcement, not of what is announced."""
    before = text[max(0, mention.char_start - _SAID) : mention.char_start]
    last = None
    for last in compiled(reading.lexicon.speech).finditer(before):  # noqa: B007
        pass
    gap = before[last.end() :] if last is not None else ","
    return not set(gap) & set(",;:.«»“”") and all(w[:1].isupper() or len(w) < 4 for w in gap.split())


def _owner(parsed: Parsed, mention: DateMention) -> Token | None:
    """Return the verb that a date hangs on in the parse."""
    token = parsed.token_at(mention.char_start)
    if token is None:
        return None
    path = [token, *token.ancestors]  # ends, also where the parse has a cycle
    return next((each for each in path if each.pos_ in {"VERB", "AUX"}), path[-1])


def when(reading: Reading, parsed: Parsed, candidate: Candidate, *, tense: Tense = Tense.PAST) -> DayInterval | None:
    """Return when the move that `candidate` tells of takes effect, None where its clause has no date.

    A date of the verb of saying ("said on Monday") dates the announcement, not the move.
    """
    best: tuple[int, DayInterval] | None = None
    speech = compiled(reading.lexicon.speech)
    chain = {candidate.token.i}
    for current, head in pairwise([candidate.token, *candidate.token.ancestors]):
        if current.dep_ not in {"xcomp", "aux", "auxpass", "aux:pass"}:
            break
        chain.add(head.i)
    lexicon = reading.lexicon
    immediate = reading.has(lexicon.at_once, parsed.text)
    fronted = _fronted(reading, parsed)
    for mention in found_in(reading, parsed.text, parsed.sentence.index):
        starts = behind(lexicon.starting).search(parsed.text[: mention.char_start])
        interval = (
            mention.interval
            if starts and mention.hint is Tense.UNKNOWN and tense is not Tense.FUTURE
            else mention.reading(tense if mention.hint is Tense.UNKNOWN else mention.hint)
        )
        if interval is None or mention.char_end <= fronted < candidate.start:
            continue
        if parsed.text[: mention.char_start].endswith(", ") and any(
            r.start - mention.char_end == 1 for r in reading.roles(parsed.sentence.index)
        ):
            continue  # ", today head of X": of the post held
        owner = _owner(parsed, mention)
        if (
            owner is not None
            and owner.i not in chain
            and owner.i < candidate.token.i
            and syntax.is_bare_participle(owner, reading.labels)
        ):
            continue  # "Named in 2016, she …"
        if (
            owner is not None
            and owner.dep_ in reading.labels.relative
            and not (owner.i in chain or owner.is_ancestor(candidate.token))
        ):
            continue  # "who joined in 2016"
        if "," in parsed.text[mention.char_end : candidate.start] and _aside(lexicon).search(
            parsed.text[: mention.char_start]
        ):
            continue  # "who joined in 2016, leaves"
        between = parsed.text[min(mention.char_end, candidate.end) : max(mention.char_start, candidate.start)]
        is_said = is_of_saying(reading, parsed.text, mention) and not (
            speech.search(candidate.text) and mention.char_start > candidate.end
        )
        if not starts and (is_said or (owner is not None and owner.i not in chain and speech.fullmatch(owner.text))):
            if immediate:
                return interval
            continue
        between += parsed.text[max(0, mention.char_start - 8) : mention.char_start]
        if ";" in between or reading.has(lexicon.other_dates, between):
            continue
        distance = abs(mention.char_start - candidate.end) + (0 if owner is not None and owner.i in chain else 60)
        if distance < 190 and (best is None or distance < best[0]):
            best = (distance, interval)
    return best[1] if best else None


@cache
def _aside(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a relative clause that is not over yet."""
    openers = "|".join((*lexicon.clause_openers, *lexicon.syntax.relative_subjects))
    return re.compile(rf",\s(?:{openers})\s[^,;:]*\Z", re.IGNORECASE)


def _fronted(reading: Reading, parsed: Parsed) -> int:
    """Return where a participle that opens the sentence ends with what belongs to it ("Hired in 2016, she …"), or 0."""
    opening, participle = parsed.doc[0], reading.labels.bare_participle
    is_participle = opening.tag_ == "VBN" or (participle and re.fullmatch(participle, opening.lower_))
    return parsed.text.find(",") if is_participle else 0


def announced(reading: Reading, parsed: Parsed, candidate: Candidate) -> DayInterval | None:
    """Return when the deal was first announced by the sentence, None without a date word."""
    best: tuple[int, DayInterval] | None = None
    for mention in found_in(reading, parsed.text):
        interval = mention.reading(Tense.PAST if mention.hint is not Tense.FUTURE else Tense.FUTURE)
        if interval is None or mention.hint is Tense.FUTURE:
            continue
        anchor = anchor_of(reading)
        if anchor is not None and interval.from_on > anchor[1]:
            continue
        if behind(reading.lexicon.limits).search(parsed.text[: mention.char_start]):
            continue
        distance = abs(mention.char_start - candidate.start)
        if distance < 160 and (best is None or distance < best[0]):
            best = (distance, interval)
    return best[1] if best else None


def dates_in(reading: Reading, text: str) -> set[str]:
    """Return where the dates of a sentence lie seen from publication: "ahead", "today", "behind", or long "before"."""
    anchor = anchor_of(reading)
    found = set()
    for mention in found_in(reading, text):
        interval = mention.reading(mention.hint)
        if interval is None or anchor is None:
            found |= {"ahead"} if mention.hint is Tense.FUTURE else set()
        elif interval.from_on > anchor[1]:
            found.add("ahead")
        elif interval.to_on >= anchor[0]:
            found.add("today")
        else:
            found.add("behind" if (anchor[0] - interval.to_on).days <= _RECENT else "before")
    return found
