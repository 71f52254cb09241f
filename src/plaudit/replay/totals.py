"""Running totals of many members: keys and what they stand at.

A key is (member, slot, first day of the period) in one integer, so that it sorts member by member.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from plaudit.core.slots import Slots
from plaudit.replay.columns import Ints, concatenated, starts_of

_START_BITS = 24
_START_OFFSET = 1 << (_START_BITS - 1)
MEMBERS_MAX = 1 << 22
"""How many members are counted at once, at most: with 17 bits for slots a key fits."""
_SLOT_BITS = 62 - _START_BITS - 22


class Total(NamedTuple):
    """One running total: whose, which, of which period, and where it stands (millionths)."""

    member: int
    slot: int
    period_start: int
    total: int


def fits(slots: Slots) -> bool:
    """Return whether keys have room for these slots."""
    return max(slots.values(), default=0) < 1 << _SLOT_BITS


def keys_of(member: Ints, slot: Ints | int, period_start: Ints | int) -> Ints:
    """Return the keys of totals."""
    low = period_start + _START_OFFSET
    if isinstance(slot, int):
        return (member << (_SLOT_BITS + _START_BITS)) + (low + (slot << _START_BITS))
    return (((member << _SLOT_BITS) + slot) << _START_BITS) + low


def with_slot(keys: Ints, slot: Ints | int) -> Ints:
    """Return the keys of another slot, from those of slot 0; these are changed."""
    keys += slot << _START_BITS
    return keys


class Totals:
    """Where totals stand, between one stretch of deeds and the next."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, np.int64)
        self._totals = np.zeros(0, np.int64)
        self._new_keys: list[Ints] = []
        self._new_totals: list[Ints] = []

    @classmethod
    def standing(cls, keys: Ints, totals: Ints) -> Totals:
        """Return totals that stood at something before the first deed."""
        begun = cls()
        begun.keep(keys, totals)
        begun.end_stretch()
        return begun

    @property
    def is_empty(self) -> bool:
        """Whether every total is at nothing."""
        return not len(self._keys)

    def before(self, keys: Ints) -> Ints | None:
        """Return where these totals stood before the stretch; None: all at nothing."""
        if not len(self._keys):
            return None
        at = np.searchsorted(self._keys, keys)
        at[at == len(self._keys)] = 0
        found = self._keys[at] == keys
        return np.where(found, self._totals[at], 0)

    def keep(self, keys: Ints, totals: Ints) -> None:
        """Note where totals stand now; it holds from the next stretch on."""
        self._new_keys.append(keys)
        self._new_totals.append(totals)

    def end_stretch(self) -> None:
        """Let what was noted hold."""
        keys = concatenated([self._keys, *self._new_keys])
        totals = concatenated([self._totals, *self._new_totals])
        order = np.argsort(keys, kind="stable")
        keys, totals = keys[order], totals[order]
        firsts = starts_of(keys)
        lasts = np.append(firsts[1:], len(keys)) - 1 if len(keys) else firsts
        self._keys, self._totals = keys[lasts], totals[lasts]
        self._new_keys, self._new_totals = [], []

    def all(self) -> list[Total]:
        """Return every total."""
        slot_mask = (1 << _SLOT_BITS) - 1
        start_mask = (1 << _START_BITS) - 1
        return [
            Total(
                key >> (_START_BITS + _SLOT_BITS),
                (key >> _START_BITS) & slot_mask,
                (key & start_mask) - _START_OFFSET,
                total,
            )
            for key, total in zip(self._keys.tolist(), self._totals.tolist(), strict=True)
        ]
