"""What each job of the timetable does to a real book, run as a worker runs it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg

from plaudit.actions.correct import correct
from plaudit.actions.honour import honour
from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.core.settlement import month_named
from plaudit.core.voucher import State
from plaudit.jobs.close_months import close_months
from plaudit.jobs.running import Timetable
from plaudit.jobs.timetable import JOBS
from plaudit.store.catalogue import programme_number
from plaudit.store.settlement import NewEntry, read_statements
from plaudit.store.vouchers import list_vouchers
from tests.market import DAY, JOINED, NOW, Market, edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, instant

MIDNIGHT = instant("2026-12-01T00:00:00+07:00")


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


def test_a_month_that_is_over_is_closed_once_where_its_programme_is(
    connection: psycopg.Connection, database_url: str
) -> None:
    market = Market(connection)
    market.give(100)
    code = market.take("mug").code
    assert code is not None
    honour(connection, market.tills["shop"], code, now=NOW)
    shop = market.tills["shop"].partner_id

    work(database_url, now=MIDNIGHT - 1)
    assert read_statements(connection, shop) == []
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: work(database_url, now=MIDNIGHT + 3_600_000_000), range(2)))
    work(database_url, now=MIDNIGHT + 40 * DAY)

    months = [one.statement.head.month for one in read_statements(connection, shop)]
    assert months == [month_named("2026-12"), month_named("2026-11")]


def test_months_end_by_each_programmes_own_calendar_and_wait_for_no_other(
    connection: psycopg.Connection,
) -> None:
    """Apia's month is still going on when Bangkok's is over: one doesn't hold up the other."""
    market = Market(connection)
    market.give(100)
    code = market.take("mug").code
    assert code is not None
    honour(connection, market.tills["shop"], code, now=NOW)
    other = edition((), id="2").replace('"market"', '"elsewhere"')
    publish_as_promised(
        connection, other.replace("Asia/Bangkok", "Pacific/Honolulu"), ACTIVITY_TEXTS
    )
    programme_id = programme_number(connection, "elsewhere")
    assert programme_id is not None
    far, _ = register_partner(
        connection, Registration(programme_id, "far", "Far", ["cup_return"], 30), now=JOINED
    )
    correct(
        connection, NewEntry(far, "correction", 5, "left_out", "A1", "Pim Chaiyo, office"), now=NOW
    )

    made = close_months(connection, MIDNIGHT)
    assert made.things == 1
    assert close_months(connection, MIDNIGHT + 17 * 3_600_000_000).things == 1
