"""How well article text is found: mercato beside plain trafilatura, on pages whose true text is known.

    python tests/bench/text.py PAGES [--worst N]

PAGES is a folder with `truth.json` (`{id: {"url", "articleBody"}}`) and `<id>.html.gz` at any depth, as the public
article extraction benchmark has them (github.com/scrapinghub/article-extraction-benchmark). The measure is that
benchmark's: counts of 4-word shingles per page, precision and recall averaged over the pages that have any, F1 of the
two means. Nothing is asserted; what makes the difference is tested in `tests/unit/test_main_text.py`.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from trafilatura import bare_extraction
from trafilatura.settings import Document

from extract.article import decode_html, read_html

SHINGLE = 4  # words


def plain(html: str, url: str) -> str:
    """Return the text that trafilatura finds as it comes."""
    return text_of(bare_extraction(html, url=url))


def precise(html: str, url: str) -> str:
    """Return the text that trafilatura finds when told to favor precision."""
    return text_of(bare_extraction(html, url=url, favor_precision=True))


def text_of(found: object) -> str:
    """Return the text of trafilatura's answer."""
    return (found.text or "") if isinstance(found, Document) else ""


def mercato(html: str, url: str) -> str:
    """Return the text of the article that mercato finds."""
    content = read_html(html, url)
    return content.text if content else ""


PROGRAMS: dict[str, Callable[[str, str], str]] = {
    "trafilatura": plain,
    "trafilatura, favor_precision": precise,
    "mercato": mercato,
}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return how often each run of `SHINGLE` words stands in `text`; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)) if words)


def score(true: str, found: str) -> tuple[float | None, float | None]:
    """Return precision and recall of the text `found`; null where nothing was found, or is true."""
    wanted, got = shingles(true), shingles(found)
    common = (wanted & got).total()
    return (common / got.total() if got else None), (common / wanted.total() if wanted else None)


def main() -> None:
    """Print precision, recall and F1 of each program, and the pages on which mercato is worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="pages to show, with each program's scores")
    options = parser.parse_args()
    truth = json.loads((options.pages / "truth.json").read_text(encoding="utf-8"))
    scores: dict[str, dict[str, tuple[float | None, float | None]]] = {name: {} for name in PROGRAMS}
    for key, page in truth.items():
        html = decode_html(gzip.decompress(next(options.pages.rglob(f"{key}.html.gz")).read_bytes()))
        for name, program in PROGRAMS.items():
            scores[name][key] = score(page["articleBody"], program(html, page.get("url", "")))
    print(f"{len(truth)} pages{'':22}{'precision':>10}{'recall':>10}{'F1':>10}")
    for name, each in scores.items():
        precision = mean(p for p, _ in each.values() if p is not None)
        recall = mean(r for _, r in each.values() if r is not None)
        print(f"{name:30}{precision:10.3f}{recall:10.3f}{2 * precision * recall / (precision + recall):10.3f}")
    ranked = sorted(truth, key=lambda key: sum(part or 0 for part in scores["mercato"][key]))
    for key in ranked[: options.worst]:
        shown = "  ".join(f"{p or 0:.2f} {r or 0:.2f}" for p, r in (scores[name][key] for name in PROGRAMS))
        print(f"{shown}  {key}  {truth[key].get('url', '')}")


if __name__ == "__main__":
    main()
