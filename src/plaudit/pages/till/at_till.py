"""Who is at a till: a person of a partner's counts as a till of its own.

What somebody takes without a connection may be told later by a colleague on the same device, or in
a later shift. So the device keeps with it a pass that names whose till it was: signed by us, it
can't be made up, and one voucher can't be told under two names.
"""

from __future__ import annotations

import hashlib

from django.core import signing

from plaudit.core.staff import StaffPerson
from plaudit.core.voucher import Till

_SALT = "plaudit.till"


def till_of(person: StaffPerson) -> Till:
    """Return a person as a till, as vouchers know it."""
    assert person.partner_id is not None, person
    return _till(person.staff_id, person.partner_id)


def pass_of_till(person: StaffPerson) -> str:
    """Return what a device keeps with what this person takes without a connection."""
    return signing.dumps([person.staff_id, person.partner_id], salt=_SALT)


def till_of_pass(given: str, person: StaffPerson) -> Till | None:
    """Return whose till a pass names; None for a forged one, and for another partner's."""
    try:
        staff_id, partner_id = signing.loads(given, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return _till(staff_id, partner_id) if partner_id == person.partner_id else None


def _till(staff_id: int, partner_id: int) -> Till:
    return Till(partner_id, hashlib.sha256(f"staff {staff_id}".encode()).digest())
