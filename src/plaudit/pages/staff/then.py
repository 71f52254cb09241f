"""Where a shift that begins leads: to the staff's page that was asked for, and to no other host."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from plaudit.pages.above import page_above, page_at
from plaudit.pages.frame import FILES, INVITED_PATH, KEPT_ON_DEVICES
from plaudit.pages.sign_in.then import url_name_under
from plaudit.pages.staff.cookie import PATH


def asked_for(request: HttpRequest) -> str:
    """Return where a shift leads that begins on the answer to a request; "" for the rooms.

    To the page that was asked for. For what was pressed: to the page at it, where it can be
    pressed once more.
    """
    if request.method in ("GET", "HEAD"):
        is_front = request.path == PATH
        return kept_place(request.GET.get("then", "") if is_front else request.get_full_path())
    if request.path == reverse("staff_enter"):
        return kept_place(request.POST.get("then", ""))
    return kept_place(page_at(request.path))


def kept_place(said: str) -> str:
    """Return an address if it is a page of the staff's to look at; "" for any other, and the rooms.

    For a file it is the page above it.
    What a device shows without a connection is no page to be led to, and an invitation is over.
    """
    name = url_name_under(PATH, said)
    if name is None or name in KEPT_ON_DEVICES or said.startswith(INVITED_PATH):
        return ""
    path = urlsplit(said).path
    if name in FILES:
        return kept_place(page_above(path))
    return "" if said == PATH or page_at(path) != path else said
