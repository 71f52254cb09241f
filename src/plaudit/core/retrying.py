"""Trying again: a message that a partner didn't take is sent again over three days.

What must reach a partner, an erasure, goes on once a day after that, until its last day.
"""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3600, 86_400
DELAYS_SECONDS = (5, 5 * MINUTE, 30 * MINUTE, *(h * HOUR for h in (2, 5, 10, 14, 20, 20)))
"""How long to wait after each failed try; after the last one the message is given up."""
WAIT_DAYS_MOST = 30
"""For how many days after it happened a message waits for a webhook, or is tried once a day."""
KEY_WAIT_SECONDS = 30 * MINUTE
"""How long a message waits that can't be signed, as our key is away. That is no try."""
JITTER_MOST_PERCENT = 10
"""Each wait is longer by up to this much, so that what failed together doesn't return together."""


def wait_seconds(tries: int, *, jitter_percent: int, left_seconds: int = 0) -> int | None:
    """Return how long to wait after so many tries; None when it is given up.

    `left_seconds`: until the last day of what goes on once a day; 0, or less, for all else. The
    last try is on that day.

    >>> wait_seconds(1, jitter_percent=0), wait_seconds(4, jitter_percent=10)
    (5, 7920)
    >>> wait_seconds(10, jitter_percent=0) is None
    True
    >>> wait_seconds(10, jitter_percent=0, left_seconds=20 * DAY) == DAY
    True
    >>> wait_seconds(30, jitter_percent=0, left_seconds=600)
    600
    """
    assert tries >= 1, tries
    assert 0 <= jitter_percent <= JITTER_MOST_PERCENT, jitter_percent
    if tries <= len(DELAYS_SECONDS):
        return DELAYS_SECONDS[tries - 1] * (100 + jitter_percent) // 100
    if left_seconds <= 0:
        return None
    return min(DAY * (100 + jitter_percent) // 100, left_seconds)
