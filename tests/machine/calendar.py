"""Expiry: what ends soon is announced, what has ended and was announced in time goes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.expire import expire
from tests.machine.stage import Stage
from tests.machine.things import day_of, first_day_of, month_of

SOONER = (29, 31, 40, 61)
"""Days: a notice comes 30 days before at the latest."""


class Calendar(Stage):
    """The nightly jobs, whenever they happen to run."""

    announced_on: date | None = None

    @precondition(lambda self: self.announced_on != day_of(self.now))
    @rule()
    def announce(self) -> None:
        """Nobody has less to spend, or less at all, because of a notice."""
        announced = announce_expiry(self.connection, self.market.house, now=self.instant)
        today = self.announced_on = day_of(self.now)
        for person, lots in zip(self.people, self.lots(), strict=True):
            before, held = person.spendable(today), person.points
            assert not person.is_restricted or lots == +person.lots
            person.lots = lots
            assert person.spendable(today) >= before
            assert person.points == held
        self.did("announce", sum(announced))
        if announced != (0, 0):
            again = announce_expiry(self.connection, self.market.house, now=self.instant)
            assert again == (0, 0)

    @precondition(lambda self: self.announced_on != day_of(self.now) and self._lots_held())
    @rule(days=st.sampled_from(SOONER))
    def announce_in_time(self, days: int) -> None:
        """So many days before the first lot is over."""
        self.wait_until(first_day_of(min(self._lots_held())) - timedelta(days=days))
        self.announce()

    @precondition(lambda self: self._lots_held())
    @rule(waits=st.booleans())
    def expire(self, waits: bool) -> None:
        """Only whole lots go, and only such as can't be spent any more."""
        if waits:
            self.wait_until(first_day_of(min(self._lots_held())))
        gone = expire(self.connection, self.market.house, now=self.instant)
        month = month_of(day_of(self.now))
        points = 0
        for person, lots in zip(self.people, self.lots(), strict=True):
            went = +person.lots - lots
            assert not (lots - person.lots)
            assert all(lot <= month and lots[lot] == 0 for lot in went)
            assert not (person.is_restricted and went)
            points += sum(went.values())
            person.lots = lots
        assert gone.points == points
        self.did("expire", gone.lots)
        if points:
            assert expire(self.connection, self.market.house, now=self.instant) == (0, 0)

    def _lots_held(self) -> list[int]:
        return [month for person in self.people for month in +person.lots]

    def lots(self) -> list[Counter[int]]:
        """Return every member's lots as the book has them."""
        rows = self.connection.execute("SELECT lots FROM member ORDER BY member_id").fetchall()
        return [+Counter(dict(zip(lots[::2], lots[1::2], strict=True))) for (lots,) in rows]
