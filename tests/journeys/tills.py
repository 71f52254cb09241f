"""A person at the café's till, and a voucher of a member's that is shown there."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.actions.take import take
from plaudit.core.staff import Role, StaffPerson
from plaudit.store.offline import set_offline_limit, signed_voucher
from plaudit.store.partners import partner_number
from plaudit.store.staff import Workplace
from tests.journeys.test_check_in import now_instant
from tests.riverside import Riverside
from tests.staff import hire

HAS_LIST = "() => localStorage.getItem('till-list') !== null"
QUEUED = "JSON.parse(localStorage.getItem('till-queue') ?? '[]').length"
OFFLINE_A_DAY = 3


class AtTheTill(NamedTuple):
    """Who works there, and what is shown: the code to type, and the text of its picture."""

    person: StaffPerson
    voucher_id: int
    code: str
    text: str


def at_the_till(crowd: Riverside, member: int, name: str) -> AtTheTill:
    """Let somebody of this name work at the café's till, and a member take a coffee there."""
    connection = crowd.connection
    lotus = partner_number(connection, "cafe-lotus")
    assert lotus is not None
    set_offline_limit(connection, lotus, OFFLINE_A_DAY)
    person = hire(connection, Workplace(crowd.programme_id, lotus), name, {Role.TILL})
    voucher = take(connection, member, "coffee-and-cake", key=name, now=now_instant())
    text = signed_voucher(connection, member, voucher.voucher_id)
    assert voucher.code is not None
    assert text is not None
    return AtTheTill(person, voucher.voucher_id, voucher.code, text)
