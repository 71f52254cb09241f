"""Instants on the wire: strict RFC 3339 text to whole microseconds since the epoch, and back.

One form is taken: `2026-04-03T09:12:00+07:00`, with a fraction of a second if there is one, and
with `Z` for UTC. Its parts are looked up: a day, a minute, a second and an offset can only be
written in so many ways, so the tables have an end, and reading costs a few look-ups.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from plaudit.core.period import DAY_SECONDS, SECOND, day_number

YEAR_FIRST = 2000
YEAR_LAST = 2100
"""Years that a time may be written with."""

_FORM = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<minute>T[0-9]{2}:[0-9]{2})(?P<second>:[0-9]{2})"
    r"(?:\.(?P<fraction>[0-9]{1,9}))?(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})"
)
_OFFSET_CHARACTERS = len("+07:00")
FRACTION_DIGITS_MAX = 9
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _offsets() -> dict[str, int]:
    found = {"Z": 0}
    for minutes in range(24 * 60):
        hour, minute = divmod(minutes, 60)
        found[f"+{hour:02d}:{minute:02d}"] = minutes * 60 * SECOND
        found[f"-{hour:02d}:{minute:02d}"] = -minutes * 60 * SECOND
    return found


_DAYS: dict[str, int] = {}
"""Filled as days are met: 101 years have 36,890 of them at most."""
_MINUTES = {
    f"T{hour:02d}:{minute:02d}": (hour * 60 + minute) * 60 * SECOND
    for hour in range(24)
    for minute in range(60)
}
_SECONDS = {f":{second:02d}": second * SECOND for second in range(60)}
_OFFSETS = _offsets()


def instant_of(text: str) -> int | None:
    """Return the instant that an RFC 3339 text names, or None where it is not one.

    Units:   microseconds since the epoch, UTC; what is finer than a microsecond is cut off.
    Refuses: nothing; None says: another form, no offset, no such day or time, a leap second,
             a year before 2000 or after 2100.
    Source:  RFC 3339, section 5.6, in capitals and with `T` (CloudEvents 1.0: Timestamp).

    >>> instant_of("2026-04-03T09:12:00+07:00") == instant_of("2026-04-03T02:12:00.000Z")
    True
    >>> instant_of("1970-01-02T00:00:00Z"), instant_of("2026-04-03 09:12:00"), instant_of("now")
    (None, None, None)
    """
    end, fraction = 19, 0
    if text[19:20] == ".":
        end = len(text) - (1 if text[-1] == "Z" else _OFFSET_CHARACTERS)
        digits = text[20:end]
        if not (digits.isdecimal() and digits.isascii() and len(digits) <= FRACTION_DIGITS_MAX):
            return None
        fraction = int(digits[:6].ljust(6, "0"))
    try:
        return (
            _DAYS[text[:10]]
            + _MINUTES[text[10:16]]
            + _SECONDS[text[16:19]]
            + fraction
            - _OFFSETS[text[end:]]
        )
    except KeyError:
        return _read_whole(text)


def _read_whole(text: str) -> int | None:
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    start = _start_of_day(found["day"])
    minute = _MINUTES.get(found["minute"])
    second = _SECONDS.get(found["second"])
    offset = _OFFSETS.get(found["offset"])
    if start is None or minute is None or second is None or offset is None:
        return None
    fraction = int((found["fraction"] or "0").ljust(6, "0")[:6])
    return start + minute + second + fraction - offset


def _start_of_day(text: str) -> int | None:
    known = _DAYS.get(text)
    if known is not None:
        return known
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    if not YEAR_FIRST <= on.year <= YEAR_LAST:
        return None
    start = day_number(on) * DAY_SECONDS * SECOND
    _DAYS[text] = start
    return start


def shown_instant(instant: int) -> str:
    """Return an instant as RFC 3339 text in UTC, with a fraction only where there is one.

    Units: microseconds since the epoch, UTC.

    >>> shown_instant(1_775_182_320_000_000), shown_instant(1_775_182_320_250_000)
    ('2026-04-03T02:12:00Z', '2026-04-03T02:12:00.250000Z')
    """
    at = _EPOCH + timedelta(microseconds=instant)
    return at.replace(tzinfo=None).isoformat() + "Z"
