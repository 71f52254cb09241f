"""What is said where a whole request is refused, before any deed of it is looked at."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_REQUESTS: dict[str, tuple[int, str]] = {
    "not_http": (
        400,
        N_("This can't be read as a request of HTTP/1.1. Send it with an HTTP client."),
    ),
    "head_too_large": (
        431,
        N_("The address and the headers have more than {limit} bytes. Send fewer or shorter ones."),
    ),
    "method_not_allowed": (405, N_("This address takes {allowed}; {seen} was sent.")),
    "not_found": (404, N_("There is nothing at this address. Deeds go to /v1/deeds.")),
    "key_missing": (
        401,
        N_("No key was sent. Send your partner key: Authorization: Bearer <key>."),
    ),
    "key_unknown": (
        401,
        N_("This key is not known, or it was withdrawn. Ask the programme for a new one."),
    ),
    "content_type_unknown": (
        415,
        N_(
            "The content type is {seen}. Send application/cloudevents+json for one deed, or "
            "application/cloudevents-batch+json for several."
        ),
    ),
    "body_too_large": (
        413,
        N_("The request has more than {limit} bytes. Send it in smaller parts."),
    ),
    "body_incomplete": (
        400,
        N_("The request ended before its {expected} bytes were there. Send it again."),
    ),
    "body_too_slow": (
        408,
        N_("The request was not complete after {limit} seconds. Send it again."),
    ),
    "too_many_deeds": (
        413,
        N_("The batch has {seen} deeds; {limit} is the most. Send it in smaller parts."),
    ),
    "too_deep": (400, N_("The text is nested deeper than {limit} levels. A deed needs two.")),
    "text_broken": (
        400,
        N_("The text is not sound UTF-8 for a deed: {seen} at byte {at}. Send it without."),
    ),
    "json_broken": (400, N_("The text is not JSON: {seen}.")),
    "key_twice": (
        400,
        N_("The key {key} stands twice in one object. Send it once, with the right value."),
    ),
    "number_unreadable": (
        400,
        N_(
            "The number {seen} can't be read exactly. Write it with {limit} characters at most "
            "and without a large exponent."
        ),
    ),
    "not_a_batch": (400, N_("A batch is a list of deeds: [{{…}}, {{…}}]. {seen} was sent.")),
    "service_away": (
        503,
        N_(
            "Deeds can't be stored just now, and none of this request was. "
            "Send it again in {wait_seconds} seconds; that is harmless."
        ),
    ),
    "too_busy": (
        503,
        N_(
            "Too many deeds are waiting, and none of this request was stored. "
            "Send it again in {wait_seconds} seconds; that is harmless."
        ),
    ),
    "our_fault": (
        500,
        N_("Something is wrong on our side. Send the request again later; that is harmless."),
    ),
}
"""By code; core.refusals takes them in."""
