"""Arriving: a way in was shown, and what was wished for is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

import psycopg
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect

from plaudit.actions.join_by import join_by
from plaudit.actions.join_in_person import Agreed
from plaudit.core.consent_words import ALLOWS, WITHHOLDS
from plaudit.core.notice.blocks import fingerprint
from plaudit.core.notice.making import agreement_by_kind, wording_of
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voice import text_in
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import View, asks_the_book, voice_for
from plaudit.pages.passes import PATH, give_pass
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.safety import let_forget
from plaudit.pages.sign_in.carried import ADDING, carried, carry, drop, seal
from plaudit.pages.sign_in.forms import form_page
from plaudit.pages.sign_in.then import asked_for
from plaudit.pages.sign_in.which import named as names_of
from plaudit.pages.sign_in.wish import Shown, Wish, wish_of
from plaudit.pages.voices import voice_of
from plaudit.store.catalogue import programme_number, programme_numbers, read_programme
from plaudit.store.members import Membership, read_membership
from plaudit.store.notices import read_notices
from plaudit.store.ways_in import opened_by, passes_ended

CHOICE = "choice"
_GOING_ON = ("code", "go_to_city", "back_from_city")
"""Addresses, by name, that go on with a step; any other begins, whatever the browser carries."""


def telling_no(view: Callable[..., HttpResponse]) -> View:
    """Let a view of signing in tell what is refused, on a page that leads to where one began."""

    @wraps(view)
    def told(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except Refused as refused:
            no = refused.refusal
            reason = reason_in_words(no, voice_for(request))
            shown = {"reason": reason, "again": _wished_for(request, named).begins_at}
            return form_page(request, "sign_in/refused.html", status=no.status, **shown)

    return asks_the_book(told)


def _wished_for(request: HttpRequest, named: Mapping[str, str]) -> Wish:
    """Return what a request is about: its address says it, or the step that it goes on with."""
    if "programme" in named:
        return Wish(to="join", programme=named["programme"])
    match = request.resolver_match
    step = carried(request) if match is not None and match.url_name in _GOING_ON else None
    return Wish(then=asked_for(request)) if step is None else wish_of(step["wish"])


def arrive(request: HttpRequest, shown: Shown, wish: Wish) -> HttpResponse:
    """Do what was wished for by who has shown a way in.

    Refuses: SIGN_IN_OVER, WAY_IN_UNKNOWN, WAY_IN_TAKEN, RECORD_RESTRICTED.
    """
    if wish.to == "add":
        return _lead_to_adding(request, shown, wish)
    with connected() as connection:
        if wish.to == "join":
            now = now_instant()
            agreed = agreed_by(connection, wish, now=now)
            way = shown.way(agreed.programme_id)
            member_id = join_by(connection, way, agreed, now=now)
            return let_in(request, member_id, ended=passes_ended(connection, member_id))
        members = _opened(connection, shown)
        if not members:
            raise Refused(refusal(Code.WAY_IN_UNKNOWN))
        if len(members) == 1:
            found = members[0]
            return let_in(request, found.member_id, ended=found.passes_ended, then=wish.then)
        choices = names_of(connection, members, voice_for(request), now=now_instant())
    return _choose(request, choices, members, then=wish.then)


def let_in(request: HttpRequest, member_id: int, *, ended: int, then: str = "") -> HttpResponse:
    """Give a pass, and lead on to the member's pages: to the one that was asked for, if any.

    Forms of pages that another member has open in this browser are none of this one's.
    Takes:   `ended`: how often the member's passes had been ended when the way in was shown.
    """
    response = HttpResponseRedirect(then or PATH)
    give_pass(response, member_id, ended=ended, secure=request.is_secure())
    rotate_token(request)
    let_forget(request, response)  # of a visit before, perhaps another member's
    drop(response)
    return response


def _lead_to_adding(request: HttpRequest, shown: Shown, wish: Wish) -> HttpResponse:
    """Lead to where the pass is seen: who began to add a way in may have signed out since."""
    response = redirect("finish_way_in")
    step = {"step": ADDING, "shown": shown.carried(), "wish": wish.carried()}
    carry(response, step, secure=request.is_secure())
    return response


def _opened(connection: psycopg.Connection, shown: Shown) -> list[Membership]:
    """Return the members, one for each programme, whose pages a way in opens."""
    marks = [shown.way(number).mark for number in programme_numbers(connection)]
    found = opened_by(connection, sorted(set(marks)))
    of_its_kind = (one.member_id for one in found if one.way.kind == shown.kind)
    members = (read_membership(connection, member_id) for member_id in of_its_kind)
    return [member for member in members if member is not None]


def _choose(
    request: HttpRequest, choices: list[tuple[int, str]], members: list[Membership], *, then: str
) -> HttpResponse:
    """Ask for the programme. What is chosen later opens nothing that was closed meanwhile."""
    ended = {str(one.member_id): one.passes_ended for one in members}
    sealed = seal(CHOICE, {"members": ended, "then": then})
    response = form_page(request, "sign_in/choose.html", choices=choices, sealed=sealed)
    drop(response)
    return response


def agreed_by(connection: psycopg.Connection, wish: Wish, *, now: int) -> Agreed:
    """Return what was agreed to, with the words that the page showed.

    Who agrees is taken to have been told of the kinds of deeds of that day (core.kinds), so a
    notice that was read before midnight doesn't do for the edition of the day after.

    Refuses: SIGN_IN_OVER where the notice isn't that one any more.
    """
    number = programme_number(connection, wish.programme)
    notice = read_notices(connection, wish.programme, wish.edition).get(wish.language)
    if number is None or notice is None or fingerprint(notice) != wish.fingerprint:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    voice = voice_of(wish.language)
    editions = read_programme(connection, number, wish.programme).editions
    read = next(one for one in editions if one.edition.id == wish.edition)
    today = Calendar(read.edition.time_zone).day_of(now)
    if read is not [one for one in editions if one.edition.starts_on <= today][-1]:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    kinds = []
    for id, kind in read.activities.items():
        agrees = id in wish.kinds
        title = text_in(kind.title, voice, otherwise=id)
        kinds.append((id, agrees, voice.say(ALLOWS if agrees else WITHHOLDS, activity=title)))
    wording = wording_of(notice, voice, agreement=agreement_by_kind(notice, voice))
    return Agreed(number, read.edition.time_zone, wish.language, wording, tuple(kinds))
