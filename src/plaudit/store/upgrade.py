"""Bringing the tables up to date: each change once, in order, all of one upgrade or nothing."""

from __future__ import annotations

import psycopg

from plaudit.sql.loader import Change, changes, query


class ChangedAfterwards(Exception):
    """A change that was made already has another text now; the tables may not be what it says."""


def upgrade(connection: psycopg.Connection) -> list[str]:
    """Make the changes that are missing, and return their names.

    Refuses: ChangedAfterwards when a change was edited after it was made.
    """
    with connection.transaction():
        connection.execute(query("lock_upgrade"))
        connection.execute(query("make_schema_change"))
        made = made_changes(connection)
        missing = [change for change in changes() if change.number not in made]
        for change in changes():
            _check(change, made.get(change.number))
        for change in missing:
            connection.execute(change.text.encode())
            connection.execute(
                query("add_schema_change"),
                {"number": change.number, "name": change.name, "sha256": change.sha256},
            )
    return [change.name for change in missing]


def missing_changes(connection: psycopg.Connection) -> int:
    """Return how many changes the tables still lack."""
    row = connection.execute(query("has_schema_change")).fetchone()
    if row is None or not row[0]:
        return len(changes())
    return len(changes()) - len(made_changes(connection))


def made_changes(connection: psycopg.Connection) -> dict[int, str]:
    """Return the changes that were made: number, and the SHA-256 of the text."""
    return dict(connection.execute(query("schema_changes")).fetchall())


def _check(change: Change, made_sha256: str | None) -> None:
    if made_sha256 is not None and made_sha256 != change.sha256:
        raise ChangedAfterwards(
            f"The change {change.name} was made with another text than it has now. Changes that "
            "were made stay as they are: put the text back and write a new change."
        )
