"""Why an award may be undone, in words: the reasons of the edition in force. Charter, C06."""

from __future__ import annotations

from plaudit.core.decision_words import REASONS as IN_WORDS
from plaudit.core.promises import REASONS
from plaudit.pages.staff.shift import Shift


def reasons_in_words(shift: Shift) -> list[tuple[str, str]]:
    """Return each reason with its words; which of them an edition knows, the action checks."""
    return [(one, shift.voice.say(IN_WORDS[one])) for one in REASONS]
