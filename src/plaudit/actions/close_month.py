"""Closing a month: each reward partner gets its statement, and nothing stated changes any more."""

from __future__ import annotations

import psycopg

from plaudit.core.period import Calendar, Period, date_of, start_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.settlement import (
    Head,
    Statement,
    first_statement,
    lines_of,
    month_after,
    next_statement,
    shown_month,
)
from plaudit.store import settlement
from plaudit.store.outbox import add_to_outbox
from plaudit.store.settlement import RewardPartner


def close_month(connection: psycopg.Connection, month: int, *, now: int) -> list[Statement]:
    """Make the statements that are missing up to a month, and return them.

    A partner's first statement is that of the month in which it was first owed something; from
    then on it has one for every month. What comes in after a month was closed (a till that was
    offline) stands in the next statement, as a late line. It can run again, and twice at once.

    Units:   `month`: its first day, a day number; `now` in microseconds since the epoch.
    Refuses: MONTH_NOT_OVER where it isn't over in every programme, whether or not it owed anything.
    """
    end = month_after(month)
    for zone in settlement.read_time_zones(connection) or ["UTC"]:
        if now < Calendar(zone).start_of_day(end):
            said = {"month": shown_month(month), "from_on": date_of(end)}
            raise Refused(refusal(Code.MONTH_NOT_OVER, **said))
    made: list[Statement] = []
    for partner in settlement.read_reward_partners(connection):
        made += _close(connection, partner, month, now=now)
    return made


def close_ended_months(connection: psycopg.Connection, *, now: int) -> list[Statement]:
    """Make the statements of every month that is over, by each programme's own calendar.

    Units:   `now` in microseconds since the epoch.
    """
    made: list[Statement] = []
    for partner in settlement.read_reward_partners(connection):
        today = Calendar(partner.time_zone).day_of(now)
        last_day = start_of(Period.MONTH, today) - 1
        made += _close(connection, partner, start_of(Period.MONTH, last_day), now=now)
    return made


def _close(
    connection: psycopg.Connection, partner: RewardPartner, month: int, *, now: int
) -> list[Statement]:
    """Make one partner's missing statements, in a transaction that holds its account."""
    with connection.transaction():
        settlement.lock_account(connection, partner.partner_id)
        return _make(connection, partner, month, now=now)


def _make(
    connection: psycopg.Connection, partner: RewardPartner, month: int, *, now: int
) -> list[Statement]:
    calendar = Calendar(partner.time_zone)
    last = settlement.read_last_statement(connection, partner.partner_id)
    closing = _first_month(connection, partner, month) if last is None else month_after(_of(last))
    made = []
    while closing is not None and closing <= month:
        until = calendar.start_of_day(month_after(closing))
        owed, entries = settlement.read_unstated(
            connection, partner.partner_id, until=until, calendar=calendar
        )
        lines = lines_of(owed, entries)
        if last is None:
            last = first_statement(Head(partner.programme, partner.id, closing, 1), lines)
        else:
            last = next_statement(last, lines)
        settlement.add_statement(connection, partner.partner_id, last, now=now)
        settlement.add_stated(
            connection,
            partner.partner_id,
            last.head.number,
            honours=[one.number for one in owed],
            entries=[one.number for one in entries],
        )
        _tell(connection, partner.partner_id, last, now=now)
        made.append(last)
        closing = month_after(closing)
    return made


def _of(statement: Statement) -> int:
    return statement.head.month


def _first_month(connection: psycopg.Connection, partner: RewardPartner, month: int) -> int | None:
    """Return the month in which a partner was first owed something, None if none up to `month`."""
    calendar = Calendar(partner.time_zone)
    until = calendar.start_of_day(month_after(month))
    owed, entries = settlement.read_unstated(
        connection, partner.partner_id, until=until, calendar=calendar
    )
    days = [one.day for one in owed] + [one.day for one in entries]
    return start_of(Period.MONTH, min(days)) if days else None


def _tell(connection: psycopg.Connection, partner_id: int, made: Statement, *, now: int) -> None:
    payload = {
        "statement": str(made.head.number),
        "starts_on": date_of(made.head.month).isoformat(),
        "ends_on": date_of(made.ends_on).isoformat(),
        "sha256": made.sha256,
    }
    add_to_outbox(connection, "statement.ready", partner_id=partner_id, payload=payload, now=now)
