"""Sentences of a document with their exact offsets in the title or the text.

Written for the typography that the press really uses: wrapped wire lines, headings, bullets, a missing
space after a period. Which sentences are worth parsing is decided in `gate`.
"""

import re
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from extract.claims.schema import Document, DocumentPart

MAX_SENTENCE = 900  # characters; a longer run without punctuation is cut at a space
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Ste|Mme|Mlle|MM|Me|No|vs|Gen|Sen|Rep|Gov|Lt|Col|Capt|Hon|Messrs|approx|etc|cf|env"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mass|Calif|Conn|Ill|Ind|Pa|Fla|Ga|Tenn|Va|Wash|Wis|Minn|Mich|Mo|Md|Nev|Neb|Ore|Tex|Colo|Ariz|Ala|Del|janv|févr|juil|sept|oct|nov|déc)"
    r"|(?<![Ss][eé]ries\s)(?<![Ss][eé]rie\s)\b[A-Z]|\b[A-Z]\.[A-Z]|(?:^|[\s(«\"“])M)\.$"
)
_CORPORATE = re.compile(r"\b(?:Inc|Corp|Co|Ltd|Cos|Bros|Intl|Int'l|LLC|Plc|S\.p\.A|N\.V|S\.A|A\.G)\.$")
_SENTENCE_START = r"[\"'“‘«(\[–—•-]*[A-ZÀ-ÖØ-ÞŒ0-9\[(]"
_END = re.compile(
    r"(?:[.!?…]+[\"'”’»)\]]*|[»”\"](?<=[.!?…]\s[»”\"])|[»”\"](?<=[.!?…][»”\"]))(?=\s+" + _SENTENCE_START + r"|\s*$)"
    r"|(?:(?<=[a-zà-öø-ÿ0-9»”%)])|(?<=[A-Z]{3}))[.!?…]+[»”\"]?(?=[«“\"]?\s?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’][\w'’]*[ ,'’-])"
)
_CROSSHEAD = re.compile(  # a heading between dashes, run into the text: "… said so. - A long wait -The court …"
    r"(?<=[.!?…\"»”])\s?[-–]\s?[\"«“]?[A-ZÀ-ÖØ-ÞŒ0-9][^.\n]{2,60}?\s?[-–]\s?(?=[\"«“]?\s?[A-ZÀ-ÖØ-ÞŒ])"
)
_BULLET = re.compile(r"[\s•●▪■◦*►▶\-–—]*")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its text, its part of the document, its code-point offsets there, its paragraph and rank."""

    text: str
    part: DocumentPart
    start: int
    end: int
    paragraph: int
    index: int


def split(document: Document) -> list[Sentence]:
    """Return the sentences of title and text in reading order; none is empty."""
    found: list[Sentence] = []
    paragraph = 0
    for part, text in ((DocumentPart.TITLE, document.title or ""), (DocumentPart.TEXT, document.text)):
        for block_start, block_end in _blocks(text):
            for start, end in _cut(text, block_start, block_end, _month(document.language)):
                found.append(Sentence(text[start:end], part, start, end, paragraph, len(found)))
            paragraph += 1
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs: blank lines always end one, a line break does unless lines are wrapped."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n\r\u2028\u2029]+", text)]
    lengths = [end - start for start, end in lines]
    open_ended = sum(not _TERMINAL.search(text[start:end]) for start, end in lines)
    is_wrapped = len(lines) >= 3 and max(lengths) <= 100 and open_ended >= 0.45 * len(lines)
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if not text[start:end].strip():
            continue
        if blocks and is_wrapped:
            last_start, last_end = blocks[-1]
            gap = text[last_end:start]
            if (
                gap.count("\n") <= 1
                and not re.match(r"\s{2,}|\s*[•*-]", text[start:end])
                and last_end - last_start > 15
            ):
                blocks[-1] = (last_start, end)
                continue
        blocks.append((start, end))
    return blocks


@cache
def _month(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(get_month_names('wide', locale=language).values())})\b")


def _cut(text: str, start: int, end: int, month: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = []
    block = text[start:end]
    for m in _END.finditer(block):
        before = block[max(0, m.start() - 12) : m.start() + 1]
        after = block[m.end() : m.end() + 30]
        if block[m.start()] == "." and _ABBREVIATION.search(before) and after.strip():
            continue
        if _CORPORATE.search(before) and re.match(r"\s+(?:[a-z(<&]|[A-Z][a-z]+'s\b)", after):
            continue
        if month.match(after) and re.search(r"(?<!\d)\d{1,2}\.$", before):
            continue  # "am 15. September"
        cuts.append(start + m.end())
    cuts += [start + edge for m in _CROSSHEAD.finditer(block) for edge in m.span()]
    spans = []
    for cut in sorted([*cuts, end]):
        if cut <= start:
            continue
        spans += _pieces(text, start, cut)
        start = cut
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trim, and cut what is too long for the parser."""
    pieces = []
    while end - start > MAX_SENTENCE:
        space = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = space if space > 0 else start + MAX_SENTENCE
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    trimmed = []
    for start, end in pieces:
        bullet = _BULLET.match(text, start, end)
        left, right = bullet.end() if bullet else start, end
        while right > left and text[right - 1].isspace():
            right -= 1
        if right > left:
            trimmed.append((left, right))
    return trimmed
