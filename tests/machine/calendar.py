"""Expiry: what ends soon is announced, what has ended and was announced in time goes."""

from __future__ import annotations

from collections import Counter

from hypothesis.stateful import rule

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.expire import expire
from tests.machine.plain import day_of, month_of
from tests.machine.stage import Stage


class Calendar(Stage):
    """The nightly jobs, whenever they happen to run."""

    @rule()
    def announce(self) -> None:
        """Nobody has less to spend, or less at all, because of a notice."""
        announce_expiry(self.connection, self.market.house, now=self.instant)
        today = day_of(self.now)
        for person, lots in zip(self.people, self.lots(), strict=True):
            before, held = person.spendable(today), person.points
            assert not person.is_restricted or lots == +person.lots
            person.lots = lots
            assert person.spendable(today) >= before
            assert person.points == held
        assert tuple(announce_expiry(self.connection, self.market.house, now=self.instant)) == (
            0,
            0,
        )

    @rule()
    def expire(self) -> None:
        """Only whole lots go, and only such as can't be spent any more."""
        gone = expire(self.connection, now=self.instant)
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
        assert tuple(expire(self.connection, now=self.instant)) == (0, 0)

    def lots(self) -> list[Counter[int]]:
        """Return every member's lots as the book has them."""
        rows = self.connection.execute("SELECT lots FROM member ORDER BY member_id").fetchall()
        return [+Counter(dict(zip(lots[::2], lots[1::2], strict=True))) for (lots,) in rows]
