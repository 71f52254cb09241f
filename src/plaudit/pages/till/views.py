"""The till's page: a voucher's code, what it is for, honouring it, and a minute for mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.honour import honour as honour_code
from plaudit.actions.honour import honoured_just_now
from plaudit.actions.look_up import look_up
from plaudit.actions.undo import undo as take_back
from plaudit.core.refusals import N_, Code, Refused
from plaudit.core.signed_voucher import PREFIX
from plaudit.core.staff import Role
from plaudit.core.till_field import scanned_beside
from plaudit.core.voice import points_in_words, text_in
from plaudit.core.voucher import UNDO_SECONDS, State
from plaudit.pages.files import address_of
from plaudit.pages.safety import WITH_CAMERA
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.till.at_till import till_of

CODE_TEXT_MOST = 256
STATE_WORDS = {
    State.OPEN: N_("Valid: {title}"),
    State.HONOURED: N_("Used already: {title}"),
    State.CANCELLED: N_("Given back: {title}"),
    State.LAPSED: N_("Over: {title}"),
}
_HONOURED = N_("Honoured: {title}. You are owed {points}.")
_TAKEN_BACK = N_("Taken back. The voucher is open again.")


@require_safe
@on_duty(Role.TILL)
def till(shift: Shift) -> HttpResponse:
    """Show where a code is typed or scanned."""
    return till_page(shift)


@require_POST
@on_duty(Role.TILL, does="till.look")
def look(shift: Shift) -> HttpResponse:
    """Say what a voucher is for, and whether it can be used now."""
    code = scanned_beside(_code(shift), _sent(shift, "mistyped"))
    try:
        found = look_up(shift.connection, till_of(shift.person), code, now=shift.now)
    except Refused as refused:
        return _refused(shift, refused, typed="" if code.startswith(PREFIX) else code)
    title = _title(shift, found.title, found.reward)
    return till_page(
        shift,
        code=code if found.state is State.OPEN else "",
        is_good=found.state is State.OPEN,
        told=shift.voice.say(STATE_WORDS[found.state], title=title),
        points=points_in_words(found.points, shift.voice),
        last_on=shift.voice.day(found.last_on),
    )


@require_POST
@on_duty(Role.TILL, does="till.honour")
def honour(shift: Shift) -> HttpResponse:
    """Honour a voucher, once; who presses twice reads that it is honoured."""
    till, code, voice = till_of(shift.person), _code(shift), shift.voice
    try:
        done = honour_code(shift.connection, till, code, now=shift.now)
    except Refused as refused:
        before = None
        if refused.refusal.code is Code.VOUCHER_USED:
            before = honoured_just_now(shift.connection, till, code, now=shift.now)
        if before is None:
            return _refused(shift, refused)
        done = before
    title = _title(shift, done.title, done.reward)
    points = points_in_words(Fraction(done.points), voice)
    return till_page(
        shift,
        is_good=True,
        told=voice.say(_HONOURED, title=title, points=points),
        ticket=done.ticket or "",
        undo="" if done.ticket else str(done.number),
    )


@require_POST
@on_duty(Role.TILL, does="till.undo")
def undo(shift: Shift, number: int) -> HttpResponse:
    """Take back what was honoured by mistake, within a minute."""
    try:
        if number >= 2**63:
            number = 0
        take_back(shift.connection, till_of(shift.person), number, now=shift.now)
    except Refused as refused:
        return _refused(shift, refused)
    return till_page(shift, is_good=True, told=shift.voice.say(_TAKEN_BACK))


def till_page(shift: Shift, *, status: int = 200, **shown: object) -> HttpResponse:
    """Answer with the till's page."""
    response = shift.page(
        "till/till.html",
        status=status,
        undo_seconds=UNDO_SECONDS,
        code_most=CODE_TEXT_MOST,
        reader=address_of("qr_reader.js"),
        scan_script=address_of("scan.js"),
        voucher_script=address_of("voucher.js"),
        till_script=address_of("till.js"),
        till_style=address_of("till.css"),
        **shown,
    )
    response.headers["Permissions-Policy"] = WITH_CAMERA
    return response


def _code(shift: Shift) -> str:
    return _sent(shift, "code")


def _sent(shift: Shift, name: str) -> str:
    return shift.request.POST.get(name, "").strip()[:CODE_TEXT_MOST]


def _refused(shift: Shift, refused: Refused, *, typed: str = "") -> HttpResponse:
    """Say why not; what was `typed` stays in the field, to be compared."""
    reason = reason_for_staff(refused.refusal, shift.voice)
    return till_page(shift, status=refused.refusal.status, told=reason, typed=typed)


def _title(shift: Shift, title: Mapping[str, str], reward: str) -> str:
    return text_in(title, shift.voice, otherwise=reward)
