"""Standard Webhooks: signing a message to a partner, and verifying one.

A signature is HMAC-SHA256 over `id.timestamp.body`. While a secret is being replaced there is a
signature of each that a partner may hold. `verify()` is for partners too: it needs nothing but
Python. Source: https://www.standardwebhooks.com, version 1.0.0; docs/reference/webhooks.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Literal

SECRET_PREFIX = "whsec_"  # noqa: S105 (how a secret begins)
SECRET_BYTES = 32
SECRET_BYTES_LEAST, SECRET_BYTES_MOST = 24, 64
TOLERANCE_SECONDS = 300
"""How far a message's time may be from the receiver's clock."""
BODY_BYTES_MOST = 20_000
SIGNATURES_MOST = 8

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

Why = Literal[
    "header_missing", "timestamp_unreadable", "too_old", "too_new", "body_too_large", "not_signed"
]
_SAYS: dict[Why, str] = {
    "header_missing": "One of webhook-id, webhook-timestamp and webhook-signature is missing.",
    "timestamp_unreadable": "webhook-timestamp is not a number of seconds.",
    "too_old": f"It was signed more than {TOLERANCE_SECONDS} seconds ago.",
    "too_new": f"It was signed more than {TOLERANCE_SECONDS} seconds ahead of this clock.",
    "body_too_large": f"The body has more than {BODY_BYTES_MOST} bytes.",
    "not_signed": "No signature fits the body, the id, the timestamp and a secret of ours.",
}


class NotVerified(Exception):
    """A message that isn't from whom it says, or not from now: `why` is a code."""

    def __init__(self, why: Why) -> None:
        super().__init__(_SAYS[why])
        self.why = why


def secret_text(secret: bytes) -> str:
    """Return a secret as partners are given it.

    >>> secret_text(bytes(32))[:12]
    'whsec_AAAAAA'
    """
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def secret_of(text: str) -> bytes:
    """Return the secret that a text stands for.

    Refuses: ValueError, without the text in it.
    """
    try:
        secret = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not SECRET_BYTES_LEAST <= len(secret) <= SECRET_BYTES_MOST:
        raise ValueError(
            f"A secret is {SECRET_PREFIX} and {SECRET_BYTES_LEAST} to {SECRET_BYTES_MOST} bytes "
            "in base64."
        )
    return secret


def signed_headers(
    id: str, body: bytes, *, timestamp: int, secrets: Sequence[bytes]
) -> dict[str, str]:
    """Return the three headers that a message is sent with, signed with each of the secrets.

    Units:   `timestamp` in seconds since the epoch.
    Refuses: an assertion for an id with a dot: it could be read in two ways.
    """
    assert id, "a message has an id"
    assert "." not in id, id
    assert secrets, "a message is signed"
    return {
        ID_HEADER: id,
        TIMESTAMP_HEADER: str(timestamp),
        SIGNATURE_HEADER: " ".join(
            _signature(secret, id, timestamp=timestamp, body=body) for secret in secrets
        ),
    }


def verify(headers: Mapping[str, str], body: bytes, *, secrets: Sequence[bytes], now: int) -> str:
    """Return the id of a message that is from whom it says, and from now.

    Receivers keep the ids they have seen: a message may come twice, with the same id.
    Units:   `now` in seconds since the epoch. Names of headers may be in any case.
    Refuses: NotVerified with a code; comparing takes the same time for each wrong signature.
    """
    found = {name.lower(): value for name, value in headers.items()}
    id = found.get(ID_HEADER, "")
    written = found.get(TIMESTAMP_HEADER, "")
    signatures = found.get(SIGNATURE_HEADER, "")
    if not (id and written and signatures):
        raise NotVerified("header_missing")
    if len(body) > BODY_BYTES_MOST:
        raise NotVerified("body_too_large")
    timestamp = _timestamp(written)
    if timestamp < now - TOLERANCE_SECONDS:
        raise NotVerified("too_old")
    if timestamp > now + TOLERANCE_SECONDS:
        raise NotVerified("too_new")
    given = signatures.split(" ")[:SIGNATURES_MOST]
    expected = [_signature(secret, id, timestamp=timestamp, body=body) for secret in secrets]
    if not any(_same(one, other) for one in expected for other in given):
        raise NotVerified("not_signed")
    return id


def _timestamp(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= 12):
        raise NotVerified("timestamp_unreadable")
    return int(written)


def _signature(secret: bytes, id: str, *, timestamp: int, body: bytes) -> str:
    signed = b".".join([id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
