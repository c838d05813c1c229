"""Fetches what the sources announce, politely, and archives every exchange.

`process.crawl` runs a crawl of one day as a process of its own, for Twisted's reactor cannot restart.
In that process (`__main__`) one Scrapy spider (`spider`) asks for each source's feeds and sitemaps,
`discovery` reads the articles they announce, and three downloader middlewares see every request:
`guard` (whose it is, how fast, to which address), `robots`, and `recorder` (conditional requests, and
a row and records in the archive for every exchange). What a page says belongs in `extract.article`.
"""
