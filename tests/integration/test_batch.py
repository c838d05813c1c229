"""Days and batches with the real reader: order, outcomes, errors, and what an interrupt leaves."""

import hashlib
import io
import json
import threading
from contextlib import closing
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import extracted
import pytest

from extract.archive import Archive, ArchiveWriter, Exchange
from extract.batch import TABLES, extract_lines, read_day
from extract.document import DocumentError, extract_document
from extract.records import Outcome, Page, PageKind, SourceRow
from warehouse.load import load_day

DAY = date(2025, 7, 2)
NEXT = date(2025, 7, 3)
SITE = "https://tribune.example"
HIRE = "Nadia Kessler has joined Halcyon Robotics as chief scientist, the company announced on Monday."
QUIET = "The orchard cooperative will press its own cider. Members voted for the plan by a wide margin last week."
# The reader takes minutes for it.
HEAVY = f"<html><body><article>{'<p>Some words, <b>bold</b> and <i>more</i>.</p>' * 60_000}</article></body></html>"
LIMIT = 3  # seconds, with texts that need no language model: to load one may take as long on a busy machine


def html(text, head="", title="A title"):
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{paragraphs}</body></html>'


def dated(day):
    return f'<meta property="article:published_time" content="{day}">'


class Day:
    """Writes a crawl day's pages into an archive, as a crawl does."""

    def __init__(self, folder, day=DAY):
        self.archive, self.day = Archive(folder), day
        row = {"crawl_on": day, "name": "Tribune", "language": "en", "country": "GB", "home_url": SITE}
        self.writer = ArchiveWriter(self.archive, day, "test", [SourceRow(source_id="tribune", **row)])

    def add(self, path, body, outcome=Outcome.OK, status=200, kind=PageKind.ARTICLE, **fields):
        content = body.encode()
        page = Page(
            **{
                "page_id": f"{self.day}{path}",
                "crawl_on": self.day,
                "source_id": "tribune",
                "kind": kind,
                "url": SITE + path,
                "final_url": None,
                "discovered_in": f"{SITE}/rss.xml",
                "feed_title": None,
                "feed_published_at": None,
                "fetched_at": datetime(self.day.year, self.day.month, self.day.day, 6, tzinfo=UTC),
                "http_status": status,
                "outcome": outcome,
                "outcome_detail": None,
                "content_type": "text/html; charset=utf-8",
                "etag": None,
                "last_modified": None,
                "body_sha256": hashlib.sha256(content).hexdigest(),
                "body_bytes": len(content),
                "warc_file": None,
                "warc_offset": None,
                "warc_length": None,
            }
            | fields
        )
        return self.writer.append(page, Exchange("GET", [], status, [], b"" if status == 304 else content))

    def close(self):
        self.writer.close()
        self.archive.close()


def tables(folder, day=DAY):
    return {
        table: [json.loads(line) for line in (folder / day.isoformat() / f"{table}.jsonl").read_text().splitlines()]
        for table in TABLES
    }


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Two archived days, and what came of reading them."""
    folder = tmp_path_factory.mktemp("days")
    archive, out = folder / "archive", folder / "extracted"
    with closing(Day(archive)) as day:
        day.add("/rss.xml", "<rss/>", kind=PageKind.FEED)
        day.add("/hire", html(HIRE, dated("2025-07-01")))
        day.add("/quiet", html(QUIET))
        day.add("/quiet?utm_source=feed", html(QUIET))
        day.add("/empty", "<html><body></body></html>")
        day.add("/stub", html(QUIET, '<meta itemprop="isAccessibleForFree" content="false">'))
        day.add("/sorry", html(QUIET, title="Page not found | Tribune"))
        day.add("/gone", "no such page", Outcome.HTTP_ERROR, 404)
        broken = day.add("/broken", html(QUIET, title="Broken"))
        day.add(
            "/from-map", html(QUIET + " Again."), discovered_in=f"{SITE}/map.xml", feed_published_at="2025-07-01T09:00Z"
        )
        day.add("/map.xml", "<urlset/>", kind=PageKind.SITEMAP)
        day.add("/last", html(QUIET + " Last."))
    path = archive / broken.warc_file
    damaged = bytearray(path.read_bytes())
    damaged[broken.warc_offset + 200 : broken.warc_offset + 260] = b"\0" * 60
    path.write_bytes(damaged)
    with closing(Day(archive, NEXT)) as day:
        day.add("/hire", html(HIRE, dated("2025-07-01")), Outcome.NOT_MODIFIED, 304)
        day.add("/quiet", html(QUIET + " Now with more."))
    progress = []
    counts = read_day(archive, DAY, out, on_progress=lambda done, of: progress.append((done, of)))
    read_day(archive, NEXT, out)
    return {"archive": archive, "out": out, "counts": counts, "progress": progress}


def outcomes(folder, day=DAY):
    return {page["url"].removeprefix(SITE): page["outcome"] for page in tables(folder, day)["pages"]}


def test_every_page_has_its_final_outcome(read):
    assert outcomes(read["out"]) == {
        "/rss.xml": "ok",
        "/hire": "ok",
        "/quiet": "ok",
        "/quiet?utm_source=feed": "duplicate",
        "/empty": "empty_text",
        "/stub": "paywall",
        "/sorry": "not_article",
        "/gone": "http_error",
        "/broken": "read_error",
        "/from-map": "ok",
        "/map.xml": "ok",
        "/last": "ok",
    }
    assert read["progress"][-1] == (9, 9)


def test_a_page_that_hangs_the_reader_stops_no_other(tmp_path):
    with closing(Day(tmp_path / "archive")) as day:
        day.add("/first", html(QUIET))
        day.add("/heavy", HEAVY)
        day.add("/last", html(QUIET + " Last."))
    read_day(tmp_path / "archive", DAY, tmp_path / "out", workers=1, limit_seconds=LIMIT)
    assert outcomes(tmp_path / "out") == {"/first": "ok", "/heavy": "timeout", "/last": "ok"}
    assert tables(tmp_path / "out")["pages"][1]["outcome_detail"] == f"reading took over {LIMIT} s"


def test_what_a_site_repeats_is_no_text_and_quotes_stand_where_they_say(tmp_path):
    box = "Get the best of the Tribune in your letterbox every morning, with the weather."
    people = ["Nadia Kessler", "Jonas Whitfield", "Clara Montrose", "Peter Langley", "Irene Castellan"]
    hires = [f"{person} has joined Halcyon Robotics as chief scientist, the company said." for person in people]
    with closing(Day(tmp_path / "archive")) as day:
        for number, hire in enumerate(hires):
            # The second copy differs in what the site adds alone.
            day.add(f"/{number}", html(f"{box}\n{hire} {QUIET}\nFiled under: people", dated("2025-07-01")))
            day.add(f"/{number}?utm_source=feed", html(f"{hire} {QUIET}\nFiled under: people", dated("2025-07-01")))
    for workers in (1, 2):
        read_day(tmp_path / "archive", DAY, tmp_path / str(workers), workers=workers)
    found = tables(tmp_path / "1")
    assert tables(tmp_path / "2") == found
    assert [row["text"] for row in found["articles"]] == [f"{hire} {QUIET}" for hire in hires]
    assert [page["outcome"] for page in found["pages"]] == ["ok", "duplicate"] * 5
    texts = {row["article_id"]: row["text"] for row in found["articles"]}
    assert [row["person"] for row in found["move_claims"]] == people
    for row in found["move_claims"]:
        for quote in row["quotes"]:
            assert texts[row["article_id"]][quote["char_start"] : quote["char_end"]] == quote["text"]


def test_rows_are_linked_and_loadable(read, tmp_path):
    found = tables(read["out"])
    articles = {row["article_id"]: row for row in found["articles"]}
    assert len(articles) == len(found["articles"]) == 5
    read_pages = {page["page_id"]: page for page in found["pages"]}
    for row in articles.values():
        assert read_pages[row["page_id"]]["article_id"] == row["article_id"]
    (move,) = found["move_claims"]
    assert articles[move["article_id"]]["url"] == f"{SITE}/hire"
    assert (move["person"], move["to_organization"]) == ("Nadia Kessler", "Halcyon Robotics")
    quote = move["quotes"][0]
    assert articles[move["article_id"]][quote["part"]][quote["char_start"] : quote["char_end"]] == quote["text"]
    for table, rows in found.items():
        assert all(set(row) == set(extracted.COLUMNS[table]) for row in rows), table
    assert load_day(tmp_path / "build.duckdb", read["out"] / DAY.isoformat(), DAY) == read["counts"]


def test_dates_rest_on_what_there_is(read):
    basis = {row["url"].removeprefix(SITE): row["published_basis"] for row in tables(read["out"])["articles"]}
    assert basis["/hire"] == "metadata"
    assert basis["/from-map"] == "sitemap"
    assert basis["/quiet"] == "first_crawl"


def test_an_unchanged_page_gives_no_second_article_and_a_changed_one_does(read):
    first, second = tables(read["out"]), tables(read["out"], NEXT)
    assert [page["outcome"] for page in second["pages"]] == ["not_modified", "ok"]
    (article,) = second["articles"]
    assert article["url"] == f"{SITE}/quiet"
    assert article["article_id"] not in {row["article_id"] for row in first["articles"]}


def test_reading_again_gives_the_same_files(read, tmp_path):
    read_day(read["archive"], NEXT, tmp_path, workers=1)
    for table in TABLES:
        name = f"{NEXT}/{table}.jsonl"
        assert (tmp_path / name).read_bytes() == (read["out"] / name).read_bytes()


def test_an_interrupt_leaves_the_former_day(read, tmp_path):
    read_day(read["archive"], NEXT, tmp_path)
    before = tables(tmp_path, NEXT)

    def interrupt(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_day(read["archive"], NEXT, tmp_path, on_progress=interrupt)
    assert tables(tmp_path, NEXT) == before
    assert [path.name for path in tmp_path.iterdir()] == [NEXT.isoformat()]


def test_a_day_without_a_crawl_is_empty(read, tmp_path):
    counts = read_day(read["archive"], date(2025, 1, 1), tmp_path)
    assert counts == dict.fromkeys(TABLES, 0)
    assert all(rows == [] for rows in tables(tmp_path, date(2025, 1, 1)).values())


@pytest.fixture(scope="module")
def answered():
    """A batch with good and bad lines, and its answers by id."""
    lines = [
        {"id": "text", "language": "en", "title": "A hire", "text": HIRE, "published_on": "2025-07-01"},
        "not JSON",
        {"id": "html", "html": html(HIRE, dated("2025-07-01"))},
        {"id": 7, "text": QUIET, "published_on": None, "moves": ["ignored"]},
        {"id": "both", "text": QUIET, "html": html(QUIET)},
        {"id": "neither"},
        {"id": "date", "text": QUIET, "published_on": "soon"},
        [1, 2],
        {"id": "german", "language": "de", "text": "Nadia Kessler wechselt zu Halcyon Robotics."},
        {"id": "odd", "text": "A lone \ud83d half, a bell \x07 and a null \x00. " + HIRE, "language": "en"},
        {"id": "nothing", "text": ""},
        {"id": "no text", "html": "<html></html>"},
        {"id": "last", "text": QUIET},
    ]
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    texts.insert(3, "  \n")
    answers = [json.loads(answer.encode()) for answer in extract_lines(texts, workers=2)]
    return lines, answers


def test_answers_stand_in_the_order_of_the_lines(answered):
    lines, answers = answered
    assert [answer["id"] for answer in answers] == [
        line.get("id") if isinstance(line, dict) else None for line in lines
    ]


def test_each_bad_line_is_answered_with_its_error(answered):
    errors = {str(answer["id"]): answer["error"] for answer in answered[1] if "error" in answer}
    assert set(errors) == {"None", "both", "neither", "date"}
    assert errors["date"].startswith("published_on: ")
    assert errors["both"].endswith("needs either text or html")
    assert answered[1][1]["error"].startswith("not JSON: ")


def test_answers_have_the_keys_of_the_contract(answered):
    for answer in answered[1]:
        assert {"id", "title", "text", "published_on", "moves", "deals", "offers"} <= set(answer)
        assert set(answer) <= {
            "id", "title", "text", "published_on", "moves", "deals", "offers", "error", "language_unsupported"
        }  # fmt: skip


def test_text_and_html_give_the_same_claim(answered):
    by_id = {answer["id"]: answer for answer in answered[1]}
    for key in ("text", "html", "odd"):
        (move,) = by_id[key]["moves"]
        assert (move["person"], move["kind"], move["to_organization"]) == ("Nadia Kessler", "hire", "Halcyon Robotics")
        assert by_id[key]["text"][move["char_start"] : move["char_end"]] == move["quote"]
    assert by_id["text"]["published_on"] == by_id["html"]["published_on"] == "2025-07-01"
    assert by_id["html"]["title"] == "A title"
    assert by_id["german"]["language_unsupported"] is True
    assert "language_unsupported" not in by_id[7]


def test_a_document_that_hangs_the_reader_stops_no_other():
    lines = [{"id": 1, "text": QUIET}, {"id": 2, "html": HEAVY}, {"id": 3, "text": QUIET}]
    answers = [json.loads(answer) for answer in extract_lines(map(json.dumps, lines), limit_seconds=LIMIT)]
    assert [answer.get("error") for answer in answers] == [None, f"reading took over {LIMIT} s", None]
    assert [answer["id"] for answer in answers] == [1, 2, 3]


def test_a_batch_is_answered_while_it_is_given():
    given = 0

    def lines():
        nonlocal given
        for number in range(500):
            given += 1
            yield json.dumps({"id": number, "text": QUIET})

    stream = extract_lines(lines(), workers=1)
    assert json.loads(next(stream))["id"] == 0
    assert given < 100
    stream.close()


@pytest.mark.parametrize("name", ["page.html", "story.txt", "story.json"])
def test_one_document_of_each_kind(tmp_path, name):
    path = tmp_path / name
    contents = {".html": html(HIRE), ".txt": HIRE, ".json": json.dumps({"id": "x", "text": HIRE})}
    path.write_text(contents[path.suffix])
    answer = extract_document(str(path), published_on=date(2025, 7, 1))
    assert list(answer) == ["article", "moves", "deals", "offers"]
    assert answer["article"]["published_on"] == {"from": "2025-07-01", "to": "2025-07-01"}
    assert answer["article"]["published_basis"] == "given"
    assert answer["article"]["language"] == "en"
    assert HIRE in answer["article"]["text"]
    (move,) = answer["moves"]
    assert move["person"] == "Nadia Kessler"


@pytest.mark.parametrize("content", [html(HIRE), HIRE, json.dumps({"text": HIRE})])
def test_standard_input_is_read_as_what_it_is(monkeypatch, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert extract_document("-")["article"]["text"].endswith(HIRE)


def test_a_document_is_fetched_from_its_address():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/story" else 404)
            self.send_header("Content-Type", "text/html; charset=iso-8859-1")
            self.end_headers()
            self.wfile.write(html(f"{HIRE} Café.").encode("latin-1"))

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert "Café" in extract_document(f"{address}/story")["article"]["text"]
        with pytest.raises(DocumentError, match="cannot be fetched"):
            extract_document(f"{address}/gone")
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("absent.txt", None, "No such file"), ("story.pdf", "x", "expected .html"), ("story.json", "{", "not JSON")],
)
def test_a_document_that_cannot_be_read_is_named(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(DocumentError) as caught:
        extract_document(str(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
