"""Rights: a record stands still, an activity is withheld, a person is erased."""

from __future__ import annotations

from hypothesis.stateful import rule

from plaudit.actions.erase import erase
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.withhold import allow_again, withhold
from plaudit.core.rights import THE_MEMBER
from plaudit.store.instants import as_instant
from tests.machine.plain import NEVER
from tests.machine.stage import Stage, members

SAID = ("en", "I say so.")


class _Remembered:
    """A journal for the test: who was erased."""

    def __init__(self) -> None:
        self.erased: list[tuple[int, int]] = []

    def add_erasure(self, member_id: int, *, at: int) -> None:
        self.erased.append((member_id, at))


class Rights(Stage):
    """The verbs of rights."""

    @rule(member=members)
    def restrict(self, member: int) -> None:
        person = self.people[member]
        restricted = restrict(
            self.connection, person.member_id, asked_by=THE_MEMBER, ground="member_asked",
            now=self.instant,
        )  # fmt: skip
        assert restricted != person.is_restricted
        person.is_restricted = True

    @rule(member=members)
    def lift(self, member: int) -> None:
        person = self.people[member]
        lifted = lift(self.connection, person.member_id, lifted_by=THE_MEMBER, now=self.instant)
        assert lifted == person.is_restricted
        person.is_restricted = False

    @rule(member=members)
    def withhold(self, member: int) -> None:
        person = self.people[member]
        said = withhold(
            self.connection, person.member_id, "cup_return", said=SAID, now=self.instant
        )
        assert said
        person.withheld_until = NEVER

    @rule(member=members)
    def allow_again(self, member: int) -> None:
        person = self.people[member]
        said = allow_again(
            self.connection, person.member_id, "cup_return", said=SAID, now=self.instant
        )
        assert said
        if person.withheld_until == NEVER:
            person.withheld_until = self.now

    @rule(member=members)
    def erase(self, member: int) -> None:
        """Somebody is erased, and somebody else joins."""
        person, journal = self.people.pop(member), _Remembered()
        self.market.members.pop(member)
        erased = erase(
            self.book.lasting("eraser"), person.member_id, handles=self.market.house.handles,
            journal=journal, now=self.instant,
        )  # fmt: skip
        assert erased is not None
        assert erased.given_up_points == person.points
        assert journal.erased == [(person.member_id, as_instant(self.now))]
        for number, paper in person.papers.items():
            self.numbers.pop(number, None)
            if paper.state == "open":
                self.stock[paper.edition][paper.reward] += 1
        self.deeds = [one for one in self.deeds if one[0] is not person]
        self.let_somebody_join()
