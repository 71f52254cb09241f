"""What waits for a partner: how long, for what, and that no erasure is lost meanwhile."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.hand_on import hand_on
from plaudit.jobs.clear_deliveries import WAIT_DAYS_MOST, clear_deliveries
from tests.jobs.partners import partner
from tests.jobs.test_sending import DAY, ERASED, SECOND, Town


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


def test_after_a_month_without_a_worker_a_partner_is_still_told(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner() as there:
        town.hook(cafe, there)
        town.tell(cafe)
        town.honour(cafe)
        hand_on(town.connection)
        town.now += (WAIT_DAYS_MOST + 1) * DAY  # the first job after it is the one that clears
        clear_deliveries(town.connection, town.now)
        town.send()

    assert len(there.arrived) == 2


def test_what_waits_for_a_stopped_webhook_ends_on_its_last_day(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner(lambda _: 410) as there:
        town.hook(cafe, there)
        town.honour(cafe)
        town.send()  # it is stopped
        town.tell(cafe)
        hand_on(town.connection)
    clear_deliveries(town.connection, town.now + WAIT_DAYS_MOST * DAY - SECOND)
    assert town.last(cafe).ended_at is None
    clear_deliveries(town.connection, town.now + WAIT_DAYS_MOST * DAY + SECOND)

    last = town.last(cafe)
    assert (last.kind, last.was_delivered, last.last_answer) == (ERASED, False, "no_webhook")
    assert last.ended_at is not None
