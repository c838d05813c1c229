"""The pipelines that are loaded fast split and parse a text as their models do."""

import pytest
import spacy

from extract.claims import lexicon
from extract.claims.pipeline import pipeline

TEXTS = {
    "en": "The vice-president's spokesperson doesn't rule out a U.S.-based follow-up by mid-May, they said.",
    "fr": "L'ex-vice-présidente d'Île-de-France, porte-parole de Saint-Denis, part mi-mars, dit-il aujourd'hui.",
}


@pytest.mark.parametrize("language", lexicon.languages())
def test_a_fast_pipeline_parses_as_its_model_does(language: str) -> None:
    model = lexicon.load(language).model
    fast, plain = (nlp(TEXTS[language]) for nlp in (pipeline(model), spacy.load(model, exclude=["lemmatizer"])))
    assert [(t.text, t.norm_, t.tag_, t.dep_, t.head.i) for t in fast] == [
        (t.text, t.norm_, t.tag_, t.dep_, t.head.i) for t in plain
    ]
