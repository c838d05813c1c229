"""Which addresses are public, and that a connection resolves to no others, whatever was checked before."""

import asyncio
from contextlib import suppress

import pytest
from scrapy.exceptions import CannotResolveHostError

from extract.crawl.addresses import PrivateAddressError, PublicResolver, is_public

PRIVATE = """
    0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254 172.16.0.1
    192.0.0.192 192.88.99.1 192.168.1.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2001:0::1 2001:db8::1 2002:7f00:1::
    fd00:ec2::254 fe80::1%eth0 fec0::1 ff02::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_what_only_some_networks_reach_is_private(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_everybody_reaches_is_public(address):
    assert is_public(address)


class Received:
    """What Twisted's endpoints get from a resolver."""

    def __init__(self):
        self.addresses = []
        self.complete = asyncio.Event()

    def resolutionBegan(self, resolution):  # noqa: N802
        pass

    def addressResolved(self, address):  # noqa: N802
        self.addresses.append((address.host, address.port))

    def resolutionComplete(self):  # noqa: N802
        self.complete.set()


async def connected_to(resolver, host):
    received = Received()
    resolver.resolveHostName(received, host, 8801)
    await asyncio.wait_for(received.complete.wait(), 10)
    return received.addresses


def answered(*hosts, trusted=()):
    async def ask():
        resolver = PublicResolver(None, trusted, 5)
        return [await connected_to(resolver, host) for host in hosts]

    return asyncio.run(ask())


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "::1"])
def test_a_connection_finds_no_private_address(host):
    assert answered(host) == [[]]


def test_a_connection_finds_what_is_public_or_trusted():
    assert answered("127.0.0.1", "93.184.215.14", trusted={"127.0.0.1"}) == [
        [("127.0.0.1", 8801)],
        [("93.184.215.14", 8801)],
    ]


def test_a_lookup_says_why_there_is_no_answer():
    async def ask():
        resolver = PublicResolver(None, (), 5)
        with pytest.raises(PrivateAddressError, match=r"private address (127\.0\.0\.1|::1) refused"):
            await resolver.lookup("localhost")
        with pytest.raises(CannotResolveHostError, match=r"cannot resolve no-such-host\.invalid: "):
            await resolver.lookup("no-such-host.invalid")
        with pytest.raises(CannotResolveHostError, match="cannot resolve"):
            await resolver.lookup("a" * 70 + ".example")

    asyncio.run(ask())


def test_an_answer_holds_for_the_crawl():
    async def ask():
        resolver = PublicResolver(None, (), 5)
        with suppress(PrivateAddressError):
            await resolver.lookup("localhost")
        first = resolver._lookups["localhost"]
        with suppress(PrivateAddressError):
            await resolver.lookup("LocalHost.")
        return first is resolver._lookups["localhost"]

    assert asyncio.run(ask())
