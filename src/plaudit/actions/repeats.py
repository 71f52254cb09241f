"""Whether a batch's event ids are looked up before it is judged.

Nearly always nothing is sent twice, and the guard's unique key says so by itself as it is written.
So a batch is judged as if all its event ids were free; where one is taken, or a deed is refused and
might be a repeat all the same, nothing of it is written, and it is judged anew after a look.
Source: docs/decisions/0038-rows-and-looks.md.
"""

from __future__ import annotations

from dataclasses import dataclass

LOOKED_UP_DEEDS = 4_000
"""After a batch that needed a look, and at the start, so many more deeds are looked up first."""


class LookFirst(Exception):
    """A batch that has to be judged anew, after its event ids were looked up."""


@dataclass(slots=True)
class Repeats:
    """What one writer has met of late. `looks_left`: how many deeds more are looked up first."""

    looks_left: int = LOOKED_UP_DEEDS

    @property
    def are_likely(self) -> bool:
        """Return whether the next batch is looked up first."""
        return self.looks_left > 0

    def note(self, *, deeds: int, needed: bool) -> None:
        """Take note of a batch: whether a look was needed, or would have been."""
        self.looks_left = LOOKED_UP_DEEDS if needed else max(0, self.looks_left - deeds)
