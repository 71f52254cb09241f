"""Decisions about awards told to their member: who decided what, points before and after."""

from __future__ import annotations

from plaudit.core.period import Calendar
from plaudit.core.refusals import N_
from plaudit.core.reversal import Reversal
from plaudit.core.voice import Voice, points_in_words

_SAID = {
    "strike_out": N_("On {day} {person} took this deed out of the count: {reason}."),
    "count_again": N_("On {day} {person} put this deed back into the count."),
    "reverse": N_("On {day} {person} took back {points} of it: {reason}."),
    "restore": N_("On {day} {person} gave back {points} of it."),
    "take_again": N_(
        "On {day} {person} took back {points} of it that had come back out of a voucher: {reason}."
    ),
}
_BEFORE = N_("Before that the deeds of its time gave {gave}, and you had {held} of them.")
_AFTER = N_("Now they give {gave}, and you have {held} of them.")
_LOSS = N_("You had spent {points} already. You owe nothing: the programme bears the loss.")
_IN_VOUCHERS = N_(
    "Vouchers that were not used yet held {points}. You owe nothing, and the vouchers stay "
    "yours to use. If a voucher is given back or runs out while this award can still be undone, a "
    "person may take back what came of it."
)
REASONS = {
    "reported_twice": N_("the same deed was reported twice"),
    "wrong_member": N_("the deed was somebody else's"),
    "wrong_amount": N_("the amount was written wrongly"),
    "wrong_day": N_("the day was written wrongly"),
    "did_not_happen": N_("the deed did not happen"),
    "key_misused": N_("somebody misused the partner's key"),
    "member_asked": N_("you asked for it"),
}
"""The closed list of catalogue/registries/reversal_reasons.toml, told to the member."""


def tell_decision(decision: Reversal, calendar: Calendar, *, voice: Voice) -> str:
    """Return what was decided about an award, with its period's points before and after."""
    said = voice.say(
        _SAID[decision.kind],
        day=voice.day(calendar.day_of(decision.recorded_at)),
        person=decision.decided_by,
        points=points_in_words(abs(decision.moved_points), voice),
        reason="" if decision.reason is None else voice.say(REASONS[decision.reason]),
    )
    return voice.paragraph([said, *tell_counts(decision, voice)])


def tell_counts(decision: Reversal, voice: Voice) -> list[str]:
    """Return the points of a decision's periods before and after, and what the programme bears."""
    counts, told = decision.counts, []
    if counts is not None:
        for sentence, gave, held in (
            (_BEFORE, counts.gave_before, counts.held_before),
            (_AFTER, counts.gave_after, counts.held_after),
        ):
            gave_words, held_words = (points_in_words(one, voice) for one in (gave, held))
            told.append(voice.say(sentence, gave=gave_words, held=held_words))
    waiting = decision.in_vouchers_points
    for sentence, points in ((_LOSS, decision.shortfall_points - waiting), (_IN_VOUCHERS, waiting)):
        if points:
            told.append(voice.say(sentence, points=points_in_words(points, voice)))
    return told
