"""The named points, put into the service from outside: its statements and answers are watched."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import psycopg
from msgspec.structs import replace

from plaudit.sql.loader import query
from plaudit.store.exchange import Exchange, Later
from tests.crash import points
from tests.crash.points import Order

_WEEK = query("make_deed_week")
_REACHED = {
    query("lock_members"): points.LOCKED,
    query("add_deeds"): points.DEEDS_ADDED,
    query("update_members"): points.MEMBERS_UPDATED,
    query("add_batch_totals"): points.TOTALS_ADDED,
    b"COMMIT": points.COMMITTED,
}
"""The point that is reached when the server has done a statement."""
_BEFORE = {
    b"BEGIN": (points.BEFORE_TRANSACTION,),
    b"COMMIT": (points.BEFORE_COMMIT, points.DURING_COMMIT),
}
"""The points that are reached before a statement is sent."""


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

    def reach(
        self,
        point: str,
        connection: psycopg.Connection[Any] | None = None,
        *,
        until_here: Callable[[], None] = lambda: None,
    ) -> None:
        """Kill, if this is the point and the time; nothing else ever happens here.

        `until_here` lets the server carry out first what was asked of it before the point.
        """
        order = self._due(point)
        if order is None:
            return
        if order.delay_seconds:
            threading.Thread(target=_kill, args=(order, connection), daemon=True).start()
            return
        try:
            until_here()
        except psycopg.Error:
            # It was in vain, as an event id was taken: the point isn't reached, the next one is.
            self.arm(replace(order, nth=1))
            raise
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
    """A cursor that tells the trigger when a week's partition was made."""

    def execute(self, query: Any, *given: Any, **named: Any) -> Self:
        """Run a statement, with the point after it."""
        done = super().execute(query, *given, **named)
        if query == _WEEK:
            TRIGGER.reach(points.WEEK_MADE, self.connection)
        return done


class WatchedExchange(Exchange):
    """Statements that are sent together, and at the trigger's point up to there."""

    def execute(
        self, query: bytes, params: Mapping[str, Any] | None = None, /, *, binary: bool = False
    ) -> Later:
        """Ask by a statement, with the points before and after it."""
        for point in _BEFORE.get(query, ()):
            self._reach(point)
        later = super().execute(query, params, binary=binary)
        if query in _REACHED:
            self._reach(_REACHED[query])
        return later

    def _reach(self, point: str) -> None:
        TRIGGER.reach(point, self.connection, until_here=self._until_here)

    def _until_here(self) -> None:
        self.send()
        self.receive()
