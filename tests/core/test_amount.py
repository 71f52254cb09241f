"""Amounts: exact or not taken at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.amount import AMOUNT_MAX, MICRO, in_units, to_micro
from tests.core.random_editions import many

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=8) | st.decimals()
PLACES = st.integers(0, 6)


@many(5)
@given(value=st.integers() | DECIMALS, places=PLACES)
def test_an_amount_is_scaled_exactly_or_not_at_all(value: int | Decimal, places: int) -> None:
    micro = to_micro(value, places=places)

    if isinstance(value, Decimal) and not value.is_finite():
        assert micro is None
        return
    exact = Fraction(value) * MICRO
    fits = (Fraction(value) * 10**places).denominator == 1 and abs(Fraction(value)) <= AMOUNT_MAX
    assert micro == (exact if fits else None)


@pytest.mark.parametrize(
    ("value", "places", "micro"),
    [
        (Decimal("1.25"), 2, 1_250_000),
        (Decimal("1.250000000000"), 2, 1_250_000),
        (Decimal("1.255"), 2, None),
        (Decimal("1E+3"), 0, 1_000_000_000),
        (Decimal("1E-6"), 6, 1),
        (Decimal("1E-7"), 6, None),
        (Decimal("1E-999999"), 6, None),
        (Decimal("0E+999999"), 0, 0),
        (Decimal("-0"), 0, 0),
        (Decimal("Infinity"), 6, None),
        (Decimal("NaN"), 6, None),
        (Decimal("sNaN"), 6, None),
        (AMOUNT_MAX, 0, AMOUNT_MAX * MICRO),
        (AMOUNT_MAX + 1, 0, None),
        (Decimal(AMOUNT_MAX) + Decimal("0.1"), 1, None),
    ],
)
def test_what_does_not_fit_is_not_bent(
    value: int | Decimal, places: int, micro: int | None
) -> None:
    assert to_micro(value, places=places) == micro


@given(micro=st.integers(-(10**18), 10**18))
def test_what_is_shown_says_the_amount_exactly(micro: int) -> None:
    text = in_units(micro)

    assert Fraction(text) * MICRO == micro
    assert to_micro(Decimal(text)) == micro
    assert "e" not in text.lower()
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")
