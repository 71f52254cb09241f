"""What a member stopped before a book was lost is stopped again in the restored one."""

from __future__ import annotations

import psycopg

from plaudit.actions.leave import say_goodbye
from plaudit.actions.withhold import say
from plaudit.core.rights import THE_MEMBER
from plaudit.store import rights
from plaudit.store.journal_lines import LEFT, STILL, WITHOUT, Stopped

SAID = ("en", "Said before the book was restored from a backup; the journal has it.")
"""Language and wording: the words that were said are gone with the book."""


def stop_again(connection: psycopg.Connection, stopped: Stopped) -> bool:
    """Carry out what a journal says that a member stopped; False where there is nothing to stop.

    What the book knows is passed over: the member may have begun again after it.

    Takes:   a connection in the service's role.
    """
    at, member_id, what = stopped
    with connection.transaction():
        if rights.is_known_stopped(connection, member_id, what, at=at):
            return False
        if what == LEFT:
            return say_goodbye(connection, member_id, said=SAID, now=at)
        if what == STILL:
            return rights.restrict(
                connection, member_id, asked_by=THE_MEMBER, ground="member_asked", now=at
            )
        activity = what.removeprefix(WITHOUT)
        return say(connection, (member_id, activity), agrees=False, said=SAID, now=at)
