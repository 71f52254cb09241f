"""A ticket out of a stock of codes that its house gave.

Its own code is sealed until the voucher is used: at the till, or when the member opens it. Until
then nobody has seen it, so a voucher that is given back puts a good ticket back into the stock.
"""

from __future__ import annotations

from plaudit.core.refusals import N_
from plaudit.core.rewards.kind import Kind

KIND = Kind(
    id="ticket",
    classes=frozenset(("ticket",)),
    usable_days=90,
    says=N_(
        "Open your ticket, or show this code at {partner}, until {last_day}. "
        "Once it is open, the voucher is used."
    ),
    needs_ticket=True,
)
