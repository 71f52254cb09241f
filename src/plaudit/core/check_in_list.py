"""A paper list of a check-in, typed in: each line is whom it names, and when they came, if it says.

Without a time somebody is counted as of the check-in's start, so that nobody is counted for a
moment at which they hadn't agreed yet (charter, C13). Who joined on the spot has a time.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import NamedTuple

from plaudit.core.check_in import CheckIn
from plaudit.core.period import SECOND, Calendar, date_of

_MINUTE = 60 * SECOND
_LINE = re.compile(r"(?P<who>.*\S)\s+(?P<hour>\d{1,2})[:.\uff1a](?P<minute>\d{2})(?:\s*\u0e19\.)?")


class Line(NamedTuple):
    """A card's number or a short name as it was typed, and the time on the wall beside it."""

    who: str
    came: time | None


def read_line(text: str) -> Line:
    """Return a line in its two parts. What is no time is part of the first.

    >>> read_line("0000 0000 1262  9:32")
    Line(who='0000 0000 1262', came=datetime.time(9, 32))
    >>> read_line("3f9a-22c1 ๐๙.๐๕ น.").came
    datetime.time(9, 5)
    >>> read_line("3f9a-22c1"), read_line("3f9a-22c1 25:00")
    (Line(who='3f9a-22c1', came=None), Line(who='3f9a-22c1 25:00', came=None))
    """
    plain = text.strip()
    found = _LINE.fullmatch(plain)
    if found is None:
        return Line(plain, None)
    try:
        return Line(found["who"], time(int(found["hour"]), int(found["minute"])))
    except ValueError:
        return Line(plain, None)


def came_at(line: Line, check_in: CheckIn, calendar: Calendar) -> int:
    """Return when the person of a line came: as of the start where it doesn't say.

    Of the minute that stands there it is the end: who joined and was written down in one minute had
    joined by then. A time at which it wasn't open stays one: it isn't moved into the check-in.
    """
    if line.came is None:
        return check_in.starts_at
    first = calendar.day_of(check_in.starts_at)
    shown = [
        at + _MINUTE - 1
        for day in (first, first + 1)  # a check-in may go on after midnight
        for at in calendar.instants_of(datetime.combine(date_of(day), line.came))
    ]
    return next((at for at in shown if check_in.is_open(at)), shown[0])
