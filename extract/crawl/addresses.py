"""Which addresses the open web may lead us to, and the name resolver that answers with no others.

A connection goes to an address that was checked, never to a later answer of the name server (DNS rebinding):
Scrapy resolves every host by `PublicResolver`, which keeps its answers for the crawl. Which hosts a source may
name beyond these belongs in `guard`.
"""

import asyncio
import socket
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Literal, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.utils.datatypes import LocalCache
from twisted.internet import address as endpoint
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

_HOSTS = 10_000
_LOOKUPS = 64  # at once; a name server that hangs holds a thread
_EMBEDDING = [ip_network(text) for text in ("::ffff:0:0/96", "64:ff9b::/96")]  # an IPv4 address in the last 32 bits
_IPV6_UNICAST = ip_network("2000::/3")
_REFUSED = [
    ip_network(text)
    for text in (
        "192.0.0.0/24",  # IETF protocol assignments, a cloud's metadata among them
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's metadata, on a public address
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2002::/16",  # 6to4
    )
]


class PrivateAddressError(IgnoreRequest):
    """A request to an address that is not public, by a source that may not do so."""


def is_public(text: str) -> bool:
    """Tell whether the IP address `text` is one that anyone on the internet reaches (RFC 6890 registries)."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if any(address in network for network in _EMBEDDING):
            address = IPv4Address(int(address) & 0xFFFFFFFF)
        elif address not in _IPV6_UNICAST:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not any(address.version == network.version and address in network for network in _REFUSED)
    )


@implementer(IHostnameResolver)
class PublicResolver:
    """Resolves names for all connections of the crawl; those not in `trusted` only to public addresses."""

    def __init__(self, reactor: Any, trusted: Collection[str], timeout_seconds: float) -> None:
        self._reactor = reactor
        self._trusted = trusted
        self._timeout_seconds = timeout_seconds
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="resolver")
        self._lookups: LocalCache[str, asyncio.Future[list[str]]] = LocalCache(_HOSTS)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Build the resolver, as Scrapy asks."""
        settings = crawler.settings
        return cls(reactor, frozenset(settings.getlist("TRUSTED_HOSTS")), settings.getfloat("DNS_TIMEOUT"))

    def install_on_reactor(self) -> None:
        """Let every connection of the reactor resolve here."""
        self._reactor.installNameResolver(self)
        self._reactor.addSystemEventTrigger("after", "shutdown", self._threads.shutdown, False, cancel_futures=True)

    async def lookup(self, host: str) -> list[str]:
        """Return the addresses of `host`, the same for the whole crawl.

        Raises `PrivateAddressError` when one of them is not public and the host not trusted, and
        `CannotResolveHostError` when there is none.
        """
        host = host.lower().rstrip(".")
        lookup = self._lookups.get(host)
        if lookup is None:
            self._lookups[host] = lookup = asyncio.ensure_future(self._resolve(host))
        try:
            return await asyncio.shield(lookup)
        except CannotResolveHostError:
            self._lookups.pop(host, None)  # asked again when the host is
            raise

    async def _resolve(self, host: str) -> list[str]:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                answers = await asyncio.get_running_loop().run_in_executor(
                    self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
                )
        except TimeoutError as error:
            raise CannotResolveHostError(f"cannot resolve {host}: over {self._timeout_seconds:g} s") from error
        except (OSError, UnicodeError) as error:
            raise CannotResolveHostError(f"cannot resolve {host}: {error}") from error
        found = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))
        if host not in self._trusted and (private := [text for text in found if not is_public(text)]):
            raise PrivateAddressError(f"private address {private[0]} refused")
        return found

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: Literal["TCP", "UDP"] = "TCP",  # noqa: N803
    ) -> Any:
        """Give the addresses of `hostName` to `resolutionReceiver`; none when it has none or a private one."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def answer(lookup: asyncio.Future[list[str]]) -> None:
            for text in [] if lookup.exception() else lookup.result():
                kind = endpoint.IPv6Address if ":" in text else endpoint.IPv4Address
                if addressTypes is None or kind in addressTypes:
                    resolutionReceiver.addressResolved(kind(transportSemantics, text, portNumber))
            resolutionReceiver.resolutionComplete()

        asyncio.ensure_future(self.lookup(hostName)).add_done_callback(answer)
        return resolution


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Do nothing: the answer serves the next who asks."""
