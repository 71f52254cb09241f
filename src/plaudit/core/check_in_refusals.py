"""What is said where somebody can't check in, or a check-in can't be opened."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_CHECK_INS: dict[str, tuple[int, str]] = {
    "check_in_unreadable": (
        400,
        N_(
            "This isn't the code of a place. Scan the picture on the steward's screen, or type the "
            "place's number and the six digits under it."
        ),
    ),
    "check_in_unknown": (
        404,
        N_("Your programme has no check-in with the number {seen}. Compare the place's number."),
    ),
    "check_in_waits": (
        429,
        N_(
            "{tries} wrong codes were typed. Show your code instead, or wait; minutes to wait: "
            "{minutes}."
        ),
    ),
    "check_in_not_open": (
        409,
        N_("The check-in with the number {number} isn't open at this time. Ask the steward."),
    ),
    "check_in_kept_too_long": (
        409,
        N_(
            "The check-in at {place} was kept for too long: it has to be sent within {minutes} "
            "minutes. Ask the steward to put you on the list."
        ),
    ),
    "check_in_code_over": (
        409,
        N_("This code is over: each works for a minute at most. Use the one that is shown now."),
    ),
    "check_in_clock_wrong": (
        409,
        N_(
            "The clock of the screen at {place} is wrong, so its code can't be checked. Ask the "
            "steward to connect it to the internet for a moment."
        ),
    ),
    "check_in_code_wrong": (
        403,
        N_(
            "The place with the number {number} doesn't show this code. Compare the number and "
            "the six digits with what is shown where you are."
        ),
    ),
    "check_in_twice": (
        409,
        N_("You are checked in at {place} already. It counts once."),
    ),
    "kind_not_agreed": (
        409,
        N_(
            "You haven't said that deeds of this kind may be recorded. You can say yes under “My "
            "data”, and then check in."
        ),
    ),
    "member_code_over": (
        409,
        N_("This code was over or used when it was scanned. Ask the person to show the next one."),
    ),
    "handle_unclear": (
        404,
        N_("No one on your list has {seen}, or more than one has. Type more of it."),
    ),
    "place_wrong": (400, N_("Name the place, in {limit} characters at most.")),
    "check_in_time_wrong": (
        400,
        N_(
            "A check-in lasts from {minutes} minutes to {hours} hours and begins within {days} "
            "days. Choose other times."
        ),
    ),
    "check_ins_too_many": (
        409,
        N_("You have {limit} check-ins that aren't over. Close one, then open another."),
    ),
    "list_too_long": (
        413,
        N_("{seen} were sent at once; {limit} is the most. Send them in smaller parts."),
    ),
}
"""By code; core.refusals takes them in."""
