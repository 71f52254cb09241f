"""Partners' keys at the door: who signed in, remembered for a few seconds.

A key is looked up once for all requests that carry it, on a thread of its own. Keys that were
never seen wait in a short line, so that guessing can't hold up those who have a key.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import Till
from plaudit.ingest.limits import (
    AWAY_SECONDS,
    BUSY_SECONDS,
    HEALTH_SECONDS,
    KEY_CHARACTERS_MAX,
    KEY_SECONDS,
    KEYS_KEPT_MAX,
    UNKNOWN_KEYS_WAITING_MAX,
)
from plaudit.ingest.ports import Registry, Signed

_BEARER = re.compile(rb"(?i:bearer) +([A-Za-z0-9._~+/=-]{1,%d})" % KEY_CHARACTERS_MAX)


class _Kept(NamedTuple):
    until: float
    signed: Signed | None


class Keys:
    """Knows for a few seconds whose key is whose. Holds hashes, never the keys themselves."""

    def __init__(self, registry: Registry, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._registry = registry
        self._clock = clock
        self._kept: dict[bytes, _Kept] = {}
        self._asked: dict[bytes, asyncio.Task[Signed | None]] = {}
        self._unknown_asked = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="plaudit-keys")
        self._health = _Kept(0.0, None)
        self._is_there = False

    async def signed_in(self, authorization: bytes) -> Signed:
        """Return the partner whose key a request carries in its Authorization header.

        Refuses: KEY_MISSING, KEY_UNKNOWN, TOO_BUSY, SERVICE_AWAY.
        """
        return (await self._known(authorization))[1]

    def remembered(self, hashed: bytes) -> Signed | None:
        """Return the partner whose key was asked for a moment ago; None: `signed_in` can tell.

        Takes: the key's hash (`hash_of`).
        """
        kept = self._kept.get(hashed)
        return kept.signed if kept is not None and self._clock() < kept.until else None

    async def till_of(self, authorization: bytes) -> Till:
        """Return the partner and the key that signed in, as vouchers know it.

        Refuses: as signed_in does.
        """
        hashed, signed = await self._known(authorization)
        return Till(signed.partner_id, hashed)

    async def _known(self, authorization: bytes) -> tuple[bytes, Signed]:
        key = _key_of(authorization)
        if key is None:
            raise Refused(refusal(Code.KEY_MISSING))
        hashed = hashlib.sha256(key).digest()
        kept = self._kept.get(hashed)
        if kept is not None and self._clock() < kept.until:
            signed = kept.signed
        else:
            signed = await self._ask(hashed, key.decode("ascii"))
        if signed is None:
            raise Refused(refusal(Code.KEY_UNKNOWN))
        return hashed, signed

    async def is_there(self) -> bool:
        """Return whether the database answers, as it was within the last second."""
        if self._clock() >= self._health.until:
            self._health = _Kept(self._clock() + HEALTH_SECONDS, None)
            loop = asyncio.get_running_loop()
            self._is_there = await loop.run_in_executor(self._thread, self._registry.is_there)
        return self._is_there

    async def stop(self) -> None:
        """Close the connection."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._registry.close)
        self._thread.shutdown()

    async def _ask(self, hashed: bytes, key: str) -> Signed | None:
        asked = self._asked.get(hashed)
        if asked is None:
            asked = asyncio.create_task(self._look_up(hashed, key))
            asked.add_done_callback(_notice)
            self._asked[hashed] = asked
        # Shielded: the first to ask may go away, the others still want to know.
        return await asyncio.shield(asked)

    async def _look_up(self, hashed: bytes, key: str) -> Signed | None:
        kept = self._kept.get(hashed)
        is_unknown = kept is None or kept.signed is None
        try:
            if is_unknown and self._unknown_asked >= UNKNOWN_KEYS_WAITING_MAX:
                raise Refused(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS))
            self._unknown_asked += is_unknown
            until = self._clock() + KEY_SECONDS
            loop = asyncio.get_running_loop()
            try:
                signed = await loop.run_in_executor(self._thread, self._registry.sign_in, key)
            except psycopg.OperationalError:
                raise Refused(refusal(Code.SERVICE_AWAY, wait_seconds=AWAY_SECONDS)) from None
            finally:
                self._unknown_asked -= is_unknown
            self._keep(hashed, _Kept(until, signed))
            return signed
        finally:
            del self._asked[hashed]

    def _keep(self, hashed: bytes, kept: _Kept) -> None:
        self._kept.pop(hashed, None)
        if len(self._kept) >= KEYS_KEPT_MAX:
            self._forget()
        self._kept[hashed] = kept

    def _forget(self) -> None:
        """Make room: unknown keys go first, then the one that was asked for longest ago."""
        unknown = [hashed for hashed, kept in self._kept.items() if kept.signed is None]
        for hashed in unknown or list(self._kept)[:1]:
            del self._kept[hashed]


def hash_of(authorization: bytes) -> bytes | None:
    """Return the hash of the key in an Authorization header; None where there is none."""
    key = _key_of(authorization)
    return None if key is None else hashlib.sha256(key).digest()


def _key_of(authorization: bytes) -> bytes | None:
    found = _BEARER.fullmatch(authorization.strip())
    return None if found is None else found[1]


def _notice(asked: asyncio.Task[Signed | None]) -> None:
    """Take note of a look-up that failed after everyone who asked had gone."""
    if not asked.cancelled():
        asked.exception()
