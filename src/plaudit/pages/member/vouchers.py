"""Vouchers: the list, one of them with its code, giving it back, opening a ticket."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.cancel import cancel as give_back
from plaudit.actions.open_ticket import open_ticket
from plaudit.core.period import date_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import State, Voucher
from plaudit.pages.member.visit import Visit, moving, visiting
from plaudit.pages.member.voucher_words import ShownVoucher, show_voucher
from plaudit.pages.qr import qr_of
from plaudit.store.leaving import ends_by_leaving
from plaudit.store.offline import signed_voucher
from plaudit.store.tickets import ticket_of
from plaudit.store.vouchers import list_vouchers

NUMBER_MAX = 2**63 - 1


@require_safe
@visiting
def vouchers(visit: Visit) -> HttpResponse:
    """Show the member's vouchers: those that can be used first, each kind newest first."""
    shown = [_shown(visit, one) for one in list_vouchers(visit.connection, visit.member_id)]
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
    shown = _shown(visit, found)
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
        can_go_back=_ended_on(visit) is None,
    )


@require_POST
@visiting
@moving
def cancel(visit: Visit, number: int) -> HttpResponse:
    """Give a voucher back; pressed twice it is given back once, and shown.

    Who left too long ago keeps the voucher, which can be used yet: the points could not.
    Refuses: LEFT_TOO_LONG_AGO, and what `give_back` refuses.
    """
    if _found(visit, number).state is not State.CANCELLED:
        ended_on = _ended_on(visit)
        if ended_on is not None:
            raise Refused(refusal(Code.LEFT_TOO_LONG_AGO, last_on=date_of(ended_on - 1)))
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


def _ended_on(visit: Visit) -> int | None:
    """Return from which day on points of who left can't be used any more, if that has come."""
    ends_on = ends_by_leaving(visit.connection, visit.member, today=visit.today)
    return ends_on if ends_on is not None and visit.today >= ends_on else None


def _found(visit: Visit, number: int) -> Voucher:
    """Return a voucher of this member; nobody else's is found."""
    if number > NUMBER_MAX:
        raise Http404
    found = list_vouchers(visit.connection, visit.member_id, voucher_id=number)
    if not found:
        raise Http404
    return found[0]


def _shown(visit: Visit, one: Voucher) -> ShownVoucher:
    return show_voucher(one, calendar=visit.calendar, today=visit.today, voice=visit.voice)


urlpatterns = [
    path("", vouchers, name="vouchers"),
    path("<int:number>", voucher, name="voucher"),
    path("<int:number>/cancel", cancel, name="cancel_voucher"),
    path("<int:number>/open", open_it, name="open_ticket"),
]
