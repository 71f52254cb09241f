"""A shift: somebody of the staff at work, and a connection for as long as the answer takes.

What somebody does is written down before it is done: what can't be written down isn't done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

import psycopg
from django.http import Http404, HttpRequest, HttpResponse

from plaudit.core.period import Calendar
from plaudit.core.refusals import N_, Code, Refusal, Refused, refusal
from plaudit.core.staff import Role, StaffPerson
from plaudit.pages.above import page_above
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.files import address_of
from plaudit.pages.frame import View, asks_the_book, back_from, page, voice_for
from plaudit.pages.safety import WITH_SCRIPTS, mark_as_of_staff
from plaudit.pages.sign_in import passkeys
from plaudit.pages.staff.cookie import PATH, token_of
from plaudit.pages.staff.reasons import STANDS, reason_for_staff
from plaudit.pages.staff.rooms import rooms_of
from plaudit.pages.staff.then import asked_for
from plaudit.pages.voices import GettextVoice
from plaudit.store import staff
from plaudit.store.instants import as_instant
from plaudit.store.staff_acts import add_act

_LOOKS_ONLY = ("GET", "HEAD")
WRITTEN = ("text", "words", "typed", "cards")
"""Fields in which somebody wrote for a while: what is in them isn't lost with a shift's end."""
_BEGIN = N_("Begin with your passkey")
_UNDONE = N_("Your shift is over, so what you just pressed was not done.")


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody of the staff at work. `now` in microseconds since the epoch."""

    request: HttpRequest
    connection: psycopg.Connection
    person: StaffPerson
    now: int
    voice: GettextVoice

    @property
    def calendar(self) -> Calendar:
        """The programme's calendar."""
        return Calendar(self.person.time_zone)

    @property
    def today(self) -> int:
        """The day in the programme's calendar."""
        return self.calendar.day_of(self.now)

    def moment(self, at: datetime) -> str:
        """Return a moment in words, in the programme's calendar."""
        instant = as_instant(at)
        clock = self.voice.clock(self.calendar.local_time(instant))
        return f"{self.voice.day(self.calendar.day_of(instant))}, {clock}"

    def page(self, template: str, *, status: int = 200, **shown: object) -> HttpResponse:
        """Answer with one of the staff's pages."""
        return staff_page(self.request, template, self.person, status=status, **shown)

    def write_down(self, what: str, *, about: str = "") -> None:
        """Write down what this person does, in a transaction of its own."""
        add_act(self.connection, self.person, what, about=about, now=self.now)


def on_duty(
    *roles: Role, does: str = "", looks: bool = False, keeps_awake: bool = True
) -> Callable[[Callable[..., HttpResponse]], View]:
    """Let a view answer somebody of the staff who has one of some roles (none named: any).

    The view takes a Shift in the request's place. What an action refuses is told on a page.
    Takes: `does`: how a press is written down, "till.honour"; a view without it takes none. What
           it is about are the names in the address. `looks`: what is sent is only looked at and
           changes nothing, so it isn't written down. `keeps_awake`: somebody is there; what a
           page asks by itself doesn't move the shift's end.
    """

    def wrapping(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def admitted(request: HttpRequest, **named: object) -> HttpResponse:
            if any("\0" in str(value) for value in named.values()):
                raise Http404
            now = now_instant()
            person = on_shift(request, now=now, keeps_awake=keeps_awake)
            if person is None:
                undone = "" if request.method in _LOOKS_ONLY else voice_for(request).say(_UNDONE)
                return sign_in_page(request, reason=undone)
            if roles and not person.roles & set(roles):
                return refused_page(request, person, refusal(Code.STAFF_ROLE_MISSING))
            with connected() as connection:
                shift = Shift(request, connection, person, now, voice_for(request))
                if request.method not in _LOOKS_ONLY and not looks:
                    assert does, "what takes a press says how it is written down"
                    about = " ".join(str(value) for value in named.values())
                    shift.write_down(does, about=about)
                try:
                    return view(shift, **named)
                except Refused as refused:
                    return refused_page(request, person, refused.refusal)

        admitted.does = does  # type: ignore[attr-defined]  # tests/doors/test_staff.py walks them
        return asks_the_book(admitted)

    return wrapping


def on_shift(request: HttpRequest, *, now: int, keeps_awake: bool = True) -> StaffPerson | None:
    """Return whose shift a request goes on with, or None."""
    token = token_of(request)
    if not token:
        return None
    with connected("doorkeeper") as connection:
        return staff.on_shift(connection, token, now=now, keeps_awake=keeps_awake)


def sign_in_page(request: HttpRequest, *, reason: str = "", status: int = 0) -> HttpResponse:
    """Say how a shift begins; what was sent without one is refused, and can be copied."""
    is_asked = request.method in _LOOKS_ONLY
    sent = (request.POST.get(name, "") for name in WRITTEN)
    return staff_page(
        request,
        "staff/sign_in.html",
        None,
        status=status or (200 if is_asked else 403),
        reason=reason,
        then=asked_for(request),
        written="\n".join(filter(None, sent)),
        passkey=passkeys.ask_to_show(request) if passkeys.is_possible(request) else None,
        passkey_label=voice_for(request).say(_BEGIN),
    )


def refused_page(request: HttpRequest, person: StaffPerson | None, no: Refusal) -> HttpResponse:
    """Say why something was not done."""
    is_look = request.method in _LOOKS_ONLY
    return staff_page(
        request,
        "staff/refused.html",
        person,
        status=no.status,
        reason=reason_for_staff(no, voice_for(request)),
        stands=no.code in STANDS,
        back=page_above(request.path) if is_look else back_from(request.path),
    )


def staff_page(
    request: HttpRequest,
    template: str,
    person: StaffPerson | None,
    *,
    status: int = 200,
    **shown: object,
) -> HttpResponse:
    """Answer with a page of the staff's, with the rooms that the person's roles open."""
    shown |= {
        "person": person,
        "rooms": [] if person is None else rooms_of(person, voice_for(request)),
        "room": request.path.removeprefix(PATH).partition("/")[0],
        "member_style": address_of("member.css"),
        "staff_style": address_of("staff.css"),
        "staff_script": address_of("staff.js"),
        "now_milliseconds": now_instant() // 1_000,
        "passkey_script": address_of("passkey.js"),
    }
    response = page(request, template, status=status, **shown)
    if person is not None:
        mark_as_of_staff(request, response)
    response.headers["Content-Security-Policy"] = WITH_SCRIPTS
    # Without any referrer a browser calls a form's origin null, and Django refuses what it sends.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
