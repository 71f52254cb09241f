"""Keeping: what is past its last day goes, nothing before it, and no wallet changes by it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.bring_forward import bring_forward
from plaudit.actions.purge import purge
from plaudit.actions.purge_words import purge_words
from plaudit.actions.return_points import return_points
from tests.machine.stage import START, Stage
from tests.machine.things import USABLE, day_of

KEEP_EVERY = timedelta(days=45)
FACTS, LATEST = timedelta(days=89), timedelta(days=92)
LEAST, MOST = timedelta(days=730 - 32), timedelta(days=732)
"""Two years; what was recorded before a late deed goes up to 30 days sooner."""


class Keeping(Stage):
    """The jobs that delete, whenever they happen to run: often enough that something is due."""

    keep_from = START

    @precondition(lambda self: self.now >= self.keep_from)
    @rule()
    def keep(self) -> None:
        now = self.instant
        self.keep_from = self.now + KEEP_EVERY
        purger = self.writer("purger")
        purge(purger, now=now)
        bring_forward(purger, now=now, members=2)
        purge_words(purger, now=now)
        self._forget_deeds()
        self._forget_vouchers()
        self._forget_questions()

    def _forget_deeds(self) -> None:
        """Facts go three months after their day, deeds two years after it."""
        rows = self.connection.execute("SELECT event_id, facts IS NOT NULL FROM deed")
        events: dict[str, bool] = dict(rows.fetchall())
        for person, award in self.deeds:
            age = self.now - award.at
            if award.event_id in events:
                award.has_facts = events[award.event_id]
                assert person.is_restricted or age < (LATEST if award.has_facts else MOST)
                assert award.has_facts or age > FACTS
            else:
                assert not person.is_restricted
                assert age > LEAST
                person.awards.remove(award)
        self.deeds = [one for one in self.deeds if one[1].event_id in events]

    def _forget_vouchers(self) -> None:
        """Vouchers go two years after they were taken, unless they are open."""
        rows = self.connection.execute("SELECT voucher_id FROM voucher")
        vouchers = {row[0] for row in rows}
        for person in self.people:
            for number in person.papers.keys() - vouchers:
                assert person.papers[number].state != "open"
                assert self.now - person.papers.pop(number).taken_at > timedelta(days=729)
                self.numbers.pop(number, None)

    def _forget_questions(self) -> None:
        """Questions go two years after they were asked, unless they wait for an answer."""
        rows = self.connection.execute("SELECT question_id FROM question")
        questions = {row[0] for row in rows}
        for person in self.people:
            for number in person.questions.keys() - questions:
                assert person.questions[number].is_answered
                assert self.now - person.questions.pop(number).asked_at > timedelta(days=729)

    @precondition(lambda self: any(one.withdrawn_at is not None for one in self.people))
    @rule(waits=st.booleans())
    def return_points(self, waits: bool) -> None:
        """Whenever the job happens to run, or when points of who left can't be used any more."""
        if waits:
            left = [one.withdrawn_at for one in self.people if one.withdrawn_at is not None]
            self.wait_until(day_of(min(left) + USABLE) + timedelta(days=1))
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
        self.did("return points", len(late))
