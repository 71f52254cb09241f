"""The way in by e-mail: a code is sent, and typed. It needs no script."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from plaudit.actions.send_code import send_code, take_back_code
from plaudit.actions.try_code import try_code
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import voice_for
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.sign_in.arriving import arrive, telling_no
from plaudit.pages.sign_in.carried import carried, carry
from plaudit.pages.sign_in.forms import form_page, place_mark
from plaudit.pages.sign_in.mailing import MailAway, send_mail_with
from plaudit.pages.sign_in.wish import Wish, shown_address, shown_by, wish_of

_STEP = "code"


def ask_for_code(request: HttpRequest, address: str, wish: Wish) -> HttpResponse:
    """Send a code to an address, and lead on to where it is typed.

    Whether somebody is known by the address makes no difference here.
    Refuses: TOO_MANY_SIGN_INS.
    """
    shown = shown_address(address)
    with connected("doorkeeper") as connection:
        sent = send_code(
            connection,
            address_mark=shown.whole,
            place_mark=place_mark(request, "codes"),
            now=now_instant(),
        )
    try:
        send_mail_with(sent.code, address, voice=voice_for(request))
    except MailAway:
        with connected("doorkeeper") as connection:
            take_back_code(connection, address_mark=shown.whole)
        again = wish.begins_at
        return form_page(request, "sign_in/mail_away.html", status=503, again=again)
    response = HttpResponseRedirect(reverse("code"))
    step = {
        "step": _STEP,
        "attempt": urlsafe_b64encode(sent.attempt).decode(),
        "shown": shown.carried(),
        "wish": wish.carried(),
    }
    carry(response, step, secure=request.is_secure())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@telling_no
def code(request: HttpRequest) -> HttpResponse:
    """Let the code be typed; a wrong one may be typed again."""
    step = carried(request)
    if step is None or step["step"] != _STEP:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    wish = wish_of(step["wish"])
    if request.method != "POST":
        return _page(request, wish)
    attempt, typed = urlsafe_b64decode(step["attempt"]), request.POST.get("code", "")
    try:
        with connected("doorkeeper") as connection:
            try_code(connection, attempt, typed, now=now_instant())
    except Refused as refused:
        no = refused.refusal
        if no.code is not Code.SIGN_IN_CODE_WRONG:
            raise
        reason = reason_in_words(no, voice_for(request))
        return _page(request, wish, status=no.status, reason=reason, typed=typed)
    return arrive(request, shown_by(step["shown"]), wish)


def _page(
    request: HttpRequest, wish: Wish, *, status: int = 200, reason: str = "", typed: str = ""
) -> HttpResponse:
    """Ask for the code; what was typed wrongly stands there, to be compared."""
    shown = {"reason": reason, "again": wish.begins_at, "typed": typed}
    return form_page(request, "sign_in/code.html", status=status, **shown)


urlpatterns = [path("code", code, name="code")]
