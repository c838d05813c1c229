"""The clause around one trigger of a move, and what it tells, as the modules of this package share them.

Belongs here: the candidate and its document under short names, what reading it leaves behind (how sure, whether an
organization was guessed), and the record of what was found. How it is read belongs in the modules beside.
"""

import re
from dataclasses import dataclass, field

from extract.claims.context import Context
from extract.claims.frames import Candidate
from extract.claims.lexicon import Frame, Lexicon
from extract.claims.names import Entity
from extract.claims.posts import Post
from extract.claims.reading import Parsed, Reading, RoleSpan
from extract.claims.stance import Assessment

AWAY = {"departure", "dismissal", "retirement", "board_exit"}  # kinds that leave an organization


@dataclass(eq=False)
class Clause:
    """A candidate in its sentence (`index`) and document."""

    context: Context
    candidate: Candidate
    score: float = 0.9  # how well its arguments are found
    is_guessed: bool = False  # an organization is the context's, not the clause's
    subject_post: Post | None = None  # of a phrase without a name that is the person
    reading: Reading = field(init=False)
    parsed: Parsed = field(init=False)
    lexicon: Lexicon = field(init=False)
    frame: Frame = field(init=False)
    text: str = field(init=False)
    index: int = field(init=False)

    def __post_init__(self) -> None:
        self.reading, self.parsed = self.context.reading, self.candidate.parsed
        self.lexicon, self.frame = self.reading.lexicon, self.candidate.frame
        self.slots, self.text = self.candidate.slots, self.parsed.text
        self.index = self.parsed.sentence.index

    def has(self, patterns: tuple[str, ...]) -> re.Match[str] | None:
        """Return the first match of a lexicon list in the sentence."""
        return self.reading.has(patterns, self.text)


@dataclass(slots=True)
class Told:
    """What a clause tells of a move, whoever makes it."""

    kind: str
    assessment: Assessment
    to_organization: Entity | None = None
    from_organization: Entity | None = None
    employer: Entity | None = None  # of whom it is not said whether it is joined or left
    role: RoleSpan | None = None
    left_role: RoleSpan | None = None
    is_board: bool = False
