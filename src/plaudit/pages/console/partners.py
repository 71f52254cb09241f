"""How partners' reports fare: what is unusual, for a person to ask about. It has no way to write.

Only when it is asked for: the weeks before are read, which takes a moment in a city.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.staff import Role
from plaudit.core.voice import text_in
from plaudit.lab.reported import of_book
from plaudit.lab.unusual import unusual
from plaudit.lab.unusual_words import reason, said
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.catalogue import read_programme
from plaudit.store.partners import list_partners

DAYS = {"1", "7"}


@dataclass(frozen=True, slots=True)
class ShownOddity:
    """Something to look at: whose reports, of what, on which day, and what is unusual."""

    partner: str
    activity: str
    day: str
    reason: str


@require_safe
@on_duty(Role.OFFICER)
def partners(shift: Shift) -> HttpResponse:
    """Show the partners; with `days`, what was unusual in their reports of the last days."""
    asked = shift.request.GET.get("days", "")
    found, notes = _looked_at(shift, int(asked)) if asked in DAYS else ([], [])
    listed = list_partners(shift.connection, shift.person.programme_id)
    return shift.page(
        "console/partners.html",
        partners=[
            (one.registered, shift.voice.joined(sorted(one.registered.activities)), len(one.keys))
            for one in listed
        ],
        is_asked=asked in DAYS,
        found=found,
        notes=notes,
    )


def _looked_at(shift: Shift, how_many: int) -> tuple[list[ShownOddity], list[str]]:
    """Return what was unusual in the last days, and what has to be said about it."""
    person, voice = shift.person, shift.voice
    days = range(shift.today - how_many, shift.today)
    programme = read_programme(shift.connection, person.programme_id, person.programme)
    programme = programme._replace(time_zone=person.time_zone)
    looked = unusual(of_book(shift.connection, programme, days), days)
    known = {id: one for edition in programme.editions for id, one in edition.activities.items()}
    found = [
        ShownOddity(
            partner=one.partner,
            activity=text_in(known[one.activity].title, voice, otherwise=one.activity),
            day=voice.day(one.day),
            reason=reason(one, voice),
        )
        for one in looked.found
    ]
    return found, said(looked, voice)


urlpatterns = [path("", partners, name="console_partners")]
