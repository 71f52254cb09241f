"""What is said at a partner's own pages where something can't be done: status and sentence."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_PARTNER_PAGES: dict[str, tuple[int, str]] = {
    "key_mark_unknown": (404, N_("You have no such key. The list shows those that work.")),
    "too_many_keys": (
        409,
        N_("You have {limit} keys, which is the most. Withdraw one that nobody uses."),
    ),
    "partner_not_named": (
        404,
        N_("The edition in force names no such partner. Only an edition names partners."),
    ),
    "partner_not_registered": (409, N_("This partner isn't registered yet. Register it first.")),
    "partner_id_taken": (
        409,
        N_(
            "{partner} is a partner of another programme already. Each needs an id of its own: "
            "change it in the next edition."
        ),
    ),
    "count_wrong": (422, N_("Write a whole number from {least} to {most}.")),
    "file_missing": (400, N_("No file came with the form. Choose one, and send it again.")),
    "upload_unknown": (
        404,
        N_("This table isn't kept any more. Send the file again: what was taken in stays."),
    ),
    "too_many_uploads": (
        409,
        N_("{limit} of your tables wait, which is the most. Take one in, or throw one away."),
    ),
    "upload_begun": (
        409,
        N_("Part of this table was taken in already, so it goes on being read the same way."),
    ),
    "tables_busy": (
        503,
        N_("Other tables are being read just now. Nothing was done: try again in a minute."),
    ),
}
"""By code; core.refusals takes them in."""
