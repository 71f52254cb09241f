"""What undoing an award needs: the award, its member under lock, and how the book takes it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from plaudit.actions.house import House
from plaudit.core.charter.people import is_a_person, same_person
from plaudit.core.deed import shown
from plaudit.core.expiry import grace_days
from plaudit.core.instant import shown_instant
from plaudit.core.lots import Part, lot_month_of, month_number, take_from_lot
from plaudit.core.period import DAY_SECONDS, SECOND, date_of
from plaudit.core.programme import Programme
from plaudit.core.promises import Promises
from plaudit.core.recount import Past
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import (
    Counts,
    Decision,
    Kind,
    Loss,
    Reversal,
    loss_of,
    reversed_apart,
    struck_out,
)
from plaudit.core.reversing import Awarded, Change, Numbers, change_of, taken_again
from plaudit.core.transfer import Award, Transfer, Why
from plaudit.core.wallet import Wallet
from plaudit.store import reversals, wallets
from plaudit.store.locks import in_one_transaction
from plaudit.store.outbox import add_to_outbox

RECOUNTS = ("strike_out", "count_again")


def must_be_a_person(name: str) -> None:
    """Refuse a decision that no named person takes. Charter, C06 and C18."""
    if not is_a_person(name):
        raise Refused(refusal(Code.NOT_A_PERSON, seen=shown(name)))


@dataclass(slots=True)
class Undoing:
    """An award that is being undone, or done again, in an open transaction; its member is locked.

    `reversed_points`: what was taken back of it so far. `today`: in the programme's calendar.
    """

    connection: psycopg.Connection
    decision: Decision
    now: int
    programme: Programme
    award: reversals.AwardRow
    wallet: Wallet
    past: list[Reversal]
    reversed_points: int
    today: int

    @property
    def promises(self) -> Promises:
        """What the edition promises by which the deed was counted."""
        edition_ids = self.programme.edition_ids
        (id,) = [id for id, number in edition_ids.items() if number == self.award.edition_id]
        return self.programme.promises.get(id, Promises())

    @property
    def loss(self) -> Loss:
        """What was missing when the award was taken back, and was not taken since."""
        return loss_of(self.past, self.decision.deed_id)

    @property
    def reason_before(self) -> str | None:
        """For which reason the award was taken back last."""
        ours = [one for one in self.past if one.deed_id == self.decision.deed_id]
        return next((one.reason for one in reversed(ours) if one.reason is not None), None)

    @property
    def is_struck(self) -> bool:
        """Whether the deed is struck out."""
        return self.decision.deed_id in struck_out(self.past)

    def lot_left(self) -> int:
        """Return what the lot of the award's month holds of it and could be spent today.

        Where something was missing before, the lot was empty then: of what it holds now, only what
        came back out of vouchers is of the award. What was earned since is not touched.
        """
        month = self.award.lot_month
        if month <= month_number(self.today):
            return 0
        lots, since = self.wallet.lots, self.loss.since_at
        left = dict(zip(lots[::2], lots[1::2], strict=True)).get(month, 0)
        if since is None or not left:
            return left
        connection, member_id = self.connection, self.decision.member_id
        return min(left, reversals.points_come_back(connection, member_id, month, since=since))

    def must_be_in_time(self) -> None:
        """Refuse a reason that the programme hasn't, or a time when the award stands for good."""
        promises, reason = self.promises, self.decision.reason or ""
        if reason not in promises.reasons:
            known = ", ".join(promises.reasons)
            raise Refused(refusal(Code.REASON_UNKNOWN, seen=shown(reason), known=known))
        days = promises.within_days
        if self.now > self.award.recorded_at + days * DAY_SECONDS * SECOND:
            on = date_of(self.programme.calendar.day_of(self.award.recorded_at))
            raise Refused(refusal(Code.TOO_LATE_TO_REVERSE, recorded_on=on, days=days))

    def change(self, after: Numbers) -> Change:
        """Return what changes when the deeds of these numbers are left out, and no others."""
        is_strike = self.decision.deed_id in after
        return change_of(
            self._history(),
            self.programme.counting,
            without=(struck_out(self.past), after),
            award=Awarded(
                # What is counted again takes nothing: then no more was given than is reversed.
                given=self.award.points if is_strike else self.reversed_points,
                reversed=self.reversed_points,
                apart=reversed_apart(self.past, self.decision.deed_id),
                lot_left=self.lot_left(),
            ),
        )

    def change_of_kept(self, most: int) -> Change:
        """Return what changes when up to `most` of what is kept of a struck deed is taken."""
        programme, struck = self.programme, struck_out(self.past)
        return taken_again(
            self._history(),
            programme.counting,
            struck=(struck - {self.decision.deed_id}, struck),
            most=most,
        )

    def _history(self) -> list[Past]:
        programme = self.programme
        by_number = {programme.activity_nos[id]: one for id, one in programme.activities.items()}
        return reversals.read_history(self.connection, self.decision.member_id, by_number)

    def must_be_enough_people(self, kind: Kind, change: Change) -> None:
        """Refuse what one person may not take back alone, as the edition says.

        What is taken counts, and what would have been, had it been there; with what was taken of
        this award before, so that many small ones don't add up to a large one.
        """
        took = change.taken + change.shortfall
        anew = 0 if kind == "take_again" else took  # it counted already, as missing
        limit, second = self.promises.alone_points_max, self.decision.seconded_by
        if second is not None:
            must_be_a_person(second)
            if same_person(second, self.decision.decided_by):
                raise Refused(refusal(Code.SECOND_IS_THE_SAME, name=second))
        elif took and anew + self._taken_before() > limit:
            raise Refused(refusal(Code.TWO_PEOPLE_NEEDED, limit=limit))

    def _taken_before(self) -> int:
        ours = [one for one in self.past if one.deed_id == self.decision.deed_id]
        found = sum(one.moved_points for one in ours if one.kind == "take_again")
        missing = sum(one.shortfall_points for one in ours)
        return max(0, self.reversed_points) + missing + found

    def take_down(self, kind: Kind, change: Change) -> Reversal:
        """Move the points, add the decision to the book, write the wallet.

        Refuses: TWO_PEOPLE_NEEDED, SECOND_IS_THE_SAME, NOT_A_PERSON.
        """
        self.must_be_enough_people(kind, change)
        moves = self._moves(change)
        for at in range(0, len(change.counted), 3):
            key, before, amount = change.counted[at : at + 3]
            self.wallet.totals[key] = before + amount
        added = Reversal(
            reversal_id=reversals.next_number(self.connection),
            deed_id=self.decision.deed_id,
            happened_on=self.award.happened_on,
            kind=kind,
            reason=self.decision.reason,
            decided_by=self.decision.people,
            recorded_at=self.now,
            moved_points=change.restored + change.added - change.taken,
            shortfall_points=change.shortfall,
            counts=Counts(*change[:4]) if kind in RECOUNTS or self.is_struck else None,
            counted=change.counted,
            in_vouchers_points=self._in_vouchers(change.shortfall),
        )
        wallets.add_transfers(self.connection, moves)
        reversals.add_reversal(self.connection, self.decision.member_id, added)
        wallets.write_wallets(self.connection, [self.wallet])
        return added

    def _in_vouchers(self, shortfall: int) -> int:
        """Return how much of what is missing lies in vouchers that weren't used yet."""
        if not shortfall:
            return 0
        member_id, month = self.decision.member_id, self.award.lot_month
        return min(shortfall, reversals.points_in_vouchers(self.connection, member_id, month))

    def _moves(self, change: Change) -> list[Transfer]:
        """Take points out of the wallet's lot, put points into its lots; return the transfers."""
        accounts = wallets.read_accounts(self.connection, self.award.programme_id)
        award, month = self.award, self.award.lot_month
        moves: list[Transfer] = []

        def move(why: Why, account_id: int, part: Part) -> None:
            undone = Award(
                award.happened_on,
                self.decision.deed_id,
                self.decision.people,
                self.decision.reason if why == "reverse" else None,
            )
            lot_month, points = part
            named: dict[str, Any] = {"recorded_at": self.now, "award": undone}
            moves.append(
                Transfer(self.wallet.member_id, account_id, why, points, lot_month, **named)
            )

        if change.taken:
            taken = take_from_lot(self.wallet.lots, month, points=change.taken)
            assert taken == change.taken, (taken, change)
            self.wallet.points -= taken
            move("reverse", accounts.returned, (month, taken))
        if change.restored:
            for part in self._back_into_wallet((month, change.restored)):
                move("restore", accounts.returned, part)
        if change.added:
            for part in self._back_into_wallet((self._new_month(), change.added)):
                move("recount", accounts.issue, part)
        return moves

    def _back_into_wallet(self, part: Part) -> list[Part]:
        """Put points into a lot, or where it is over into one that lasts; return into which."""
        grace = grace_days(self.programme.notices.promised)
        return self.wallet.give_back([part], today=self.today, grace_days=grace)

    def _new_month(self) -> int:
        """Return when points expire that are given today, no sooner than those of the award."""
        edition = self.programme.counting.edition_of(self.today)
        assert edition is not None, self.today
        months = edition.expires_after_months
        return max(self.award.lot_month, lot_month_of(self.today, expires_after_months=months))

    def tell_partner(self, kind: str) -> None:
        """Let the partner that reported the deed be told, by its own number of the report."""
        payload = {"deed": self.award.event_id, "decided_at": shown_instant(self.now)}
        if self.decision.reason is not None:
            payload["reason"] = self.decision.reason
        partner_id = self.award.partner_id
        add_to_outbox(self.connection, kind, partner_id=partner_id, payload=payload, now=self.now)


@contextmanager
def undoing(
    connection: psycopg.Connection, house: House, decision: Decision, *, now: int
) -> Iterator[Undoing]:
    """Open a transaction on one award, with its member locked, for as long as the block lasts.

    Refuses: NOT_A_PERSON, AWARD_UNKNOWN, RECORD_RESTRICTED.
    """
    must_be_a_person(decision.decided_by)
    with in_one_transaction(connection):
        member_id, deed_id = decision.member_id, decision.deed_id
        wallet = wallets.lock_wallet(connection, member_id)
        award = reversals.read_award(connection, member_id, deed_id)
        if wallet is None and award is not None:
            raise Refused(refusal(Code.RECORD_RESTRICTED, member=member_id))
        if wallet is None or award is None:
            raise Refused(refusal(Code.AWARD_UNKNOWN, member=member_id, deed=deed_id))
        programme = house.programmes[award.programme_id]
        past = reversals.read_reversals(connection, member_id)
        moved = sum(one.moved_points for one in past if one.deed_id == deed_id)
        added = reversals.read_added(connection, member_id, deed_id, day=award.happened_on)
        yield Undoing(
            connection=connection,
            decision=decision,
            now=now,
            programme=programme,
            award=award,
            wallet=wallet,
            past=past,
            reversed_points=added - moved,
            today=programme.calendar.day_of(now),
        )
