"""Whether a trigger that often means something else has a sign of a deal beside it.

Belongs here: the single clause. Drafts that the rest of the document speaks against belong in
`extract.claims.plausibility`.
"""

from extract.claims import syntax
from extract.claims.deals import bids, licences, phrases
from extract.claims.deals.clause import CHANGES_HANDS, Clause, Target
from extract.claims.deals.terms import Terms
from extract.claims.lexicon import compiled
from extract.claims.names import Entity

_LEAST_ROUND = 20_000  # units of a currency


def is_plausible(
    clause: Clause, kind: str, acquirers: list[Entity], target: Target, sellers: list[Entity], terms: Terms
) -> bool:
    """Return whether a trigger that often means something else has a sign of a deal beside it."""
    named = target.named
    if kind == "licensing_hire":
        return licences.has_team_move(clause) or terms.price is not None
    if kind == "funding_round" and terms.price is not None and terms.price.amount < _LEAST_ROUND:
        return False  # a whip-round
    if kind == "ipo":
        return not clause.candidate.is_passive
    if kind == "stake" and clause.frame.id in {"invest", "investment_noun"}:
        return _is_investment(clause, named, terms)
    if kind not in CHANGES_HANDS or target.is_share:
        return True
    if isinstance(named, Entity) and named.kind == "person" and clause.has(clause.lexicon.sport):
        return False  # a player
    if clause.frame.stage == "bid" and not bids.is_bid(clause):
        return False
    if isinstance(named, str):
        return _is_asset(clause, named, acquirers, sellers, terms)
    is_company = isinstance(named, Entity) and (named.kind == "organization" or named.known is not None)
    heads = clause.candidate.slots.get("target", [])
    is_company = is_company or any(phrases.is_company(clause, h) for h in heads)  # "the monthly X"
    if clause.is_for_sale and not (target.is_unit and sellers):
        return isinstance(named, Entity) and (named.known is not None or named.is_surely_organization)
    if not acquirers and terms.price is None and not target.is_unit:
        return is_company
    if all(a.kind == "person" for a in acquirers) and acquirers and not is_company:
        return target.is_unit or terms.price is not None
    return True


def _is_asset(clause: Clause, words: str, acquirers: list[Entity], sellers: list[Entity], terms: Terms) -> bool:
    """Return whether the words of an asset say which one, or what is paid tells that it is sold."""
    if terms.price is not None:
        return True
    if clause.context.sport:
        return False
    heads = clause.candidate.slots.get("target", [])
    labels = clause.reading.labels
    owned = any(phrases.is_owned(clause, h) or syntax.children(h, labels.possessive) for h in heads)
    is_named = any(w[0].isupper() for w in words.split())
    is_full = bool(acquirers) and bool(sellers)
    is_full = is_full or (bool(acquirers or sellers) and _is_named_unit(clause, words))
    return is_full or (owned and (" " in words or bool(acquirers))) or (is_named and bool(acquirers))


def _is_named_unit(clause: Clause, words: str) -> bool:
    """Return whether the words are a definite part of a group that says which ("the ticketing business")."""
    heads = clause.candidate.slots.get("target", [])
    units = compiled(clause.words.divisions)
    articles = {*clause.lexicon.determiners, *clause.lexicon.contracted}
    is_definite = any(c.lower_.replace("’", "'") in articles for h in heads for c in h.children)
    return is_definite and " " in words and any(units.fullmatch(h.text) for h in heads)


def _is_investment(clause: Clause, named: Entity | str | None, terms: Terms) -> bool:
    """Return whether money put in is put into a company, not into plants, projects or what is owned already."""
    if clause.has(clause.words.idle, clause.around(40)) or not isinstance(named, Entity):
        return False
    is_company = named.known is not None or named.proof["organization"] >= 2 or named.kind == "organization"
    return is_company and (terms.price is not None or clause.frame.word == "verb")
