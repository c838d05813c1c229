"""Which kind of deal a clause tells of, by what changes hands and by its terms.

Belongs here: the guide's rules on kinds. What is no deal at all belongs in `completeness` and `plausibility`.
"""

from extract.claims.deals import terms
from extract.claims.deals.clause import Clause, Target
from extract.claims.deals.terms import Terms


def kind_of(clause: Clause, kind: str, target: Target) -> str:
    """Return the kind that what changes hands makes of the one of the frame."""
    if kind == "funding_round" and clause.frame.word == "verb" and clause.has(clause.words.ipo_words):
        return "ipo"
    if kind == "acquisition" and (target.is_unit or isinstance(target.named, str)):
        return "asset_sale"
    if kind == "acquisition" and target.is_share and clause.frame.stage != "bid":
        return "stake"
    return kind


def by_terms(clause: Clause, kind: str, target: Target, told: Terms) -> str:
    """Return the kind that the share and the words of a round make of it: over half a company is its acquisition."""
    percent = told.percent
    if kind == "stake" and clause.has(clause.words.not_yet_owned):
        return "acquisition"
    if (
        kind == "stake"
        and percent is not None
        and percent > 50
        and not clause.has(clause.words.increases, clause.candidate.text)
    ):
        return "acquisition"
    if (
        kind == "stake"
        and percent is None
        and (clause.has(clause.words.majority, clause.around(60)) or clause.has(clause.words.whole, clause.around(60)))
    ):
        return "acquisition"
    if kind == "acquisition" and percent is not None and percent <= 50 and target.is_share:
        return "stake"
    if (
        kind == "stake"
        and clause.frame.id in {"invest", "stake_verb"}
        and told.price
        and terms.round_of(clause)
        and clause.has(clause.words.round_words)
    ):
        return "funding_round"
    return kind
