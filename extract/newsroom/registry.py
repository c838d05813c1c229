"""The bundled publishers as sources of the crawler, so that they are described once, in `publishers.yml`."""

from urllib.parse import urlsplit

from extract.newsroom.content import Feed, read_publishers
from extract.newsroom.site import BASE_PORT, origin
from extract.sources import Source


def newsroom_sources(base_port: int = BASE_PORT) -> list[Source]:
    """Return the newsroom's publishers as they are served from `base_port` on.

    Raises `NewsroomError` when the publishers cannot be read.
    """
    publishers = read_publishers()
    sources = []
    for publisher in publishers:
        site = origin(publishers, publisher, base_port)
        feed, sitemap = site + publisher.feed_path, f"{site}/sitemap.xml"
        sources.append(
            Source(
                id=publisher.id,
                name=publisher.name,
                language=publisher.language,
                country=publisher.country,
                home_url=f"{site}/",
                feeds=() if publisher.feed is Feed.NEWS_SITEMAP else (feed,),
                sitemaps=(feed, sitemap) if publisher.feed is Feed.NEWS_SITEMAP else (sitemap,),
                delay_seconds=0,
                private_hosts=(urlsplit(site).netloc,),
            )
        )
    return sources
