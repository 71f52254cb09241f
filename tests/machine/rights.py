"""Rights: a record stands still, an activity is withheld, a person is erased."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.erase import erase
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.withhold import allow_again, withhold
from plaudit.core.rights import THE_MEMBER
from plaudit.store.instants import as_instant
from plaudit.store.journal_lines import STILL, WITHOUT
from tests.machine.plain import Person
from tests.machine.stage import Stage, members, picks
from tests.machine.things import NEVER, Hold

SAID = ("en", "I say so.")


class Rights(Stage):
    """The verbs of rights."""

    @precondition(lambda self: self.is_one_of_many())
    @rule(member=members, office=st.booleans())
    def restrict(self, member: int, office: bool) -> None:
        person = self.people[member]
        restricted = restrict(
            self.connection, person.member_id,
            asked_by="Somsak Dee" if office else THE_MEMBER,
            ground="data_wrong" if office else "member_asked",
            now=self.instant,
        )  # fmt: skip
        assert restricted != person.is_restricted
        person.is_restricted = True
        if restricted:
            person.held += [Hold(self.now)] if office else []
            self.stop(person, STILL)
        self.did("restrict", restricted)

    @precondition(lambda self: any(one.is_restricted for one in self.people))
    @rule(pick=picks)
    def lift(self, pick: int) -> None:
        person = self.somebody(pick, lambda one: one.is_restricted)
        lifted = lift(self.connection, person.member_id, lifted_by=THE_MEMBER, now=self.instant)
        assert lifted == person.is_restricted
        person.is_restricted = False
        if lifted and person.held and person.held[-1].to_at is None:
            self.did("give grace", person.end_hold(self.now))
        self.did("lift", lifted)

    @precondition(lambda self: self.is_one_of_many())
    @rule(member=members)
    def withhold(self, member: int) -> None:
        person = self.people[member]
        said = withhold(
            self.connection, person.member_id, "cup_return", said=SAID, now=self.instant
        )
        assert said
        person.say_of_a_kind(self.now)
        person.withheld_until = NEVER
        self.stop(person, WITHOUT + "cup_return")
        self.did("withdraw")

    @rule(pick=picks)
    def allow_again(self, pick: int) -> None:
        person = self.somebody(pick, lambda one: one.withheld_until == NEVER)
        said = allow_again(
            self.connection, person.member_id, "cup_return", said=SAID, now=self.instant
        )
        assert said
        person.say_of_a_kind(self.now)
        if person.withheld_until == NEVER:
            person.withheld_until = self.now
            self.did("allow again")

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def erase(self, pick: int) -> None:
        """Somebody is erased, mostly one with points and vouchers, and somebody else joins."""
        person = self.somebody(pick, lambda one: bool(one.papers or one.questions))
        erased = erase(
            self.writer("eraser"), person.member_id, handles=self.market.house.handles,
            journal=self, now=self.instant,
        )  # fmt: skip
        assert erased is not None
        in_vouchers = sum(
            sum(one.parts.values()) for one in person.papers.values() if one.state == "open"
        )
        assert erased.given_up_points == person.points + in_vouchers
        assert erased.partners_told >= len(person.known_at)
        assert self.erased[-1] == (person.member_id, as_instant(self.now))
        self.forget(person)
        self.did("erase")
        self.let_members_join()

    def add_erasure(self, member_id: int, *, at: int) -> None:
        """Be the journal of erasures: it lies beside the book, and no backup brings it back."""
        self.erased.append((member_id, at))

    def forget(self, person: Person) -> None:
        """Erase somebody in the model; what they had taken can be taken again."""
        self.people = [one for one in self.people if one is not person]
        self.deeds = [one for one in self.deeds if one[0] is not person]
        for number, paper in person.papers.items():
            self.numbers.pop(number, None)
            if paper.state == "open":
                self.stock[paper.edition][paper.reward] += 1
