"""A member's ways in: what there is, a new one, and one less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.end_passes import end_passes
from plaudit.actions.keep_way_in import keep_way_in
from plaudit.actions.remove_way_in import remove_way_in
from plaudit.core.period import day_number
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.voice import text_in
from plaudit.core.ways_in import Kind, read_address
from plaudit.pages.book import connected
from plaudit.pages.member.visit import Visit, visiting
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.sign_in import passkeys
from plaudit.pages.sign_in.carried import ADDING, carried, drop
from plaudit.pages.sign_in.city import go_to_city
from plaudit.pages.sign_in.codes import ask_for_code
from plaudit.pages.sign_in.forms import passkey_script
from plaudit.pages.sign_in.offered import by_city, ways_to_sign_in
from plaudit.pages.sign_in.signing_in import NO_ADDRESS
from plaudit.pages.sign_in.wish import Shown, Wish, shown_by, wish_of
from plaudit.store.catalogue import read_programme
from plaudit.store.ways_in import Kept, ways_in_of

_TITLES: dict[Kind, str] = {
    "passkey": N_("Passkey"),
    "email": N_("E-mail address"),
    "city": N_("The city's login"),
}
_ADD_PASSKEY = N_("Add a passkey")
_ADD_CITY = N_("Add {name}")
_ADDED = N_("added on {day}")


def _showing_what_is_there(
    view: Callable[[Visit], HttpResponse],
) -> Callable[[Visit], HttpResponse]:
    """Let a second press, or one that came too late, show the ways in that there are now."""

    @wraps(view)
    def shown(visit: Visit) -> HttpResponse:
        try:
            return view(visit)
        except Refused as refused:
            no = refused.refusal
            if no.code is not Code.SIGN_IN_OVER:
                raise
            return _page(visit, status=no.status, reason=reason_in_words(no, visit.voice))

    return shown


@dataclass(frozen=True, slots=True)
class ShownWay:
    """A way in, in words. `can_go`: it isn't the only one."""

    title: str
    added: str
    mark: str
    can_go: bool


@require_safe
@visiting
def ways(visit: Visit) -> HttpResponse:
    """Show a member's ways in."""
    return _page(visit)


@require_POST
@visiting
def add_email(visit: Visit) -> HttpResponse:
    """Send a code to an address that is to open the pages."""
    address = read_address(visit.request.POST.get("address", ""))
    if address is None or not ways_to_sign_in(visit.request).email:
        return _page(visit, status=400, reason=visit.voice.say(NO_ADDRESS))
    return ask_for_code(visit.request, address, _adding(visit))


@require_POST
@visiting
@_showing_what_is_there
def add_passkey(visit: Visit) -> HttpResponse:
    """Let a new passkey open the pages."""
    return _add(visit, passkeys.made(visit.request))


@require_POST
@visiting
def add_city(visit: Visit) -> HttpResponse:
    """Let the city's login open the pages."""
    return go_to_city(visit.request, _adding(visit))


@require_safe
@visiting
@_showing_what_is_there
def finish(visit: Visit) -> HttpResponse:
    """Add the way in that was shown, where the member who began is the one who is here.

    Refuses: SIGN_IN_OVER, WAY_IN_TAKEN.
    """
    step = carried(visit.request)
    if step is None or step["step"] != ADDING:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    if wish_of(step["wish"]).member_id != visit.member_id:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    return _add(visit, shown_by(step["shown"]))


@require_POST
@visiting
def remove(visit: Visit) -> HttpResponse:
    """Remove a way in."""
    try:
        mark = bytes.fromhex(visit.request.POST.get("way", ""))
    except ValueError:
        raise Http404 from None
    with connected("doorkeeper") as connection:
        # What is gone already, by a press before, isn't there in the list either.
        remove_way_in(connection, visit.member_id, mark, now=visit.now, kept=visit.kept_pass)
    return redirect("ways_in")


@require_POST
@visiting
def sign_out_elsewhere(visit: Visit) -> HttpResponse:
    """Let all of a member's passes but this one open nothing any more."""
    with connected("doorkeeper") as connection:
        end_passes(connection, visit.member_id, kept=visit.kept_pass)
    return redirect("ways_in")


def _adding(visit: Visit) -> Wish:
    return Wish(to="add", member_id=visit.member_id)


def _add(visit: Visit, shown: Shown) -> HttpResponse:
    way = shown.way(visit.member.programme_id)
    with connected("doorkeeper") as connection:
        keep_way_in(
            connection,
            visit.member_id,
            way,
            today=visit.today,
            now=visit.now,
            kept=visit.kept_pass,
        )
    response = redirect("ways_in")
    drop(response)
    return response


def _page(visit: Visit, *, status: int = 200, reason: str = "") -> HttpResponse:
    kept, voice = ways_in_of(visit.connection, visit.member_id), visit.voice
    offered = ways_to_sign_in(visit.request)
    shown = [
        ShownWay(
            title=voice.say(_TITLES[one.kind]),
            added=voice.say(_ADDED, day=voice.day(day_number(one.added_on))),
            mark=one.mark.hex(),
            can_go=len(kept) > 1,
        )
        for one in kept
    ]
    return visit.page(
        "member/ways_in.html",
        status=status,
        before={"address": visit.request.POST.get("address", "")},
        reason=reason,
        kept=shown,
        has_email=any(one.kind == "email" for one in kept),
        ways=offered,
        passkey=_asked(visit, kept) if offered.passkey else None,
        passkey_label=voice.say(_ADD_PASSKEY),
        passkey_script=passkey_script(),
        has_city=any(one.kind == "city" for one in kept),
        city_label=by_city(_ADD_CITY, voice),
    )


def _asked(visit: Visit, kept: list[Kept]) -> passkeys.Asked:
    member = visit.member
    newest = read_programme(visit.connection, member.programme_id, member.programme).editions[-1]
    title = text_in(newest.edition.title, visit.voice, otherwise=member.programme)
    has = [one.mark for one in kept if one.kind == "passkey"]
    return passkeys.ask_to_make(visit.request, title, has=has)


urlpatterns = [
    path("", ways, name="ways_in"),
    path("email", add_email, name="add_email"),
    path("passkey", add_passkey, name="add_passkey"),
    path("city", add_city, name="add_city"),
    path("finish", finish, name="finish_way_in"),
    path("remove", remove, name="remove_way_in"),
    path("elsewhere", sign_out_elsewhere, name="sign_out_elsewhere"),
]
