"""One batch judged: what becomes of each deed, and everything that is to be written."""

from __future__ import annotations

from collections.abc import Mapping

from plaudit.actions.batch import BATCH_DEEDS_MAX, Batch
from plaudit.core.deed import Deed, Report
from plaudit.core.judging import (
    Terms,
    award,
    budget_refusal,
    in_the_future,
    programme_budget_refusal,
    put_in,
)
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.wallet import Wallet
from plaudit.store.deed_rows import DeedRow
from plaudit.store.settling import BatchTotal, Read, RefusedDeed, Taken

_tuple = tuple.__new__
"""Makes a NamedTuple without the detour over its keywords: this runs for every deed."""


class Judged:
    """A batch judged in the order of arrival, after what it needs was read under lock.

    `used_points`: what partners with a budget gave out this week. Afterwards `outcomes` has one
    for each arrival; `rows`, `refused`, `totals()` and the changed wallets are to be written.
    """

    def __init__(self, batch: Batch, read: Read, *, used_points: Mapping[int, int]) -> None:
        self.rows: list[DeedRow] = []
        self.refused: list[RefusedDeed] = []
        self._batch = batch
        self._deeds = batch.deeds
        self._wallets = read.wallets
        self._taken = read.taken or {}
        self._batch_id = read.batch_id
        self._first_deed_id = read.batch_id * BATCH_DEEDS_MAX
        for partner_id, sender in batch.senders.items():
            budget = sender.partner.budget_points_a_week
            if budget is not None:
                sender.left_points = max(0, budget - used_points[partner_id])
        self.outcomes = [self._judge(place) for place in range(len(batch.deeds))]

    def wallets(self) -> list[Wallet]:
        """Return the wallets that were changed."""
        return [wallet for wallet in self._wallets.values() if wallet.changed]

    def totals(self) -> list[BatchTotal]:
        """Return what each partner's deeds came to."""
        batch_id, now = self._batch_id, self._batch.now
        return [
            _tuple(
                BatchTotal,
                (
                    batch_id, partner_id, sender.partner.programme_id, len(sender.taken),
                    sender.points, now,
                ),
            )
            for partner_id, sender in sorted(self._batch.senders.items())
            if sender.taken
        ]  # fmt: skip

    def _judge(self, place: int) -> Outcome:
        """Return what becomes of the deed at a place, and keep what is to be written for it."""
        sender, report, member_id, day = self._deeds[place]
        event_id, source, _, activity, happened_at, _ = report
        if source != sender.id:
            return _refused(report, refusal(Code.SOURCE_NOT_YOURS, seen=f'"{source[:40]}"'))
        terms = sender.terms.get((activity.id, day)) or sender.terms_of(activity.id, day)
        said, _, activity_no, _ = terms
        wallet = self._wallets.get(member_id or 0)
        if wallet is None or not wallet.may_record(activity_no, happened_at, told=sender.told):
            return _refused(report, refusal(Code.MEMBER_UNKNOWN))
        if place in self._taken or event_id in sender.taken:
            if self._is_repeated(place, first=sender.taken.get(event_id)):
                return Outcome(event_id, "duplicate")
            return _refused(report, refusal(Code.CONTENT_CONFLICT))
        if said is None and happened_at > self._batch.now:
            said = in_the_future(happened_at, now=self._batch.now)
        if said is None:
            said = self._accept(place, wallet, terms=terms)
        if said is not None:
            self.refused.append(self._kept(place, said, terms=terms))
            return _refused(report, said)
        return _tuple(Outcome, (event_id, "accepted", None))

    def _is_repeated(self, place: int, *, first: int | None) -> bool:
        """Return whether this is the same deed again, and not another under its id.

        `first`: the place in this batch that took the id; None where it was taken before.
        """
        sender, report, member_id, _ = self._deeds[place]
        if first is not None:
            _, earlier, its_member_id, _ = self._deeds[first]
            return its_member_id == member_id and earlier[3:] == report[3:]
        taken = self._taken[place]
        return (
            taken.member_id == member_id
            and taken.activity_no == sender.programme.activity_nos.get(report.activity.id)
            and taken.happened_at == report.happened_at
            and _are_same_facts(taken, report)
        )

    def _accept(self, place: int, wallet: Wallet, *, terms: Terms) -> Refusal | None:
        """Count a deed and put its award into the wallet; a refusal where the budget is spent."""
        sender, report, _, day = self._deeds[place]
        event_id, source, _, activity, happened_at, facts = report
        deed = _tuple(Deed, (activity, source, day, facts))
        left, purse = sender.left_points, sender.purse
        is_purse_less = purse is not None and (left is None or purse.left_points < left)
        if purse is not None and is_purse_less:
            left = purse.left_points
        try:
            given = award(deed, wallet, counting=sender.programme.counting, left_points=left)
        except Refused as refused:
            return refused.refusal
        if given is None:
            if purse is not None and is_purse_less:
                return programme_budget_refusal(purse.budget_points, today=sender.today)
            return budget_refusal(sender.partner, today=sender.today)
        points, _, counted = given
        if sender.left_points is not None:
            sender.left_points -= points
        if purse is not None:
            purse.used_points += points
        sender.points += points
        sender.taken[event_id] = place
        _, edition_id, activity_no, lot_month = terms
        put_in(wallet, given, day=day, lot_month=lot_month)
        row = (
            wallet.member_id, self._first_deed_id + place, happened_at, day,
            sender.partner.partner_id, edition_id, points, activity_no, lot_month, event_id,
            facts, counted,
        )  # fmt: skip
        self.rows.append(_tuple(DeedRow, row))
        return None

    def _kept(self, place: int, said: Refusal, *, terms: Terms) -> RefusedDeed:
        """Return a refused deed as its member may see it."""
        sender, report, member_id, _ = self._deeds[place]
        assert member_id is not None, place
        return RefusedDeed(
            member_id=member_id,
            partner_id=sender.partner.partner_id,
            event_id=report.event_id,
            activity_no=terms.activity_no,
            happened_at=report.happened_at,
            code=said.code.value,
            said=dict(said.facts),
            refused_at=self._batch.now,
        )


def _refused(report: Report, said: Refusal) -> Outcome:
    return Outcome(report.event_id, "refused", said)


def _are_same_facts(taken: Taken, report: Report) -> bool:
    """Return whether a report has the facts of the deed that took its id.

    Facts that were deleted after their last day can't be compared: the rest decides. A fact that
    the activity gained since was left out of the deed.
    """
    if taken.facts is None:
        return True
    kept = (*taken.facts, *[None] * len(report.facts))
    return kept[: len(report.facts)] == report.facts
