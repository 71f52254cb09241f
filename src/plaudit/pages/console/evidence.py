"""What an officer sees to decide: one entry of one member's statement, and nothing else.

Never a balance, a total or another entry: what is decided is about a report, not about a person
(charter, C09). The look is written down first, and the member sees it.
"""

from __future__ import annotations

from dataclasses import replace

from plaudit.actions.look import look
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rights import Looker, LookReason
from plaudit.core.statement import DeedEntry, RefusedEntry
from plaudit.pages.showing import ShownEntry, show_deed
from plaudit.pages.staff.shift import Shift
from plaudit.store.members import read_membership
from plaudit.store.statement import read_entry


class Evidence:
    """One entry, in words. `is_counted`: whether it is a deed that could leave the count."""

    def __init__(self, entry: DeedEntry | RefusedEntry, shown: ShownEntry) -> None:
        self.shown = shown
        self.is_counted = isinstance(entry, DeedEntry) and not entry.is_struck_out


def evidence_of(
    shift: Shift, member_id: int, key: str, *, reason: LookReason, through: str
) -> Evidence | None:
    """Return one entry of a member of the person's programme; None where it is gone.

    Refuses: ENTRY_UNKNOWN for a member of another programme.
    """
    member = read_membership(shift.connection, member_id)
    if member is None or member.programme_id != shift.person.programme_id:
        raise Refused(refusal(Code.ENTRY_UNKNOWN))
    look(shift.connection, member_id, Looker(shift.person.name, reason, through), now=shift.now)
    entry = read_entry(shift.connection, member_id, key)
    if not isinstance(entry, DeedEntry | RefusedEntry):
        return None
    shown = show_deed(entry, shift.calendar, voice=shift.voice)
    # The member's button to question it isn't the officer's.
    return Evidence(entry, replace(shown, is_open=True))
