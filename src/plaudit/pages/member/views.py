"""The statement, the way in by a link, and the way out."""

from __future__ import annotations

import time

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.core.statement import read_cursor
from plaudit.pages.book import book
from plaudit.pages.frame import asks_the_book, page, voice_for
from plaudit.pages.passes import PATH, give_pass, member_of_link, member_of_pass, take_pass
from plaudit.pages.showing import show


@require_safe
@asks_the_book
def statement(request: HttpRequest) -> HttpResponse:
    """Show the statement of the member whose pass was sent; without one, how to get in."""
    member_id = member_of_pass(request)
    if member_id is None:
        return page(request, "member/way_in.html")
    older = request.GET.get("older")
    before = None if older is None else read_cursor(older)
    if older is not None and before is None:
        raise Http404
    found = book().statement(member_id, now=time.time_ns() // 1_000, before=before)
    if found is None:
        response = page(request, "member/way_in.html")
        take_pass(response)
        return response
    shown = show(found, voice_for(request))
    response = page(request, "member/statement.html", statement=shown, is_newest=before is None)
    # Without any referrer a browser calls a form's origin null, and the way out would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Turn a link into a pass, and lead on so that the link leaves the address bar."""
    member_id = member_of_link(token)
    if member_id is None:
        return page(request, "member/way_in.html", status=403, is_link_old=True)
    response = HttpResponseRedirect(PATH)
    give_pass(response, member_id, secure=request.is_secure())
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    response = HttpResponseRedirect(PATH)
    take_pass(response)
    return response
