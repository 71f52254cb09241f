"""Money: the year's budget, points given, spent, expired and owed, and what partners are owed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpResponse
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from plaudit.core.few import rounded
from plaudit.core.lots import first_day_of
from plaudit.core.period import SECOND, day_number
from plaudit.core.refusals import N_
from plaudit.core.staff import Role
from plaudit.core.voice import points_in_words
from plaudit.lab.fans import Bar, fan
from plaudit.lab.standing import Standing, standing_of
from plaudit.pages.funding import FUNDS, funding_in_words
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.settlement import read_owed, read_reward_partners

KEPT_SECONDS = 15 * 60
"""A city's sums take seconds to read: they are read once in a while, and the page says when."""
_GIVEN = N_("Points given by month")
_SPENT = N_("Points spent by month")


class Standings:
    """How programmes' points stand, by number; read again after KEPT_SECONDS."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[int, tuple[int, Standing]] = {}

    def of(self, shift: Shift) -> tuple[int, Standing]:
        """Return when a programme's sums were read, and the sums."""
        id, now = shift.person.programme_id, shift.now
        with self._lock:  # two officers don't read a city at once
            kept = self._kept.get(id)
            if kept is None or not 0 <= now - kept[0] < KEPT_SECONDS * SECOND:
                zone = shift.person.time_zone
                kept = self._kept[id] = (now, standing_of(shift.connection, id, zone, now=now))
            return kept

    def forget(self) -> None:
        """Read again at the next question."""
        self._kept.clear()


STANDINGS = Standings()


@dataclass(frozen=True, slots=True)
class Line:
    """A month in words; "" where it is of too few members."""

    month: str
    given: str
    spent: str
    expired: str


@require_safe
@on_duty(Role.OFFICER, Role.AUDITOR)
def money(shift: Shift) -> HttpResponse:
    """Show how the programme's budget and points stand."""
    read_at, standing = STANDINGS.of(shift)
    voice, person = shift.voice, shift.person
    funding = FUNDS.of(shift.connection, person.programme, now=shift.now)

    def number(points: int | None) -> str:
        return "" if points is None else voice.number(Fraction(points))

    owed = [
        (one.name, points_in_words(read_owed(shift.connection, one.partner_id), voice))
        for one in read_reward_partners(shift.connection)
        if one.programme == person.programme
    ]
    return shift.page(
        "console/money.html",
        funded=funding_in_words(funding, voice),
        budget=None if funding is None else number(funding.budget_points),
        left=None if funding is None else number(rounded(funding.left_points)),
        share=None if funding is None else _share(funding.left_points, funding.budget_points),
        lines=[
            Line(
                _month(one.month, shift), number(one.given), number(one.spent), number(one.expired)
            )
            for one in reversed(standing.months)
        ],
        plots=[
            _plot(shift, _GIVEN, {one.month: one.given or 0 for one in standing.months}),
            _plot(shift, _SPENT, {one.month: one.spent or 0 for one in standing.months}),
        ],
        owed=number(standing.owed),
        in_vouchers=number(standing.in_vouchers),
        ends=[(_month(month - 1, shift), number(some)) for month, some in standing.ends.items()],
        partners=owed,
        read_on=voice.day(shift.calendar.day_of(read_at)),
        read_clock=voice.clock(shift.calendar.local_time(read_at)),
    )


def _plot(shift: Shift, title: str, by_month: Mapping[int, int]) -> tuple[str, SafeString]:
    bars = [
        Bar(f"{first_day_of(month):%Y-%m}", some, some, some, is_known=True)
        for month, some in by_month.items()
    ]
    said = shift.voice.say(title)
    return said, mark_safe(fan(said, bars))  # noqa: S308 (numbers and months; the rest is escaped)


def _month(month: int, shift: Shift) -> str:
    return shift.voice.month(day_number(first_day_of(month)))


def _share(part: int, whole: int) -> int:
    """Return a share in percent, cut off."""
    return 100 * part // max(1, whole)


urlpatterns = [path("", money, name="console_money")]
