"""Withholding: consent for one activity is withdrawn, or given again. The others go on."""

from __future__ import annotations

import psycopg

from plaudit.core.rights import withheld_after
from plaudit.store import rights
from plaudit.store.erasures import write_down_stopped
from plaudit.store.journal_lines import WITHOUT


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
    with connection.transaction():
        done = say(connection, (member_id, activity), agrees=False, said=said, now=now)
        if done:
            write_down_stopped(member_id, WITHOUT + activity, at=now)
        return done


def allow_again(
    connection: psycopg.Connection,
    member_id: int,
    activity: str,
    *,
    said: tuple[str, str],
    now: int,
) -> bool:
    """Record deeds of an activity that happen from now on; False for no such member or activity."""
    with connection.transaction():
        return say(connection, (member_id, activity), agrees=True, said=said, now=now)


def say(
    connection: psycopg.Connection,
    whose: tuple[int, str],
    *,
    agrees: bool,
    said: tuple[str, str],
    now: int,
) -> bool:
    """Say yes or no to an activity in the transaction that is open, and tell no journal."""
    member_id, activity = whose
    found = rights.lock_withheld(connection, member_id, activity=activity)
    if found is None:
        return False
    withheld = withheld_after(
        found.withheld, found.activity_no, agrees=agrees, now=now, asked=found.asked
    )
    after = found._replace(withheld=withheld)
    rights.add_activity_consent(connection, member_id, after, agrees=agrees, said=said, now=now)
    return True
