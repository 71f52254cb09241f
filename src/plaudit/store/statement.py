"""Reading one member's statement: the wallet, what expires when, and each entry with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary

import psycopg

from plaudit.core.expiry import days_before, longest_notice
from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import calendar_of, day_number
from plaudit.core.statement import (
    ENTRIES_MAX,
    LOOKS_MAX,
    Cursor,
    Entry,
    Expiry,
    Statement,
)
from plaudit.sql.loader import query
from plaudit.store.entries import (
    Graces,
    ask_entries,
    ask_graces,
    asked_of,
    entries_of,
    graces_of,
    place_of,
)
from plaudit.store.instants import as_instant
from plaudit.store.known import Known, ask_editions, known_of, read_known
from plaudit.store.leaving import ends_by_leaving
from plaudit.store.members import (
    Membership,
    ask_membership,
    membership_of,
    read_membership,
)
from plaudit.store.news import GONE, ask_versions, versions_of
from plaudit.store.questions import ask_questions_of, read_questions
from plaudit.store.reading import asking, reading
from plaudit.store.rights import ask_looks, looks_of


def read_statement(
    connection: psycopg.Connection,
    member_id: int,
    *,
    now: int,
    limit: int = 20,
    before: Cursor | None = None,
) -> Statement | None:
    """Return a member's statement, or None where there is no such member.

    Units:   `now` in microseconds since the epoch. `limit`: entries, ENTRIES_MAX at most.
    """
    found = member_and_statement(connection, member_id, now=now, limit=limit, before=before)
    return None if found is None else found[1]


def statement_of(
    connection: psycopg.Connection,
    member: Membership,
    *,
    now: int,
    limit: int = 20,
    before: Cursor | None = None,
) -> Statement | None:
    """Return what `read_statement` does; the wallet is read once more, at the entries' instant."""
    page = _Page(now, min(limit, ENTRIES_MAX), before)
    found = _read(connection, member.member_id, _counted_in(member), page=page)
    return None if found is None else found[1]


def member_and_statement(
    connection: psycopg.Connection,
    member_id: int,
    *,
    now: int,
    limit: int = 20,
    before: Cursor | None = None,
) -> tuple[Membership, Statement] | None:
    """Return a member's row and what `read_statement` does, of one instant, with one wait.

    What is asked depends on the programme: it is asked as for the member that this connection was
    asked for before, and once more where that one's programme was another one.
    """
    if connection not in _LAST:
        member = read_membership(connection, member_id)
        if member is None:
            return None
        _LAST[connection] = _counted_in(member)
    page = _Page(now, min(limit, ENTRIES_MAX), before)
    return _read(connection, member_id, _LAST[connection], page=page)


class _Programme(NamedTuple):
    """What has to be known of a member's programme to ask for a statement."""

    programme_id: int
    id: str
    time_zone: str


class _Page(NamedTuple):
    """Which entries are read, and when."""

    now: int
    limit: int
    before: Cursor | None


_LAST: WeakKeyDictionary[psycopg.Connection, _Programme] = WeakKeyDictionary()
"""The programme that a connection was asked for last: mostly there is but one."""


def _counted_in(member: Membership) -> _Programme:
    return _Programme(member.programme_id, member.programme, member.time_zone)


def _read(
    connection: psycopg.Connection, member_id: int, programme: _Programme, *, page: _Page
) -> tuple[Membership, Statement] | None:
    """Return a member's row and statement, asked as for one of a programme; else once more."""
    with asking(connection) as asks:
        wallet = ask_membership(asks, member_id)
        versions = ask_versions(asks, [member_id])
        wanted = asked_of(member_id, programme.time_zone, limit=page.limit, before=page.before)
        sent = ask_entries(asks, wanted)
        asked_graces = ask_graces(asks, member_id)
        questions = ask_questions_of(asks, member_id)
        looks = ask_looks(asks, member_id, how_many=LOOKS_MAX)
        editions = ask_editions(asks, programme.programme_id)
    same = membership_of(wallet)
    if same is None or _counted_in(same) != programme:
        return _read_anew(connection, same, page=page)
    known = known_of(connection, programme.programme_id, programme.id, asked=editions)
    today = calendar_of(programme.time_zone).day_of(page.now)
    ends_on = ends_by_leaving(connection, same, today=today)
    graces = _no_later(graces_of(asked_graces), ends_on)
    entries = entries_of(sent, known=known, graces=graces)
    expiring = _usable(same, today=today, ends_on=ends_on)
    return same, Statement(
        edition=known.edition_on(today),
        today=today,
        agreed_at=as_instant(same.agreed_at),
        withdrawn_at=_as_instant(same.withdrawn_at),
        balance_points=same.points,
        spendable_points=sum(lot.points for lot in expiring),
        expiring=expiring,
        ends_by_leaving_on=ends_on,
        soon=(soon := _ending(expiring, known, today=today, ends_on=ends_on)),
        graces=_with_grace([lot for lot in expiring if lot not in soon], graces),
        entries=tuple(entries[: page.limit]),
        older=Cursor(*place_of(entries[page.limit - 1])) if len(entries) > page.limit else None,
        restricted_at=_as_instant(same.restricted_at),
        looks=tuple(looks_of(looks)),
        questions=tuple(read_questions(connection, questions)),
        version=versions_of(versions).get(member_id, GONE).version,
    )


def _read_anew(
    connection: psycopg.Connection, member: Membership | None, *, page: _Page
) -> tuple[Membership, Statement] | None:
    """Return the same, asked as for one of this member's programme; None where there is none."""
    if member is None:
        return None
    _LAST[connection] = _counted_in(member)
    return _read(connection, member.member_id, _LAST[connection], page=page)


def read_entry(connection: psycopg.Connection, member_id: int, key: str) -> Entry | None:
    """Return one counted or refused deed of a member's statement by its key, and nothing else."""
    with reading(connection):
        member = read_membership(connection, member_id)
        if member is None:
            return None
        known = read_known(connection, member.programme_id, member.programme)
        before: Cursor | None = None
        while True:
            asked = asked_of(member_id, member.time_zone, limit=ENTRIES_MAX, before=before)
            entries = entries_of(ask_entries(connection, asked), known=known)
            found = [one for one in entries if one.key == key]
            if found or len(entries) <= ENTRIES_MAX:
                return found[0] if found else None
            before = Cursor(*place_of(entries[ENTRIES_MAX - 1]))


def count_deeds_of_day(
    connection: psycopg.Connection, member_id: int, *, of: tuple[int, int], on: date, but: str
) -> int:
    """Return how many deeds a member has of a partner and activity (their numbers) on one day.

    Takes: `but`: how the event ids begin that aren't counted.
    """
    asked = {
        "member_id": member_id,
        "partner_id": of[0],
        "activity_no": of[1],
        "happened_on": on,
        "but": but,
    }
    row = connection.execute(query("count_deeds_of_day"), asked).fetchone()
    assert row is not None
    return int(row[0])


def usable_lots(
    connection: psycopg.Connection, member: Membership, *, now: int
) -> tuple[Expiry, ...]:
    """Return a member's lots that can be used, soonest first; of who left with the day of that."""
    today = calendar_of(member.time_zone).day_of(now)
    return _usable(member, today=today, ends_on=ends_by_leaving(connection, member, today=today))


def _usable(member: Membership, *, today: int, ends_on: int | None) -> tuple[Expiry, ...]:
    """Return a member's lots that can be used; from `ends_on` on none can be, where it is a day."""
    lots = _expiring(member.lots, today=today)
    if ends_on is None:
        return lots
    points: Counter[int] = Counter()
    for lot in lots:
        points[min(lot.expires_on, ends_on)] += lot.points
    return tuple(Expiry(day, points[day]) for day in sorted(points) if day > today)


def _ending(
    expiring: Sequence[Expiry], known: Known, *, today: int, ends_on: int | None
) -> tuple[Expiry, ...]:
    """Return the lots whose notice has to be there; what ends by leaving has the longest one."""
    return tuple(
        lot
        for lot in expiring
        if lot.expires_on - today
        <= (
            longest_notice(known.notices)
            if lot.expires_on == ends_on
            else days_before(month_number(lot.expires_on), known.notices)
        )
    )


def _no_later(graces: Graces, ends_on: int | None) -> Graces:
    """Return days of grace as who left has them: no later than the rest of the points."""
    if ends_on is None:
        return graces
    return {
        voucher_id: one._replace(expires_on=min(one.expires_on, ends_on))
        for voucher_id, one in graces.items()
    }


def _with_grace(lots: Sequence[Expiry], graces: Graces) -> tuple[Expiry, ...]:
    """Return what of lots came back with days of grace; what was used since is no part of it."""
    back: Counter[int] = Counter()
    for one in graces.values():
        back[one.expires_on] += one.points
    return tuple(
        lot._replace(points=min(lot.points, back[lot.expires_on]))
        for lot in lots
        if back[lot.expires_on]
    )


def _as_instant(at: datetime | None) -> int | None:
    return None if at is None else as_instant(at)


def _expiring(lots: Sequence[int], *, today: int) -> tuple[Expiry, ...]:
    month = month_number(today)
    return tuple(
        Expiry(day_number(first_day_of(lot_month)), points)
        for lot_month, points in zip(lots[::2], lots[1::2], strict=True)
        if lot_month > month and points
    )
