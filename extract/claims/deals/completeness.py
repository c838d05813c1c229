"""Whether enough sides of a deal are named for one to be told.

Belongs here: the guide's rules on which sides a kind needs. Triggers that often mean something else are judged in
`plausibility`.
"""

import re

from extract.claims.deals import stages
from extract.claims.deals.clause import Clause, Target
from extract.claims.lexicon import compiled
from extract.claims.names import Entity
from extract.claims.schema import DocumentPart
from extract.claims.shares import find_shares


def is_complete(clause: Clause, kind: str, acquirers: list[Entity], target: Target, sellers: list[Entity]) -> bool:
    """Return whether the sides suffice that a deal of `kind` needs."""
    if kind == "joint_venture":
        return len(acquirers) >= 2
    named = target.named
    if named is None:
        return False
    if isinstance(named, str):
        return kind == "asset_sale" and bool(sellers or acquirers)
    if named.is_surely_person:
        return False
    if kind in {"ipo", "funding_round"}:
        return True
    if kind == "debt":
        return bool(acquirers) or (bool(clause.money) and _is_taken_up(clause))
    if kind == "stake" and "seller" in {clause.frame.subject, clause.frame.host}:
        return bool(acquirers or sellers)
    if kind == "stake" and has_unnamed_buyer(clause):
        return bool(acquirers) or bool(find_shares(clause.text, clause.lexicon.language))
    if kind in {"stake", "merger", "licensing_hire"}:
        return bool(acquirers)
    if (
        clause.candidate.is_passive
        and kind == "acquisition"
        and clause.money
        and stages.is_done(clause, clause.candidate.token)
    ):
        return named.kind == "organization" or named.known is not None
    if clause.is_for_sale or (not acquirers and has_unnamed_buyer(clause)):
        return named.kind == "organization" or named.known is not None
    return bool(acquirers or sellers)


def is_given_up(clause: Clause) -> bool:
    """Return whether a stake is what is sold or cut, so that its owner is no buyer."""
    above = [t for t, _ in zip(clause.candidate.token.ancestors, range(3), strict=False)]
    return any(compiled(clause.words.sellings).fullmatch(t.text) for t in above)


def _is_taken_up(clause: Clause) -> bool:
    """Return whether the verb above a debt says that it is issued or taken, not bought, owed or planned."""
    token = clause.candidate.token
    verb = next((t for t in [token, *token.ancestors] if t.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and clause.has(clause.words.borrowings, verb.text) is not None


def has_unnamed_buyer(clause: Clause) -> bool:
    """Return whether a noun without a name stands where the buyer does ("a group of investors bought X")."""
    heads = [h for h in clause.candidate.slots.get("acquirer", []) if h.pos_ in {"NOUN", "ADJ"}]
    texts = [clause.text[slice(*clause.reading.span(h))] for h in heads]
    return any(clause.has(clause.words.unnamed_buyers, t[:40]) for t in texts)


def is_title_shape(clause: Clause, target: Entity | str | None) -> bool:
    """Return whether the target is a name only by the capitals of a headline."""
    if clause.parsed.sentence.part is not DocumentPart.TITLE or not isinstance(target, Entity):
        return False
    words = re.findall(r"[A-Za-zÀ-ÿ][\w'’-]{3,}", clause.text)
    is_capitalized = len(words) >= 4 and sum(w[0].isupper() for w in words) > 0.8 * len(words)
    return (
        is_capitalized
        and target.known is None
        and all(clause.reading.sentences[i].part is DocumentPart.TITLE for i, _ in target.positions)
    )
