"""What cannot be an event although its frame is filled: drafts turned down by what they lack or who is in them.

Belongs here: checks on whole drafts against the rest of the document (a country that "hires", a party that somebody
joins as a member, a minister named in passing). How a draft is read belongs in `moves`, `deals` and `offers`,
how likely a plausible one is in `acceptance`.
"""

import re

from extract.claims.context import Context, DealDraft, Draft, MoveDraft, OfferDraft, turn_down
from extract.claims.lexicon import behind, compiled
from extract.claims.names import Entity
from extract.claims.schema import DocumentPart, RejectedCandidate, RejectReason

OPENING = 3  # sentences, headline included, that tell what an article is about
DENSE = 0.6  # share of topic words from which an article is about nothing else
ABOUT = 0.35  # share from which it is about the topic
_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d.,]?\d)")
_LEAD = 12  # characters of a sentence in which a year dates all of it: "In 1998, …"
_OLD = 2  # years before publication of which only history is told
_CODE = re.compile(r"[A-Z]{1,3}-\d+\w*")  # of a product: "B-52"
_LOOSE = {
    "leave", "join", "hire", "departure_noun", "dismiss", "dismissal_noun", "appoint", "hire_loosely", "hire_noun",
    "succeed", "appointment_noun",
}  # fmt: skip
_AWAY = {"departure", "dismissal", "retirement", "board_exit"}


def sift(
    context: Context, found: list[MoveDraft | DealDraft | OfferDraft | RejectedCandidate]
) -> list[MoveDraft | DealDraft | OfferDraft | RejectedCandidate]:
    """Return what was found in its order, each implausible draft replaced by its rejection."""
    is_opened = any(
        isinstance(d, Draft)
        and not d.is_background
        and (d.sentence <= OPENING or d.quote.part is DocumentPart.TITLE)
        and _reason(context, d, is_strict=False) is None
        for d in found
    )
    topics = (context.topic(name) for name in context.reading.lexicon.topics if name != "markets")
    is_strict = not is_opened and max(topics, default=0.0) >= ABOUT
    kept: list[MoveDraft | DealDraft | OfferDraft | RejectedCandidate] = []
    for draft in found:
        reason = None if isinstance(draft, RejectedCandidate) else _reason(context, draft, is_strict)
        kept.append(draft if isinstance(draft, RejectedCandidate) or reason is None else turn_down(draft, reason))
    return kept


def _reason(context: Context, draft: MoveDraft | DealDraft | OfferDraft, is_strict: bool) -> RejectReason | None:
    if context.topic("fiction") >= ABOUT:
        return RejectReason.FICTION
    if _is_of_dead(context, draft) or _is_of_past(context, draft):
        return RejectReason.BACKGROUND
    if isinstance(draft, MoveDraft):
        return _of_move(context, draft, is_strict)
    if context.topic("auction") >= DENSE and draft.quote.part is not DocumentPart.TITLE:
        return RejectReason.PRODUCT  # lots under the hammer are no companies
    if isinstance(draft, DealDraft):
        return _of_deal(context, draft)
    return None


def _of_move(context: Context, draft: MoveDraft, is_strict: bool) -> RejectReason | None:
    arrives = draft.kind not in _AWAY
    house = draft.to_organization if arrives else draft.from_organization
    role = (draft.to_role if arrives else draft.from_role) or ""
    if draft.person is not None and not (_may_be_person(draft.person) and _stands_bare(context, draft.person)):
        return RejectReason.NO_ARGUMENT
    is_aside = draft.sentence > OPENING and draft.quote.part is not DocumentPart.TITLE
    is_reached = draft.frame in {"join", "run", "hire_loosely"} or (draft.frame == "appoint" and is_aside)
    if is_reached and house is None and not role and draft.person is not None and draft.from_organization is None:
        return RejectReason.NO_ARGUMENT  # a place is reached, a task taken on
    if house is not None and (not role or draft.frame == "join") and _is_place(house):
        return RejectReason.GENERIC
    if house is not None and _is_person(house):
        return RejectReason.NO_ARGUMENT
    frames = context.reading.lexicon.frames
    follows = compiled(tuple(t for f in frames if f.id == "succeed" for t in f.trigger))
    if draft.frame == "hire_loosely" and not role and draft.is_guessed and not follows.search(draft.quote.text):
        return RejectReason.HOMONYM  # a host receives a guest
    if not is_strict or draft.person is None:
        return None
    if any(context.posts.is_public(r.lower()) for r in (draft.from_role, draft.to_role) if r):
        return RejectReason.BACKGROUND  # an office holder named in passing
    is_sure = house is not None and (house.is_surely_organization or bool(role))
    is_full = is_sure and not draft.is_guessed
    if not is_full or (not role and draft.frame in _LOOSE and not _has_post(context, draft.person)):
        return RejectReason.NO_ARGUMENT
    return None


def _of_deal(context: Context, draft: DealDraft) -> RejectReason | None:
    target = draft.target if isinstance(draft.target, Entity) else None
    if target is not None and _is_person(target):
        return RejectReason.NO_ARGUMENT
    auctions = context.reading.lexicon.topics.get("auction", ())
    is_lot = context.reading.has(auctions, draft.quote.text) is not None and draft.kind == "acquisition"
    if is_lot and not any(e.is_surely_organization for e in (*draft.acquirers, *([target] if target else []))):
        return RejectReason.PRODUCT
    if target is not None and _CODE.fullmatch(target.name):
        return RejectReason.PRODUCT
    is_bare = draft.amount is None and draft.stake_percent is None
    if is_bare and draft.acquirers and all(_only_reports(context, a, draft.quote.text) for a in draft.acquirers):
        return RejectReason.NO_ARGUMENT  # an outlet takes up what another says
    if is_bare and draft.kind in {"stake", "merger"} and any(_is_person(a) for a in draft.acquirers):
        return RejectReason.NO_ARGUMENT
    if target is not None and target.is_known_place and is_bare:
        return RejectReason.GENERIC
    if not is_bare or target is None:
        return None
    sure = [e.is_surely_organization for e in (target, *draft.acquirers[:1])]
    if draft.kind == "stake" and draft.acquirers and not all(sure):
        return RejectReason.NO_ARGUMENT  # to take part, to play a part
    is_aside = draft.sentence > OPENING and draft.quote.part is not DocumentPart.TITLE
    if draft.kind == "acquisition" and draft.acquirers and is_aside and not any(sure):
        return RejectReason.NO_ARGUMENT
    return None


def _only_reports(context: Context, entity: Entity, text: str) -> bool:
    """Return whether an outlet is named right behind a verb of saying, or "according to"."""
    lexicon = context.reading.lexicon
    says = behind((*lexicon.speech, *lexicon.according))
    at = text.find(entity.name)
    return context.coreference.is_outlet(entity) and at > 0 and says.search(text[:at]) is not None


def _is_of_dead(context: Context, draft: Draft) -> bool:
    """Return whether a draft is part of a life told in an obituary, not what follows from the death."""
    reading = context.reading
    headline = reading.sentences[0].text if reading.sentences else ""
    if not reading.has(reading.lexicon.obituary, headline) or draft.quote.part is DocumentPart.TITLE:
        return False
    return not (isinstance(draft, MoveDraft) and (draft.stage == "planned" or draft.effective_on is not None))


def _is_of_past(context: Context, draft: Draft) -> bool:
    """Return whether the headline dates its story years back, or a deal told in passing opens with its year."""
    published = context.reading.document.published_from_on
    if published is None:
        return False
    headline = context.reading.sentences[0] if context.reading.sentences else None
    is_deal = isinstance(draft, DealDraft) and draft.sentence > OPENING and draft.announced_on is None
    texts = [draft.quote.text[:_LEAD]] if is_deal else []
    if headline is not None and headline.part is DocumentPart.TITLE:
        texts.append(headline.text)
    years = [[int(y) for y in _YEAR.findall(text)] for text in texts]
    return any(row and max(row) <= published.year - _OLD for row in years)


def _stands_bare(context: Context, person: Entity) -> bool:
    """Return whether a name stands anywhere without an article, as those of persons do."""
    names = context.reading.names.mentions
    article = behind((*context.reading.lexicon.articles, *context.reading.lexicon.contracted))
    texts = (
        (context.reading.sentences[i].text, m.start) for i, row in enumerate(names) for m in row if m.entity is person
    )
    return not all(article.search(text[max(0, start - 8) : start]) for text, start in texts)


def _is_place(entity: Entity) -> bool:
    if entity.known is not None or entity.is_surely_organization:
        return False
    return entity.is_known_place or (entity.kind == "place" and not re.search(r"[ -]", entity.name))


def _is_person(entity: Entity) -> bool:
    return entity.kind == "person" and entity.proof["person"] >= 5 and not entity.proof["organization"]


def _may_be_person(entity: Entity) -> bool:
    if entity.is_known_place or entity.known is not None:
        return False
    return " " in entity.name or entity.proof["person"] >= 2 or "-" not in entity.name


def _has_post(context: Context, person: Entity | None) -> bool:
    return person is not None and any(p.role for p in context.posts.of(person))
