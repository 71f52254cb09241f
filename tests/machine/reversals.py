"""Reversals: awards taken back and given back, deeds struck out and counted again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.restore import restore
from plaudit.actions.reverse import reverse
from plaudit.actions.strike_out import strike_out
from plaudit.core.reversal import Decision, Reversal
from tests.machine.plain import Award, Person, day_of
from tests.machine.stage import Stage, picks, tried

CHALLENGE = timedelta(days=90)
OFFICER = "Pim Chaiyo, points office"


class Reversals(Stage):
    """The verbs of a named person about one award."""

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def strike_out(self, pick: int) -> None:
        person, award, decision = self._decided(pick)
        may = not award.is_struck and self._is_in_time(person, award)
        house = self.market.house
        done = tried(lambda: strike_out(self.connection, house, decision, now=self.instant))
        assert (done is not None) == may
        if done is not None:
            today, edition = day_of(self.now), self.edition_of(award.at)
            self._same(done, person.count(award, edition, strike=True, today=today))

    @precondition(lambda self: self.deeds)
    @rule(pick=picks, asked=st.integers(1, 400))
    def reverse(self, pick: int, asked: int) -> None:
        person, award, decision = self._decided(pick)
        may = not award.is_struck and award.given > award.reversed
        may = may and self._is_in_time(person, award)
        house = self.market.house
        done = tried(
            lambda: reverse(self.connection, house, decision, now=self.instant, points=asked)
        )
        assert (done is not None) == may
        if done is not None:
            self._same(done, person.reverse(award, asked, day_of(self.now)))

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        person, award, decision = self._decided(pick)
        may = not person.is_restricted and (award.is_struck or award.reversed > 0)
        house = self.market.house
        done = tried(lambda: restore(self.connection, house, decision, now=self.instant))
        assert (done is not None) == may
        if done is None:
            return
        today = day_of(self.now)
        if award.is_struck:
            edition = self.edition_of(award.at)
            self._same(done, person.count(award, edition, strike=False, today=today))
        else:
            self._same(done, person.restore(award, today))

    def _decided(self, pick: int) -> tuple[Person, Award, Decision]:
        person, award, _ = self.deeds[pick % len(self.deeds)]
        row = self.connection.execute(
            "SELECT deed_id FROM deed_key WHERE event_id = %s", (award.event_id,)
        ).fetchone()
        assert row is not None
        return person, award, Decision(person.member_id, row[0], OFFICER, "wrong_amount")

    def _is_in_time(self, person: Person, award: Award) -> bool:
        return not person.is_restricted and self.now <= award.recorded_at + CHALLENGE

    def _same(self, done: Reversal, model: tuple[int, int]) -> None:
        assert (done.moved_points, done.shortfall_points) == model
