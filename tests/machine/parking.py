"""Parking: points lie in a voucher while a person takes their award back, and come out of it."""

from __future__ import annotations

from hypothesis.stateful import precondition, rule

from plaudit.actions.cancel import cancel
from plaudit.actions.strike_out import strike_out
from plaudit.actions.take_again import take_again
from tests.machine.plain import Person
from tests.machine.reversals import Reversals
from tests.machine.stage import picks
from tests.machine.things import Award, day_of
from tests.machine.vouchers import Vouchers


class Parking(Reversals, Vouchers):
    """What chance alone seldom brings about: verbs in a row about the same points."""

    @precondition(lambda self: self._parked())
    @rule(pick=picks)
    def give_back_after_decisions(self, pick: int) -> None:
        """A voucher comes back after all awards that may have paid for it were struck out."""
        every = self._parked()
        member, number = every[pick % len(every)]
        person, house = self.people[member], self.market.house
        paper, struck = person.papers[number], self._paying(person, number)
        for award in struck:
            decision, now = self._decision(person, award), self.instant
            done = strike_out(self.connection, house, decision, now=now)
            self._same(done, self.strike(person, award))
            self._waits(done, person, award)
            self.did("strike out")
        cancel(self.connection, person.member_id, number, now=self.instant)
        self.close(member, paper, "cancelled")
        self.did("cancel")
        for award in struck:
            now = self.instant
            if self._may_be_taken(person, award):
                decision = self._decision(person, award)
                done = take_again(self.connection, house, decision, now=now)
                self._same(done, person.take_again(award, self.now))
                self.did("take again")

    def _parked(self) -> list[tuple[int, int]]:
        """Return (member, voucher) of open vouchers whose awards may be struck out."""
        return [
            (member, number)
            for member, number, paper in self.papers()
            if paper.state == "open"
            and self.people[member].may_use_points(day_of(self.now))
            and self._paying(self.people[member], number)
        ]

    def _paying(self, person: Person, number: int) -> list[Award]:
        """Return the awards that may have paid for a voucher and may be struck out."""
        lots = person.papers[number].parts
        awards = [one for one in person.awards if one.lot in lots and one.given]
        return [one for one in awards if self.may_be_struck(person, one)]
