"""One clock for all who wait equally long.

A timer of the loop's own for each of them costs as much as reading a request.
"""

from __future__ import annotations

import asyncio
from typing import Protocol


class Patient(Protocol):
    """Somebody who waits, for one thing at a time."""

    def wait_no_more(self) -> None:
        """Do what is to be done where it didn't come."""


class Patience:
    """Tells those who waited for so long that it is over. It is used on the loop alone."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[Patient, float] = {}
        """In the order in which they began, so that those who wait longest come first."""
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, patient: Patient) -> None:
        """Let somebody wait from now on, or since when it began to."""
        if patient in self._until:
            return
        loop = asyncio.get_running_loop()
        self._until[patient] = loop.time() + self._seconds
        if self._timer is None:
            self._timer = loop.call_later(self._seconds, self._look)

    def end(self, patient: Patient) -> None:
        """Let somebody wait no more, who may not have waited."""
        self._until.pop(patient, None)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        now = loop.time()
        over = []
        for patient, until in self._until.items():
            if until > now:
                self._timer = loop.call_later(until - now, self._look)
                break
            over.append(patient)
        for patient in over:
            del self._until[patient]
        for patient in over:
            patient.wait_no_more()
