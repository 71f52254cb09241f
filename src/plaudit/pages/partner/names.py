"""The name that a partner has for a member: learnt by the code that the member shows.

What a program asks for at POST /v1/links, for an office that reports by tables.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.link import link
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import Role
from plaudit.pages.partner.words import own_partner
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.till.at_till import till_of
from plaudit.store.handles import Handles
from plaudit.store.partners import reports_deeds
from plaudit.store.secrets import secret

CODE_TEXT_MOST = 64
"""Twelve characters in any spelling, or the 25 of a picture as a hand scanner writes them."""


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def names(shift: Shift) -> HttpResponse:
    """Ask for the code that a member shows; say that none is needed where nothing is reported."""
    no = None if reports_deeds(shift.connection, own_partner(shift)) else Code.NOTHING_TO_LINK
    return shift.page(
        "partner/names.html",
        needless="" if no is None else reason_for_staff(refusal(no), shift.voice),
        code_most=CODE_TEXT_MOST,
    )


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.name")
def learn(shift: Shift) -> HttpResponse:
    """Use the code up, and show the name. Wrong codes slow this person down, as at a till."""
    code, handle, no = shift.request.POST.get("code", "").strip()[:CODE_TEXT_MOST], "", None
    try:
        handle = link(
            shift.connection,
            till_of(shift.person),
            code,
            handles=Handles(secret("handles")),
            now=shift.now,
        )
    except Refused as refused:
        no = refused.refusal
    return shift.page(
        "partner/names.html",
        status=200 if no is None else no.status,
        handle=handle,
        reason="" if no is None else reason_for_staff(no, shift.voice),
        typed="" if no is None else code,
        code_most=CODE_TEXT_MOST,
    )
