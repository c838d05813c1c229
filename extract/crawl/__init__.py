"""Fetches what the sources announce, politely and safely, and archives every exchange.

`process.crawl` runs a crawl of one day as a process of its own, for Twisted's reactor cannot restart.
In that process (`__main__`) one Scrapy spider (`spider`) asks for each source's feeds and sitemaps,
`discovery` reads the articles they announce (apart, in `reading`, by `turns`), and `quota` counts what a source's day
allows. Requests wait in the `frontier`; then the downloader middlewares see each of them, redirects and
robots.txt too:

    pace       how fast a host is asked, its pauses, and when it is left alone
    guard      which addresses a source may ask; `addresses` which are public, also when connecting
    robots     what robots.txt says
    recorder   conditional requests; a row for every exchange or refusal, and its records in the archive

`limits` cuts off answers that are too large or of no use. `check` tells whether sources can be followed.
What a page says belongs in `extract.article`.
"""
