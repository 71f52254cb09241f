"""Tills without a connection: what they take with them, and what they told us later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.period import Calendar, date_of, day_number
from plaudit.core.rewards import KINDS
from plaudit.core.signed_voucher import Accepted, Claim
from plaudit.core.voucher import Honoured, Till
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from plaudit.store.own_numbers import numbers_of, own_numbers, voucher_of
from plaudit.store.signing import signer

USED_UP_MAX = 100_000
"""How long a till's list may become; a partner with more takes vouchers online only."""
_DAYS = max(kind.usable_days for kind in KINDS.values())


class TillList(NamedTuple):
    """What a till takes with it for a day on which it may lose its connection.

    `keys`: the public key of each day whose vouchers may still be used. `used_up`: what was used or
    given back, by their partner's own numbers. `limit`: how many it may take offline.
    """

    day: int
    made_at: int
    keys: dict[int, bytes]
    used_up: frozenset[int]
    limit: int


class Terms(NamedTuple):
    """A partner's limit of vouchers that its tills take offline in a day, and its calendar."""

    limit: int
    calendar: Calendar


class Told(NamedTuple):
    """What became of a voucher that a till took offline."""

    number: int
    is_covered: bool
    points: int


class Taken(NamedTuple):
    """How many vouchers a partner took offline, and whether its tills used this one, at all.

    That is known by its honour, also where the voucher is gone with its member.
    """

    how_many: int
    was_used: bool


class Covered(NamedTuple):
    """A voucher that the programme paid a till for, given back or over meanwhile, for a person."""

    number: int
    partner: str
    till: str
    points: int
    honoured_at: datetime
    recorded_at: datetime


def signed_voucher(connection: psycopg.Connection, member_id: int, voucher_id: int) -> str | None:
    """Return the text of a member's open voucher for its QR code; None where there is none."""
    signed = signed_vouchers(connection, member_id, voucher_id=voucher_id)
    return signed.get(voucher_id)


def signed_vouchers(
    connection: psycopg.Connection, member_id: int, *, voucher_id: int | None = None
) -> dict[int, str]:
    """Return the texts of a member's open vouchers by their numbers: of all, or of one."""
    named = {"member_id": member_id, "voucher_id": voucher_id}
    signed = {}
    for found, reward_id, partner_id, points, last_on, taken_on, told_until in connection.execute(
        query("vouchers_to_sign"), named
    ):
        number = numbers_of("voucher", partner_id, told_until=told_until).own(found)
        days = day_number(last_on), day_number(taken_on)
        signed[found] = signer().sign(Claim(number, reward_id, partner_id, points, *days))
    return signed


def offline_terms(connection: psycopg.Connection, partner_id: int) -> Terms:
    """Return what a partner's tills may do offline."""
    row = connection.execute(query("offline_partner"), {"partner_id": partner_id}).fetchone()
    assert row is not None, partner_id
    return Terms(row[0], Calendar(row[1]))


def set_offline_limit(connection: psycopg.Connection, partner_id: int, limit: int) -> None:
    """Set how many vouchers the tills of a partner may together take offline in a day; 0: none.

    Refuses: psycopg.errors.CheckViolation above 500 or below 0.
    """
    given = {"partner_id": partner_id, "limit": limit}
    connection.execute(query("set_offline_limit"), given)


def till_list(connection: psycopg.Connection, partner_id: int, *, now: int) -> TillList:
    """Return what a till of a partner takes with it now."""
    terms = offline_terms(connection, partner_id)
    today = terms.calendar.day_of(now)
    since = today - _DAYS
    asked = {
        "partner_id": partner_id,
        "today": date_of(today),
        "since": date_of(since),
        "since_at": as_datetime(terms.calendar.start_of_day(since)),
        "how_many": USED_UP_MAX + 1,
    }
    used_up = connection.execute(query("used_up"), asked).fetchall()
    fits = len(used_up) <= USED_UP_MAX
    numbers = own_numbers(connection, "voucher", partner_id)
    keys = signer()
    return TillList(
        day=today,
        made_at=now,
        keys={day: keys.public_key(day) for day in range(today - _DAYS + 1, today + 1)},
        used_up=frozenset(numbers.own(row[0]) for row in used_up) if fits else frozenset(),
        limit=terms.limit if fits else 0,
    )


def rewards_of_partner(
    connection: psycopg.Connection, partner_id: int
) -> dict[int, tuple[str, Mapping[str, str]]]:
    """Return what a partner's rewards are called, by the number that a signed voucher carries."""
    rows = connection.execute(query("rewards_of_partner"), {"partner_id": partner_id})
    return {reward_id: (id, title) for reward_id, id, title in rows}


def lock_tills(connection: psycopg.Connection, partner_id: int) -> None:
    """Let one sync of a partner's tills run at a time, until the transaction ends."""
    connection.execute(query("lock_tills"), {"partner_id": partner_id})


def told_before(connection: psycopg.Connection, till: Till, key: str) -> tuple[int, Told] | None:
    """Return the voucher that a till told us of before under this key, and what became of it."""
    asked = {"partner_id": till.partner_id, "till": till.mark, "accepted_key": key}
    row = connection.execute(query("synced"), asked).fetchone()
    if row is None:
        return None
    voucher_id, honour_id, is_covered, points, told_until = row
    number = numbers_of("honour", till.partner_id, told_until=told_until).own(honour_id)
    return int(voucher_id), Told(number, is_covered, points)


def taken_offline(
    connection: psycopg.Connection,
    partner_id: int,
    voucher_id: int,
    *,
    starts_at: int,
    ends_at: int,
) -> Taken:
    """Return what a partner's tills, all together, took offline in a stretch of time.

    One voucher that is shown to them twice is paid once.
    """
    asked = {
        "partner_id": partner_id,
        "voucher_id": voucher_id,
        "starts_at": as_datetime(starts_at),
        "ends_at": as_datetime(ends_at),
    }
    row = connection.execute(query("taken_offline"), asked).fetchone()
    assert row is not None
    return Taken(*row)


def cover_honour(
    connection: psycopg.Connection, till: Till, claim: Claim, accepted: Accepted, *, now: int
) -> Honoured:
    """Write down that the programme pays a till for a voucher given back or over meanwhile."""
    row = connection.execute(
        query("cover_honour"),
        {
            "voucher_id": voucher_of(claim),
            "reward_id": claim.reward_id,
            "points": claim.points,
            "partner_id": till.partner_id,
            "till": till.mark,
            "accepted_key": accepted.key,
            "at": as_datetime(accepted.accepted_at),
            "now": as_datetime(now),
        },
    ).fetchone()
    assert row is not None
    honour_id, reward, told_until = row
    number = numbers_of("honour", till.partner_id, told_until=told_until).own(honour_id)
    return Honoured(number, reward, {}, claim.points, accepted.accepted_at)


def covered_honours(
    connection: psycopg.Connection, programme_id: int, *, since: int
) -> list[Covered]:
    """Return what a programme paid for vouchers given back or over meanwhile, for a person.

    Numbers are those that the partners know: a person asks the partner about them.
    """
    asked = {"programme_id": programme_id, "since": as_datetime(since)}
    return [
        Covered(numbers_of("honour", partner_id, told_until=told_until).own(honour_id), *said)
        for partner_id, honour_id, told_until, *said in connection.execute(
            query("covered_honours"), asked
        )
    ]
