"""Two connections forced into one order: one has acted, and the other comes before its commit."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import psycopg

Given = TypeVar("Given")


def while_uncommitted(
    first: psycopg.Connection,
    act: Callable[[], object],
    *,
    second: psycopg.Connection,
    then: Callable[[], Given],
    last: Callable[[], object] = lambda: None,
) -> Given:
    """Act on the first connection, let the second one run up to it, and only then commit.

    `last`: what the first one does still, before its commit.
    Return what the second gave. It is waiting for the first, or is done, when that commits.
    """
    with ThreadPoolExecutor(1) as pool:
        with first.transaction():
            act()
            other = pool.submit(then)
            _until_it_waits(first, second, other)
            last()
        return other.result()


def _until_it_waits(
    looking: psycopg.Connection, waiting: psycopg.Connection, done: Future[Given]
) -> None:
    asked = ("SELECT cardinality(pg_blocking_pids(%s)) > 0", (waiting.info.backend_pid,))
    while not done.done() and looking.execute(*asked).fetchone() != (True,):
        pass
