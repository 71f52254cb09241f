"""What a commit promises: a server that may forget what it confirmed is refused at start-up."""

from __future__ import annotations

import psycopg

from plaudit.sql.loader import query

REQUIRED = ("fsync", "full_page_writes", "synchronous_commit")


class Forgetful(Exception):
    """The server may lose deeds after it confirmed them: a sentence that says which settings."""


def refuse_forgetful(connection: psycopg.Connection) -> None:
    """Return when the server keeps what it confirms.

    Refuses: Forgetful when fsync, full_page_writes or synchronous_commit is off, for this
    connection as it is (a role or a database may have settings of its own).
    """
    seen: dict[str, str] = dict(connection.execute(query("durability")).fetchall())
    off = [name for name in REQUIRED if seen.get(name, "off") == "off"]
    if off:
        raise Forgetful(
            f"This PostgreSQL runs with {_listed(off)} off: after a crash it may lose deeds that "
            f"partners were told are kept. Turn {'it' if len(off) == 1 else 'them'} on "
            "(ALTER SYSTEM SET … = on, then reload; look for settings of the role and the "
            "database as well) and start again."
        )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
