"""The stage of the machine: a fresh book, the model beside it, one clock, what always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plaudit.actions.batch import Arrival
from plaudit.actions.join import join
from plaudit.core.refusals import Refused
from plaudit.store.instants import as_instant
from tests.books import Shelf
from tests.machine.plain import ZONE, Award, Offer, Person, Rules, day_of
from tests.market import Market, reward

MEMBERS = 3
START = datetime(2026, 11, 20, 12, tzinfo=ZONE)
OFFERS = {
    "coffee": Offer(60, 90, "cafe", stock=4),
    "tree": Offer(40, 1, "forest", stock=100, at_once=True),
    "mug": Offer(30, 30, "shop", stock=100, at_most_a_month=2),
}
REWARDS = (
    reward("coffee", "meal", "cafe", stock=4),
    reward("tree", "planting", "forest", price=40),
    reward("mug", "goods", "shop", price=30, more="at_most_a_month = 2"),
)
FIRST = Rules(datetime(2026, 4, 1, tzinfo=ZONE).date(), 10, 10**9)
PAUSES = (
    timedelta(seconds=20), timedelta(hours=5), timedelta(days=1), timedelta(days=9),
    timedelta(days=31), timedelta(days=95), timedelta(days=400),
)  # fmt: skip

Done = TypeVar("Done")
members = st.integers(0, MEMBERS - 1)
picks = st.integers(0, 10**6)


def tried(action: Callable[[], Done]) -> Done | None:
    """Return what an action gives, or None where it is refused."""
    try:
        return action()
    except Refused:
        return None


def goes(action: Callable[[], object]) -> bool:
    """Do an action, and return whether it was let."""
    try:
        action()
    except Refused:
        return False
    return True


class Stage(RuleBasedStateMachine):
    """The book and the model, with one clock that only goes on."""

    shelf: ClassVar[Shelf]

    @initialize()
    def open_the_book(self) -> None:
        """Open a fresh book with three members."""
        self.open = ExitStack()
        self.book = self.open.enter_context(self.shelf.book())
        self.book.hand_out()
        self.connection = self.book.lasting()
        self.market = Market(self.connection, rewards=REWARDS, members=0)
        self.now = START
        self.people: list[Person] = []
        self.market.members = []
        for _ in range(MEMBERS):
            self.let_somebody_join()
        self.editions = [FIRST]
        self.stock = [Counter({id: offer.stock for id, offer in OFFERS.items()})]
        self.deeds: list[tuple[Person, Award, Arrival]] = []
        self.numbers: dict[int, tuple[int, str]] = {}
        self.clicks = 0

    def let_somebody_join(self) -> None:
        """Add a member, in the book and in the model."""
        [member_id] = join(
            self.connection, programme_id=self.market.programme_id, now=self.instant,
            language="en", wording="I join the market.",
        )  # fmt: skip
        self.people.append(Person(member_id, self.now))
        self.market.members.append(member_id)

    def edition_of(self, at: datetime) -> Rules:
        """Return the edition of an instant's day."""
        return [one for one in self.editions if one.starts_on <= day_of(at)][-1]

    def teardown(self) -> None:
        """Let the book go."""
        if hasattr(self, "open"):
            self.open.close()

    @property
    def instant(self) -> int:
        """The present instant, as actions take it; it goes on each time that it is asked for."""
        self.now += timedelta(microseconds=1)
        return as_instant(self.now)

    @rule(pause=st.sampled_from(PAUSES))
    def let_time_pass(self, pause: timedelta) -> None:
        self.now += pause

    # what always holds

    @invariant()
    def wallets_are_as_in_the_model(self) -> None:
        if not hasattr(self, "people"):
            return
        rows = self.connection.execute(
            "SELECT points, lots FROM member ORDER BY member_id"
        ).fetchall()
        for (points, lots), person in zip(rows, self.people, strict=True):
            in_months = dict(zip(lots[::2], lots[1::2], strict=True))
            assert points == person.points
            assert {month: held for month, held in in_months.items() if held} == {
                month: held for month, held in person.lots.items() if held
            }

    @invariant()
    def the_book_is_sound(self) -> None:
        if hasattr(self, "book"):
            assert self.book.findings() == []
