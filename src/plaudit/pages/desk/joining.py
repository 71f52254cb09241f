"""Joining and leaving at the desk: the notice is read out, and nothing is ticked beforehand."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.join_in_person import join_in_person
from plaudit.actions.leave import leave as leave_programme
from plaudit.actions.look import look
from plaudit.core.card import member_of_card
from plaudit.core.consent_words import LEAVES
from plaudit.core.notice.blocks import fingerprint
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.rights import Looker
from plaudit.core.staff import Role
from plaudit.core.voice import text_in
from plaudit.pages.desk.opening import close, keep_open, opening_of
from plaudit.pages.desk.views import front_page
from plaudit.pages.sign_in.arriving import agreed_by
from plaudit.pages.sign_in.joining import CHANGED, Joining, joining_in, wish_to_join
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.voices import LANGUAGES, UnknownLanguage, voice_of
from plaudit.store.members import read_membership
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
    """Let a person join who agreed, once for each form, and show the card."""
    if count_acts(shift.connection, shift.person, _JOINS, since=0, about=str(key)) > 1:
        if opening_of(shift.request) is None:
            raise Refused(refusal(Code.FORM_SENT_TWICE))
        return redirect("desk_card")  # of who joined by the first press
    sent = shift.request.POST
    asked = _asked(shift, sent.get("language", ""))
    if sent.get("fingerprint") != fingerprint(asked.notice):
        return _page(shift, asked, reason=CHANGED)
    if sent.get("agreed") != "yes":
        return _page(shift, asked, reason=_NOT_AGREED)
    agreed = agreed_by(shift.connection, wish_to_join(shift.request, asked))
    with shift.connection.transaction():
        member_id = join_in_person(shift.connection, agreed, now=shift.now)
        looker = Looker(shift.person.name, "member_asked", "desk")
        look(shift.connection, member_id, looker, now=shift.now)
    response = redirect("desk_card")
    keep_open(response, shift.request, member_id, now=shift.now)
    return response


@require_POST
@on_duty(Role.DESK, does="desk.leave")
def leave(shift: Shift) -> HttpResponse:
    """Let the member leave whose card it is. It needs no look: nothing of the record is shown."""
    number = shift.request.POST.get("card", "")
    try:
        _leave(shift, number)
    except Refused as refused:
        return front_page(shift, refused=refused)
    return close(shift.page("desk/left.html", says=shift.voice.say(LEAVES)))


def _leave(shift: Shift, number: str) -> None:
    member_id = member_of_card(number)
    if member_id is None:
        raise Refused(refusal(Code.CARD_WRONG))
    member = read_membership(shift.connection, member_id)
    if member is None or member.programme_id != shift.person.programme_id:
        raise Refused(refusal(Code.CARD_UNKNOWN))
    voice = shift.voice
    leave_programme(
        shift.connection,
        member_id,
        now=shift.now,
        language=voice.language,
        wording=voice.say(LEAVES),
    )


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
    """Show the form; nothing in it is ticked, also where it is shown a second time."""
    return shift.page(
        "desk/join.html",
        status=400 if reason else 200,
        reason=shift.voice.say(reason) if reason else "",
        title=text_in(asked.edition.title, shift.voice, otherwise=asked.edition.programme),
        notice=asked.notice,
        sections=[one for one in asked.notice.sections if one.id != "agreement"],
        fingerprint=fingerprint(asked.notice),
        kinds=asked.kinds.items(),
        spoken=[
            (code, LANGUAGES[code].name, code == asked.notice.language) for code in asked.languages
        ],
        key=uuid.uuid4(),
    )
