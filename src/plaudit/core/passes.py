"""Which passes open a member's pages: those given since all were ended, and the one that goes on.

Source: the glossary, "pass".
"""

from __future__ import annotations

from typing import Protocol


class PassesEnded(Protocol):
    """What is kept of a member's passes: how often all were ended, and which one went on."""

    @property
    def passes_ended(self) -> int:
        """How often all of them were ended."""

    @property
    def kept_pass(self) -> str:
        """The mark of the pass by which they were ended last; "" for none."""


def opens(kept: PassesEnded, *, ended: int, mark: str) -> bool:
    """Return whether a pass still opens the pages.

    Takes:   `ended`: how often all had been ended when it was given; `mark`: its mark. A pass
             without one, "", is never the one that goes on.
    """
    return ended == kept.passes_ended or "" != mark == kept.kept_pass
