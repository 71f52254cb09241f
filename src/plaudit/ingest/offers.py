"""Another protocol that a client offers beside HTTP/1.1: it is passed over, and nothing else.

Some clients offer HTTP/2 with each request. The parser stops at such a head and reads no body, so
the head is read once more without the offer. Source: RFC 9110, 7.8 (a server may ignore it).
"""

from __future__ import annotations

from collections.abc import Iterable

from httptools import HttpRequestParser

_OFFER = (b"upgrade", b"http2-settings")
"""Lines of a head, and what a line `connection` names of them."""


def is_offer(parser: HttpRequestParser) -> bool:
    """Return whether the head that was read offers another protocol. CONNECT asks for one."""
    return bool(parser.should_upgrade()) and parser.get_method() != b"CONNECT"


def head_without_offer(
    parser: HttpRequestParser, url: bytes, headers: Iterable[tuple[bytes, bytes]]
) -> bytes:
    """Return the head that was read, without its offer. Names of `headers` are in lower case."""
    version = parser.get_http_version().encode("ascii")
    lines = [b"%b %b HTTP/%b" % (parser.get_method(), url, version)]
    for name, value in headers:
        if name in _OFFER:
            continue
        kept = value
        if name == b"connection":
            tokens = [token.strip() for token in value.split(b",")]
            kept = b", ".join(token for token in tokens if token.lower() not in _OFFER)
        if kept or not value:
            lines.append(b"%b: %b" % (name, kept))
    return b"\r\n".join([*lines, b"", b""])
