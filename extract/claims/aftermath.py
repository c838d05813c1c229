"""Days of an event that a sentence behind it tells: when a deal was announced, when a move takes effect.

By words and nearness alone, for events that their own sentences leave undated. The dates of those are `days`.
"""

from collections.abc import Iterator, Sequence

from extract.claims.confirmation import parties, zones
from extract.claims.context import Context, DealDraft, Draft, MoveDraft
from extract.claims.dates import DateMention, Tense
from extract.claims.days import anchor_of, found_in, is_of_saying
from extract.claims.lexicon import compiled
from extract.claims.schema import DayInterval, DocumentPart

_REACH = 60  # characters between a date and the word that makes it one of the event
_LONG_AGO = 60  # days before publication in which a move told now took effect
_MONTH = 31


def announced(context: Context, drafts: Sequence[DealDraft]) -> DayInterval | None:
    """Return the first past day near a word of announcing, signing or closing in the sentences about a deal."""
    anchor, lexicon = anchor_of(context.reading), context.reading.lexicon
    words = (*lexicon.announcing, *lexicon.closing, *lexicon.speech)
    for mention, _ in _dated(context, drafts, words):
        day = mention.reading(Tense.PAST)
        if day is None or mention.hint is Tense.FUTURE or (day.to_on - day.from_on).days >= _MONTH:
            continue
        if anchor is None or day.from_on <= anchor[1]:
            return day
    return None


def effective(context: Context, drafts: Sequence[MoveDraft], stage: str) -> DayInterval | None:
    """Return the first day near a word of taking up or giving up a post in the sentences about a move."""
    anchor = anchor_of(context.reading)
    is_ahead = stage == "planned"
    for mention, text in _dated(context, drafts, context.reading.lexicon.takes_effect):
        if is_of_saying(context.reading, text, mention):
            continue
        day = mention.reading(Tense.FUTURE if is_ahead else Tense.PAST)
        if day is None or (anchor is None and (day.to_on - day.from_on).days >= _MONTH):
            continue
        if anchor is None or (day.from_on > anchor[1] if is_ahead else 0 <= (anchor[1] - day.to_on).days <= _LONG_AGO):
            return day
    return None


def _dated(context: Context, drafts: Sequence[Draft], words: tuple[str, ...]) -> Iterator[tuple[DateMention, str]]:
    """Yield the dates near one of `words`, and their sentence: of an event and behind it, other people's left out."""
    sentences, names = context.reading.sentences, context.reading.names.mentions
    nearness = zones(context, list(drafts), parties(list(drafts)))
    own = [i for i in nearness["own"] if sentences[i].part is DocumentPart.TEXT]
    person = next((d.person for d in drafts if isinstance(d, MoveDraft) and d.person is not None), None)
    first = min(nearness["own"])
    for i in (*own, *(i for i in nearness["near"] if i > first)):
        people = [m.entity for m in names[i] if m.entity.kind == "person"]
        if i not in own and person is not None and people and person not in people:
            continue
        text = sentences[i].text
        places = [m.span() for m in compiled(words).finditer(text)]
        for mention in found_in(context.reading, text, i):
            before = text[max(0, mention.char_start - 12) : mention.char_start]
            if compiled(context.reading.lexicon.not_the_day).search(before + " "):
                continue
            if any(_is_near(text, mention, start, end) for start, end in places):
                yield mention, text


def _is_near(text: str, mention: DateMention, start: int, end: int) -> bool:
    """Return whether a date stands close to a word, in its clause."""
    left, right = (end, mention.char_start) if end <= mention.char_start else (mention.char_end, start)
    return right - left <= _REACH and not set(text[left:right]) & set(";:.«»“”")
