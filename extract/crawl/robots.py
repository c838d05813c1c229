"""Obeys robots.txt (RFC 9309), as Scrapy does, and says so by an exception of its own."""

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser


class DisallowedError(IgnoreRequest):
    """A request that robots.txt forbids; it is never made."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware, whose refusals the recorder can tell from others."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise `DisallowedError` if the host's robots.txt forbids `request`."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise DisallowedError(str(error)) from error
