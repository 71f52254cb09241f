"""Why an award may be undone, in words: the reasons of the edition in force. Charter, C06."""

from __future__ import annotations

from plaudit.core.decision_words import REASONS as IN_WORDS
from plaudit.core.promises import REASONS
from plaudit.core.refusals import N_
from plaudit.pages.staff.shift import Shift

_TO_OFFICERS = IN_WORDS | {"member_asked": N_("the member asked for it")}


def reasons_in_words(shift: Shift) -> list[tuple[str, str]]:
    """Return each reason with its words; which of them an edition knows, the action checks."""
    return [(one, shift.voice.say(_TO_OFFICERS[one])) for one in REASONS]
