"""The statement, the way in by a link, and the way out."""

from __future__ import annotations

from functools import partial

import psycopg
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.core.statement import Cursor, Statement, read_cursor
from plaudit.pages.book import connected
from plaudit.pages.frame import asks_the_book
from plaudit.pages.funding import FUNDS, funding_in_words
from plaudit.pages.member.news import News, news_for
from plaudit.pages.member.visit import Visit, closing, visiting, way_in
from plaudit.pages.passes import PATH, link_of
from plaudit.pages.showing import show
from plaudit.pages.sign_in.arriving import let_in
from plaudit.pages.sign_in.asking import asking_page
from plaudit.store.members import Membership
from plaudit.store.statement import member_and_statement, statement_of
from plaudit.store.ways_in import passes_ended

ENTRIES_A_PAGE = 10
"""What a phone shows on one screen or two. Each costs a quarter of a millisecond to tell."""


def _read(
    request: HttpRequest, connection: psycopg.Connection, member_id: int, *, now: int
) -> tuple[Membership, Statement] | None:
    """Read the member together with what the page shows: a wait less."""
    before = _before(request)
    return member_and_statement(connection, member_id, now=now, limit=ENTRIES_A_PAGE, before=before)


_showing = partial(visiting, read=_read)


@require_safe
@_showing
def statement(visit: Visit) -> HttpResponse:
    """Show the member's statement."""
    return _shown(visit, "member/statement.html")


@require_safe
@_showing
def fresh(visit: Visit) -> HttpResponse:
    """Show the part of the statement that news change, for a page that is open."""
    return _shown(visit, "member/live.html")


def _before(request: HttpRequest) -> Cursor | None:
    """Return before which entry the page begins; None for the newest one."""
    older = request.GET.get("older")
    before = None if older is None else read_cursor(older)
    if older is not None and before is None:
        raise Http404
    return before


def _shown(visit: Visit, template: str) -> HttpResponse:
    before = _before(visit.request)
    found = visit.statement or statement_of(
        visit.connection, visit.member, now=visit.now, limit=ENTRIES_A_PAGE, before=before
    )
    if found is None:
        return way_in(visit.request)
    funding = FUNDS.of(visit.connection, visit.member.programme, now=visit.now)
    return visit.page(
        template,
        statement=show(found, visit.voice),
        is_newest=before is None,
        news=news_for(visit) if before is None else News(),
        funded=funding_in_words(funding, visit.voice),
    )


@require_safe
@asks_the_book
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Turn a link into a pass, and lead on so that the link leaves the address bar."""
    link = link_of(token)
    if link is not None:
        with connected() as connection:
            if passes_ended(connection, link.member_id) != link.ended:
                link = None  # the member closed all that was open
    if link is None:
        return asking_page(request, "member/way_in.html", then="", status=403, is_link_old=True)
    return let_in(request, link.member_id, ended=link.ended)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, and let the browser forget."""
    return closing(request, HttpResponseRedirect(PATH))
