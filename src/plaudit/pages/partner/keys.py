"""The partner's keys: listed by their marks; a new one is shown once."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions import replace_key as replacing
from plaudit.core.staff import Role
from plaudit.pages.partner.words import moment, own_partner
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store import partners


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def keys(shift: Shift) -> HttpResponse:
    """List the keys that work."""
    return _page(shift)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.key_new")
def new(shift: Shift) -> HttpResponse:
    """Make one more key, and show it this once."""
    key = replacing.new_key(shift.connection, own_partner(shift), now=shift.now)
    return _page(shift, key=key)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.key_replace")
def replace(shift: Shift, mark: str) -> HttpResponse:
    """Make a key that takes over from another one, and show it this once."""
    key = replacing.replace_key(shift.connection, own_partner(shift), mark, now=shift.now)
    return _page(shift, key=key)


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.key_withdraw")
def withdraw(shift: Shift, mark: str) -> HttpResponse:
    """Let nobody in with a key any more."""
    replacing.withdraw_key(shift.connection, own_partner(shift), mark, now=shift.now)
    return HttpResponseRedirect("/staff/partner/keys/")


def _page(shift: Shift, *, key: str = "") -> HttpResponse:
    found = partners.keys_of(shift.connection, own_partner(shift), now=shift.now)
    return shift.page(
        "partner/keys.html",
        key=key,
        old_days=replacing.OLD_KEY_DAYS,
        keys=[
            {
                "mark": one.mark,
                "made": moment(shift, one.made_at),
                "ends": "" if one.ends_at is None else moment(shift, one.ends_at),
            }
            for one in found
        ],
    )
