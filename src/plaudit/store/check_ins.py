"""Check-ins as the book has them: what was opened, which live codes were used, how many came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import psycopg

from plaudit.core.check_in import (
    BACK_DATE_DAYS,
    OPEN_MAX,
    WRONG_TRIES_MAX,
    WRONG_TRIES_SECONDS,
    CheckIn,
)
from plaudit.core.deed import Facts
from plaudit.core.linking import ends_of_letters
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.sql.loader import query
from plaudit.store.check_in_codes import (
    event_id_of,
    mark_of_code,
    mark_of_letters,
    mark_of_member,
    number_of,
    open_member,
    shared_mark,
)
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.link_codes import take_link_code


class NewCheckIn(NamedTuple):
    """What a check-in is opened with. Units: microseconds since the epoch."""

    partner_id: int
    activity_no: int
    facts: Facts
    place: str
    opened_by: str
    starts_at: int
    ends_at: int
    takes_kept: bool


def add_check_in(connection: psycopg.Connection, new: NewCheckIn, *, now: int) -> int | None:
    """Open a check-in and return its number; None where its partner has OPEN_MAX already."""
    row = connection.execute(query("next_check_in")).fetchone()
    assert row is not None
    given = new._asdict() | {
        "number": number_of(row[0]),
        "facts": list(new.facts),
        "starts_at": as_datetime(new.starts_at),
        "ends_at": as_datetime(new.ends_at),
        "now": as_datetime(now),
        "most": OPEN_MAX,
    }
    row = connection.execute(query("add_check_in"), given).fetchone()
    return None if row is None else int(row[0])


def close_check_in(
    connection: psycopg.Connection, partner_id: int, number: int, *, now: int
) -> bool:
    """Close a partner's check-in; False where it has none of that number that goes on."""
    given = {"number": number, "partner_id": partner_id, "now": as_datetime(now)}
    return connection.execute(query("close_check_in"), given).rowcount == 1


def find_check_in(connection: psycopg.Connection, number: int) -> CheckIn | None:
    """Return the check-in of a number."""
    row = connection.execute(query("check_in_by_number"), {"number": number}).fetchone()
    return None if row is None else _check_in(row)


def list_check_ins(connection: psycopg.Connection, partner_id: int, *, now: int) -> list[CheckIn]:
    """Return a partner's check-ins that somebody can still be entered for, the newest first."""
    asked = {"partner_id": partner_id, "since": as_datetime(_kept_since(now))}
    rows = connection.execute(query("check_ins_of_partner"), asked).fetchall()
    return [_check_in(row) for row in rows]


def count_checked_in(connection: psycopg.Connection, check_in: CheckIn) -> int:
    """Return how many people checked in: the one thing that a steward is told of them."""
    shared = shared_mark(check_in.number)
    asked = {
        "partner_id": check_in.partner_id,
        "from_id": f"{shared}-",
        "until_id": f"{shared}.",  # the character after the dash
    }
    row = connection.execute(query("count_checked_in"), asked).fetchone()
    assert row is not None
    return int(row[0])


def has_checked_in(connection: psycopg.Connection, check_in: CheckIn, member_id: int) -> bool:
    """Return whether a member was counted at a check-in, by whatever way."""
    event_id = event_id_of(check_in.number, member_id)
    asked = {"partner_id": check_in.partner_id, "event_id": event_id}
    return connection.execute(query("has_checked_in"), asked).fetchone() is not None


def where_used(connection: psycopg.Connection, codes: Iterable[str]) -> dict[str, int]:
    """Return at which check-in each of some live codes was used; those that were at one."""
    marks = {mark_of_code(code): code for code in codes}
    rows = connection.execute(query("nonces_taken"), {"marks": list(marks)})
    return {marks[mark]: number for mark, number in rows}


def use_codes(connection: psycopg.Connection, number: int, codes: Iterable[str]) -> None:
    """Let live codes be used at one check-in, those that weren't used at another."""
    marks = sorted(mark_of_code(code) for code in codes)
    connection.execute(query("take_nonces"), {"marks": marks, "number": number})


def use_letters(
    connection: psycopg.Connection, check_in: CheckIn, letters: str, *, at: int, now: int
) -> int | None:
    """Use letters up for a check-in and return whose they are; sent there again, the same.

    None where no member of its programme showed them at that moment, or they were used elsewhere.
    Units: `at`, when they were typed, and `now` in microseconds since the epoch.
    """
    ends_from, ends_until = ends_of_letters(at)
    shown = {
        "mark": mark_of_letters(letters),
        "programme_id": check_in.programme_id,
        "ends_from": as_datetime(ends_from),
        "ends_until": as_datetime(ends_until),
    }
    kept = {"mark": shown["mark"], "number": check_in.number}
    with connection.transaction():
        row = _take_letters(connection, check_in, letters, shown=shown, now=now)
        if row is None:
            row = connection.execute(query("letters_kept"), kept).fetchone()
        else:
            connection.execute(query("keep_letters"), kept | {"sealed": row[0]})
    return None if row is None else open_member(letters, row[0])


def _take_letters(
    connection: psycopg.Connection,
    check_in: CheckIn,
    letters: str,
    *,
    shown: Mapping[str, object],
    now: int,
) -> tuple[Any, ...] | None:
    """Use letters up, at tills too while one could use them; None where they weren't shown.

    The code's row comes first, as at a till: who comes second waits, and neither for the other.
    """
    row: tuple[Any, ...] | None = None
    with connection.transaction() as both:
        take_link_code(connection, check_in.partner_id, letters, now=now)
        row = connection.execute(query("take_letters"), shown).fetchone()
        if row is None:
            raise psycopg.Rollback(both)
    return row


def members_here(
    connection: psycopg.Connection, programme_id: int, member_ids: Iterable[int]
) -> set[int]:
    """Return which of some members are of a programme."""
    asked = {"programme_id": programme_id, "member_ids": list(member_ids)}
    return {int(row[0]) for row in connection.execute(query("members_here"), asked)}


def must_wait(connection: psycopg.Connection, member_id: int, *, now: int) -> bool:
    """Return whether a member typed too many wrong codes to go on now."""
    asked = {"mark": mark_of_member(member_id)}
    row = connection.execute(query("check_in_tries"), asked).fetchone()
    if row is None or row[1] < WRONG_TRIES_MAX:
        return False
    return now < as_instant(row[0]) + WRONG_TRIES_SECONDS * SECOND


def add_wrong_try(connection: psycopg.Connection, member_id: int, *, now: int) -> None:
    """Count a wrong code that a member typed."""
    given = {
        "mark": mark_of_member(member_id),
        "now": as_datetime(now),
        "since": as_datetime(now - WRONG_TRIES_SECONDS * SECOND),
    }
    connection.execute(query("add_check_in_try"), given)


def members_given_to(connection: psycopg.Connection, partner_id: int, *, most: int) -> list[int]:
    """Return whose handles a partner was given, `most` of those who take part."""
    asked = {"partner_id": partner_id, "most": most}
    rows = connection.execute(query("members_given_to_partner"), asked).fetchall()
    return [int(row[0]) for row in rows]


def was_given_to(connection: psycopg.Connection, partner_id: int, member_id: int) -> bool:
    """Return whether a partner was given the handle of a member who takes part."""
    asked = {"partner_id": partner_id, "member_id": member_id}
    return connection.execute(query("was_given_to_partner"), asked).fetchone() is not None


def clear_check_ins(connection: psycopg.Connection, *, now: int) -> int:
    """Delete the check-ins of which nothing can be counted any more, and return how many.

    Takes:   a connection in the purger's role.
    """
    before = {"before": as_datetime(_kept_since(now))}
    with connection.transaction():
        connection.execute(query("clear_check_in_nonces"), before)
        done = connection.execute(query("clear_check_ins"), before).rowcount
    connection.execute(query("clear_shown_letters"), before)
    since = as_datetime(now - WRONG_TRIES_SECONDS * SECOND)
    connection.execute(query("clear_check_in_tries"), {"since": since})
    return done


def _kept_since(now: int) -> int:
    return now - BACK_DATE_DAYS * DAY_SECONDS * SECOND


def _check_in(row: tuple[Any, ...]) -> CheckIn:
    number, partner_id, programme_id, activity_no, facts, place, opened_by, *times = row
    starts_at, ends_at, closed_at, takes_kept = times
    return CheckIn(
        number=number,
        partner_id=partner_id,
        programme_id=programme_id,
        activity_no=activity_no,
        facts=tuple(facts),
        place=place,
        opened_by=opened_by,
        starts_at=as_instant(starts_at),
        ends_at=as_instant(ends_at),
        closed_at=None if closed_at is None else as_instant(closed_at),
        takes_kept=takes_kept,
    )
