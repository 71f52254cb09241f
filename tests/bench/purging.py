"""Purging facts, bringing deeds forward, erasing members: rows a second, ms a transaction."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from plaudit.actions.bring_forward import MEMBERS, bring_forward
from plaudit.actions.erase import erase
from plaudit.actions.purge import PART, purge
from plaudit.store.audit import audit
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from plaudit.store.handles import Handles
from plaudit.store.secrets import secret
from tests.bench.book import NOW, Book
from tests.bench.settling import warm_up

DAYS_ON, YEARS_ON = 120, 3
ERASURES = 200
_DAY = 86_400_000_000


def _deeds(purger: psycopg.Connection) -> str:
    """Bring every deed forward, two years on; return the row."""
    begun = time.perf_counter()
    gone = bring_forward(purger, now=NOW + YEARS_ON * 366 * _DAY)
    seconds = time.perf_counter() - begun
    row = purger.execute("SELECT count(DISTINCT member_id) FROM brought_forward").fetchone()
    assert row is not None
    parts = -(-row[0] // MEMBERS)
    return (
        f"| deeds | {gone.deeds:,} | {gone.deeds / seconds:,.0f} | {seconds / parts * 1e3:,.0f} |"
    )


def purging(book: Book, *, deeds: int) -> Iterator[str]:
    """Settle so many deeds; yield a row for each kind: what, how many, a second, ms a part."""
    warm_up(book, deeds=deeds)
    with connect(book.url, role="purger") as purger:
        begun = time.perf_counter()
        done = purge(purger, now=NOW + DAYS_ON * _DAY)
        seconds = time.perf_counter() - begun
        assert done.facts >= deeds // 2, (done, deeds)
        parts = -(-done.facts // PART)
        yield (
            f"| facts | {done.facts:,} | {done.facts / seconds:,.0f} "
            f"| {seconds / parts * 1e3:,.0f} |"
        )
        yield _deeds(purger)
    with (
        tempfile.TemporaryDirectory() as folder,
        connect(book.url, role="eraser") as eraser,
    ):
        handles, journal = Handles(secret("handles")), JournalFile(Path(folder) / "erasures.log")
        begun = time.perf_counter()
        for member_id in range(1, ERASURES + 1):
            assert erase(eraser, member_id, handles=handles, journal=journal, now=NOW)
        seconds = time.perf_counter() - begun
    yield f"| members | {ERASURES} | {ERASURES / seconds:,.0f} | {seconds / ERASURES * 1e3:,.1f} |"
    with connect(book.url, role="owner") as owner:
        found = {finding.check for finding in audit(owner)}
    assert found <= {"nothing_before_joining"}, "a measured book is made without anybody's words"
