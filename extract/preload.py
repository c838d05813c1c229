"""Imported where workers are forked: what reading needs, loaded once and shared by all of them.

Importing this is the whole of its use; a document's time limit then never pays for a model.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is imported: cores are for workers

import extract.document  # noqa: F401
from extract.claims import lexicon
from extract.claims.reading import parser

for language in lexicon.languages():
    parser(lexicon.load(language).model)
