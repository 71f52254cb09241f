"""Exact amounts: everything that is added up is a whole number of millionths.

One deed is 1,000,000 millionths, 1.25 kg is 1,250,000. A fact and a weight have at most six
decimal places together, so their product is exact too, and sums are plain integers.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

MICRO = 1_000_000
PLACES_MAX = 6
"""Decimal places that a fact and its weight may have together."""

AMOUNT_MAX = 10**12
"""The largest number of a fact, in units. What totals may reach is bounded in core.soundness."""


class Rounding(StrEnum):
    """How a running total's points become whole."""

    DOWN = "down"
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


def to_micro(value: int | Decimal, *, places: int = PLACES_MAX) -> int | None:
    """Return a number in millionths, exactly, or None where it doesn't fit.

    Units:   value in units (kg, cups); the result in millionths of that unit.
    Refuses: nothing; None says: not finite, above AMOUNT_MAX, or more decimal places than `places`.

    >>> to_micro(Decimal("1.25"), places=2)
    1250000
    >>> to_micro(Decimal("1.250"), places=2), to_micro(Decimal("1.255"), places=2)
    (1250000, None)
    >>> to_micro(Decimal("1e400")), to_micro(Decimal("NaN"))
    (None, None)
    """
    if isinstance(value, int):
        return value * MICRO if -AMOUNT_MAX <= value <= AMOUNT_MAX else None
    if not value.is_finite():
        return None
    if abs(value.adjusted()) > 40 or abs(value) > AMOUNT_MAX:
        return 0 if value.is_zero() else None
    exact = Fraction(value)
    if (exact * 10**places).denominator != 1:
        return None
    return int(exact * MICRO)


def in_units(micro: int) -> str:
    """Return millionths as a plain decimal number, without an exponent or trailing zeros.

    >>> in_units(1_250_000), in_units(3_000_000), in_units(100)
    ('1.25', '3', '0.0001')
    """
    sign = "-" if micro < 0 else ""
    whole, rest = divmod(abs(micro), MICRO)
    return f"{sign}{whole}" if rest == 0 else f"{sign}{whole}.{rest:06d}".rstrip("0")
