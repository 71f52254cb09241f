"""A place where members check in: Riverside's litter pick, opened by a steward of the depot."""

from __future__ import annotations

from typing import Any

from plaudit.actions.check_in import Kept, check_in
from plaudit.actions.check_in_members import Entry, check_in_members
from plaudit.actions.open_check_in import Opening, open_check_in
from plaudit.core.check_in import CheckIn, Typed, digits_of, step_of
from plaudit.core.linking import step_of as live_step_of
from plaudit.core.period import SECOND
from plaudit.core.refusals import Refused
from plaudit.store.check_in_codes import check_in_key
from plaudit.store.check_ins import count_checked_in, find_check_in
from plaudit.store.live_codes import live_codes
from plaudit.store.members import read_membership
from tests.riverside import NOW, Riverside

HOUR = 3_600 * SECOND
MINUTE = 60 * SECOND
STEWARD = "Malee Steward"


class Place:
    """A check-in of the depot's, open for hours from NOW on."""

    def __init__(
        self,
        riverside: Riverside,
        *,
        place: str = "North bank",
        takes_kept: bool = False,
        hours: int = 4,
        now: int = NOW,
        steward: str = STEWARD,
    ) -> None:
        self.riverside = riverside
        opening = Opening(
            partner_id=riverside.depot,
            activity="litter_pick",
            facts={"bags": 1},
            place=place,
            opened_by=steward,
            starts_at=now,
            ends_at=now + hours * HOUR,
            takes_kept=takes_kept,
        )
        self.number = open_check_in(riverside.connection, riverside.house, opening, now=now)

    @property
    def check_in(self) -> CheckIn:
        """As the book has it now."""
        found = find_check_in(self.riverside.connection, self.number)
        assert found is not None
        return found

    @property
    def count(self) -> int:
        """How many came."""
        return count_checked_in(self.riverside.connection, self.check_in)

    def code(self, at: int) -> str:
        """Return the six digits that are shown at an instant."""
        return digits_of(check_in_key(self.number), step_of(at))

    def comes(
        self,
        member: int = 0,
        *,
        code: str | None = None,
        kept: Kept | None = None,
        now: int = NOW,
    ) -> str:
        """Let a member check in by a code, and return "accepted" or why not."""
        riverside = self.riverside
        membership = read_membership(riverside.connection, riverside.members[member])
        assert membership is not None
        typed = Typed(self.number, self.code(now) if code is None else code)
        try:
            check_in(
                riverside.connection, riverside.house, membership, typed=typed, kept=kept, now=now
            )
        except Refused as no:
            return no.refusal.code.value
        return "accepted"

    def live_code(self, member: int, *, at: int) -> str:
        """Return the live code that a member's phone shows at an instant."""
        (code,) = live_codes(self.riverside.members[member], [live_step_of(at)])
        return code

    def scans(self, *entries: Entry, now: int = NOW) -> list[str]:
        """Let the steward's device send what it scanned; each one's status, or why not."""
        outcomes = check_in_members(
            self.riverside.connection,
            self.riverside.house,
            self.check_in,
            entries=entries,
            now=now,
        )
        assert [one.event_id for one in outcomes] == [one.key for one in entries]
        return [one.refusal.code.value if one.refusal else one.status for one in outcomes]


def place_of_its_own(crowd: Riverside, *, now: int, **more: Any) -> Place:
    """Return a check-in that no other test has, where many share one book.

    The same of the same steward within a minute is one (actions.open_check_in).
    """
    return Place(crowd, now=now, steward=f"Steward of {crowd.members[0]}", **more)
