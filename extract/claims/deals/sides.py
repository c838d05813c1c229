"""The sides of a deal, each free of the others: target, acquirers and sellers.

Belongs here: the order in which grammar, kind and the order of words are asked. How each answers belongs in
`parties`, `targets`, `order`, `partners`, `financing`, `bids` and `licences`.
"""

from extract.claims.deals import bids, financing, licences, order, parties, partners, targets
from extract.claims.deals.clause import CHANGES_HANDS, Clause, Target, entities
from extract.claims.names import Entity


def sides_of(clause: Clause, kind: str) -> tuple[Target, list[Entity], list[Entity]]:
    """Return target, acquirers and sellers, each free of the others."""
    if kind in {"merger", "joint_venture"}:
        acquirers, named = partners.partners_of(clause)
        return Target(named), acquirers, []
    target = targets.target_of(clause)
    sellers = parties.fill(clause, "seller") or list(dict.fromkeys(target.sellers))
    others = tuple(entities(sellers, target.named))
    acquirers = parties.fill(clause, "acquirer", others) or parties.fill(clause, "investor", others)
    if clause.frame.host == "acquirer" and clause.frame.stage != "bid" and not clause.candidate.slots.get("seller"):
        agent = order.agent(clause)
        is_other = agent is not None and agent is not target.named and not (acquirers and agent.kind == "person")
        acquirers = [agent] if agent is not None and is_other else acquirers
    if target.named is None and clause.frame.stage == "bid":
        upon = order.bid_upon(clause, acquirers)
        target = Target(upon) if upon is not None and upon not in acquirers else bids.answering(clause, acquirers)
        target = target if target.named is not None else bids.purpose(clause)
        target = target if target.named is not None else bids.contested(clause, acquirers)
        if target.named is None and acquirers and bids.is_awarded(clause):
            main = clause.context.coreference.main_organization()
            target = Target(main if main not in acquirers else None)
    if target.named is None and clause.frame.id == "stake_taking" and not sellers:
        clause.doubt += 0.2
        target = Target(_spoken_of(clause, acquirers), is_share=True)
    if kind == "licensing_hire":
        return licences.licence(clause, acquirers, target)
    if kind in CHANGES_HANDS:
        target, acquirers = _by_order(clause, target, acquirers, sellers)
    if kind in {"funding_round", "debt"}:
        target, acquirers = financing.financed(clause, target, acquirers)
    partner = order.counterparty(clause)
    if partner is not None and partner is not target.named and kind in CHANGES_HANDS:
        if target.named is None and clause.frame.word == "noun" and clause.frame.host == "acquirer":
            target = Target(partner)  # "talks with X about a takeover"
            talker = order.before(clause, [partner])
            acquirers = acquirers or ([talker] if talker is not None else [])
        elif "acquirer" in {clause.frame.subject, clause.frame.host}:
            sellers = sellers or [partner]
            acquirers = [a for a in acquirers if a is not partner]
        else:
            giver = order.before(clause, [partner])
            acquirers = acquirers or [partner]
            sellers = sellers or ([giver] if giver is not None and giver is not target.named else [])
    if not sellers and kind in CHANGES_HANDS and acquirers and target.named is not None:
        source = order.behind(clause, clause.words.from_whom)
        sellers = [source] if source is not None and source is not target.named and source not in acquirers else []
    if clause.frame.id == "seek_buyer" and target.named is None and sellers:
        target = Target(sellers[0])  # who looks for a buyer and names nothing else is for sale
    sellers = [s for s in sellers if s is not target.named]
    return target, [a for a in acquirers if not _is_same(a, target.named) and a not in sellers], sellers


def _spoken_of(clause: Clause, exclude: list[Entity]) -> Entity | None:
    """Return the company that the paragraph or the headline is about, for a share of which nobody says whose it is."""
    coreference, names = clause.context.coreference, clause.reading.names
    local = coreference.plain_organization(clause.index, clause.candidate.start, {id(a) for a in exclude})
    main = coreference.main_organization()
    is_headline = any(m.entity is main for m in names.mentions[0]) and main not in exclude
    return local or (main if is_headline else None)


def of_part(clause: Clause, target: Target, buyer: Entity) -> tuple[Target, list[Entity], list[Entity]]:
    """Return target, acquirer and sellers of one of several sales by one verb."""
    sellers = [s for s in parties.fill(clause, "seller") or target.sellers if s not in (target.named, buyer)]
    return target, [buyer], sellers


def _by_order(
    clause: Clause, target: Target, acquirers: list[Entity], sellers: list[Entity]
) -> tuple[Target, list[Entity]]:
    """Fill a missing side from the order of the words where the parse gave none."""
    frame = clause.frame
    if (
        target.named is None
        and not clause.candidate.is_passive
        and "target" in {frame.object, *frame.prepositions.values()}
    ):
        found = order.target_behind(clause, [*acquirers, *sellers])
        if found is not None:
            clause.doubt += 0.2
            target = Target(found, is_share=target.is_share)
    if target.named is None and not clause.candidate.is_passive and frame.object == "target" and acquirers:
        aside = order.in_commas(clause)
        target = Target(aside if aside not in (*acquirers, *sellers) else None)
    if frame.id == "find_buyer" and not acquirers:
        acquirers = order.named_behind(clause)
    if frame.id == "acquisition_noun" and not acquirers:
        acquirers = [a for a in order.contenders(clause) or order.opened(clause) if a is not target.named]
    if not acquirers:
        by = tuple(clause.reading.labels.by)
        is_sale = frame.subject == "seller" or frame.host == "seller"
        behind = order.behind(clause, (*by, *clause.words.given_to) if is_sale else by)
        if behind is not None and behind is not target.named and behind not in sellers:
            clause.doubt += 0.15
            acquirers = [behind]
    is_open = all(
        h.pos_ in {"PROPN", "PRON"} or h == clause.candidate.token for h in clause.candidate.slots.get("acquirer", [])
    )
    is_giver = "acquirer" in {frame.subject, frame.host}
    if not acquirers and is_giver and not clause.candidate.is_passive and is_open:
        before = order.before(clause, entities(sellers, target.named))
        if before is not None and (frame.subject or _is_deed(clause)):
            clause.doubt += 0.2
            acquirers = [e for e in order.listed_before(clause, before) if e not in sellers and e is not target.named]
    return target, acquirers


def _is_deed(clause: Clause) -> bool:
    """Return whether the noun of a deal is the object of a verb ("has signed the purchase of")."""
    token = clause.candidate.token
    is_sought = clause.has(clause.words.talks, token.head.text) is not None  # "candidat à la reprise de"
    return is_sought or (token.dep_ in clause.reading.labels.object and token.head.pos_ in {"VERB", "AUX"})


def further(clause: Clause, target: Target) -> list[Entity]:
    """Return further targets of one verb ("buys A and B")."""
    return targets.besides(clause, target.named) if clause.frame.word == "verb" else []


def _is_same(party: Entity, target: Entity | str | None) -> bool:
    return party is target or (isinstance(target, Entity) and party.name == target.name)
