"""Deeds, editions, coming and going."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.batch import Arrival
from plaudit.actions.house import refresh_house
from plaudit.actions.join import join_again
from plaudit.actions.leave import leave
from plaudit.actions.register_partner import register_partner
from plaudit.actions.settle import settle
from plaudit.actions.withhold import allow_again, withhold
from plaudit.core.deed import Report
from plaudit.core.ledger import Registration
from plaudit.core.refusals import Code, Refused
from plaudit.store.instants import as_instant
from tests.machine.plain import NEVER, Award, Person, Rules, day_of, lot_of
from tests.machine.stage import OFFERS, REWARDS, Stage, members, picks
from tests.market import edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITIES, ACTIVITY_TEXTS

BACK_DATE = timedelta(days=30)
LITTER = '[[tally]]\nid = "litter"\non = "litter_pick"\nper = "day"\n'


class Deeds(Stage):
    """The verbs of deeds, editions and memberships."""

    @rule(member=members, cups=st.integers(1, 30), back=st.timedeltas(timedelta(0), BACK_DATE / 2))
    def report(self, member: int, cups: int, back: timedelta) -> None:
        at, person = self.now - back, self.people[member]
        self.clicks += 1
        award = Award(f"e{self.clicks}", cups, at, 0, lot_of(day_of(self.now)), self.now)
        arrival = self._arrival(member, award, cups)
        (outcome,) = settle(self.connection, self.market.house, [arrival], now=self.instant)
        assert (outcome.status == "accepted") == person.may_report(at), outcome
        if person.may_report(at):
            award.recorded_at = self.now
            person.earn(award, self.edition_of(at))
            self.deeds.append((person, award, arrival))

    @rule(member=members, cups=st.integers(5, 30), pause=st.integers(1, 40))
    def report_and_wait(self, member: int, cups: int, pause: int) -> None:
        """Points of several months: what vouchers, expiry and reversals work on."""
        self.report(member, cups, timedelta(0))
        self.now += timedelta(days=pause)

    @rule(cups=st.integers(5, 30))
    def all_report(self, cups: int) -> None:
        for member in range(len(self.people)):
            self.report(member, cups, timedelta(hours=member))

    def _arrival(self, member: int, award: Award, cups: int) -> Arrival:
        at = as_instant(award.at)
        return self.market.cups(cups, member=member, event_id=award.event_id, at=at)

    @precondition(lambda self: self.deeds)
    @rule(pick=picks, is_changed=st.booleans())
    def report_again(self, pick: int, is_changed: bool) -> None:
        """The same id again: the same deed is a duplicate, another one a conflict."""
        person, award, arrival = self.deeds[pick % len(self.deeds)]
        if is_changed:
            arrival = self._arrival(self.people.index(person), award, 1 + award.cups % 50)
        (outcome,) = settle(self.connection, self.market.house, [arrival], now=self.instant)
        if is_changed or not person.may_report(award.at):
            may = person.may_report(award.at)
            assert outcome.refusal is not None
            assert outcome.refusal.code is (Code.CONTENT_CONFLICT if may else Code.MEMBER_UNKNOWN)
        else:
            assert outcome.status == "duplicate"

    @precondition(lambda self: len(self.editions) < 4)
    @rule(a_cup=st.integers(1, 20), a_day=st.integers(1, 300), adds=st.booleans())
    def publish(self, a_cup: int, a_day: int, adds: bool) -> None:
        """A new edition, in force in 14 days; a day that has begun isn't touched."""
        starts_on = day_of(self.now) + timedelta(days=14)
        if starts_on <= self.editions[-1].starts_on:
            return
        has_litter = adds or self.editions[-1].has_litter
        text = edition(
            REWARDS, id=f"e{len(self.editions)}", starts_on=str(starts_on),
            more=LITTER if has_litter else "",
        )  # fmt: skip
        text = text.replace("{ points = 10, per = 1 }", f"{{ points = {a_cup}, per = 1 }}")
        text = text.replace('count = "cups"', f'count = "cups"\nat_most = {a_day}')
        publish_as_promised(self.connection, text, ACTIVITY_TEXTS)
        if has_litter and not self.editions[-1].has_litter:
            self.let_the_park_report()
        self.editions.append(Rules(starts_on, a_cup, a_day, has_litter))
        self.stock.append(Counter({id: offer.stock for id, offer in OFFERS.items()}))

    def let_the_park_report(self) -> None:
        park = Registration(self.market.programme_id, "park", "Park", ["litter_pick"], 30)
        self.park, _ = register_partner(self.connection, park, now=self.instant)
        refresh_house(self.connection, self.market.house)

    @precondition(lambda self: hasattr(self, "editions") and self.editions[-1].has_litter)
    @rule(member=members, back=st.timedeltas(timedelta(0), BACK_DATE / 2))
    def report_litter(self, member: int, back: timedelta) -> None:
        """A kind that later rules added gives no points, and is recorded where it may be."""
        at, person = self.now - back, self.people[member]
        self.clicks += 1
        handle = self.market.house.handles.handle_of(person.member_id, self.park)
        report = Report(
            f"e{self.clicks}", "park", handle, ACTIVITIES["litter_pick"], as_instant(at), (10**6,)
        )
        arrival = Arrival(self.park, report)
        (outcome,) = settle(self.connection, self.market.house, [arrival], now=self.instant)
        told_on = next(one.starts_on for one in self.editions if one.has_litter)
        may = person.may_report_litter(at, told_on=told_on)
        assert outcome.status == ("accepted" if may else "refused"), outcome

    @precondition(lambda self: hasattr(self, "editions") and self.editions[-1].has_litter)
    @rule(member=members, agrees=st.booleans())
    def answer_litter(self, member: int, agrees: bool) -> None:
        """A yes holds from then on, also where the notice told of it and a no came between."""
        person, act = self.people[member], allow_again if agrees else withhold
        assert act(
            self.connection, person.member_id, "litter_pick", said=("en", "I say so."),
            now=self.instant,
        )  # fmt: skip
        told_on = next(one.starts_on for one in self.editions if one.has_litter)
        if not agrees:
            person.litter_from = NEVER
        elif person.litter_from == NEVER or (
            person.litter_from is None and told_on > day_of(person.agreed_at)
        ):
            person.litter_from = self.now

    @rule(member=members)
    def leave(self, member: int) -> None:
        person = self.people[member]
        left = leave(
            self.connection, self.market.members[member], now=self.instant, language="en",
            wording="I leave.",
        )  # fmt: skip
        assert left == (person.withdrawn_at is None)
        if left:
            person.withdrawn_at = self.now

    @rule(member=members)
    def come_back(self, member: int) -> None:
        person = self.people[member]
        if person.withdrawn_at is not None and person.is_restricted:
            with pytest.raises(Refused) as refused:
                self._agree_again(member)
            assert refused.value.refusal.code is Code.RECORD_RESTRICTED
            return
        agreed = self._agree_again(member)
        assert agreed == (person.withdrawn_at is not None)
        if agreed:
            if not person.may_use_points(day_of(self.now)):
                person.lots.clear()
            self._keep_unasked(person)
            person.agreed_at, person.withdrawn_at = self.now, None

    def _keep_unasked(self, person: Person) -> None:
        """Who comes back without a word on a kind that came meanwhile hasn't said yes to it."""
        told_on = [one.starts_on for one in self.editions if one.has_litter]
        was_told = bool(told_on) and told_on[0] <= day_of(person.agreed_at)
        if told_on and person.litter_from is None and not was_told:
            person.litter_from = NEVER

    def _agree_again(self, member: int) -> bool:
        return join_again(
            self.connection, self.market.members[member], now=self.instant, language="en",
            wording="I join again.",
        )  # fmt: skip
