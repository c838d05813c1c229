"""Which language a text is written in (ISO 639-1)."""

import py3langid

from extract.claims.lexicon import languages

UNKNOWN = "und"  # ISO 639-2: undetermined

_SAMPLE = 1000  # characters: enough for certainty, cheap for long texts
_CLEAR = 100  # characters from which a text speaks for itself
_MARGIN = 25.0  # log-likelihood by which a language without lexicon must lead to be believed of a short text


def detect_language(text: str, declared: str | None = None) -> str:
    """Return the language of `text`, or `und`.

    A text of some length speaks for itself; for a short one what is `declared` (by markup, say) counts
    first, then whichever language with a lexicon fits best.
    """
    sample = text[:_SAMPLE].strip()
    if len(sample) < _CLEAR and declared:
        return declared
    if not any(character.isalpha() for character in sample):
        return declared or UNKNOWN
    if len(sample) >= _CLEAR:
        return str(py3langid.classify(sample)[0])
    ranking = py3langid.rank(sample)
    (first, likelihood), known = ranking[0], [each for each in ranking if each[0] in languages()]
    return str(known[0][0] if known and likelihood - known[0][1] < _MARGIN else first)
