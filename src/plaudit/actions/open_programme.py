"""Opening a programme that has no edition yet, so that people can be hired who write its first."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

import psycopg

from plaudit.core.catalogue.kinds import NAME
from plaudit.store.catalogue import lock_programme


class CannotOpen(Exception):
    """A programme that can't be opened; the sentence says why."""


def open_programme(connection: psycopg.Connection, id: str, *, time_zone: str) -> int:
    """Open a programme, and return its number; where it is open already, nothing changes.

    Refuses: CannotOpen for what is no name or no time zone, and where it has another time zone.
    """
    if len(id) > NAME.most or re.fullmatch(NAME.pattern, id) is None:
        raise CannotOpen(f'"{id}" is not {NAME.words}.')
    if time_zone not in available_timezones():
        raise CannotOpen(f"There is no time zone {time_zone}. One is Asia/Bangkok.")
    with connection.transaction():
        number, had = lock_programme(connection, id, time_zone=time_zone)
        if had != time_zone:
            raise CannotOpen(f"{id} counts its days in {had}. A programme keeps its time zone.")
    return number
