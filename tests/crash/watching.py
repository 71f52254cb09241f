"""The named points, put into the service from outside: its statements and answers are watched."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from psycopg.copy import Copy

from plaudit.sql.loader import query
from tests.crash import points
from tests.crash.points import Order

_REACHED = {
    query("make_deed_week"): points.WEEK_MADE,
    query("lock_members"): points.LOCKED,
    query("copy_deeds"): points.DEEDS_COPIED,
    query("copy_deed_keys"): points.KEYS_COPIED,
    query("update_members"): points.MEMBERS_UPDATED,
    "COMMIT": points.COMMITTED,
}
"""The point that is reached when the server has done a statement."""


class Trigger:
    """Waits for its order's point, and then kills. Other points are passed by."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._order: Order | None = None
        self._left = 0

    def arm(self, order: Order) -> None:
        """Take an order, in place of the one before it."""
        with self._lock:
            self._order, self._left = order, order.nth

    def reach(self, point: str, connection: psycopg.Connection[Any] | None = None) -> None:
        """Kill, if this is the point and the time; nothing else ever happens here.

        What was sent in a pipeline is carried out by the server first.
        """
        order = self._due(point)
        if order is None:
            return
        if order.delay_seconds:
            threading.Thread(target=_kill, args=(order, connection), daemon=True).start()
            return
        if connection is not None:
            with connection.pipeline():
                pass
        _kill(order, connection)

    def _due(self, point: str) -> Order | None:
        with self._lock:
            if self._order is None or self._order.point != point:
                return None
            self._left -= 1
            if self._left:
                return None
            order, self._order = self._order, None
            return order


def _kill(order: Order, connection: psycopg.Connection[Any] | None) -> None:
    pid = os.getpid() if order.whom == "service" else order.postmaster_pid
    if order.whom == "backend":
        assert connection is not None, order.point
        pid = connection.info.backend_pid
    time.sleep(order.delay_seconds)
    tell("reached")
    os.kill(pid, signal.SIGQUIT if order.whom == "immediate stop" else signal.SIGKILL)


def tell(word: str) -> None:
    """Say a word to the test, unbuffered: it arrives although we die."""
    os.write(1, f"{word}\n".encode())


TRIGGER = Trigger()


class WatchedCursor(psycopg.Cursor[Any]):
    """A cursor that tells the trigger which points its statements reach."""

    def execute(self, query: Any, *given: Any, **named: Any) -> Self:
        """Run a statement, with the points before and after it."""
        if query == "BEGIN":
            TRIGGER.reach(points.BEFORE_TRANSACTION, self.connection)
        if query == "COMMIT":
            TRIGGER.reach(points.BEFORE_COMMIT, self.connection)
            TRIGGER.reach(points.DURING_COMMIT, self.connection)
        done = super().execute(query, *given, **named)
        if query in _REACHED:
            TRIGGER.reach(_REACHED[query], self.connection)
        return done

    @contextmanager
    def copy(self, statement: Any, *given: Any, **named: Any) -> Iterator[Copy]:
        """Copy rows to the server; the point is reached when it has them all."""
        with super().copy(statement, *given, **named) as copy:
            yield copy
        TRIGGER.reach(_REACHED[statement], self.connection)
