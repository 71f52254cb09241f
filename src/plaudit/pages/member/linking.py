"""Linking: the code that a member shows to a partner, who then knows a handle and no more."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.show_code import show_code
from plaudit.core.refusals import Code, refusal
from plaudit.core.voucher import grouped
from plaudit.pages.member.visit import Visit, visiting
from plaudit.pages.qr import qr_of
from plaudit.pages.showing import reason_in_words


@require_safe
@visiting
def linking(visit: Visit) -> HttpResponse:
    """Say what a code is for, with the button that makes one, or why there can be none now."""
    return visit.page("member/linking.html", reason=_why_not(visit))


@require_POST
@visiting
def show(visit: Visit) -> HttpResponse:
    """Make a code and show it; the one before is worth nothing from now on."""
    code = grouped(show_code(visit.connection, visit.member_id, now=visit.now).code)
    return visit.page("member/linking.html", code=code, qr=qr_of(code))


def _why_not(visit: Visit) -> str:
    """Return why the member can show no code now; "" where one can be shown."""
    if visit.member.withdrawn_at is not None:
        return reason_in_words(refusal(Code.MEMBER_UNKNOWN), visit.voice)
    if visit.member.restricted_at is not None:
        restricted = refusal(Code.RECORD_RESTRICTED, member=visit.member_id)
        return reason_in_words(restricted, visit.voice)
    return ""


urlpatterns = [
    path("", linking, name="linking"),
    path("show", show, name="show_code"),
]
