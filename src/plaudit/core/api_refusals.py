"""What is said where a request to the partners' API is refused: status and sentence."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_API: dict[str, tuple[int, str]] = {
    "not_json": (415, N_("The content type is {seen}. Send application/json, in UTF-8.")),
    "idempotency_key_missing": (
        400,
        N_(
            "The header Idempotency-Key is missing. Choose a new one for each thing you want done, "
            "and send the same one again with a retry."
        ),
    ),
    "idempotency_key_wrong": (
        400,
        N_("An Idempotency-Key is {least} to {limit} letters, digits, and . _ - : characters."),
    ),
    "idempotency_key_reused": (
        422,
        N_(
            "This Idempotency-Key was sent before with another request. Nothing was done; "
            "choose a new key for a new request."
        ),
    ),
    "field_missing": (400, N_("The field {name} is missing.")),
    "field_unknown": (
        400,
        N_("There is no field {name} here. Leave it out; it was not stored."),
    ),
    "field_wrong": (
        400,
        N_("The field {name} can't be taken as it is. /v1/openapi.json says what it may be."),
    ),
    "nothing_to_link": (
        403,
        N_(
            "You are registered for no kind of deeds, so you need no name for a member. A voucher "
            "is honoured by its own code."
        ),
    ),
    "link_code_unknown": (
        404,
        N_(
            "Nobody shows this code now. Ask the person to show a new one: it lasts {minutes} "
            "minutes, for one use."
        ),
    ),
    "webhook_url_wrong": (
        422,
        N_(
            "Messages can't go to this address. It begins with https://, names a public host by "
            "its full name, and has no user, password or #."
        ),
    ),
    "webhook_unknown": (404, N_("You have no webhook. Set one first: PUT /v1/webhook.")),
    "still_changing": (
        409,
        N_(
            "{limit} secrets sign already, until {until}. Make another one after that, or forget "
            "the address and set it again."
        ),
    ),
    "message_unknown": (404, N_("You have no such message. The list shows the last ones.")),
    "message_over": (
        409,
        N_(
            "This message was delivered or given up on {ended_on}, and what it said is not kept. "
            "What it was about can be read here."
        ),
    ),
}
"""By code; core.refusals takes them in."""
