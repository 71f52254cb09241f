"""The house for pages that settle: compiled once in a process, and lent to each a copy of its own.

Who comes at once waits here only while it is compiled. A copy shares what was compiled and no more:
settling refreshes a house in place (actions.settle), and remembers budgets and terms in it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from plaudit.actions.house import House, open_house, refresh_house
from plaudit.store import catalogue
from plaudit.store.embedded import database_url
from plaudit.store.locks import waiting_briefly

_ONE_AT_A_TIME = threading.Lock()
_kept: dict[str, tuple[House, list[House]]] = {}
"""By the database: the house as it was compiled, which nobody is lent, and copies that are back."""


@contextmanager
def the_house(connection: psycopg.Connection) -> Iterator[House]:
    """Lend the house of the database that the pages are over, as it is now.

    Refuses: psycopg.errors.LockNotAvailable in the block where a lock isn't free within seconds: a
             page doesn't wait long, as others need its connection.
    """
    url = database_url()
    with _ONE_AT_A_TIME:
        if url not in _kept:
            _kept.clear()
            _kept[url] = open_house(connection), []
        compiled, idle = _kept[url]
        if compiled.version != catalogue.version(connection):
            refresh_house(connection, compiled)
        house = idle.pop() if idle else _copy(compiled)
        if house.version != compiled.version:
            house.terms.clear()
        house.programmes, house.partners = compiled.programmes, compiled.partners
        house.version = compiled.version
    try:
        with waiting_briefly(connection):
            yield house
    finally:
        idle.append(house)


def _copy(compiled: House) -> House:
    known = compiled.version, compiled.programmes, compiled.partners, compiled.handles
    return House(*known, weeks=set(compiled.weeks))
