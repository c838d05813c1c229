"""Deals: which ownership or capital changes hands, as one sentence tells it.

Takes the candidates of `frames` and gives drafts, by the guide's rules. Here stands the order of the steps; each has
its module: the sides (`sides`, from `parties`, `targets`, `partners`, `financing`, `bids`, `licences`), what kind of
deal (`kinds`) or none at all (`completeness`, `plausibility`), at which price (`terms`, `prices`), how far it has come
(`stages`), whether it is history (`background`), news of one told before (`echoes`), and the draft of it (`drafts`).
Merging of drafts belongs in `merge`, how sure they are in `stance`.
"""

from dataclasses import replace

from extract.claims.context import Context, DealDraft
from extract.claims.deals import (
    bids,
    completeness,
    drafts,
    echoes,
    financing,
    kinds,
    parties,
    plausibility,
    sides,
    splits,
    stages,
    terms,
)
from extract.claims.deals.clause import CHANGES_HANDS, Clause, Target, entities
from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.schema import RejectedCandidate, RejectReason
from extract.claims.stance import assess


def read(context: Context, candidate: Candidate) -> list[DealDraft | RejectedCandidate]:
    """Return the deals that a candidate tells of, or its rejection."""
    found = _read(Clause(context, candidate))
    for draft in found:
        if isinstance(draft, DealDraft) and not draft.is_background:
            context.last_deal = draft
    return found


def _read(clause: Clause) -> list[DealDraft | RejectedCandidate]:
    frame = clause.frame
    if clause.has(clause.words.buyback):
        return [drafts.turned_down(clause, RejectReason.PRODUCT)]
    if (frame.needs_money and not clause.money) or _buys_person(clause):
        return []
    if frame.id == "round_echo":
        return [*echoes.backers(clause)]
    if frame.kind == "funding_round" and not financing.is_round(clause):
        return []
    if frame.id in {"stake_noun", "license"} and completeness.is_given_up(clause):
        return []  # the verb of selling tells it
    parts = splits.by_buyer(clause)
    if parts:
        return [d for part in parts for d in _told(clause, *sides.of_part(clause, *part))]
    target, acquirers, sellers = sides.sides_of(clause, frame.kind)
    takers = splits.by_share(clause)
    if takers and target.named not in [t for t, _ in takers]:
        return [d for t, percent in takers for d in _told(clause, target, [t], sellers, percent)]
    found = _told(clause, target, acquirers, sellers)
    first = found[0] if found else None
    if isinstance(first, DealDraft) and first.kind in {"acquisition", "asset_sale"}:
        found += [drafts.besides(first, further) for further in sides.further(clause, target)]
    return found


def _told(
    clause: Clause, target: Target, acquirers: list[Entity], sellers: list[Entity], percent: float | None = None
) -> list[DealDraft | RejectedCandidate]:
    """Return the deal between these sides, or its rejection; `percent` is the share that is taken."""
    frame = clause.frame
    kind = kinds.kind_of(clause, frame.kind, target)
    named = entities(acquirers, sellers, target.named)
    assessment = assess(clause.context.coreference, clause.parsed, clause.candidate.token, named)
    is_complete = completeness.is_complete(clause, kind, acquirers, target, sellers)
    if not is_complete or completeness.is_title_shape(clause, target.named):
        echo = echoes.echo(clause)
        is_open = frame.stage == "bid" or clause.has(clause.words.contenders, clause.text[: clause.candidate.start])
        if not echo and is_open and not acquirers and isinstance(target.named, Entity):
            clause.context.contested = (clause.index, target.named)
        if echo or frame.is_weak:
            return [*echo]
        return [drafts.turned_down(clause, RejectReason.NO_ARGUMENT, assessment)]
    stage = stages.stage_of(clause, kind, assessment)
    if assessment.reason is not None and stage not in stages.ENDED:
        return [drafts.turned_down(clause, assessment.reason, assessment)]
    if not sellers and kind in CHANGES_HANDS - {"merger"} and acquirers:
        sellers = parties.told_sellers(clause, entities(acquirers, target.named))
    told = terms.read(clause, kind, has_share=target.is_share or kind in {"stake", "acquisition", "joint_venture"})
    told = told if percent is None else replace(told, percent=percent)
    kind = kinds.by_terms(clause, kind, target, told)
    if not plausibility.is_plausible(clause, kind, acquirers, target, sellers, told):
        return [drafts.turned_down(clause, RejectReason.GENERIC, assessment)]
    if len(acquirers) > 1 and bids.is_each_apart(clause):
        return [drafts.draft_of(clause, kind, [a], target.named, sellers, told, stage, assessment) for a in acquirers]
    return [drafts.draft_of(clause, kind, acquirers, target.named, sellers, told, stage, assessment)]


def _buys_person(clause: Clause) -> bool:
    """Return whether what is bought is people: a pronoun for a person, or staff ("bought her with a bonus")."""
    bought, people = clause.candidate.slots.get("target", []), compiled(clause.lexicon.person_pronouns)
    if bought and all(compiled(clause.words.workforce).fullmatch(t.lower_) for t in bought):
        return True  # "would take on 85 of the 96 journalists"
    is_object = clause.frame.object == "target" and not clause.candidate.is_passive and bool(bought)
    return is_object and all(t.i > clause.candidate.token.i and people.fullmatch(t.lower_) for t in bought)
