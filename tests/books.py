"""Books for tests: each is empty when it is handed out, and none is made anew without need.

To make a database costs a tenth of a second and its first statements are all planned again, so a
book that a test leaves as sound as it was is emptied and given to the next one. What was changed
in any other way than by rows (a table, a right, a setting), or is damaged, is dropped. Tables of
weeks stay with the book, empty, until there are too many of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from weakref import WeakValueDictionary

import psycopg
from psycopg import sql

from plaudit.sql.loader import checks
from plaudit.store.audit import audit
from plaudit.store.connect import Role, connect
from tests.rows import Copier, Rows
from tests.watching import COUNT, HAND_IN, Watch, one_statement, views_of

WEEKS_MAX = 60
"""Each week of deeds is a table, and each makes the next test's plans dearer."""
TESTS_MAX = 50
"""Rows that were deleted still lie there until the server has cleaned up."""
_KEPT = "schema_change"

_SHAPE = """
SELECT sum(hashtextextended(said, 0)) FROM (
    SELECT concat_ws('|', 'class', relname, relkind, relacl, reloptions) AS said FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname !~ '[0-9]{4}'
    UNION ALL
    SELECT concat_ws(
        '|', 'column', attrelid::regclass, attname, attacl, attnotnull, atttypid, atttypmod
    )
    FROM pg_attribute WHERE attnum > 0 AND attrelid >= 16384 AND attrelid IN (
        SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname !~ '[0-9]{4}'
    )
    UNION ALL
    SELECT concat_ws('|', 'default', adrelid::regclass, adnum, pg_get_expr(adbin, adrelid))
    FROM pg_attrdef WHERE adrelid NOT IN (SELECT oid FROM pg_class WHERE relispartition)
    UNION ALL
    SELECT concat_ws('|', 'index', pg_get_indexdef(indexrelid)) FROM pg_index
    WHERE indrelid IN (
        SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND NOT relispartition
    )
    UNION ALL
    SELECT concat_ws('|', 'view', relname, pg_get_viewdef(oid)) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
    UNION ALL
    SELECT concat_ws('|', 'trigger', tgname, tgenabled) FROM pg_trigger WHERE tgparentid = 0
    UNION ALL
    SELECT concat_ws('|', 'constraint', conname, convalidated) FROM pg_constraint
    WHERE contype <> 'n' AND conrelid NOT IN (SELECT oid FROM pg_class WHERE relispartition)
    UNION ALL
    SELECT concat_ws('|', 'function', proacl, pg_get_functiondef(oid)) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws('|', 'setting', setrole, setconfig) FROM pg_db_role_setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL
    SELECT concat_ws('|', 'change', s) FROM schema_change AS s
) AS shape
"""
_CATALOGUES = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_index", "pg_rewrite", "pg_trigger",
    "pg_constraint", "pg_proc", "pg_db_role_setting", "schema_change",
)  # fmt: skip
"""Where PostgreSQL keeps what _SHAPE tells: as long as no row of these was touched, it is the same.
To count them takes a fiftieth of the time."""
_TOUCHED = "SELECT " + " + ".join(COUNT.format(f"'{name}'::regclass") for name in _CATALOGUES)
_LEAVE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> ALL (%s)
"""
_MANY_WEEKS = f"""
SELECT count(*) > {WEEKS_MAX} FROM pg_class WHERE relispartition AND relkind = 'r'
"""
_TABLES = f"""
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
AND relname <> '{_KEPT}'
"""

_LENT: WeakValueDictionary[str, Book] = WeakValueDictionary()
"""This worker's books by the names of their databases."""


class Book:
    """One database, with a connection that looks after it. `url` is new at each hand-out."""

    def __init__(self, url: str) -> None:
        self._place = url
        self._keeper = connect(url, role="owner")
        _LENT[self._keeper.info.dbname] = self
        self._sweeper = connect(url, role="owner")
        self._touched, self._shape = self._asked(_TOUCHED), self._asked(_SHAPE)
        self._handed_out = 0
        self._lasting: dict[Role, psycopg.Connection] = {}
        self._watcher: psycopg.Connection | None = None
        self._check = one_statement(views_of(self._keeper), checks())
        # As a replica nothing is triggered: neither the guards of the book nor its references.
        self._sweeper.execute("SET session_replication_role = replica")
        self._rows = Copier(self._sweeper, self._tables())

    def hand_out(self) -> str:
        """Return the book's URL, unlike any before: what is kept by URL is of another book."""
        self._handed_out += 1
        return f"{self._place}&application_name=book_{self._handed_out}"

    def lasting(self, role: Role = "service") -> psycopg.Connection:
        """Return a connection that is kept with its plans for whom the book is lent to next."""
        if role not in self._lasting:
            self._lasting[role] = connect(self._place, role=role)
        return self._lasting[role]

    def wear_out(self) -> None:
        """Let it be given to no other test."""
        self._handed_out = TESTS_MAX

    @staticmethod
    def of(connection: psycopg.Connection) -> Book | None:
        """Return the book that a connection is to, where it is one of this worker's."""
        return _LENT.get(connection.info.dbname)

    @property
    def is_worn_out(self) -> bool:
        """Whether it was handed out too often to be given to another test."""
        return self._handed_out >= TESTS_MAX

    def is_sound(self) -> bool:
        """Return whether no check finds a row."""
        return self._keeper.execute(self._check, prepare=True).fetchall() == []

    def watch(self) -> Watch:
        """Return what asks the checks after each step of a long test."""
        assert self._watcher is None, "one watches already"
        self._watcher = connect(self._place, role="owner")
        return Watch(self._watcher)

    def findings(self) -> list[object]:
        """Return what the checks find."""
        try:
            return [] if self.is_sound() else list(audit(self._keeper))
        except psycopg.OperationalError:  # a test ended every connection, the keeper's too
            self._keeper = connect(self._place, role="owner")
            self.wear_out()
            return list(audit(self._keeper))

    def emptied(self) -> bool:
        """Remove every row and everybody who is still connected; False where that isn't enough."""
        self._stop_watching()
        kept = (self._keeper, self._sweeper, *self._lasting.values())
        ours = [one.info.backend_pid for one in kept]
        self._keeper.execute(_LEAVE, [ours])
        if not self._is_as_it_was_made():
            return False
        self._rows.delete()
        self._rows.start_again()
        return True

    def take_out(self) -> Rows:
        """Return a copy of every row."""
        return self._rows.take_out()

    def put_back(self, rows: Rows, *, with_numbers: bool = True) -> None:
        """Let the book hold these rows and no others.

        Without numbers the sequences go on: what a kept connection knows by number stays right.
        """
        self._rows.delete()
        self._rows.put_back(rows, with_numbers=with_numbers)
        self._sweeper.execute(HAND_IN, prepare=True)

    def close(self) -> None:
        """Let it go."""
        self._stop_watching()
        for one in (self._keeper, self._sweeper, *self._lasting.values()):
            one.close()

    def _is_as_it_was_made(self) -> bool:
        """Return whether no more than rows and a few tables of weeks came into it."""
        for one in self._lasting.values():
            one.execute(HAND_IN, prepare=True)  # who left has handed in what it counted
        touched = self._asked(_TOUCHED)
        if touched == self._touched:
            return True
        self._touched = touched
        return self._asked(_SHAPE) == self._shape and not self._asked(_MANY_WEEKS)

    def _stop_watching(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None

    def _asked(self, statement: str) -> object:
        row = self._keeper.execute(statement.encode(), prepare=True).fetchone()
        return row and row[0]

    def _tables(self) -> list[str]:
        return [name for (name,) in self._keeper.execute(_TABLES.encode())]


class Shelf:
    """The books of one worker."""

    def __init__(self, server_url: str, *, template: str, worker: str) -> None:
        self._server = psycopg.connect(server_url, autocommit=True)
        self._url_of: Callable[[str], str] = lambda name: named(server_url, name)
        self._template, self._worker = template, worker
        self._numbers = count(1)
        self._ready: list[tuple[str, Book]] = []

    @contextmanager
    def fresh(self, *, damaged: bool = False) -> Iterator[str]:
        """Lend an empty book's URL. It has to be sound afterwards, unless `damaged` on purpose."""
        with self.book(damaged=damaged) as book:
            yield book.hand_out()

    @contextmanager
    def book(self, *, damaged: bool = False) -> Iterator[Book]:
        """Lend an empty book, to ask it in between whether it is sound."""
        name, book = self._ready.pop() if self._ready else self._made()
        kept = False
        try:
            yield book
            findings = [] if damaged else book.findings()
            kept = not damaged and not findings and not book.is_worn_out and book.emptied()
        finally:
            if kept:
                self._ready.append((name, book))
            else:
                self._drop(name, book)
        assert findings == []

    def close(self) -> None:
        """Drop every book."""
        for name, book in self._ready:
            self._drop(name, book)
        self._server.close()

    def _made(self) -> tuple[str, Book]:
        name = f"book_{self._worker}_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, self._template)
        return name, Book(self._url_of(name))

    def _drop(self, name: str, book: Book) -> None:
        book.close()
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        self._server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def named(server_url: str, database: str) -> str:
    """Return the URL of another database of the same server."""
    return server_url.replace("@/plaudit?", f"@/{database}?")
