"""Times on the wire: one form, exact, and nothing lax."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.instant import instant_of, shown_instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 (the zone is drawn beside it)
    max_value=datetime(2100, 12, 31, 23, 59, 59, 999_999),  # noqa: DTZ001
)
offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda m: timezone(timedelta(minutes=m)))


@given(moment=moments, offset=offsets, digits=st.integers(0, 9), rest=st.integers(0, 999))
def test_a_time_is_read_to_the_microsecond(
    moment: datetime, offset: timezone, digits: int, rest: int
) -> None:
    at = moment.replace(tzinfo=offset)
    nanoseconds = f"{at.microsecond:06d}{rest:03d}"
    fraction = f".{nanoseconds[:digits]}" if digits else ""
    written = at.isoformat(timespec="seconds")
    text = written[:19] + fraction + written[19:]
    kept = int(nanoseconds[: min(digits, 6)].ljust(6, "0")) if digits else 0

    assert instant_of(text) == (at.replace(microsecond=kept) - EPOCH) // MICROSECOND


@given(moment=moments)
def test_a_shown_time_reads_back_as_the_same_instant(moment: datetime) -> None:
    instant = (moment.replace(tzinfo=UTC) - EPOCH) // MICROSECOND

    assert instant_of(shown_instant(instant)) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-04-03",
        "2026-04-03T09:12:00",  # no offset
        "2026-04-03T09:12+07:00",  # no seconds
        "2026-04-03 09:12:00+07:00",
        "2026-04-03t09:12:00z",
        "2026-04-03T09:12:00+0700",
        "2026-04-03T09:12:00+07",
        "2026-04-03T09:12:00+07:00:00",
        "2026-04-03T09:12:00+24:00",
        "2026-04-03T09:12:00+07:60",
        "2026-04-03T09:12:00\u221207:00",  # a true minus sign
        "2026-04-03T09:12:00,5Z",
        "2026-04-03T09:12:00.Z",
        "2026-04-03T09:12:00.1234567891Z",
        "2026-04-03T09:12:00.12 Z",
        "2026-W14-5T09:12:00Z",
        "2026-093T09:12:00Z",
        "20260403T091200Z",
        "2026-04-03T24:00:00Z",
        "2026-04-03T23:60:00Z",
        "2026-06-30T23:59:60Z",  # a leap second
        "2026-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-00-10T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2101-01-01T00:00:00Z",
        "+2026-04-03T09:12:00Z",
        " 2026-04-03T09:12:00Z",
        "2026-04-03T09:12:00Z\n",
        "2026-04-03T09:12:00ZZ",
        "２０２６-04-03T09:12:00Z",  # digits of another script
        "2026-04-03T09:12:00.１Z",
        "1775182320",
    ],
)
def test_no_other_form_is_taken(text: str) -> None:
    assert instant_of(text) is None


def test_a_leap_day_and_the_unknown_local_offset_are_taken() -> None:
    leap_day = datetime(2028, 2, 29, 12, tzinfo=UTC)

    assert instant_of("2028-02-29T12:00:00-00:00") == (leap_day - EPOCH) // MICROSECOND


@given(text=st.text(max_size=40) | st.from_regex(r"20[0-9:TZ+.\-]{10,28}", fullmatch=True))
def test_whatever_is_read_was_written_in_the_one_form(text: str) -> None:
    instant = instant_of(text)

    if instant is not None:
        at = datetime.fromisoformat(text)
        assert text.isascii()
        assert len(text) >= len("2026-04-03T09:12:00Z")
        assert instant == (at - EPOCH) // MICROSECOND
