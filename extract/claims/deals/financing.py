"""Rounds and loans: who raises or borrows, who invests, leads or lends, and whether it is capital at all.

Belongs here: the sides of kinds in which no owner changes. Sums belong in `prices`, the name of a round in `terms`.
"""

import re

from extract.claims.deals import mentions, order, parties, prices, stages
from extract.claims.deals.clause import Clause, Target, entities
from extract.claims.frames import host_of
from extract.claims.lexicon import compiled
from extract.claims.names import Entity


def financed(clause: Clause, target: Target, acquirers: list[Entity]) -> tuple[Target, list[Entity]]:
    """Return who raises or borrows, and who invests or lends."""
    if clause.frame.word == "noun" and not acquirers and _is_subscribed(clause):
        target, acquirers = _subscribed(clause, target)
    acquirers = list(dict.fromkeys(acquirers + investors(clause, target.named)))
    if target.named is None and clause.frame.id in {"round_noun", "back"}:
        before = [
            m.entity
            for m in clause.parsed.mentions
            if m.end <= clause.candidate.start
            and m.entity not in acquirers
            and m.entity.kind != "person"
            and mentions.is_party(clause, m)
        ]
        if before:
            clause.doubt += 0.2
            target = Target(before[0])
    if clause.frame.subject == "acquirer" and clause.frame.kind == "debt" and not acquirers:
        lender = order.before(clause, entities(target.named))
        acquirers = [lender] if lender is not None else []
    if clause.frame.subject == "acquirer" and clause.frame.kind == "debt" and target.named is None:
        target = Target(order.behind(clause, clause.words.given_to, is_given=True))
    elif target.named is None and clause.frame.word == "verb":
        clause.doubt += 0.2
        target = Target(order.before(clause, acquirers))
    if clause.frame.kind == "debt" and clause.frame.word == "noun" and not acquirers and is_lent(clause):
        host = host_of(clause.candidate.token, clause.reading)
        giver = next(iter(parties.at(clause, host)), None) if host is not None else target.named
        acquirers, taker = [giver] if isinstance(giver, Entity) else [], order.behind(clause, clause.words.given_to)
        target = Target(taker if taker not in acquirers else None)
    is_open = bool(acquirers) or clause.frame.id == "raise"
    if target.named is None and is_open and _is_subject_unsaid(clause):
        index, not_these = clause.parsed.sentence.index, {id(a) for a in acquirers}
        local = clause.context.coreference.plain_organization(index, clause.candidate.start, not_these)
        clause.doubt += 0.2
        target = Target(local)
    return target, acquirers


def _is_subscribed(clause: Clause) -> bool:
    """Return whether the verb above a round says that its subject puts money into it."""
    verb = next((t for t in clause.candidate.token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and compiled(clause.words.subscribing).fullmatch(verb.text) is not None


def _subscribed(clause: Clause, target: Target) -> tuple[Target, list[Entity]]:
    """Return whose round it is and who subscribes: the subject of the verb, another than the issuer."""
    host = host_of(clause.candidate.token, clause.reading)
    givers = [e for e in parties.at(clause, host) if not e.is_regulator] if host is not None else []
    main = clause.context.coreference.main_organization()
    issuers = (target.named, order.behind(clause, clause.lexicon.of), main)
    issuer = next((i for i in issuers if isinstance(i, Entity) and i not in givers), None)
    return (Target(issuer), givers) if issuer is not None and givers else (target, [])


def _is_subject_unsaid(clause: Clause) -> bool:
    """Return whether no noun stands where the company does that raises or borrows: it was said before."""
    host = clause.candidate.subject or host_of(clause.candidate.token, clause.reading)
    is_said = host is not None and host.pos_ not in {"PRON", "DET"} and host != clause.candidate.token
    return not is_said and prices.price_beside(clause) is not None


def is_lent(clause: Clause) -> bool:
    """Return whether the verb above a debt says that its subject gives it."""
    verb = next((t for t in clause.candidate.token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and compiled(clause.words.lendings).fullmatch(verb.text) is not None


def is_round(clause: Clause) -> bool:
    """Return whether capital is raised, not a forecast, a price, a loan or revenue."""
    tight = clause.text[clause.candidate.start : clause.candidate.end + 90]
    before = clause.text[clause.candidate.end : max((m.char_start for m in clause.money[:1]), default=0)]
    if clause.frame.word == "verb" and clause.has((*clause.words.loans, *clause.words.not_raised), before):
        return False  # "a obtenu un prêt de 2 M€ auprès de X"
    says_round = clause.has(clause.words.raise_words, tight) is not None
    if not says_round and clause.has(clause.words.not_raised, tight):
        return False
    if clause.frame.word == "noun" or says_round:
        return True
    is_beside = any(0 <= m.char_start - clause.candidate.end < 60 for m in clause.money)
    is_raise = compiled(clause.words.raisings).match(clause.candidate.text) is not None
    is_told = stages.is_done(clause, clause.candidate.token) or clause.has(clause.words.hopes, clause.candidate.text)
    return is_beside and (is_raise or (bool(is_told) and _is_about_round(clause)))


def _is_about_round(clause: Clause) -> bool:
    """Return whether the sentence, the next one or the headline speaks of a round or a valuation."""
    here = clause.parsed.sentence
    others = [s.text for s in clause.reading.sentences[here.index + 1 : here.index + 2] if s.part == here.part]
    texts = (clause.text[clause.candidate.end :], *others, clause.reading.document.title or "")
    return any(clause.has((*clause.words.raise_words, *clause.words.valuation), t) for t in texts)


def investors(clause: Clause, target: Entity | str | None) -> list[Entity]:
    """Return who leads or joins a round or a loan, lead first."""
    found: list[Entity] = []
    leading, led_by = compiled(clause.words.leading), compiled(clause.words.led_by)
    for m in sorted([*leading.finditer(clause.text), *led_by.finditer(clause.text)], key=lambda m: m.start()):
        if m.re is led_by:
            found += order.listed_from(clause, m.end())
        else:
            before = [
                x
                for x in clause.parsed.mentions
                if x.end <= m.start()
                and m.start() - x.end <= 40
                and mentions.is_party(clause, x)
                and not re.search(r"[;:,]", clause.text[x.end : m.start()])
            ]
            found += [m.entity for m in clause.reading.series(clause.parsed, before[-1])] if before else []
    return [e for e in dict.fromkeys(found) if e is not target]
