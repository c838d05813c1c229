"""Which language a text is written in (ISO 639-1)."""

from functools import cache
from pathlib import Path

import py3langid

UNKNOWN = "und"  # ISO 639-2: undetermined

_SAMPLE = 1000  # characters: enough for certainty, cheap for long texts
_CLEAR = 100  # characters from which a text speaks for itself


@cache
def supported_languages() -> tuple[str, ...]:
    """Return the languages that have a lexicon."""
    return tuple(sorted(path.stem for path in (Path(__file__).parent / "claims" / "lexicon").glob("*.yml")))


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
    ranking = [str(language) for language, _ in py3langid.rank(sample)]
    return next((language for language in ranking if language in supported_languages()), ranking[0])
