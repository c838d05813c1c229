"""What changes hands: a company, or by `stakes` a share of it, by `units` a part of it, or a thing by its words.

Belongs here: from the target slot to what it names. Who takes part belongs in `parties`.
"""

import re
from collections import Counter

from spacy.tokens import Token

from extract.claims import syntax
from extract.claims.deals import antecedents, mentions, order, parties, phrases, stakes, units
from extract.claims.deals.clause import Clause, Target
from extract.claims.lexicon import ahead, compiled
from extract.claims.money import find_money
from extract.claims.names import Entity, Mention


def target_of(clause: Clause) -> Target:
    """Return what changes hands by the target slot; by order where the parse left it empty."""
    if clause.has(clause.words.rest, clause.text[clause.candidate.end : clause.candidate.end + 16]):
        named = next(
            (
                m.entity
                for m in clause.parsed.mentions
                if 0 <= m.start - clause.candidate.end < 40 and mentions.is_party(clause, m)
            ),
            None,
        )
        last = clause.context.last_deal
        return Target(named or (last.target if last is not None and isinstance(last.target, Entity) else None))
    heads = clause.candidate.slots.get("target", [])
    for head in heads:
        found = target_at(clause, head)
        if found.named is not None:
            return found
    clitic = antecedents.by_clitic(clause, parties.fill(clause, "acquirer"))
    if clitic is not None:
        return Target(clitic, is_share=clause.candidate.frame.kind == "stake")
    behind = _right_behind(clause)
    if behind is not None:
        return Target(
            behind.entity, is_share=clause.candidate.frame.kind == "stake", sellers=units.parents(clause, behind)
        )
    return Target()


def _right_behind(clause: Clause) -> Mention | None:
    """Return the name that a preposition ties to a noun, where the parse tied it to the verb ("its stake in X")."""
    frame = clause.candidate.frame
    words = [re.escape(p) for p, slot in frame.prepositions.items() if slot == "target" and p]
    if frame.word != "noun" or not words:
        return None
    nouns = f"(?:{'|'.join(clause.lexicon.organization_nouns)})"
    tie = re.match(
        rf"\s(?:{'|'.join(words)})\s?{ahead(clause.lexicon.articles)}?(?:{nouns}\s(?:[a-zà-ÿ-]+\s)?)?[<«“\"]?",
        clause.text[clause.candidate.end :],
        re.IGNORECASE,
    )
    if tie is None:
        return None
    start = clause.candidate.end + tie.end()
    return next((m for m in clause.parsed.mentions if m.start == start and mentions.is_party(clause, m)), None)


def besides(clause: Clause, first: Entity | str | None) -> list[Entity]:
    """Return further companies coordinated with the target ("buys A and B")."""
    heads = clause.candidate.slots.get("target", [])
    if not heads or not isinstance(first, Entity):
        return []
    return [
        m.entity
        for m in clause.reading.core(clause.parsed, heads[0])
        if mentions.is_party(clause, m)
        and m.entity is not first
        and m.entity.kind != "person"
        and m.end > clause.candidate.end
    ]


def target_at(clause: Clause, head: Token) -> Target:
    """Return what changes hands by the phrase under `head`."""
    start, end = clause.reading.span(head)
    piece = clause.text[start:end]
    mention = clause.parsed.mention_at.get(head.i)
    if mention is not None:
        is_thing = phrases.is_indefinite(
            clause, clause.text[: head.idx].rsplit(maxsplit=1)[-1] if clause.text[: head.idx].strip() else ""
        )
        if not mentions.is_party(clause, mention) or is_thing:  # the article before a maker: one of its products
            return Target()
        return Target(mention.entity, is_unit=units.is_part(clause, mention), sellers=units.parents(clause, mention))
    if stakes.is_share(clause, head, piece):
        return stakes.shared(clause, head)
    core = mentions.behind_its_noun(
        [m for m in clause.reading.core(clause.parsed, head) if mentions.is_party(clause, m)], head
    )
    inside = [m for m in clause.reading.inside(clause.parsed, head) if mentions.is_party(clause, m)]
    if core:
        is_unit = (
            compiled(clause.lexicon.unit_nouns).fullmatch(head.lower_) is not None
            and phrases.is_owned(clause, head)
            and core[0].start < head.idx
        ) or units.is_part(clause, core[0])
        return Target(core[0].entity, is_unit=is_unit, sellers=units.parents(clause, core[0]))
    if compiled(clause.words.workforce).fullmatch(head.lower_):
        return Target()
    if compiled(clause.words.takeovers).fullmatch(head.lower_):  # "the offer for the purchase of X"
        of = [n for p, n in syntax.prepositions(head, clause.reading.labels) if p in clause.lexicon.of]
        return target_at(clause, of[0]) if of and of[0] != head else Target()
    if _is_lower_name(clause, head):
        return Target(Entity(forms=Counter({head.text: 1}), kind="organization", proof=Counter(organization=3)))
    if compiled(clause.lexicon.unit_nouns).fullmatch(head.lower_):
        return units.unit(clause, head, start, end, inside)
    if phrases.is_company(clause, head):
        named = [m for m in inside if not mentions.possesses(clause, m) and not _is_seat(clause, head, m)]
        if named:
            return Target(named[-1].entity if named[-1].start > head.idx else named[0].entity)
    apposed = mentions.apposed(clause, head)
    if apposed is not None:
        return Target(apposed.entity, sellers=units.parents(clause, apposed))
    if (
        head.pos_ in {"PRON", "DET"}
        or phrases.is_definite(clause, head)
        or phrases.is_company(clause, head)
        or clause.reading.paraphrases(piece)
    ):
        partner = order.counterparty(clause)
        buyers = (*_named_sides(clause), *([partner] if partner is not None else []))
        meant = (
            antecedents.owned(clause, head),
            antecedents.speaker(clause, head),
            antecedents.topic(clause, head),
            antecedents.heading(clause),
        )
        one = next((e for e in meant if e is not None and e not in buyers), None)
        one = one or clause.context.coreference.organization(clause.parsed, head, buyers)
        if one is not None and not phrases.is_indefinite(clause, piece) and not mentions.is_heading_only(clause, one):
            return Target(one if not one.is_regulator else None)
    if head.pos_ == "PROPN" and inside:
        return Target(inside[0].entity)
    return _thing(clause, head, start, end, inside)


def _is_seat(clause: Clause, head: Token, mention: Mention) -> bool:
    """Return whether a name in the phrase of a company noun is where it is, or in another phrase behind a comma."""
    gap = clause.text[phrases.word(clause, head)[1] : mention.start]
    others = "|".join((*clause.reading.labels.by, *clause.words.given_to, *clause.words.from_whom))
    if re.search(rf"\s(?:{others})\s", gap):
        return True  # "le rachat du journal au groupe X": whose side it is, not what
    is_of = re.fullmatch(rf"\s{ahead(clause.lexicon.of)}", gap) is not None
    return "," in gap or (is_of and mention.entity.kind == "place")


def _thing(clause: Clause, head: Token, start: int, end: int, inside: list[Mention]) -> Target:
    """Return what is no company and no unit by its words, where they say which one is meant ("the casino of X")."""
    piece = clause.text[start:end]
    is_bought = {"acquirer", "seller"} & {clause.candidate.frame.subject, clause.candidate.frame.host}
    if (
        head.pos_ != "NOUN"
        or not is_bought
        or compiled(clause.words.goods).fullmatch(head.lower_)
        or compiled(clause.words.goods).search(piece)
    ):
        return Target()
    if any(m.entity.kind == "person" for m in clause.reading.core(clause.parsed, head)):
        return Target()  # "the striker Jane Doe"
    counted = any(c.dep_ == "nummod" for c in head.children)
    if not (counted or phrases.is_definite(clause, head)) or " " not in (phrases.asset(clause, piece) or ""):
        return Target()
    is_full = bool(clause.candidate.slots.get("acquirer")) and bool(clause.candidate.slots.get("seller"))
    is_full = is_full or compiled(clause.words.establishments).fullmatch(head.lower_) is not None
    is_named = is_full and re.search(r"\s[A-ZÀ-Þ]", piece) is not None
    if not is_named and not find_money(clause.text, clause.lexicon.language):
        return Target()
    owners = [m.entity for m in inside if mentions.possesses(clause, m) and m.start < head.idx]
    return Target(phrases.asset(clause, piece), is_unit=True, sellers=owners)


def _named_sides(clause: Clause) -> tuple[Entity, ...]:
    """Return the acquirers and sellers that are named where they stand."""
    return (
        *parties.named_buyers(clause),
        *(s for s in parties.fill(clause, "seller") if clause.candidate.frame.id != "seek_buyer"),
    )


def _is_lower_name(clause: Clause, head: Token) -> bool:
    """Return whether a word without capital is a name: bare, and told to be a company ("veyo, the start-up")."""
    if not head.text.islower() or any(c.dep_ in {"det", "poss", "nummod"} for c in head.children):
        return False
    articles = "|".join((*clause.lexicon.determiners, *clause.lexicon.indefinites))
    aside = re.match(rf",\s(?:{articles})\s?(?:[\w'’-]+\s){{0,3}}", clause.text[head.idx + len(head) :])
    if aside is not None and compiled(clause.lexicon.organization_nouns).search(aside[0] + " "):
        return True
    rest = clause.text[head.idx + len(head) + (aside.end() if aside else 0) :]
    if aside is not None and compiled(clause.lexicon.organization_nouns).match(rest) is not None:
        return True
    said = re.search(r"(?<![\w'’])([\w'’-]+)\s$", clause.text[: head.idx])  # "the device start-up veyo"
    return said is not None and compiled(clause.lexicon.organization_nouns).fullmatch(said[1]) is not None
