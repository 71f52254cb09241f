"""Striking out: after any sequence, a member holds what the remaining deeds give, and what is kept.

The model counts the remaining deeds from nothing, with their facts; the engine has only what the
book keeps of each deed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.amount import MICRO
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.kept import less_kept
from plaudit.core.recount import Past, totals_in_book
from plaudit.core.reversing import Awarded, Change, change_of, taking
from plaudit.core.slots import KEPT
from tests.core.random_editions import Town, many, town_of


@dataclass
class Member:
    """A member's book in memory: rows in the order recorded, and what was taken of each deed."""

    counting: Counting
    totals: Totals = field(default_factory=dict)
    history: list[Past] = field(default_factory=list)
    deeds: dict[int, Deed] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    reversed_points: dict[int, int] = field(default_factory=dict)
    apart: dict[int, int] = field(default_factory=dict)
    held_points: int = 0

    def settle(self, deed: Deed) -> int:
        award = self.counting.count(self.totals, deed)
        award = less_kept(award, self.totals, counting=self.counting, deed=deed)
        number = len(self.history) + 1
        past = Past(number, deed.day, deed.activity, award.points, award.counted)
        self.history.append(past)
        self.deeds[number] = deed
        self.held_points += award.points
        assert award.points >= 0
        return award.points

    def strike(self, number: int, *, lot_left: int) -> Change:
        return self._change(number, self.struck | {number}, lot_left=lot_left)

    def reverse(self, number: int, points: int, *, lot_left: int) -> None:
        """Take points of one award back without a recount; a number below zero restores them."""
        was = self.reversed_points.get(number, 0)
        if points >= 0:
            left = self.history[number - 1].points - was
            points = taking(points, award_left=left, lot_left=lot_left).taken
        else:
            points = -min(-points, was)
        self.reversed_points[number] = was + points
        self.apart[number] = self.apart.get(number, 0) + points
        self.held_points -= points

    def count_again(self, number: int) -> Change:
        return self._change(number, self.struck - {number}, lot_left=0)

    def _change(self, number: int, after: frozenset[int], *, lot_left: int) -> Change:
        was = self.reversed_points.get(number, 0)
        is_strike = number in after
        given = self.history[number - 1].points if is_strike else was
        change = change_of(
            self.history,
            self.counting,
            without=(self.struck, after),
            award=Awarded(given, was, self.apart.get(number, 0), lot_left),
        )
        assert change.taken <= min(given - was, lot_left)
        self.reversed_points[number] = was + change.taken - change.restored
        self.held_points += change.restored + change.added - change.taken
        self.struck = after
        self.apart[number] = 0
        self.history.append(Past(len(self.history) + 1, 0, None, 0, change.counted))
        for at in range(0, len(change.counted), 3):
            key, before, amount = change.counted[at : at + 3]
            assert self.totals.get(key, 0) == before
            self.totals[key] = before + amount
        return change

    def kept_points(self) -> int:
        return sum(total for key, total in self.totals.items() if key >= KEPT) // MICRO

    def counted_afresh(self, rng: Random | None = None) -> tuple[int, Totals]:
        """Return what the remaining deeds give, counted from nothing with their facts."""
        remaining = [deed for number, deed in self.deeds.items() if number not in self.struck]
        if rng is not None:
            rng.shuffle(remaining)
        totals: Totals = {}
        return sum(self.counting.count(totals, deed).points for deed in remaining), totals

    def must_fit(self) -> None:
        assert self.totals == totals_in_book(self.history)
        points, totals = self.counted_afresh()
        counted = {key: total for key, total in self.totals.items() if total and key < KEPT}
        assert counted == {key: total for key, total in totals.items() if total}
        assert self.held_points == points + self.kept_points() - sum(self.apart.values())
        assert self.kept_points() >= 0


def member_of(town: Town) -> Member:
    return Member(Counting(town.editions, town.activities))


def live(town: Town, rng: Random) -> Member:
    """Settle, strike out and count again in any order; after each step everything must fit."""
    member = member_of(town)
    for deed in town.deeds:
        member.settle(deed)
        member.must_fit()
        standing = [number for number in member.deeds if number not in member.struck]
        if standing and rng.random() < 0.4:
            lot_left = rng.choice((0, rng.randrange(40), 10**6))
            member.strike(rng.choice(standing), lot_left=lot_left)
            member.must_fit()
        standing = [number for number in member.deeds if number not in member.struck]
        if standing and rng.random() < 0.15:
            member.reverse(rng.choice(standing), rng.randrange(-9, 9), lot_left=rng.randrange(9))
            member.must_fit()
        if member.struck and rng.random() < 0.15:
            member.count_again(rng.choice(sorted(member.struck)))
            member.must_fit()
    return member


seeds = st.integers(0, 2**40)


@many(1)
@given(seeds)
def test_a_member_holds_what_the_remaining_deeds_give_and_what_is_kept(seed: int) -> None:
    rng = Random(seed)
    member = live(town_of(seed, deeds=15), rng)

    assert member.counted_afresh()[0] == member.counted_afresh(rng)[0]


@many(1)
@given(seeds)
def test_the_same_holds_across_editions(seed: int) -> None:
    live(town_of(seed, editions=3, deeds=15), Random(seed))


@many(1)
@given(seeds)
def test_with_nothing_spent_striking_all_out_leaves_nothing_in_any_order(seed: int) -> None:
    rng = Random(seed)
    town = town_of(seed, deeds=12)
    member = member_of(town)
    for deed in town.deeds:
        member.settle(deed)
    for number in rng.sample(sorted(member.deeds), len(member.deeds)):
        member.strike(number, lot_left=10**9)
        member.must_fit()

    assert member.held_points == member.kept_points()
