"""Erasing at the desk: nobody can bring it back, so the card is typed once more."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from plaudit.core.card import member_of_card
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.pages.desk.record import DeskVisit, with_record
from plaudit.pages.member import data
from plaudit.pages.member.visit import view_of
from plaudit.store.staff_acts import count_acts

_ERASES = "desk.erase"
ERASURES_MAX = 10
ERASURES_SECONDS = 3_600


@require_POST
@with_record(does=_ERASES)
def erase(visit: DeskVisit) -> HttpResponse:
    """Erase the member whose card was typed again, as on the member's own page."""
    since = visit.now - ERASURES_SECONDS * SECOND
    if count_acts(visit.connection, visit.shift.person, _ERASES, since=since) > ERASURES_MAX:
        raise Refused(refusal(Code.TOO_MANY_ERASURES, limit=ERASURES_MAX))
    if member_of_card(visit.request.POST.get("card", "")) != visit.member_id:
        raise Refused(refusal(Code.CARD_OF_ANOTHER))
    return view_of(data.erase)(visit)
