"""The price and the valuation of a deal, told from revenue, debt and other sums beside it.

Belongs here: which sum is the price, in the sentence or those after. How sums are read belongs in
`extract.claims.money`, shares and rounds in `terms`.
"""

import re

from extract.claims.deals.clause import Clause
from extract.claims.lexicon import ahead, compiled
from extract.claims.money import Money, find_money

_VALUED = frozenset({"funding_round", "stake", "ipo", "licensing_hire"})  # kinds whose valuation is not the price
_WHOLE = frozenset({"acquisition", "merger", "asset_sale"})  # kinds with a price, not a sum put in
_REACH = 160  # characters between a trigger and its price
_LEAST = 1000  # units of a currency: less is no price of a company
_LATER = 5  # sentences after the trigger's that may give the price


def prices_of(clause: Clause, kind: str) -> tuple[Money | None, Money | None]:
    """Return price and valuation of a deal of `kind`, from the sentence or those after it."""
    valuation: Money | None = None
    prices: list[tuple[float, Money]] = []
    for money in clause.money:
        if money.per is not None or (money.amount < _LEAST and not _is_token(clause, money)):
            continue
        if kind in _VALUED and _is_valuation(clause, money):
            valuation = valuation or money
        elif kind == "debt" or not (_is_other_sum(clause, clause.text, money) or _is_put_in(kind, clause.text, money)):
            prices.append((_distance(clause, money), money))
    prices.sort(key=lambda p: p[0])
    best = prices[0][1] if prices and prices[0][0] < _REACH else None
    if kind in _VALUED and valuation is None:
        valuation = _later_valuation(clause)
    if best is None and kind != "debt":
        best = _later_price(clause, kind)
    return best, valuation


def _is_token(clause: Clause, money: Money) -> bool:
    """Return whether a sum is the one unit for which what makes losses is given away ("un euro symbolique")."""
    leads = "|".join((*clause.words.paid_for, *clause.words.price_verbs))
    lead = rf"\b(?:{leads})\s(?:\w+\s){{0,2}}$"
    return money.amount == 1 and re.search(lead, clause.text[: money.char_start]) is not None


def _is_valuation(clause: Clause, money: Money) -> bool:
    before = clause.text[max(0, money.char_start - 60) : money.char_start]
    last = None
    for last in compiled(clause.words.valuation).finditer(before):  # noqa: B007
        pass
    if compiled(clause.words.valued_behind).match(clause.text[money.char_end :].lstrip()):
        return True
    if last is None or re.search(r"[,;]|[$€£]|\d", before[last.end() :]):
        return False
    at = "|".join(clause.words.valued_at)
    if re.match(rf"\s(?!(?:{at})\b)\S+", before[last.end() :]) and re.search(rf"\s(?:{at})\s", before[last.end() :]):
        return True  # "a deal that values the company at $2bn"
    return not clause.has(clause.lexicon.deal_nouns, before[: last.start()][-30:])


def _is_other_sum(clause: Clause, text: str, money: Money) -> bool:
    """Return whether a sum is revenue, debt, a fee or another that is not the price."""
    before, after = (
        text[max(0, money.char_start - 32) : money.char_start],
        text[money.char_end : money.char_end + 40],
    )
    words, besides = clause.words, f"(?:{'|'.join(clause.words.price_besides)})"
    sums = words.other_sums
    m = None
    for m in compiled(sums).finditer(before):  # noqa: B007
        pass
    if m is not None and not re.search(rf"\b(?:{'|'.join(words.paid_for)})\s(?:\w+\s)?$", before[m.end() :]):
        return True
    return (
        re.match(
            rf"\s{ahead(words.sum_of)}?(?:(?!{besides})[\w-]+\s){{0,2}}?"
            rf"(?:{'|'.join(sums)})(?!\w)"
            rf"(?!\s(?:{besides}))",
            after,
            re.IGNORECASE,
        )
        is not None
    )


def _is_put_in(kind: str, text: str, money: Money) -> bool:
    """Return whether a sum is what a buyer will invest in what he takes over, besides its price."""
    lead = text[max(0, money.char_start - 40) : money.char_start]
    return kind in _WHOLE and re.search(r"(?i)\binvest\w*\s(?:[\w'’-]+\s){0,3}$", lead) is not None


def _distance(clause: Clause, money: Money) -> float:
    start, end = clause.candidate.start, clause.candidate.end
    is_converted = re.search(r"\((?:\w+\s)?$", clause.text[: money.char_start]) is not None
    distance = 200.0 * is_converted + float(min(abs(money.char_start - end), abs(start - money.char_end)))
    if ";" in clause.text[min(money.char_end, end) : max(money.char_start, start)]:
        distance += 200
    if re.search(
        rf"\b(?:{'|'.join(clause.words.sum_leads)})\s(?:[\w-]+\s){{0,3}}$",
        clause.text[: money.char_start],
    ):
        distance -= 30
    return distance


def price_beside(clause: Clause) -> Money | None:
    """Return the price that stands at the trigger itself ("the $2bn deal", "the deal, worth $2bn")."""
    for money in clause.money:
        gap = clause.text[min(money.char_end, clause.candidate.end) : max(money.char_start, clause.candidate.start)]
        is_tied = len(gap) < 30 and not re.search(r"[;:.]|\d", gap)
        is_tied = is_tied or (_is_paid(clause, clause.text, money) and not re.search(r"[;:.]", gap))
        if money.per is None and money.amount >= 1e5 and is_tied and not _is_other_sum(clause, clause.text, money):
            return money
    return None


def _is_paid(clause: Clause, text: str, money: Money) -> bool:
    """Return whether the words right before a sum say that it is paid, or that something is worth it."""
    verbs = "|".join(clause.words.price_verbs)
    before = text[max(0, money.char_start - 60) : money.char_start]
    return re.search(rf"(?<!\w)(?:{verbs})\s(?:[\w'’-]+\s){{0,4}}$", before, re.IGNORECASE) is not None


def _is_history(clause: Clause, text: str) -> bool:
    """Return whether a sentence dates what it says to an earlier year: what was once paid is no price now."""
    published = clause.reading.document.published_from_on
    years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text)]
    is_past = bool(years) and (published is None or max(years) < published.year)
    return is_past or clause.has(clause.words.long_ago, text) is not None


def _later_sentences(clause: Clause) -> list[str]:
    sentences, here = clause.reading.sentences, clause.candidate.parsed.sentence
    return [s.text for s in sentences[clause.index + 1 : clause.index + 1 + _LATER] if s.part == here.part]


def _later_price(clause: Clause, kind: str) -> Money | None:
    """Return the price that a sentence soon after gives of "the deal", "the price", "it"."""
    for rank, text in enumerate(_later_sentences(clause)):
        opening = compiled(clause.words.price).match(text)
        if rank and opening is None and _is_of_others(clause, clause.index + 1 + rank):
            continue
        for money in find_money(text, clause.lexicon.language, clause.reading.document.text):
            if money.per is not None or money.amount < _LEAST or _is_other_sum(clause, text, money):
                continue
            if _is_put_in(kind, text, money):
                continue
            lead = text[max(0, money.char_start - 90) : money.char_start]
            is_paid = _is_paid(clause, text, money) and not _is_history(clause, text)
            is_told = is_paid or clause.has(clause.lexicon.deal_nouns, lead) is not None
            is_told = is_told or (kind in {"ipo", "funding_round"} and _is_raised(clause, lead))
            if (opening and money.char_start < 120) or (rank < 3 and is_told):
                return money
            break
    return None


def _is_raised(clause: Clause, lead: str) -> bool:
    return (
        re.search(rf"(?<!\w)(?:{'|'.join(clause.words.proceeds)})\s(?:[\w'’-]+\s){{0,5}}$", lead, re.IGNORECASE)
        is not None
    )


def _is_of_others(clause: Clause, index: int) -> bool:
    """Return whether a sentence brings in a company that none before it names: its sums may be another deal's."""
    mentions = clause.reading.names.mentions
    told = {id(m.entity) for i in range(index) for m in mentions[i]}
    return any(m.entity.kind == "organization" and id(m.entity) not in told for m in mentions[index])


def _later_valuation(clause: Clause) -> Money | None:
    """Return the valuation that the next sentence gives ("At that price all of X is worth …")."""
    for text in _later_sentences(clause)[:2]:
        for money in find_money(text, clause.lexicon.language):
            before = text[max(0, money.char_start - 50) : money.char_start]
            m = clause.has(clause.words.valuation, before)
            if (
                m
                and money.per is None
                and not clause.has(clause.lexicon.deal_nouns, before[: m.start()])
                and not re.search(r"\d", before[m.end() :])
            ):
                return money
    return None
