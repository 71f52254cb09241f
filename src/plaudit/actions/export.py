"""Exporting: everything that is held about one member, each deed with what it was counted from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple, cast

import psycopg

from plaudit.core.amount import in_units
from plaudit.core.carry.export import Column, Head, Row
from plaudit.core.explaining import explain
from plaudit.core.explanation import CountedDeed
from plaudit.core.instant import shown_instant
from plaudit.core.period import day_number
from plaudit.core.telling import tell
from plaudit.core.voice import Voice
from plaudit.store.exporting import export_columns, read_rows
from plaudit.store.known import Known, read_known
from plaudit.store.members import read_membership

ADDED = (
    Column("deed", "told_facts", "object", "The facts with their names and units.", "as facts."),
    Column("deed", "why", "text", "How its points were counted, in words.", "as counted."),
)
"""Columns of a deed that are worked out from the others."""


class Exporting(NamedTuple):
    """An export as it is read: its head, its columns, and its rows, which come once."""

    head: Head
    columns: list[Column]
    rows: Iterator[tuple[str, Row]]


@contextmanager
def exporting(
    connection: psycopg.Connection, member_id: int, *, voice: Voice, now: int
) -> Iterator[Exporting | None]:
    """Read everything about a member in one snapshot, for as long as the block lasts.

    Gives None where there is no such member. Units: `now` in microseconds since the epoch.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        member = read_membership(connection, member_id)
        if member is None:
            yield None
            return
        known = read_known(connection, member.programme_id, member.programme)
        head = Head(member.programme, member_id, shown_instant(now), voice.language)
        rows = read_rows(connection, member_id, programme_id=member.programme_id)
        yield Exporting(head, columns_of_export(connection), _told(rows, known=known, voice=voice))


def columns_of_export(connection: psycopg.Connection) -> list[Column]:
    """Return the columns of every export: those of the tables, and those that are worked out."""
    columns = export_columns(connection)
    last = max(at for at, one in enumerate(columns) if one.table == "deed")
    return [*columns[: last + 1], *ADDED, *columns[last + 1 :]]


def _told(
    rows: Iterator[tuple[str, Row]], *, known: Known, voice: Voice
) -> Iterator[tuple[str, Row]]:
    for table, row in rows:
        told = _words(row, known, voice=voice) if table == "deed" else {}
        yield table, row | told


def _words(row: Row, known: Known, *, voice: Voice) -> Row:
    """Return a deed's facts by name, and its award in words."""
    edition = known.editions[_number(row["edition_id"])]
    activity = known.activities[_number(row["activity_no"])]
    facts, counted = row["facts"], row["counted"]
    assert isinstance(counted, list)
    kept = None if facts is None else tuple(cast("list[int | None]", facts))
    day = day_number(date.fromisoformat(str(row["happened_on"])))
    deed = CountedDeed(activity, day, kept, _number(row["points"]), tuple(counted))
    told = tell(explain(deed, edition, slots=known.slots, older=known.older_than(edition)), voice)
    named = zip(activity.facts, kept or (), strict=False)
    return {
        "told_facts": {
            fact.name: in_units(value) if fact.is_number else fact.choices[value]
            for fact, value in named
            if value is not None
        }
        if kept is not None
        else None,
        "why": "\n".join(told.lines(voice)),
    }


def _number(value: object) -> int:
    assert type(value) is int, value
    return value
