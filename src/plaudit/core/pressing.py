"""A button that is pressed twice: once is meant, and what is done is done once.

A form has no key as a program's request has. So what the same person asks for again at once, and
which is the same in all, is taken for the first press.
"""

from __future__ import annotations

from plaudit.core.period import SECOND

PRESSED_AGAIN_SECONDS = 60
"""How soon: a page that took long to come is tried again within it."""


def is_pressed_again(first_at: int, now: int) -> bool:
    """Return whether the same at `now` is the press of `first_at`. Both in microseconds."""
    return 0 <= now - first_at < PRESSED_AGAIN_SECONDS * SECOND
