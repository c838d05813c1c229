"""Reads a document into claims: the one entry point of the engine, and the order of its steps.

sentences → gate → parse → names → frames → drafts of moves, deals, offers → plausibility → merge.
Each step has its module.
"""

import re

from extract.claims import deals, frames, gate, lexicon, merge, moves, offers, plausibility
from extract.claims.context import Context, DealDraft, MoveDraft, OfferDraft
from extract.claims.coreference import Coreference
from extract.claims.posts import Posts
from extract.claims.reading import Reading
from extract.claims.schema import Claims, Document, RejectedCandidate
from extract.claims.sentences import split

MAX_TEXT = 60_000  # characters read of one document


def read_claims(document: Document) -> Claims:
    """Return the moves, deals and offers that `document` tells of, and the candidates turned down.

    Offsets of quotes are code points of the title or the text as given. A language without lexicon gives no
    events and `language_unsupported`. Never raises on the content of a document.
    """
    if document.language not in lexicon.languages():
        return Claims(language_unsupported=True)
    words = lexicon.load(document.language)
    shortened = document.model_copy(
        update={"text": document.text[:MAX_TEXT], "title": (document.title or "")[:500] or None}
    )
    sentences = split(shortened)
    passed = gate.gate(sentences, words)
    if not passed.is_open:
        return Claims()
    reading = Reading(shortened, words, sentences, passed.candidates)
    sport = {m[0].lower() for m in lexicon.compiled(words.sport).finditer(shortened.text)}
    context = Context(reading, Coreference(reading), Posts(reading), sport=len(sport) >= 4)
    found = plausibility.sift(context, _drafts(context))
    move_drafts = [d for d in found if isinstance(d, MoveDraft)]
    deal_drafts = [d for d in found if isinstance(d, DealDraft)]
    offer_drafts = [d for d in found if isinstance(d, OfferDraft)]
    return Claims(
        moves=merge.merge_moves(context, move_drafts),
        deals=merge.merge_deals(context, deal_drafts),
        offers=merge.merge_offers(context, offer_drafts),
        rejected=tuple(d for d in found if isinstance(d, RejectedCandidate)),
    )


def _drafts(context: Context) -> list[MoveDraft | DealDraft | OfferDraft | RejectedCandidate]:
    reading = context.reading
    found: list[MoveDraft | DealDraft | OfferDraft | RejectedCandidate] = []
    for parsed in reading.parsed.values():
        letters = re.sub(r"[^A-Za-zÀ-ÿ]", "", parsed.text)
        if letters and sum(c.isupper() for c in letters) > 0.7 * len(letters) and len(letters) > 12:
            continue  # all capitals: no name can be told from a word
        for candidate in frames.candidates(reading, parsed):
            if candidate.frame.event == "move":
                found += moves.read(context, candidate)
            elif candidate.frame.event == "deal":
                found += deals.read(context, candidate)
        found += offers.read(context, parsed)
    return found
