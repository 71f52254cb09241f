"""Kinds of rewards, one file each, and the registry of them."""

from __future__ import annotations

from plaudit.core.rewards import discount, donation, pick_up, ticket
from plaudit.core.rewards.kind import Kind

KINDS: dict[str, Kind] = {
    one.id: one for one in (discount.KIND, ticket.KIND, donation.KIND, pick_up.KIND)
}
