"""Crawls one day in this process: python -m extract.crawl --sources FILE --day DAY --archive DIR.

Prints one JSON line per exchange, and logs to crawl.log in the day's folder. With `--sources -` the
sources come as one line of JSON on standard input, and the crawl ends when that is closed, so that
it never outlives the process that started it.
"""

import argparse
import os
import signal
import sys
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter
from scrapy.crawler import AsyncCrawlerProcess

from extract.archive import Archive, ArchiveWriter
from extract.crawl.process import END_LIMIT_SECONDS
from extract.crawl.settings import LIMIT_SECONDS, TIMEOUT_SECONDS, settings, user_agent
from extract.crawl.spider import NewsSpider
from extract.sources import Source, SourcesError, load_sources


def main() -> int:
    """Crawl as the command line says; return 0, or 1 when the crawl could not run to its end."""
    parser = argparse.ArgumentParser(prog="python -m extract.crawl", description="Crawl and archive one day.")
    parser.add_argument("--sources", required=True, metavar="FILE", help="YAML registry, or - for JSON on stdin")
    parser.add_argument("--day", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--archive", required=True, type=Path, metavar="DIR")
    parser.add_argument("--contact", help="address or page in the user agent, for those who run the sites")
    parser.add_argument("--timeout", type=float, default=TIMEOUT_SECONDS, metavar="SECONDS", help="of one exchange")
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS, metavar="SECONDS", help="of asking")
    arguments = parser.parse_args()
    try:
        if arguments.sources == "-":
            sources = TypeAdapter(list[Source]).validate_json(sys.stdin.readline())
            threading.Thread(target=_end_with_parent, daemon=True).start()
        else:
            sources = load_sources(arguments.sources)
    except SourcesError as error:
        print(error, file=sys.stderr)
        return 1
    with Archive(arguments.archive) as archive:
        registered = [source.row(arguments.day) for source in sources]
        software = user_agent(arguments.contact)
        with closing(ArchiveWriter(archive, arguments.day, software, registered)) as writer:
            log_file = archive.folder / arguments.day.isoformat() / "crawl.log"
            process = AsyncCrawlerProcess(
                dict(settings(sources, str(log_file), arguments.contact, arguments.timeout, arguments.limit))
            )
            crawler = process.create_crawler(NewsSpider)
            crawl = process.crawl(crawler, sources=sources, writer=writer)
            process.start()
            crawl.result()
    return 0 if crawler.stats.get_value("finish_reason") == "finished" else 1


def _end_with_parent() -> None:
    """Wait until standard input is closed, then end the crawl: gently, and by force if that takes too long."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_LIMIT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
