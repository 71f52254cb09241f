"""Deeds as columns: what a replay counts, many members at a time.

Rows stand member by member, each member's deeds in the order of arrival. A member is a number
from 0, in this order. Nothing here knows whose number it is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MISSING = -(2**63)
"""A fact that a deed leaves out. No fact reaches it: its range is bounded (core.amount)."""


class Columns(NamedTuple):
    """Deeds of some members. All columns are equally long.

    Units: `member` from 0 and never falling; `day` a day number; `activity` and `partner`
    positions in the lists of the replay; `facts` by position in the activity: millionths, or a
    choice's index, or MISSING.
    """

    member: Ints
    day: Ints
    activity: Ints
    partner: Ints
    facts: tuple[Ints, ...]

    def __len__(self) -> int:
        """Return how many deeds there are, not how many columns."""
        return len(self.member)

    def at(self, rows: Ints | slice) -> Columns:
        """Return some of the rows, in the order given; of a slice nothing is copied."""
        return Columns(
            self.member[rows],
            self.day[rows],
            self.activity[rows],
            self.partner[rows],
            tuple(fact[rows] for fact in self.facts),
        )


def concatenated(parts: list[Ints]) -> Ints:
    """Return arrays as one; of none, an empty one."""
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def starts_of(sorted_keys: Ints) -> Ints:
    """Return where a new key begins, in keys that stand together.

    >>> starts_of(np.array([4, 4, 7, 9, 9])).tolist()
    [0, 2, 3]
    """
    if not len(sorted_keys):
        return np.zeros(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(sorted_keys[1:] != sorted_keys[:-1]) + 1))
