"""Deeds, editions, coming and going."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

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
from plaudit.store.journal_lines import LEFT
from tests.machine.beginning import REWARDS
from tests.machine.plain import Person
from tests.machine.stage import OFFERS, Stage, members, one_of, picks
from tests.machine.things import NEVER, Award, Rules, day_of, lot_of
from tests.market import edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITIES, ACTIVITY_TEXTS

BACK_DATE = timedelta(days=30)
backs = st.timedeltas(timedelta(0), BACK_DATE / 2)
KINDS = {id: ACTIVITY_TEXTS[id] for id in ("cup_return", "litter_pick")}
LITTER = '[[tally]]\nid = "litter"\non = "litter_pick"\nper = "day"\n'


class Deeds(Stage):
    """The verbs of deeds, editions and memberships."""

    @initialize(cups=st.integers(5, 30))
    def begin(self, cups: int) -> None:
        """Points, without which most verbs have nothing to do."""
        self.open_the_book()
        self.all_report(cups)

    @rule(pick=picks, cups=st.integers(1, 30), back=backs)
    def report(self, pick: int, cups: int, back: timedelta) -> None:
        at = self.now - back
        self.settle([(self.somebody(pick, lambda one: one.may_report(at)), cups, at)])

    def settle(self, deeds: Sequence[tuple[Person, int, datetime]]) -> None:
        """Report cups of members in one batch."""
        reported = []
        for person, cups, at in deeds:
            self.clicks += 1
            award = Award(f"e{self.clicks}", cups, at, 0, lot_of(day_of(self.now)), self.now)
            reported.append((person, award, self._arrival(person, award, cups)))
        arrivals = [arrival for _, _, arrival in reported]
        outcomes = settle(self.connection, self.market.house, arrivals, now=self.instant)
        for (person, award, arrival), outcome in zip(reported, outcomes, strict=True):
            assert (outcome.status == "accepted") == person.may_report(award.at), outcome
            if person.may_report(award.at):
                award.recorded_at = self.now
                person.earn(award, self.edition_of(award.at))
                self.deeds.append((person, award))
                self.arrivals[award.event_id] = arrival
                self.did("deed")

    @rule(pick=picks, cups=st.integers(5, 30), pause=st.integers(1, 40))
    def report_and_wait(self, pick: int, cups: int, pause: int) -> None:
        """Points of several months: what vouchers, expiry and reversals work on."""
        self.report(pick, cups, timedelta(0))
        self.now += timedelta(days=pause)

    @rule(cups=st.integers(5, 30))
    def all_report(self, cups: int) -> None:
        hour = timedelta(hours=1)
        self.settle([(one, cups, self.now - hour * ago) for ago, one in enumerate(self.people)])

    def _arrival(self, person: Person, award: Award, cups: int) -> Arrival:
        at, member = as_instant(award.at), self.people.index(person)
        return self.market.cups(cups, member=member, event_id=award.event_id, at=at)

    @precondition(lambda self: self.deeds)
    @rule(pick=picks, is_changed=st.booleans())
    def report_again(self, pick: int, is_changed: bool) -> None:
        """The same id again: the same deed is a duplicate, another one a conflict."""
        person, award = one_of(self.deeds, pick, likely=lambda one: one[0].may_report(one[1].at))
        arrival = self.arrivals[award.event_id]
        if is_changed:
            arrival = self._arrival(person, award, 1 + award.cups % 50)
        (outcome,) = settle(self.connection, self.market.house, [arrival], now=self.instant)
        may = person.may_report(award.at)
        if not may or (is_changed and award.has_facts):
            assert outcome.refusal is not None, outcome
            assert outcome.refusal.code is (Code.CONTENT_CONFLICT if may else Code.MEMBER_UNKNOWN)
        else:
            assert outcome.status == "duplicate"
            self.did("duplicate")

    @precondition(lambda self: len(self.editions) < 4 and self._next_start())
    @rule(a_cup=st.integers(1, 20), a_day=st.integers(1, 300), adds=st.booleans())
    def publish(self, a_cup: int, a_day: int, adds: bool) -> None:
        """A new edition, in force in 14 days; a day that has begun isn't touched."""
        starts_on = self._next_start()
        assert starts_on is not None
        has_litter = adds or self.editions[-1].has_litter
        text = edition(
            REWARDS, id=f"e{len(self.editions)}", starts_on=str(starts_on),
            more=LITTER if has_litter else "",
        )  # fmt: skip
        text = text.replace("{ points = 10, per = 1 }", f"{{ points = {a_cup}, per = 1 }}")
        text = text.replace('count = "cups"', f'count = "cups"\nat_most = {a_day}')
        publish_as_promised(self.connection, text, KINDS)
        if has_litter and not self.editions[-1].has_litter:
            self.let_the_park_report()
        self.editions.append(Rules(starts_on, a_cup, a_day, has_litter))
        self.stock.append(Counter({id: offer.stock for id, offer in OFFERS.items()}))
        self.did("new edition")

    def _next_start(self) -> date | None:
        """Return when another edition could start; None where one starts then or later."""
        starts_on = day_of(self.now) + timedelta(days=14)
        return starts_on if starts_on > self.editions[-1].starts_on else None

    def let_the_park_report(self) -> None:
        park = Registration(self.market.programme_id, "park", "Park", ["litter_pick"], 30)
        self.park, _ = register_partner(self.connection, park, now=self.instant)
        refresh_house(self.connection, self.market.house)

    @precondition(lambda self: self.editions[-1].has_litter)
    @rule(member=members, back=backs)
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

    @precondition(lambda self: self.editions[-1].has_litter)
    @rule(member=members, agrees=st.booleans())
    def answer_litter(self, member: int, agrees: bool) -> None:
        """A yes holds from then on, also where the notice told of it and a no came between."""
        person, act = self.people[member], allow_again if agrees else withhold
        assert act(
            self.connection, person.member_id, "litter_pick", said=("en", "I say so."),
            now=self.instant,
        )  # fmt: skip
        person.say_of_a_kind(self.now)
        told_on = next(one.starts_on for one in self.editions if one.has_litter)
        if not agrees:
            person.litter_from = NEVER
        elif person.litter_from == NEVER or (
            person.litter_from is None and told_on > day_of(person.agreed_at)
        ):
            person.litter_from = self.now

    @precondition(lambda self: self.is_one_of_many())
    @rule(member=members)
    def leave(self, member: int) -> None:
        person = self.people[member]
        left = leave(
            self.connection, person.member_id, now=self.instant, language="en",
            wording="I leave.",
        )  # fmt: skip
        assert left == (person.withdrawn_at is None)
        if left:
            person.withdrawn_at = self.now
            self.stop(person, LEFT)
            self.did("leave")

    @precondition(lambda self: any(one.withdrawn_at is not None for one in self.people))
    @rule(pick=picks)
    def come_back(self, pick: int) -> None:
        person = self.somebody(pick, lambda one: one.withdrawn_at is not None)
        if person.withdrawn_at is not None and person.is_restricted:
            with pytest.raises(Refused) as refused:
                self._agree_again(person)
            assert refused.value.refusal.code is Code.RECORD_RESTRICTED
            return
        agreed = self._agree_again(person)
        assert agreed == (person.withdrawn_at is not None)
        if agreed:
            if not person.may_use_points(day_of(self.now)):
                person.lots.clear()
            self._keep_unasked(person)
            person.agreed_at, person.withdrawn_at = self.now, None
            self.did("come back")

    def _keep_unasked(self, person: Person) -> None:
        """Who comes back without a word on a kind that came meanwhile hasn't said yes to it."""
        told_on = [one.starts_on for one in self.editions if one.has_litter]
        was_told = bool(told_on) and told_on[0] <= day_of(person.agreed_at)
        if told_on and person.litter_from is None and not was_told:
            person.litter_from = NEVER

    def _agree_again(self, person: Person) -> bool:
        return join_again(
            self.connection, person.member_id, now=self.instant, language="en",
            wording="I join again.",
        )  # fmt: skip
