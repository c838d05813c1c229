"""Names in a document: which spans are names, which of them are one entity, and what kind it is.

Spans come from the parser's entities, the gazetteer of organizations and the shape of the words. A label
of the parser is one voice among others: whether a name is a person or an organization is decided for the
whole document, by its words, its neighbors and the company it keeps. Who a pronoun or a definite phrase
means belongs in `coreference`.

Here stands the order of the steps: the spans of every sentence (`spans`, with `edges` for where a name starts and
ends and `institutions` for names that open with a common noun), the entities that they name (`clusters`), the kinds
of these (`kinds`). What is known of words before a text is read is `vocabulary`.
"""

from spacy.tokens import Doc

from extract.claims.lexicon import Lexicon
from extract.claims.names import clusters, kinds
from extract.claims.names.entities import Entity, Mention
from extract.claims.names.spans import find_spans
from extract.claims.names.vocabulary import (
    fold,
    gender_of,
    known_organizations,
    paraphrase_pattern,
    tokens_of,
)
from extract.claims.sentences import Sentence

__all__ = ["Entity", "Mention", "Names", "fold", "gender_of", "paraphrase_pattern", "tokens_of"]


class Names:
    """The names of a document. `mentions[i]` are those of sentence i, in order; `parsed` are parses by index."""

    def __init__(self, sentences: list[Sentence], parsed: dict[int, Doc], lexicon: Lexicon) -> None:
        rows = find_spans(sentences, parsed, lexicon)
        self.entities, by_form = clusters.group(sentences, rows, lexicon)
        kinds.decide(sentences, rows, self.entities, by_form, lexicon)
        self.mentions: list[list[Mention]] = [
            [Mention(s.start, s.end, s.text, by_form[s.text]) for s in row if s.text in by_form] for row in rows
        ]

    def leaders(self) -> dict[str, Entity]:
        """Return folded leader name → the organization it stands for, where both are named in the document."""
        return {fold(leader): e for e in self.entities for leader in (e.known.leaders if e.known else ())}

    def find(self, name: str) -> Entity | None:
        """Return the entity of a gazetteer name that the document mentions in any form."""
        org = known_organizations().get(name)
        return next((e for e in self.entities if org is not None and e.known is org), None)
