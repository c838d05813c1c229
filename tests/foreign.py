"""WARC files as other tools write them: version 1.0, bodies as they were transferred."""

import io

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "https://tribune.example/a"
BODY = "<html><p>Un « essai » de texte.</p></html>".encode() * 200


class Warc:
    """Writes a WARC file as other tools do: version 1.0, bodies as they were transferred."""

    def __init__(self, path, is_gzip=True):
        self.path, self.stream = path, io.BytesIO()
        self.writer = WARCWriter(self.stream, gzip=is_gzip, warc_version="1.0")
        self.offsets = []
        self.write("warcinfo", None, b"software: another\r\n", head=None)

    def write(self, kind, url, body, head=("200 OK", ()), **headers):
        self.offsets.append(self.stream.tell())
        http = StatusAndHeaders(head[0], list(head[1]), protocol="HTTP/1.1") if head else None
        headers = {"WARC-Date": "2016-09-01T10:00:00Z"} | {name.replace("_", "-"): v for name, v in headers.items()}
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), warc_headers_dict=headers, http_headers=http
        )
        self.writer.write_record(record)
        return self

    def response(self, url=URL, body=BODY, status="200 OK", headers=(), **fields):
        return self.write("response", url, body, (status, [("Content-Type", "text/html"), *headers]), **fields)

    def save(self, change=lambda content: content):
        self.path.write_bytes(change(self.stream.getvalue()))
        return self.path


def chunked(body):
    pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
