"""Signing in to one's own pages, by any way that opens them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe

from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.ways_in import read_address
from plaudit.pages.frame import voice_for
from plaudit.pages.sign_in import city, codes, passkeys
from plaudit.pages.sign_in.arriving import CHOICE, arrive, let_in, telling_no
from plaudit.pages.sign_in.asking import asking_page
from plaudit.pages.sign_in.carried import unseal
from plaudit.pages.sign_in.offered import ways_to_sign_in
from plaudit.pages.sign_in.then import asked_for
from plaudit.pages.sign_in.wish import Wish

NO_ADDRESS = N_("This can't be an e-mail address. Write it like name@example.org.")


@require_safe
@telling_no
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in."""
    return _page(request)


@require_POST
@telling_no
def by_email(request: HttpRequest) -> HttpResponse:
    """Send a code to the address that was typed."""
    address = read_address(request.POST.get("address", ""))
    if address is None or not ways_to_sign_in(request).email:
        return _page(request, status=400, reason=voice_for(request).say(NO_ADDRESS))
    return codes.ask_for_code(request, address, Wish(then=asked_for(request)))


@require_POST
@telling_no
def by_passkey(request: HttpRequest) -> HttpResponse:
    """Open the pages that a passkey opens."""
    return arrive(request, passkeys.shown(request), Wish(then=asked_for(request)))


@require_POST
@telling_no
def choose(request: HttpRequest) -> HttpResponse:
    """Open the pages of the programme that was chosen, where one way in opens several."""
    sealed = unseal(CHOICE, request.POST.get("sealed", ""))
    chosen = request.POST.get("member", "")
    if sealed is None or chosen not in sealed["members"]:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    ended = sealed["members"][chosen]
    return let_in(request, int(chosen), ended=ended, then=sealed["then"])


def _page(request: HttpRequest, *, status: int = 200, reason: str = "") -> HttpResponse:
    then = asked_for(request)
    before = {"address": request.POST.get("address", "")}
    return asking_page(
        request, "sign_in/sign_in.html", then=then, status=status, reason=reason, before=before
    )


urlpatterns = [
    path("", sign_in, name="sign_in"),
    path("email", by_email, name="sign_in_by_email"),
    path("passkey", by_passkey, name="sign_in_by_passkey"),
    path("choose", choose, name="choose"),
    path("", include(codes.urlpatterns)),
    path("", include(city.urlpatterns)),
]
