"""The desk's part of a paper list: card numbers, which no partner enters or learns."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from plaudit.actions.check_in_members import check_in_cards
from plaudit.actions.use_card import CARDS_MAX, use_cards
from plaudit.core.check_in import NUMBER_MAX, CheckIn
from plaudit.core.check_in_list import read_line
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.staff import Role
from plaudit.pages.house import the_house
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.steward.own import TO_STEWARDS
from plaudit.store.check_ins import find_check_in

_NOT_COUNTED = N_(
    "Not counted. Either nobody who takes part has this card, or they hadn't joined or said yes to "
    "this kind of deeds by then, or it was counted here before. Who joined or said yes on the spot "
    "needs a time after the number: when they came."
)
_TO_CLERKS = TO_STEWARDS | dict.fromkeys(
    (Code.MEMBER_UNKNOWN, Code.RECORD_RESTRICTED, Code.CHECK_IN_TWICE), _NOT_COUNTED
)
"""One sentence for nobody, who left, who said no or nothing yet, whose record stands still, and who
was counted before: a list is no way to ask about a person.
"""


@require_http_methods(["GET", "HEAD", "POST"])
@on_duty(Role.DESK, does="check_in.cards")
def cards(shift: Shift) -> HttpResponse:
    """Ask for a check-in's number and the cards on its list, or count those that were typed.

    Where none could be counted, what was typed stands there again.
    """
    if shift.request.method != "POST":
        return _page(shift)
    number, typed = (shift.request.POST.get(name, "") for name in ("number", "cards"))
    try:
        found = _check_in(shift, number)
        outcomes = _count(shift, found, [line.strip() for line in typed.splitlines()])
    except Refused as refused:
        no = refused.refusal
        reason = reason_for_staff(no, shift.voice)
        return _page(shift, status=no.status, reason=reason, number=number, typed=typed)
    return _page(
        shift,
        place=found.place,
        counted=sum(one.refusal is None for one in outcomes),
        not_counted=[
            (one.event_id, reason_in_words(one.refusal, shift.voice, words=_TO_CLERKS))
            for one in outcomes
            if one.refusal is not None
        ],
    )


def _count(shift: Shift, found: CheckIn, lines: list[str]) -> list[Outcome]:
    typed = list(filter(None, lines))
    numbers, about = [read_line(one).who for one in typed], str(found.number)
    with the_house(shift.connection) as house:
        use_cards(shift.connection, shift.person, numbers, about=about, now=shift.now)
        return check_in_cards(shift.connection, house, found, cards=typed, now=shift.now)


def _page(shift: Shift, *, status: int = 200, **shown: object) -> HttpResponse:
    return shift.page("steward/cards.html", status=status, limit=CARDS_MAX, **shown)


def _check_in(shift: Shift, typed: str) -> CheckIn:
    """Return the check-in of a number that was typed, of the desk's own programme."""
    plain = typed.strip()
    is_short = plain.isascii() and plain.isdigit() and len(plain) <= len(str(NUMBER_MAX))
    number = int(plain) if is_short else 0
    found = find_check_in(shift.connection, number) if 0 < number <= NUMBER_MAX else None
    if found is None or found.programme_id != shift.person.programme_id:
        raise Refused(refusal(Code.CHECK_IN_UNKNOWN, seen=plain[:40]))
    return found
