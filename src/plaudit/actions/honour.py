"""Honouring a voucher at a till: once, by its partner, on one of its days."""

from __future__ import annotations

import psycopg

from plaudit.core.instant import shown_instant
from plaudit.core.period import date_of
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.signed_voucher import PREFIX
from plaudit.core.voucher import WRONG_TRIES_MAX, Honoured, State, Till, read_code
from plaudit.store.honours import (
    Found,
    Way,
    add_wrong_code,
    find_voucher,
    honour_of_moment,
    honour_voucher,
    seconds_to_wait,
)
from plaudit.store.outbox import add_to_outbox
from plaudit.store.own_numbers import voucher_of
from plaudit.store.signing import signer
from plaudit.store.voucher_codes import voucher_codes

TRIES = 5
"""How often a voucher is tried that was open again after one statement had said no."""


def honour(connection: psycopg.Connection, till: Till, code: str, *, now: int) -> Honoured:
    """Honour the voucher with a code, as it was typed or scanned, and return what is owed.

    Takes:   twelve characters in any spelling, or the signed text of a QR code.

    Units:   `now` in microseconds since the epoch.
    Refuses: Refused. A code that is nowhere and one of another partner get the same answer; ten
             of them from one key, and it waits (charter, C15).
    """
    sound = code_in(code)
    way = Way("code", at=now)
    for _ in range(TRIES):
        if sound is not None:
            with connection.transaction():
                honoured = honour_voucher(connection, till, sound, way=way, now=now)
                if honoured is not None:
                    tell_partner(connection, till, honoured, now=now)
                    return honoured
        found = must_be_there(connection, till, sound, now=now)
        if not found.can_be_used(at=now):
            raise Refused(why_not(found))
    raise AssertionError("the voucher was taken back and honoured at each try")


def honoured_just_now(
    connection: psycopg.Connection, till: Till, code: str, *, now: int
) -> Honoured | None:
    """Return what the same till honoured with a code a moment ago: pressed twice, it is done once.

    Units: `now` in microseconds since the epoch.
    """
    sound = code_in(code)
    return None if sound is None else honour_of_moment(connection, till, sound, now=now)


def must_be_there(
    connection: psycopg.Connection, till: Till, code: str | None, *, now: int
) -> Found:
    """Return the partner's voucher with a code; None is what can't be a code.

    Refuses: TOO_MANY_WRONG while the till waits; VOUCHER_UNKNOWN, and that is counted.
    """
    must_not_wait(connection, till, now=now)
    found = None if code is None else find_voucher(connection, till, code)
    if found is None:
        add_wrong_code(connection, till, now=now)
        raise Refused(refusal(Code.VOUCHER_UNKNOWN))
    return found


def must_not_wait(connection: psycopg.Connection, till: Till, *, now: int) -> None:
    """Return where a till may try a code.

    Refuses: TOO_MANY_WRONG.
    """
    wait_seconds = seconds_to_wait(connection, till, now=now)
    if wait_seconds:
        said = refusal(Code.TOO_MANY_WRONG, tries=WRONG_TRIES_MAX, wait_seconds=wait_seconds)
        raise Refused(said)


def tell_partner(
    connection: psycopg.Connection, till: Till, honoured: Honoured, *, now: int
) -> None:
    """Let the partner be told what one of its tills honoured; not whose it was (charter, C15)."""
    payload = {
        "voucher": str(honoured.number),
        "reward": honoured.reward,
        "honoured_at": shown_instant(honoured.honoured_at),
    }
    add_to_outbox(
        connection, "voucher.honoured", partner_id=till.partner_id, payload=payload, now=now
    )


def code_in(text: str) -> str | None:
    """Return the code that was typed or scanned; a signed voucher's is known by its number."""
    claim = signer().read(text) if text.startswith(PREFIX) else None
    return read_code(text) if claim is None else voucher_codes().code_of(voucher_of(claim))


def why_not(found: Found) -> Refusal:
    """Return why a voucher that is there can't be honoured."""
    if found.state is State.HONOURED:
        return refusal(Code.VOUCHER_USED, used_on=date_of(found.changed_day))
    if found.state is State.CANCELLED:
        return refusal(Code.VOUCHER_CANCELLED, cancelled_on=date_of(found.changed_day))
    return refusal(Code.VOUCHER_LAPSED, last_on=date_of(found.last_on))
