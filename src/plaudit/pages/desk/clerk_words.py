"""Why something was refused in an opened record, in words for the clerk who reads them.

The member's own sentences say "you" to the member. At the desk somebody else presses.
"""

from __future__ import annotations

from plaudit.core.refusals import N_, REASONS, Code
from plaudit.pages.refusal_words import TO_MEMBERS

_STANDS_STILL = REASONS[Code.RECORD_STANDS_STILL].sentence

TO_CLERKS: dict[Code, str] = TO_MEMBERS | {
    Code.RECORD_RESTRICTED: _STANDS_STILL,
    Code.RECORD_STANDS_STILL: _STANDS_STILL,
    Code.MEMBER_UNKNOWN: N_(
        "The member doesn't take part at this moment. Under “Data and leaving” they can take "
        "part again."
    ),
    Code.LEFT_TOO_LONG_AGO: N_(
        "The member left the programme, and the points could be used until {last_on}."
    ),
    Code.MONTH_FULL: N_(
        "The member took {most} of this reward this month, which is the most for everyone. "
        "It can be taken again from {from_on}."
    ),
    Code.DAY_FULL: N_(
        "The member took {most} vouchers today, which is the most for everyone. It goes on "
        "{from_on}."
    ),
    Code.OPEN_FULL: N_(
        "The member has {most} vouchers that can be used, which is the most for everyone. One has "
        "to be used or given back first."
    ),
    Code.POINTS_TOO_FEW: N_(
        "The price of this reward in points: {price_points}. The member can spend {points} now."
    ),
    Code.VOUCHER_NOT_YOURS: N_("The member has no such voucher. The list shows those there are."),
    Code.VOUCHER_USED: N_(
        "This voucher was used on {used_on}. If that wasn't the member, tell the programme's "
        "office."
    ),
    Code.QUESTION_OPEN: N_(
        "The member asked about this entry already. The answer comes by {answer_on}."
    ),
    Code.TOO_MANY_QUESTIONS: N_(
        "{limit} of the member's questions are open. Ask again when one of them has been answered."
    ),
}
"""By code; others are said as they are. Of a report the member's words speak of the partner."""
