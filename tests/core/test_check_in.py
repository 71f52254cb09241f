"""A place's code: of this place, of this minute, and readable however it was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.check_in import (
    DIGITS,
    NUMBER_MAX,
    STEP_SECONDS,
    Fit,
    Typed,
    digits_of,
    fit_of,
    qr_text,
    read_typed,
    step_of,
)
from plaudit.core.period import SECOND

KEYS = st.binary(min_size=32, max_size=32)
INSTANTS = st.integers(10**12, 4 * 10**15)
NUMBERS = st.integers(1, NUMBER_MAX)
CODES = st.integers(0, 10**DIGITS - 1).map(lambda number: f"{number:0{DIGITS}}")
WAITS = st.integers(0, 600 * SECOND)
SKEWS = st.integers(-STEP_SECONDS * SECOND, STEP_SECONDS * SECOND)
TEXTS = st.text(max_size=60)


@given(key=KEYS, shown_at=INSTANTS, waited=WAITS)
def test_a_code_that_is_used_60_seconds_after_it_came_is_over(
    key: bytes, shown_at: int, waited: int
) -> None:
    """Where two codes of one place are alike by chance, the one of now is meant."""
    code = digits_of(key, step_of(shown_at))
    came_at = step_of(shown_at) * STEP_SECONDS * SECOND
    now = came_at + 60 * SECOND + waited
    nearby = {digits_of(key, step_of(now) + step) for step in (-1, 0, 1)}

    assert fit_of(key, code, at=shown_at) is Fit.NOW
    assert (fit_of(key, code, at=now) is Fit.NOW) is (code in nearby)
    assert code in nearby or fit_of(key, code, at=came_at + 60 * SECOND) is not Fit.NOW


@given(key=KEYS, now=INSTANTS, skew=SKEWS)
def test_a_screen_whose_clock_is_half_a_minute_off_is_understood(
    key: bytes, now: int, skew: int
) -> None:
    assert fit_of(key, digits_of(key, step_of(now + skew)), at=now) is Fit.NOW


def test_a_screen_whose_clock_is_further_off_is_told_apart_from_a_wrong_code() -> None:
    key, now = bytes(range(32)), 10**15
    fits = {
        minutes: fit_of(key, digits_of(key, step_of(now + minutes * 60 * SECOND)), at=now)
        for minutes in (-90, -50, 5, 60)
    }

    assert fits == {-90: Fit.NEVER, -50: Fit.OVER, 5: Fit.AHEAD, 60: Fit.NEVER}


@given(number=NUMBERS, code=CODES)
def test_a_code_is_read_as_it_was_shown_scanned_or_typed(number: int, code: str) -> None:
    meant = Typed(number, code)
    in_thai = code.translate({ord("0") + at: 0x0E50 + at for at in range(10)})

    assert read_typed(str(number), code) == meant
    assert read_typed("", qr_text(number, code)) == meant
    assert read_typed(qr_text(number, code).lower(), "") == meant
    assert read_typed(f" {number} ", f"{in_thai[:3]} {in_thai[3:]}") == meant


@given(number=TEXTS, digits=TEXTS)
def test_whatever_is_typed_is_read_or_isnt(number: str, digits: str) -> None:
    found = read_typed(number, digits)

    assert found is None or (0 < found.number <= NUMBER_MAX and len(found.digits) == DIGITS)


def test_what_is_no_code_of_a_place_isnt_read() -> None:
    for number, digits in (
        ("", ""),
        ("12", "12345"),
        ("12", "1234567"),
        ("-", "123456"),
        ("99999999999", "123456"),
        ("12a", "123456"),
        ("", "https://example.org/PLAUDIT-IN:12:123456"),
        ("", "PLAUDIT-IN:12"),
        ("12", "²³⁴⁵⁶⁷"),
    ):
        assert read_typed(number, digits) is None
