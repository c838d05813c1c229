"""The canonical address: one for all that lead to the same page and differ only in tracking, session or notation.

It tells pages apart; what is asked for is an address as announced.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Names that carry no content: after the query stripping lists of AdGuard and Firefox, and of French audience tools.
_TRACKING = re.compile(
    r"(utm|hsa|mtm|pk|piwik|matomo|mc|oly|vero|at|ga|itm|ns)_\w+|cm_mmc\w*|_hs(enc|mi)|_ga|_gl|mkt_tok|xtor|xts|cmpid|"
    r"(fb|g|d|y|tw|tt)clid|msclkid|[gw]braid|igsh(id)?|li_fat_id|ref(_src|_url|err?er)?|source|campaign|affiliate|partner|"
    r"phpsessid|jsessionid|aspsessionid\w*|session_?id|sess(id)?|cfid|cftoken",
    re.IGNORECASE,
)
_SESSION = re.compile(r"(sid|session|s)=[0-9a-z-]{16,}", re.IGNORECASE)  # short ones are names of content
_PATH_SESSION = re.compile(r";(jsessionid|sid|phpsessid)=[^/;]*", re.IGNORECASE)


def canonical(url: str) -> str | None:
    """Return the canonical form of the web address `url`; null when it is none.

    Without fragment, credentials, default port, tracking parameters and session ids; host in lower case, parameters
    in order (RFC 3986, 6.2).
    """
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    parameters = sorted(
        item
        for item in parts.query.split("&")
        if item and not _TRACKING.fullmatch(item.partition("=")[0]) and not _SESSION.fullmatch(item)
    )
    return urlunsplit((parts.scheme, netloc, _PATH_SESSION.sub("", parts.path) or "/", "&".join(parameters), ""))
