"""Which version of mercato, and of its reader, made a row."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_READER_FILES = ("*.py", "not_article.yml", "claims/**/*.py", "claims/lexicon/*.yml")


def package_version() -> str:
    """Return the version of the installed distribution, `0` when run without installation."""
    try:
        return version("mercato")
    except PackageNotFoundError:
        return "0"


@cache
def reader_version() -> str:
    """Return the package's version and a digest of the reader's source and lexicon: `0.1.0+1a2b3c4d`.

    Rows with equal inputs and equal reader versions are equal.
    """
    folder = Path(__file__).parent
    files = sorted({path for pattern in _READER_FILES for path in folder.glob(pattern)})
    content = hashlib.sha256()
    for path in files:
        content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{package_version()}+{content.hexdigest()[:8]}"
