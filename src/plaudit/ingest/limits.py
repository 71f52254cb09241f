"""The limits of the door: everything that others can make larger, each with its name."""

from __future__ import annotations

from plaudit.core.deed import NAME_CHARACTERS_MAX

BODY_BYTES_MAX = 2 * 1024 * 1024
"""Bytes of one request. 2,000 deeds of 1 KiB; a usual deed has 250 bytes."""

DEED_BYTES_MAX = 64 * 1024
"""Bytes of one deed by itself: a single request, or a line of a file. Source: CloudEvents 1.0,
size limits (64 KiB is what a consumer should take)."""

BATCH_DEEDS_MAX = 2_000
"""Deeds of one request."""

DEPTH_MAX = 4
"""Levels of lists and objects inside each other. A batch of deeds needs three."""

NUMBER_CHARACTERS_MAX = 40
"""Characters of one number, sign, point and exponent with it."""

ATTRIBUTE_CHARACTERS_MAX = NAME_CHARACTERS_MAX
"""Characters of an id, a source or a subject."""

KNOWN_SHOWN_MAX = 20
"""How many known activities a refusal names."""

DRAINED_BYTES_MAX = 4 * BODY_BYTES_MAX
"""Bytes of a request too large that are still read, so that its sender sees the answer."""

DRAIN_IDLE_SECONDS_MAX = 1
"""Seconds that such a sender may pause: who sends nothing more gets the answer now."""

HELD_BYTES_MAX = 128 * 1024 * 1024
"""Bytes of all requests that are being read; further ones are asked to come back."""

HEADER_BYTES_MAX = 16 * 1024
"""Bytes of a request's first line and headers."""

HEADER_SECONDS_MAX = 10
"""Seconds from the connection, or from a request's first byte, to the end of its headers."""

BODY_SECONDS_MAX = 20
"""Seconds from a request's headers to the end of its body."""

SHORT_BODY_BYTES_MAX = 16 * 1024
"""Bytes of a deed that is waited for on the short way; a usual deed has 250."""

SHORT_WAIT_SECONDS = 0.05
"""How long the short way waits for the rest of a body; then the request goes the usual way."""

HEADS_KEPT_MAX = 10_000
"""Heads of requests that are known again; one client sends a few, by the length of its bodies."""

IDLE_SECONDS_MAX = 65
"""Seconds that a connection may stay open between requests."""

STREAMS_MAX = 1_000
"""Members' pages that are told of news at a time; further ones are told to load again."""

CONNECTIONS_MAX = 2_000 + STREAMS_MAX
"""Open connections and requests; beyond them the server answers 503 at once."""

STREAMS_A_MEMBER_MAX = 4
"""Open streams of one member; one more ends the oldest, whose page is told to load again."""

LOOK_SECONDS = 0.5
"""The pause between two looks for news."""

HEARTBEAT_SECONDS = 25
"""After how long a silent stream says that it is there: proxies end silent ones after 30 or 60."""

NEWS_BUSY_SECONDS = 60
"""What Retry-After says when STREAMS_MAX are open."""

KEY_CHARACTERS_MAX = 200
"""Characters of a partner's key."""

KEY_SECONDS = 5
"""Seconds that a key is remembered: a withdrawn one stops within them."""

KEYS_KEPT_MAX = 10_000
"""Keys that are remembered, known and unknown ones."""

UNKNOWN_KEYS_WAITING_MAX = 8
"""Keys never seen that are looked up at a time: guessing can't hold up those who have one."""

WAITING_DEEDS_MAX = 30_000
"""Deeds that wait for a writer; further requests are asked to come back."""

ONE_LANE_DEEDS_MAX = 200
"""Deeds that wait while those that came by themselves share one lane; beyond, they use all."""

SETTLED_DEEDS_MAX = 10_000
"""Deeds of one transaction."""

BUSY_SECONDS = 1
"""What Retry-After says when too much is waiting."""

AWAY_SECONDS = 5
"""What Retry-After says when the database is away, and the longest pause between tries."""

FIRST_PAUSE_SECONDS = 0.1
"""The pause after the first failed try to reach the database; it doubles each time."""

HEALTH_SECONDS = 1
"""Seconds that an answer about health is remembered."""

DRAIN_SECONDS_MAX = 30
"""Seconds that a stopping server waits for what it took in."""

API_BODY_BYTES_MAX = 512 * 1024
"""Bytes of one request to the partners' API: a thousand vouchers that a till took while offline."""

API_REQUESTS_MAX = 16
"""Requests to the partners' API that are worked on at a time: each has a connection of its own."""

API_WAITING_MAX = 500
"""Further ones that wait for their turn; beyond them a request is asked to come back."""

FORM_BYTES_MAX = 256 * 1024
"""Bytes of one form that a page sends. Five hundred check-ins of a steward's device have fewer."""

LARGE_FORM_BYTES_MAX = 1024 * 1024 + 64 * 1024
"""Bytes of a form with a draft, or with what a till took in a day."""

FORM_SECONDS_MAX = BODY_SECONDS_MAX
"""Seconds from a form's headers to its end."""

FORMS_HELD_BYTES_MAX = HELD_BYTES_MAX
"""Bytes of all forms that are being read or answered; further ones are asked to come back."""

BODY_KEPT_BYTES = 2_621_440
"""Bytes of a body that are kept in memory until it is answered; a larger one lies in a file."""

UPLOAD_BYTES_OVER = 64 * 1024
"""What a form with files may have beyond the largest ones: its other fields, so that a file a
little too large is refused on the page."""

UPLOAD_SECONDS_MAX = 300
"""Seconds that a partner's table may take on its way: 24 MB at less than a megabit a second."""

UPLOADS_HELD_BYTES_MAX = 256 * 1024 * 1024
"""Bytes of all tables on their way, which lie in temporary files; further ones are refused."""
