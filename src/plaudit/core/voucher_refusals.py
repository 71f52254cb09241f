"""What is said where a reward can't be taken or a voucher can't be used: status and sentence."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_VOUCHERS: dict[str, tuple[int, str]] = {
    "reward_unknown": (
        404,
        N_("The programme doesn't offer this reward now. The list of rewards shows what there is."),
    ),
    "key_taken": (
        409,
        N_("This request was sent before, for another reward. Start again from the list."),
    ),
    "left_too_long_ago": (
        403,
        N_("You left the programme, and your points could be used until {last_on}."),
    ),
    "reward_not_yet": (409, N_("This reward can be taken from {opens_on}.")),
    "reward_closed": (409, N_("This reward could be taken until {last_on}.")),
    "reward_not_ready": (
        409,
        N_("The partner that gives this reward isn't ready for vouchers yet. Try again later."),
    ),
    "month_full": (
        409,
        N_(
            "You took {most} of this reward this month, which is the most for everyone. "
            "You can take it again from {from_on}."
        ),
    ),
    "day_full": (
        409,
        N_("You took {most} vouchers today, which is the most for everyone. Go on {from_on}."),
    ),
    "open_full": (
        409,
        N_(
            "You have {most} vouchers that can be used, which is the most for everyone. "
            "Use one or give one back first."
        ),
    ),
    "points_too_few": (
        409,
        N_("The price of this reward in points: {price_points}. You can spend {points} now."),
    ),
    "sold_out": (
        409,
        N_("None is left at the moment. If somebody gives one back, it can be taken again."),
    ),
    "too_many_wrong": (
        429,
        N_("{tries} wrong codes were typed at this till. Wait {wait_seconds} seconds, then go on."),
    ),
    "voucher_unknown": (
        404,
        N_("No voucher for you has this code. Compare each character, and type it again."),
    ),
    "voucher_not_yours": (404, N_("You have no such voucher. Your list shows those you have.")),
    "voucher_used": (
        409,
        N_(
            "This voucher was used on {used_on}, so it can't be used again. If that wasn't the "
            "person who shows it, they can ask the programme about it."
        ),
    ),
    "voucher_cancelled": (409, N_("This voucher was given back on {cancelled_on}.")),
    "voucher_lapsed": (409, N_("This voucher could be used until {last_on}.")),
    "cannot_undo": (
        409,
        N_(
            "This can't be taken back. It goes for {seconds} seconds, at the till that took the "
            "voucher, and not for a ticket."
        ),
    ),
    "offline_too_many": (
        413,
        N_("{seen} vouchers were sent at once; {limit} is the most. Send them in smaller parts."),
    ),
    "offline_unsigned": (
        422,
        N_("This isn't a voucher of ours for you: its signature, partner or number is wrong."),
    ),
    "offline_too_late": (
        422,
        N_("A voucher can be sent for {days} days after it was taken, and not from a time ahead."),
    ),
    "offline_key_reused": (
        422,
        N_(
            "The till used this number for another voucher before. Nothing was done; send this one "
            "under a new number."
        ),
    ),
    "no_tickets_here": (409, N_("This reward doesn't need tickets: it is of another kind.")),
    "ticket_wrong": (
        400,
        N_("Line {line} has no ticket code: up to {limit} letters and digits are one."),
    ),
    "tickets_too_many": (
        400,
        N_("The file has {seen} tickets. Send from 1 to {limit} in one file."),
    ),
}
"""By code; core.refusals takes them in."""
