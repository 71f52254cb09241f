"""Who works for the programme and its partners, and as what; what waits for a second person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions import agree_staff as agreeing
from plaudit.actions import propose_staff as proposing
from plaudit.core.period import DAY_SECONDS
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.staff import (
    INVITED_SECONDS,
    NAME_CHARACTERS_MAX,
    OF_PARTNERS,
    PROPOSED_SECONDS,
    ROLE_WORDS,
    SECONDS,
    Role,
    shown_half,
)
from plaudit.pages.book import connected
from plaudit.pages.frame import INVITED_PATH
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.staff.somebody_new import Written, written_wrongly
from plaudit.store.staff import staff_of
from plaudit.store.staff_by_two import given_in, proposals_of

HERE = "/staff/people/"
IN_OFFICE = tuple(role for role in Role if role not in OF_PARTNERS)
_LARGEST = 2**31 - 1
WHATS = {
    "hire": N_("is to work here"),
    "roles": N_("is to have these roles"),
    "invite": N_("gets a link for one more passkey"),
    "invite_instead": N_("gets a link instead of a passkey that was lost"),
}
ROLES_WRONG = N_("Choose one role or more. Who audits, or keeps the staff, has no other.")


@dataclass(frozen=True, slots=True)
class Told:
    """What is shown this once: a code for who proposed, or a link for who agreed."""

    code: str = ""
    link: str = ""


@require_safe
@on_duty(Role.OFFICER, Role.AUDITOR, Role.KEEPER, Role.APPROVER)
def people(shift: Shift) -> HttpResponse:
    """List the staff: who works here, who did, and what waits for a second person."""
    return page_of_people(shift)


@require_POST
@on_duty(Role.KEEPER, does="office.people")
def hire(shift: Shift) -> HttpResponse:
    """Propose somebody for the office, and show the half of the invitation this once."""
    name = shift.request.POST.get("name", "")
    roles = roles_sent(shift)
    try:
        with connected("doorkeeper") as connection:
            code = proposing.propose_hiring(connection, name, roles, by=shift.person, now=shift.now)
    except Refused as refused:
        no = refused.refusal
        written = written_wrongly(no, name, roles, voice=shift.voice, roles_wrong=ROLES_WRONG)
        if written is None:
            raise
        return page_of_people(shift, written=written, status=no.status)
    return page_of_people(shift, told=Told(code=shown_half(code)))


@require_POST
@on_duty(*SECONDS, does="office.people")
def agree(shift: Shift, proposal: int) -> HttpResponse:
    """Agree to what another person proposed, and show the link this once."""
    with connected("doorkeeper") as connection:
        token = agreeing.agree_staff(connection, _known(proposal), by=shift.person, now=shift.now)
    if not token:
        return HttpResponseRedirect(HERE)
    link = shift.request.build_absolute_uri(INVITED_PATH + token)
    return page_of_people(shift, told=Told(link=link))


@require_POST
@on_duty(*SECONDS, does="office.people")
def remove(shift: Shift, proposal: int) -> HttpResponse:
    """Remove what waits."""
    with connected("doorkeeper") as connection:
        agreeing.remove_proposal(connection, _known(proposal), by=shift.person, now=shift.now)
    return HttpResponseRedirect(HERE)


def page_of_people(
    shift: Shift, *, told: Told | None = None, written: Written | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the list of the staff, and what this person may do with it."""
    person, voice = shift.person, shift.voice
    given = given_in(shift.connection, person.programme_id)
    listed = [
        (one, in_words(one.roles, shift), given.get(one.staff_id))
        for one in staff_of(shift.connection, person.programme_id)
    ]
    can_agree = bool(SECONDS & person.roles)
    return shift.page(
        "console/people.html",
        status=status,
        told=told,
        written=written or Written(),
        people=listed,
        waiting=_waiting(shift) if can_agree else [],
        can_agree=can_agree,
        keeps=Role.KEEPER in person.roles,
        roles=[(role.value, voice.say(ROLE_WORDS[role])) for role in IN_OFFICE],
        name_most=NAME_CHARACTERS_MAX,
        days=PROPOSED_SECONDS // DAY_SECONDS,
        link_days=INVITED_SECONDS // DAY_SECONDS,
    )


def roles_sent(shift: Shift) -> set[Role]:
    """Return the roles of the office that came with a form."""
    return {Role(one) for one in shift.request.POST.getlist("role") if one in IN_OFFICE}


def in_words(roles: Collection[Role], shift: Shift) -> list[str]:
    """Return roles in the reader's words, in their order."""
    return [shift.voice.say(ROLE_WORDS[role]) for role in Role if role in roles]


def _waiting(shift: Shift) -> list[dict[str, object]]:
    person = shift.person
    with connected("doorkeeper") as connection:
        found = proposals_of(connection, person.programme_id, now=shift.now)
    return [
        {
            "number": one.proposal_id,
            "name": one.name,
            "what": shift.voice.say(WHATS[one.what]),
            "roles": in_words(one.roles, shift),
            "first": one.first_name,
            "may_agree": person.staff_id not in (one.first_id, one.staff_id),
        }
        for one in found
    ]


def _known(number: int) -> int:
    """Return a number that the book can have.

    Refuses: PROPOSAL_UNKNOWN.
    """
    if number > _LARGEST:
        raise Refused(refusal(Code.PROPOSAL_UNKNOWN))
    return number


urlpatterns = [
    path("", people, name="console_people"),
    path("hire", hire, name="console_hire"),
    path("proposals/<int:proposal>/agree", agree, name="console_staff_agree"),
    path("proposals/<int:proposal>/remove", remove, name="console_staff_remove"),
]
