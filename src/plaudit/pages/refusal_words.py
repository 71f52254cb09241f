"""Why something was refused, in words for members: the API's are for partners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plaudit.core.period import day_number
from plaudit.core.refusals import N_, REASONS, Code, Refusal
from plaudit.pages.voices import GettextVoice

TO_MEMBERS: dict[Code, str] = {
    Code.CONTENT_CONFLICT: N_(
        "The partner reported this deed twice with different content. The first report counts."
    ),
    Code.NOT_REGISTERED_FOR: N_(
        "The partner is not registered to report this kind of deed. Ask the partner about it."
    ),
    Code.IN_THE_FUTURE: N_(
        "The report gave a time that had not come yet. "
        "The partner can correct it and send it again."
    ),
    Code.TOO_LATE: N_(
        "The report came too late. Days that this partner can report back, at most: {days}."
    ),
    Code.NO_EDITION: N_("The programme had no rules yet on that day; they start on {starts_on}."),
    Code.BUDGET_SPENT: N_(
        "The programme's budget for this partner was used up that week. "
        "The partner can send the deed again from {from_on}."
    ),
    Code.PROGRAMME_BUDGET_SPENT: N_(
        "The programme's budget for {year} is used up, so this deed gave no points. "
        "It is kept here, and the partner can send it again once there is a new budget."
    ),
    Code.TOTAL_TOO_LARGE: N_(
        "The number that was reported is too large to be counted exactly. Ask the partner about it."
    ),
    Code.MEMBER_UNKNOWN: N_(
        "You don't take part at this moment. Under “My data” you can take part again."
    ),
    Code.RECORD_RESTRICTED: N_(
        "Your record stands still. Under “My data” you read how it moves again."
    ),
    Code.VOUCHER_USED: N_(
        "This voucher was used on {used_on}. If that wasn't you, ask the programme about it."
    ),
    Code.RECORD_STANDS_STILL: N_(
        "Your record stands still, so no points move. You can let it move again under “My data”."
    ),
}
"""What a member reads where something was refused: the API's sentence speaks to the partner."""


def reason_in_words(
    refusal: Refusal, voice: GettextVoice, *, words: Mapping[Code, str] = TO_MEMBERS
) -> str:
    """Return why a deed was refused, in words for the member; days in the reader's calendar.

    Takes:   `words`: what is said in other words than the API's, to whoever reads it.
    """
    facts = dict(refusal.facts)
    for name, value in refusal.facts:
        if name.endswith("_on"):
            facts[name] = voice.day(day_number(date.fromisoformat(value)))
    return voice.say(words.get(refusal.code, REASONS[refusal.code].sentence), **facts)
