"""Statements on one snapshot, which can't write: sent together, outside of any transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from plaudit.store.exchange import COMMIT, Exchange, Later

_BEGIN = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Together:
    """Statements to be sent over one connection, outside of any transaction."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._exchange = Exchange(connection)
        self._exchange.execute(_BEGIN)

    def execute(self, query: bytes, params: Mapping[str, Any], /) -> Later:
        """Ask by a statement; its rows are there after `send`."""
        return self._exchange.execute(query, params)

    def send(self) -> None:
        """Send all, on one snapshot where nothing can be written, and wait once for the answers.

        Refuses: psycopg.Error, as psycopg would. The connection is then as it was before.
        """
        self._exchange.execute(COMMIT)
        try:
            self._exchange.send()
            self._exchange.receive()
        except psycopg.Error:
            if not self._connection.closed:
                self._connection.rollback()
            raise
