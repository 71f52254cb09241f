"""What tells one kind of reward from another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reward. `classes` are those of catalogue/registries/reward_classes.toml."""

    id: str
    classes: frozenset[str]
    usable_days: int
    """How many days a voucher can be used, the day on which it is taken included."""
    says: str
    """What a member reads on an open voucher; it may name {partner} and {last_day}."""
    needs_ticket: bool = False
    """Whether each voucher needs a ticket out of the codes that were added for the reward."""
    is_honoured_at_once: bool = False
    """Whether taking it is all there is to do: no code, no till."""
