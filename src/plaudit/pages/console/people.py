"""Who works for the programme and its partners, and as what."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.staff import ROLE_WORDS, Role
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.staff import staff_of


@require_safe
@on_duty(Role.OFFICER, Role.AUDITOR)
def people(shift: Shift) -> HttpResponse:
    """List the staff: who works here, and who did."""
    listed = [
        (one, [shift.voice.say(ROLE_WORDS[role]) for role in Role if role in one.roles])
        for one in staff_of(shift.connection, shift.person.programme_id)
    ]
    return shift.page("console/people.html", people=listed)


urlpatterns = [path("", people, name="console_people")]
