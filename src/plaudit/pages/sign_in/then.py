"""Where signing in leads: to the page of the member's that was asked for, and to no other host."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from plaudit.pages.above import page_above
from plaudit.pages.frame import ENTER_PATH, FILES
from plaudit.pages.passes import PATH

PLACE_CHARACTERS_MAX = 300


def asked_for(request: HttpRequest) -> str:
    """Return the page that a form or a link leads to after signing in; "" for the wallet."""
    sent = request.POST if request.method == "POST" else request.GET
    return kept_place(sent.get("then", ""))


def kept_place(said: str) -> str:
    """Return an address if it is one of the member's pages, and "" for any other and the wallet.

    For a file it is the page above it.
    """
    name = url_name_under(PATH, said)
    if name in FILES:
        return kept_place(page_above(urlsplit(said).path))
    is_ours = name is not None and not said.startswith(ENTER_PATH)
    return said if is_ours and said != PATH else ""


def url_name_under(root: str, said: str) -> str | None:
    """Return the name of the address of ours that was said, if it is one under `root`."""
    if (
        len(said) > PLACE_CHARACTERS_MAX
        or not said.startswith(root)
        or not url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    ):
        return None
    try:
        return resolve(urlsplit(said).path).url_name
    except Resolver404:
        return None
