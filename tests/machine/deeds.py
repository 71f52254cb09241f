"""Deeds, editions, coming and going."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.batch import Arrival
from plaudit.actions.join import join_again
from plaudit.actions.leave import leave
from plaudit.actions.settle import settle
from plaudit.core.refusals import Code, Refused
from plaudit.store.instants import as_instant
from tests.machine.plain import Award, Rules, day_of, lot_of
from tests.machine.stage import OFFERS, REWARDS, Stage, members, picks
from tests.market import edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS

BACK_DATE = timedelta(days=30)


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
    @rule(a_cup=st.integers(1, 20), a_day=st.integers(1, 300))
    def publish(self, a_cup: int, a_day: int) -> None:
        """A new edition, in force in 14 days; a day that has begun isn't touched."""
        starts_on = day_of(self.now) + timedelta(days=14)
        if starts_on <= self.editions[-1].starts_on:
            return
        text = edition(REWARDS, id=f"e{len(self.editions)}", starts_on=str(starts_on))
        text = text.replace("{ points = 10, per = 1 }", f"{{ points = {a_cup}, per = 1 }}")
        text = text.replace('count = "cups"', f'count = "cups"\nat_most = {a_day}')
        publish_as_promised(self.connection, text, ACTIVITY_TEXTS)
        self.editions.append(Rules(starts_on, a_cup, a_day))
        self.stock.append(Counter({id: offer.stock for id, offer in OFFERS.items()}))

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
            person.agreed_at, person.withdrawn_at = self.now, None

    def _agree_again(self, member: int) -> bool:
        return join_again(
            self.connection, self.market.members[member], now=self.instant, language="en",
            wording="I join again.",
        )  # fmt: skip
