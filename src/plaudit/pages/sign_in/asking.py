"""The forms of signing in, on its own page and on each that somebody without a pass asked for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plaudit.core.refusals import N_
from plaudit.pages.frame import voice_for
from plaudit.pages.sign_in import passkeys
from plaudit.pages.sign_in.forms import form_page
from plaudit.pages.sign_in.offered import by_city, ways_to_sign_in

_BY_PASSKEY = N_("Sign in with a passkey")
_BY_CITY = N_("Sign in with {name}")


def asking_page(
    request: HttpRequest, template: str, *, then: str, status: int = 200, **shown: object
) -> HttpResponse:
    """Answer with a page that asks for a way in. `then`: where it leads; "" for the wallet."""
    ways, voice = ways_to_sign_in(request), voice_for(request)
    query = f"?{urlencode({'then': then})}" if then else ""
    return form_page(
        request,
        template,
        status=status,
        ways=ways,
        then=then,
        passkey=passkeys.ask_to_show(request) if ways.passkey else None,
        passkey_label=voice.say(_BY_PASSKEY),
        city_label=by_city(_BY_CITY, voice),
        city_address=reverse("sign_in_by_city") + query,
        **shown,
    )
