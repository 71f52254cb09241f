"""The moment at which a page is asked for."""

from __future__ import annotations

import time


def now_instant() -> int:
    """Return this instant in microseconds since the epoch."""
    return time.time_ns() // 1_000
