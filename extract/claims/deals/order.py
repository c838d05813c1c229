"""Sides by the order of the words, for a parse that lost the tie.

Belongs here: names before and behind the trigger, lists of them, and the small words between. What the grammar gives
belongs in `parties` and `targets`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals import mentions, phrases
from extract.claims.deals.clause import Clause
from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity


def listed_before(clause: Clause, last: Entity) -> list[Entity]:
    """Return the parties of the list before the trigger that ends with `last` ("X, Y and the bank Z bought")."""
    conjunctions, besides = "|".join(clause.lexicon.conjunctions), "|".join(clause.words.list_joins)
    articles = ahead(clause.lexicon.articles)
    joiner = re.compile(rf"\s?(?:,|,?\s(?:{conjunctions}|{besides}|&))\s?{articles}?(?:[a-zà-ÿ-]+\s){{0,2}}")
    row = [m for m in clause.parsed.mentions if m.end <= clause.candidate.start and mentions.is_party(clause, m)]
    while row and row[-1].entity is not last:
        row.pop()
    found = row[-1:]
    while len(row) > 1 and joiner.fullmatch(clause.text[row[-2].end : row[-1].start]):
        row.pop()
        found.insert(0, row[-1])
    is_aside = len(found) == 2 and clause.text[found[0].end : found[1].start].strip() == ","
    return [last] if is_aside or not found else [m.entity for m in found]


def before(clause: Clause, exclude: list[Entity]) -> Entity | None:
    """Return the party that stands as a subject before the trigger, for a parse that lost the tie."""
    labels = clause.reading.labels
    tokens = {i: clause.parsed.doc[i] for i in clause.parsed.mention_at}
    row = [
        (tokens[i], m)
        for i, m in sorted(clause.parsed.mention_at.items())
        if m.end <= clause.candidate.start and mentions.is_party(clause, m) and m.entity not in exclude
    ]
    subjects = [
        m
        for t, m in row
        if t.dep_ in labels.subject
        or t.dep_ == "ROOT"
        or t.head.dep_ in labels.subject
        or _opens(t)
        or _opens(t.head)
        or _is_before_verb(t)
    ]
    gap = clause.text[subjects[-1].end : clause.candidate.start] if subjects else ""
    if subjects and not re.search(r"[;:?!]", gap):
        return subjects[-1].entity
    return None


def behind(clause: Clause, prepositions: tuple[str, ...], *, is_given: bool = False) -> Entity | None:
    """Return the first party behind one of the prepositions after the trigger; `is_given`: a place it is not."""
    words = "|".join(prepositions)
    known, of = ahead(clause.lexicon.determiners), ahead(clause.lexicon.of)
    lead = re.compile(rf"(?<!\w)(?:{words})\s{known}?(?:(?!{of})[\w-]+\s){{0,4}}[<«“\"]?\s?$")
    for m in clause.parsed.mentions:
        if (
            m.start >= clause.candidate.end
            and (mentions.may_be_party(clause, m) if is_given else mentions.is_party(clause, m))
            and lead.search(clause.text[clause.candidate.end : m.start])
        ):
            return m.entity
    return None


def named_behind(clause: Clause) -> list[Entity]:
    """Return the parties named right behind the trigger, an article or a colon between ("un repreneur : X")."""
    rest = clause.text[clause.candidate.end :]
    return listed_from(clause, len(clause.text) - len(rest.lstrip(" :,(")))


def agent(clause: Clause) -> Entity | None:
    """Return by whom the noun of a deal is said to be done, close behind it ("the purchase of Y by Z")."""
    by = "|".join(clause.reading.labels.by)
    close = re.compile(
        rf"[^,;:()]{{0,60}}(?:\([^()]*\))?\s(?:{by})\s{ahead(clause.lexicon.articles)}?(?:[a-zà-ÿ-]+\s){{0,2}}"
    )
    row = [m for m in clause.parsed.mentions if m.start >= clause.candidate.end and mentions.is_party(clause, m)]
    return next((m.entity for m in row if close.fullmatch(clause.text[clause.candidate.end : m.start])), None)


def in_commas(clause: Clause) -> Entity | None:
    """Return the first name behind the trigger if it stands between commas ("sold another title, X, to Y")."""
    row = [m for m in clause.parsed.mentions if m.start >= clause.candidate.end and mentions.is_party(clause, m)]
    text, first = clause.text, row[0] if row else None
    is_aside = first is not None and text[: first.start].endswith(", ") and text[first.end :].startswith(",")
    return first.entity if is_aside and first is not None else None


def contenders(clause: Clause) -> list[Entity]:
    """Return who is listed behind a colon after a plural for them ("three bidders for X: A, B and C")."""
    colon = clause.text.find(":", clause.candidate.end)
    if colon < 0 or clause.has(clause.words.contenders, clause.text[:colon]) is None:
        return []
    found = listed_from(clause, colon + 1)
    clause.is_contested = len(found) > 1
    return found


def opened(clause: Clause) -> list[Entity]:
    """Return whom a sentence is about that opens with the deal as means ("With the purchase of X, Y doubles …")."""
    opening = re.match(rf"(?:{'|'.join(clause.words.by_means)})\s", clause.text, re.IGNORECASE)
    comma = clause.text.find(",", clause.candidate.end)
    if opening is None or comma < 0:
        return []
    noun = re.compile(rf",\s{ahead(clause.lexicon.articles)}?(?:[a-zà-ÿ-]+\s){{0,3}}")
    row = [m for m in clause.parsed.mentions if m.start > comma and mentions.is_party(clause, m)]
    return [m.entity for m in row[:1] if noun.fullmatch(clause.text[comma : m.start])]


def bid_upon(clause: Clause, bidders: list[Entity]) -> Entity | None:
    """Return for whom a bid is, behind its price ("an offer of $22 a share for all the shares of X")."""
    upon = "|".join(clause.words.bid_for)
    lead = re.compile(rf"[^;:]{{0,60}}?(?<!\w)(?:{upon})\s(?:(?:[a-zà-ÿ$%][\w.,%-]*|\d[\d.,%]*)\s|[a-z]['’])*")
    for m in clause.parsed.mentions:
        if m.start >= clause.candidate.end and mentions.is_party(clause, m) and m.entity not in bidders:
            begin = max(
                [
                    clause.candidate.end,
                    *(b.end for b in clause.parsed.mentions if b.entity in bidders and b.start < m.start),
                ]
            )
            return m.entity if lead.fullmatch(clause.text[begin : m.start]) else None
    return None


def counterparty(clause: Clause, *, is_near: bool = True) -> Entity | None:
    """Return with whom an agreement or talks are said to be ("agreed with X to buy Y", "un accord avec X pour").

    `is_near` asks that only words that tie the two stand between the name and the trigger.
    """
    dealings, partner = "|".join(clause.words.dealings), "|".join(clause.words.with_whom)
    articles, follows = ahead(clause.lexicon.articles), "|".join(clause.words.dealing_ends)
    whose = rf"(?:(?:{'|'.join((*clause.words.tied, *clause.lexicon.board))})\s{ahead(clause.lexicon.of)}{articles}?)"
    lead = re.compile(
        rf"(?<!\w)(?:{dealings})\s(?:\w+\s){{0,2}}?(?:{partner})\s{articles}?(?:{whose}|(?:[a-zà-ÿ-]+\s){{0,2}})$",
        re.IGNORECASE,
    )
    follow = re.compile(rf"(?:\s(?:<[^>]*>|{follows}))*\s?{articles}?")
    for m in clause.parsed.mentions:
        if m.end <= clause.candidate.start and mentions.is_party(clause, m) and lead.search(clause.text[: m.start]):
            is_tied = not is_near or follow.fullmatch(clause.text[m.end : clause.candidate.start]) is not None
            return m.entity if is_tied else None
    return None


def target_behind(clause: Clause, exclude: list[Entity]) -> Entity | None:
    """Return the name right behind the trigger, where only words that prepare it stand between."""
    for i, m in sorted(clause.parsed.mention_at.items()):
        if m.start < clause.candidate.end:
            continue
        if m.start - clause.candidate.end > 70 or not mentions.is_party(clause, m) or m.entity in exclude:
            return None
        between = [t for t in clause.parsed.doc[:i] if t.idx >= clause.candidate.end]
        if between and phrases.is_indefinite(clause, between[-1].text):
            return None  # "a Turner": one of its products
        return m.entity if all(_prepares(clause, t) for t in between) else None
    return None


def _prepares(clause: Clause, token: Token) -> bool:
    if token.pos_ in {"DET", "ADJ", "NUM", "SYM"} or token.is_quote or token.dep_ in clause.reading.labels.possessive:
        return True
    word = token.lower_.replace("’", "'")
    return (
        word in clause.lexicon.of
        or compiled(clause.lexicon.organization_nouns).fullmatch(word) is not None
        or compiled(clause.words.share_nouns).fullmatch(word) is not None
    )


def listed_from(clause: Clause, offset: int) -> list[Entity]:
    """Return the parties of a list that begins at `offset`, with the words that tie investors to one another."""
    ties = "|".join(clause.words.investor_ties)
    joiner = re.compile(rf"(?:[\s,;'’]|\b(?:{ties}|[a-zà-ÿ-]+(?:\s[a-zà-ÿ-]+)?)\b)*")
    stop = compiled(clause.words.list_ends)
    found: list[Entity] = []
    end = offset
    for x in clause.parsed.mentions:
        if x.start < offset:
            continue
        gap = clause.text[end : x.start]
        if len(gap) > 45 or not joiner.fullmatch(gap) or stop.search(gap):
            break
        if mentions.is_party(clause, x) and not (
            mentions.possesses(clause, x) or mentions.says_which(clause, x)
        ):  # "X's managers" are not X
            found.append(x.entity)
        end = x.end
    return found


def _opens(token: Token) -> bool:
    """Return whether a noun without preposition opens its sentence."""
    return token.i <= 2 and not any(c.pos_ == "ADP" for c in token.children)


def _is_before_verb(token: Token) -> bool:
    """Return whether a finite verb or its auxiliary stands right behind a noun."""
    behind = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return behind is not None and (behind.pos_ == "AUX" or "VerbForm=Fin" in str(behind.morph))
