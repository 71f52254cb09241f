"""The house for pages that settle: compiled once in a process, and used by one of them at a time.

Settling keeps it up to date by itself (actions.settle). A check-in takes a few milliseconds, so
those that come at once wait for each other here rather than each compile every edition.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from plaudit.actions.house import House, open_house, refresh_house
from plaudit.store import catalogue
from plaudit.store.embedded import database_url

_ONE_AT_A_TIME = threading.Lock()
_kept: dict[str, House] = {}


@contextmanager
def the_house(connection: psycopg.Connection) -> Iterator[House]:
    """Lend the house of the database that the pages are over, as it is now."""
    url = database_url()
    with _ONE_AT_A_TIME:
        house = _kept.get(url)
        if house is None:
            _kept.clear()
            house = _kept[url] = open_house(connection)
        elif house.version != catalogue.version(connection):
            refresh_house(connection, house)
        yield house
