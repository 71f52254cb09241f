"""What is said to staff where something can't be done."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_STAFF: dict[str, tuple[int, str]] = {
    "staff_unknown": (404, N_("Nobody of the staff is known by this. They may have left.")),
    "staff_name_taken": (
        409,
        N_("{name} works here already, or somebody of the same name does. Add a middle name."),
    ),
    "staff_roles_dont_fit": (
        400,
        N_(
            "One person can't have these roles: {roles}. Choose from {known}; who audits, or "
            "keeps the staff, has no other role."
        ),
    ),
    "staff_role_missing": (403, N_("Your roles don't open this page. Ask who keeps the staff.")),
    "staff_takes_two": (
        403,
        N_("Who works in the programme's office is proposed by one person, and another agrees."),
    ),
    "staff_is_oneself": (
        403,
        N_("Nobody changes their own roles, or ends their own work. Ask another person."),
    ),
    "staff_none_left": (
        409,
        N_(
            "{name} can't lose this: one who keeps the staff has to stay, and another one who can "
            "agree, each with a passkey. Give the role to somebody else first, who then makes "
            "their passkey. If it can't wait, whoever runs the service does it: plaudit staff end "
            "{number}, or plaudit staff invite {number} --instead."
        ),
    ),
    "staff_key_unknown": (
        403,
        N_("This passkey opens nobody's shift. Use the one that you made with your invitation."),
    ),
    "staff_key_taken": (409, N_("This passkey is in use already. Make a new one.")),
    "too_many_staff_keys": (
        409,
        N_("You have {limit} passkeys, which is the most. Use one of them."),
    ),
    "check_waits": (
        409,
        N_("This was asked for already and waits for a worker. What comes of it is shown here."),
    ),
    "checks_too_often": (
        429,
        N_("Checks were asked for {limit} times in a day, which is the most. Ask tomorrow."),
    ),
    "month_unknown": (422, N_("Choose a month from the list: one that isn't to come.")),
    "invitation_half_wrong": (
        403,
        N_("This code isn't the other half of your invitation. Look at it again, and type it."),
    ),
    "invitation_over": (
        410,
        N_("This invitation was used, or is older than {days} days. Ask for a new one."),
    ),
}
"""By code; core.refusals takes them in."""
