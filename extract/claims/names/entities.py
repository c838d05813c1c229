"""What a document names: entities, and the mentions and spans that name them.

Belongs here: the types. How spans are found is `spans`, which are one entity `clusters`, of what kind `kinds`.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from extract.claims.gazetteer import Organization
from extract.claims.names.vocabulary import tokens_of

Kind = Literal["person", "organization", "place", "other"]


class NameSpan(NamedTuple):
    """A name in a sentence; offsets count in the sentence. `label` is who says so, "" the shape alone."""

    start: int
    end: int
    text: str
    label: str


@dataclass(eq=False)
class Entity:
    """All mentions of one person, organization or place in the document."""

    forms: Counter[str] = field(default_factory=Counter)
    kind: Kind = "other"
    scores: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    first: int = 10**9  # index of the first sentence
    known: Organization | None = None
    positions: list[tuple[int, int]] = field(default_factory=list)  # sentence index, start
    proof: Counter[str] = field(default_factory=Counter)  # evidence beside the parser's label

    @property
    def is_surely_person(self) -> bool:
        """Return whether more than the parser's label says that it is a person."""
        return self.kind == "person" and self.proof["person"] >= 3

    @property
    def is_surely_organization(self) -> bool:
        """Return whether its words or its company say that it is an organization."""
        return (
            self.known is not None
            or self.proof["organization"] >= 2
            or (self.kind == "organization" and self.scores["organization"] >= 3)
        )

    @property
    def is_regulator(self) -> bool:
        """Return whether it is an authority of the lexicon."""
        return self.proof["regulator"] > 0

    @property
    def is_known_place(self) -> bool:
        """Return whether it is a place of the lexicon."""
        return self.proof["place"] > 0

    @property
    def name(self) -> str:
        """Return the longest form in the document, the more frequent of two equally long."""
        return max(self.forms, key=lambda f: (len(tokens_of(f)), not f.isupper(), len(f), self.forms[f]))

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a sentence that names an entity; offsets count in the sentence."""

    start: int
    end: int
    text: str
    entity: Entity
