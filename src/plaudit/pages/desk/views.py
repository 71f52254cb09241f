"""The desk's first page, opening and closing a record, and the card."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.open_record import open_record
from plaudit.actions.use_card import OPENS
from plaudit.core.refusals import N_, Refused
from plaudit.core.rights import LOOK_REASONS, LookReason
from plaudit.core.staff import Role
from plaudit.core.voice import NN_
from plaudit.pages.desk.opening import close, keep_open
from plaudit.pages.desk.record import DeskVisit, visit_of, with_record
from plaudit.pages.files import address_of
from plaudit.pages.papers.card_pdf import card_pdf
from plaudit.pages.papers.fonts import FontMissing
from plaudit.pages.passes import LINK_SECONDS, link_path
from plaudit.pages.qr import qr_of
from plaudit.pages.safety import WITH_CAMERA
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.voices import voice_of
from plaudit.store.catalogue import read_programme
from plaudit.store.members import language_of

_WHY: dict[LookReason, str] = {
    "member_asked": N_("The member asked for it"),
    "question": N_("To answer a question"),
    "fault": N_("To mend a fault"),
    "audit": N_("To check the book"),
    "legal_duty": N_("The law requires it"),
}
_WORKS = NN_(
    "Let the member scan it with their own phone. It works for {number} minute.",
    "Let the member scan it with their own phone. It works for {number} minutes.",
)
_NO_FONT = N_("No card can be printed here: a font is missing. Ask who looks after the machine.")


@require_safe
@on_duty(Role.DESK)
def desk(shift: Shift) -> HttpResponse:
    """Show how a record is opened, and how a person joins."""
    return front_page(shift)


@require_POST
@on_duty(Role.DESK, does=OPENS)
def open_it(shift: Shift) -> HttpResponse:
    """Open the record of whose card it is, for a reason that the member sees."""
    sent = shift.request.POST
    why, number = sent.get("reason", ""), sent.get("number", "")
    try:
        member_id = open_record(shift.connection, shift.person, number, reason=why, now=shift.now)
    except Refused as refused:
        return front_page(shift, refused=refused, chosen=why, number=number)
    response = redirect("desk_statement")
    keep_open(response, shift.request, member_id, now=shift.now)
    return response


@require_POST
@on_duty(Role.DESK, does="desk.close")
def close_it(shift: Shift) -> HttpResponse:
    """Close the record that is open."""
    return close(redirect("desk"))


@require_safe
@with_record()
def card(visit: DeskVisit) -> HttpResponse:
    """Show the card's number, the card to print, and how a phone is let in later."""
    return visit.page("desk/card.html")


@require_safe
@with_record(does="desk.card")
def card_to_print(visit: DeskVisit) -> HttpResponse:
    """Answer with the card as PDF, in the language in which the member agreed."""
    language = language_of(visit.connection, visit.member_id) or visit.voice.language
    member = visit.member
    newest = read_programme(visit.connection, member.programme_id, member.programme).editions[-1]
    try:
        made = card_pdf(
            visit.member_id,
            member.programme,
            newest.edition.title,
            voice=voice_of(language),
            now=visit.now,
        )
    except FontMissing:
        reason = visit.voice.say(_NO_FONT)
        return visit.page("member/refused.html", status=503, reason=reason)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="card.pdf"'
    return response


@require_POST
@with_record(does="desk.way_in")
def way_in(visit: DeskVisit) -> HttpResponse:
    """Show a link that lets the member's own phone in, for a quarter of an hour."""
    path = link_path(visit.member_id, ended=visit.member.passes_ended)
    link = visit.request.build_absolute_uri(path)
    works = visit.voice.say_many(_WORKS, Fraction(LINK_SECONDS // 60))
    return visit.page("desk/way_in.html", link=link, qr=qr_of(link), works=works)


def front_page(
    shift: Shift,
    *,
    refused: Refused | None = None,
    chosen: str = "",
    number: str = "",
    leaving: str = "",
) -> HttpResponse:
    """Return the desk's first page, with why a record couldn't be opened, or nobody left.

    What was typed wrongly stands there again; nothing is chosen that wasn't.
    """
    visit = visit_of(shift)
    no = None if refused is None else refused.refusal
    response = shift.page(
        "desk/front.html",
        status=200 if no is None else no.status,
        reason="" if no is None else reason_for_staff(no, shift.voice),
        whys=[(one, shift.voice.say(_WHY[one]), one == chosen) for one in LOOK_REASONS],
        number=number,
        leaving=leaving,
        is_open=visit is not None,
        scan_script=address_of("scan.js"),
        desk_script=address_of("desk.js"),
        reader=address_of("qr_reader.js"),
    )
    response.headers["Permissions-Policy"] = WITH_CAMERA
    return response
