"""Parts of a group that are sold: their own name or their words, and the group that gives them up.

Belongs here: phrases headed by a noun for a part ("subsidiary", "business"). Whole companies belong in `targets`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals import mentions, parties, phrases
from extract.claims.deals.clause import Clause, Target
from extract.claims.lexicon import ahead, compiled
from extract.claims.names import Entity, Mention


def unit(clause: Clause, head: Token, start: int, end: int, inside: list[Mention]) -> Target:
    """Return a part of a group: its own name where it has one, else its words, with the group as seller."""
    owners = [m.entity for m in inside if mentions.possesses(clause, m) and m.start < head.idx]
    of, names = ahead(clause.lexicon.of), "|".join(clause.words.called)
    called = rf"(?:\s{of}?[\w'’-]+){{0,4}}\s?,?\s(?:(?<=,\s)|(?:{names})\s)"
    aside = next(
        (
            m
            for m in clause.parsed.mentions
            if m.start > head.idx
            and mentions.is_party(clause, m)
            and re.fullmatch(called, clause.text[head.idx + len(head) : m.start], re.IGNORECASE)
        ),
        None,
    )
    owned = max((m.end for m in inside if mentions.possesses(clause, m) and m.start < head.idx), default=start)
    if re.search(r"(?<!^)\b[A-Z]\w+ ", clause.text[owned : head.idx]):
        aside = None  # it has its own name
    is_company = aside is not None and _is_called(clause, head, aside)
    is_company = (
        is_company
        or phrases.is_company(clause, head)
        or bool(clause.context.coreference.called(clause.parsed, head))
        or compiled(clause.words.subsidiaries).fullmatch(head.text) is not None
    )
    named = [m for m in inside if not mentions.possesses(clause, m)]
    if is_company and aside is not None:
        is_part = compiled(clause.words.divisions).fullmatch(head.lower_) is not None
        return Target(aside.entity, is_unit=is_part, sellers=owners)
    if (
        is_company
        and named
        and (
            named[0].start < head.idx or re.fullmatch(r"\s?[«“\"]?", clause.text[head.idx + len(head) : named[0].start])
        )
    ):
        return Target(named[0].entity, is_unit=True, sellers=owners)
    verges = "|".join((*clause.words.edges, *clause.lexicon.of))
    adjectives = rf"(?:\s(?!(?:{verges})\b)[a-zà-ÿ-]+){{0,2}}\s[«“\"]?\s?"  # "sa filiale italienne X"
    row = [m for m in clause.parsed.mentions if m.start > head.idx and mentions.is_party(clause, m)]
    behind = next((m for m in row if re.fullmatch(adjectives, clause.text[head.idx + len(head) : m.start])), None)
    if behind is not None:
        return Target(behind.entity, is_unit=True, sellers=owners)
    if is_company and phrases.is_bare(clause, head) and not owners:
        antecedent = clause.context.coreference.organization(
            clause.parsed, head, tuple(parties.fill(clause, "acquirer") + parties.fill(clause, "seller"))
        )
        if antecedent is not None:
            return Target(antecedent)
    if not owners:
        owners = [
            m.entity
            for m in inside
            if m.start > head.idx
            and re.search(rf"(?<!\w){of}{ahead(clause.lexicon.articles)}?$", clause.text[head.idx : m.start])
        ][:1]
    return Target(phrases.asset(clause, clause.text[start:end]), is_unit=True, sellers=owners)


def is_part(clause: Clause, mention: Mention) -> bool:
    """Return whether a name says of itself that it is a part of a group ("the Sycamore Store Division")."""
    words = mention.entity.name.split()
    behind = re.match(r"\s(\w+)", clause.text[mention.end :])
    divisions = compiled(clause.words.divisions)
    is_followed = behind is not None and divisions.fullmatch(behind[1]) is not None and behind[1].islower()
    return (len(words) > 1 and divisions.fullmatch(words[-1]) is not None) or is_followed


def _is_called(clause: Clause, head: Token, mention: Mention) -> bool:
    """Return whether words right before a name say that it is what the noun is called."""
    lead = clause.text[head.idx : mention.start].rstrip()
    return compiled(clause.words.called).search(lead[-24:]) is not None


def parents(clause: Clause, mention: Mention) -> list[Entity]:
    """Return the group that a target is said to be a part of, right behind its name."""
    lexicon, after = clause.lexicon, clause.text[mention.end :]
    parts = "|".join((*clause.words.subsidiaries, *clause.words.divisions))
    articles, opener = ahead(lexicon.articles), ahead(lexicon.articles, lexicon.possessives)
    m = re.match(
        rf"\s?,?\s{opener}?(?:[\w-]+\s){{0,2}}?(?:{parts})\s{ahead(lexicon.of)}{articles}?", after
    ) or re.match(rf"\s?,\s{articles}?(?=\S)", after)
    if m is None:
        return []
    start = mention.end + m.end()
    owner = next(
        (x for x in clause.parsed.mentions if abs(x.start - start) <= 1 and mentions.is_party(clause, x)), None
    )
    if owner is None:
        return []
    is_owner = rf"(?:{'|'.join(clause.words.genitive)})?\s(?:<[^>]*>\s)?(?:[\w-]+\s){{0,2}}?(?:{parts})\b"
    opening = m[0].strip(" ,").lower()
    if opening in {"", *lexicon.articles} and not re.match(is_owner, clause.text[owner.end :]):
        return []
    return [owner.entity]
