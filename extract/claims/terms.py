"""The terms of a deal: price, valuation, share of the capital, votes and round, as its sentences give them.

How sums and percentages are read belongs in `money` and `shares`; whose deal it is in `parties`.
"""

import re
from dataclasses import dataclass

from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.money import Money, find_money
from extract.claims.reading import Reading
from extract.claims.shares import find_shares

_VALUED = frozenset({"funding_round", "stake", "ipo", "licensing_hire"})  # kinds whose valuation is not the price
_BESIDES = r"(?:includ|exclud|compris|inclus|hors|plus|and|et|with|avec|assum)\w*"  # what a price is with or without
_WHOLE = frozenset({"acquisition", "merger", "asset_sale"})  # kinds with a price, not a sum put in
_REACH = 160  # characters between a trigger and its price
_LEAST = 1000  # units of a currency: less is no price of a company
_LATER = 5  # sentences after the trigger's that may give the price


@dataclass(frozen=True, slots=True)
class Terms:
    """What one sentence and those after it say of a deal's terms; None where they say nothing."""

    price: Money | None
    valuation: Money | None
    percent: float | None
    voting: bool | None
    round: str | None


class TermsReader:
    """Reads the terms of one candidate."""

    def __init__(self, reading: Reading, candidate: Candidate) -> None:
        self.reading, self.candidate = reading, candidate
        self.lexicon = reading.lexicon
        self.text = candidate.parsed.text
        self.index = candidate.parsed.sentence.index
        self.document = reading.document.text
        self.money = find_money(self.text, self.lexicon.language, self.document)

    def read(self, kind: str, *, has_share: bool) -> Terms:
        """Return the terms for a deal of `kind`; percentages count where `has_share` says that a share is spoken of."""
        price, valuation = self._prices(kind)
        percent, voting = self._share(has_share)
        return Terms(price, valuation, percent, voting, self.round() if kind == "funding_round" else None)

    def round(self) -> str | None:
        """Return the round that the sentence names."""
        for pattern, value in self.lexicon.rounds.items():
            if compiled((pattern,)).search(self.text):
                return value
        return None

    def _prices(self, kind: str) -> tuple[Money | None, Money | None]:
        valuation: Money | None = None
        prices: list[tuple[float, Money]] = []
        for money in self.money:
            if money.per is not None or (money.amount < _LEAST and not self._is_token(money)):
                continue
            if kind in _VALUED and self._is_valuation(money):
                valuation = valuation or money
            elif kind == "debt" or not (
                self._is_other_sum(self.text, money) or self._is_put_in(kind, self.text, money)
            ):
                prices.append((self._distance(money), money))
        prices.sort(key=lambda p: p[0])
        best = prices[0][1] if prices and prices[0][0] < _REACH else None
        if kind in _VALUED and valuation is None:
            valuation = self._later_valuation()
        if best is None and kind != "debt":
            best = self._later_price(kind)
        return best, valuation

    def _is_token(self, money: Money) -> bool:
        """Return whether a sum is the one unit for which what makes losses is given away ("un euro symbolique")."""
        lead = r"\b(?:pour|for|contre|moyennant|paying|paid)\s(?:(?:a|an|the|just|nominal|symbolic|seulement)\s)*$"
        return money.amount == 1 and re.search(lead, self.text[: money.char_start]) is not None

    def _is_valuation(self, money: Money) -> bool:
        before = self.text[max(0, money.char_start - 60) : money.char_start]
        last = None
        for last in compiled(self.lexicon.valuation).finditer(before):  # noqa: B007
            pass
        if re.match(r"\s(?:valuation|market value|(?:pre|post)-money|de valorisation)", self.text[money.char_end :]):
            return True
        if last is None or re.search(r"[,;]|[$€£]|\d", before[last.end() :]):
            return False
        if re.match(r"\s(?!at\b|à\b)\S+", before[last.end() :]) and re.search(r"\s(?:at|à)\s", before[last.end() :]):
            return True  # "a deal that values the company at $2bn"
        return not self.reading.has(self.lexicon.deal_nouns, before[: last.start()][-30:])

    def _is_other_sum(self, text: str, money: Money) -> bool:
        """Return whether a sum is revenue, debt, a fee or another that is not the price."""
        before, after = (
            text[max(0, money.char_start - 32) : money.char_start],
            text[money.char_end : money.char_end + 40],
        )
        sums = self.lexicon.other_sums
        m = None
        for m in compiled(sums).finditer(before):  # noqa: B007
            pass
        if m is not None and not re.search(r"\b(?:for|pour|contre|moyennant)\s(?:\w+\s)?$", before[m.end() :]):
            return True
        return (
            re.match(
                rf"\s(?:(?:of|in|de|en|du|worth of)\s|d['’])?(?:(?!{_BESIDES})[\w-]+\s){{0,2}}?"
                rf"(?:{'|'.join(sums)})(?!\w)"
                rf"(?!\s(?:{_BESIDES}))",
                after,
                re.IGNORECASE,
            )
            is not None
        )

    @staticmethod
    def _is_put_in(kind: str, text: str, money: Money) -> bool:
        """Return whether a sum is what a buyer will invest in what he takes over, besides its price."""
        lead = text[max(0, money.char_start - 40) : money.char_start]
        return kind in _WHOLE and re.search(r"(?i)\binvest\w*\s(?:[\w'’-]+\s){0,3}$", lead) is not None

    def _distance(self, money: Money) -> float:
        start, end = self.candidate.start, self.candidate.end
        is_converted = re.search(r"\((?:\w+\s)?$", self.text[: money.char_start]) is not None
        distance = 200.0 * is_converted + float(min(abs(money.char_start - end), abs(start - money.char_end)))
        if ";" in self.text[min(money.char_end, end) : max(money.char_start, start)]:
            distance += 200
        if re.search(
            r"\b(?:for|pour|of|de|at|à|contre|worth|moyennant|hauteur)\s(?:[\w-]+\s){0,3}$",
            self.text[: money.char_start],
        ):
            distance -= 30
        return distance

    def price_beside(self) -> Money | None:
        """Return the price that stands at the trigger itself ("the $2bn deal", "the deal, worth $2bn")."""
        for money in self.money:
            gap = self.text[min(money.char_end, self.candidate.end) : max(money.char_start, self.candidate.start)]
            is_tied = len(gap) < 30 and not re.search(r"[;:.]|\d", gap)
            is_tied = is_tied or (self._is_paid(self.text, money) and not re.search(r"[;:.]", gap))
            if money.per is None and money.amount >= 1e5 and is_tied and not self._is_other_sum(self.text, money):
                return money
        return None

    def _is_paid(self, text: str, money: Money) -> bool:
        """Return whether the words right before a sum say that it is paid, or that something is worth it."""
        verbs = "|".join(self.lexicon.price_verbs)
        before = text[max(0, money.char_start - 60) : money.char_start]
        return re.search(rf"(?<!\w)(?:{verbs})\s(?:[\w'’-]+\s){{0,4}}$", before, re.IGNORECASE) is not None

    def _is_history(self, text: str) -> bool:
        """Return whether a sentence dates what it says to an earlier year: what was once paid is no price now."""
        published = self.reading.document.published_from_on
        years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text)]
        is_past = bool(years) and (published is None or max(years) < published.year)
        return is_past or self.reading.has(self.lexicon.long_ago, text) is not None

    def _later_sentences(self) -> list[str]:
        sentences, here = self.reading.sentences, self.candidate.parsed.sentence
        return [s.text for s in sentences[self.index + 1 : self.index + 1 + _LATER] if s.part == here.part]

    def _later_price(self, kind: str) -> Money | None:
        """Return the price that a sentence soon after gives of "the deal", "the price", "it"."""
        for rank, text in enumerate(self._later_sentences()):
            opening = compiled(self.lexicon.price).match(text)
            if rank and opening is None and self._is_of_others(self.index + 1 + rank):
                continue
            for money in find_money(text, self.lexicon.language, self.document):
                if money.per is not None or money.amount < _LEAST or self._is_other_sum(text, money):
                    continue
                if self._is_put_in(kind, text, money):
                    continue
                lead = text[max(0, money.char_start - 90) : money.char_start]
                is_paid = self._is_paid(text, money) and not self._is_history(text)
                is_told = is_paid or self.reading.has(self.lexicon.deal_nouns, lead) is not None
                is_told = is_told or (kind in {"ipo", "funding_round"} and self._is_raised(lead))
                if (opening and money.char_start < 120) or (rank < 3 and is_told):
                    return money
                break
        return None

    def _is_raised(self, lead: str) -> bool:
        return (
            re.search(rf"(?<!\w)(?:{'|'.join(self.lexicon.proceeds)})\s(?:[\w'’-]+\s){{0,5}}$", lead, re.IGNORECASE)
            is not None
        )

    def _is_of_others(self, index: int) -> bool:
        """Return whether a sentence brings in a company that none before it names: its sums may be another deal's."""
        mentions = self.reading.names.mentions
        told = {id(m.entity) for i in range(index) for m in mentions[i]}
        return any(m.entity.kind == "organization" and id(m.entity) not in told for m in mentions[index])

    def _later_valuation(self) -> Money | None:
        """Return the valuation that the next sentence gives ("At that price all of X is worth …")."""
        for text in self._later_sentences()[:2]:
            for money in find_money(text, self.lexicon.language):
                before = text[max(0, money.char_start - 50) : money.char_start]
                m = self.reading.has(self.lexicon.valuation, before)
                if (
                    m
                    and money.per is None
                    and not self.reading.has(self.lexicon.deal_nouns, before[: m.start()])
                    and not re.search(r"\d", before[m.end() :])
                ):
                    return money
        return None

    def _share(self, wanted: bool) -> tuple[float | None, bool | None]:
        voting: bool | None = None
        if self.reading.has(self.lexicon.non_voting, self.text):
            voting = False
        elif self.reading.has(self.lexicon.voting, self.text):
            voting = True
        if not wanted:
            return None, None
        shares = [
            s
            for s in find_shares(self.text, self.lexicon.language)
            if s.of_capital is not False and 0 < s.percent <= 100
        ]
        shares = [s for s in shares if s.of_capital or abs(s.char_start - self.candidate.end) < 70]
        if not shares:
            around = self.text[max(0, self.candidate.start - 50) : self.candidate.end + 50]
            if self.reading.has(self.lexicon.whole, around) and self.candidate.frame.kind == "acquisition":
                return 100.0, voting
            return None, voting
        becomes = [
            s
            for s in shares
            if re.search(rf"(?<!\w)(?:{'|'.join(self.lexicon.becomes)})\s(?:\S+\s)?$", self.text[: s.char_start])
        ]
        if len(shares) > 1 and len(becomes) == 1:
            return becomes[0].percent, voting if voting is not None else becomes[0].voting
        nearest = min(shares, key=lambda s: (not s.of_capital, abs(s.char_start - self.candidate.end)))
        return nearest.percent, voting if voting is not None else nearest.voting
