"""Who takes part: the entities that the heads of a slot name, owners, buyers and sellers alike.

Belongs here: from a noun phrase to its parties. What changes hands belongs in `targets`, backers in `financing`,
partners in `partners`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals import antecedents, mentions, order, phrases
from extract.claims.deals.clause import Clause
from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity

_SELLERS_REACH = 5  # sentences from the trigger's on that may name the seller


def fill(clause: Clause, slot: str, exclude: tuple[Entity, ...] = ()) -> list[Entity]:
    """Return the parties that the heads of `slot` name, in order; an antecedent is none of `exclude`."""
    found: list[Entity] = []
    for head in clause.candidate.slots.get(slot, []):
        found += at(clause, head, exclude)
    return list(dict.fromkeys(found))


def at(clause: Clause, head: Token, exclude: tuple[Entity, ...] = ()) -> list[Entity]:
    """Return the parties that a noun phrase names: organizations, else persons, else an antecedent."""
    if compiled(clause.words.courts).fullmatch(head.text):
        return []  # "le tribunal de commerce de X": who decides, not who buys
    core = clause.reading.core(clause.parsed, head)
    named = mentions.behind_its_noun([m for m in core if mentions.is_party(clause, m)], head)
    is_tied = compiled(clause.words.tied).fullmatch(head.text) is not None
    if is_tied:  # "the founder of X (Y)": another name of X
        named = [m for m in named if not clause.text[: m.start].endswith("(")]
    if named:
        return [m.entity for m in named]
    people = [m.entity for m in core if m.entity.kind == "person"]
    if people and head.i not in clause.parsed.mention_at:
        houses = [
            m for m in clause.reading.inside(clause.parsed, head) if mentions.is_party(clause, m) and m.start > head.idx
        ]
        if houses:
            return [houses[0].entity]  # "le président de X, Y": who speaks for a house
    if people:
        return [clause.context.coreference.leads(p) or p for p in people]
    inside = [m for m in clause.reading.inside(clause.parsed, head) if mentions.is_party(clause, m)]
    if inside and is_tied:
        return []  # "the founder of X", "a rival of X" are not X
    if not phrases.is_company(clause, head):  # "parishioners in X", "au large de X" are not X
        is_subject = head.dep_ in clause.reading.labels.subject
        inside = [m for m in inside if not mentions.is_scene(clause, m) and (is_subject or m.entity.kind != "place")]
    if inside:
        return [inside[0].entity]
    apposed = mentions.apposed(clause, head)
    if apposed is not None:
        return [apposed.entity]
    last = clause.context.last_deal
    if last is not None and phrases.is_definite(clause, head) and compiled(clause.words.buyers).fullmatch(head.text):
        return [a for a in last.acquirers if a not in exclude]
    if last is not None and phrases.is_definite(clause, head) and compiled(clause.words.tycoons).fullmatch(head.text):
        people = [a for a in last.acquirers if a.kind == "person" and a not in exclude]
        if people:
            return people  # "the billionaire"
    speaker = antecedents.speaker(clause, head)
    if speaker is not None and speaker not in exclude:
        return [speaker]
    topic = antecedents.topic(clause, head) or (
        antecedents.heading(clause) if phrases.is_definite(clause, head) else None
    )
    if topic is not None and topic not in exclude:
        return [topic]
    leaders = "|".join(clause.words.leaders)
    led = re.match(rf"\w+(?:\s{ahead(clause.lexicon.of)}?[\w'’-]+){{0,2}}?,?\s(?:{leaders})\s", clause.text[head.idx :])
    if led is not None and clause.has(clause.words.unnamed_buyers, head.text):
        return order.listed_from(clause, head.idx + led.end())
    colon = clause.text.find(":", clause.candidate.end)
    if colon > 0 and "Number=Plur" in str(head.morph) and clause.has(clause.words.unnamed_buyers, head.text):
        return order.listed_from(clause, colon + 1)  # "three bidders have come forward: X, Y and Z"
    if phrases.is_new(clause, head):
        return []  # "a group of investors": nobody told before
    one = clause.context.coreference.organization(clause.parsed, head, exclude)
    return [one] if one is not None and not one.is_regulator else []


def told_sellers(clause: Clause, exclude: list[Entity]) -> list[Entity]:
    """Return who is called the seller here or in the sentences after ("the seller, X", "which belonged to X")."""
    vendors, here = compiled(clause.words.vendors), clause.parsed.sentence
    for sentence in clause.reading.sentences[here.index : here.index + _SELLERS_REACH]:
        m = vendors.search(sentence.text) if sentence.part == here.part else None
        if m is None:
            continue
        row = [x for x in clause.reading.names.mentions[sentence.index] if 0 <= x.start - m.end() < 30]
        seller = row[0].entity if row else None
        if seller is not None and seller not in exclude and not (seller.is_known_place or seller.is_regulator):
            return [seller]
    return []


def named_buyers(clause: Clause) -> tuple[Entity, ...]:
    """Return the acquirers that are named where they stand: what is bought is another."""
    heads = [h for h in clause.candidate.slots.get("acquirer", []) if h.pos_ not in {"PRON", "DET"}]
    return tuple(m.entity for h in heads for m in clause.reading.core(clause.parsed, h) if mentions.is_party(clause, m))
