"""Refused deeds of what is being taken: kept until all of it has arrived, then told in its order.

Whether a deed before the first edition is refused, or left out as a repeated one, is known only
when all that arrived before it is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import duckdb
import numpy as np

from plaudit.core.refusals import Code

ROWS_AT_ONCE = 100_000
FETCHED = 10_000


class Refused(NamedTuple):
    """A refused deed. `position`: how far the arrivals were when it came."""

    position: int
    source: str | None
    event_id: str | None
    code: str


Refuse = Callable[[Refused], None]
"""Is told of a refused deed."""


class Refusals:
    """The table `refusal` of a connection, which has a table `arrived` too."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._waiting: list[Refused] = []
        self.forget()

    def forget(self) -> None:
        """Empty the table."""
        self._waiting.clear()
        self._connection.execute(
            "CREATE OR REPLACE TABLE refusal "
            "(position BIGINT, source VARCHAR, event_id VARCHAR, code VARCHAR)"
        )

    def add(self, refused: Refused) -> None:
        """Keep a refused deed."""
        self._waiting.append(refused)
        if len(self._waiting) >= ROWS_AT_ONCE:
            self._insert()

    def add_early(self, selected: str) -> None:
        """Keep deeds before the first edition: a statement gives position, source and id."""
        self._connection.execute(
            f"INSERT INTO refusal SELECT *, '{Code.NO_EDITION.value}' FROM ({selected})"
        )

    def tell(self, refuse: Refuse) -> None:
        """Tell `refuse` of each refused deed, in the order of arrival, and forget them.

        A deed before the first edition whose id an earlier one took is a repeated one.
        """
        self._insert()
        self._connection.execute(
            "DELETE FROM refusal WHERE rowid IN (SELECT r.rowid FROM refusal AS r "
            "INNER JOIN arrived AS a ON a.source = r.source AND a.event_id = r.event_id "
            "WHERE r.code = ? AND a.position < r.position)",
            [Code.NO_EDITION.value],
        )
        rows = self._connection.cursor().execute("FROM refusal ORDER BY position, rowid")
        while some := rows.fetchmany(FETCHED):
            for row in some:
                refuse(Refused(*row))
        rows.close()
        self.forget()

    def _insert(self) -> None:
        if not self._waiting:
            return
        positions, *texts = zip(*self._waiting, strict=True)
        rows = {"position": np.array(positions, np.int64)}
        for name, column in zip(Refused._fields[1:], texts, strict=True):
            rows[name] = np.array(column, dtype=object)
        self._connection.register("waiting_refusals", rows)
        self._connection.execute("INSERT INTO refusal SELECT * FROM waiting_refusals")
        self._connection.unregister("waiting_refusals")
        self._waiting.clear()
