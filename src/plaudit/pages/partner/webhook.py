"""The partner's messages: where they go, the secret that signs them, and how each fares."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.connect_webhook import (
    OLD_SECRET_DAYS,
    connect_by_press,
    disconnect_webhook,
    rotate_secret,
)
from plaudit.actions.resend import resend
from plaudit.core.refusals import N_, Code, Refusal, Refused, refusal
from plaudit.core.staff import Role
from plaudit.core.webhook_signing import SIGNATURES_MOST
from plaudit.pages.partner.words import moment, own_partner
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.deliveries import Delivery, last_deliveries
from plaudit.store.webhooks import read_webhook

HERE = "/staff/partner/webhook/"
MESSAGES_SHOWN = 50
KIND_WORDS = {
    "deed.struck_out": N_("A deed was struck out"),
    "deed.counted_again": N_("A deed counts again"),
    "member.erased_at_partner": N_("A member was erased"),
    "voucher.honoured": N_("A voucher was honoured"),
    "statement.ready": N_("A settlement statement is ready"),
}
_WAITS, _DELIVERED, _GIVEN_UP = N_("waits"), N_("delivered"), N_("given up")


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def webhook(shift: Shift) -> HttpResponse:
    """Show where messages go, and what became of the last ones."""
    return _page(shift)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.webhook_set")
def set_address(shift: Shift) -> HttpResponse:
    """Set where messages go. The first time a secret is made, and shown this once."""
    url = shift.request.POST.get("url", "").strip()
    try:
        secret = connect_by_press(shift.connection, own_partner(shift), url=url, now=shift.now)
    except ValueError:
        return _page(shift, no=refusal(Code.WEBHOOK_URL_WRONG), typed=url)
    return _page(shift, secret=secret) if secret else HttpResponseRedirect(HERE)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.webhook_secret")
def new_secret(shift: Shift) -> HttpResponse:
    """Replace the secret; those before sign too for some days."""
    secret = rotate_secret(shift.connection, own_partner(shift), now=shift.now)
    if secret is None:
        found = read_webhook(shift.connection, own_partner(shift))
        if found is None or found.old_secret_until is None:
            raise Refused(refusal(Code.WEBHOOK_UNKNOWN))
        until = moment(shift, found.old_secret_until)
        raise Refused(refusal(Code.STILL_CHANGING, limit=SIGNATURES_MOST, until=until))
    return _page(shift, secret=secret)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.webhook_remove")
def remove(shift: Shift) -> HttpResponse:
    """Forget the address and the secrets."""
    if not disconnect_webhook(shift.connection, own_partner(shift)):
        raise Refused(refusal(Code.WEBHOOK_UNKNOWN))
    return HttpResponseRedirect(HERE)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.message_resend")
def send_again(shift: Shift, message: UUID) -> HttpResponse:
    """Let a waiting message be tried now."""
    resend(shift.connection, own_partner(shift), str(message), now=shift.now)
    return HttpResponseRedirect(HERE)


def _page(
    shift: Shift, *, secret: str = "", no: Refusal | None = None, typed: str = ""
) -> HttpResponse:
    partner_id = own_partner(shift)
    found = read_webhook(shift.connection, partner_id)
    until = None if found is None else found.old_secret_until
    return shift.page(
        "partner/webhook.html",
        status=200 if no is None else no.status,
        wrong="" if no is None else reason_for_staff(no, shift.voice),
        url=typed if no or found is None else found.url,
        webhook=found,
        secret=secret,
        old_days=OLD_SECRET_DAYS,
        stopped=moment(shift, found.stopped_at) if found and found.stopped_at else "",
        old_until=moment(shift, until) if until else "",
        messages=[
            _message(shift, one)
            for one in last_deliveries(shift.connection, partner_id, most=MESSAGES_SHOWN)
        ],
    )


def _message(shift: Shift, one: Delivery) -> dict[str, object]:
    state = _WAITS if one.ended_at is None else _DELIVERED if one.was_delivered else _GIVEN_UP
    kind = KIND_WORDS.get(one.kind)
    return {
        "id": one.message_id,
        "kind": shift.voice.say(kind) if kind else one.kind,
        "when": moment(shift, one.happened_at),
        "state": shift.voice.say(state),
        "tries": one.tries,
        "answer": one.last_answer or "—",
        "waits": one.ended_at is None,
    }
