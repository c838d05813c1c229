"""Which names of a sentence may be a side of its deal, and what stands right about them.

Belongs here: the single name in its sentence. Whole noun phrases belong in `phrases`, the choice between names in
`parties`, `order` and `targets`.
"""

import re
from functools import cache

from spacy.tokens import Token

from extract.claims.deals import phrases
from extract.claims.deals.clause import Clause
from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names import Entity, Mention
from extract.claims.reading import is_organization

_SUM = re.compile(r"(?:[A-Z]{0,3}[$€£¥]|S?Fr\.?|Rs\.?|[A-Z]{3}\s)\s?\d[\d.,\s]*[A-Za-z]{0,3}")


def is_party(clause: Clause, mention: Mention) -> bool:
    """Return whether the mention may name a side here: no topic before a colon, no place where something is."""
    if not may_be_party(clause, mention):
        return False
    entity = mention.entity
    is_sure = entity.known is not None or entity.proof["organization"] >= 3
    if _compound(clause.lexicon).match(clause.text[mention.end :]):
        return False  # "X-based", "Y-backed"
    if not is_sure and _of_court(clause.lexicon).search(clause.text[: mention.start]):
        return False
    if clause.context.coreference.is_outlet(entity) and _according(clause.lexicon).search(clause.text[: mention.start]):
        return False  # who reports it
    if mention.start == 0 and not is_sure and re.match(r"\s?[:|]", clause.text[mention.end :]):
        return False
    if not is_sure and (_is_origin(clause, mention) or _is_town(clause, mention)):
        return False
    if (
        mention.start == 0
        and entity.known is None
        and compiled(clause.lexicon.organization_nouns).fullmatch(mention.text)
    ):
        return False  # "Bank pays its people to wait"
    lead = clause.text[max(0, mention.start - 14) : mention.start].lower()
    is_scene_ = entity.kind == "place" and lead.endswith(tuple(f"{w} " for w in clause.words.locatives))
    return not is_scene_ or _is_tied(clause, mention)


def _is_tied(clause: Clause, mention: Mention) -> bool:
    """Return whether a preposition of the frame ties a name right to the trigger ("its stake in X")."""
    words = ahead(tuple(p for p in clause.frame.prepositions if p)) if any(clause.frame.prepositions) else "(?!)"
    between = rf"\s{words}{ahead(clause.lexicon.articles)}?"
    return re.fullmatch(between, clause.text[clause.candidate.end : mention.start]) is not None


@cache
def _according(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(lexicon.according)
    return re.compile(rf"(?<!\w)(?:{words})\s(?:[\w'’]+\s){{0,2}}$", re.IGNORECASE)


@cache
def _compound(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"[-‑](?:{'|'.join(lexicon.compounds)})(?!\w)", re.IGNORECASE)


@cache
def _of_court(lexicon: Lexicon) -> re.Pattern[str]:
    courts, edges = "|".join(lexicon.deals.courts), "|".join(lexicon.deals.edges)
    words = rf"(?:(?!(?:{edges})\s)[\w'’]+\s){{0,3}}?{ahead(lexicon.of)}"
    return re.compile(rf"(?<!\w)(?:{courts})\s{words}$", re.IGNORECASE)


def is_scene(clause: Clause, mention: Mention) -> bool:
    """Return whether a name stands behind a preposition of place."""
    lead = clause.text[max(0, mention.start - 14) : mention.start].lower()
    return lead.endswith(tuple(f" {w} " for w in clause.words.locatives))


def is_heading_only(clause: Clause, entity: Entity) -> bool:
    """Return whether a name is only the topic that opens the headline ("Telecoms: X sells …")."""
    texts = [clause.reading.sentences[i].text[start:] for i, start in entity.positions if start == 0]
    is_sure = entity.known is not None or entity.proof["organization"] >= 3
    return (
        not is_sure
        and len(texts) == len(entity.positions)
        and all(re.match(rf"{re.escape(entity.name)}\s?[:|]", t) for t in texts)
    )


def _is_origin(clause: Clause, mention: Mention) -> bool:
    """Return whether a name only says where or what a company is ("the Boulder company", "Search company X")."""
    behind = re.match(r"\s([a-z][\w-]+)", clause.text[mention.end :])
    return behind is not None and compiled(clause.lexicon.organization_nouns).fullmatch(behind[1]) is not None


def _is_town(clause: Clause, mention: Mention) -> bool:
    """Return whether a known place stands right behind a name and a comma ("Pine Ridge, Texas")."""
    behind = next((m for m in clause.parsed.mentions if m.start == mention.end + 2), None)
    is_beside = behind is not None and clause.text[mention.end : behind.start] == ", "
    return is_beside and behind is not None and behind.entity.is_known_place and not possesses(clause, behind)


def apposed(clause: Clause, head: Token) -> Mention | None:
    """Return the name right behind a definite noun that says what it is ("les semoirs X", "the mill X")."""
    if (
        (head.pos_ not in {"NOUN", "ADJ"} and not head.text.islower())
        or not phrases.is_definite(clause, head)
        or compiled(clause.words.share_nouns).fullmatch(head.lower_)
    ):
        return None
    end = phrases.word(clause, head)[1]
    mention = next((m for m in clause.parsed.mentions if m.start >= end), None)
    of, verge = "|".join(clause.lexicon.of), "|".join(clause.words.edges)
    words = rf"(?:\s(?:(?:{of})\s?)?(?!(?:{verge})\s)[a-zà-ÿ-]+){{0,4}}"  # "l'éditeur de logiciels de paie X"
    between = rf"{words}\s[«“\"]?\s?" if phrases.is_company(clause, head) else r"\s[«“\"]?\s?"
    is_beside = mention is not None and re.fullmatch(between, clause.text[end : mention.start]) is not None
    return mention if mention is not None and is_beside and is_party(clause, mention) else None


def says_which(clause: Clause, mention: Mention) -> bool:
    """Return whether a name only says which noun behind it is meant ("Acme senior management")."""
    token = clause.parsed.token_at(mention.start)
    if token is None or token.head.i <= token.i or token.head.pos_ != "NOUN":
        return False
    gap = clause.text[mention.end : token.head.idx]
    return re.fullmatch(r"\s(?:[a-zà-ÿ-]+\s){0,2}", gap) is not None and not phrases.is_company(clause, token.head)


def possesses(clause: Clause, mention: Mention) -> bool:
    """Return whether a name stands in the genitive ("X's")."""
    return re.match("|".join(clause.words.genitive), clause.text[mention.end :]) is not None


def behind_its_noun(row: list[Mention], head: Token) -> list[Mention]:
    """Return, of the names about a noun, those that stand behind it ("turbine company X"), else all."""
    behind = [m for m in row if m.start > head.idx]
    return behind if behind and all(m.start != head.idx for m in row) else row


def may_be_party(clause: Clause, mention: Mention) -> bool:
    """Return whether the mention may name a side of a deal: an organization, no rest of a legal name, no "X-based"."""
    if not is_organization(mention) or mention.entity.is_regulator or mention.entity.is_known_place:
        return False
    words = mention.text
    return (
        words.lower().strip(" .&") not in clause.words.legal_rests
        and not _compound(clause.lexicon).search(words)
        and not _SUM.fullmatch(words)
    )


def names_near(clause: Clause, offset: int, reach: int) -> list[Entity]:
    """Return the parties named within `reach` characters of a place, nearest first."""
    row = sorted((m for m in clause.parsed.mentions if may_be_party(clause, m)), key=lambda m: abs(m.start - offset))
    return [m.entity for m in row if abs(m.start - offset) < reach]
