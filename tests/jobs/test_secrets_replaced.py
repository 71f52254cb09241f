"""While a webhook's secret is replaced: none that a partner may hold stops signing."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.connect_webhook import OLD_SECRET_DAYS, connect_by_press, rotate_secret
from plaudit.core.webhook_signing import secret_of, verify
from plaudit.store import webhooks
from plaudit.store.webhooks import read_webhook
from tests.jobs.partners import Arrived, partner
from tests.jobs.test_sending import DAY, SECOND, Town


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


def made(town: Town) -> str:
    secret = rotate_secret(town.connection, town.riverside.cafe, now=town.now)
    assert secret is not None
    return secret


def signed_by(arrived: Arrived, secrets: list[str], *, now: int) -> int:
    """Return how many signatures a message has; each of the secrets verifies it."""
    for secret in secrets:
        kept = [secret_of(secret)]
        verify(arrived.headers, arrived.body, secrets=kept, now=now // SECOND)
    return len(arrived.headers["webhook-signature"].split())


def test_while_a_secret_is_replaced_both_sign(town: Town) -> None:
    with partner() as there:
        old = town.hook(town.riverside.cafe, there)
        new = made(town)
        town.tell(town.riverside.cafe)
        town.send()
        assert signed_by(there.arrived[0], [old, new], now=town.now) == 2

        town.now += OLD_SECRET_DAYS * DAY + SECOND
        town.tell(town.riverside.cafe)
        town.send()

    assert signed_by(there.arrived[1], [new], now=town.now) == 1


def test_what_is_made_meanwhile_ends_none_that_a_partner_may_hold(town: Town) -> None:
    """Whose answer never came holds the first one; who took each in turn holds any of them."""
    with partner() as there:
        held = [town.hook(town.riverside.cafe, there)]
        for _ in range(3):
            held.append(made(town))
            town.now += DAY
        town.tell(town.riverside.cafe)
        town.send()
        assert signed_by(there.arrived[0], held, now=town.now) == len(held)

        town.now += (OLD_SECRET_DAYS - 1) * DAY
        again = made(town)
        town.tell(town.riverside.cafe)
        town.send()

    assert signed_by(there.arrived[1], [held[-1], again], now=town.now) == 2, "the rest are over"


def test_of_two_presses_in_one_moment_each_has_a_secret(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked before the first had set the address, and set it after."""
    cafe, url = town.riverside.cafe, "https://partner.example/hook"
    assert connect_by_press(town.connection, cafe, url=url, now=town.now)
    looks = iter([None, read_webhook(town.connection, cafe)])
    monkeypatch.setattr(webhooks, "read_webhook", lambda *_: next(looks))

    assert connect_by_press(town.connection, cafe, url=url, now=town.now)
