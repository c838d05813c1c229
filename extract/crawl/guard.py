"""Sees every request first: whether its source may ask at its address at all.

Runs for redirects and for robots.txt too, for these pass through the downloader like any other request.
Which IP addresses are public, and how names are resolved, belongs in `addresses`.
"""

from typing import Self, cast
from urllib.parse import ParseResult, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet import reactor

from extract.crawl.addresses import PrivateAddressError, PublicResolver, is_public
from extract.sources import Source

_MAX_LENGTH = 2083  # of an address, as browsers have it
_PORTS = {"http": 80, "https": 443}


class BadAddressError(IgnoreRequest):
    """A request to an address that no source announces in good faith: its scheme, port or credentials."""


class AddressGuard:
    """Refuses what a source may not ask."""

    @classmethod
    def from_crawler(cls, _: Crawler) -> Self:
        """Build the middleware, as Scrapy asks."""
        return cls()

    async def process_request(self, request: Request) -> None:
        """Let `request` pass. Raises `BadAddressError`, `PrivateAddressError` or `CannotResolveHostError`."""
        address = urlparse_cached(request)
        source: Source = request.meta["source"]
        if len(request.url) > _MAX_LENGTH:
            raise BadAddressError(f"longer than {_MAX_LENGTH} characters")
        port = _check(address, source)
        host = cast("str", address.hostname)
        found = await cast("PublicResolver", reactor.nameResolver).lookup(host)
        private = [text for text in found if not is_public(text)]
        if private:
            if not _is_named(host, port, source):
                raise PrivateAddressError(f"private address {private[0]} refused")
            request.meta["proxy"] = None  # a proxy of the environment is for the open web
        elif request.meta.get("proxy") is None:
            request.meta.pop("proxy", None)  # left from an address that led here


def _check(address: ParseResult, source: Source) -> int:
    """Return the port of `address`. Raises `BadAddressError` if `source` may not ask there, whatever the host."""
    if address.scheme not in _PORTS:
        raise BadAddressError(f"scheme {address.scheme} refused")
    if address.username is not None or address.password is not None:
        raise BadAddressError("credentials in the address refused")
    try:
        port = address.port or _PORTS[address.scheme]
    except ValueError as error:
        raise BadAddressError(f"port refused: {error}") from error
    if not address.hostname:
        raise BadAddressError("no host")
    own = [urlsplit(url) for url in (source.home_url, *source.feeds, *source.sitemaps)]
    own += [urlsplit(f"//{name}") for name in source.private_hosts]
    if port not in {*_PORTS.values(), *(url.port for url in own)}:
        raise BadAddressError(f"port {port} refused: neither of the web nor of the source")
    return port


def _is_named(host: str, port: int, source: Source) -> bool:
    """Tell whether `source` names the private `host`, or this port of it."""
    named = [urlsplit(f"//{name}") for name in source.private_hosts]
    return any(name.hostname == host and name.port in (None, port) for name in named)
