"""A partner's webhook over HTTP: set, read, rotate, remove; messages and sending one again."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.connect_webhook import OLD_SECRET_DAYS
from plaudit.actions.hand_on import hand_on
from plaudit.core.webhook_signing import SIGNATURES_MOST
from plaudit.store import webhooks
from plaudit.store.deliveries import end_delivery, put_off_delivery
from tests.api.town import Town, new_key, said
from tests.market import NOW

SECOND = 1_000_000
DAY = 86_400 * SECOND
URL = "https://partner.example/plaudit"


@pytest.fixture(autouse=True)
def nobody_has_one(town: Town) -> None:
    town.connection.execute("DELETE FROM delivery")
    town.connection.execute("DELETE FROM webhook")
    town.it_is(NOW)


def test_a_webhook_is_set_read_and_removed(town: Town) -> None:
    assert said(town.ask("GET /v1/webhook")) == (404, "webhook_unknown")
    key = new_key()

    made = town.do("PUT /v1/webhook", {"url": URL}, once=key)
    again = town.do("PUT /v1/webhook", {"url": URL}, once=key)
    moved = town.do("PUT /v1/webhook", {"url": f"{URL}/2"})
    read = town.ask("GET /v1/webhook").json()
    removed = town.ask("DELETE /v1/webhook")

    assert made.json()["secret"].startswith("whsec_")
    assert again.content == made.content, "a secret whose answer was lost comes with the retry"
    assert moved.json() == {"url": f"{URL}/2", "secret": None}
    assert (read["url"], read["waiting"], read["stopped_at"]) == (f"{URL}/2", 0, None)
    assert (removed.status_code, removed.content) == (204, b"")
    assert said(town.ask("DELETE /v1/webhook")) == (404, "webhook_unknown")


def test_of_two_first_urls_at_once_one_gets_the_secret_and_the_later_stands(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, urls = webhooks.change_url, {"first": f"{URL}/first"}

    def meanwhile(connection: psycopg.Connection, partner_id: int, *, url: str) -> bool:
        found = change(connection, partner_id, url=url)
        if first := urls.pop("first", None):
            webhooks.add_webhook(connection, partner_id, url=first, secret=b"s" * 32, now=NOW)
        return found

    monkeypatch.setattr(webhooks, "change_url", meanwhile)
    later = town.do("PUT /v1/webhook", {"url": URL})

    assert later.json() == {"url": URL, "secret": None}
    assert town.ask("GET /v1/webhook").json()["url"] == URL


@pytest.mark.parametrize(
    "url", ["http://partner.example/", "https://10.0.0.1/", "https://localhost/", "nonsense"]
)
def test_messages_go_to_public_hosts_alone(town: Town, url: str) -> None:
    assert said(town.do("PUT /v1/webhook", {"url": url})) == (422, "webhook_url_wrong")
    assert town.count("webhook") == 0


def test_a_secret_whose_answer_was_lost_is_replaced_at_once_as_often_as_may_sign(
    town: Town,
) -> None:
    assert said(town.do("POST /v1/webhook/secret")) == (404, "webhook_unknown")
    first = town.do("PUT /v1/webhook", {"url": URL}).json()["secret"]

    made = [town.do("POST /v1/webhook/secret") for _ in range(SIGNATURES_MOST - 1)]
    one_more = town.do("POST /v1/webhook/secret")
    until = town.ask("GET /v1/webhook").json()["old_secret_until"]
    town.it_is(NOW + OLD_SECRET_DAYS * DAY)
    later = town.do("POST /v1/webhook/secret")

    assert {one.status_code for one in (*made, later)} == {201}
    assert len({first, *(one.json()["secret"] for one in (*made, later))}) == SIGNATURES_MOST + 1
    assert said(one_more) == (409, "still_changing")
    assert f"{SIGNATURES_MOST} secrets" in one_more.json()["detail"]
    assert until == "2026-11-22T05:00:00Z"


def test_a_waiting_message_is_sent_now_and_one_that_is_over_is_not(town: Town) -> None:
    town.do("PUT /v1/webhook", {"url": URL})
    town.do("POST /v1/honours", {"code": town.code()})
    hand_on(town.connection)
    (message,) = town.ask("GET /v1/webhook/messages").json()["messages"]
    resend = f"POST /v1/webhook/messages/{message['id']}/resend"
    row = town.connection.execute("SELECT delivery_id FROM delivery").fetchone()
    assert row is not None
    put_off_delivery(town.connection, row[0], answer="503", next_try_at=NOW + DAY)

    others = [said(town.ask(resend, at=other)) for other in ("shop", "inn")]
    unknown = town.ask("POST /v1/webhook/messages/msg_" + "0" * 8 + "-0000-0000-0000-" + "0" * 12
                       + "/resend")  # fmt: skip
    hastened = town.ask(resend)
    end_delivery(town.connection, row[0], answer="200", was_delivered=True, now=NOW)
    over = town.ask(resend)

    assert (message["kind"], message["state"]) == ("voucher.honoured", "waiting")
    assert others == [(404, "message_unknown")] * 2
    assert said(unknown) == (404, "message_unknown")
    assert (hastened.status_code, hastened.json()["state"]) == (202, "waiting")
    assert hastened.json()["next_try_at"] == "2026-11-20T05:00:00Z"
    assert said(over) == (409, "message_over")
    assert town.ask("GET /v1/webhook/messages").json()["messages"][0]["state"] == "delivered"
    assert town.ask("GET /v1/webhook/messages", at="shop").json() == {"messages": []}
