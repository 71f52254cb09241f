"""Settling broken on purpose, in the ways that are easy to get wrong. The crash test must see each.

Each is put into the running service from outside; `plaudit` itself knows nothing of them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any
from unittest import mock

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House
from plaudit.actions.repeats import LOOKED_UP_DEEDS, Repeats
from plaudit.actions.settle import settle
from plaudit.core.ledger import Outcome
from plaudit.ingest import connected
from plaudit.sql.loader import query
from plaudit.store import locks, settling
from plaudit.store.exchange import Later
from plaudit.store.settling import Read
from tests.crash.watching import WatchedCursor, WatchedExchange

MEETING_SECONDS = 0.2
HELD_BACK_SECONDS = 0.2
LOOKED_UP = 0.5
"""The part of the batches that are looked up first."""

_read_batch = settling.read_batch
_write_batch = settling.write_batch
_connect = psycopg.connect


def _put(place: object, name: str, replacement: object) -> None:
    mock.patch.object(place, name, replacement).start()


def two_transactions() -> None:
    """Deeds are committed first, wallets and totals in a second transaction."""

    def write(connection: psycopg.Connection, **given: Any) -> None:
        _write_batch(connection, **(given | {"wallets": [], "totals": [], "refused": []}))
        connection.execute("BEGIN")
        _write_batch(connection, **(given | {"rows": []}))

    _put(settling, "write_batch", write)


class _HeldBack:
    """The commit waits until the outcomes have been told: for the next batch, or a moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._batch = 0

    def settle(
        self,
        connection: psycopg.Connection,
        house: House,
        arrivals: Sequence[Arrival],
        *,
        now: int,
    ) -> list[Outcome]:
        with self._lock:
            connection.commit()
            outcomes = settle(connection, house, arrivals, now=now)
            self._batch += 1
            given = (connection, self._batch)
        threading.Timer(HELD_BACK_SECONDS, self._commit, given).start()
        return outcomes

    def _commit(self, connection: psycopg.Connection, batch: int) -> None:
        with self._lock:
            if batch == self._batch and not connection.closed:
                connection.commit()


class _CommitsLater(WatchedExchange):
    def execute(
        self, query: bytes, params: Mapping[str, Any] | None = None, /, *, binary: bool = False
    ) -> Later:
        return super().execute(b"SELECT 1" if query == b"COMMIT" else query, params, binary=binary)


def answer_before_commit() -> None:
    """Partners are answered as soon as everything is written, and then it is committed."""
    _put(settling, "Exchange", _CommitsLater)
    _put(connected, "settle", _HeldBack().settle)


def dedupe_in_memory() -> None:
    """A repeated event id is known by the process that took it, and by nobody else.

    The test takes the guard's unique key out of the book as well.
    """
    seen: set[tuple[int, str]] = set()

    def read(
        connection: psycopg.Connection,
        *,
        event_keys: Sequence[tuple[int, int, str]],
        **given: Any,
    ) -> Read:
        ids = {place: (partner_id, event_id) for place, partner_id, event_id in event_keys}
        found = _read_batch(connection, event_keys=event_keys, **given)
        assert found.taken is not None
        taken = {place: deed for place, deed in found.taken.items() if ids[place] in seen}
        seen.update(ids.values())
        return found._replace(taken=taken)

    _put(settling, "read_batch", read)
    looks_always()


def lock_in_the_writing_statement() -> None:
    """Members are read without a lock; only the UPDATE takes one."""
    unlocked = query("lock_members").replace(b"FOR NO KEY UPDATE OF m", b"")
    assert unlocked != query("lock_members")
    _put(locks, "query", {"lock_members": unlocked}.__getitem__)


def forgetful_connection() -> None:
    """A commit is confirmed before it is on the disk (synchronous_commit off)."""
    _put(psycopg, "connect", _connecting(more=" -c synchronous_commit=off"))


def writers_meet() -> None:
    """Not broken, only unlucky: two writers wait for each other between reading and writing.

    Where the lock is held, the second one can't come to the meeting, and the first goes on.
    """
    meeting = threading.Barrier(2)

    def write(connection: psycopg.Connection, **given: Any) -> None:
        try:
            meeting.wait(MEETING_SECONDS)
        except threading.BrokenBarrierError:
            meeting.reset()
        _write_batch(connection, **given)

    _put(settling, "write_batch", write)


def looks_always() -> None:
    """Not broken: every event id is looked up before it is judged."""
    _put(Repeats, "are_likely", property(lambda _: True))


def looks_never() -> None:
    """Event ids are never looked up first. With the guard's unique key nothing is broken."""
    _put(Repeats, "are_likely", property(lambda repeats: repeats.looks_left == AFTER_A_REPEAT))
    _put(Repeats, "note", _noted)


AFTER_A_REPEAT = -1


def _noted(repeats: Repeats, *, deeds: int, needed: bool) -> None:
    """Look once where a batch was settled in vain, and never else."""
    repeats.looks_left = AFTER_A_REPEAT if needed and not deeds else 0


def watched() -> None:
    """Not broken: every service under test has its points watched.

    After a batch that needed a look it looks, as ever, and else as chance will have it: few deeds
    try both ways of finding a repeat.
    """
    chance = Random(os.getpid())

    def are_likely(repeats: Repeats) -> bool:
        return repeats.looks_left == LOOKED_UP_DEEDS or chance.random() < LOOKED_UP

    _put(Repeats, "are_likely", property(are_likely))
    _put(psycopg, "connect", _connecting())
    _put(settling, "Exchange", WatchedExchange)


def _connecting(*, more: str = "") -> Callable[..., Any]:
    def connect(url: str, *, options: str, **named: Any) -> psycopg.Connection:
        return _connect(url, options=options + more, cursor_factory=WatchedCursor, **named)

    return connect


INJECTED: dict[str, Callable[[], None]] = {
    made.__name__: made
    for made in (
        two_transactions,
        answer_before_commit,
        dedupe_in_memory,
        looks_always,
        looks_never,
        lock_in_the_writing_statement,
        forgetful_connection,
        writers_meet,
    )
}
