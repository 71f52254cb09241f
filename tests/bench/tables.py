"""A partner's table of 100,000 rows, as each kind of file: looked at, and taken in part by part."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator

from plaudit.actions.look_at_table import look_at_table
from plaudit.actions.take_in_part import take_in_part
from plaudit.core.table.cells import ROWS_MAX
from plaudit.core.table.reading import Choices
from plaudit.core.table.times import Order
from plaudit.store.connect import connect
from plaudit.store.uploads import uploads_of
from tests.bench.book import NOW, Book, open_measured
from tests.workbooks import ods, xlsx

HEAD = (
    "| a table of 100,000 rows | MB | looked at, s | taken in, s | the longest part, s "
    "| MB of memory |"
)
PARTNER = "partner-7"
Line = tuple[str, ...]


def tables(book: Book) -> Iterator[str]:
    """Yield a row for each kind of file."""
    house = open_measured(book)
    (partner_id,) = [one.partner_id for one in house.partners.values() if one.id == PARTNER]
    for kind in ("CSV, UTF-16", ".xlsx", ".ods"):
        chance = random.Random(kind)
        members = [chance.randrange(1, book.members + 1) for _ in range(ROWS_MAX)]
        rows: list[Line] = [("id", "member", "date", "time", "cups")]
        for number, handle in enumerate(house.handles.handles_of(members, partner_id)):
            day, at = f"{14 + number % 6}.11.2569", f"{number % 24}:{number % 60:02}"
            rows.append(
                (f"{kind} {number}".replace(" ", "-"), handle, day, at, str(number % 5 + 1))
            )
        raw = _written(kind, rows)
        with connect(book.url, hot=True) as connection:
            began = time.perf_counter()
            upload_id = look_at_table(
                connection,
                house,
                raw,
                partner_id=partner_id,
                choices=Choices(order=Order.DAY_FIRST),
                now=NOW,
            )
            looked, parts = time.perf_counter() - began, []
            more = True
            while more:
                began = time.perf_counter()
                more = take_in_part(connection, house, upload_id, partner_id=partner_id, now=NOW)
                parts.append(time.perf_counter() - began)
            (fares, *_) = uploads_of(connection, partner_id, now=NOW)
            assert fares.accepted == ROWS_MAX, fares
            connection.execute("DELETE FROM upload")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield (
            f"| {kind} | {len(raw) / 1e6:.1f} | {looked:.1f} | {sum(parts):.1f} | "
            f"{max(parts):.2f} | {memory:.0f} |"
        )


def _written(kind: str, rows: list[Line]) -> bytes:
    if kind == ".xlsx":
        return xlsx(rows)
    if kind == ".ods":
        return ods(rows)
    return "\r\n".join(";".join(row) for row in rows).encode("utf-16")
