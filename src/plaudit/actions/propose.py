"""Deciding by two: what one person may not decide alone waits until another one agrees.

Nothing changes while it waits: no points are held, and the question's clock runs on.
Source: charter, C06 and C18; docs/decisions/0031-two-people.md.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.decide import decide
from plaudit.actions.house import House
from plaudit.actions.strike_out import strike_out
from plaudit.actions.take_again import take_again
from plaudit.core.charter.people import same_person
from plaudit.core.question import Answer
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import Decision
from plaudit.core.staff import StaffPerson
from plaudit.store.locks import lock_members
from plaudit.store.proposals import (
    Proposal,
    Proposed,
    add_proposal,
    claim_proposal,
    end_proposal,
    proposals_of,
)

_WITHOUT_NUMBERS = {
    Code.AWARD_UNKNOWN: Code.ENTRY_UNKNOWN,
    Code.RECORD_RESTRICTED: Code.RECORD_STANDS_STILL,
}
"""What is said to an officer, who doesn't read a member's number."""


class Seen(NamedTuple):
    """Which proposal somebody has read: the deed it is about, and what tells it apart."""

    member_id: int
    deed_id: int
    mark: int


def decide_or_propose(
    connection: psycopg.Connection, house: House, proposed: Proposed, by: StaffPerson, *, now: int
) -> bool:
    """Strike a deed out, and answer its question if there is one; True where it was done.

    Or, of one that is struck out, take what came back since.

    False: it takes back more than one person may decide, and waits for a second one.
    Units:   `now` in microseconds since the epoch.
    Refuses: as `decide`, `strike_out` and `take_again`,
             but for TWO_PEOPLE_NEEDED; PROPOSED_ALREADY.
    """
    try:
        _do(connection, house, proposed, (by.name, None), now=now)
    except Refused as refused:
        if refused.refusal.code != Code.TWO_PEOPLE_NEEDED:
            raise
        if not add_proposal(connection, proposed, by, now=now):
            raise Refused(refusal(Code.PROPOSED_ALREADY)) from None
        return False
    end_proposal(connection, proposed.member_id, proposed.deed_id)
    return True


def agree(
    connection: psycopg.Connection, house: House, seen: Seen, by: StaffPerson, *, now: int
) -> None:
    """Do what another person proposed about a member's deed; the second person's name stands too.

    Takes:   `seen`: the proposal that this person read. Another one about the same deed isn't it.
    Refuses: PROPOSAL_UNKNOWN, SECOND_IS_THE_SAME, and as `decide`, `strike_out` and
             `take_again`.
    """
    waiting = waits(connection, by, seen, now=now)
    if waiting.staff_id == by.staff_id or same_person(waiting.name, by.name):
        raise Refused(refusal(Code.SECOND_IS_THE_SAME, name=by.name))
    with connection.transaction():
        # The member first, as everywhere; then nobody can take the proposal back in between.
        lock_members(connection.cursor(), [seen.member_id])
        if not claim_proposal(connection, waiting, now=now):
            raise Refused(refusal(Code.PROPOSAL_UNKNOWN))
        _do(connection, house, waiting.proposed, (waiting.name, by.name), now=now)


def take_back(connection: psycopg.Connection, seen: Seen, by: StaffPerson, *, now: int) -> None:
    """Remove a proposal: its own person doesn't want it any more, or another one doesn't agree.

    Refuses: PROPOSAL_UNKNOWN.
    """
    if not claim_proposal(connection, waits(connection, by, seen, now=now), now=now):
        raise Refused(refusal(Code.PROPOSAL_UNKNOWN))


def waits(connection: psycopg.Connection, by: StaffPerson, seen: Seen, *, now: int) -> Proposal:
    """Return the proposal that was seen, as long as it waits in a person's programme.

    Refuses: PROPOSAL_UNKNOWN.
    """
    of = (seen.member_id, seen.deed_id)
    found = proposals_of(connection, by.programme_id, now=now, of=of)
    if not found or found[0].mark != seen.mark:
        raise Refused(refusal(Code.PROPOSAL_UNKNOWN))
    return found[0]


def _do(
    connection: psycopg.Connection,
    house: House,
    proposed: Proposed,
    people: tuple[str, str | None],
    *,
    now: int,
) -> None:
    try:
        _undo(connection, house, proposed, people, now=now)
    except Refused as refused:
        said = _WITHOUT_NUMBERS.get(refused.refusal.code)
        raise (refused if said is None else Refused(refusal(said))) from None


def _undo(
    connection: psycopg.Connection,
    house: House,
    proposed: Proposed,
    people: tuple[str, str | None],
    *,
    now: int,
) -> None:
    first, second = people
    if proposed.takes_again:
        decision = Decision(proposed.member_id, proposed.deed_id, first, seconded_by=second)
        take_again(connection, house, decision, now=now)
        return
    if proposed.question_id is None:
        decision = Decision(proposed.member_id, proposed.deed_id, first, proposed.reason, second)
        strike_out(connection, house, decision, now=now)
        return
    answer = Answer(
        proposed.question_id,
        first,
        proposed.words,
        "struck_out",
        proposed.reason,
        seconded_by=second,
    )
    decide(connection, house, answer, now=now)
