"""What a till's page takes with it for a day without a connection, and what it tells later."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.accept_offline import Answer, accept_offline
from plaudit.core.period import SECOND
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.signed_voucher import ACCEPTED_MAX, Accepted
from plaudit.core.staff import Role
from plaudit.core.voice import text_in
from plaudit.core.voucher import Till
from plaudit.pages.files import address_of
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.staff.reasons import TO_STAFF
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.till.at_till import pass_of_till, till_of_pass
from plaudit.pages.till.views import till_page
from plaudit.pages.workers import answer_with_worker
from plaudit.store.offline import rewards_of_partner, till_list

_MILLISECOND = 1_000
LINKED = (
    "plaudit.css", "member.css", "staff.css", "till.css", "plaudit.svg", "scan.js", "qr_reader.js",
    "staff.js", "voucher.js", "till.js",
)  # fmt: skip
_PAID = N_("paid")
_COVERED = N_("paid by the programme: it was given back or its days were over meanwhile")
_PAID_BEFORE = N_("paid before: your partner honoured it on {used_on}, and it is paid once")

_TO_TILLS = TO_STAFF | {Code.VOUCHER_USED: _PAID_BEFORE}
"""Of what was taken offline: a voucher is used at its partner alone, so that was paid for it."""


@require_safe
@on_duty(Role.TILL, keeps_awake=False)
def list_of_day(shift: Shift) -> HttpResponse:
    """Say the keys, the vouchers that are used up and the rewards: nothing of any member."""
    partner_id = till_partner(shift)
    found = till_list(shift.connection, partner_id, now=shift.now)
    rewards = rewards_of_partner(shift.connection, partner_id)
    return JsonResponse(
        {
            "day": found.day,
            "day_ends_at": shift.calendar.start_of_day(found.day + 1) // _MILLISECOND,
            "made_at": found.made_at // _MILLISECOND,
            "keys": {str(day): key.hex() for day, key in found.keys.items()},
            "used_up": [str(number) for number in sorted(found.used_up)],
            "limit": found.limit,
            "partner": partner_id,
            "rewards": {
                str(number): text_in(title, shift.voice, otherwise=id)
                for number, (id, title) in rewards.items()
            },
            "pass": pass_of_till(shift.person),
            "token": get_token(shift.request),
        }
    )


@require_POST
@on_duty(Role.TILL, does="till.sync")
def sync(shift: Shift) -> HttpResponse:
    """Take over what was taken without a connection; one answer for each, in its order."""
    given = _read(shift.request.POST.get("taken", ""))
    if given is None or len(given) > ACCEPTED_MAX:
        return JsonResponse({"answers": None}, status=400)
    return JsonResponse({"answers": [_told(shift, *one) for one in given]})


@require_safe
@on_duty(Role.TILL)
def kept(shift: Shift) -> HttpResponse:
    """Show the page as the device keeps it until the day ends: without a form's token."""
    response = till_page(shift, is_kept=True)
    ends_at = shift.calendar.start_of_day(shift.today + 1)
    response.headers["Expires"] = http_date(ends_at // SECOND)
    return response


@require_safe
@on_duty(Role.TILL)
def worker(_: Shift) -> HttpResponse:
    """Answer with the service worker of the till's page."""
    return answer_with_worker("till_worker.js", files=[address_of(name) for name in LINKED])


def till_partner(shift: Shift) -> int:
    """Return the number of the till's partner."""
    assert shift.person.partner_id is not None, shift.person
    return shift.person.partner_id


def _read(text: str) -> list[tuple[str, Accepted]] | None:
    """Return what a device tells: (pass, voucher) each; None where it can't be read."""
    try:
        said = json.loads(text)
        return [(_text(one, "pass"), _accepted(one)) for one in said]
    except (ValueError, KeyError, TypeError):
        return None


def _accepted(one: dict[str, Any]) -> Accepted:
    times = (one["at"], one["list_at"])
    if not all(type(at) is int and 0 <= at < 2**52 for at in times):
        raise ValueError
    at, list_at = (at * _MILLISECOND for at in times)
    return Accepted(_text(one, "key"), _text(one, "text"), at, list_at)


def _text(one: dict[str, Any], name: str) -> str:
    if not isinstance(one[name], str):
        raise TypeError
    return str(one[name])


def _told(shift: Shift, given: str, accepted: Accepted) -> dict[str, object]:
    till = till_of_pass(given, shift.person)
    answer = Answer(accepted.key, refusal=refusal(Code.OFFLINE_UNSIGNED))
    if till is not None:
        answer = _take_over(shift, till, accepted)
    if answer.told is None:
        assert answer.refusal is not None
        words = reason_in_words(answer.refusal, shift.voice, words=_TO_TILLS)
        return {"key": accepted.key, "paid": False, "words": words}
    words = shift.voice.say(_COVERED if answer.told.is_covered else _PAID)
    return {"key": accepted.key, "paid": True, "words": words}


def _take_over(shift: Shift, till: Till, accepted: Accepted) -> Answer:
    try:
        (answer,) = accept_offline(shift.connection, till, [accepted], now=shift.now)
    except Refused as refused:
        return Answer(accepted.key, refusal=refused.refusal)
    return answer
