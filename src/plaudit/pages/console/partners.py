"""How partners' reports fare: what is unusual, for a person to ask about. It has no way to write.

Only when it is asked for: the weeks before are read, which takes a moment in a city.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.staff import Role
from plaudit.lab.reported import of_book
from plaudit.lab.unusual import unusual
from plaudit.lab.unusual_words import unusual_data
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.catalogue import read_programmes
from plaudit.store.partners import list_partners

DAYS = {"1", "7"}


@require_safe
@on_duty(Role.OFFICER)
def partners(shift: Shift) -> HttpResponse:
    """Show the partners; with `days`, what was unusual in their reports of the last days."""
    person = shift.person
    asked = shift.request.GET.get("days", "")
    data = None
    if asked in DAYS:
        days = range(shift.today - int(asked), shift.today)
        known = {one.programme_id: one for one in read_programmes(shift.connection)}
        looked = unusual(of_book(shift.connection, known[person.programme_id], days), days)
        data = unusual_data(
            looked, programme=person.programme, first_day=days[0], last_day=days[-1]
        )
    listed = list_partners(shift.connection, person.programme_id)
    return shift.page(
        "console/partners.html",
        partners=[
            (one.registered, shift.voice.joined(sorted(one.registered.activities)), len(one.keys))
            for one in listed
        ],
        data=data,
    )


urlpatterns = [path("", partners, name="console_partners")]
