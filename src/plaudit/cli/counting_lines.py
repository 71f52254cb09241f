"""Counting a file of deeds: lines of JSON in, lines of awards out, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from plaudit.core.counting import Counting
from plaudit.core.deed import Deed, Report, Unread
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.ingest.reading import Reader, Reading
from plaudit.ingest.reported import lines_reported

_encode = msgspec.json.Encoder().encode
_tuple = tuple.__new__
"""Makes a NamedTuple without the detour over its keywords: this runs for every deed."""


class _Counted(msgspec.Struct, gc=False):
    """A line of a counted deed; the order of the fields is that of the contract."""

    source: str
    deed: str
    member: str
    points: int
    rules: dict[str, int]


def count_lines(
    lines: Iterable[bytes], *, reader: Reader, counting: Counting, calendar: Calendar
) -> Iterator[bytes]:
    """Yield what `count_reports` does of lines of JSON. Empty ones and comments are passed over."""
    reports = lines_reported(lines, reader)
    return count_reports(reports, counting=counting, calendar=calendar)


def count_reports(
    reports: Iterable[Reading], *, counting: Counting, calendar: Calendar
) -> Iterator[bytes]:
    """Yield one JSON line for each counted or refused deed, in input order.

    A repeated (source, id) is left out. A refused deed doesn't take its id: it may be mended and
    stand further down. Source: design, section 3, `plaudit count`.
    """
    taken: set[tuple[str, str]] = set()
    totals_of: dict[str, dict[int, int]] = {}
    first_day = counting.editions[0].starts_on
    count, day_of = counting.count, calendar.day_of
    for report in reports:
        if type(report) is not Report:
            assert isinstance(report, Unread)
            yield _refused(report.source, report.event_id, report.refusal)
            continue
        event_id, source, subject, activity, happened_at, facts = report
        key = (source, event_id)
        if key in taken:
            continue
        day = day_of(happened_at)
        if day < first_day:
            yield _refused(source, event_id, _no_edition(day, first_day))
            continue
        taken.add(key)
        totals = totals_of.get(subject)
        if totals is None:
            totals = totals_of[subject] = {}
        points, rules, _ = count(totals, _tuple(Deed, (activity, source, day, facts)))
        yield _encode(_Counted(source, event_id, subject, points, dict(rules))) + b"\n"


def _refused(source: str | None, event_id: str | None, said: Refusal) -> bytes:
    return refused_line(source, event_id, said.code.value)


def refused_line(source: str | None, event_id: str | None, code: str) -> bytes:
    """Return the line of a refused deed."""
    return _encode({"source": source, "deed": event_id, "refused": code}) + b"\n"


def _no_edition(day: int, first_day: int) -> Refusal:
    return refusal(Code.NO_EDITION, happened_on=date_of(day), starts_on=date_of(first_day))
