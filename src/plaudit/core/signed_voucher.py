"""A voucher that a till can read without a connection: a signed text for a QR code.

The text is PLAUDIT1: and, in Base32 without padding, 25 bytes that say what the voucher is and the
64 bytes of an Ed25519 signature over them. A till has the public keys and a list of what is used
up; docs/reference/offline-vouchers.md is written for those who build one.
"""

from __future__ import annotations

import binascii
from base64 import b32decode, b32encode
from struct import Struct
from typing import NamedTuple

from plaudit.core.period import SECOND

PREFIX = "PLAUDIT1:"
SIGNATURE_BYTES = 64

SYNC_DAYS = 7
"""For how many days after it took a voucher a till can tell us of it."""
KNOWN_SECONDS = 120
"""What was used up so long before a till's list was made stands on that list for certain."""
CLOCK_SKEW_SECONDS = 300
ACCEPTED_MAX = 1_000
"""How many vouchers a till sends at once at most."""
KEY_CHARACTERS_MAX = 64

_LAYOUT = Struct(">BQIIIHH")
_VERSION = 1


class Claim(NamedTuple):
    """What a signed voucher says. `last_on` and `key_day` are day numbers.

    `number`: by which its partner knows it, and nobody else (core.own_number). `key_day`: the day
    on which it was taken, whose key signed it.
    """

    number: int
    reward_id: int
    partner_id: int
    points: int
    last_on: int
    key_day: int


class Accepted(NamedTuple):
    """A voucher that a till took while offline, as it tells us later.

    Units: `accepted_at` and `list_at` (when its list was made) in microseconds since the epoch.
    `key`: the till's own number of it.
    """

    key: str
    text: str
    accepted_at: int
    list_at: int


def payload_of(claim: Claim) -> bytes:
    """Return the bytes that are signed."""
    return _LAYOUT.pack(_VERSION, *claim)


def claim_of(payload: bytes) -> Claim | None:
    """Return what signed bytes say; None where they are of another form.

    >>> claim = Claim(1234, 5, 7, 60, 20830, 20777)
    >>> claim_of(payload_of(claim)) == claim, claim_of(b"x" * 25), claim_of(b"")
    (True, None, None)
    """
    if len(payload) != _LAYOUT.size:
        return None
    version, *said = _LAYOUT.unpack(payload)
    return Claim(*said) if version == _VERSION else None


def text_of(payload: bytes, signature: bytes) -> str:
    """Return the text that a QR code carries."""
    assert len(signature) == SIGNATURE_BYTES, len(signature)
    return PREFIX + b32encode(payload + signature).decode().rstrip("=")


def parts_of(text: str) -> tuple[bytes, bytes] | None:
    """Return (signed bytes, signature) of a text, or None where it isn't of this form.

    >>> parts_of(text_of(b"p" * 25, b"s" * 64)) == (b"p" * 25, b"s" * 64), parts_of("PLAUDIT1:A")
    (True, None)
    """
    if not text.startswith(PREFIX) or len(text) > 4 * SIGNATURE_BYTES:
        return None
    body = text.removeprefix(PREFIX)
    try:
        raw = b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _LAYOUT.size + SIGNATURE_BYTES or text_of(raw[:25], raw[25:]) != text:
        return None
    return raw[: _LAYOUT.size], raw[_LAYOUT.size :]


class TillDay(NamedTuple):
    """What is known of a partner's tills when one tells of a voucher that is open no longer.

    `used_up_at`: when it was given back; None where nobody knows: its member was erased, and it
    wasn't used. `taken`: how many vouchers its partner's tills took offline on that day, of the
    `limit` that they may. `was_used`: whether one of them used this voucher, online or offline.
    `was_there`: whether the member had taken it by that day. `is_list_of_day`: whether the till's
    list was of that day.
    """

    used_up_at: int | None
    taken: int
    limit: int
    was_used: bool
    was_there: bool
    is_list_of_day: bool


def is_covered(accepted: Accepted, till: TillDay) -> bool:
    """Return whether the programme pays a till for a voucher that is open no longer.

    It does where the till acted in good faith: the voucher was there on that day, the till's list
    was of that day and made before, the voucher can't have stood on it, no till of its partner used
    it, and it is within its partner's limit.
    """
    list_at, used_up_at = accepted.list_at, till.used_up_at
    could_know = used_up_at is not None and used_up_at < list_at - KNOWN_SECONDS * SECOND
    return (
        till.was_there
        and till.is_list_of_day
        and list_at <= accepted.accepted_at
        and not could_know
        and not till.was_used
        and till.taken < till.limit
    )
