"""The printed list: the handles that a partner was given, to tick on paper and type in later."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from plaudit.actions.check_in_members import (
    ENTRIES_MAX,
    LIST_MAX,
    SHORT_DIGITS,
    check_in_listed,
    listed_handles,
)
from plaudit.core.ledger import Outcome
from plaudit.core.staff import Role
from plaudit.pages.house import the_house
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.steward.own import own_check_in, reason_for_stewards, shown

EMPTY_LINES = range(18)
"""For who isn't on the list: the desk enters them by their cards."""


@require_http_methods(["GET", "HEAD", "POST"])
@on_duty(Role.STEWARD, does="check_in.list")
def printed(shift: Shift, number: int) -> HttpResponse:
    """Show the list, or count who was ticked."""
    found = own_check_in(shift, number)
    sent = shift.request.POST
    typed = [line for line in sent.get("typed", "").splitlines() if line.strip()]
    ticked = [*sent.getlist("handle"), *typed]
    outcomes: list[Outcome] = []
    with the_house(shift.connection) as house:
        if ticked:
            outcomes = check_in_listed(
                shift.connection, house, found, handles=ticked, now=shift.now
            )
        handles = listed_handles(shift.connection, house, found.partner_id)
        words = shown(shift, found, house)
    return shift.page(
        "steward/list.html",
        check_in=words,
        handles=[(one, short_handle(one)) for one in handles],
        is_full=len(handles) >= LIST_MAX,
        is_typed_in=bool(ticked),
        counted=sum(one.refusal is None for one in outcomes),
        not_counted=[
            (short_handle(one.event_id), reason_for_stewards(one.refusal, shift.voice))
            for one in outcomes
            if one.refusal is not None
        ],
        limit=ENTRIES_MAX,
        empty_lines=EMPTY_LINES,
    )


def short_handle(handle: str) -> str:
    """Return how a handle stands on a list.

    >>> short_handle("3f9a22c1" + 24 * "0")
    '3f9a-22c1'
    """
    half = SHORT_DIGITS // 2
    is_whole = len(handle) > SHORT_DIGITS and handle.isalnum()
    return (
        f"{handle[:half]}-{handle[half:SHORT_DIGITS]}" if is_whole else handle[: SHORT_DIGITS + 1]
    )
