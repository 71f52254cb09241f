"""From the outbox to the partner: signed, again when it failed, one slow one holding up nobody."""

from __future__ import annotations

import time
from collections.abc import Callable

import psycopg
import pytest

from plaudit.actions.connect_webhook import connect_webhook, disconnect_webhook
from plaudit.actions.hand_on import hand_on
from plaudit.core.retrying import DELAYS_SECONDS, WAIT_DAYS_MOST
from plaudit.core.webhook_signing import NotVerified
from plaudit.jobs.clear_deliveries import KEPT_DAYS, clear_deliveries
from plaudit.jobs.posting import Post
from plaudit.jobs.sending import TAKEN_SECONDS, Sender
from plaudit.store.connect import connect
from plaudit.store.deliveries import Delivery, last_deliveries
from plaudit.store.outbox import add_to_outbox
from plaudit.store.sealed import Seal
from plaudit.store.webhooks import read_webhooks
from tests.jobs.partners import Partner, partner
from tests.riverside import Riverside

SECOND = 1_000_000
DAY = 86_400 * SECOND
ERASED, READY = "member.erased_at_partner", "voucher.honoured"


class Town:
    """A small Riverside whose partners have webhooks, with a clock that a test moves."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.riverside = Riverside(connection, members=1)
        self.connection = connection
        self.now = time.time_ns() // 1000

    def clock(self) -> int:
        return self.now

    def hook(self, partner_id: int, there: Partner) -> str:
        secret = connect_webhook(
            self.connection, partner_id, url=there.url, now=self.now, to_loopback=True
        )
        assert secret is not None
        return secret

    def tell(self, partner_id: int, member: str = "0f" * 16) -> None:
        with self.connection.transaction():
            add_to_outbox(
                self.connection,
                ERASED,
                partner_id=partner_id,
                payload={"member": member},
                now=self.now,
            )

    def honour(self, partner_id: int) -> None:
        said = {"voucher": "v1", "reward": "museum", "honoured_at": "2026-11-20T05:00:00Z"}
        with self.connection.transaction():
            add_to_outbox(self.connection, READY, partner_id=partner_id, payload=said, now=self.now)

    def sender(self, seal: Seal | None = None) -> Sender:
        post = Post(to_loopback=True, seconds_most=5)
        return Sender(self.connection, post, clock=self.clock, seal=seal)

    def send(self, seal: Seal | None = None) -> None:
        """Send all that is due, and wait for the answers."""
        sender = self.sender(seal)
        while sender.round(wait_seconds=5):
            pass
        sender.close()

    def last(self, partner_id: int) -> Delivery:
        return last_deliveries(self.connection, partner_id, most=1)[0]


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


def test_a_message_arrives_signed_and_its_content_goes(town: Town) -> None:
    with partner() as there:
        secret = town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        town.send()
        town.send()

    (arrived,) = there.arrived
    assert arrived.verified(secret) | {"timestamp": ""} == {
        "type": ERASED,
        "timestamp": "",
        "data": {"member": "0f" * 16},
    }
    with pytest.raises(NotVerified):
        arrived.verified("whsec_" + "A" * 44)
    last = town.last(town.riverside.cafe)
    assert (last.was_delivered, last.tries, last.last_answer) == (True, 1, "204")
    assert f"msg_{last.message_id}" == arrived.id
    assert town.connection.execute("SELECT payload FROM delivery").fetchall() == [(None,)]
    assert town.connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_it_is_tried_again_with_the_same_id_until_it_is_taken(town: Town) -> None:
    with partner(lambda number: 500 if number < 4 else 200) as there:
        secret = town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        for tries, delay in enumerate(DELAYS_SECONDS[:4], start=1):
            town.send()
            town.send()  # not due yet
            assert len(there.arrived) == tries
            town.now += delay * SECOND * 11 // 10

    assert len({arrived.id for arrived in there.arrived}) == 1
    assert len({arrived.body for arrived in there.arrived}) == 1
    assert there.arrived[0].verified(secret)["type"] == ERASED
    assert town.last(town.riverside.cafe).was_delivered


def test_it_is_given_up_after_three_days_and_shown(town: Town) -> None:
    begins = town.now
    with partner(lambda _: 503) as there:
        town.hook(town.riverside.cafe, there)
        town.honour(town.riverside.cafe)
        for _ in range(len(DELAYS_SECONDS) + 1):
            town.send()
            last = town.last(town.riverside.cafe)
            if last.next_try_at is not None:
                town.now = int(last.next_try_at.timestamp() * SECOND) + 1
        town.now += 10 * DAY
        town.send()

    assert len(there.arrived) == len(DELAYS_SECONDS) + 1
    last = town.last(town.riverside.cafe)
    assert (last.was_delivered, last.last_answer) == (False, "503")
    assert last.ended_at is not None
    assert 2.9 * DAY < last.ended_at.timestamp() * SECOND - begins < 3.4 * DAY
    assert read_webhooks(town.connection)[0].given_up == 1


def test_one_slow_partner_holds_up_nobody(town: Town) -> None:
    with partner(slow_seconds=30) as slow, partner() as quick:
        town.hook(town.riverside.cafe, slow)
        town.hook(town.riverside.depot, quick)
        for _ in range(5):
            town.tell(town.riverside.cafe)
            town.tell(town.riverside.depot)
        sender = town.sender()
        until = time.monotonic() + 4
        while len(quick.arrived) < 5 and time.monotonic() < until:
            sender.round(wait_seconds=0.5)
        seen = len(slow.arrived), len(quick.arrived)
        slow.let_go.set()
        sender.close()

    assert seen == (2, 5)


def test_two_workers_send_each_message_once(town: Town, database_url: str) -> None:
    with partner(slow_seconds=0.02) as there, connect(database_url) as other:
        town.hook(town.riverside.cafe, there)
        for number in range(12):
            town.tell(town.riverside.cafe, str(number))
        one = town.sender()
        two = Sender(other, Post(to_loopback=True), clock=town.clock)
        while one.round(wait_seconds=0.05) | two.round(wait_seconds=0.05):
            pass
        one.close()
        two.close()

    assert len(there.arrived) == len({arrived.id for arrived in there.arrived}) == 12


def test_what_a_dead_worker_had_in_hand_is_sent_again_with_the_same_id(town: Town) -> None:
    with partner() as there:
        town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        hand_on(town.connection)
        dead = town.sender()
        assert dead._take() == 1  # sent, never marked
        dead._threads.shutdown()
        town.send()
        assert len(there.arrived) == 1
        town.now += TAKEN_SECONDS * SECOND
        town.send()

    assert len(there.arrived) == 2
    assert len({arrived.id for arrived in there.arrived}) == 1
    assert town.last(town.riverside.cafe).was_delivered


def test_410_stops_the_webhook_until_it_is_set_again(town: Town) -> None:
    with partner(lambda number: 410 if number == 1 else 200) as there:
        town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        town.send()
        town.tell(town.riverside.cafe)
        town.send()
        assert len(there.arrived) == 1
        assert read_webhooks(town.connection)[0].stopped_at is not None

        again = connect_webhook(
            town.connection, town.riverside.cafe, url=there.url, now=town.now, to_loopback=True
        )
        town.send()

    assert again is None
    assert len(there.arrived) == 2


def test_an_erasure_waits_for_a_webhook_and_a_voucher_does_not(town: Town) -> None:
    town.tell(town.riverside.cafe)
    town.honour(town.riverside.cafe)
    town.send()
    with partner() as there:
        town.hook(town.riverside.cafe, there)
        town.send()

    assert len(there.arrived) == 1
    assert ERASED.encode() in there.arrived[0].body


def test_a_secret_lies_sealed_and_without_its_key_nothing_is_sent(town: Town) -> None:
    with partner() as there:
        secret = town.hook(town.riverside.cafe, there)
        row = town.connection.execute("SELECT sealed_secret FROM webhook").fetchone()
        assert row is not None
        assert secret.encode() not in bytes(row[0])
        town.tell(town.riverside.cafe)
        town.send(Seal(bytes(32)))

    assert there.arrived == []
    assert town.last(town.riverside.cafe).last_answer == "secret_not_opened"


@pytest.mark.parametrize("had_webhook", [False, True])
def test_what_is_past_its_last_day_goes(town: Town, had_webhook: bool, database_url: str) -> None:
    with partner() as there:
        town.hook(town.riverside.cafe, there)
        town.tell(town.riverside.cafe)
        if had_webhook:
            town.send()
        else:
            hand_on(town.connection)
            assert disconnect_webhook(town.connection, town.riverside.cafe)
    rows: Callable[[], list[tuple[object, ...]]] = lambda: town.connection.execute(  # noqa: E731
        "SELECT payload, ended_at IS NULL FROM delivery"
    ).fetchall()

    clear_deliveries(town.connection, town.now + WAIT_DAYS_MOST * DAY - SECOND)
    assert len(rows()) == 1
    clear_deliveries(town.connection, town.now + WAIT_DAYS_MOST * DAY + SECOND)
    assert rows() == ([] if had_webhook else [(None, False)])
    clear_deliveries(town.connection, town.now + (WAIT_DAYS_MOST + KEPT_DAYS) * DAY + 2 * SECOND)
    assert rows() == []
