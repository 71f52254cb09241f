"""Things that belong to the partner of the matrix, made where a row needs them."""

from __future__ import annotations

from plaudit.actions.close_month import close_month
from plaudit.actions.connect_webhook import connect_webhook
from plaudit.actions.hand_on import hand_on
from plaudit.core.settlement import month_named
from tests.api.town import Town
from tests.market import NOW


def honoured(town: Town) -> str:
    """Let the café honour a voucher, and return its number."""
    return str(town.do("POST /v1/honours", {"code": town.code()}).json()["number"])


def stated(town: Town) -> None:
    """Let the café have a statement, and forget what it disputed."""
    if not town.count("settlement_statement"):
        honoured(town)
        month = month_named("2026-11")
        assert month is not None
        close_month(town.connection, month, now=NOW + 32 * 86_400_000_000)


def webhook(town: Town) -> None:
    """Let the café have a webhook with one secret, and the others none."""
    town.connection.execute("DELETE FROM delivery")
    town.connection.execute("DELETE FROM webhook")
    cafe = town.tills["cafe"].partner_id
    connect_webhook(town.connection, cafe, url="https://cafe.example/", now=NOW, to_loopback=False)


def message(town: Town) -> str:
    """Let a message wait for the café, and return its id."""
    webhook(town)
    honoured(town)
    hand_on(town.connection)
    cafe = town.tills["cafe"].partner_id
    row = town.connection.execute(
        "SELECT message_id FROM delivery WHERE partner_id = %s LIMIT 1", (cafe,)
    ).fetchone()
    assert row is not None
    return f"msg_{row[0]}"
