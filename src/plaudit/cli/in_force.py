"""What commands need of a programme: the edition in force, or the first one before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plaudit.cli.opening import stop_with

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.catalogue import Published, PublishedEdition


def programme_named(connection: psycopg.Connection, id: str) -> Published:
    """Return a programme with a published edition; end the command where there is none."""
    from plaudit.store.catalogue import read_programmes

    programmes = {known.id: known for known in read_programmes(connection)}
    if id not in programmes:
        stop_with(
            f"There is no programme {id} with a published edition. There "
            f"{'are' if len(programmes) > 1 else 'is'}: {', '.join(programmes) or 'none'}."
        )
    return programmes[id]


def edition_in_force(programme: Published, *, now: int) -> PublishedEdition:
    """Return the edition in force at an instant; where none has started, the first."""
    from plaudit.core.period import Calendar
    from plaudit.core.publishing import place_in_force

    today = Calendar(programme.time_zone).day_of(now)
    days = [one.edition.starts_on for one in programme.editions]
    return programme.editions[place_in_force(days, today=today)]
