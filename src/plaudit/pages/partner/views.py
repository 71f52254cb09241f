"""The partner's first page: what it reported, what was refused and why, and its terms."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from plaudit.actions.house import House, open_house
from plaudit.core.period import DAY_SECONDS, SECOND, Period, day_number, start_of
from plaudit.core.staff import Role
from plaudit.core.voice import text_in
from plaudit.pages.partner.words import budget_in_words, moment, own_partner, reason_for_partner
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.partner_reports import (
    RefusedReport,
    refusals_of,
    reports_by_activity,
    reports_by_day,
    reports_by_desk,
)

DAYS_SHOWN = 28
REFUSALS_SHOWN = 100
DEEDS_COUNTED_MOST = 50_000
"""A partner with more deeds in a month sees them by day alone: by activity takes a look at each."""


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def home(shift: Shift) -> HttpResponse:
    """Show what the partner reported and what was refused, by day; its budget and its limit."""
    partner_id, since = own_partner(shift), shift.now - DAYS_SHOWN * DAY_SECONDS * SECOND
    house = open_house(shift.connection)
    partner, voice = house.partners[partner_id], shift.voice
    by_day = reports_by_day(shift.connection, partner_id, since=since)
    by_activity = {}
    if sum(by_day.values()) <= DEEDS_COUNTED_MOST:
        by_activity = reports_by_activity(
            shift.connection, partner_id, since_day=shift.today - DAYS_SHOWN
        )
    refused = refusals_of(shift.connection, partner_id, since=since, how_many=REFUSALS_SHOWN)
    titles = activity_titles(house, shift)
    return shift.page(
        "partner/home.html",
        back_date_days=partner.back_date_days,
        budget=budget_in_words(partner.budget_points_a_week, _used(shift, house), voice),
        activities=[titles[id] for id in sorted(partner.activities)],
        by_day=[(voice.day(day_number(on)), _number(shift, n)) for on, n in by_day.items()],
        by_desk=_number(shift, reports_by_desk(shift.connection, partner_id, since=_monday(shift))),
        by_activity=[(titles.get(id, id), _number(shift, n)) for id, n in by_activity.items()],
        refused=[_refusal(shift, one, titles) for one in refused],
    )


def activity_titles(house: House, shift: Shift) -> dict[str, str]:
    """Return what the programme's activities are called, by id."""
    programme = house.programmes[shift.person.programme_id]
    return {
        id: text_in(one.title, shift.voice, otherwise=id)
        for id, one in programme.activities.items()
    }


def _used(shift: Shift, house: House) -> int:
    """Return the points that the partner's deeds came to in this week."""
    partner_id = own_partner(shift)
    used = house.budgets.used(shift.connection, [(partner_id, _monday(shift))], now=shift.now)
    return used[partner_id]


def _monday(shift: Shift) -> int:
    """Return when this week began."""
    return shift.calendar.start_of_day(start_of(Period.WEEK, shift.today))


def _number(shift: Shift, number: int) -> str:
    return shift.voice.number(Fraction(number))


def _refusal(shift: Shift, one: RefusedReport, titles: dict[str, str]) -> dict[str, str]:
    return {
        "id": one.event_id,
        "activity": titles.get(one.activity or "", one.activity or "—"),
        "when": moment(shift, one.refused_at),
        "reason": reason_for_partner(one.code, one.said, shift.voice),
    }
