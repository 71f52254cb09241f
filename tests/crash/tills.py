"""Tills: clients that report deeds over HTTP and keep the receipts."""

from __future__ import annotations

import http.client
import json
import threading
import time
from random import Random
from typing import Any

from plaudit.core.refusals import Code
from tests.crash.deeds import Sent, altered, deed
from tests.crash.receipts import Receipts
from tests.riverside import Riverside

BATCH_MOST = 40
ANSWER_SECONDS = 20
PAUSE_SECONDS = 0.02
"""After a request that came to nothing."""

_CONFLICT = f"refused {Code.CONTENT_CONFLICT}"


class WholeRequests(http.client.HTTPConnection):
    """Sends a request in one piece, so that a single deed takes the short way each time."""

    _pieces: tuple[bytes, ...] = ()

    def send(self, data: Any) -> None:
        """Keep a piece until all are there."""
        self._pieces += (data,)

    def send_all(self) -> None:
        """Send the pieces."""
        pieces, self._pieces = self._pieces, ()
        super().send(b"".join(pieces))


class Till(threading.Thread):
    """One client with one connection, which it opens anew whenever it breaks.

    It sends single deeds and batches, old and new ones mixed, until it is told to finish; then
    only what is still open.
    """

    def __init__(
        self, number: int, port: int, riverside: Riverside, receipts: Receipts, *, seed: str
    ) -> None:
        super().__init__(name=f"till-{number}", daemon=True)
        self._port = port
        self._riverside = riverside
        self._receipts = receipts
        self._seed = seed
        self._chance = Random(f"{seed} till {number}")
        self._number = number
        self._deeds = 0
        self._connection: WholeRequests | None = None
        self.pause_seconds = 0.002
        self.finishing = threading.Event()
        self.leaving = threading.Event()

    def run(self) -> None:
        """Report until finished."""
        while not self.leaving.is_set():
            if self.finishing.is_set() and self._receipts.is_complete():
                break
            partner = self._chance.choice(["cafe", "depot"])
            if not self.finishing.is_set() and self._chance.random() < 0.05:
                self._report_altered(partner)
            else:
                self._report(partner)
            time.sleep(self.pause_seconds)
        self._disconnect()

    def _report(self, partner: str) -> None:
        sents = self._next(partner)
        if not sents:
            time.sleep(PAUSE_SECONDS)
            return
        statuses = self._post(partner, [sent.event for sent in sents])
        self._receipts.answered(sents, statuses)

    def _next(self, partner: str) -> list[Sent]:
        """Return what the next request says: open deeds, new ones, and some repeated."""
        chance = self._chance
        most = 1 if chance.random() < 0.3 else chance.randint(2, BATCH_MOST)
        sents = self._receipts.take_open(partner, most=most)
        if self.finishing.is_set():
            return sents
        new = [self._new(partner) for _ in range(most - len(sents))]
        self._receipts.send(new)
        sents += new
        if most > 1:
            sents += self._receipts.some_kept(partner, most=most // 8, chance=chance)
            sents += chance.choices(sents, k=most // 16)
            chance.shuffle(sents)
        return sents

    def _new(self, partner: str) -> Sent:
        self._deeds += 1
        return deed(self._riverside, partner, f"{self._number}/{self._deeds}", seed=self._seed)

    def _report_altered(self, partner: str) -> None:
        """Report another deed under an acknowledged id: it must be refused, after any crash."""
        for sent in self._receipts.some_kept(partner, most=1, chance=self._chance):
            statuses = self._post(partner, [altered(sent)])
            if statuses not in (None, [_CONFLICT]):
                self._receipts.complain(f"another deed under {sent.key} was answered {statuses}")

    def _post(self, partner: str, events: list[dict[str, Any]]) -> list[str] | None:
        """Return a status for each deed; None where no answer arrived, or a 503."""
        is_batch = len(events) > 1
        body = json.dumps(events if is_batch else events[0])
        key = self._riverside.cafe_key if partner == "cafe" else self._riverside.depot_key
        kind = "application/cloudevents-batch+json" if is_batch else "application/cloudevents+json"
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
        try:
            if self._connection is None:
                self._connection = WholeRequests("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
            self._connection.request("POST", "/v1/deeds", body, headers)
            self._connection.send_all()
            response = self._connection.getresponse()
            raw = response.read()
        except TimeoutError:
            self._receipts.complain(f"no answer in {ANSWER_SECONDS} seconds")
            self._disconnect()
            return None
        except (OSError, http.client.HTTPException):
            self._disconnect()
            time.sleep(PAUSE_SECONDS)
            return None
        return self._statuses(response, json.loads(raw), events)

    def _statuses(
        self, response: http.client.HTTPResponse, said: dict[str, Any], events: list[dict[str, Any]]
    ) -> list[str] | None:
        if response.status == 503 and response.getheader("Retry-After"):
            time.sleep(PAUSE_SECONDS)
            return None
        if response.status == 200:
            outcomes = said["outcomes"]
            assert [one["id"] for one in outcomes] == [event["id"] for event in events], said
            return [f"{one['status']} {one.get('code', '')}".strip() for one in outcomes]
        if len(events) == 1 and response.status == 409:
            return [f"refused {said['code']}"]
        self._receipts.complain(f"answered {response.status} {said.get('code')}")
        return None

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
