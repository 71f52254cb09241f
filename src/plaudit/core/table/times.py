"""Days and times in cells: many orders, three calendars' digits, two eras. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum

from plaudit.core.deed import shown
from plaudit.core.instant import YEAR_FIRST, YEAR_LAST, instant_of
from plaudit.core.period import Calendar, day_number
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.table.cells import Cell, plain, western
from plaudit.core.table.months import MONTHS


class Order(StrEnum):
    """Whether the day or the month comes first in a file, where somebody chose."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


BUDDHIST_YEARS = 543
"""The Thai calendar counts its years from so many earlier. 2569 is 2026."""

_TIME = (
    r"(?:(?:[T,]| )\s*(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2}))?"
    r"(?:\.0+)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?:\u0e19\.)?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}})(?:[-/.]|年)(?P<a>[0-9]{{1,2}})(?:[-/.]|月)(?P<b>[0-9]{{1,2}})日?{_TIME}"
)
_YEAR_LAST = re.compile(
    rf"(?P<a>[0-9]{{1,2}})[-/. ](?P<b>[0-9]{{1,2}})[-/. ](?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_NAMED = re.compile(
    rf"(?P<a>[0-9]{{1,2}})[- .]*(?P<name>[^\W\d_][^\d,/-]*?)[- .]*"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_NAME_FIRST = re.compile(
    rf"(?P<name>[A-Za-z]+)\.? (?P<a>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}}){_TIME}"
)


def instant_in(cell: Cell, calendar: Calendar, order: Order | None = None) -> int | Refusal:
    """Return the instant that a cell names; a day alone is its first moment.

    Units:   microseconds since the epoch. Without an offset it is the time of `calendar`.
    Refuses: DAY_UNCLEAR ("3/4/2026", where nobody chose an order), DAY_WRONG, YEAR_SHORT,
             CLOCK_CHANGED (a time that the night had twice, or not at all); as `plain`.
    """
    text = plain(cell)
    if isinstance(text, Refusal):
        return text
    written = western(text)
    named = instant_of(written.replace(" ", "T", 1)) if "-" in written else None
    if named is not None:
        return named
    found = _found(written)
    if found is None:
        return refusal(Code.DAY_WRONG, seen=shown(text))
    if len(found["year"]) == 2:
        return refusal(Code.YEAR_SHORT, seen=shown(text))
    days = _days(found, order)
    if len(days) > 1:
        return refusal(Code.DAY_UNCLEAR, seen=shown(text))
    at = _time_of(found)
    if not days or at is None:
        return refusal(Code.DAY_WRONG, seen=shown(text))
    (on,) = days
    if found["hour"] is None:
        return calendar.start_of_day(day_number(on))
    instants = calendar.instants_of(datetime.combine(on, at))
    if len(instants) != 1:
        return refusal(Code.CLOCK_CHANGED, seen=shown(text))
    return instants[0]


def _found(written: str) -> re.Match[str] | None:
    for form in (_YEAR_FIRST, _YEAR_LAST, _NAMED, _NAME_FIRST):
        if found := form.fullmatch(written):
            return found
    return None


def _days(found: re.Match[str], order: Order | None) -> set[date]:
    """Return each day that the parts can mean."""
    year, a = _year_of(found["year"]), int(found["a"])
    if found.re in (_NAMED, _NAME_FIRST):
        month = MONTHS.get(found["name"].strip(". ").casefold())
        pairs = [] if month is None else [(month, a)]
    elif found.re is _YEAR_FIRST:
        pairs = [(a, int(found["b"]))]
    else:
        b = int(found["b"])
        orders = (order,) if order else Order
        pairs = [(b, a) if one is Order.DAY_FIRST else (a, b) for one in orders]
    days = set()
    for month, day in pairs:
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if YEAR_FIRST <= on.year <= YEAR_LAST:
            days.add(on)
    return days


def _year_of(text: str) -> int:
    """Return a year; one of the Buddhist era lies beyond all of ours.

    >>> _year_of("2569"), _year_of("2026")
    (2026, 2026)
    """
    year = int(text)
    return year - BUDDHIST_YEARS if year > YEAR_LAST else year


def _time_of(found: re.Match[str]) -> time | None:
    """Return the time on the wall; midnight for a day alone, None for what is no time."""
    if found["hour"] is None:
        return time()
    hour, half = int(found["hour"]), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    minute, second = int(found["minute"]), int(found["second"] or 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
