"""The book's checks: statements that must give no row."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg

from plaudit.sql.loader import checks
from plaudit.store.reading import reading

ROWS_SHOWN = 5


class Finding(NamedTuple):
    """A check that gave rows: its name, how many, and the first few by column name."""

    check: str
    rows: int
    examples: list[dict[str, Any]]


def audit(connection: psycopg.Connection) -> list[Finding]:
    """Run every check in one snapshot and return those that found something."""
    findings = []
    with reading(connection):
        for name, statement in checks().items():
            cursor = connection.execute(statement.encode())
            rows = cursor.fetchall()
            if rows:
                columns = [column.name for column in cursor.description or ()]
                examples = [dict(zip(columns, row, strict=True)) for row in rows[:ROWS_SHOWN]]
                findings.append(Finding(name, len(rows), examples))
    return findings
