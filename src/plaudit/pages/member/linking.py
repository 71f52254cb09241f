"""Linking: the code that a member shows to a partner, who then knows a handle and no more."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.show_code import show_code
from plaudit.core.linking import AHEAD_SECONDS, STEP_SECONDS, step_of
from plaudit.core.period import SECOND
from plaudit.core.voucher import grouped
from plaudit.pages.files import address_of
from plaudit.pages.member.visit import Visit, visiting
from plaudit.pages.qr import qr_of
from plaudit.store.live_codes import live_codes


@require_safe
@visiting
def linking(visit: Visit) -> HttpResponse:
    """Show the live code, with those of the next hour for a phone that loses its connection."""
    return _page(visit)


@require_safe
@visiting
def kept(visit: Visit) -> HttpResponse:
    """Show the same as a phone keeps it, until the codes or the pass end; 204 without any."""
    if visit.why_nothing_counts:
        return HttpResponse(status=204)
    response = _page(visit, is_kept=True)
    response.headers["Expires"] = http_date(_ends_at(visit) // SECOND)
    return response


@require_POST
@visiting
def show(visit: Visit) -> HttpResponse:
    """Make a code to type and show it; the one before is worth nothing from now on."""
    code = grouped(show_code(visit.connection, visit.member_id, now=visit.now).code)
    return _page(visit, code=code)


def _page(visit: Visit, *, code: str = "", is_kept: bool = False) -> HttpResponse:
    first, ends_at = step_of(visit.now), _ends_at(visit)
    codes = live_codes(visit.member_id, range(first, max(first + 1, step_of(ends_at))))
    return visit.page(
        "member/linking.html",
        reason=visit.why_nothing_counts,
        codes=" ".join(codes),
        live=qr_of(codes[0]),
        first=first,
        seconds=STEP_SECONDS,
        now=visit.now // 1_000,
        until=visit.voice.clock(visit.calendar.local_time(ends_at)),
        code=code,
        is_kept=is_kept,
        time=visit.voice.clock(visit.calendar.local_time(visit.now)),
        qr_script=address_of("qr.js"),
        code_script=address_of("code.js"),
    )


def _ends_at(visit: Visit) -> int:
    """Return until when a phone has codes: for an hour, and not longer than the pass."""
    return min(visit.now + AHEAD_SECONDS * SECOND, visit.pass_ends_at)


urlpatterns = [
    path("", linking, name="linking"),
    path("kept", kept, name="kept_codes"),
    path("show", show, name="show_code"),
]
