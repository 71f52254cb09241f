"""What is said where somebody can't sign in, or a way in can't be changed."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_SIGN_IN: dict[str, tuple[int, str]] = {
    "too_many_sign_ins": (
        429,
        N_("That was tried too often. Wait before you go on; minutes to wait: {minutes}."),
    ),
    "sign_in_over": (
        409,
        N_(
            "That took too long, or was done already. Look whether it was done before you begin "
            "again."
        ),
    ),
    "sign_in_code_wrong": (
        403,
        N_(
            "This isn't the code from the newest e-mail that you asked for here. Compare each "
            "digit; tries that are left: {left}."
        ),
    ),
    "passkey_wrong": (
        403,
        N_("This passkey couldn't be checked. Try again, or take another way in."),
    ),
    "city_login_failed": (
        403,
        N_("{name} didn't confirm who you are. Try again, or take another way in."),
    ),
    "city_login_away": (
        503,
        N_("{name} can't be reached just now. Try again in a minute, or take another way in."),
    ),
    "way_in_unknown": (
        403,
        N_("Nobody takes part here with this yet. Join a programme first, or try another way in."),
    ),
    "way_in_taken": (
        409,
        N_("This opens the pages of another member already, so it can't open yours."),
    ),
    "last_way_in": (
        409,
        N_("This is your only way in. Add another one first, so that you aren't locked out."),
    ),
    "too_many_passkeys": (409, N_("You have {limit} passkeys. Remove one first.")),
}
"""By code; core.refusals takes them in."""
