"""Questions: a member asks about an award or a refusal, and a person answers in time.

Source: charter, C18 and the rights of members: an answer within a month, a warning on day 20, an
alarm on day 30.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from plaudit.core.period import Period, end_of, start_of

WARNING_DAY = 20
OPEN_MAX = 20
"""How many questions of one member may be open."""
WORDS_MAX = 500
ANSWER_MAX = 2_000

Result = Literal["explained", "struck_out", "restored", "reported_anew"]


class Clock(StrEnum):
    """How far a question's time has run."""

    OPEN = "open"
    WARNING = "warning"
    ALARM = "alarm"


def last_day_of(asked_day: int, *, answer_days: int) -> int:
    """Return the last day for an answer: so many days later, and at most a month.

    >>> from datetime import date
    >>> from plaudit.core.period import date_of, day_number
    >>> [
    ...     date_of(last_day_of(day_number(on), answer_days=30)).isoformat()
    ...     for on in (date(2026, 11, 20), date(2027, 1, 31), date(2027, 2, 10))
    ... ]
    ['2026-12-20', '2027-02-28', '2027-03-10']
    """
    next_month = end_of(Period.MONTH, asked_day)
    assert next_month is not None
    after = end_of(Period.MONTH, next_month)
    assert after is not None
    month_later = min(next_month + asked_day - start_of(Period.MONTH, asked_day), after - 1)
    return min(asked_day + answer_days, month_later)


def clock_of(asked_day: int, last_day: int, *, today: int) -> Clock:
    """Return how far a question's time has run, by days of the programme's calendar.

    >>> [clock_of(0, 30, today=day).value for day in (0, 19, 20, 29, 30, 99)]
    ['open', 'open', 'warning', 'warning', 'alarm', 'alarm']
    """
    if today >= last_day:
        return Clock.ALARM
    warning_day = asked_day + min(WARNING_DAY, (last_day - asked_day) * 2 // 3)
    return Clock.WARNING if today >= warning_day else Clock.OPEN


class Entry(NamedTuple):
    """What a question is about: an award (day and deed), or a refusal (partner and event id)."""

    happened_on: int | None
    deed_id: int | None
    partner_id: int | None
    event_id: str | None

    @property
    def key(self) -> str:
        """The entry's key in its member's statement (sql/queries/statement.sql).

        >>> Entry(20_000, 255, None, None).key, Entry(None, None, 1, "till-7/1").key
        ('00000000000000ff', 'f-6ca94cccd521d81b669ca99a')
        """
        if self.deed_id is not None:
            return f"{self.deed_id:016x}"
        named = f"{self.partner_id} {self.event_id}".encode()
        return f"f-{hashlib.md5(named, usedforsecurity=False).hexdigest()[:_KEY_DIGITS]}"


_KEY_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Answer:
    """What a named person answers. `new_deed_id`: the deed that was reported anew."""

    question_id: int
    decided_by: str
    words: str
    result: Result
    reason: str | None = None
    new_deed_id: int | None = None
    seconded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the book keeps it, with its answer if there is one.

    Units: `asked_at`, `answer_by` and `decided_at` are instants; `answer_by` is the end of the last
    day for an answer.
    """

    question_id: int
    member_id: int
    programme_id: int
    asked_at: int
    answer_by: int
    entry: Entry
    words: str
    result: Result | None = None
    answer: str = ""
    decided_by: str = ""
    decided_at: int | None = None
    activity_no: int | None = None
    """Of the deed it is about, as far as that is still there."""
