"""Deeds, editions, coming and going."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.join import join_again
from plaudit.actions.leave import leave
from plaudit.actions.settle import settle
from plaudit.core.refusals import Code
from plaudit.store.instants import as_instant
from tests.machine.plain import Rules, day_of
from tests.machine.stage import OFFERS, REWARDS, Stage, members, picks
from tests.market import edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS

BACK_DATE = timedelta(days=30)


class Deeds(Stage):
    """The verbs of deeds, editions and memberships."""

    @rule(member=members, cups=st.integers(1, 30), back=st.timedeltas(timedelta(0), BACK_DATE / 2))
    def report(self, member: int, cups: int, back: timedelta) -> None:
        at = self.now - back
        arrival = self.market.cups(
            cups, member=member, event_id=f"e{len(self.deeds)}", at=as_instant(at)
        )
        person = self.people[member]
        takes_part = person.withdrawn_at is None and person.agreed_at <= at
        (outcome,) = settle(self.connection, self.market.house, [arrival], now=self.instant)
        assert (outcome.status == "accepted") == takes_part, outcome
        if takes_part:
            person.earn(cups, at, rules=self.editions, now=self.now)
            self.deeds.append((member, cups, at, arrival))

    @precondition(lambda self: self.deeds)
    @rule(pick=picks, more=st.integers(0, 1))
    def report_again(self, pick: int, more: int) -> None:
        """The same id again: the same deed is a duplicate, another one a conflict."""
        member, cups, at, arrival = self.deeds[pick % len(self.deeds)]
        if more:
            changed = 1 + cups % 50
            arrival = self.market.cups(
                changed, member=member, event_id=arrival.report.event_id, at=as_instant(at)
            )
        (outcome,) = settle(self.connection, self.market.house, [arrival], now=self.instant)
        person = self.people[member]
        if person.withdrawn_at is not None or at < person.agreed_at:
            assert outcome.refusal is not None
            assert outcome.refusal.code is Code.MEMBER_UNKNOWN
        elif more:
            assert outcome.refusal is not None
            assert outcome.refusal.code is Code.CONTENT_CONFLICT
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
        if person.withdrawn_at == self.now:
            return
        agreed = join_again(
            self.connection, self.market.members[member], now=self.instant, language="en",
            wording="I join again.",
        )  # fmt: skip
        assert agreed == (person.withdrawn_at is not None)
        if agreed:
            person.agreed_at, person.withdrawn_at = self.now, None
