"""The limits of the door: everything that others can make larger, each with its name."""

from __future__ import annotations

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

ATTRIBUTE_CHARACTERS_MAX = 128
"""Characters of an id, a source or a subject."""

KNOWN_SHOWN_MAX = 20
"""How many known activities a refusal names."""
