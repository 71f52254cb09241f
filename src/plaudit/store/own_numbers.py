"""Partners' own numbers of vouchers, honours and settlement entries (core.own_number).

A number is made its partner's own where it leaves `store`, and the book's again where it comes in.
The keys are derived from the one that vouchers' codes are made with: nothing more can be lost.
"""

from __future__ import annotations

from typing import Literal

import psycopg

from plaudit.core.own_number import OwnNumbers, running_number
from plaudit.core.signed_voucher import Claim
from plaudit.sql.loader import query
from plaudit.store.voucher_codes import voucher_codes

Numbered = Literal["voucher", "honour", "entry"]


def own_numbers(connection: psycopg.Connection, kind: Numbered, partner_id: int) -> OwnNumbers:
    """Return the numbers under which a partner knows its vouchers, honours or entries."""
    row = connection.execute(query("told_until"), {"kind": kind}).fetchone()
    return numbers_of(kind, partner_id, told_until=None if row is None else row[0])


def numbers_of(kind: Numbered, partner_id: int, *, told_until: int | None) -> OwnNumbers:
    """Return the same where a statement said by the way up to which number partners were told."""
    return OwnNumbers(voucher_codes().key_of_numbers(kind, partner_id), told_until or 0)


def voucher_of(claim: Claim) -> int:
    """Return the book's number of a voucher that we signed, in whichever way it was told."""
    key = voucher_codes().key_of_numbers("voucher", claim.partner_id)
    return running_number(key, claim.number)
