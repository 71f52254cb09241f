"""A record at the desk: the member's own pages, shown to who opened the record.

The desk answers with the same views as the member's pages, so it shows and does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from plaudit.core.card import card_number, shown_card_number
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import Role
from plaudit.pages.desk.clerk_words import TO_CLERKS
from plaudit.pages.desk.opening import OPEN_SECONDS, RECORD, Opening, close, opening_of
from plaudit.pages.files import address_of
from plaudit.pages.frame import View
from plaudit.pages.member.visit import Visit, refused_page, section_of, view_of
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.members import read_membership

_LOOKS_ONLY = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class DeskVisit(Visit):
    """A member served at the desk, by somebody on a shift who opened the record."""

    shift: Shift
    opening: Opening

    @property
    def refusal_words(self) -> Mapping[Code, str]:
        """What the clerk reads in place of sentences that speak to the member."""
        return TO_CLERKS

    def page(self, template: str, *, status: int = 200, **shown: object) -> HttpResponse:
        """Answer with one of the member's pages, in the desk's frame."""
        shown |= {
            "frame": "desk/frame.html",
            "at": RECORD,
            "opening": self.opening.mark,
            "card": shown_card_number(card_number(self.member_id)),
            "until": self.voice.clock(self.calendar.local_time(self.opening.ends_at)),
            "print_script": address_of("print.js"),
            "section": section_of(self.request.path, RECORD),
        }
        return self.shift.page(template, status=status, **shown)

    def to(self, name: str, **named: object) -> HttpResponse:
        """Lead on to another page of the record."""
        return HttpResponseRedirect(reverse(f"desk_{name}", kwargs=named))

    def erased(self) -> HttpResponse:
        """Say that everything is erased, with no record open any more."""
        return close(self.shift.page("desk/erased.html"))


def with_record(*, does: str = "") -> Callable[[Callable[..., HttpResponse]], View]:
    """Let a view answer for the record that is open; without one nothing is shown or done.

    The view takes a DeskVisit in the request's place. `does`: how it is written down, also where
    it only reads.
    """

    def wrapping(view: Callable[..., HttpResponse]) -> View:
        @on_duty(Role.DESK, does=does)
        @wraps(view)
        def admitted(shift: Shift, **named: object) -> HttpResponse:
            is_press = shift.request.method not in _LOOKS_ONLY
            visit = visit_of(shift)
            if visit is None:
                if not is_press:
                    return close(redirect("desk"))
                if opening_of(shift.request) is not None:  # erased by a press before this one
                    return close(shift.page("desk/erased.html"))
                raise Refused(refusal(Code.RECORD_NOT_OPEN, minutes=OPEN_SECONDS // 60))
            if is_press and shift.request.POST.get("opening") != visit.opening.mark:
                raise Refused(refusal(Code.OTHER_RECORD_OPEN))
            if does and not is_press:
                shift.write_down(does)
            try:
                return view(visit, **named)
            except Refused as refused:
                return refused_page(visit, refused.refusal)

        return admitted

    return wrapping


def visit_of(shift: Shift) -> DeskVisit | None:
    """Return the visit of whose record is open, or None."""
    opening = opening_of(shift.request)
    member = None if opening is None else read_membership(shift.connection, opening.member_id)
    if opening is None or member is None:
        return None
    return DeskVisit(
        shift.request, shift.connection, member, shift.now, shift.voice, shift, opening
    )


def showing(view: View, *, does: str = "") -> View:
    """Return one of the member's views that show, for the record that is open."""
    return require_safe(with_record(does=does)(view_of(view)))


def pressing(view: View, does: str) -> View:
    """Return one of the member's views that take a press, for the record that is open."""
    return require_POST(with_record(does=does)(view_of(view)))
