"""Where every run begins: a market in an empty book, made once and put back for the next run."""

from __future__ import annotations

from copy import copy
from datetime import date
from itertools import pairwise

from plaudit.actions.house import House
from plaudit.core.period import day_number
from tests.books import Book
from tests.market import Market, reward

REWARDS = (
    reward("coffee", "meal", "cafe", stock=4),
    reward("tree", "planting", "forest", price=40),
    reward("mug", "goods", "shop", price=30, more="at_most_a_month = 2"),
)
SEASONS = ("2026-08-31", "2026-12-28", "2027-06-28", "2027-12-27", "2028-12-25", "2110-01-06")
"""The Mondays between which deeds have a table, in place of one for each week."""


def _day(on: str) -> int:
    return day_number(date.fromisoformat(on))


WEEKS = set(range(_day(SEASONS[0]), _day(SEASONS[-1]), 7))
"""All that a run can come to: it need not ask for any week's table."""
_WEEKS_OF_OTHERS = b"""
SELECT inhrelid::regclass::TEXT FROM pg_inherits WHERE inhparent = 'deed'::regclass
"""


class Beginning:
    """A book of one shard's runs, which is given to no other test afterwards.

    Each week of deeds would be a table of its own: fifty runs wander through hundreds of weeks, and
    each new one makes all plans anew.
    """

    def __init__(self, book: Book) -> None:
        book.hand_out()
        book.wear_out()
        self.book, self.connection = book, book.lasting()
        owner = book.lasting("owner")
        for (week,) in owner.execute(_WEEKS_OF_OTHERS).fetchall():
            owner.execute(f"DROP TABLE {week}".encode())
        for start, end in pairwise(SEASONS):
            owner.execute(
                f"CREATE TABLE deed_{start.replace('-', '_')} PARTITION OF deed"
                f" FOR VALUES FROM ('{start}') TO ('{end}')".encode()
            )
        self._market = Market(self.connection, rewards=REWARDS, members=0)
        self._rows = book.take_out()
        self.watch = book.watch()

    def again(self) -> Market:
        """Let the book be as it was at first, and return its market."""
        self.book.put_back(self._rows, with_numbers=False)
        market = copy(self._market)
        market.members = []
        market.house = opened_again(market.house)
        return market


def opened_again(house: House) -> House:
    """Return a house as another process would open it: it remembers no sum and no terms."""
    known = house.version, house.programmes, house.partners, house.handles
    return House(*known, weeks=WEEKS)
