"""A market in a fresh book: one edition with a reward of each kind, and points to spend."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House, open_house
from plaudit.actions.join import join
from plaudit.actions.register_partner import register_partner
from plaudit.actions.settle import settle
from plaudit.actions.take import take
from plaudit.core.deed import Report, facts_of
from plaudit.core.ledger import Registration
from plaudit.core.refusals import Refusal
from plaudit.core.signed_voucher import claim_of, parts_of
from plaudit.core.voucher import Till, Voucher
from plaudit.store.catalogue import programme_number
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITIES, ACTIVITY_TEXTS, instant

NOW = instant("2026-11-20T12:00:00+07:00")
DAY = 86_400_000_000
JOINED = instant("2026-03-01T08:00:00+07:00")
PARTNERS = ("cafe", "museum", "forest", "shop")
A_CUP = 10
"""What a cup gives: 50 cups and 500 points a deed at most."""

REWARD = """
[[reward]]
id = "{id}"
title = {{ en = "{title}" }}
class = "{class_}"
provider = "{provider}"
price_points = {price}
stock = {stock}
opens_on = 2026-04-01
{more}
"""


def reward(
    id: str, class_: str, provider: str, *, price: int = 60, stock: int = 100, more: str = ""
) -> str:
    """Return a reward as a table of an edition."""
    return REWARD.format(
        id=id, title=id.title(), class_=class_, provider=provider, price=price, stock=stock,
        more=more,
    )  # fmt: skip


REWARDS = (
    reward("coffee", "meal", "cafe"),
    reward("evening", "ticket", "museum", price=150, more="closes_on = 2026-12-14"),
    reward("tree", "planting", "forest", price=40),
    reward("mug", "goods", "shop", price=30, more="at_most_a_month = 2"),
)


def edition(
    rewards: Sequence[str], *, id: str = "1", starts_on: str = "2026-04-01", more: str = ""
) -> str:
    """Return the text of an edition with rewards."""
    return (
        f'[edition]\nprogramme = "market"\nid = "{id}"\nstarts_on = {starts_on}\n'
        'time_zone = "Asia/Bangkok"\nlanguages = ["en"]\n[[rule]]\nid = "cups"\n'
        f'on = "cup_return"\nper = "day"\ncount = "cups"\nrate = {{ points = {A_CUP}, per = 1 }}\n'
        f"{more}" + "".join(rewards)
    )


def number_in(text: str) -> int:
    """Return a signed voucher's number, as its partner's tills read it."""
    parts = parts_of(text)
    claim = None if parts is None else claim_of(parts[0])
    assert claim is not None
    return claim.number


class Market:
    """A programme with rewards, its partners and tills, and members without points."""

    def __init__(
        self,
        connection: psycopg.Connection,
        *,
        rewards: Sequence[str] = REWARDS,
        members: int = 2,
        text: str | None = None,
    ) -> None:
        self.connection = connection
        publish_as_promised(connection, text or edition(rewards), ACTIVITY_TEXTS)
        programme_id = programme_number(connection, "market")
        assert programme_id is not None
        self.programme_id = programme_id
        self.tills: dict[str, Till] = {}
        for id in PARTNERS:
            registration = Registration(programme_id, id, id.title(), ["cup_return"], 30)
            number, _ = register_partner(connection, registration, now=JOINED)
            self.tills[id] = Till(number, f"{id}'s key".encode())
        self.members = join(
            connection,
            programme_id=programme_id,
            now=JOINED,
            language="en",
            wording="I join the market.",
            how_many=members,
        )
        self.house: House = open_house(connection)
        self._deeds = 0
        self._keys = 0

    def give(self, points: int, *, member: int = 0, at: int = NOW) -> None:
        """Let a member earn points, up to 500, at an instant."""
        self._deeds += 1
        assert points % A_CUP == 0
        arrival = self.cups(points // A_CUP, member=member, event_id=str(self._deeds), at=at)
        (outcome,) = settle(self.connection, self.house, [arrival], now=at)
        assert outcome.status == "accepted", outcome

    def cups(self, cups: int, *, member: int, event_id: str, at: int = NOW) -> Arrival:
        """Return a report of cups as the door makes it."""
        cafe = self.tills["cafe"].partner_id
        facts = facts_of(ACTIVITIES["cup_return"], {"cups": cups})
        assert not isinstance(facts, Refusal)
        handle = self.house.handles.handle_of(self.members[member], cafe)
        return Arrival(cafe, Report(event_id, "cafe", handle, ACTIVITIES["cup_return"], at, facts))

    def take(self, reward: str, *, member: int = 0, key: str = "", now: int = NOW) -> Voucher:
        """Take a reward, with a new key where none is given."""
        self._keys += 1
        given = key or f"key {self._keys}"
        return take(self.connection, self.members[member], reward, key=given, now=now)

    def points(self, member: int = 0) -> int:
        """Return what a member's wallet holds."""
        row = self.connection.execute(
            "SELECT points FROM member WHERE member_id = %s", (self.members[member],)
        ).fetchone()
        assert row is not None
        return int(row[0])

    def owed(self, partner: str) -> int:
        """Return what a partner's settlement account holds."""
        row = self.connection.execute(
            "SELECT coalesce(sum(CASE WHEN h.to_account_id = a.account_id THEN h.points"
            " ELSE -h.points END), 0) FROM account AS a LEFT JOIN honour AS h"
            " ON a.account_id IN (h.to_account_id, h.from_account_id) WHERE a.partner_id = %s",
            (self.tills[partner].partner_id,),
        ).fetchone()
        assert row is not None
        return int(row[0])
