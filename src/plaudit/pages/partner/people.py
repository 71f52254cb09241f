"""The partner's people: stewards, tills and the office itself; invited by a link, and let go."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions import hire as hiring
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.staff import (
    INVITED_SECONDS,
    NAME_CHARACTERS_MAX,
    OF_PARTNERS,
    ROLE_WORDS,
    Role,
)
from plaudit.pages.book import connected
from plaudit.pages.frame import INVITED_PATH
from plaudit.pages.partner.words import own_partner
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.staff.somebody_new import Written, written_wrongly
from plaudit.store import staff
from plaudit.store.staff import Workplace

HERE = "/staff/partner/people/"
_DAY = 86_400
_ROLES_WRONG = N_("Choose one role or more.")


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def people(shift: Shift) -> HttpResponse:
    """List who works at the partner."""
    return _page(shift)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.people")
def hire(shift: Shift) -> HttpResponse:
    """Let somebody work here, and show the link of the invitation this once."""
    name = shift.request.POST.get("name", "")
    roles = {Role(one) for one in shift.request.POST.getlist("role") if one in OF_PARTNERS}
    at = Workplace(shift.person.programme_id, own_partner(shift))
    try:
        with connected("doorkeeper") as connection:
            _, token = hiring.hire(
                connection, at, name, roles=roles, by=shift.person, now=shift.now
            )
    except Refused as refused:
        no = refused.refusal
        written = written_wrongly(no, name, roles, voice=shift.voice, roles_wrong=_ROLES_WRONG)
        if written is None:
            raise
        return _page(shift, written=written, status=no.status)
    return _page(shift, token=token)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.people")
def invite(shift: Shift, person: int) -> HttpResponse:
    """Show a new link, for a lost passkey or one more."""
    with connected("doorkeeper") as connection:
        _must_be_own(shift, person)
        token = hiring.invite_anew(connection, person, by=shift.person, now=shift.now)
    return _page(shift, token=token)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.people")
def let_go(shift: Shift, person: int) -> HttpResponse:
    """End somebody's work, at once."""
    with connected("doorkeeper") as connection:
        _must_be_own(shift, person)
        hiring.let_go(connection, person, by=shift.person, now=shift.now)
    return HttpResponseRedirect(HERE)


def _must_be_own(shift: Shift, staff_id: int) -> None:
    """Return where somebody works at the same partner.

    Refuses: STAFF_UNKNOWN.
    """
    found = staff.person(shift.connection, staff_id) if staff_id < 2**31 else None
    if found is None or found.has_left or found.partner_id != own_partner(shift):
        raise Refused(refusal(Code.STAFF_UNKNOWN))


def _page(
    shift: Shift, *, token: str = "", written: Written | None = None, status: int = 200
) -> HttpResponse:
    voice = shift.voice
    working = [
        {
            "id": one.staff_id,
            "name": one.name,
            "roles": [voice.say(ROLE_WORDS[role]) for role in Role if role in one.roles],
            "is_self": one.staff_id == shift.person.staff_id,
        }
        for one in staff.staff_of(shift.connection, shift.person.programme_id)
        if one.partner_id == own_partner(shift) and not one.has_left
    ]
    return shift.page(
        "partner/people.html",
        status=status,
        written=written or Written(),
        people=working,
        link=shift.request.build_absolute_uri(INVITED_PATH + token) if token else "",
        days=INVITED_SECONDS // _DAY,
        name_most=NAME_CHARACTERS_MAX,
        roles=[(role.value, voice.say(ROLE_WORDS[role])) for role in Role if role in OF_PARTNERS],
    )
