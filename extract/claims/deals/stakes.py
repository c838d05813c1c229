"""Shares of a company as what changes hands: whose capital it is.

Belongs here: phrases headed by a share noun or a percentage. How percentages are read belongs in
`extract.claims.shares`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals import antecedents, mentions, parties, units
from extract.claims.deals.clause import Clause, Target
from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity


def is_share(clause: Clause, head: Token, piece: str) -> bool:
    """Return whether a noun phrase is one for a share of a company."""
    if compiled(clause.words.share_nouns).fullmatch(head.lower_) or "%" in head.text:
        return True
    return head.pos_ == "NUM" and compiled(clause.words.share_nouns).search(piece) is not None


def shared(clause: Clause, head: Token) -> Target:
    """Return the company of which a share is spoken: behind "of", as owner of its stock, or as antecedent."""
    words, articles = clause.words, ahead(clause.lexicon.articles)
    after = re.compile(rf"(?<!\w){ahead(words.of_capital)}{articles}?(?:[\w-]+\s){{0,3}}[<«\"“]?\s?$")
    elsewhere = re.compile(rf"[;:]|\b(?:{'|'.join(words.not_of_capital)})\b")
    for m in clause.parsed.mentions:
        gap = clause.text[head.idx : m.start]
        if (
            0 <= m.start - head.idx < 110
            and mentions.is_party(clause, m)
            and after.search(clause.text[: m.start])
            and not elsewhere.search(gap)
        ):
            return Target(m.entity, is_share=True, sellers=units.parents(clause, m))
    for m in clause.parsed.mentions:  # "X shares", "X's stock"
        if (
            mentions.is_party(clause, m)
            and clause.candidate.end - 1 <= m.start < head.idx
            and re.fullmatch(r"(?:['’]s)?\s(?:[\w-]+\s){0,2}", clause.text[m.end : head.idx])
        ):
            return Target(m.entity, is_share=True)
    for other in clause.candidate.slots.get("target", []):
        if other != head and not is_share(clause, other, other.text):
            found = parties.at(clause, other)
            if found:
                return Target(found[0], is_share=True)
    pronoun = next(
        (
            t
            for t in head.subtree
            if compiled(clause.lexicon.organization_nouns).fullmatch(t.lower_) or t.lower_ in words.capital_pronouns
        ),
        None,
    )
    if pronoun is not None and pronoun.lower_ in words.itself:
        itself = parties.fill(clause, "seller")
        if itself:
            return Target(itself[0], is_share=True)
    pronoun = pronoun or next(
        (
            t
            for t in head.doc[head.i + 1 :]
            if t.lower_ in words.thing_pronouns and t.nbor(-1).lower_ in words.of_capital
        ),
        None,
    )
    if pronoun is not None:
        speaker = antecedents.speaker(clause, pronoun)
        if speaker is not None and speaker not in parties.named_buyers(clause):
            return Target(speaker, is_share=True)
        owners = parties.fill(clause, "seller") if pronoun.head == head else []  # "its stake": whose it is sells
        antecedent = clause.context.coreference.organization(
            clause.parsed, pronoun, (*parties.fill(clause, "acquirer"), *owners)
        )
        if antecedent is not None:
            return Target(antecedent, is_share=True)
    clitic = antecedents.by_clitic(clause, parties.fill(clause, "acquirer"))
    if clitic is not None:
        return Target(clitic, is_share=True)
    last = clause.context.last_deal
    if last is not None and isinstance(last.target, Entity) and abs(last.sentence - clause.parsed.sentence.index) <= 8:
        clause.doubt += 0.1
        return Target(last.target, is_share=True)
    return Target()
