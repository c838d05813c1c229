"""Scrapy's settings for the spider: what a polite and careful crawler of the open web needs."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from extract.crawl.pace import CONCURRENCY
from extract.media import MAX_BYTES
from extract.sources import Source
from extract.version import package_version

TIMEOUT_SECONDS = 30.0
LIMIT_SECONDS = 2 * 3600.0


def user_agent(contact: str | None) -> str:
    """Return who we say we are; `contact` is an address or page for those who run the sites."""
    return f"mercato/{package_version()} ({'+' + contact if contact else 'news reader'})"


def settings(
    sources: Sequence[Source], log_file: str, contact: str | None, timeout_seconds: float, limit_seconds: float
) -> Mapping[str, Any]:
    """Return the settings of a crawl of `sources` that logs to `log_file`."""
    proxies = [urlsplit(url if "//" in url else f"//{url}").hostname for url in getproxies().values()]
    private_hosts = [urlsplit(f"//{name}").hostname for source in sources for name in source.private_hosts]
    return {
        "USER_AGENT": user_agent(contact),
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "extract.crawl.pace.Pace": 40,
            "extract.crawl.guard.AddressGuard": 50,
            "extract.crawl.robots.Robots": 100,
            "extract.crawl.recorder.Recorder": 990,
        },
        "SCHEDULER": "extract.crawl.frontier.Frontier",
        "CONCURRENT_REQUESTS": 0,  # of each source the frontier limits them, of each host its pace
        "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
        "CONCURRENT_ITEMS": 1,  # the spider yields requests alone; Scrapy starts as many tasks for every response
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "DOWNLOAD_TIMEOUT": timeout_seconds,
        "DNS_TIMEOUT": timeout_seconds,
        "CRAWL_LIMIT_SECONDS": limit_seconds,
        "TWISTED_DNS_RESOLVER": "extract.crawl.addresses.PublicResolver",
        "TRUSTED_HOSTS": sorted({host for host in (*proxies, *private_hosts) if host}),
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "extract.crawl.limits.LimitedHandler")
        | dict.fromkeys(("data", "file", "ftp", "s3")),
        "EXTENSIONS": {"extract.crawl.limits.Limits": 0},
        "DOWNLOAD_MAXSIZE": MAX_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "URLLENGTH_LIMIT": 0,  # the guard tells of it
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "INFO",
        "LOG_FILE": log_file,
        "LOG_FILE_APPEND": True,
    }
