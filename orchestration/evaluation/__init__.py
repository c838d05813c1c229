"""Labelled documents beside what the reader finds in them, by file and by language.

What counts as right belongs in `extract.claims.evaluation`, how figures are shown in `tables` and `page`.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from extract.batch import extract_lines
from extract.claims.evaluation import EVENTS, JudgedDocument, Report, judge, report
from extract.errors import MercatoError


class GoldError(MercatoError):
    """A file of labelled documents that is none."""


@dataclass(frozen=True)
class Evaluation:
    """The judged documents of each file, by its name, and those that could not be read, with the reason."""

    files: dict[str, list[JudgedDocument]]
    unread: list[str]

    @property
    def languages(self) -> dict[str, Report]:
        """Return the figures by language, if there are several, and of `all`."""
        every = [document for judged in self.files.values() for document in judged]
        groups: dict[str, list[JudgedDocument]] = defaultdict(list)
        for document in every:
            groups[_language(document.gold["language"])].append(document)
        return (_reports(groups) if len(groups) > 1 else {}) | {"all": report(every)}

    @property
    def reports(self) -> dict[str, Report]:
        """Return the figures of each file, if there are several, then by language and of `all`."""
        return (_reports(self.files) if len(self.files) > 1 else {}) | self.languages


def _reports(groups: dict[str, list[JudgedDocument]]) -> dict[str, Report]:
    return {name: report(documents) for name, documents in sorted(groups.items())}


def _language(code: str) -> str:
    try:
        return Locale(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def evaluate_files(paths: Sequence[Path], workers: int) -> Evaluation:
    """Read the labelled documents of `paths` and judge what is found.

    A file has a JSON object per line, keyed as in the labelling guide. Raises `GoldError`.
    """
    golds = [(path.name, gold) for path in paths for gold in _documents(path)]
    asked = (
        json.dumps({key: gold.get(key) for key in ("id", "language", "title", "text", "published_on")})
        for _, gold in golds
    )
    files: dict[str, list[JudgedDocument]] = defaultdict(list)
    unread: list[str] = []
    for (name, gold), answer in zip(golds, extract_lines(asked, workers=workers), strict=True):
        found = json.loads(answer)
        files[name].append(judge(gold, found))
        unread += [f"{gold['id']}: {found['error']}"] if "error" in found else []
    return Evaluation(dict(files), unread)


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            document = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}:{number}: not JSON: {error}") from error
        missing = [
            key for key in ("id", "language", "text", *EVENTS) if not isinstance(document, dict) or key not in document
        ]
        if missing:
            raise GoldError(f"{path}:{number}: a labelled document has {', '.join(missing)}")
        yield document
