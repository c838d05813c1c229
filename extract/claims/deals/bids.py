"""Bids: what an offer is for where it does not say, whether it is one for a company, and who bids apart.

Belongs here: what holds of the frames at stage "bid" alone. Their stage belongs in `stages`.
"""

from extract.claims import syntax
from extract.claims.deals import mentions, parties, targets
from extract.claims.deals.clause import ECHO_REACH, Clause, Target
from extract.claims.frames import host_of
from extract.claims.lexicon import compiled
from extract.claims.names import Entity


def is_each_apart(clause: Clause) -> bool:
    """Return whether several bidders bid each for themselves ("X and Y are preparing bids", "chacun une offre")."""
    if clause.is_contested:
        return True
    is_plural = "Number=Plur" in str(clause.candidate.token.morph) and clause.frame.word == "noun"
    is_listed = any(
        "Number=Plur" in str(h.morph) and ":" in clause.text[clause.candidate.end :]
        for h in clause.candidate.slots.get("acquirer", [])
    )
    return clause.frame.stage == "bid" and (is_plural or is_listed or clause.has(clause.words.each) is not None)


def answering(clause: Clause, acquirers: list[Entity]) -> Target:
    """Return who answers a bid ("X has rejected an offer from Y")."""
    answer = compiled(clause.words.answers).search(clause.text)
    if not acquirers or answer is None:
        return Target()
    host = host_of(clause.candidate.token, clause.reading)
    if host is None:
        ahead = [m for m in clause.parsed.mentions if m.end == answer.start() - 1 and mentions.is_party(clause, m)]
        return Target(ahead[0].entity if ahead and ahead[0].entity not in acquirers else None)
    whose = [m.entity for m in clause.reading.inside(clause.parsed, host) if mentions.is_party(clause, m)]
    named = parties.at(clause, host, tuple(acquirers)) or whose  # "the shareholders of X have accepted"
    found = next((e for e in named if e not in acquirers), None)
    is_firm = clause.frame.id == "bid_firm" or bool(clause.money)
    if (
        found is None
        and is_firm
        and compiled((*clause.lexicon.board, *clause.lexicon.organization_nouns)).search(host.text)
    ):
        main = clause.context.coreference.main_organization()
        clause.doubt += 0.1
        found = main if main not in acquirers else None
    return Target(found)


def purpose(clause: Clause) -> Target:
    """Return what a bid is made to buy ("the offer of X to take over Y")."""
    takes = compiled(next(f for f in clause.lexicon.frames if f.id == "acquire").trigger)
    for token in clause.parsed.doc:
        is_purpose = token.idx >= clause.candidate.end and token.dep_ in clause.reading.labels.clause
        if is_purpose and takes.fullmatch(token.text):
            found = [targets.target_at(clause, o) for o in syntax.objects(token, clause.reading.labels)]
            return next((t for t in found if t.named is not None), Target())
    return Target()


def contested(clause: Clause, acquirers: list[Entity]) -> Target:
    """Return what the deal told before is about, for another who bids too ("is weighing an offer of its own")."""
    last, contested, index = clause.context.last_deal, clause.context.contested, clause.parsed.sentence.index
    if not acquirers:
        return Target()
    if contested is not None and index - contested[0] <= ECHO_REACH and contested[1] not in acquirers:
        return Target(contested[1])
    if last is None or not isinstance(last.target, Entity) or last.target in acquirers:
        return Target()
    if index - last.sentence > ECHO_REACH or set(acquirers) & set(last.sellers):
        return Target()
    clause.doubt += 0.2
    return Target(last.target)


def is_bid(clause: Clause) -> bool:
    """Return whether an offer is one for a company: a bid by name, or with a price or shares beside it."""
    if clause.frame.id == "bid_firm" or is_awarded(clause):
        return True
    is_priced = any(m.per in {None, "share"} for m in clause.money)
    return is_priced or clause.has(clause.words.bid_signs) is not None


def is_awarded(clause: Clause) -> bool:
    """Return whether a court has chosen the bid ("le tribunal a retenu l'offre de X")."""
    before = clause.text[: clause.candidate.start]
    court = clause.has(clause.words.courts, before)
    return court is not None and clause.has(clause.words.awards, before[court.end() :]) is not None
