"""Announcing and expiring lots: how many a second, and how long one page takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.expire import MEMBERS_A_PAGE, expire
from plaudit.store.connect import connect
from tests.bench.book import Book, open_measured
from tests.riverside import instant

TOLD = instant("2027-10-31T09:00:00+07:00")
ENDED = instant("2027-12-01T00:00:00+07:00")
LOT = 2027 * 12 + 11


def expiring(book: Book) -> Iterator[str]:
    """Give each member a lot; yield a row for announcing and for expiring them all."""
    with connect(book.url, role="owner") as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE member SET points = 10, lots = ARRAY[%s, 10]", (LOT,))
        owner.execute("RESET session_replication_role")
        owner.execute("VACUUM ANALYZE member")
        owner.execute("CHECKPOINT")
    house = open_measured(book)
    pages = -(-book.members // MEMBERS_A_PAGE)
    with connect(book.url) as connection:
        runs: dict[str, Callable[[], int]] = {
            "announced": lambda: announce_expiry(connection, house, now=TOLD).lots,
            "expired": lambda: expire(connection, house, now=ENDED).lots,
        }
        for what, run in runs.items():
            begun = time.perf_counter()
            lots = run()
            seconds = time.perf_counter() - begun
            assert lots == book.members, (what, lots)
            yield f"| {what} | {lots:,} | {lots / seconds:,.0f} | {seconds / pages * 1e3:,.0f} |"
