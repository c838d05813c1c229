"""Noun phrases of deals: definite, bare, owned, and the words of an asset.

Belongs here: what a phrase says of itself. Names in it belong in `mentions`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals.clause import Clause
from extract.claims.lexicon import compiled


def is_company(clause: Clause, noun: Token) -> bool:
    """Return whether a common noun is one for a company ("the publisher")."""
    return compiled(clause.lexicon.organization_nouns).fullmatch(noun.lower_) is not None


def is_owned(head: Token) -> bool:
    """Return whether a possessive stands before a noun ("its Delmar unit", "sa filiale")."""
    return any(c.lower_ in {"its", "their", "his", "her", "son", "sa", "ses", "leur", "leurs"} for c in head.children)


def is_bare(clause: Clause, head: Token) -> bool:
    """Return whether a noun is definite and says nothing more of itself ("the unit", "le journal")."""
    kept = [
        c for c in head.children if c.dep_ not in {"det", "case", "punct"} and c.pos_ not in {"VERB", "AUX", "PUNCT"}
    ]
    return is_definite(clause, head) and not kept


def is_definite(clause: Clause, head: Token) -> bool:
    """Return whether an article or a possessive before a noun says that it is known."""
    articles = {*clause.lexicon.determiners, *clause.lexicon.contracted}
    return any(c.i < head.i and c.lower_.replace("’", "'") in articles for c in head.children)


def is_indefinite(piece: str) -> bool:
    """Return whether words open with an article or a number of something new."""
    return (
        re.match(r"(?i)(?:an?|une?|another|any|two|some|des|deux|plusieurs|several|other)\b", piece.strip()) is not None
    )


def asset(piece: str) -> str | None:
    """Return the words of an asset without determiner and what follows it, None when they say too little."""
    piece = re.sub(r"(?i)^(?:for|of|to|from|in|with|on|pour|à|au|aux|dans|avec|sur|chez)\s", "", piece.strip())
    piece = re.split(r"[,;:(]|\b(?:for|to|from|by|pour|à|au|par|which|who|qui|that|as part|in|engaged)\b", piece)[0]
    piece = re.sub(
        r"(?i)^(?:(?:the|its|a|an|all|of|their|le|la|les|son|sa|ses|leur|une?|de|du|des)\s+|[ld]['’])+",
        "",
        piece.strip(),
    )
    piece = re.sub(r"\s+", " ", piece).strip(" \"“”«»'")
    return piece if 2 < len(piece) <= 70 else None
