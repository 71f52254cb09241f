"""A voucher for the till: a lower price, a meal, a night, a place in a workshop."""

from __future__ import annotations

from plaudit.core.refusals import N_
from plaudit.core.rewards.kind import Kind

KIND = Kind(
    id="discount",
    classes=frozenset(("discount", "meal", "hire", "stay", "workshop")),
    usable_days=90,
    says=N_("Show this code at {partner} when you pay, until {last_day}."),
)
