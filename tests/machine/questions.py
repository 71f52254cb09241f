"""Questions: a member asks about an award, and a person answers once, by deeds or words alone."""

from __future__ import annotations

from typing import cast

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plaudit.actions.decide import decide
from plaudit.actions.question import ask
from plaudit.core.question import OPEN_MAX, Answer, Result
from tests.machine.plain import Person
from tests.machine.reversals import OFFICER, Reversals
from tests.machine.stage import goes, one_of, picks, tried
from tests.machine.things import Asked

RESULTS = ("explained", "struck_out", "restored")


class Questions(Reversals):
    """The verbs of questions."""

    @precondition(lambda self: self.deeds)
    @rule(pick=picks)
    def ask(self, pick: int) -> None:
        person, award = one_of(self.deeds, pick, likely=lambda one: self._may_ask(*one))
        key = f"{self.deed_of(award):016x}"
        may, now = self._may_ask(person, award), self.instant
        number = tried(
            lambda: ask(
                self.connection, self.market.house, person.member_id, key, now=now, words="Why?"
            )
        )
        assert (number is not None) == may
        if number is not None:
            person.questions[number] = Asked(award, self.now)
            self.did("question")

    @precondition(lambda self: self.questions())
    @rule(pick=picks, result=st.sampled_from(RESULTS))
    def decide(self, pick: int, result: str) -> None:
        now = self.instant
        person, number, asked = one_of(
            self.questions(), pick, likely=lambda one: self._may_decide(one[0], one[2], result)
        )
        may = self._may_decide(person, asked, result)
        reason = "wrong_amount" if result == "struck_out" else None
        answer = Answer(number, OFFICER, "We looked.", cast("Result", result), reason)
        decided = goes(lambda: decide(self.connection, self.market.house, answer, now=now))
        assert decided == may
        if decided:
            assert not goes(lambda: decide(self.connection, self.market.house, answer, now=now))
            asked.is_answered = True
            if result == "struck_out":
                self.strike(person, asked.award)
            elif result == "restored":
                self.give_again(person, asked.award)
            self.did("answer")

    def questions(self) -> list[tuple[Person, int, Asked]]:
        """Return every question: its member, its number, what the model says of it."""
        return [
            (person, number, asked)
            for person in self.people
            for number, asked in person.questions.items()
        ]

    def _may_ask(self, person: Person, award: object) -> bool:
        waiting = [one.award for one in person.questions.values() if not one.is_answered]
        return award not in waiting and len(waiting) < OPEN_MAX

    def _may_decide(self, person: Person, asked: Asked, result: str) -> bool:
        """Whether this can be the answer: to an award that was purged only words can."""
        if asked.is_answered:
            return False
        if result == "struck_out":
            return asked.award in person.awards and self.may_be_struck(person, asked.award)
        if result == "restored":
            return asked.award in person.awards and self.may_be_restored(person, asked.award)
        return True
