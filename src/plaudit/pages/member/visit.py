"""A visit: the member whose pass was sent, and a connection for as long as the answer takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Protocol

import psycopg
from django import conf  # its settings are looked up late: reading this file needs none
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from plaudit.core.passes import opens
from plaudit.core.period import SECOND, Calendar, calendar_of
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.statement import Statement
from plaudit.pages.above import page_at
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.files import address_of
from plaudit.pages.frame import View, asks_the_book, page, voice_for
from plaudit.pages.passes import (
    PASS_SECONDS,
    PATH,
    UNSENT,
    mark_of_pass,
    pass_sent,
    take_pass,
)
from plaudit.pages.refusal_words import TO_MEMBERS, reason_in_words
from plaudit.pages.safety import WITH_SCRIPTS, let_forget
from plaudit.pages.sign_in.asking import asking_page
from plaudit.pages.sign_in.carried import drop
from plaudit.pages.sign_in.then import kept_place
from plaudit.pages.voices import GettextVoice
from plaudit.store.members import Membership, read_membership
from plaudit.store.statement import usable_lots
from plaudit.store.ways_in import KeptPass


@dataclass(frozen=True, slots=True)
class Visit:
    """A member at their own pages. `now` in microseconds since the epoch."""

    request: HttpRequest
    connection: psycopg.Connection
    member: Membership
    now: int
    voice: GettextVoice
    statement: Statement | None = field(default=None, kw_only=True)
    """What was read together with the member, where that is what the page shows."""

    @property
    def refusal_words(self) -> Mapping[Code, str]:
        """What is said in other words than the API's to whoever reads the page."""
        return TO_MEMBERS

    @property
    def member_id(self) -> int:
        """The member's number."""
        return self.member.member_id

    @property
    def calendar(self) -> Calendar:
        """The programme's calendar."""
        return calendar_of(self.member.time_zone)

    @property
    def today(self) -> int:
        """The day in the programme's calendar."""
        return self.calendar.day_of(self.now)

    @property
    def pass_ends_at(self) -> int:
        """When the pass ends, in microseconds since the epoch; now where it just did."""
        found = pass_sent(self.request)
        return self.now if found is None else found.ends_at * SECOND

    @property
    def kept_pass(self) -> KeptPass:
        """The pass of this visit, which goes on where the member ends all others."""
        return KeptPass(mark_of_pass(self.request), self.pass_ends_at)

    @property
    def until(self) -> str:
        """The time of day at which the pass ends, and what a phone kept with it."""
        return self.voice.clock(self.calendar.local_time(self.pass_ends_at))

    @property
    def pass_begins_at(self) -> int:
        """When the member signed in here."""
        return self.pass_ends_at - PASS_SECONDS * SECOND

    @property
    def spendable_points(self) -> int:
        """What the member can spend now."""
        return sum(lot.points for lot in usable_lots(self.connection, self.member, now=self.now))

    @property
    def why_nothing_counts(self) -> str:
        """Why no deed of the member's is counted now, in words; "" where they are."""
        if self.member.withdrawn_at is not None:
            return reason_in_words(refusal(Code.MEMBER_UNKNOWN), self.voice)
        if self.member.restricted_at is not None:
            restricted = refusal(Code.RECORD_RESTRICTED, member=self.member_id)
            return reason_in_words(restricted, self.voice)
        return ""

    @property
    def why_nothing_moves(self) -> str:
        """Why no points of the member's move now, in words; "" where they do."""
        if self.member.restricted_at is None:
            return ""
        still = refusal(Code.RECORD_STANDS_STILL)
        return reason_in_words(still, self.voice, words=self.refusal_words)

    def page(self, template: str, *, status: int = 200, **shown: object) -> HttpResponse:
        """Answer with one of the member's pages."""
        return member_page(self.request, template, status=status, **shown)

    def to(self, name: str, **named: object) -> HttpResponse:
        """Lead on to another of the member's pages."""
        return HttpResponseRedirect(reverse(name, kwargs=named))

    def erased(self) -> HttpResponse:
        """Say that everything is erased, and let the browser forget."""
        return erased_page(self.request)


class Read(Protocol):
    """Reads a member and the statement that a request asks for."""

    def __call__(
        self, request: HttpRequest, connection: psycopg.Connection, member_id: int, *, now: int
    ) -> tuple[Membership, Statement] | None:
        """Return both, or None where there is no such member."""


def visiting(view: Callable[..., HttpResponse], *, read: Read | None = None) -> View:
    """Let a view answer the member whose pass was sent; anybody else reads how to get in.

    The view takes a Visit in the request's place. What an action refuses is told on a page.
    Nothing has a name with NUL in it, which the book can't be asked for. A pass that was given
    before all of the member's were ended is none (glossary: pass).
    Takes:   `read`: what reads the statement too, for a page that shows it.
    """

    @wraps(view)
    def admitted(request: HttpRequest, **named: object) -> HttpResponse:
        sent = pass_sent(request)
        if sent is None:
            return way_in(request)
        if any("\0" in str(value) for value in named.values()):
            raise Http404
        with connected() as connection:
            now, statement = now_instant(), None
            if read is None:
                member = read_membership(connection, sent.member_id)
            else:
                found = read(request, connection, sent.member_id, now=now)
                member, statement = found or (None, None)
            if member is None:  # a pass is given to members alone
                return erased_page(request)
            if not opens(member, ended=sent.ended, mark=mark_of_pass(request)):
                return _shut(request, way_in(request))
            visit = Visit(request, connection, member, now, voice_for(request), statement=statement)
            try:
                return view(visit, **named)
            except Refused as refused:
                return refused_page(visit, refused.refusal)

    told = asks_the_book(admitted)
    told.answers = view  # type: ignore[attr-defined]  # for `view_of`
    return told


def view_of(view: View) -> Callable[..., HttpResponse]:
    """Return how a page answers a visit, for who lets the visit in: the desk shows the same."""
    answers: Callable[..., HttpResponse] = vars(view)["answers"]
    return answers


def moving(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a visit move points only where the member's record doesn't stand still.

    Refuses: RECORD_STANDS_STILL.
    """

    @wraps(view)
    def moved(visit: Visit, **named: object) -> HttpResponse:
        if visit.member.restricted_at is not None:
            raise Refused(refusal(Code.RECORD_STANDS_STILL))
        return view(visit, **named)

    return moved


def way_in(request: HttpRequest) -> HttpResponse:
    """Ask for a way in, which leads on to this page; what was sent without a pass is refused.

    Then the page says so, and leads to where it can be sent again.
    """
    is_sent = request.method not in ("GET", "HEAD")
    place = page_at(request.path) if is_sent else request.get_full_path()
    response = asking_page(
        request,
        "member/way_in.html",
        then=kept_place(place),
        status=403 if is_sent else 200,
        script=address_of("member.js"),
        is_undone=is_sent,
        written=request.POST.get("words", ""),
    )
    return let_forget(request, response)


def closing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser delete all but the language, where somebody chose so.

    They were told before that a check-in which waits goes as well, so no page tells them after it.
    """
    response.delete_cookie(UNSENT, path=PATH, samesite="Lax")
    return _shut(request, response)


def _shut(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser delete the pass, a step begun, the mark of forms, and what it keeps."""
    take_pass(response)
    drop(response)
    named = conf.settings
    response.delete_cookie(named.CSRF_COOKIE_NAME, samesite=named.CSRF_COOKIE_SAMESITE)
    return let_forget(request, response)


def erased_page(request: HttpRequest) -> HttpResponse:
    """Say that everything is erased, also to who presses twice, and let the browser forget."""
    return closing(request, member_page(request, "member/erased.html", pass_mark=""))


def refused_page(visit: Visit, refusal: Refusal) -> HttpResponse:
    """Say why something was not done, and what the member can do."""
    reason = reason_in_words(refusal, visit.voice, words=visit.refusal_words)
    return visit.page("member/refused.html", status=refusal.status, reason=reason)


def member_page(
    request: HttpRequest, template: str, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Answer with a page that has the member's own style, and forms."""
    language = voice_for(request).language
    shown |= {
        "frame": "member/frame.html",
        "at": PATH,
        "member_style": address_of("member.css"),
        "script": address_of("member.js"),
        "pass_mark": shown.get("pass_mark", mark_of_pass(request)),
        "manifest": f"{PATH}manifest/{language}.webmanifest",
        "touch_icon": address_of("icon-whole-180.png"),
        "section": section_of(request.path, PATH),
    }
    response = page(request, template, status=status, **shown)
    response.headers["Content-Security-Policy"] = WITH_SCRIPTS
    # Django says so where a form is shown: whether an entry has one is the reader's history.
    patch_vary_headers(response, ["Cookie"])
    # Without any referrer a browser calls a form's origin null, and Django refuses what it sends.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def section_of(path: str, at: str) -> str:
    """Return which of the pages under `at` an address is of: "" for the statement."""
    return path.removeprefix(at).partition("/")[0]
