"""Statements that are sent together: one message there, one back, and what is done in between.

psycopg's own pipeline looks at the socket after each statement and takes 50 microseconds for it; a
page asks for eleven things at once. This is libpq's pipeline with nothing in between. Source:
PostgreSQL 18, libpq, "Pipeline Mode"; docs/reference/performance.md.
"""

from __future__ import annotations

import re
import select
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from plaudit.store import turn
from plaudit.store.arrays import Array

BEGIN, COMMIT = b"BEGIN", b"COMMIT"
_UNKNOWN_STATEMENT = b"26000"
_LOOK_SECONDS = 0.0003
_PLACE = re.compile(rb"%\((\w+)\)s")

Row = tuple[Any, ...]


class Rows(Protocol):
    """The rows that a statement gave, as a cursor has them."""

    def fetchone(self) -> Row | None:
        """Return the next row, or None."""

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Row]: ...


class Asks(Protocol):
    """Who can be asked: a connection, or statements that are sent together."""

    def execute(self, query: bytes, params: Mapping[str, Any], /) -> Rows:
        """Ask by a statement."""


class AsksInBinary(Protocol):
    """Who can be asked for an answer in binary: a cursor, or statements that are sent together."""

    def execute(self, query: bytes, params: Mapping[str, Any], /, *, binary: bool) -> Rows:
        """Ask by a statement."""


class Later:
    """Rows that are there once all that was asked is answered."""

    def __init__(self) -> None:
        self._rows: Iterator[Row] | None = None

    def put(self, rows: Sequence[Row]) -> None:
        """Take the rows that came."""
        self._rows = iter(rows)

    def fetchone(self) -> Row | None:
        """Return the next row, or None."""
        return next(iter(self), None)

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        return list(self)

    def __iter__(self) -> Iterator[Row]:
        assert self._rows is not None, "nothing was sent yet"
        return self._rows


class _Prepared(NamedTuple):
    """A statement that the server knows on a connection, and what it takes, in order."""

    name: bytes
    takes: list[str]


_NUMBERS = count()
"""For the names of statements."""
_KNOWN: WeakKeyDictionary[psycopg.Connection, dict[bytes, _Prepared]] = WeakKeyDictionary()


class _Asked(NamedTuple):
    """A statement that was asked, and where its rows go."""

    query: bytes
    params: Mapping[str, Any]
    format: Format
    later: Later


class Exchange:
    """Statements for one connection: `execute` collects, `send` sends them, `receive` waits.

    Between the two the server works and its client may do something else. Where one fails, those
    that were sent with it and stand behind it are passed over. A COMMIT is the last that is sent.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self._asked: list[_Asked] = []
        self._sent: list[_Asked] = []
        self._is_within = False
        """Whether what was sent last was sent within a transaction."""

    def execute(
        self, query: bytes, params: Mapping[str, Any] | None = None, /, *, binary: bool = False
    ) -> Later:
        """Ask by a statement; its rows are there after `receive`, in binary where that is said."""
        asked = _Asked(query, params or {}, Format.BINARY if binary else Format.TEXT, Later())
        assert not self._asked or self._asked[-1].query != COMMIT, query
        self._asked.append(asked)
        return asked.later

    def send(self) -> None:
        """Send what was asked.

        Refuses: psycopg.OperationalError where the connection is lost; psycopg.DataError for what
                 no text can hold, and then nothing is sent.
        """
        link = self.connection.pgconn
        self._is_within = link.transaction_status != TransactionStatus.IDLE
        self._sent, self._asked = self._asked, []
        prepared = [(_prepared(self.connection, one.query), one) for one in self._sent]
        written = [
            (known.name, [_written(one.params[name]) for name in known.takes], one.format)
            for known, one in prepared
        ]
        try:
            link.enter_pipeline_mode()
            for name, values, format_ in written:
                link.send_query_prepared(
                    name, [one for one, _ in values], [one for _, one in values], format_
                )
            link.pipeline_sync()
            if link.flush():
                with turn.waiting():
                    self._flush()
        except BaseException:
            self.connection.close()  # nobody knows any more what is under way on it
            raise

    def receive(self) -> None:
        """Wait for the answers to what was sent.

        Refuses: psycopg.Error, as psycopg would; a transaction is then left failed.
        """
        results = self._received()
        if self._was_forgotten(results):
            self._asked = self._sent
            self.send()
            results = self._received()
        reader = Transformer(self.connection)
        for one, result in zip(self._sent, results, strict=False):
            if result.status == ExecStatus.FATAL_ERROR:
                raise _fault_of(result, self.connection)
            if result.ntuples:
                reader.set_pgresult(result)
                one.later.put(reader.load_rows(0, result.ntuples, tuple))
            else:
                one.later.put(())

    def _received(self) -> list[PGresult]:
        """Wait for the result of each statement."""
        try:
            with turn.waiting():
                results = self._results()
            self.connection.pgconn.exit_pipeline_mode()
        except BaseException:
            self.connection.close()
            raise
        return results

    def _was_forgotten(self, results: list[PGresult]) -> bool:
        """Return whether the server knew a statement no more, and has done nothing of all.

        psycopg lets a server forget all that was prepared, after faults of its own statements. What
        was sent in no transaction is undone as a whole; what was sent within one is not sent again.
        """
        faults = [one for one in results if one.status == ExecStatus.FATAL_ERROR]
        if not faults or faults[0].error_field(DiagnosticField.SQLSTATE) != _UNKNOWN_STATEMENT:
            return False
        _KNOWN.pop(self.connection, None)
        if self._is_within:
            return False
        roll_back(self.connection)
        return True

    def _flush(self) -> None:
        """Hand all that is to be sent to the system.

        A server that reads empties the system's buffer faster than a thread gets its turn with the
        interpreter back, and there are many buffers in a large batch: so this looks again for a
        moment before it waits.
        """
        link = self.connection.pgconn
        look_until = time.perf_counter() + _LOOK_SECONDS
        while link.flush():
            if time.perf_counter() > look_until:
                _wait(link.socket, select.POLLIN | select.POLLOUT)
                link.consume_input()
                look_until = time.perf_counter() + _LOOK_SECONDS

    def _results(self) -> list[PGresult]:
        """Wait for the result of each statement."""
        results = []
        while (result := self._next()).status != ExecStatus.PIPELINE_SYNC:
            results.append(result)
        return results

    def _next(self) -> PGresult:
        """Wait for the next result."""
        link = self.connection.pgconn
        while True:
            while link.is_busy():
                _wait(link.socket, select.POLLIN)
                link.consume_input()
            result = link.get_result()
            if result is not None:
                return result
            if link.status != ConnStatus.OK:
                raise psycopg.OperationalError("the connection is lost")


def roll_back(connection: psycopg.Connection) -> None:
    """Roll back what is open; the server keeps what was prepared, which psycopg's own forgets.

    Refuses: psycopg.OperationalError where the connection is lost.
    """
    result = connection.pgconn.exec_(b"ROLLBACK")
    if result.status != ExecStatus.COMMAND_OK:
        raise _fault_of(result, connection)


def _wait(socket: int, what: int) -> None:
    poll = select.poll()
    poll.register(socket, what)
    poll.poll()


def _prepared(connection: psycopg.Connection, query: bytes) -> _Prepared:
    """Return how the server knows a statement on a connection."""
    known = _KNOWN.setdefault(connection, {})
    if query not in known:
        takes: list[str] = []

        def place(found: re.Match[bytes]) -> bytes:
            name = found[1].decode()
            if name not in takes:
                takes.append(name)
            return b"$%d" % (takes.index(name) + 1)

        text = _PLACE.sub(place, query).replace(b"%%", b"%")
        name = b"plaudit_%d" % next(_NUMBERS)
        result = connection.pgconn.prepare(name, text)
        if result.status != ExecStatus.COMMAND_OK:
            raise _fault_of(result, connection)
        known[query] = _Prepared(name, takes)
    return known[query]


def _fault_of(result: PGresult, connection: psycopg.Connection) -> psycopg.Error:
    """Return what went wrong: the statement, or the connection is lost."""
    fault = error_from_result(result)
    is_lost = connection.pgconn.status != ConnStatus.OK
    return psycopg.OperationalError(str(fault)) if is_lost else fault


def _written(value: object) -> tuple[bytes | None, Format]:
    """Return a value as it is sent, and whether that is text or binary."""
    if value is None:
        return None, Format.TEXT
    if isinstance(value, Array):
        return value.data, Format.BINARY
    assert isinstance(value, int | str | date), type(value)
    text = str(value)
    if "\0" in text:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return text.encode(), Format.TEXT
