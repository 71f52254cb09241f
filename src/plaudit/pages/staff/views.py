"""The staff's first pages: signing in, an invitation, the rooms, who did what, and the end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plaudit.actions.begin_shift import accept_invitation, begin_shift, invitation_over
from plaudit.core.refusals import N_, Code, Refusal, Refused, refusal
from plaudit.core.staff import HALF_LENGTH, ROLE_WORDS, Role, StaffPerson
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import asks_the_book, voice_for
from plaudit.pages.sign_in import passkeys
from plaudit.pages.staff.acts import shown_acts
from plaudit.pages.staff.cookie import PATH, give_token, take_token, token_of
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty, refused_page, sign_in_page, staff_page
from plaudit.pages.staff.then import asked_for
from plaudit.store import staff
from plaudit.store.staff_acts import add_act

_MAKE = N_("Make my passkey")


@require_safe
@on_duty()
def home(shift: Shift) -> HttpResponse:
    """Show the rooms that the person's roles open."""
    roles = [shift.voice.say(ROLE_WORDS[role]) for role in Role if role in shift.person.roles]
    return shift.page("staff/home.html", roles=roles)


@require_safe
@on_duty(Role.AUDITOR, Role.OFFICER, Role.PARTNER_ADMIN)
def log(shift: Shift) -> HttpResponse:
    """Show what the staff did: of the programme, or of one's own partner."""
    acts, older = shown_acts(shift)
    is_first = "before" not in shift.request.GET
    return shift.page("staff/log.html", acts=acts, older=older, is_first=is_first)


@require_POST
@asks_the_book
def enter(request: HttpRequest) -> HttpResponse:
    """Begin a shift with the passkey that is shown."""
    try:
        shown = passkeys.shown(request, _key_of)
        with connected("doorkeeper") as connection:
            token = begin_shift(connection, shown.whole, now=now_instant())
    except Refused as refused:
        no = refused.refusal
        reason = reason_for_staff(no, voice_for(request))
        return sign_in_page(request, reason=reason, status=no.status)
    return _let_in(request, token, then=asked_for(request))


@require_http_methods(["GET", "HEAD", "POST"])
@asks_the_book
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Make the passkey of who was invited, and begin the first shift."""
    now = now_instant()
    try:
        person, half_of = _invited(token, now=now)
    except Refused as refused:
        return refused_page(request, None, refused.refusal)
    if request.method != "POST":
        return _invitation_page(request, person, half_of)
    try:
        made = passkeys.made(request)
        code, key = request.POST.get("code", ""), made.public_key or b""
        with connected("doorkeeper") as connection:
            begun = accept_invitation(connection, token, made.whole, key, code=code, now=now)
    except Refused as refused:
        if refused.refusal.code == Code.INVITATION_HALF_WRONG:
            return _invitation_page(request, person, half_of, no=refused.refusal)
        return refused_page(request, None, refused.refusal)
    return _let_in(request, begun)


@require_POST
@asks_the_book
def leave(request: HttpRequest) -> HttpResponse:
    """End the shift."""
    now, token = now_instant(), token_of(request)
    with connected("doorkeeper") as connection:
        person = staff.on_shift(connection, token, now=now)
        if person is not None:
            add_act(connection, person, "staff.end", about="", now=now)
        staff.end_shift(connection, token)
    response = HttpResponseRedirect(PATH)
    take_token(response)
    return response


def _let_in(request: HttpRequest, token: str, *, then: str = "") -> HttpResponse:
    response = HttpResponseRedirect(then or PATH)
    give_token(response, token, secure=request.is_secure())
    return response


def _invited(token: str, *, now: int) -> tuple[StaffPerson, str | None]:
    """Return who is invited by a link, and who has its other half; None: it is a whole one."""
    with connected("doorkeeper") as connection:
        found = None if "\0" in token else staff.invited(connection, token, now=now)
        person = None if found is None else staff.person(connection, found[0])
    if found is None or person is None or person.has_left:
        raise invitation_over()
    return person, found[1]


def _invitation_page(
    request: HttpRequest, person: StaffPerson, half_of: str | None, *, no: Refusal | None = None
) -> HttpResponse:
    voice = voice_for(request)
    with connected("doorkeeper") as connection:
        has = [key.mark for key in staff.keys_of(connection, person.staff_id)]
    asked = None
    if passkeys.is_possible(request):
        asked = passkeys.ask_to_make(request, person.name, has=has)
    return staff_page(
        request,
        "staff/invited.html",
        None,
        status=200 if no is None else no.status,
        invited=person,
        half_of=half_of,
        typed=request.POST.get("code", ""),
        half_length=HALF_LENGTH + 2 * HALF_LENGTH // 4,
        reason="" if no is None else reason_for_staff(no, voice),
        roles=[voice.say(ROLE_WORDS[role]) for role in Role if role in person.roles],
        passkey=asked,
        passkey_label=voice.say(_MAKE),
    )


def _key_of(mark: bytes) -> bytes:
    with connected("doorkeeper") as connection:
        known = staff.key_of(connection, mark)
    if known is None:
        raise Refused(refusal(Code.STAFF_KEY_UNKNOWN))
    return known[1]
