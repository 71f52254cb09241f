"""The notice before points end is the edition's own, where it promises more than 30 days."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.cancel import cancel
from plaudit.actions.house import open_house
from plaudit.actions.lapse import lapse
from tests.market import REWARDS, Market, edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, instant

DECEMBER = 2027 * 12 + 11
"""When what is awarded in November 2026 ends."""


def promises(days: int) -> str:
    return f"[points]\nexpires_after_months = 12\nannounced_days_before = {days}\n"


def market_of(connection: psycopg.Connection, days: int, *, later: int) -> Market:
    """A market whose member has points from under one edition, and another one in force since."""
    market = Market(connection, text=edition(REWARDS, more=promises(days)))
    market.give(100)
    following = edition(REWARDS, id="2", starts_on="2027-01-01", more=promises(later))
    publish_as_promised(connection, following, ACTIVITY_TEXTS)
    market.house = open_house(connection)
    return market


def announce(market: Market, at: str) -> tuple[int, ...]:
    return tuple(announce_expiry(market.connection, market.house, now=instant(at)))


def lots(market: Market) -> list[int]:
    row = market.connection.execute(
        "SELECT lots FROM member WHERE member_id = %s", (market.members[0],)
    ).fetchone()
    assert row is not None
    return list(row[0])


@pytest.mark.parametrize("later", [30, 60])
def test_points_are_announced_as_early_as_their_edition_promised(
    connection: psycopg.Connection, later: int
) -> None:
    market = market_of(connection, 60, later=later)

    assert announce(market, "2027-09-29T08:00:00+07:00") == (0, 0)
    assert announce(market, "2027-10-01T08:00:00+07:00") == (1, 0)
    assert lots(market) == [DECEMBER, 100]


def test_a_notice_later_than_the_edition_promised_moves_the_end(
    connection: psycopg.Connection,
) -> None:
    market = market_of(connection, 60, later=30)

    assert announce(market, "2027-10-02T01:00:00+07:00") == (0, 1)

    assert lots(market) == [DECEMBER + 1, 100]
    assert announce(market, "2027-10-03T01:00:00+07:00") == (0, 0)


def test_an_edition_that_promises_more_changes_nothing_for_points_from_before(
    connection: psycopg.Connection,
) -> None:
    market = market_of(connection, 30, later=90)

    assert announce(market, "2027-09-05T08:00:00+07:00") == (0, 0)
    assert announce(market, "2027-10-31T08:00:00+07:00") == (1, 0)
    assert lots(market) == [DECEMBER, 100]


@pytest.mark.parametrize(
    ("ends", "at", "lot"),
    [
        ("cancelled", "2027-05-02T09:00:00+07:00", 2027 * 12 + 7),
        ("lapsed", "2027-06-02T09:00:00+07:00", 2027 * 12 + 8),
    ],
)
def test_days_of_grace_are_as_many_as_the_notice_needs(
    connection: psycopg.Connection, ends: str, at: str, lot: int
) -> None:
    market = Market(connection, text=edition(REWARDS, more=promises(60)))
    market.give(30, at=instant("2026-04-10T09:00:00+07:00"))  # until the end of April 2027
    mug = market.take("mug", now=instant("2027-04-30T12:00:00+07:00"))

    if ends == "lapsed":
        lapse(connection, now=instant(at))
    else:
        cancel(connection, market.members[0], mug.voucher_id, now=instant(at))

    assert lots(market) == [lot, 30]
    assert announce(market, at.replace("T09", "T15")) in ((0, 0), (1, 0))
    assert lots(market) == [lot, 30]  # no later than they were told
