"""Withholding: consent for one activity is withdrawn, or given again. The others go on."""

from __future__ import annotations

import psycopg

from plaudit.core.rights import withheld_after
from plaudit.store import rights


def withhold(
    connection: psycopg.Connection,
    member_id: int,
    activity: str,
    *,
    said: tuple[str, str],
    now: int,
) -> bool:
    """Record no deed of an activity from now on; False for no such member or activity.

    Takes:   `said`: language and wording. Units: `now` in microseconds since the epoch.
    """
    return _say(connection, (member_id, activity), agrees=False, said=said, now=now)


def allow_again(
    connection: psycopg.Connection,
    member_id: int,
    activity: str,
    *,
    said: tuple[str, str],
    now: int,
) -> bool:
    """Record deeds of an activity that happen from now on; False for no such member or activity."""
    return _say(connection, (member_id, activity), agrees=True, said=said, now=now)


def _say(
    connection: psycopg.Connection,
    whose: tuple[int, str],
    *,
    agrees: bool,
    said: tuple[str, str],
    now: int,
) -> bool:
    member_id, activity = whose
    with connection.transaction():
        found = rights.lock_withheld(connection, member_id, activity=activity)
        if found is None:
            return False
        withheld = withheld_after(
            found.withheld, found.activity_no, agrees=agrees, now=now, asked=found.asked
        )
        after = found._replace(withheld=withheld)
        rights.add_activity_consent(connection, member_id, after, agrees=agrees, said=said, now=now)
    return True
