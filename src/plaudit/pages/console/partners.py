"""The partners, and how their reports fare: what is unusual, for a person to ask about.

Only when it is asked for: the weeks before are read, which takes a moment in a city.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.actions.bring_to_terms import Register, read_register
from plaudit.core.ledger import Registration
from plaudit.core.partner_terms import changes_of
from plaudit.core.refusals import N_
from plaudit.core.staff import Role
from plaudit.lab.reported import of_book
from plaudit.lab.unusual import unusual
from plaudit.lab.unusual_words import reason, said
from plaudit.pages.console.partner import programme_of, titles_of
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.voices import GettextVoice
from plaudit.store.catalogue import Published

DAYS = {"1", "7"}
_GONE = N_("The edition in force doesn't name it any more.")
_DIFFERS = N_("The edition in force gives it other terms.")


@dataclass(frozen=True, slots=True)
class ShownOddity:
    """Something to look at: whose reports, of what, on which day, and what is unusual."""

    partner: str
    activity: str
    day: str
    reason: str


@require_safe
@on_duty(Role.OFFICER, Role.KEEPER)
def partners(shift: Shift) -> HttpResponse:
    """Show the partners; to an officer, what was unusual in their reports of the last `days`."""
    asks = Role.OFFICER in shift.person.roles
    asked = shift.request.GET.get("days", "") if asks else ""
    programme = programme_of(shift)
    register = read_register(shift.connection, programme, now=shift.now)
    titles = titles_of(programme, shift)
    found, notes = list[ShownOddity](), list[str]()
    if asked in DAYS:
        found, notes = _looked_at(shift, programme, int(asked), titles=titles)
    return shift.page(
        "console/partners.html",
        partners=[
            (
                one.registered,
                _named(one.registered.activities, titles, shift.voice),
                len(one.keys),
                _state(shift, register, one.registered),
            )
            for one in register.known.values()
        ],
        missing=[one for id, one in register.named.items() if id not in register.known],
        edition=register.edition_id,
        asks=asks,
        keeps=Role.KEEPER in shift.person.roles,
        is_asked=asked in DAYS,
        found=found,
        notes=notes,
    )


def _named(activities: Collection[str], titles: Mapping[str, str], voice: GettextVoice) -> str:
    return voice.joined([titles.get(id, id) for id in sorted(activities)])


def _state(shift: Shift, register: Register, one: Registration) -> str:
    """Return what has to be done about a partner; "" where its terms are the edition's."""
    terms = register.named.get(one.id)
    if terms is None:
        return shift.voice.say(_GONE)
    return shift.voice.say(_DIFFERS) if changes_of(one, terms) else ""


def _looked_at(
    shift: Shift, programme: Published, how_many: int, *, titles: Mapping[str, str]
) -> tuple[list[ShownOddity], list[str]]:
    """Return what was unusual in the last days, and what has to be said about it."""
    voice = shift.voice
    days = range(shift.today - how_many, shift.today)
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
