"""Noun phrases of deals: definite, bare, owned, and the words of an asset.

Belongs here: what a phrase says of itself. Names in it belong in `mentions`.
"""

import re

from spacy.tokens import Token

from extract.claims.deals.clause import Clause
from extract.claims.lexicon import ahead, compiled


def is_company(clause: Clause, noun: Token) -> bool:
    """Return whether a common noun is one for a company ("the publisher")."""
    return compiled(clause.lexicon.organization_nouns).fullmatch(clause.text[slice(*word(clause, noun))]) is not None


def word(clause: Clause, head: Token) -> tuple[int, int]:
    """Return the offsets of the whole word of which `head` is a part ("start-up" is parsed in three)."""
    start, end = head.idx, head.idx + len(head)
    before, after = re.search(r"(?:\w+-)+$", clause.text[:start]), re.match(r"(?:-\w+)+", clause.text[end:])
    return start - len(before[0] if before else ""), end + len(after[0] if after else "")


def is_owned(clause: Clause, head: Token) -> bool:
    """Return whether a possessive stands before a noun ("its Delmar unit", "sa filiale")."""
    return any(c.lower_ in clause.lexicon.possessives for c in head.children)


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


def is_indefinite(clause: Clause, piece: str) -> bool:
    """Return whether words open with an article or a number of something new."""
    return compiled(clause.words.something_new).match(piece.strip()) is not None


def is_new(clause: Clause, head: Token) -> bool:
    """Return whether a noun phrase, without its preposition, is one for what was not told before."""
    words = [t for t in head.subtree if t.i <= head.i and t.dep_ not in clause.reading.labels.case]
    return is_indefinite(clause, clause.text[words[0].idx :])


def asset(clause: Clause, piece: str) -> str | None:
    """Return the words of an asset without determiner and what follows it, None when they say too little."""
    lexicon, words = clause.lexicon, clause.words
    piece = re.sub(rf"(?i)^{ahead(words.asset_leads)}", "", piece.strip())
    piece = re.split(rf"[,;:(]|\b(?:{'|'.join(words.asset_ends)})\b", piece)[0]
    openers = ahead(lexicon.articles, lexicon.determiners, lexicon.of, words.asset_openers)
    piece = re.sub(rf"(?i)^{openers}+", "", piece.strip())
    piece = re.sub(r"\s+", " ", piece).strip(" \"“”«»'")
    return piece if 2 < len(piece) <= 70 else None
