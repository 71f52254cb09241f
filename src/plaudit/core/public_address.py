"""Where a message may be sent: to a public address over https, and nowhere inside.

A partner names the URL, and Plaudit calls it from inside the city's network. Without these checks
a partner could make it call what only that network can reach.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

URL_CHARACTERS_MOST = 500
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?")
_PATH = re.compile(r"[!-~]*")

# Not public, or a way to write another address, whatever the registry of Python says of them.
_REFUSED = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # shared by customers of one provider
        "192.0.0.0/24",
        "192.88.99.0/24",  # relay to 2002::/16
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/8",  # unspecified, loopback, and IPv4 in IPv6 (mapped, compatible, translated)
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",  # IPv4 in IPv6
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
]


class Target(NamedTuple):
    """A URL in parts: the host is a name in ASCII, the path has the query with it."""

    is_https: bool
    host: str
    port: int
    path: str


def is_public(address: str) -> bool:
    """Return whether an IP address is one that anybody on the internet could reach.

    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "::ffff:10.0.0.1", "nonsense")]
    [True, False, False, False]
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        return False
    if any(found in network for network in _REFUSED if network.version == found.version):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def is_loopback(address: str) -> bool:
    """Return whether an address is this machine itself, plainly written."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def target_of(url: str, *, to_loopback: bool = False) -> Target:
    """Return a URL's parts.

    `to_loopback` lets tests use http and addresses written as numbers.
    Refuses: ValueError with a sentence for whoever typed it.
    """
    if len(url) > URL_CHARACTERS_MOST:
        raise ValueError(f"A URL has at most {URL_CHARACTERS_MOST} characters.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("This is not a URL.") from None
    is_https = parts.scheme == "https"
    if not is_https and not (to_loopback and parts.scheme == "http"):
        raise ValueError("The URL begins with https://. Messages are not sent in the clear.")
    if "@" in parts.netloc or parts.fragment or "#" in url:
        raise ValueError("The URL has no user, no password and no #.")
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or (_is_address(host) and not to_loopback):
        raise ValueError("The URL names its host by a name in ASCII, as partner.example.")
    if "." not in host.rstrip(".") and not to_loopback:
        raise ValueError("The host is a full name with a dot, as partner.example.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _PATH.fullmatch(path):
        raise ValueError("The path of the URL is in ASCII, without spaces.")
    return Target(is_https, host, port or (443 if is_https else 80), path)


def _is_address(host: str) -> bool:
    """Whether a host is a number in one of the ways in which systems read numbers."""
    last = host.rstrip(".").rpartition(".")[2]
    return last.isdecimal() or last.startswith("0x")
