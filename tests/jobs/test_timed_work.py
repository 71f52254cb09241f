"""What each job of the timetable does to a real book, run as a worker runs it."""

from __future__ import annotations

import psycopg

from plaudit.core.voucher import State
from plaudit.jobs.running import Timetable
from plaudit.jobs.timetable import JOBS
from plaudit.store.vouchers import list_vouchers
from tests.market import DAY, NOW, Market


def work(database_url: str, *, now: int) -> None:
    """Run every job until nothing is due."""
    timetable = Timetable(database_url, JOBS, clock=lambda: now)
    while timetable.run_due():
        pass
    timetable.close()


def test_a_voucher_that_nobody_used_gives_its_points_back_once(
    connection: psycopg.Connection, database_url: str
) -> None:
    market = Market(connection)
    market.give(100)
    market.take("mug")
    assert market.points() == 70

    work(database_url, now=NOW)
    assert market.points() == 70
    for later in (60, 60, 61):
        work(database_url, now=NOW + later * DAY)

    assert market.points() == 100
    (voucher,) = list_vouchers(connection, market.members[0])
    assert voucher.state is State.LAPSED
