"""What waits for a partner: how long, for what, and that no erasure is lost meanwhile."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.connect_webhook import rotate_secret
from plaudit.actions.hand_on import hand_on
from plaudit.core.retrying import DELAYS_SECONDS, KEY_WAIT_SECONDS
from plaudit.jobs.clear_deliveries import WAIT_DAYS_MOST, clear_deliveries
from plaudit.store.sealed import Seal
from plaudit.store.webhooks import sealed_of
from tests.jobs.partners import partner
from tests.jobs.test_sending import DAY, ERASED, SECOND, Town


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


OTHER_KEY = Seal(bytes(32))


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


def test_messages_wait_as_long_as_the_key_is_away(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner() as there:
        town.hook(cafe, there)
        town.tell(cafe)
        town.honour(cafe)
        for _ in range(len(DELAYS_SECONDS) + 1):
            town.send(OTHER_KEY)
            town.now += WAIT_DAYS_MOST * DAY
            clear_deliveries(town.connection, town.now)
        town.send(OTHER_KEY)
        last = town.last(cafe)
        town.send()  # put off
        assert there.arrived == []
        town.now += KEY_WAIT_SECONDS * SECOND
        town.send()  # the key is back

    assert (last.ended_at, last.tries, last.last_answer) == (None, 0, "secret_not_opened")
    assert len(there.arrived) == 2
    assert f"msg_{last.message_id}" in {one.id for one in there.arrived}


def test_a_new_secret_signs_alone_where_the_old_one_is_not_opened(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner() as there:
        town.hook(cafe, there)
        town.connection.execute(
            "UPDATE webhook SET sealed_secret = %s",
            (OTHER_KEY.seal(b"s" * 32, of=sealed_of(cafe)),),
        )
        town.tell(cafe)
        town.send()
        assert there.arrived == []
        new = rotate_secret(town.connection, cafe, now=town.now)
        assert new is not None
        town.now += KEY_WAIT_SECONDS * SECOND
        town.send()

    (arrived,) = there.arrived
    assert arrived.headers["webhook-signature"].count("v1,") == 1
    assert town.last(cafe).was_delivered


def test_where_the_newest_secret_is_not_opened_the_old_one_does_not_sign_alone(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner() as there:
        town.hook(cafe, there)
        assert rotate_secret(town.connection, cafe, now=town.now) is not None
        town.connection.execute(
            "UPDATE webhook SET sealed_secret = %s",
            (OTHER_KEY.seal(b"s" * 32, of=sealed_of(cafe)),),
        )
        town.tell(cafe)
        town.send()

    assert there.arrived == []
    assert town.last(cafe).last_answer == "secret_not_opened"
