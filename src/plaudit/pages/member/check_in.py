"""Checking in at a place: its code is scanned or typed, at once or kept for a while."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_safe

from plaudit.actions.check_in import Kept, check_in
from plaudit.core.check_in import read_typed
from plaudit.core.period import SECOND
from plaudit.core.refusals import N_, Code, Refusal, Refused, refusal
from plaudit.pages.files import address_of
from plaudit.pages.house import the_house
from plaudit.pages.member.visit import Visit, visiting
from plaudit.pages.passes import mark_of_pass
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.safety import WITH_CAMERA

TYPED_MAX = 40
"""How many characters a field of the form takes."""
_DONE = N_("You are checked in at {place}.")


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def checking_in(visit: Visit) -> HttpResponse:
    """Show the page to check in, or check in by what was sent."""
    if visit.request.method != "POST":
        return _page(visit)
    try:
        return _send(visit)
    except Refused as refused:
        if visit.why_nothing_counts:
            raise
        return _page(visit, refused=refused.refusal)


@require_safe
@visiting
def kept(visit: Visit) -> HttpResponse:
    """Show the page as a phone keeps it, until the pass ends; 204 for who can't check in."""
    if visit.why_nothing_counts:
        return HttpResponse(status=204)
    response = _page(visit, is_kept=True)
    response.headers["Expires"] = http_date(visit.pass_ends_at // SECOND)
    return response


def _send(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    if sent.get("mark", mark := mark_of_pass(visit.request)) != mark:
        return visit.to("check_in")  # from a page of another pass: it counts for nobody
    typed = read_typed(sent.get("number", ""), sent.get("code", ""))
    if typed is None:
        raise Refused(refusal(Code.CHECK_IN_UNREADABLE))
    at = sent.get("at", "")
    waited = None
    if at.isascii() and at.isdigit() and len(at) <= len(str(visit.now)):
        waited = Kept(int(at) * 1_000, since=visit.pass_begins_at)
    with the_house(visit.connection) as house:
        place = check_in(
            visit.connection, house, visit.member, typed=typed, kept=waited, now=visit.now
        )
    return _page(visit, done=visit.voice.say(_DONE, place=place.place))


def _page(
    visit: Visit, *, done: str = "", refused: Refusal | None = None, is_kept: bool = False
) -> HttpResponse:
    """Show the page; what was refused stays in the form, so that one digit can be put right."""
    typed, refused_because = visit.request.POST if refused else {}, ""
    if refused is not None:
        refused_because = reason_in_words(refused, visit.voice, words=visit.refusal_words)
    response = visit.page(
        "member/check_in.html",
        status=200 if refused is None else refused.status,
        reason=visit.why_nothing_counts,
        done=done,
        refused=refused_because,
        number=typed.get("number", "")[:TYPED_MAX],
        code=typed.get("code", "")[:TYPED_MAX],
        is_kept=is_kept,
        time=visit.voice.clock(visit.calendar.local_time(visit.now)),
        now=visit.now // 1_000,
        until=visit.until,
        zone=visit.member.time_zone,
        reader=address_of("qr_reader.js"),
        scan_script=address_of("scan.js"),
        check_in_script=address_of("check_in.js"),
    )
    response.headers["Permissions-Policy"] = WITH_CAMERA
    return response


urlpatterns = [
    path("", checking_in, name="check_in"),
    path("kept", kept, name="kept_check_in"),
]
