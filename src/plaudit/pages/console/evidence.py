"""What an officer sees to decide: one entry of one member's statement, and nothing else.

Never a balance, a total or another entry: what is decided is about a report, not about a person
(charter, C09). The look is written down first, and the member sees it.
"""

from __future__ import annotations

from dataclasses import replace

from plaudit.actions.look import look
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rights import Looker
from plaudit.core.statement import DeedEntry, RefusedEntry
from plaudit.pages.showing import ShownEntry, show_deed
from plaudit.pages.staff.shift import Shift
from plaudit.store.members import read_membership
from plaudit.store.rights import read_looks
from plaudit.store.statement import read_entry

_SITTING_SECONDS = 3_600


class Evidence:
    """One entry, in words. `is_counted`: whether it is a deed that could leave the count."""

    def __init__(self, entry: DeedEntry | RefusedEntry, shown: ShownEntry) -> None:
        self.shown = shown
        self.is_counted = isinstance(entry, DeedEntry) and not entry.is_struck_out


def evidence_of(
    shift: Shift,
    member_id: int,
    key: str,
    *,
    looker: Looker,
    is_shown_again: bool = False,
) -> Evidence | None:
    """Return one entry of a member of the person's programme; None where it is gone.

    Takes:   `is_shown_again`: after an answer that was refused. One sitting is one look.
    Refuses: ENTRY_UNKNOWN for a member of another programme.
    """
    member = read_membership(shift.connection, member_id)
    if member is None or member.programme_id != shift.person.programme_id:
        raise Refused(refusal(Code.ENTRY_UNKNOWN))
    if not (is_shown_again and _looked(shift, member_id, looker)):
        look(shift.connection, member_id, looker, now=shift.now)
    entry = read_entry(shift.connection, member_id, key)
    if not isinstance(entry, DeedEntry | RefusedEntry):
        return None
    shown = show_deed(entry, shift.calendar, voice=shift.voice)
    # The member's button to question it isn't the officer's.
    return Evidence(entry, replace(shown, is_open=True))


def _looked(shift: Shift, member_id: int, looker: Looker) -> bool:
    """Return whether the newest look at a member is this one, of a moment ago."""
    newest = read_looks(shift.connection, member_id, how_many=1)
    return any(
        (one.who, one.reason, one.through) == looker
        and shift.now - one.looked_at < _SITTING_SECONDS * SECOND
        for one in newest
    )
