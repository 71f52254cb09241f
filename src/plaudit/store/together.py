"""Statements that are sent together: one message there, one back.

psycopg's own pipeline looks at the socket after each statement and takes 50 microseconds for it; a
page asks for eleven things at once. This is libpq's pipeline with nothing in between. Source:
PostgreSQL 18, libpq, "Pipeline Mode"; docs/reference/performance.md.
"""

from __future__ import annotations

import re
import select
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult

from plaudit.store.arrays import BigIntArray

_BEGIN = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_COMMIT = b"COMMIT"
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


class Together:
    """Statements to be sent over one connection, outside of any transaction."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._asked: list[tuple[bytes, Mapping[str, Any], Later]] = []

    def execute(self, query: bytes, params: Mapping[str, Any], /) -> Later:
        """Ask by a statement; its rows are there after `send`."""
        later = Later()
        self._asked.append((query, params, later))
        return later

    def send(self) -> None:
        """Send all, on one snapshot where nothing can be written, and wait once for the answers.

        Refuses: psycopg.Error, as psycopg would. The connection is then as it was before.
        """
        try:
            try:
                self._send()
            except psycopg.errors.InvalidSqlStatementName:
                # psycopg lets a server forget all statements after some faults: told anew.
                self._connection.rollback()
                _KNOWN.pop(self._connection, None)
                self._send()
        except psycopg.Error:
            if not self._connection.closed:
                self._connection.rollback()
            raise

    def _send(self) -> None:
        sent = []
        for query, params, _ in self._asked:
            prepared = _prepared(self._connection, query)
            sent.append((prepared.name, [_written(params[one]) for one in prepared.takes]))
        link = self._connection.pgconn
        try:
            link.enter_pipeline_mode()
            link.send_query_params(_BEGIN, None)
            for name, written in sent:
                values, formats = [one for one, _ in written], [one for _, one in written]
                link.send_query_prepared(name, values, formats)
            link.send_query_params(_COMMIT, None)
            link.pipeline_sync()
            self._flush()
            found, fault = self._results()
            link.exit_pipeline_mode()
        except BaseException:
            self._connection.close()  # nobody knows any more what is under way on it
            raise
        if fault is not None:
            raise fault
        for (_, _, later), rows in zip(self._asked, found, strict=True):
            later.put(rows)

    def _results(self) -> tuple[list[list[Row]], psycopg.Error | None]:
        """Return the rows of each statement, and the first fault."""
        found, fault = list[list[Row]](), None
        reader = Transformer(self._connection)
        while (result := self._next()).status != ExecStatus.PIPELINE_SYNC:
            if result.status == ExecStatus.TUPLES_OK:
                reader.set_pgresult(result)
                found.append(reader.load_rows(0, result.ntuples, tuple))
            elif result.status == ExecStatus.FATAL_ERROR and fault is None:
                fault = _fault_of(result, self._connection)
        return found, fault

    def _flush(self) -> None:
        link = self._connection.pgconn
        while link.flush():
            _wait(link.socket, select.POLLIN | select.POLLOUT)
            link.consume_input()

    def _next(self) -> PGresult:
        """Wait for the next result."""
        link = self._connection.pgconn
        while True:
            while link.is_busy():
                _wait(link.socket, select.POLLIN)
                link.consume_input()
            result = link.get_result()
            if result is not None:
                return result
            if link.status != ConnStatus.OK:
                raise psycopg.OperationalError("the connection is lost")


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
    if isinstance(value, BigIntArray):
        return value.data, Format.BINARY
    assert isinstance(value, int | str | date), type(value)
    text = str(value)
    if "\0" in text:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return text.encode(), Format.TEXT
