"""Joining and leaving at the desk: the notice is read out, and nothing is ticked beforehand."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.join_in_person import join_in_person
from plaudit.actions.leave_by_card import leave_by_card
from plaudit.actions.look import look
from plaudit.actions.use_card import LEAVES_BY_CARD, brought_by_member
from plaudit.core.consent_words import LEAVES_AT_DESK
from plaudit.core.notice.blocks import fingerprint
from plaudit.core.period import SECOND
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.staff import Role
from plaudit.pages.desk.opening import OPEN_SECONDS, close, keep_open
from plaudit.pages.desk.views import front_page
from plaudit.pages.sign_in.arriving import agreed_by
from plaudit.pages.sign_in.joining import CHANGED, Joining, joining_in, sent_before, wish_to_join
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.voices import LANGUAGES, UnknownLanguage, voice_of
from plaudit.store.desk import joined_by_form, lock_form
from plaudit.store.staff_acts import count_acts

_JOINS = "desk.join"
_NOT_AGREED = N_("The person joins only by agreeing. Tick the box after they said yes.")


@require_safe
@on_duty(Role.DESK)
def join(shift: Shift) -> HttpResponse:
    """Show the notice to read out, in the language that the person chooses.

    It closes the record that is open: of who joins the next card is shown, and of nobody else.
    """
    return close(_page(shift, _asked(shift, shift.request.GET.get("language", ""))))


@require_POST
@on_duty(Role.DESK, does=_JOINS)
def join_now(shift: Shift, key: uuid.UUID) -> HttpResponse:
    """Let a person join who agreed, once for each form, and show the card.

    Pressed twice, it shows the card of who joined by this form, whatever was open before.
    Refuses: FORM_SENT_TWICE for a form of long ago.
    """
    sent = shift.request.POST
    asked = _asked(shift, sent.get("language", ""))
    with shift.connection.transaction():
        lock_form(shift.connection, str(key))
        member_id = joined_by_form(shift.connection, shift.person, _JOINS, str(key))
        reason = _reason(shift, asked, key)
        if reason:
            return close(_page(shift, asked, reason=reason))
        if member_id is None:
            wish = wish_to_join(shift.request, asked)
            agreed = agreed_by(shift.connection, wish, now=shift.now)
            member_id = join_in_person(shift.connection, agreed, now=shift.now)
        look(shift.connection, member_id, brought_by_member(shift.person), now=shift.now)
    response = redirect("desk_card")
    keep_open(response, shift.request, member_id, now=shift.now)
    return response


def _reason(shift: Shift, asked: Joining, key: uuid.UUID) -> str:
    """Return why nobody joins by what was sent; "" where somebody may, or just did."""
    sent, ago = shift.request.POST, shift.now - OPEN_SECONDS * SECOND
    presses = [
        count_acts(shift.connection, shift.person, _JOINS, since=since, about=str(key))
        for since in (0, ago)
    ]
    if presses[0] > presses[1]:
        raise Refused(refusal(Code.FORM_SENT_TWICE))
    if sent.get("fingerprint") != fingerprint(asked.notice):
        return CHANGED
    return "" if sent.get("agreed") == "yes" else _NOT_AGREED


@require_POST
@on_duty(Role.DESK, does=LEAVES_BY_CARD)
def leave(shift: Shift) -> HttpResponse:
    """Let the member leave whose card it is. The record isn't opened, and a look says who did."""
    voice, number = shift.voice, shift.request.POST.get("card", "")
    says = voice.say(LEAVES_AT_DESK, clerk=shift.person.name)
    said = (voice.language, says)
    try:
        leave_by_card(shift.connection, shift.person, number, said=said, now=shift.now)
    except Refused as refused:
        return front_page(shift, refused=refused, leaving=number)
    return close(shift.page("desk/left.html", says=says))


def _asked(shift: Shift, language: str) -> Joining:
    """Return what a person is asked to agree to, in the language that they chose."""
    voice = shift.voice
    with suppress(UnknownLanguage):
        voice = voice_of(language or voice.language)
    try:
        return joining_in(shift.person.programme, voice)
    except Http404 as none:
        raise Refused(refusal(Code.JOINING_CLOSED)) from none


def _page(shift: Shift, asked: Joining, *, reason: str = "") -> HttpResponse:
    """Show the form; nothing in it is ticked but what the clerk ticked for this person."""
    return shift.page(
        "desk/join.html",
        status=400 if reason else 200,
        reason=shift.voice.say(reason) if reason else "",
        notice=asked.notice,
        sections=[one for one in asked.notice.sections if one.id != "agreement"],
        fingerprint=fingerprint(asked.notice),
        boxes=asked.boxes,
        before=sent_before(shift.request, asked),
        spoken=[
            (code, LANGUAGES[code].name, code == asked.notice.language) for code in asked.languages
        ],
        key=uuid.uuid4(),
    )
