"""Imported where workers are forked: what reading needs, loaded once and shared by all of them.

Importing this is the whole of its use; a document's time limit then never pays for a model. What loads only when
it is first used is loaded by reading a page of each language.
"""

import json
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is imported: cores are for workers

from extract.claims import lexicon
from extract.claims.pipeline import pipeline
from extract.document import answer_line

_EXAMPLES = (
    "Nadia Kessler has joined Halcyon Robotics as chief executive on May 5, after Quillon was bought for $3 million.",
    "Nadia Kessler a rejoint Halcyon Robotics comme directrice le 5 mai, après le rachat de Quillon pour 3 M€.",
)

for language in lexicon.languages():
    pipeline(lexicon.load(language).model)
for example in _EXAMPLES:
    answer_line(json.dumps({"html": f"<html><body><h1>Move</h1><p>{example}</p></body></html>"}))
