"""The hostile cases as tables: what a site says, and the rows of `raw.pages` that tell the truth about it.

How a case is made belongs in `case`; how it is served, in `server`; how it is crawled and judged, in `crawling`.
"""

from cases.announcements import addresses, feeds, homes, private, robots, sitemaps
from cases.case import Case, Sizes
from cases.exchanges import encodings, exchanges, hangs, redirects
from cases.pages import charsets, pages, types, versions

_EXCHANGES = (hangs, exchanges, redirects, encodings)
_ANNOUNCEMENTS = (addresses, private, robots, homes, feeds, sitemaps)
_PAGES = (types, charsets, pages, versions)
GROUPS = (*_EXCHANGES, *_ANNOUNCEMENTS, *_PAGES)

__all__ = ["GROUPS", "Case", "Sizes"]
