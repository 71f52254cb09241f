"""Forms of the desk: each is pressed once at a time, and is known again for a while."""

from __future__ import annotations

import psycopg

from plaudit.core.staff import StaffPerson
from plaudit.sql.loader import query

NEWEST = 20_000
"""Among how many of the newest members is looked for who joined by a form a moment ago."""


def lock_form(connection: psycopg.Connection, form: str) -> None:
    """Let one press of a form go on at a time, until the transaction ends."""
    connection.execute(query("lock_form"), {"form": form})


def joined_by_form(
    connection: psycopg.Connection, person: StaffPerson, what: str, form: str
) -> int | None:
    """Return who joined by an earlier press of a form, or None.

    Takes: `what`: how such a press is called in the log, where it stands about the form.
    """
    asked = {
        "programme_id": person.programme_id,
        "staff_id": person.staff_id,
        "what": what,
        "form": form,
        "newest": NEWEST,
    }
    row = connection.execute(query("joined_by_form"), asked).fetchone()
    return None if row is None else int(row[0])
