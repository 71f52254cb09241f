"""How partners' reports fare: what is unusual, for a person to ask about. It has no way to write.

Only when it is asked for: the weeks before are read, which takes a moment in a city.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
from plaudit.pages.voices import GettextVoice
from plaudit.store.catalogue import Published, read_programme
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
    person = shift.person
    programme = read_programme(shift.connection, person.programme_id, person.programme)
    titles = {
        id: text_in(one.title, shift.voice, otherwise=id)
        for edition in programme.editions
        for id, one in edition.activities.items()
    }
    found, notes = list[ShownOddity](), list[str]()
    if asked in DAYS:
        found, notes = _looked_at(shift, programme, int(asked), titles=titles)
    listed = list_partners(shift.connection, person.programme_id)
    return shift.page(
        "console/partners.html",
        partners=[
            (one.registered, _named(one.registered.activities, titles, shift.voice), len(one.keys))
            for one in listed
        ],
        is_asked=asked in DAYS,
        found=found,
        notes=notes,
    )


def _named(activities: Collection[str], titles: Mapping[str, str], voice: GettextVoice) -> str:
    return voice.joined([titles.get(id, id) for id in sorted(activities)])


def _looked_at(
    shift: Shift, programme: Published, how_many: int, *, titles: Mapping[str, str]
) -> tuple[list[ShownOddity], list[str]]:
    """Return what was unusual in the last days, and what has to be said about it."""
    voice = shift.voice
    days = range(shift.today - how_many, shift.today)
    programme = programme._replace(time_zone=shift.person.time_zone)
    looked = unusual(of_book(shift.connection, programme, days), days)
    found = [
        ShownOddity(
            partner=one.partner,
            activity=titles[one.activity],
            day=voice.day(one.day),
            reason=reason(one, voice),
        )
        for one in looked.found
    ]
    return found, said(looked, voice)


urlpatterns = [path("", partners, name="console_partners")]
