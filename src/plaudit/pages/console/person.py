"""One of the staff: what the person may do, a new link, and the end of the work."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions import hire as hiring
from plaudit.actions import propose_staff as proposing
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import ROLE_WORDS, Role, StaffPerson, shown_half
from plaudit.pages.book import connected
from plaudit.pages.console.people import (
    HERE,
    IN_OFFICE,
    ROLES_WRONG,
    Told,
    in_words,
    page_of_people,
    roles_sent,
)
from plaudit.pages.frame import INVITED_PATH
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store import staff

_LARGEST = 2**31 - 1
_AT_FIELD = {Code.STAFF_ROLES_DONT_FIT, Code.STAFF_NONE_LEFT}


@require_safe
@on_duty(Role.KEEPER)
def person(shift: Shift, person: int) -> HttpResponse:
    """Show one of the staff, and what can be changed."""
    return _page(shift, _ours(shift, person))


@require_POST
@on_duty(Role.KEEPER, does="office.people")
def roles(shift: Shift, person: int) -> HttpResponse:
    """Take roles away at once, or propose more."""
    found, wanted = _ours(shift, person), roles_sent(shift)
    try:
        with connected("doorkeeper") as connection:
            proposing.propose_roles(
                connection, found.staff_id, wanted, by=shift.person, now=shift.now
            )
    except Refused as refused:
        no = refused.refusal
        if no.code not in _AT_FIELD:
            raise
        wrong = reason_for_staff(no, shift.voice)
        if no.code == Code.STAFF_ROLES_DONT_FIT:
            wrong = shift.voice.say(ROLES_WRONG)
        shown = found._replace(roles=frozenset(wanted))
        return _page(shift, shown, wrong=wrong, status=no.status)
    return HttpResponseRedirect(HERE)


@require_POST
@on_duty(Role.KEEPER, does="office.people")
def invite(shift: Shift, person: int) -> HttpResponse:
    """Propose a new link for one of the office; show one for who runs a partner's office."""
    found = _ours(shift, person)
    instead = shift.request.POST.get("instead") == "yes"
    by, now = shift.person, shift.now
    with connected("doorkeeper") as connection:
        if found.partner_id is None:
            code = proposing.propose_invitation(connection, person, by=by, now=now, instead=instead)
            return page_of_people(shift, told=Told(code=shown_half(code)))
        if Role.PARTNER_ADMIN not in found.roles:
            raise Refused(refusal(Code.STAFF_UNKNOWN))  # its own office keeps the others
        token = hiring.invite_anew(connection, person, by=by, now=now, instead=instead)
    link = shift.request.build_absolute_uri(INVITED_PATH + token)
    return page_of_people(shift, told=Told(link=link))


@require_POST
@on_duty(Role.KEEPER, does="office.people")
def let_go(shift: Shift, person: int) -> HttpResponse:
    """End somebody's work, at once."""
    found = _ours(shift, person)
    with connected("doorkeeper") as connection:
        hiring.let_go(connection, found.staff_id, by=shift.person, now=shift.now)
    return HttpResponseRedirect(HERE)


def _ours(shift: Shift, number: int) -> StaffPerson:
    """Return one of the programme's staff, or of a partner's, who works here.

    Refuses: STAFF_UNKNOWN.
    """
    found = staff.person(shift.connection, number) if number <= _LARGEST else None
    if found is None or found.has_left or found.programme_id != shift.person.programme_id:
        raise Refused(refusal(Code.STAFF_UNKNOWN))
    return found


def _page(shift: Shift, one: StaffPerson, *, wrong: str = "", status: int = 200) -> HttpResponse:
    is_of_office = one.partner_id is None
    return shift.page(
        "console/person.html",
        status=status,
        one=one,
        is_self=one.staff_id == shift.person.staff_id,
        is_of_office=is_of_office,
        gets_links=is_of_office or Role.PARTNER_ADMIN in one.roles,
        has=in_words(one.roles, shift),
        wrong=wrong,
        roles=[
            (role.value, shift.voice.say(ROLE_WORDS[role]), role in one.roles) for role in IN_OFFICE
        ],
    )


urlpatterns = [
    path("<int:person>/", person, name="console_person"),
    path("<int:person>/roles", roles, name="console_roles"),
    path("<int:person>/invite", invite, name="console_invite"),
    path("<int:person>/let-go", let_go, name="console_let_go"),
]
