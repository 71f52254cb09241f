"""A member's row holds the newest totals only. Counting from it is as good as from all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.consent import Consent
from plaudit.core.counting import Award, Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.judging import award, put_in
from plaudit.core.period import end_of
from plaudit.core.slots import period_start_of, slot_of
from plaudit.core.wallet import Wallet, totals_of
from tests.core.random_editions import Town, crowded, many


class Row:
    """A member's row and deeds between batches: what a database would hold."""

    def __init__(self) -> None:
        self.points = 0
        self.newest_day: int | None = None
        self.lots: list[int] = []
        self.counters: list[int] = []
        self.counted: list[tuple[int, tuple[int, ...]]] = []

    def wallet(self) -> Wallet:
        held = totals_of(self.counters)
        return Wallet(7, Consent(0), self.points, self.newest_day, list(self.lots), held)

    def keep(self, wallet: Wallet) -> None:
        self.points, self.newest_day = wallet.points, wallet.newest_day
        self.lots, self.counters = wallet.lots, wallet.counters()

    def late_total(self, counting: Counting, key: int) -> int:
        """Return the sum of what deeds of one period counted, as the statement late_totals does."""
        first = period_start_of(key)
        until = end_of(counting.period_of(slot_of(key)), first)
        total = 0
        for day, counted in self.counted:
            if first <= day and (until is None or day < until):
                triples = zip(*[iter(counted)] * 3, strict=True)
                total += sum(amount for its_key, _, amount in triples if its_key == key)
        return total


def settle(row: Row, counting: Counting, batch: Sequence[Deed]) -> list[Award]:
    """Count a batch from a row, and keep what is to be kept."""
    wallet = row.wallet()
    for deed in batch:
        if wallet.is_late(deed.day):
            for key in wallet.missing_keys(counting.touched(deed.activity.id, deed.day)):
                total = row.late_total(counting, key)
                if total:
                    wallet.totals[key] = total
    awards = []
    for deed in batch:
        given_award = counting.count(wallet.totals, deed)
        put_in(wallet, given_award, day=deed.day, lot_month=24_000)
        row.counted.append((deed.day, given_award.counted))
        awards.append(given_award)
    row.keep(wallet)
    return awards


def batches_of(deeds: Sequence[Deed], rng: Random) -> list[list[Deed]]:
    batches: list[list[Deed]] = [[]]
    for deed in deeds:
        if rng.random() < 0.4:
            batches.append([])
        batches[-1].append(deed)
    return batches


@many(3)
@given(town=crowded(editions=2), rng=st.randoms(use_true_random=False))
def test_a_row_that_forgets_old_periods_counts_as_one_that_never_does(
    town: Town, rng: Random
) -> None:
    counting = Counting(town.editions, town.activities)
    everything: Totals = {}
    remembered = [counting.count(everything, deed) for deed in town.deeds]
    row = Row()

    awards: list[Award] = []
    for batch in batches_of(town.deeds, rng):
        awards += settle(row, counting, batch)

    assert awards == remembered
    assert row.points == sum(award.points for award in remembered)
    assert row.newest_day == max((deed.day for deed in town.deeds), default=None)


@many(2)
@given(town=crowded(editions=2))
def test_a_row_keeps_the_newest_period_of_each_slot_and_no_other(town: Town) -> None:
    counting = Counting(town.editions, town.activities)
    wallet = Row().wallet()
    for deed in town.deeds:
        counting.count(wallet.totals, deed)
    starts: dict[int, int] = defaultdict(lambda: -(2**62))
    for key in wallet.totals:
        starts[slot_of(key)] = max(starts[slot_of(key)], period_start_of(key))

    flat = wallet.counters()

    kept = dict(zip(flat[::2], flat[1::2], strict=True))
    assert {slot_of(key): period_start_of(key) for key in kept} == dict(starts)
    assert len(kept) == len(starts)
    assert kept.items() <= wallet.totals.items()


@many(3)
@given(town=crowded(editions=2), rng=st.randoms(use_true_random=False))
def test_an_award_that_a_budget_cannot_pay_leaves_every_total_as_it_was(
    town: Town, rng: Random
) -> None:
    counting = Counting(town.editions, town.activities)
    wallet = Row().wallet()
    for deed in town.deeds:
        held = dict(wallet.totals)
        cost = counting.count(dict(held), deed._replace(partner="cafe"))
        left_points = rng.choice((None, 0, max(0, cost.points - 1), cost.points, cost.points + 1))

        sent = deed._replace(partner="cafe")
        paid = award(sent, wallet, counting=counting, left_points=left_points)

        if left_points is not None and left_points < cost.points:
            assert paid is None
            assert wallet.totals == held
        else:
            assert paid == cost
