"""The clause around one trigger of a deal, and what changes hands by it, as the modules of this package share them.

Belongs here: the candidate and its document under short names, what reading it leaves behind (doubt), and the record
of a target. How it is read belongs in the modules beside.
"""

import re
from dataclasses import dataclass, field

from extract.claims.context import Context
from extract.claims.frames import Candidate
from extract.claims.lexicon import DealWords, Frame, Lexicon
from extract.claims.money import Money, find_money
from extract.claims.names import Entity
from extract.claims.reading import Parsed, Reading

CHANGES_HANDS = frozenset({"acquisition", "merger", "stake", "asset_sale"})  # kinds by which an owner changes
ECHO_REACH = 12  # sentences over which a later one takes up a deal


@dataclass(eq=False)
class Clause:
    """A candidate in its sentence and document; `doubt` grows with every side that order, not grammar, gave."""

    context: Context
    candidate: Candidate
    doubt: float = 0.0
    is_contested: bool = False  # several want it, each for himself
    reading: Reading = field(init=False)
    parsed: Parsed = field(init=False)
    lexicon: Lexicon = field(init=False)
    words: DealWords = field(init=False)
    frame: Frame = field(init=False)
    text: str = field(init=False)
    index: int = field(init=False)
    money: list[Money] = field(init=False)

    def __post_init__(self) -> None:
        self.reading, self.parsed = self.context.reading, self.candidate.parsed
        self.lexicon, self.frame = self.reading.lexicon, self.candidate.frame
        self.words, self.text = self.lexicon.deals, self.parsed.text
        self.index = self.parsed.sentence.index
        self.money = find_money(self.text, self.lexicon.language, self.reading.document.text)

    @property
    def is_for_sale(self) -> bool:
        """Return whether the trigger says that an owner looks for a buyer."""
        return self.frame.stage == "talks"

    def has(self, patterns: tuple[str, ...], text: str | None = None) -> re.Match[str] | None:
        """Return the first match of a lexicon list in `text`, or in the sentence."""
        return self.reading.has(patterns, self.text if text is None else text)

    def around(self, width: int) -> str:
        """Return the words about the trigger, `width` characters to each side."""
        return self.text[max(0, self.candidate.start - width) : self.candidate.end + width]


@dataclass(slots=True)
class Target:
    """What changes hands: an entity, or the words of an asset, with what its phrase says besides."""

    named: Entity | str | None = None
    is_share: bool = False  # a share of it, not the whole
    is_unit: bool = False  # a part of a group
    sellers: list[Entity] = field(default_factory=list)


def entities(*parts: list[Entity] | Entity | str | None) -> list[Entity]:
    """Return the entities among lists and single values."""
    found: list[Entity] = []
    for part in parts:
        found += part if isinstance(part, list) else ([part] if isinstance(part, Entity) else [])
    return found
