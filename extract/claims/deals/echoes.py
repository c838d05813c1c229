"""News of a deal told before: what became of it, what it cost, who backed it.

Belongs here: sentences that name no side of their own and lean on the last deal. Which of several tellings holds
belongs in `extract.claims.merge`.
"""

from dataclasses import replace

from extract.claims.context import DealDraft, quote_of
from extract.claims.days import announced
from extract.claims.deals import background, drafts, financing, mentions, prices, stages, terms
from extract.claims.deals.clause import CHANGES_HANDS, ECHO_REACH, Clause, entities
from extract.claims.schema import Status
from extract.claims.stance import assess

ECHO = "echo"  # the frame of a draft that only says what became of the deal told before
_BACKERS_REACH = 3  # sentences


def echo(clause: Clause) -> list[DealDraft]:
    """Return news of the deal told before ("the purchase was off"), for a noun that names no side."""
    last, index = clause.context.last_deal, clause.parsed.sentence.index
    if (
        last is None
        or clause.frame.word != "noun"
        or index - last.sentence > ECHO_REACH
        or not background.is_definite(clause)
    ):
        return []
    if (
        clause.frame.kind not in CHANGES_HANDS
        or last.kind not in CHANGES_HANDS
        or mentions.names_near(clause, clause.candidate.end, 25)
    ):
        return []
    assessment = assess(
        clause.context.coreference, clause.parsed, clause.candidate.token, entities(last.acquirers, last.target)
    )
    stage = stages.ended(clause, last.kind) or ("completed" if _says_completed(clause) else None)
    price = prices.price_beside(clause)
    is_news = stage is not None or assessment.status is Status.DENIED
    if not is_news and price is None:
        return []
    told = announced(clause.reading, clause.parsed, clause.candidate) if _is_announcing(clause) else None
    quote = quote_of(clause.parsed, assessment)
    return [
        replace(
            last,
            assessment=assessment,
            quote=quote,
            sentence=index,
            trigger=clause.candidate.text,
            frame=ECHO,
            stage=stage or last.stage,
            confidence=last.confidence - 0.1,
            announced_on=told,
            stake_percent=None,
            valuation=None,
            **drafts.priced(price),
        )
    ]


def _is_announcing(clause: Clause) -> bool:
    return clause.has(clause.lexicon.announcing, clause.around(70)) is not None


def backers(clause: Clause) -> list[DealDraft]:
    """Return who led or joined the round or loan told before ("X led it", "mené par X")."""
    last, index = clause.context.last_deal, clause.parsed.sentence.index
    if (
        last is None
        or last.kind not in {"funding_round", "debt"}
        or index == last.sentence
        or index - last.sentence > _BACKERS_REACH
    ):
        return []
    investors = [e for e in financing.investors(clause, last.target) if e.kind != "place"]
    if not investors or last.target in investors:
        return []
    valuation = terms.read(clause, "funding_round", has_share=False).valuation
    assessment = assess(clause.context.coreference, clause.parsed, clause.candidate.token, investors)
    if assessment.reason is not None:
        return []
    return [
        replace(
            last,
            assessment=assessment,
            quote=quote_of(clause.parsed, assessment),
            sentence=index,
            trigger=clause.candidate.text,
            frame=ECHO,
            acquirers=investors,
            confidence=last.confidence - 0.1,
            announced_on=None,
            round=terms.round_of(clause),
            valuation=valuation.amount if valuation else None,
            valuation_currency=valuation.currency if valuation else None,
            **drafts.priced(None),
        )
    ]


def _says_completed(clause: Clause) -> bool:
    around = clause.text[max(0, clause.candidate.start - 40) : clause.candidate.end + 40]
    is_ahead = clause.has(clause.words.awaited, clause.around(60)) is not None
    return clause.has(clause.lexicon.closing, around) is not None and not is_ahead
