"""Asking a book's checks again and again: after each step those that could say something new.

A check's answer depends on the rows of the tables that it names, and on nothing else. PostgreSQL
counts for each table how many rows were ever added, changed or deleted, also in vain; a table whose
count stands still has the same rows as before. `Watch.findings` asks the checks that name one of
the others, in one statement. What a connection has counted lies with it until it hands it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import psycopg

from plaudit.sql.loader import checks

_CLOCK = re.compile(r"\b(now|[a-z]+_timestamp|random)\(|\bcurrent_")
_VIEWS = b"""
SELECT relname, pg_get_viewdef(oid) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
"""
_TABLES = b"""
SELECT coalesce(p.relname, c.relname), c.oid::BIGINT FROM pg_class AS c
LEFT JOIN pg_inherits AS i ON c.oid = i.inhrelid LEFT JOIN pg_class AS p ON i.inhparent = p.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
COUNT = """
pg_stat_get_tuples_inserted({0}) + pg_stat_get_tuples_updated({0}) + pg_stat_get_tuples_deleted({0})
"""
_SMALL = b"""
SELECT set_config(name, 'off', false) FROM unnest(ARRAY[
    'enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan', 'enable_hashjoin',
    'enable_mergejoin', 'enable_hashagg'
]) AS name
"""
"""With a dozen rows it is quickest to set up little: a quarter less than the planner's way."""
HAND_IN = b"SELECT pg_stat_force_next_flush()"
STATEMENTS_MAX = 400


def one_statement(views: Iterable[tuple[str, str]], names: Iterable[str]) -> bytes:
    """Return a statement that gives the names of the checks that find a row, of those named.

    Checks read weeks and views under their names: here each stands for what it gives, read once and
    not once for each check, whatever the weeks are.
    """
    read = [("deed", "TABLE public.deed"), *views]
    once = ", ".join(f"{name} AS MATERIALIZED ({text.rstrip(';')})" for name, text in read)
    found = " UNION ALL ".join(
        f"SELECT '{name}' AS found WHERE EXISTS ({checks()[name].strip().rstrip(';')})"
        for name in names
    )
    return f"WITH {once} {found}".encode()


def views_of(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Return the views of a book, with what they say."""
    return connection.execute(_VIEWS).fetchall()


class Watch:
    """Asks the checks of a small book. `keeper`: a connection of its own, as the owner."""

    def __init__(self, keeper: psycopg.Connection) -> None:
        keeper.prepared_max = STATEMENTS_MAX
        keeper.execute(_SMALL)
        self._keeper = keeper
        self._views = views_of(keeper)
        tables = keeper.execute(_TABLES).fetchall()
        texts = {name: self._whole(text) for name, text in checks().items()}
        assert not any(map(_CLOCK.search, texts.values())), "a check looks at the clock"
        self._named_in = {
            table: {name for name, text in texts.items() if re.search(rf"\b{table}\b", text)}
            for table in {table for table, _ in tables}
        }
        read = [(table, number) for table, number in tables if self._named_in[table]]
        self._tables = [table for table, _ in read]
        counts = ", ".join(COUNT.format(number) for _, number in read)
        self._count = f"SELECT ARRAY[{counts}]".encode()
        self._counts: list[int] = []
        self._statements: dict[frozenset[str], bytes] = {}

    def findings(self) -> list[str]:
        """Return which checks find a row. Whoever wrote has handed in what was counted: HAND_IN."""
        names = self.to_ask()
        if not names:
            return []
        if names not in self._statements:
            self._statements[names] = one_statement(self._views, sorted(names))
        rows = self._keeper.execute(self._statements[names], prepare=True).fetchall()
        if rows:
            self._counts = []  # it is asked about until nothing is found
        return [name for (name,) in rows]

    def to_ask(self) -> frozenset[str]:
        """Return the checks that name a table whose rows changed since the last look."""
        row = self._keeper.execute(self._count, prepare=True).fetchone()
        assert row is not None
        before, self._counts = self._counts or [-1] * len(self._tables), row[0]
        changed = {
            table
            for table, was, count in zip(self._tables, before, self._counts, strict=True)
            if was != count
        }
        return frozenset().union(*(self._named_in[table] for table in changed))

    def _whole(self, text: str) -> str:
        """Return a check's text with that of the views which it names."""
        return text + "".join(said for name, said in self._views if re.search(rf"\b{name}\b", text))
