"""Making a code that is sent to an e-mail address, within what one address and place may ask."""

from __future__ import annotations

import secrets
from typing import NamedTuple

import psycopg

from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.ways_in import CODE_DIGITS, CODES_FROM_ONE_PLACE_MAX, CODES_TO_ONE_ADDRESS_MAX
from plaudit.store import sign_in

_ATTEMPT_BYTES = 24


class Sent(NamedTuple):
    """A code, and the attempt that the browser keeps: one is worth nothing without the other."""

    attempt: bytes
    code: str


def send_code(
    connection: psycopg.Connection, *, address_mark: bytes, place_mark: bytes, now: int
) -> Sent:
    """Return a new code, whoever the address belongs to; the caller sends it.

    Takes:   a connection in the doorkeeper's role.
    Units:   `now` in microseconds since the epoch.
    Refuses: TOO_MANY_SIGN_INS.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    sent = Sent(secrets.token_bytes(_ATTEMPT_BYTES), code)
    with connection.transaction():
        for mark, most in (
            (place_mark, CODES_FROM_ONE_PLACE_MAX),
            (address_mark, CODES_TO_ONE_ADDRESS_MAX),
        ):
            tried = sign_in.add_try(connection, mark, now=now)
            if tried.tries > most:
                raise too_many(tried.ends_at, now=now)
        sign_in.add_code(connection, sent.attempt, code, now=now)
    return sent


def take_back_code(connection: psycopg.Connection, *, address_mark: bytes) -> None:
    """Give an address the try back whose code couldn't be sent.

    The place's try stays: it limits how often a mail host that is away is asked.
    Takes: a connection in the doorkeeper's role.
    """
    with connection.transaction():
        sign_in.take_back_try(connection, address_mark)


def too_many(ends_at: int, *, now: int) -> Refused:
    """Return the refusal of who has to wait until an instant."""
    minutes = -((now - ends_at) // (60 * SECOND))
    return Refused(refusal(Code.TOO_MANY_SIGN_INS, minutes=max(1, minutes)))
