"""Sees every request first: whose it is, how fast its host may be asked, and to which address it goes.

Runs for redirects and for robots.txt too, for these pass through the downloader like any other request.
"""

import asyncio
import ipaddress
import socket
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from extract.sources import Source


class PrivateAddressError(IgnoreRequest):
    """A request to an address that is not public, by a source that may not do so."""


class AddressGuard:
    """Gives each request its source and its host's pace, and refuses private addresses."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._source_of_host: dict[str, Source] = {}
        self._refusals: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware, as Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Prepare `request`. Raises `PrivateAddressError` or `CannotResolveHostError`."""
        address = urlparse_cached(request)
        # Scrapy asks for a host's robots.txt without the meta of the request that needs it.
        source: Source = request.meta.get("source") or self._source_of_host[address.netloc]
        request.meta["source"] = source
        self._source_of_host.setdefault(address.netloc, source)

        request.meta["download_slot"] = address.netloc
        pace = {"delay": source.delay_seconds, "concurrency": 1 if source.delay_seconds else 8, "jitter": 0}
        self._crawler.engine.downloader.per_slot_settings.setdefault(address.netloc, pace)

        if source.allow_private:
            request.meta["proxy"] = None  # a proxy of the environment is for the open web
            return
        host = address.hostname or ""
        if host not in self._refusals:
            self._refusals[host] = await _private_address(host)
        if refused := self._refusals[host]:
            raise PrivateAddressError(f"private address {refused} refused")


async def _private_address(host: str) -> str | None:
    """Return the first address of `host` that is not public, null when all are.

    Raises `CannotResolveHostError` when it has none.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CannotResolveHostError(f"cannot resolve {host}: {error}") from error
    for *_, (name, *_) in found:
        address = ipaddress.ip_address(name)
        if isinstance(address, ipaddress.IPv6Address):
            address = address.ipv4_mapped or address
        if not address.is_global or address.is_multicast:
            return str(address)
    return None
