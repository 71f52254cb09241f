"""Taking and honouring vouchers beside a bare commit of one row, with 1 and 16 clients."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from typing import Any, NamedTuple

import psycopg

from plaudit.actions.honour import honour
from plaudit.actions.take import take
from plaudit.core.voucher import Till
from plaudit.store.connect import connect
from tests.bench.book import NOW, ONE_RULE, Book, make_book

MEMBERS = 20_000
EACH = 800
"""How many vouchers are taken and honoured with each number of clients."""
CLIENTS = (1, 16)
LOT_MONTH = 2028 * 12

EDITION = (
    ONE_RULE
    + """
[[reward]]
id = "coffee"
title = { en = "Coffee" }
class = "meal"
provider = "partner-7"
price_points = 60
stock = 1_000_000
opens_on = 2026-01-01
"""
)
HEAD = (
    "| clients | bare commits/s | taken/s | of the bare commits | honoured/s "
    "| of the bare commits | p99 ms: take | honour |"
)


class Share(NamedTuple):
    """What one client does: its members' numbers, and the till that honours."""

    members: range
    till: Till


def voucher_rates(server_url: str) -> Iterator[str]:
    """Yield a row for each number of clients."""
    book = make_book(server_url, "vouchers", members=MEMBERS, edition=EDITION)
    with connect(book.url, role="owner") as owner:
        partner = _fill(owner)
    first = 1
    for clients in CLIENTS:
        shares = [
            Share(range(first + client, first + EACH, clients), Till(partner, b"till %d" % client))
            for client in range(clients)
        ]
        first += EACH
        bare, _ = _measure(book, shares, work=_commit)
        taken, take_p99 = _measure(book, shares, work=_take)
        honoured, honour_p99 = _measure(book, shares, work=_honour)
        yield (
            f"| {clients} | {bare:,.0f} | {taken:,.0f} | {taken / bare:.2f} | {honoured:,.0f} | "
            f"{honoured / bare:.2f} | {take_p99:.1f} | {honour_p99:.1f} |"
        )


def _fill(owner: psycopg.Connection) -> int:
    """Give every member 100 points, past the triggers; return the partner's number."""
    owner.execute("SET session_replication_role = replica")
    owner.execute("UPDATE member SET points = 100, lots = ARRAY[%s, 100]", (LOT_MONTH,))
    owner.execute("RESET session_replication_role")
    owner.execute("CREATE TABLE bare (id BIGINT GENERATED ALWAYS AS IDENTITY, at TIMESTAMPTZ)")
    owner.execute("GRANT ALL ON bare TO plaudit_service")
    owner.execute("VACUUM ANALYZE")
    owner.execute("CHECKPOINT")
    row = owner.execute("SELECT partner_id FROM partner WHERE id = 'partner-7'").fetchone()
    assert row is not None
    return int(row[0])


def _measure(book: Book, shares: list[Share], *, work: Any) -> tuple[float, float]:
    """Let one process for each share do its work; return the rate over all and the p99 in ms."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(shares) + 1)
    answers: Any = context.Queue()
    started = [
        context.Process(target=_client, args=(book.url, share, work, barrier, answers))
        for share in shares
    ]
    for process in started:
        process.start()
    barrier.wait(60)
    begun = time.perf_counter()
    seconds = [one for _ in started for one in answers.get(timeout=120)]
    whole = time.perf_counter() - begun
    for process in started:
        process.join()
    return len(seconds) / whole, sorted(seconds)[int(len(seconds) * 0.99)] * 1000


def _client(url: str, share: Share, work: Any, barrier: Barrier, answers: Any) -> None:
    with connect(url) as connection:
        connection.execute("SELECT 1")
        steps = work(connection, share)
        barrier.wait()
        seconds = []
        while True:
            started = time.perf_counter()
            if next(steps, None) is None:
                break
            seconds.append(time.perf_counter() - started)
        answers.put(seconds)


def _commit(connection: psycopg.Connection, share: Share) -> Iterator[int]:
    for member_id in share.members:
        connection.execute("INSERT INTO bare (at) VALUES (now())")
        yield member_id


def _take(connection: psycopg.Connection, share: Share) -> Iterator[int]:
    for member_id in share.members:
        take(connection, member_id, "coffee", key="measured", now=NOW)
        yield member_id


def _honour(connection: psycopg.Connection, share: Share) -> Iterator[int]:
    from plaudit.store.vouchers import list_vouchers

    codes = [list_vouchers(connection, member_id)[0].code for member_id in share.members]
    return _honour_all(connection, share, codes=codes)


def _honour_all(
    connection: psycopg.Connection, share: Share, *, codes: list[str | None]
) -> Iterator[int]:
    for code in codes:
        assert code is not None
        yield honour(connection, share.till, code, now=NOW).points
