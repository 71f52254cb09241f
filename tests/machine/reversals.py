"""Reversals: awards taken back and given back, deeds struck out and counted again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.restore import restore
from plaudit.actions.reverse import reverse
from plaudit.actions.strike_out import strike_out
from plaudit.actions.take_again import take_again
from plaudit.core.reversal import Decision, Reversal
from tests.machine.plain import Person
from tests.machine.stage import Stage, one_of, picks, tried
from tests.machine.things import Award, day_of

CHALLENGE = timedelta(days=90)
ALONE = 500
OFFICER = "Pim Chaiyo, points office"


def is_for_one(award: Award, due: int) -> bool:
    """Whether one person may take so much back alone, with all of this award before."""
    return due == 0 or due + award.reversed + award.lost <= ALONE


class Reversals(Stage):
    """The verbs of a named person about one award."""

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def strike_out(self, pick: int) -> None:
        now = self.instant
        person, award = one_of(self.deeds, pick, likely=lambda one: self.may_be_struck(*one))
        decision = self._decision(person, award)
        done = tried(lambda: strike_out(self.connection, self.market.house, decision, now=now))
        assert (done is not None) == self.may_be_struck(person, award)
        if done is not None:
            self._same(done, self.strike(person, award))
            self._waits(done, person, award)
            self.did("strike out")

    @precondition(lambda self: self.deeds)
    @rule(pick=picks, asked=st.integers(1, 400))
    def reverse(self, pick: int, asked: int) -> None:
        now = self.instant
        person, award = one_of(
            self.deeds, pick, likely=lambda one: self._may_be_reversed(*one, asked)
        )
        decision, house = self._decision(person, award), self.market.house
        done = tried(lambda: reverse(self.connection, house, decision, now=now, points=asked))
        assert (done is not None) == self._may_be_reversed(person, award, asked)
        if done is not None:
            self._same(done, person.reverse(award, asked, self.now))
            self._waits(done, person, award)
            self.did("reverse")

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def take_again(self, pick: int) -> None:
        now = self.instant
        person, award = one_of(self.deeds, pick, likely=lambda one: self._may_be_taken(*one))
        decision = self._decision(person, award)
        done = tried(lambda: take_again(self.connection, self.market.house, decision, now=now))
        assert (done is not None) == self._may_be_taken(person, award)
        if done is not None:
            self._same(done, person.take_again(award, self.now))
            self.did("take again")

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        now = self.instant
        person, award = one_of(self.deeds, pick, likely=lambda one: self.may_be_restored(*one))
        decision = self._decision(person, award)
        done = tried(lambda: restore(self.connection, self.market.house, decision, now=now))
        assert (done is not None) == self.may_be_restored(person, award)
        if done is not None:
            self._same(done, self.give_again(person, award))
            self.did("restore an award")

    # what of it the answer to a question needs, too

    def may_be_struck(self, person: Person, award: Award) -> bool:
        """Whether a deed may leave the count, by one person's word."""
        due = person.due(award, self.edition_of(award.at))
        return not award.is_struck and self._is_in_time(person, award) and is_for_one(award, due)

    def may_be_restored(self, person: Person, award: Award) -> bool:
        """Whether something was decided against an award, and can be undone."""
        return not person.is_restricted and (award.is_struck or award.reversed > 0)

    def strike(self, person: Person, award: Award) -> tuple[int, int]:
        """Take a deed out of the count in the model."""
        return person.count(award, self.edition_of(award.at), strike=True, now=self.now)

    def give_again(self, person: Person, award: Award) -> tuple[int, int]:
        """Undo in the model what was decided against an award."""
        if not award.is_struck:
            return person.restore(award, day_of(self.now))
        return person.count(award, self.edition_of(award.at), strike=False, now=self.now)

    def _may_be_reversed(self, person: Person, award: Award, asked: int) -> bool:
        due = min(asked, award.given - award.reversed - award.missing)
        is_open = not award.is_struck and due > 0
        return is_open and self._is_in_time(person, award) and is_for_one(award, due)

    def _may_be_taken(self, person: Person, award: Award) -> bool:
        """Whether something came back that was missing, and one person may take it."""
        is_small = award.reversed + award.lost <= ALONE
        came_back = person.came_back(award, self.now)
        return came_back > 0 and is_small and self._is_in_time(person, award)

    def deed_of(self, award: Award) -> int:
        """Return a deed's number."""
        row = self.connection.execute(
            "SELECT deed_id FROM deed_key WHERE event_id = %s", (award.event_id,)
        ).fetchone()
        assert row is not None
        return int(row[0])

    def _decision(self, person: Person, award: Award) -> Decision:
        return Decision(person.member_id, self.deed_of(award), OFFICER, "wrong_amount")

    def _is_in_time(self, person: Person, award: Award) -> bool:
        return not person.is_restricted and self.now <= award.recorded_at + CHALLENGE

    def _same(self, done: Reversal, model: tuple[int, int]) -> None:
        assert (done.moved_points, done.shortfall_points) == model

    def _waits(self, done: Reversal, person: Person, award: Award) -> None:
        in_vouchers = person.in_vouchers(award.lot)
        assert done.in_vouchers_points == min(done.shortfall_points, in_vouchers)
