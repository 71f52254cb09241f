"""The way in by a city's own login: there, and back. It needs no script."""

from __future__ import annotations

import hmac
import secrets

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.sign_in.arriving import arrive, telling_no
from plaudit.pages.sign_in.carried import STEP_SECONDS, carried, carry
from plaudit.pages.sign_in.forms import form_page
from plaudit.pages.sign_in.issuer import (
    Asking,
    Issuer,
    IssuerAway,
    NotConfirmed,
    address_to,
    subject_of,
)
from plaudit.pages.sign_in.then import asked_for
from plaudit.pages.sign_in.wish import Shown, Wish, wish_of
from plaudit.store import sign_in
from plaudit.store.sign_in import keyed_mark

_GOING, _THERE = "city.going", "city.there"
_CHARACTERS_MAX = 4_096


def city() -> Issuer | None:
    """Return the city's login as it is set up, or None."""
    found = conf.settings.PLAUDIT_CITY_LOGIN
    assert found is None or isinstance(found, Issuer)
    return found


def go_to_city(request: HttpRequest, wish: Wish) -> HttpResponse:
    """Keep what is wished for in this browser, and lead on by a page.

    A page, because a form may be sent to us alone, also by the way it leads on to.
    """
    issuer = _city()
    response = form_page(request, "sign_in/city.html", name=issuer.name)
    carry(response, {"step": _GOING, "wish": wish.carried()}, secure=request.is_secure())
    return response


@require_safe
@telling_no
def sign_in_there(request: HttpRequest) -> HttpResponse:
    """Lead to the city's login to sign in: whatever else was begun is forgotten."""
    return _lead(request, Wish(then=asked_for(request)))


@require_safe
@telling_no
def go_on_there(request: HttpRequest) -> HttpResponse:
    """Lead to the city's login with what was wished for on a page of ours.

    That page leads on by itself, and has a button for who waits: each time with a new state.
    """
    step = carried(request)
    if step is None or step["step"] not in (_GOING, _THERE):
        raise Refused(refusal(Code.SIGN_IN_OVER))
    return _lead(request, wish_of(step["wish"]))


@require_safe
@telling_no
def back(request: HttpRequest) -> HttpResponse:
    """Take the city's answer: once, by the browser that asked, and in time."""
    issuer, step, said = _city(), carried(request), request.GET
    if step is None or step["step"] != _THERE:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    asking, code = Asking(*step["asking"]), said.get("code", "")
    is_ours = hmac.compare_digest(said.get("state", "").encode(), asking.state.encode())
    if not is_ours or said.get("iss", issuer.issuer) != issuer.issuer:
        raise _failed(issuer)
    _use(asking)
    if not code or len(code) > _CHARACTERS_MAX:
        raise _failed(issuer)
    try:
        subject = subject_of(issuer, code, asking)
    except NotConfirmed:
        raise _failed(issuer) from None
    except IssuerAway:
        raise _away(issuer) from None
    shown = Shown("city", keyed_mark("city", issuer.issuer, subject))
    return arrive(request, shown, wish_of(step["wish"]))


def _lead(request: HttpRequest, wish: Wish) -> HttpResponse:
    issuer = _city()
    asking = Asking(*(secrets.token_urlsafe(32) for _ in Asking._fields))
    try:
        response = HttpResponseRedirect(address_to(issuer, asking))
    except (IssuerAway, NotConfirmed):
        raise _away(issuer) from None
    step = {"step": _THERE, "asking": list(asking), "wish": wish.carried()}
    carry(response, step, secure=request.is_secure())
    return response


def _use(asking: Asking) -> None:
    """Use up what was asked.

    Refuses: SIGN_IN_OVER where it was answered before.
    """
    ends_at = now_instant() + STEP_SECONDS * SECOND
    with connected("doorkeeper") as connection:
        if not sign_in.use_challenge(connection, asking.state.encode(), ends_at=ends_at):
            raise Refused(refusal(Code.SIGN_IN_OVER))


def _city() -> Issuer:
    found = city()
    if found is None:
        raise Http404
    return found


def _failed(issuer: Issuer) -> Refused:
    return Refused(refusal(Code.CITY_LOGIN_FAILED, name=issuer.name))


def _away(issuer: Issuer) -> Refused:
    return Refused(refusal(Code.CITY_LOGIN_AWAY, name=issuer.name))


urlpatterns = [
    path("city", sign_in_there, name="sign_in_by_city"),
    path("city/go", go_on_there, name="go_to_city"),
    path("city/back", back, name="back_from_city"),
]
