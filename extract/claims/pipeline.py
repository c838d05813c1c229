"""The spaCy pipeline of a language: loaded once per process, without what reading does not need.

Belongs here: how a model is loaded. What is made of its parses belongs in `reading`.
"""

from functools import cache
from typing import Any

import spacy
import srsly
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import registry
from thinc.api import use_ops

_ANY_LANGUAGE = "xx"  # the model's own tokenizer tells all; that of French takes seconds to import
_SHORT_TOKENIZER = "mercato.short_tokenizer"


@cache
def pipeline(model: str) -> Language:
    """Return the spaCy pipeline of `model` without the parts that are not used.

    Raises `OSError` for a model that is not installed.
    """
    config = {"nlp": {"lang": _ANY_LANGUAGE, "tokenizer": {"@tokenizers": _SHORT_TOKENIZER}}}
    with use_ops("numpy", use_blis=False):  # numpy's products of small matrices are three times as fast
        return spacy.load(model, exclude=["lemmatizer"], config=config)


class _ShortTokenizer(Tokenizer):  # type: ignore[misc]
    """A tokenizer whose words kept whole are told by `\\w`: listing every letter takes seconds to compile."""

    def from_bytes(self, bytes_data: bytes, *, exclude: Any = ()) -> Tokenizer:
        rules = srsly.msgpack_loads(bytes_data)
        for letters in (ALPHA, ALPHA_LOWER, ALPHA_UPPER):
            rules["token_match"] = rules["token_match"] and rules["token_match"].replace(letters, r"\w")
        return super().from_bytes(srsly.msgpack_dumps(rules), exclude=exclude)


@registry.tokenizers(_SHORT_TOKENIZER)  # type: ignore[untyped-decorator]
def _create() -> Any:
    return lambda nlp: _ShortTokenizer(nlp.vocab)
