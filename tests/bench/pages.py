"""The wallet page over HTTP: one visitor alone, and 200 requests a second of many members."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence

import httpx

from plaudit.pages.passes import COOKIE, PATH, pass_for
from plaudit.store.connect import connect
from tests.bench.book import Book
from tests.bench.door import Service
from tests.bench.settling import warm_up

DEEDS = 200_000
VISITORS = 2_000
ALONE = 200
A_SECOND = 200
SECONDS = 15
PATIENCE_SECONDS = 10.0


def page_rates(book: Book) -> Iterator[str]:
    """Yield a row for a visitor alone, and one for A_SECOND requests a second."""
    warm_up(book, deeds=DEEDS)
    passes = _passes(book)
    with Service(book.url) as service:
        asyncio.run(_visits(service.address, passes[:50], pause=0.0))  # what is read once
        for called, visitors, pause in (
            ("one after the other", passes[:ALONE], 0.0),
            (f"{A_SECOND} a second", (passes * 2)[: A_SECOND * SECONDS], 1 / A_SECOND),
        ):
            before, began = service.cpu_seconds(), time.perf_counter()
            tried = asyncio.run(_visits(service.address, visitors, pause=pause))
            spent = time.perf_counter() - began
            took = sorted(tried)
            shown = sum(one < PATIENCE_SECONDS for one in took)
            ours, theirs = (
                (now - then) / len(visitors) * 1e3
                for now, then in zip(service.cpu_seconds(), before, strict=True)
            )
            yield (
                f"| {called} | {shown / spent:,.0f} | {shown / len(took):.0%} | "
                f"{1e3 * took[len(took) // 2]:.1f} | "
                f"{1e3 * took[int(0.99 * len(took))]:.1f} | {ours:.1f} | {theirs:.1f} |"
            )


def _passes(book: Book) -> list[str]:
    """Return the passes of members who have deeds."""
    with connect(book.url) as connection:
        rows = connection.execute(
            "SELECT DISTINCT member_id FROM deed ORDER BY member_id LIMIT %s", (VISITORS,)
        ).fetchall()
    return [pass_for(member_id) for (member_id,) in rows]


async def _visits(address: str, passes: Sequence[str], *, pause: float) -> list[float]:
    """Open a page for each pass and return the seconds that each took; PATIENCE_SECONDS: too long.

    With a pause the next one comes whether or not those before it are answered; without, after it.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(
        base_url=address, limits=limits, timeout=PATIENCE_SECONDS
    ) as client:

        async def visit(signed: str) -> float:
            began = time.perf_counter()
            try:
                answer = await client.get(PATH, headers={"cookie": f"{COOKIE}={signed}"})
            except httpx.TimeoutException:
                return PATIENCE_SECONDS
            is_shown = answer.status_code == httpx.codes.OK
            return time.perf_counter() - began if is_shown else PATIENCE_SECONDS

        if not pause:
            return [await visit(one) for one in passes]
        began, visits = time.perf_counter(), []
        for at, one in enumerate(passes):
            await asyncio.sleep(max(0.0, began + at * pause - time.perf_counter()))
            visits.append(asyncio.create_task(visit(one)))
        return list(await asyncio.gather(*visits))
