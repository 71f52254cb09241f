"""Keeping: what is past its last day goes, nothing before it, and no wallet changes by it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis.stateful import rule

from plaudit.actions.bring_forward import bring_forward
from plaudit.actions.purge import purge
from plaudit.actions.purge_words import purge_words
from plaudit.actions.return_points import return_points
from tests.machine.plain import day_of
from tests.machine.stage import Stage

LEAST, MOST = timedelta(days=730 - 32), timedelta(days=732)
"""Two years; what was recorded before a late deed goes up to 30 days sooner."""


class Keeping(Stage):
    """The jobs that delete, whenever they happen to run."""

    @rule()
    def keep(self) -> None:
        now = self.instant
        purger = self.book.lasting("purger")
        purge(purger, now=now)
        bring_forward(purger, now=now, members=2)
        purge_words(purger, now=now)
        events = {row[0] for row in self.connection.execute("SELECT event_id FROM deed_key")}
        for person, award, _ in self.deeds:
            if award.event_id in events:
                assert person.is_restricted or self.now - award.at < MOST
            else:
                assert not person.is_restricted
                assert self.now - award.at > LEAST
                person.awards.remove(award)
        self.deeds = [one for one in self.deeds if one[1].event_id in events]
        rows = self.connection.execute("SELECT voucher_id FROM voucher")
        vouchers = {row[0] for row in rows}
        for person in self.people:
            for number in person.papers.keys() - vouchers:
                assert person.papers[number].state != "open"
                assert self.now - person.papers.pop(number).taken_at > timedelta(days=729)
                self.numbers.pop(number, None)

    @rule()
    def return_points(self) -> None:
        today = day_of(self.now)
        late = [
            person
            for person in self.people
            if not person.is_restricted and not person.may_use_points(today) and person.points
        ]
        points = sum(person.points for person in late)
        assert return_points(self.connection, now=self.instant) == (len(late), points)
        for person in late:
            person.lots.clear()
