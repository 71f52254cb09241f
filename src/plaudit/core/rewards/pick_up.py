"""A thing to fetch: it is put aside, so a voucher for it ends sooner than others."""

from __future__ import annotations

from plaudit.core.refusals import N_
from plaudit.core.rewards.kind import Kind

KIND = Kind(
    id="pick_up",
    classes=frozenset(("goods",)),
    usable_days=30,
    says=N_("It is put aside for you. Pick it up at {partner} with this code, until {last_day}."),
)
