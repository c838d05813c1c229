"""The terms of a deal: price, valuation, share of the capital, votes and round, as its sentences give them.

Belongs here: the record of them, shares and rounds. Sums belong in `prices`, whose deal it is in `parties`.
"""

import re
from dataclasses import dataclass

from extract.claims.deals import prices
from extract.claims.deals.clause import Clause
from extract.claims.lexicon import compiled
from extract.claims.money import Money
from extract.claims.shares import find_shares


@dataclass(frozen=True, slots=True)
class Terms:
    """What one sentence and those after it say of a deal's terms; None where they say nothing."""

    price: Money | None = None
    valuation: Money | None = None
    percent: float | None = None
    voting: bool | None = None
    round: str | None = None


def read(clause: Clause, kind: str, *, has_share: bool) -> Terms:
    """Return the terms for a deal of `kind`; percentages count where `has_share` says that a share is spoken of."""
    price, valuation = prices.prices_of(clause, kind)
    percent, voting = _share(clause, has_share)
    return Terms(price, valuation, percent, voting, round_of(clause) if kind == "funding_round" else None)


def round_of(clause: Clause) -> str | None:
    """Return the round that the sentence names."""
    for pattern, value in clause.words.rounds.items():
        if compiled((pattern,)).search(clause.text):
            return value
    return None


def _share(clause: Clause, wanted: bool) -> tuple[float | None, bool | None]:
    voting: bool | None = None
    if clause.has(clause.words.non_voting):
        voting = False
    elif clause.has(clause.words.voting):
        voting = True
    if not wanted:
        return None, None
    shares = [
        s
        for s in find_shares(clause.text, clause.lexicon.language)
        if s.of_capital is not False and 0 < s.percent <= 100
    ]
    shares = [s for s in shares if s.of_capital or abs(s.char_start - clause.candidate.end) < 70]
    if not shares:
        around = clause.text[max(0, clause.candidate.start - 50) : clause.candidate.end + 50]
        if clause.has(clause.words.whole, around) and clause.candidate.frame.kind == "acquisition":
            return 100.0, voting
        return None, voting
    becomes = [
        s
        for s in shares
        if re.search(rf"(?<!\w)(?:{'|'.join(clause.words.becomes)})\s(?:\S+\s)?$", clause.text[: s.char_start])
    ]
    if len(shares) > 1 and len(becomes) == 1:
        return becomes[0].percent, voting if voting is not None else becomes[0].voting
    nearest = min(shares, key=lambda s: (not s.of_capital, abs(s.char_start - clause.candidate.end)))
    return nearest.percent, voting if voting is not None else nearest.voting
