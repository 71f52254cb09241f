"""Pages with a form for who isn't signed in."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import HttpRequest, HttpResponse

from plaudit.pages.files import address_of
from plaudit.pages.frame import page
from plaudit.pages.safety import WITH_SCRIPTS
from plaudit.store.sign_in import keyed_mark


def form_page(
    request: HttpRequest, template: str, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Answer with a page that has a form: its style, and an origin that the form can say."""
    shown |= {"member_style": address_of("member.css"), "passkey_script": passkey_script()}
    response = page(request, template, status=status, **shown)
    response.headers["Content-Security-Policy"] = WITH_SCRIPTS
    # Without any referrer a browser calls a form's origin null, and Django refuses what it sends.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def passkey_script() -> str:
    """Return where the script is that asks a device for a passkey."""
    return address_of("passkey.js")


def place_mark(request: HttpRequest, what: str) -> bytes:
    """Return by what a place is known from which something is tried: for an hour's counting alone.

    Behind https the proxy adds the reader's address as the last one; of an IPv6 address the first
    half counts, which is one household or office.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if conf.settings.SECURE_PROXY_SSL_HEADER:
        said = request.headers.get("x-forwarded-for", said).rpartition(",")[2].strip()
    try:
        address = ip_address(said)
    except ValueError:
        return keyed_mark("place", what, "")
    packed = address.packed[:8] if isinstance(address, IPv6Address) else address.packed
    return keyed_mark("place", what, packed)
