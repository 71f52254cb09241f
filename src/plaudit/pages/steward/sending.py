"""What a steward's device sends of what it scanned, and what lets it go on by itself."""

from __future__ import annotations

import json

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.check_in_members import Entry, check_in_members
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import N_, Code
from plaudit.core.staff import Role
from plaudit.pages.files import address_of
from plaudit.pages.house import the_house
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.steward.own import own_check_in, reason_for_stewards
from plaudit.pages.workers import answer_with_worker
from plaudit.store.check_ins import count_checked_in

LINKED = (
    "plaudit.css", "member.css", "staff.css", "plaudit.svg",
    "qr.js", "scan.js", "qr_reader.js", "staff.js", "steward.js",
)  # fmt: skip
"""What the page of a place links to."""
TEXT_MAX = 80
"""Characters of what was scanned, and of the device's own number of it."""
_COUNTED = N_("Counted.")


@require_safe
@on_duty(Role.STEWARD, keeps_awake=False)
def count(shift: Shift, number: int) -> HttpResponse:
    """Say how many came."""
    return JsonResponse({"count": count_checked_in(shift.connection, own_check_in(shift, number))})


@require_POST
@on_duty(Role.STEWARD, does="check_in.send")
def send(shift: Shift, number: int) -> HttpResponse:
    """Take what a device scanned, and say of each in words whether it was counted."""
    found = own_check_in(shift, number)
    entries = _entries(shift.request.POST.get("entries", ""))
    if entries is None:
        return HttpResponseBadRequest()
    with the_house(shift.connection) as house:
        outcomes = check_in_members(shift.connection, house, found, entries=entries, now=shift.now)
    told = [
        {"key": one.event_id, "counts": _is_counted(one), "said": _said(one, shift)}
        for one in outcomes
    ]
    return JsonResponse({"told": told, "count": count_checked_in(shift.connection, found)})


@require_safe
@on_duty(Role.STEWARD)
def worker(_: Shift) -> HttpResponse:
    """Answer with the service worker of the steward's room, which begins with what it keeps."""
    return answer_with_worker("steward_worker.js", files=[address_of(name) for name in LINKED])


def _is_counted(outcome: Outcome) -> bool:
    """Return whether this person is counted here, by now or from before."""
    return outcome.refusal is None or outcome.refusal.code is Code.CHECK_IN_TWICE


def _said(outcome: Outcome, shift: Shift) -> str:
    if outcome.refusal is None:
        return shift.voice.say(_COUNTED)
    return reason_for_stewards(outcome.refusal, shift.voice)


def _entries(text: str) -> list[Entry] | None:
    """Return what a device sent; None where it isn't of the form."""
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, list):
        return None
    entries = [_entry(one) for one in sent]
    return None if None in entries else [one for one in entries if one is not None]


def _entry(sent: object) -> Entry | None:
    if not isinstance(sent, dict) or set(sent) != {"key", "shown", "at"}:
        return None
    key, shown, at = sent["key"], sent["shown"], sent["at"]
    texts = all(isinstance(one, str) and len(one) <= TEXT_MAX for one in (key, shown))
    if not texts or type(at) is not int or not 0 <= at < 10**13:
        return None
    return Entry(key, shown, at * 1_000)
