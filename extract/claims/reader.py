"""Reads a document into claims: the one entry point of the engine, and the order of its steps.

sentences → gate → parse (leads first) → names → frames → drafts of moves, deals, offers → plausibility → merge.
Each step has its module. How the steps are told to a person belongs in `explanation`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from extract.claims import deals, frames, gate, lexicon, moves, offers, plausibility
from extract.claims.context import Context, DealDraft, Draft, MoveDraft, OfferDraft, turn_down
from extract.claims.coreference import Coreference
from extract.claims.merge.deals import merge_deals
from extract.claims.merge.happenings import Merged
from extract.claims.merge.moves import merge_moves
from extract.claims.merge.offers import merge_offers
from extract.claims.posts import Posts
from extract.claims.reading import Parsed, Reading, parse
from extract.claims.schema import (
    Claim,
    Claims,
    DealClaim,
    Document,
    MoveClaim,
    OfferClaim,
    RejectedCandidate,
    RejectReason,
    Stance,
)
from extract.claims.sentences import Sentence, split

MAX_TEXT = 60_000  # characters read of one document
SHORT = 800  # characters of a text in which three words of sport are enough to tell what it is about

Found = MoveDraft | DealDraft | OfferDraft | RejectedCandidate


@dataclass(frozen=True)
class Trigger:
    """A trigger in a parsed sentence and what was read from it; pay is read without a `candidate`."""

    parsed: Parsed
    candidate: frames.Candidate | None
    found: Sequence[Found]


@dataclass(frozen=True)
class Opened:
    """What the steps behind the gate gave; merging leaves out the `implausible` drafts."""

    context: Context
    triggers: Sequence[Trigger]
    implausible: Mapping[Found, RejectedCandidate]
    moves: Sequence[Merged[MoveClaim]]
    deals: Sequence[Merged[DealClaim]]
    offers: Sequence[Merged[OfferClaim]]

    @property
    def merged(self) -> tuple[Merged[Claim], ...]:
        """Return the happenings of every kind."""
        return (*self.moves, *self.deals, *self.offers)


@dataclass(frozen=True)
class Steps:
    """What each step gave on the way from a document to its claims; `opened` is None when the gate kept it shut."""

    sentences: Sequence[Sentence]
    gate: gate.Gate
    opened: Opened | None

    @property
    def claims(self) -> Claims:
        """Return the happenings that are told, and the candidates turned down."""
        opened = self.opened
        if opened is None:
            return Claims()
        sifted = [opened.implausible.get(d, d) for trigger in opened.triggers for d in trigger.found]
        unmerged = [turn_down(d, m.reason) for m in opened.merged if m.reason for d in m.drafts]
        return Claims(
            moves=tuple(m.claim for m in opened.moves if m.reason is None),
            deals=tuple(m.claim for m in opened.deals if m.reason is None),
            offers=tuple(m.claim for m in opened.offers if m.reason is None),
            rejected=(*(d for d in sifted if isinstance(d, RejectedCandidate)), *unmerged),
        )


def read_claims(document: Document) -> Claims:
    """Return the moves, deals and offers that `document` tells of, and the candidates turned down.

    Offsets of quotes are code points of the title or the text as given. A language without lexicon gives no
    events and `language_unsupported`. Never raises on the content of a document.
    """
    steps = read_steps(document)
    return steps.claims if steps is not None else Claims(language_unsupported=True)


def read_steps(document: Document) -> Steps | None:
    """Return what each step gave on `document`, None for a language without lexicon."""
    if document.language not in lexicon.languages():
        return None
    words = lexicon.load(document.language)
    shortened = document.model_copy(
        update={"text": document.text[:MAX_TEXT], "title": (document.title or "")[:500] or None}
    )
    sentences = split(shortened)
    passed = gate.gate(sentences, words)
    if not passed.is_open:
        return Steps(sentences, passed, None)
    context, triggers = _parsed(shortened, words, sentences, passed)
    found = [d for trigger in triggers for d in trigger.found]
    sifted = plausibility.sift(context, found)
    turned_down = [d for d in sifted if isinstance(d, RejectedCandidate) and d.event == "deal"]
    denials = [d for d in turned_down if d.quote.stance is Stance.DENIES and d.reason is RejectReason.NO_ARGUMENT]
    opened = Opened(
        context,
        triggers,
        {d: r for d, r in zip(found, sifted, strict=True) if isinstance(r, RejectedCandidate) and r is not d},
        merge_moves(context, [d for d in sifted if isinstance(d, MoveDraft)]),
        merge_deals(context, [d for d in sifted if isinstance(d, DealDraft)], denials),
        merge_offers(context, [d for d in sifted if isinstance(d, OfferDraft)]),
    )
    return Steps(sentences, passed, opened)


def _parsed(
    document: Document, words: lexicon.Lexicon, sentences: list[Sentence], passed: gate.Gate
) -> tuple[Context, list[Trigger]]:
    """Return what is known of the document and its triggers; unless its leads give a draft, of these alone."""

    def known(docs: dict[int, Doc]) -> Context:
        reading = Reading(document, words, sentences, docs)
        return Context(reading, Coreference(reading), Posts(reading), sport=is_sport)

    sport = {m[0].lower() for m in lexicon.compiled(words.sport).finditer(document.text)}
    is_sport = len(sport) >= (4 if len(document.text) > SHORT else 3)
    leads = parse(sentences, passed.leads, words)
    rest = set(passed.candidates) - set(leads)
    context = known({i: doc.copy() for i, doc in leads.items()} if rest else leads)
    triggers: list[Trigger] = []
    for trigger in _triggers(context):
        triggers.append(trigger)
        if rest and any(isinstance(d, Draft) for d in trigger.found):
            context = known(leads | parse(sentences, rest, words))
            return context, list(_triggers(context))
    return context, triggers


def _triggers(context: Context) -> Iterator[Trigger]:
    reading = context.reading
    for parsed in reading.parsed.values():
        letters = re.sub(r"[^A-Za-zÀ-ÿ]", "", parsed.text)
        if letters and sum(c.isupper() for c in letters) > 0.7 * len(letters) and len(letters) > 12:
            continue  # all capitals: no name can be told from a word
        for candidate in frames.candidates(reading, parsed):
            if candidate.frame.event == "move":
                yield Trigger(parsed, candidate, moves.read(context, candidate))
            elif candidate.frame.event == "deal":
                yield Trigger(parsed, candidate, deals.read(context, candidate))
        yield Trigger(parsed, None, offers.read(context, parsed))
