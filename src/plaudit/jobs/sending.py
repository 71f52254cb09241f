"""Sending: the outbox is handed on, messages are taken, sent and marked, over and over.

Each partner has a few places of its own among the threads, so that a slow one holds up nobody. A
message is taken for a while before it is sent (store.deliveries); a worker that is killed between
sending and marking leaves it to be sent once more, with the same webhook-id.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

import psycopg

from plaudit.actions.hand_on import hand_on
from plaudit.core.instant import shown_instant
from plaudit.core.messages import WAITING_KINDS
from plaudit.core.retrying import (
    DAY,
    DELAYS_SECONDS,
    JITTER_MOST_PERCENT,
    KEY_WAIT_SECONDS,
    WAIT_DAYS_MOST,
    wait_seconds,
)
from plaudit.core.webhook_signing import signed_headers
from plaudit.jobs.posting import Answer, Post
from plaudit.store import deliveries, webhooks
from plaudit.store.deliveries import Taken
from plaudit.store.sealed import Seal

SENDS_MOST = 32
"""How many messages one worker sends at once."""
PARTNER_SENDS_MOST = 2
"""And how many of these to one partner."""
TAKEN_SECONDS = 120
"""How long a message is taken for; then its taker is taken for dead. More than any try lasts."""
_SECOND = 1_000_000

log = logging.getLogger(__name__)


class _Sent(NamedTuple):
    taken: Taken
    answer: Answer


class Sender:
    """Sends what is due. One connection, which only the thread that calls `round` uses."""

    def __init__(
        self,
        connection: psycopg.Connection,
        post: Post,
        *,
        clock: Callable[[], int],
        seal: Seal | None = None,
    ) -> None:
        self._connection = connection
        self._post = post
        self._clock = clock
        self._seal = seal or webhooks.webhook_seal()
        self._threads = ThreadPoolExecutor(SENDS_MOST, thread_name_prefix="send")
        self._under_way: dict[Future[_Sent], int] = {}
        """By what is under way: the partner."""

    def round(self, *, wait_seconds: float) -> bool:
        """Hand on, take, send and mark; return whether anything was done or is under way.

        It waits for the first answer, `wait_seconds` at most, and never for the slowest.
        """
        handed_on = hand_on(self._connection)
        taken = self._take()
        if self._under_way:
            ended, _ = wait(self._under_way, timeout=wait_seconds, return_when=FIRST_COMPLETED)
            for future in ended:
                del self._under_way[future]
                self._mark(future.result())
        return bool(handed_on or taken or self._under_way)

    def close(self) -> None:
        """Mark what is under way, and end the threads."""
        for future in list(self._under_way):
            self._mark(future.result())
        self._under_way.clear()
        self._threads.shutdown()

    def _take(self) -> int:
        free = SENDS_MOST - len(self._under_way)
        if free <= 0:
            return 0
        at_each = Counter(self._under_way.values())
        busy = [id for id, sends in at_each.items() if sends >= PARTNER_SENDS_MOST]
        now = self._clock()
        until = now + TAKEN_SECONDS * _SECOND
        taken = deliveries.take_deliveries(
            self._connection, self._seal, busy=busy, most=free, now=now, until=until
        )
        for one in taken:
            sending = self._threads.submit(self._send, one)
            self._under_way[sending] = one.partner_id
        return len(taken)

    def _send(self, taken: Taken) -> _Sent:
        if not taken.secrets:
            return _Sent(taken, Answer(None, "secret_not_opened"))
        body = body_of(taken)
        headers = signed_headers(
            f"msg_{taken.message_id}",
            body,
            timestamp=self._clock() // _SECOND,
            secrets=taken.secrets,
        )
        headers |= {"content-type": "application/json", "user-agent": "Plaudit"}
        return _Sent(taken, self._post.send(taken.url, headers, body))

    def _mark(self, sent: _Sent) -> None:
        taken, answer = sent
        now = self._clock()
        if not taken.secrets:
            self._put_off(sent, now + KEY_WAIT_SECONDS * _SECOND)
            return
        if answer.is_gone and self._stop(taken, now):
            if taken.kind in WAITING_KINDS:
                self._put_off(sent, now + DELAYS_SECONDS[0] * _SECOND)
            else:
                self._end(sent, now)
            return
        delay = None if answer.is_delivered else _delay(taken, now)
        if delay is None:
            self._end(sent, now)
        else:
            self._put_off(sent, now + delay * _SECOND)

    def _stop(self, taken: Taken, now: int) -> bool:
        """Stop a webhook whose URL is gone; False where the partner has another one by now."""
        stopped = webhooks.stop_webhook(self._connection, taken.partner_id, url=taken.url, now=now)
        if stopped:
            log.warning("partner %s: its webhook is gone and was stopped", taken.partner_id)
        return stopped

    def _end(self, sent: _Sent, now: int) -> None:
        taken, answer = sent
        deliveries.end_delivery(
            self._connection,
            taken.delivery_id,
            answer=answer.said,
            was_delivered=answer.is_delivered,
            now=now,
        )
        if not answer.is_delivered:
            _log(sent, "; given up")

    def _put_off(self, sent: _Sent, next_try_at: int) -> None:
        taken, answer = sent
        deliveries.put_off_delivery(
            self._connection,
            taken.delivery_id,
            answer=answer.said,
            next_try_at=next_try_at,
            was_tried=bool(taken.secrets),
        )
        _log(sent)


def _delay(taken: Taken, now: int) -> int | None:
    """Return how many seconds to wait for the next try; None where there is none."""
    left = 0
    if taken.kind in WAITING_KINDS:
        left = WAIT_DAYS_MOST * DAY - (now - taken.happened_at) // _SECOND
    jitter = secrets.randbelow(JITTER_MOST_PERCENT + 1)
    return wait_seconds(taken.tries, jitter_percent=jitter, left_seconds=left)


def _log(sent: _Sent, became: str = "") -> None:
    taken, answer = sent
    told = taken.message_id, taken.partner_id, taken.tries, answer.said, became
    log.info("message %s to partner %s, try %s: %s%s", *told)


def body_of(taken: Taken) -> bytes:
    """Return a message's body, the same at each try."""
    said = {
        "type": taken.kind,
        "timestamp": shown_instant(taken.happened_at),
        "data": dict(taken.payload),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
