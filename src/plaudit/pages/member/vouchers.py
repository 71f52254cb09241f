"""Vouchers: the list, one of them with its code, giving it back, opening a ticket."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.cancel import cancel as give_back
from plaudit.actions.open_ticket import open_ticket
from plaudit.core.voucher import State, Voucher
from plaudit.pages.member.visit import Visit, moving, visiting
from plaudit.pages.member.voucher_words import show_vouchers
from plaudit.pages.qr import qr_of
from plaudit.store.offline import signed_voucher
from plaudit.store.tickets import ticket_of
from plaudit.store.vouchers import list_vouchers

NUMBER_MAX = 2**63 - 1


@require_safe
@visiting
def vouchers(visit: Visit) -> HttpResponse:
    """Show the member's vouchers: those that can be used first, each kind newest first."""
    shown = show_vouchers(visit, list_vouchers(visit.connection, visit.member_id))
    return visit.page(
        "member/vouchers.html",
        usable=[one for one in shown if one.is_open],
        over=[one for one in shown if not one.is_open],
    )


@require_safe
@visiting
def voucher(visit: Visit, number: int) -> HttpResponse:
    """Show one voucher, with what the till needs."""
    found = _found(visit, number)
    (shown,) = show_vouchers(visit, [found])
    code = qr = ticket = None
    if shown.code:
        code = signed_voucher(visit.connection, visit.member_id, number)
        qr = qr_of(code or shown.code)
    elif shown.is_ticket and found.state is State.HONOURED:
        ticket = ticket_of(visit.connection, number)
    return visit.page(
        "member/voucher.html",
        voucher=shown,
        qr=qr,
        ticket=ticket,
        until=visit.until,
        still=visit.why_nothing_moves,
    )


@require_POST
@visiting
@moving
def cancel(visit: Visit, number: int) -> HttpResponse:
    """Give a voucher back; pressed twice it is given back once, and shown."""
    if _found(visit, number).state is not State.CANCELLED:
        give_back(visit.connection, visit.member_id, number, now=visit.now)
    return visit.to("voucher", number=number)


@require_POST
@visiting
@moving
def open_it(visit: Visit, number: int) -> HttpResponse:
    """Open a ticket: from then on its voucher is used, and the page shows the ticket's code."""
    _found(visit, number)
    open_ticket(visit.connection, visit.member_id, number, now=visit.now)
    return visit.to("voucher", number=number)


def _found(visit: Visit, number: int) -> Voucher:
    """Return a voucher of this member; nobody else's is found."""
    if number > NUMBER_MAX:
        raise Http404
    found = list_vouchers(visit.connection, visit.member_id, voucher_id=number)
    if not found:
        raise Http404
    return found[0]


urlpatterns = [
    path("", vouchers, name="vouchers"),
    path("<int:number>", voucher, name="voucher"),
    path("<int:number>/cancel", cancel, name="cancel_voucher"),
    path("<int:number>/open", open_it, name="open_ticket"),
]
