"""What waits for a partner: how long, for what, and that no erasure is lost meanwhile."""

from __future__ import annotations

import time

import psycopg
import pytest

from plaudit.actions.connect_webhook import connect_webhook, rotate_secret
from plaudit.actions.hand_on import hand_on
from plaudit.core.retrying import DELAYS_SECONDS, KEY_WAIT_SECONDS, WAIT_DAYS_MOST
from plaudit.jobs.clear_deliveries import clear_deliveries
from plaudit.jobs.sending import Sender
from plaudit.store.sealed import Seal
from plaudit.store.webhooks import read_webhook, sealed_of
from tests.jobs.partners import Partner, partner
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


def test_an_erasure_that_met_410_waits_until_the_webhook_is_set_again(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner(lambda number: 410 if number == 1 else 200) as there:
        town.hook(cafe, there)
        town.tell(cafe)
        town.send()
        town.now += 20 * DAY
        town.send()
        clear_deliveries(town.connection, town.now)
        assert len(there.arrived) == 1  # it is stopped
        set_url(town, there.url)
        town.send()

    assert len({one.id for one in there.arrived}) == 1
    assert len(there.arrived) == 2
    assert town.last(cafe).was_delivered


def test_other_messages_that_met_410_are_given_up(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner(lambda _: 410) as there:
        town.hook(cafe, there)
        town.honour(cafe)
        town.send()

    last = town.last(cafe)
    assert last.ended_at is not None
    assert (last.was_delivered, last.last_answer) == (False, "410")


def test_410_of_an_earlier_address_stops_nothing_and_ends_nothing(town: Town) -> None:
    cafe = town.riverside.cafe
    with partner(lambda _: 410, slow_seconds=5) as old, partner() as new:
        town.hook(cafe, old)
        town.honour(cafe)
        town.tell(cafe)
        sender = town.sender()
        until_sent(sender, old, 2)
        set_url(town, new.url)
        old.let_go.set()
        while sender.round(wait_seconds=5):
            pass
        sender.close()
        found = read_webhook(town.connection, cafe)
        town.now += DAY
        town.send()

    assert found is not None
    assert (found.url, found.stopped_at, found.waiting) == (new.url, None, 2)
    assert {one.id for one in new.arrived} == {one.id for one in old.arrived}


def until_it_ends(town: Town) -> int:
    """Send whenever a try is due, until the last message ends; return after how many days."""
    begins = town.now
    while (due := town.last(town.riverside.cafe).next_try_at) is not None:
        town.now = int(due.timestamp() * SECOND) + 1
        town.send()
    return (town.now - begins) // DAY


def test_an_erasure_outlasts_a_partner_that_is_away_for_weeks(town: Town) -> None:
    begins = town.now
    with partner(lambda _: 503 if town.now < begins + 25 * DAY else 200) as there:
        town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        town.send()
        days = until_it_ends(town)

    assert town.last(town.riverside.cafe).was_delivered
    assert days in {25, 26}
    assert len({one.id for one in there.arrived}) == 1
    assert len(there.arrived) < len(DELAYS_SECONDS) + 1 + 25  # once a day after the first three


def test_an_erasure_is_tried_until_its_last_day_and_then_given_up(town: Town) -> None:
    with partner(lambda _: 503) as there:
        town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        town.send()
        days = until_it_ends(town)

    last = town.last(town.riverside.cafe)
    assert (days, last.was_delivered, last.last_answer) == (WAIT_DAYS_MOST, False, "503")


def test_an_erasure_first_tried_after_its_last_day_has_the_usual_three_days(town: Town) -> None:
    with partner(lambda _: 503) as there:
        town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        hand_on(town.connection)
        town.now += (WAIT_DAYS_MOST + 1) * DAY
        town.send()
        days = until_it_ends(town)

    assert days == 3
    assert len(there.arrived) == len(DELAYS_SECONDS) + 1


def set_url(town: Town, url: str) -> None:
    connect_webhook(town.connection, town.riverside.cafe, url=url, now=town.now, to_loopback=True)


def until_sent(sender: Sender, there: Partner, messages: int) -> None:
    """Work until so many messages are on their way, without an answer."""
    end = time.monotonic() + 4
    while len(there.arrived) < messages:
        assert time.monotonic() < end, "it took too long"
        sender.round(wait_seconds=0.05)
