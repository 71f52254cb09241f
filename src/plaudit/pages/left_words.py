"""That a member left, and until when the points can still be used: in words."""

from __future__ import annotations

from plaudit.core.period import Calendar
from plaudit.core.refusals import N_
from plaudit.core.statement import Statement
from plaudit.core.voice import Voice, points_in_words

_LEFT = N_("You left the programme on {day}. Nothing new is recorded about you.")
_USABLE = N_("You can use {points} until {day} at the latest.")


def left_of(statement: Statement, calendar: Calendar, *, voice: Voice) -> str:
    """Return what who left reads beside the statement; "" for who takes part."""
    return left_in_words(
        statement.withdrawn_at,
        calendar,
        points=statement.spendable_points,
        ends_on=statement.ends_by_leaving_on,
        voice=voice,
    )


def left_in_words(
    left_at: int | None, calendar: Calendar, *, points: int, ends_on: int | None, voice: Voice
) -> str:
    """Return what who left reads; "" for who takes part.

    Units:   `left_at` in microseconds since the epoch; `points`: what can be used now; `ends_on`:
             the day from which on none can be. Source: charter, C14 and C07.
    """
    if left_at is None:
        return ""
    said = [voice.say(_LEFT, day=voice.day(calendar.day_of(left_at)))]
    if points and ends_on is not None:
        last_day = voice.day(ends_on - 1)
        said.append(voice.say(_USABLE, points=points_in_words(points, voice), day=last_day))
    return voice.paragraph(said)
