"""One document, given as text or HTML, to the answer in the labelling guide's terms.

Where many of them come from, and how they are kept from disturbing each other, belongs in `extract.batch`.
"""

import json
import re
import sys
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import urllib3
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from extract.article import Content, decode_html, read_html
from extract.claims.explanation import Explanation, explain
from extract.claims.reader import read_claims
from extract.claims.schema import Claims, Document, guide_row
from extract.errors import MercatoError
from extract.language import UNKNOWN, detect_language
from extract.publication import Publication
from extract.records import DateBasis
from extract.version import package_version

FETCH_SECONDS = 30.0

_SURROGATES = re.compile("[\ud800-\udfff]")


class DocumentError(MercatoError):
    """A document that cannot be read. The message is one line that says why."""


def _encodable(value: Any) -> Any:
    """Replace lone surrogates, which no encoding can carry, one for one, so that offsets stay."""
    return _SURROGATES.sub("�", value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_encodable)]


class GivenDocument(BaseModel):
    """A document as handed in: `text` or `html`, and what is known of it. Other keys are ignored."""

    model_config = ConfigDict(extra="ignore")

    id: Text | int | None = None
    language: Text | None = None
    title: Text | None = None
    text: Text | None = None
    html: Text | None = None
    published_on: date | None = None

    @model_validator(mode="after")
    def _has_one_body(self) -> "GivenDocument":
        if (self.text is None) == (self.html is None):
            raise ValueError("needs either text or html")
        return self


def parse_document(line: str) -> GivenDocument:
    """Return the document of a JSON object. Raises `DocumentError`."""
    try:
        return GivenDocument.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise DocumentError("not JSON: nested too deeply") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise DocumentError(f"{place}: {first['msg']}" if place else first["msg"]) from error


def read_content(given: GivenDocument) -> Content:
    """Return the text of `given` and what it says about itself; its own `title`, `language` and date win."""
    content = read_html(given.html) if given.html is not None else None
    text = content.text if content else given.text or ""
    language = given.language or (content.language if content else detect_language(f"{given.title or ''} {text}"))
    publication = content.publication if content else None
    if day := given.published_on:
        publication = Publication(day, day, day.isoformat(), DateBasis.GIVEN)
    return Content(
        title=given.title or (content.title if content else None),
        author=content.author if content else None,
        site_name=content.site_name if content else None,
        language=language,
        canonical_url=content.canonical_url if content else None,
        publication=publication,
        text=text,
        is_paywalled=content.is_paywalled if content else False,
        why_no_article=content.why_no_article if content else None,
    )


def _document(content: Content) -> Document:
    published = content.publication
    return Document(
        text=content.text,
        title=content.title,
        language=content.language or UNKNOWN,
        published_from_on=published.from_on if published else None,
        published_to_on=published.to_on if published else None,
    )


def answer_line(line: str) -> str:
    """Return the answer to one line of a batch, both JSON. A line that cannot be read is answered with `error`."""
    try:
        given = parse_document(line)
    except DocumentError as error:
        return error_line(line, str(error))
    content = read_content(given)
    claims = read_claims(_document(content))
    published = content.publication
    day = published.from_on.isoformat() if published and published.from_on == published.to_on else None
    answer = {"id": given.id, "title": content.title, "text": content.text, "published_on": day}
    return json.dumps(answer | _events(claims), ensure_ascii=False)


def error_line(line: str, reason: str) -> str:
    """Return the answer to a line that could not be read: no events, the reason, and the id if there is one."""
    try:
        given = json.loads(line)
        identity = given.get("id") if isinstance(given, dict) else None
    except (ValueError, RecursionError):
        identity = None
    if not isinstance(identity, str | int):
        identity = None
    answer = {"id": _encodable(identity), "title": None, "text": "", "published_on": None}
    answer |= {"moves": [], "deals": [], "offers": [], "error": _encodable(reason)}
    return json.dumps(answer, ensure_ascii=False)


def extract_document(source: str, *, published_on: date | None = None, language: str | None = None) -> dict[str, Any]:
    """Return `{"article": …, "moves": […], "deals": […], "offers": […]}` of one document.

    `source` is the path of a .html, .txt or .json file, an http(s) address, or - for standard input.
    Raises `DocumentError` when it cannot be had or read.
    """
    content = _open(source, published_on, language)
    claims = read_claims(_document(content))
    published = content.publication
    article = {
        "title": content.title,
        "author": content.author,
        "site_name": content.site_name,
        "language": content.language,
        "canonical_url": content.canonical_url,
        "published_on": published and {"from": published.from_on.isoformat(), "to": published.to_on.isoformat()},
        "published_raw": published.raw if published else None,
        "published_basis": published.basis.value if published else None,
        "is_paywalled": content.is_paywalled,
        "text": content.text,
    }
    return {"article": article} | _events(claims)


def explain_document(source: str, *, published_on: date | None = None, language: str | None = None) -> Explanation:
    """Return what the reader made of each sentence of one document, named as for `extract_document`."""
    return explain(_document(_open(source, published_on, language)))


def _open(source: str, published_on: date | None, language: str | None) -> Content:
    known = {"published_on": published_on, "language": language}
    given = _given(source).model_copy(update={name: value for name, value in known.items() if value})
    return read_content(given)


def _events(claims: Claims) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "moves": [guide_row(claim) for claim in claims.moves],
        "deals": [guide_row(claim) for claim in claims.deals],
        "offers": [guide_row(claim) for claim in claims.offers],
    }
    return answer | ({"language_unsupported": True} if claims.language_unsupported else {})


def _fetch(url: str) -> tuple[bytes, str | None]:
    """Return body and content type of the page at `url`, which the user asks for: any address will do."""
    once = urllib3.Retry(total=5, connect=0, read=0, redirect=5)
    agent = {"User-Agent": f"mercato/{package_version()}", "Accept-Encoding": "gzip, deflate"}
    try:
        response = urllib3.request("GET", url, headers=agent, timeout=FETCH_SECONDS, retries=once)
    except urllib3.exceptions.HTTPError as error:
        raise DocumentError(f"{url}: cannot be fetched: {' '.join(str(error).split())}") from error
    if response.status != HTTPStatus.OK:
        raise DocumentError(f"{url}: cannot be fetched: status {response.status}")
    return response.data, response.headers.get("Content-Type")


def _given(source: str) -> GivenDocument:
    if source.startswith(("http://", "https://")):
        body, content_type = _fetch(source)
        return GivenDocument(html=decode_html(body, content_type))
    if source == "-":
        body, suffix = sys.stdin.buffer.read(), ""
    else:
        path = Path(source)
        try:
            body, suffix = path.read_bytes(), path.suffix.lower()
        except OSError as error:
            raise DocumentError(f"{source}: {error.strerror}") from error
    text = decode_html(body)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if suffix in (".html", ".htm", ".xhtml") or (suffix == "" and start == "<"):
        return GivenDocument(html=text)
    if suffix == ".json" or (suffix == "" and start == "{"):
        try:
            return parse_document(text)
        except DocumentError as error:
            raise DocumentError(f"{source}: {error}") from error
    if suffix not in (".txt", ".text", ".md", ""):
        raise DocumentError(f"{source}: expected .html, .txt or .json")
    return GivenDocument(text=text)
