"""One member's statement after 5,000 awards: the first page, a page far down, all of them."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator

import psycopg

from plaudit.actions.settle import settle
from plaudit.core.statement import ENTRIES_MAX, Cursor, Statement
from plaudit.store.connect import connect
from plaudit.store.statement import read_statement
from tests.bench.book import NOW, Book, arrivals, open_measured

AWARDS = 5_000
TIMES = 40
_DAY = 86_400_000_000


DAYS = 500


def statements(book: Book) -> Iterator[str]:
    """Settle 5,000 deeds of one member; yield a row for each way of reading them."""
    now = NOW + DAYS * _DAY
    with connect(book.url) as connection:
        _settle(connection, book)

        def page(before: Cursor | None = None, *, limit: int = 20) -> Statement:
            found = read_statement(connection, 1, now=now, limit=limit, before=before)
            assert found is not None
            return found

        begun, ours = time.perf_counter(), time.process_time()
        seen, pages, cursor = 0, 0, None
        middle: Cursor | None = None
        while not pages or cursor is not None:
            read = page(cursor, limit=ENTRIES_MAX)
            seen, pages, cursor = seen + len(read.entries), pages + 1, read.older
            if middle is None and seen >= AWARDS // 2:
                middle = cursor
        wall, cpu = time.perf_counter() - begun, time.process_time() - ours
        assert seen == AWARDS, seen
        yield _row("the newest 20", *_median(page))
        yield _row("20 in the middle", *_median(lambda: page(middle)))
        yield _row(f"all {AWARDS:,}, {pages} pages", wall, cpu)


def _settle(connection: psycopg.Connection, book: Book) -> None:
    """Settle the same number of deeds of the first member on each of 500 days."""
    house, chance = open_measured(book), random.Random(3)
    alone = book._replace(members=1)
    for day in range(DAYS):
        now = NOW + day * _DAY
        batch = [
            one._replace(report=one.report._replace(happened_at=now - place * 60_000_000))
            for place, one in enumerate(arrivals(alone, house, AWARDS // DAYS, chance=chance))
        ]
        settle(connection, house, batch, now=now)


def _median(read: Callable[[], Statement]) -> tuple[float, float]:
    """Return the median time of reading: in all, and of our own CPU."""
    walls, cpus = [], []
    for _ in range(TIMES):
        begun, ours = time.perf_counter(), time.process_time()
        read()
        walls.append(time.perf_counter() - begun)
        cpus.append(time.process_time() - ours)
    return statistics.median(walls), statistics.median(cpus)


def _row(what: str, wall: float, cpu: float) -> str:
    waited = max(0.0, wall - cpu)
    return f"| {what} | {wall * 1e3:,.1f} | {cpu * 1e3:,.1f} | {waited * 1e3:,.1f} |"
