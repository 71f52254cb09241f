"""What the partners know at the end: each deed that was sent, and each answer that arrived."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from tests.crash.deeds import Key, Sent

ACKNOWLEDGED = ("accepted", "duplicate")


class Said(NamedTuple):
    """An answer about one deed, and how many kills there had been when it arrived."""

    status: str
    kills: int


class Receipts:
    """Kept by all tills together. A deed is open until an answer says that it is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, deque[Sent]] = defaultdict(deque)
        self._kept: list[Sent] = []
        self._kept_keys: set[Key] = set()
        self.sent: dict[Key, Sent] = {}
        self.said: dict[Key, list[Said]] = defaultdict(list)
        self.wrong: list[str] = []
        self.kills = 0
        self.requests = 0
        self.unanswered = 0

    def send(self, sents: Sequence[Sent]) -> None:
        """Note deeds that are sent for the first time."""
        with self._lock:
            self.sent.update((sent.key, sent) for sent in sents)

    def answered(self, sents: Sequence[Sent], statuses: Sequence[str] | None) -> None:
        """Note what a request came to; None where no answer arrived, or a 503.

        A deed without a receipt is open again.
        """
        with self._lock:
            self.requests += 1
            if statuses is None:
                self.unanswered += 1
                statuses = [""] * len(sents)
            for sent, status in zip(sents, statuses, strict=True):
                is_new = sent.key not in self._kept_keys
                if status:
                    self.said[sent.key].append(Said(status, self.kills))
                if status and status not in ACKNOWLEDGED:
                    self.wrong.append(f"{sent.key} was answered {status}")
                if is_new and status in ACKNOWLEDGED:
                    self._kept.append(sent)
                    self._kept_keys.add(sent.key)
                elif is_new:
                    self._open[sent.key[0]].append(sent)

    def complain(self, what: str) -> None:
        """Note an answer that should not have come."""
        with self._lock:
            self.wrong.append(what)

    def take_open(self, partner: str, *, most: int) -> list[Sent]:
        """Take deeds of a partner that wait to be sent again, each once."""
        with self._lock:
            waiting = self._open[partner]
            taken: dict[Key, Sent] = {}
            while waiting and len(taken) < most:
                sent = waiting.popleft()
                if sent.key not in self._kept_keys:
                    taken[sent.key] = sent
            return list(taken.values())

    def some_kept(self, partner: str, *, most: int, chance: Random) -> list[Sent]:
        """Return deeds of a partner that were acknowledged, old ones and new ones."""
        with self._lock:
            found = chance.choices(self._kept, k=most) if self._kept else []
        return [sent for sent in found if sent.key[0] == partner]

    def kept(self) -> int:
        """Return how many deeds are acknowledged."""
        return len(self._kept_keys)

    def kept_keys(self) -> set[Key]:
        """Return what was acknowledged."""
        with self._lock:
            return set(self._kept_keys)

    def is_complete(self) -> bool:
        """Return whether every deed sent was acknowledged in the end."""
        with self._lock:
            return len(self._kept) == len(self.sent)
