"""A deed that a partner reported wrongly: found by the partner's own id, and struck out.

It is never looked for by its member: what is wrong is a report. What takes back much waits for a
second person (actions.propose).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.house import open_house
from plaudit.actions.propose import Seen, agree, decide_or_propose, take_back, waits
from plaudit.actions.take_again import came_back, list_came_back
from plaudit.core.reversal import Decision
from plaudit.core.rights import Looker
from plaudit.core.staff import Role
from plaudit.core.voice import points_in_words
from plaudit.pages.console.evidence import evidence_of
from plaudit.pages.console.reasons import reasons_in_words
from plaudit.pages.staff.sealed_forms import seal_numbers, sealed_numbers
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.instants import as_instant
from plaudit.store.partners import list_partners
from plaudit.store.proposals import Proposed, deed_reported, proposals_of

THROUGH = "console: deeds"
_FOUND, _WAITS, _BACK = "console.deed", "console.proposal", "console.came_back"


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What waits. `sealed` names it: neither a member's number nor a deed's is in an address."""

    sealed: str
    who: str
    on: str
    question: int | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class ShownBack:
    """A decision of which something came back since. `sealed` names it, as of a proposal."""

    sealed: str
    who: str
    on: str


@require_safe
@on_duty(Role.OFFICER)
def deeds(shift: Shift) -> HttpResponse:
    """Show where a report is looked for, and what waits for a second person."""
    return _page(shift)


@require_POST
@on_duty(Role.OFFICER, does="deed.look")
def find(shift: Shift) -> HttpResponse:
    """Show the deed that a partner reported under an id, and how it can be struck out."""
    given = shift.request.POST
    partner, event_id = given.get("partner", ""), given.get("event", "").strip()
    found = None
    if "\0" not in partner + event_id:
        found = deed_reported(shift.connection, shift.person.programme_id, partner, event_id)
    if found is None:
        return _page(shift, status=404, typed=(partner, event_id))
    return _shown(shift, found)


@require_POST
@on_duty(Role.OFFICER, does="deed.look")
def back(shift: Shift) -> HttpResponse:
    """Show a deed of the list of what came back, and how that can be taken."""
    member_id, deed_id = sealed_numbers(shift, _BACK, _of(shift))
    return _shown(shift, (member_id, deed_id))


@require_POST
@on_duty(Role.OFFICER, does="deed.strike_out")
def strike_out(shift: Shift) -> HttpResponse:
    """Strike the deed out, or let it wait for a second person."""
    member_id, deed_id = sealed_numbers(shift, _FOUND, _of(shift))
    reason = shift.request.POST.get("reason", "")
    proposed = Proposed(member_id, deed_id, None, reason, "")
    decide_or_propose(
        shift.connection, open_house(shift.connection), proposed, shift.person, now=shift.now
    )
    return redirect("console_deeds")


@require_POST
@on_duty(Role.OFFICER, does="deed.take_again")
def take_again(shift: Shift) -> HttpResponse:
    """Take what came back of a struck deed, or let it wait for a second person."""
    member_id, deed_id = sealed_numbers(shift, _FOUND, _of(shift))
    proposed = Proposed(member_id, deed_id, None, "", "", takes_again=True)
    decide_or_propose(
        shift.connection, open_house(shift.connection), proposed, shift.person, now=shift.now
    )
    return redirect("console_deeds")


@require_POST
@on_duty(Role.OFFICER, does="proposal.look")
def proposal(shift: Shift) -> HttpResponse:
    """Show what another person proposed, with its evidence."""
    seen = _seen(shift)
    return _shown(shift, (seen.member_id, seen.deed_id), seen)


@require_POST
@on_duty(Role.OFFICER, does="proposal.agree")
def second(shift: Shift) -> HttpResponse:
    """Agree: what was proposed is done, with both names."""
    agree(shift.connection, open_house(shift.connection), _seen(shift), shift.person, now=shift.now)
    return redirect("console_deeds")


@require_POST
@on_duty(Role.OFFICER, does="proposal.take_back")
def drop(shift: Shift) -> HttpResponse:
    """Remove a proposal: nothing was changed by it."""
    take_back(shift.connection, _seen(shift), shift.person, now=shift.now)
    return redirect("console_deeds")


def _page(shift: Shift, *, status: int = 200, typed: tuple[str, str] | None = None) -> HttpResponse:
    """Show what waits, and where a report is looked for, with what was `typed` and not found."""
    partner, event_id = typed or ("", "")
    partners = list_partners(shift.connection, shift.person.programme_id)
    waiting = proposals_of(shift.connection, shift.person.programme_id, now=shift.now)
    return shift.page(
        "console/deeds.html",
        status=status,
        partners=[
            (one.registered.id, one.registered.name, one.registered.id == partner)
            for one in partners
        ],
        is_missing=typed is not None,
        event=event_id,
        back=_came_back(shift, {(one.proposed.member_id, one.proposed.deed_id) for one in waiting}),
        proposals=[
            ShownProposal(
                sealed=seal_numbers(
                    shift, _WAITS, (one.proposed.member_id, one.proposed.deed_id, one.mark)
                ),
                who=one.name,
                on=shift.voice.day(shift.calendar.day_of(as_instant(one.proposed_at))),
                question=one.proposed.question_id,
                is_own=one.staff_id == shift.person.staff_id,
            )
            for one in waiting
        ],
    )


def _came_back(shift: Shift, waiting: AbstractSet[tuple[int, int]]) -> list[ShownBack]:
    """Return of which decisions something came back; not of which a proposal waits.

    How much, and of which deed, is seen by who opens it: then a look is written.
    """
    found = list_came_back(
        shift.connection,
        open_house(shift.connection),
        shift.person.programme_id,
        by=shift.person.name,
        now=shift.now,
    )
    return [
        ShownBack(
            sealed=seal_numbers(shift, _BACK, (one.member_id, one.deed_id)),
            who=one.decided_by,
            on=shift.voice.day(shift.calendar.day_of(one.decided_at)),
        )
        for one in found
        if (one.member_id, one.deed_id) not in waiting
    ]


def _shown(shift: Shift, of: tuple[int, int], seen: Seen | None = None) -> HttpResponse:
    """Show a deed to be struck out, or the proposal about it that was seen."""
    member_id, deed_id = of
    waiting = None if seen is None else waits(shift.connection, shift.person, seen, now=shift.now)
    looker = Looker(shift.person.name, "fault", THROUGH)
    evidence = evidence_of(shift, member_id, f"{deed_id:016x}", looker=looker)
    if evidence is None:
        raise Http404
    reasons = reasons_in_words(shift)
    decision = Decision(member_id, deed_id, shift.person.name)
    back = came_back(shift.connection, open_house(shift.connection), decision, now=shift.now)
    return shift.page(
        "console/deed.html",
        entry=evidence.shown,
        evidence=evidence,
        back=points_in_words(back, shift.voice) if back else "",
        sealed=seal_numbers(shift, _FOUND, of)
        if seen is None
        else seal_numbers(shift, _WAITS, seen),
        waiting=waiting,
        is_own=waiting is not None and waiting.staff_id == shift.person.staff_id,
        reason="" if waiting is None else dict(reasons).get(waiting.proposed.reason, ""),
        reasons=reasons,
    )


def _seen(shift: Shift) -> Seen:
    return Seen(*sealed_numbers(shift, _WAITS, _of(shift)))


def _of(shift: Shift) -> str:
    return shift.request.POST.get("of", "")


urlpatterns = [
    path("", deeds, name="console_deeds"),
    path("find", find, name="console_find"),
    path("back", back, name="console_back"),
    path("strike-out", strike_out, name="console_strike_out"),
    path("take-again", take_again, name="console_take_again"),
    path("waiting", proposal, name="console_proposal"),
    path("proposal/agree", second, name="console_agree"),
    path("proposal/take-back", drop, name="console_take_back"),
]
