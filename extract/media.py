"""What a body may be, wherever it comes from: its size, and how its type is told."""

MAX_BYTES = 20 * 2**20  # as sent and as decoded
HTML_TYPES = ("text/html", "application/xhtml+xml")


def is_html(content_type: str | None, body: bytes) -> bool:
    """Tell whether `body` is an HTML document: as its Content-Type says, without one by its first bytes."""
    if content_type:
        return content_type.split(";")[0].strip().lower() in HTML_TYPES
    head = body[:1024].lower()
    return b"<html" in head or b"<!doctype html" in head
