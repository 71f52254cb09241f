"""The wallet page over HTTP, with one deed and full: alone, and 200 a second."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from plaudit.actions.settle import settle
from plaudit.pages.member.views import ENTRIES_A_PAGE
from plaudit.pages.passes import COOKIE, PATH, pass_for
from plaudit.store.connect import connect
from tests.bench.book import NOW, Book, arrivals, open_measured
from tests.bench.door import Service
from tests.bench.page_load import NOT_ANSWERED, page_load
from tests.bench.settling import warm_up

DEEDS = 200_000
VISITORS = 2_000
ALONE = 300
A_SECOND = 200
SECONDS = 15
TIMES = 3
"""How often a pace is measured: a machine that is shared stops for a moment now and then."""
ENTRIES, DAYS, DEEDS_A_DAY = ENTRIES_A_PAGE, 20, 3_000
_DAY = 86_400_000_000
HEAD = (
    "| wallet page | a second | shown | p50 ms | p99 ms | CPU, ms a page: service | server "
    "| client |"
)


def page_rates(book: Book) -> Iterator[str]:
    """Yield rows for pages with one deed: a visitor alone, and A_SECOND views a second."""
    warm_up(book, deeds=min(DEEDS, book.members))
    yield from _rates(book, "1 deed", passes=passes_of(book, least=1, most=1))


def busy_page_rates(book: Book) -> Iterator[str]:
    """Yield the same for pages that are full."""
    bring_cups_back(book)
    yield from _rates(book, f"{ENTRIES} entries", passes=passes_of(book, least=ENTRIES))


def bring_cups_back(book: Book) -> None:
    """Let VISITORS bring cups back day after day, and the server come to rest."""
    few, house, chance = book._replace(members=VISITORS), open_measured(book), random.Random(4)
    with connect(book.url, hot=True) as connection:
        for day in range(DAYS):
            ago = (DAYS - day) * _DAY
            batch = [
                one._replace(report=one.report._replace(happened_at=one.report.happened_at - ago))
                for one in arrivals(few, house, DEEDS_A_DAY, chance=chance)
            ]
            settle(connection, house, batch, now=NOW - ago)
    with connect(book.url, role="owner") as owner:
        # What twenty days leave to be tidied up is done here, and not while pages are measured.
        owner.execute("VACUUM ANALYZE")
        owner.execute("CHECKPOINT")


def _rates(book: Book, shown: str, *, passes: list[str]) -> Iterator[str]:
    with Service(book.url) as service:
        # What is read once, and the connections that several at a time need.
        page_load(service.address, passes[:A_SECOND], path=PATH, cookie=COOKIE, a_second=A_SECOND)
        alone = passes[:ALONE]
        yield _row(service, f"{shown}, one after the other", alone, a_second=0)
        many = (passes * (1 + A_SECOND * SECONDS // len(passes)))[: A_SECOND * SECONDS]
        for _ in range(TIMES):
            yield _row(service, f"{shown}, {A_SECOND} a second", many, a_second=A_SECOND)


def _row(service: Service, called: str, passes: list[str], *, a_second: int) -> str:
    before = service.cpu_seconds()
    found = page_load(service.address, passes, path=PATH, cookie=COOKIE, a_second=a_second)
    spent = [now - then for now, then in zip(service.cpu_seconds(), before, strict=True)]
    ours, theirs, client = (one / len(passes) * 1e3 for one in (*spent, found["cpu_seconds"]))
    return (
        f"| {called} | {_shown(found) / found['seconds']:,.0f} | "
        f"{_shown(found) / len(passes):.0%} | {found['p50_ms']} | {found['p99_ms']} | "
        f"{ours:.1f} | {theirs:.1f} | {client:.2f} |"
    )


def _shown(found: dict[str, Any]) -> int:
    """Return how many pages were shown: the others came too late, or said that it is too much."""
    statuses = found["statuses"]
    assert set(statuses) <= {"200", "503", str(NOT_ANSWERED)}, statuses
    return int(statuses.get("200", 0))


def passes_of(book: Book, *, least: int, most: int | None = None) -> list[str]:
    """Return the passes of members who have so many deeds."""
    with connect(book.url) as connection:
        rows = connection.execute(
            "SELECT member_id FROM deed GROUP BY member_id "
            "HAVING count(*) BETWEEN %s AND coalesce(%s, count(*)) ORDER BY member_id LIMIT %s",
            (least, most, VISITORS),
        ).fetchall()
    assert rows
    return [pass_for(member_id) for (member_id,) in rows]
