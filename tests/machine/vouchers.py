"""Vouchers: taken, honoured, undone, given back, lapsed."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.lapse import lapse
from plaudit.actions.undo import undo
from plaudit.store.voucher_codes import voucher_codes
from tests.machine.plain import Person
from tests.machine.stage import OFFERS, Stage, goes, members, one_of, picks, tried
from tests.machine.things import UNDO, Paper, day_of, month_of


class Vouchers(Stage):
    """The verbs of vouchers."""

    @rule(member=members, id=st.sampled_from(sorted(OFFERS)))
    def take(self, member: int, id: str) -> None:
        self.clicks += 1
        key, person, offer = f"click {self.clicks}", self.people[member], OFFERS[id]
        left = self.stock[self.in_force]
        may = self._may_take(person, id)
        voucher = tried(lambda: self.market.take(id, member=member, key=key, now=self.instant))
        assert (voucher is not None) == may
        if voucher is None:
            return
        assert self.market.take(id, member=member, key=key, now=self.instant) == voucher
        today = day_of(self.now)
        last_on = today + timedelta(days=offer.usable_days - 1)
        paper = Paper(id, person.pay(offer.price, today), self.now, last_on, self.in_force)
        left[id] -= 1
        if offer.at_once:
            paper.state = "honoured"
        person.papers[voucher.voucher_id] = paper
        self.did("take")

    @precondition(lambda self: self._to_be_had())
    @rule(pick=picks)
    def take_what_can_be_had(self, pick: int) -> None:
        """Something that somebody's points pay for."""
        every = self._to_be_had()
        self.take(*every[pick % len(every)])

    def _to_be_had(self) -> list[tuple[int, str]]:
        return [
            (member, id)
            for member, person in enumerate(self.people)
            for id in OFFERS
            if self._may_take(person, id)
        ]

    @property
    def in_force(self) -> int:
        """The place of the edition that is in force."""
        return sum(one.starts_on <= day_of(self.now) for one in self.editions) - 1

    def _may_take(self, person: Person, id: str) -> bool:
        today, offer = day_of(self.now), OFFERS[id]
        this_month = [
            paper
            for paper in person.papers.values()
            if paper.reward == id
            and paper.state in ("open", "honoured")
            and month_of(day_of(paper.taken_at)) == month_of(today)
        ]
        return (
            not person.is_restricted
            and person.may_use_points(today)
            and person.spendable(today) >= offer.price
            and self.stock[self.in_force][id] > 0
            and (offer.at_most_a_month is None or len(this_month) < offer.at_most_a_month)
        )

    @precondition(lambda self: self._is_one_open())
    @rule(pick=picks, own=st.sampled_from((True, True, True, False)))
    def honour(self, pick: int, own: bool) -> None:
        _, number, paper = self.one_paper(pick)
        if not OFFERS[paper.reward].at_once:
            self._honour(number, paper, own=own)

    @precondition(lambda self: self._to_be_honoured())
    @rule(pick=picks)
    def honour_what_can_be_honoured(self, pick: int) -> None:
        every = self._to_be_honoured()
        number, paper = every[pick % len(every)]
        self._honour(number, paper, own=True)

    def _to_be_honoured(self) -> list[tuple[int, Paper]]:
        return [
            (number, paper)
            for _, number, paper in self.papers()
            if paper.state == "open" and day_of(self.now) <= paper.last_on
        ]

    def _honour(self, number: int, paper: Paper, *, own: bool) -> None:
        code = voucher_codes().code_of(number)
        partner = OFFERS[paper.reward].partner if own else "museum"
        may = own and paper.state == "open" and day_of(self.now) <= paper.last_on
        till = self.market.tills[partner]
        honoured = tried(lambda: honour(self.connection, till, code, now=self.instant))
        assert (honoured is not None) == may
        if honoured is None:
            return
        assert honoured.points == sum(paper.parts.values())
        assert tried(lambda: honour(self.connection, till, code, now=self.instant)) is None
        paper.state, paper.honoured_at = "honoured", self.now
        self.numbers[number] = (honoured.number, partner)
        self.did("honour")

    @precondition(lambda self: self.numbers)
    @rule(pick=picks)
    def take_back(self, pick: int) -> None:
        """A till takes back what it honoured by mistake, for a minute."""
        number = sorted(self.numbers)[pick % len(self.numbers)]
        honoured, partner = self.numbers[number]
        (paper,) = [one for _, id, one in self.papers() if id == number]
        assert paper.honoured_at is not None
        may = paper.state == "honoured" and self.now - paper.honoured_at < UNDO
        till = self.market.tills[partner]
        undone = goes(lambda: undo(self.connection, till, honoured, now=self.instant))
        assert undone == may
        if undone:
            paper.state = "open"
            del self.numbers[number]
            self.did("take back")

    @precondition(lambda self: self._is_one_open())
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        member, number, paper = self.one_paper(pick)
        person = self.people[member]
        may = paper.state == "open" and not person.is_restricted
        may = may and person.may_use_points(day_of(self.now))
        member_id = self.people[member].member_id
        cancelled = goes(lambda: cancel(self.connection, member_id, number, now=self.instant))
        assert cancelled == may
        if cancelled:
            assert not goes(lambda: cancel(self.connection, member_id, number, now=self.instant))
            self.close(member, paper, "cancelled")
            self.did("cancel")

    @precondition(lambda self: self._is_one_open())
    @rule(waits=st.sampled_from((True, True, False)))
    def lapse(self, waits: bool) -> None:
        """Whenever the job happens to run, or on the day after the last one of a voucher."""
        if waits:
            days = [paper.last_on for _, _, paper in self.papers() if paper.state == "open"]
            self.wait_until(min(days) + timedelta(days=1))
        over = [
            (member, paper)
            for member, _, paper in self.papers()
            if paper.state == "open"
            and paper.last_on < day_of(self.now)
            and not self.people[member].is_restricted
        ]
        assert lapse(self.connection, now=self.instant) == len(over)
        for member, paper in over:
            self.close(member, paper, "lapsed")
        self.did("lapse", len(over))

    def close(self, member: int, paper: Paper, state: str) -> None:
        """Give a voucher's points and its stock back."""
        self.people[member].close(paper, state, self.now)
        self.stock[paper.edition][paper.reward] += 1

    def papers(self) -> list[tuple[int, int, Paper]]:
        """Return every voucher: its member, its number, what the model says of it."""
        return [
            (member, number, paper)
            for member, person in enumerate(self.people)
            for number, paper in person.papers.items()
        ]

    def _is_one_open(self) -> bool:
        return any(paper.state == "open" for _, _, paper in self.papers())

    def one_paper(self, pick: int) -> tuple[int, int, Paper]:
        """Return one of all vouchers, mostly one that is open."""
        return one_of(self.papers(), pick, likely=lambda one: one[2].state == "open")
