"""Numbers with the word that they count: one point, two points."""

from __future__ import annotations


def counted(number: int, one: str) -> str:
    """Return a number and its word; but for 1 and -1 the word ends with an s.

    >>> counted(1, "point"), counted(12, "point"), counted(0, "closing")
    ('1 point', '12 points', '0 closings')
    """
    return f"{number} {one if abs(number) == 1 else f'{one}s'}"


def were(number: int) -> str:
    """Return the verb that goes with so many.

    >>> were(1), were(2)
    ('was', 'were')
    """
    return "was" if abs(number) == 1 else "were"
