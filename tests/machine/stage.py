"""The stage of the machine: a fresh book, the model beside it, one clock, what always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar, TypeVar

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from plaudit.actions.batch import Arrival
from plaudit.actions.join import join
from plaudit.core.refusals import Refused
from plaudit.store.connect import Role
from plaudit.store.instants import as_instant
from tests.machine.beginning import Beginning
from tests.machine.plain import Person
from tests.machine.things import ZONE, Award, Offer, Rules, day_of
from tests.watching import HAND_IN

MEMBERS = 3
START = datetime(2026, 11, 20, 12, tzinfo=ZONE)
OFFERS = {
    "coffee": Offer(60, 90, "cafe", stock=4),
    "tree": Offer(40, 1, "forest", stock=100, at_once=True),
    "mug": Offer(30, 30, "shop", stock=100, at_most_a_month=2),
}
FIRST = Rules(datetime(2026, 4, 1, tzinfo=ZONE).date(), 10, 10**9)
PAUSES = (
    timedelta(seconds=20), timedelta(hours=5), timedelta(days=1), timedelta(days=9),
    timedelta(days=31), timedelta(days=95), timedelta(days=400),
)  # fmt: skip
_WALLETS = b"""
SELECT m.points, m.lots, c.handed_in FROM member AS m
CROSS JOIN (SELECT pg_stat_force_next_flush() AS handed_in) AS c ORDER BY m.member_id
"""
"""Of the service, which writes in most steps: with it, it hands in what it counted."""
Done = TypeVar("Done")
Thing = TypeVar("Thing")
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


def one_of(every: Sequence[Thing], pick: int, *, likely: Callable[[Thing], bool]) -> Thing:
    """Return one of some things: mostly one with which what is tried can be done."""
    good = [one for one in every if likely(one)]
    among = good if good and pick % 4 else every
    return among[pick // 4 % len(among)]


class Stage(RuleBasedStateMachine):
    """The book and the model, with one clock that only goes on."""

    beginning: ClassVar[Beginning]
    done: ClassVar[Counter[str]]
    """How often each verb was done, and not refused, in all runs."""

    def open_the_book(self) -> None:
        """Open a book in which nothing has happened, with three members."""
        self.book, self.connection = self.beginning.book, self.beginning.connection
        self.market = self.beginning.again()
        self.writers: list[psycopg.Connection] = []
        self.now = START
        self.people: list[Person] = []
        self.editions = [FIRST]
        self.stock = [Counter({id: offer.stock for id, offer in OFFERS.items()})]
        self.deeds: list[tuple[Person, Award]] = []
        self.arrivals: dict[str, Arrival] = {}
        self.numbers: dict[int, tuple[int, str]] = {}
        self.erased: list[tuple[int, int]] = []
        self.stopped: list[tuple[datetime, int, str]] = []
        self.clicks = 0
        self.let_members_join()

    def let_members_join(self) -> None:
        """Add members, in the book and in the model, until there are as many as at first."""
        missing = MEMBERS - len(self.people)
        joined = join(
            self.connection, programme_id=self.market.programme_id, now=self.instant,
            language="en", wording="I join the market.", how_many=missing,
        )  # fmt: skip
        self.people += [Person(member_id, self.now) for member_id in joined]
        self.market.members = [person.member_id for person in self.people]
        self.did("join", missing)

    def writer(self, role: Role) -> psycopg.Connection:
        """Return a connection in another role, for as long as a step lasts."""
        self.writers.append(self.book.lasting(role))
        return self.writers[-1]

    def somebody(self, pick: int, likely: Callable[[Person], bool]) -> Person:
        """Return a member, mostly one with whom what is tried can be done."""
        return one_of(self.people, pick, likely=likely)

    def is_one_of_many(self) -> bool:
        """Whether two at least may report: then one of them may stop."""
        return sum(person.may_report(self.now) for person in self.people) > 1

    def did(self, verb: str, times: int = 1) -> None:
        """Take down that a verb was done."""
        self.done[verb] += times

    def stop(self, person: Person, what: str) -> None:
        """Take down in the journal beside the book that a member stopped something."""
        self.stopped.append((self.now, person.member_id, what))

    def edition_of(self, at: datetime) -> Rules:
        """Return the edition of an instant's day."""
        return [one for one in self.editions if one.starts_on <= day_of(at)][-1]

    @property
    def instant(self) -> int:
        """The present instant, as actions take it; it goes on each time that it is asked for."""
        self.now += timedelta(microseconds=1)
        return as_instant(self.now)

    def wait_until(self, on: date) -> None:
        """Let time pass until a day is there, if it isn't there yet."""
        self.now = max(self.now, datetime(on.year, on.month, on.day, tzinfo=ZONE))

    @rule(pause=st.sampled_from(PAUSES))
    def let_time_pass(self, pause: timedelta) -> None:
        self.now += pause

    # what always holds

    @invariant()
    def the_book_is_sound_and_as_in_the_model(self) -> None:
        self._wallets_are_as_in_the_model()
        for connection in self.writers:
            connection.execute(HAND_IN, prepare=True)
        self.writers = []
        assert self.beginning.watch.findings() == []

    def _wallets_are_as_in_the_model(self) -> None:
        rows = self.connection.execute(_WALLETS, prepare=True).fetchall()
        for (points, lots, _), person in zip(rows, self.people, strict=True):
            in_months = dict(zip(lots[::2], lots[1::2], strict=True))
            assert points == person.points
            assert {month: held for month, held in in_months.items() if held} == {
                month: held for month, held in person.lots.items() if held
            }

    def teardown(self) -> None:
        """Ask every check once more, whatever has changed."""
        if hasattr(self, "book"):
            assert self.book.findings() == []
