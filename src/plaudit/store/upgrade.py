"""Bringing the tables up to date: each change once, in order, all of one upgrade or nothing."""

from __future__ import annotations

import psycopg

from plaudit.sql.loader import Change, changes

_LOCK = 7_286_001
_TABLE = """
CREATE TABLE IF NOT EXISTS schema_change (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT schema_change_pkey PRIMARY KEY (number)
)
"""


class ChangedAfterwards(Exception):
    """A change that was made already has another text now; the tables may not be what it says."""


def upgrade(connection: psycopg.Connection) -> list[str]:
    """Make the changes that are missing, and return their names.

    Refuses: ChangedAfterwards when a change was edited after it was made.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute(_TABLE)
        made = dict(connection.execute("SELECT number, sha256 FROM schema_change").fetchall())
        missing = [change for change in changes() if change.number not in made]
        for change in changes():
            _check(change, made.get(change.number))
        for change in missing:
            connection.execute(change.text.encode())
            connection.execute(
                "INSERT INTO schema_change (number, name, sha256) VALUES (%s, %s, %s)",
                (change.number, change.name, change.sha256),
            )
    return [change.name for change in missing]


def missing_changes(connection: psycopg.Connection) -> int:
    """Return how many changes the tables still lack."""
    row = connection.execute("SELECT to_regclass('public.schema_change')").fetchone()
    if row is None or row[0] is None:
        return len(changes())
    made = connection.execute("SELECT count(*) FROM schema_change").fetchone()
    assert made is not None
    return len(changes()) - int(made[0])


def _check(change: Change, made_sha256: str | None) -> None:
    if made_sha256 is not None and made_sha256 != change.sha256:
        raise ChangedAfterwards(
            f"The change {change.name} was made with another text than it has now. Changes that "
            "were made stay as they are: put the text back and write a new change."
        )
