"""Linking a member to a partner: the member shows a code, and the partner learns a handle.

A code is typed (twelve characters, made when it is asked for) or live: what the QR code says,
another one with each step of half a minute.
"""

from __future__ import annotations

from plaudit.core.period import SECOND

LINK_SECONDS = 300
"""For how long a code that is typed can be used, once."""

LETTERS_EARLY_SECONDS = 60
"""How far the clock of a steward's device may be behind, where it says when letters were typed."""

LIVE_CHARACTERS = 26
"""Characters of a live code: 128 bits, five a character."""

STEP_SECONDS = 30
"""For how long a live code is shown."""

STEPS_LATE = 2
"""How many steps later it can still be used: a hand that holds a phone takes its time."""

STEPS_EARLY = 1
"""How many steps sooner: the phone's clock may be ahead."""

AHEAD_SECONDS = 60 * 60
"""For how long a phone gets codes ahead, to show them without a connection."""


def step_of(at: int) -> int:
    """Return the step of an instant.

    >>> step_of(59 * SECOND), step_of(60 * SECOND)
    (1, 2)
    """
    return at // (STEP_SECONDS * SECOND)


def can_be_used(step: int, *, now: int) -> bool:
    """Return whether the code of a step can be used now.

    >>> [can_be_used(step, now=4 * STEP_SECONDS * SECOND) for step in (1, 2, 3, 4, 5, 6)]
    [False, True, True, True, True, False]
    """
    return -STEPS_LATE <= step - step_of(now) <= STEPS_EARLY


def end_of(step: int) -> int:
    """Return the first instant at which the code of a step can't be used any more."""
    return (step + STEPS_LATE + 1) * STEP_SECONDS * SECOND


def ends_of_letters(at: int) -> tuple[int, int]:
    """Return after which and until which instant letters end that are shown at an instant.

    >>> made = 1_000 * SECOND
    >>> ends = made + LINK_SECONDS * SECOND
    >>> [low < ends <= high for low, high in map(ends_of_letters, (made, ends - 1, ends))]
    [True, True, False]
    >>> [low < ends <= high for low, high in map(ends_of_letters, (made - 60 * SECOND, 0))]
    [True, False]
    """
    return at, at + (LINK_SECONDS + LETTERS_EARLY_SECONDS) * SECOND
