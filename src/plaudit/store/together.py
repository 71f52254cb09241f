"""Statements on one snapshot, which can't write: sent together, outside of any transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from plaudit.store.exchange import Exchange, Later

_BEGIN = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_COMMIT = b"COMMIT"


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
                self._send()
        except psycopg.Error:
            if not self._connection.closed:
                self._connection.rollback()
            raise

    def _send(self) -> None:
        exchange = Exchange(self._connection)
        exchange.execute(_BEGIN)
        answers = [exchange.execute(query, params) for query, params, _ in self._asked]
        exchange.execute(_COMMIT)
        exchange.send()
        exchange.receive()
        for (_, _, later), answer in zip(self._asked, answers, strict=True):
            later.put(answer.fetchall())
