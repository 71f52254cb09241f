"""The short way of a request: one deed needs no task of its own.

ASGI's tasks, messages and time limits cost more than all the rest of reading it. What isn't the
usual in any way goes the usual way, which knows every limit and every refusal.

A client sends the same head again and again. Equal bytes mean the same, so a head that the parser
has read once isn't read again; its hash is kept, and never a key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from plaudit.actions.batch import Arrival
from plaudit.core.deed import Unread
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.ingest.answers import Answer, deed_answer, problem_answer
from plaudit.ingest.body import SINGLE, Head, media_type_of
from plaudit.ingest.faults import log_fault
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys, hash_of
from plaudit.ingest.limits import (
    HEADS_KEPT_MAX,
    IDLE_SECONDS_MAX,
    SHORT_BODY_BYTES_MAX,
    SHORT_WAIT_SECONDS,
)
from plaudit.ingest.patience import Patience
from plaudit.ingest.writer import Answer as Settled

Tell = Callable[[Answer], None]
"""Takes the answer to a request. It is called once, on the loop."""


class Usual(NamedTuple):
    """What a usual head says: the length of its body, and the hash of its key."""

    length: int
    key: bytes


class ShortWay:
    """Takes the usual requests for one deed from the protocol to where they are settled."""

    def __init__(self, keys: Keys, gather: Gather) -> None:
        self._keys = keys
        self._gather = gather
        self._heads: dict[bytes, Usual] = {}
        self.bodies = Patience(SHORT_WAIT_SECONDS)
        """Connections whose request lacks the rest of its body."""
        self.idle = Patience(IDLE_SECONDS_MAX)
        """Connections whose last request went the short way."""

    def usual(self, head: Head) -> Usual | None:
        """Return what a head says if its request may take the short way; None: it may not."""
        if head.length is None or not 0 < head.length <= SHORT_BODY_BYTES_MAX:
            return None
        if head.content_type != SINGLE and media_type_of(head.content_type) != SINGLE:
            return None
        key = hash_of(head.authorization)
        if key is None or head.waits_for_continue or self._keys.remembered(key) is None:
            return None
        return Usual(head.length, key)

    def known(self, raw_head: bytes) -> Usual | None:
        """Return what a head says that `know_again` was told of; None: it may say anything."""
        return self._heads.get(hashlib.sha256(raw_head).digest())

    def know_again(self, raw_head: bytes, usual: Usual) -> None:
        """Know a head the next time it comes."""
        if len(self._heads) >= HEADS_KEPT_MAX:
            self._heads.clear()
        self._heads[hashlib.sha256(raw_head).digest()] = usual

    def take(self, usual: Usual, raw: bytes, tell: Tell) -> bool:
        """Take the deed of a request that is whole now.

        False: it wasn't taken, and `tell` is never called: its key has to be looked up, or there
        is something to be refused, which the usual way does.
        """
        signed = self._keys.remembered(usual.key)
        if signed is None:
            return False
        try:
            reading = signed.reader.read_one(raw)
        except Exception:  # noqa: BLE001 (the usual way meets the same fault, and answers)
            return False
        if isinstance(reading, Unread):
            return False

        def told(settled: Settled) -> None:
            try:
                if isinstance(settled, Refusal):
                    answer = problem_answer(settled)
                else:
                    answer = deed_answer(settled[0], reading.event_id)
            except Exception as fault:  # noqa: BLE001 (the loop would log what was sent)
                log_fault("A request could not be answered", fault)
                answer = problem_answer(refusal(Code.OUR_FAULT))
            tell(answer)

        return self._gather.put(Arrival(signed.partner_id, reading), told)
