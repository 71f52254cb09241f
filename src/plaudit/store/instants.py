"""Instants between core (microseconds since the epoch) and the database (aware date-times)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def as_datetime(instant: int) -> datetime:
    """Return an instant as an aware date-time, UTC."""
    return _EPOCH + timedelta(microseconds=instant)


def as_instant(at: datetime) -> int:
    """Return an aware date-time as microseconds since the epoch."""
    return (at - _EPOCH) // _MICROSECOND
