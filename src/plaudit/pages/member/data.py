"""A member's data: taking it along, and stopping what is recorded, each with one press."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.erase import erase as erase_member
from plaudit.actions.join import join_again
from plaudit.actions.leave import leave as leave_programme
from plaudit.actions.restrict import lift as lift_restriction
from plaudit.actions.restrict import restrict as restrict_record
from plaudit.actions.withhold import allow_again
from plaudit.actions.withhold import withhold as withhold_activity
from plaudit.core.consent_words import ALLOWS, LEAVES, REJOINS, WITHHOLDS
from plaudit.core.rights import THE_MEMBER
from plaudit.pages.book import connected
from plaudit.pages.member.data_words import kind_named, show_data
from plaudit.pages.member.visit import Visit, moving, visiting
from plaudit.store.erasures import journal_here
from plaudit.store.handles import Handles
from plaudit.store.rights import restriction_asked_by
from plaudit.store.secrets import secret


@require_safe
@visiting
def data(visit: Visit) -> HttpResponse:
    """Show what a member can do about what is recorded."""
    return visit.page("member/data.html", data=show_data(visit))


@require_POST
@visiting
def withhold(visit: Visit, activity: str) -> HttpResponse:
    """Let no deed of an activity be recorded any more."""
    said = _said(visit, WITHHOLDS, activity=kind_named(visit, activity))
    done = withhold_activity(visit.connection, visit.member_id, activity, said=said, now=visit.now)
    if not done:
        raise Http404
    return _back(visit)


@require_POST
@visiting
def allow(visit: Visit, activity: str) -> HttpResponse:
    """Let deeds of an activity be recorded from now on."""
    said = _said(visit, ALLOWS, activity=kind_named(visit, activity))
    done = allow_again(visit.connection, visit.member_id, activity, said=said, now=visit.now)
    if not done:
        raise Http404
    return _back(visit)


@require_POST
@visiting
def restrict(visit: Visit) -> HttpResponse:
    """Let the record stand still."""
    restrict_record(
        visit.connection,
        visit.member_id,
        asked_by=THE_MEMBER,
        ground="member_asked",
        now=visit.now,
    )
    return visit.to("data")


@require_POST
@visiting
def lift(visit: Visit) -> HttpResponse:
    """Let the record move again, where the member let it stand still."""
    if restriction_asked_by(visit.connection, visit.member_id) == THE_MEMBER:
        lift_restriction(visit.connection, visit.member_id, lifted_by=THE_MEMBER, now=visit.now)
    return visit.to("data")


@require_POST
@visiting
def leave(visit: Visit) -> HttpResponse:
    """Leave the programme."""
    language, wording = _said(visit, LEAVES)
    leave_programme(
        visit.connection, visit.member_id, now=visit.now, language=language, wording=wording
    )
    return visit.to("data")


@require_POST
@visiting
@moving
def rejoin(visit: Visit) -> HttpResponse:
    """Take part again."""
    language, wording = _said(visit, REJOINS)
    join_again(visit.connection, visit.member_id, now=visit.now, language=language, wording=wording)
    return visit.to("data")


@require_POST
@visiting
def erase(visit: Visit) -> HttpResponse:
    """Erase everything, for good, where the box was ticked; the pass goes with it."""
    if visit.request.POST.get("sure") != "yes":
        return visit.to("data")
    with connected("eraser") as connection:
        erase_member(
            connection,
            visit.member_id,
            handles=Handles(secret("handles")),
            journal=journal_here(),
            now=visit.now,
        )
    return visit.erased()


def _back(visit: Visit) -> HttpResponse:
    """Lead back to the page on which a kind of deeds was asked about."""
    return visit.to("statement" if visit.request.POST.get("back") == "statement" else "data")


def _said(visit: Visit, sentence: str, **facts: str) -> tuple[str, str]:
    """Return the language and the words in which the member says something."""
    return visit.voice.language, visit.voice.say(sentence, **facts)


urlpatterns = [
    path("", data, name="data"),
    path("kinds/<slug:activity>/withhold", withhold, name="withhold"),
    path("kinds/<slug:activity>/allow", allow, name="allow"),
    path("restrict", restrict, name="restrict"),
    path("lift", lift, name="lift"),
    path("leave", leave, name="leave_programme"),
    path("rejoin", rejoin, name="rejoin"),
    path("erase", erase, name="erase"),
]
