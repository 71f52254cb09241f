"""`make bench`: counting, checking, settling and HTTP against a limit measured in the same run.

    make bench                         1 million members
    make bench ARGS="--members 10000"  another size
    make bench ARGS=--growth           10,000, 1 million and 7.28 million members

Figures are printed as Markdown tables; docs/reference/performance.md keeps those that count.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from plaudit.ingest.side_by_side import LANES
from tests.bench.book import ONE_RULE, RIVERSIDE, Book, make_book, server
from tests.bench.checking import checking_rates
from tests.bench.counting import counting_rates
from tests.bench.door import door_rates
from tests.bench.expiring import expiring
from tests.bench.lighthouse import HEAD as LIGHTHOUSE_HEAD
from tests.bench.lighthouse import lighthouse_rates
from tests.bench.pages import HEAD as PAGES_HEAD
from tests.bench.pages import busy_page_rates, page_rates
from tests.bench.purging import purging
from tests.bench.settling import SIZES, Rate, Shape, limit, settling, warm_up
from tests.bench.statements import statements
from tests.bench.tables import HEAD as TABLES_HEAD
from tests.bench.tables import tables
from tests.bench.vouchers import HEAD as VOUCHERS_HEAD
from tests.bench.vouchers import voucher_rates

PARTS = (
    "counting", "check", "settling", "vouchers", "http", "page", "purge", "expiry", "statement",
    "table", "lighthouse",
)  # fmt: skip
CITY = 7_280_000
PURGE_MEMBERS, PURGE_DEEDS = 200_000, 1_000_000
DEEDS = {100: 30_000, 1_000: 90_000, 10_000: 300_000}


def say(line: str = "") -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def table(head: str, rows: Iterator[str]) -> None:
    """Print a Markdown table, each row as it is measured."""
    say(head)
    say("|" + "---|" * (head.count("|") - 1))
    for row in rows:
        say(row)
    say()


SHAPES = (Shape(1, 1), Shape(1, LANES), Shape(2, 1))


def settled(book: Book, *, most: Rate) -> Iterator[str]:
    """Yield a row for each batch size and way of settling."""
    for shape in SHAPES:
        for size in SIZES:
            rate = settling(book, size=size, shape=shape, deeds=DEEDS[size])
            yield (
                f"| {shape.writers} | {shape.lanes} | {size:,} | {rate.deeds_a_second:,.0f} | "
                f"{rate.deeds_a_second / most.deeds_a_second:.2f} | {rate.wal_bytes:,.0f} | "
                f"{rate.our_cpu_us:.1f} | {rate.server_cpu_us:.1f} |"
            )


HEAD = (
    "| writers (processes) | lanes of each (threads) | deeds a batch | deeds/s | of the limit "
    "| WAL bytes a deed | our CPU, µs a deed | server's CPU, µs a deed |"
)


def measure(server_url: str, members: int, *, edition: str, called: str) -> None:
    """Measure the limit and settling for one size of city."""
    book = make_book(server_url, "measured", members=members, edition=edition)
    most = limit(book)  # it begins with a checkpoint, after which each page is once logged whole
    warm_up(book, deeds=min(2 * members, 200_000))
    say(f"### {members:,} members, {called}\n")
    say(
        f"The limit, COPY of the same deeds into one table with three indexes: "
        f"{most.deeds_a_second:,.0f} rows/s, {most.wal_bytes:,.0f} WAL bytes a row.\n"
    )
    table(HEAD, settled(book, most=most))
    again = limit(book)
    say(f"The limit again, at the end: {again.deeds_a_second:,.0f} rows/s.\n")


def keeping(url: str, options: argparse.Namespace) -> None:
    """Measure what is done as time goes on: purging, expiry, reading a long statement."""
    if options.only in {None, "purge"}:
        book = make_book(url, "measured", members=min(options.members, PURGE_MEMBERS))
        head = "| what is deleted | rows | a second | ms a transaction |"
        table(head, purging(book, deeds=options.deeds))
    if options.only in {None, "expiry"}:
        book = make_book(url, "measured", members=options.lots)
        table("| lots | how many | a second | ms a page |", expiring(book))
    if options.only in {None, "statement"}:
        book = make_book(url, "measured", members=1_000)
        head = "| of a statement | ms in all | our CPU, ms | the server and waiting, ms |"
        table(head, statements(book))


def over_http(url: str, options: argparse.Namespace) -> None:
    """Measure what goes over HTTP: deeds, and the wallet page."""
    if options.only in {None, "http"}:
        book = make_book(url, "measured", members=options.members)
        head = (
            "| HTTP | deeds/s | p50 ms | p99 ms | CPU, µs a deed: reading | settling | server | "
            "settling alone, deeds/s |"
        )
        table(head, door_rates(book))
    if options.only in {None, "page"}:
        table(PAGES_HEAD, page_rates(make_book(url, "measured", members=options.members)))
        riverside = RIVERSIDE.read_text("utf-8")
        book = make_book(url, "measured", members=options.members, edition=riverside)
        table(PAGES_HEAD, busy_page_rates(book))


def main() -> None:
    """Run what the command line asks for."""
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--members", type=int, default=1_000_000)
    asked.add_argument("--growth", action="store_true")
    asked.add_argument("--only", choices=PARTS)
    asked.add_argument("--deeds", type=int, default=PURGE_DEEDS, help="how many are purged")
    asked.add_argument("--lots", type=int, default=1_000_000, help="how many lots expire")
    options = asked.parse_args()
    say(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, PostgreSQL 18 embedded\n")  # fmt: skip
    if options.only in {None, "counting"}:
        table("| counting, no database | deeds/s on one core |", counting_rates())
    if options.only in {None, "check"}:
        table("| plaudit check, in process | editions/s on one core |", checking_rates())
    if options.only in {"counting", "check"}:
        return
    with server() as url:
        if options.growth:
            for members in (10_000, 1_000_000, CITY):
                measure(url, members, edition=ONE_RULE, called="one rule with a day cap")
            return
        if options.only in {None, "settling"}:
            measure(url, options.members, edition=ONE_RULE, called="one rule with a day cap")
            riverside = RIVERSIDE.read_text("utf-8")
            measure(url, options.members, edition=riverside, called="Riverside's edition")
        if options.only in {None, "vouchers"}:
            table(VOUCHERS_HEAD, voucher_rates(url))
        if options.only in {None, "table"}:
            table(
                TABLES_HEAD,
                tables(make_book(url, "measured", members=min(options.members, 100_000))),
            )
        if options.only == "lighthouse":  # for who has npm: make lighthouse
            riverside = RIVERSIDE.read_text("utf-8")
            book = make_book(url, "measured", members=10_000, edition=riverside)
            table(LIGHTHOUSE_HEAD, lighthouse_rates(book))
        keeping(url, options)
        over_http(url, options)


if __name__ == "__main__":
    main()
