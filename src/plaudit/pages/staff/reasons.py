"""Why something was refused, in words for the staff: the member's own words speak to the member."""

from __future__ import annotations

from plaudit.core.refusals import N_, REASONS, Code, Refusal
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.voices import GettextVoice

TO_STAFF: dict[Code, str] = {
    Code.RECORD_RESTRICTED: REASONS[Code.RECORD_STANDS_STILL].sentence,
    Code.WEBHOOK_UNKNOWN: N_("No address is set, so there is none to forget or to change."),
    Code.PDF_NOT_MADE: N_(
        "No PDF can be made here: a font for its letters is missing. The CSV file says the same."
    ),
}
"""What the staff reads in place of a refusal's own sentence: no member's number is shown, and no
address of the API.
"""

STANDS = {
    Code.PROPOSED_ALREADY, Code.PROPOSAL_UNKNOWN, Code.STRUCK_OUT_ALREADY, Code.NOTHING_CAME_BACK,
    Code.QUESTION_ANSWERED, Code.DISPUTED_ALREADY, Code.DISPUTE_DECIDED, Code.INVITATION_OVER,
    Code.DRAFT_OVER, Code.DRAFT_CHANGED, Code.UPLOAD_UNKNOWN, Code.KEY_MARK_UNKNOWN,
    Code.FORM_SENT_TWICE, Code.RECORD_NOT_OPEN, Code.WEBHOOK_UNKNOWN, Code.STAFF_UNKNOWN,
    Code.CHECK_WAITS,
}  # fmt: skip
"""What says how something stands now: who presses twice did it, and is not told that it wasn't."""


def reason_for_staff(no: Refusal, voice: GettextVoice) -> str:
    """Return why something was refused, in its own sentence; days in the reader's calendar."""
    return reason_in_words(no, voice, words=TO_STAFF)
