"""A market whose partners have keys, one partner of another programme, and the whole application.

One book for the tests of a file: what one test did stands in the way of no other.
"""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any, TypeVar

import httpx
import psycopg
import pytest

from plaudit.actions.register_partner import add_key, register_partner
from plaudit.core.ledger import Registration
from plaudit.core.voucher import Till
from plaudit.store.catalogue import programme_number
from plaudit.store.partners import hash_of_key
from tests.doors import visitor  # noqa: F401 (Django comes first)
from tests.market import JOINED, NOW, Market, edition, reward
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS

from plaudit.api import calling  # isort: skip
from plaudit.config.asgi import Application  # isort: skip

T = TypeVar("T")
REWARDS = (
    reward("coffee", "meal", "cafe", price=10),
    reward("evening", "ticket", "museum", price=10, more="closes_on = 2026-12-14"),
    reward("mug", "goods", "shop", price=10),
)
TO_REGISTER = '[[partner]]\nid = "library"\nname = "Library"\n'
"""A partner that the edition names, and that isn't registered yet."""
STRANGER = "plaudit_nobody-has-this-key"


class Town:
    """Asks the application as a partner does; `keys` by partner, "inn" is another programme's."""

    def __init__(self, url: str, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.market = Market(connection, text=edition(REWARDS, more=TO_REGISTER))
        for member in range(2):
            self.market.give(500, member=member)
        publish_as_promised(connection, _other_programme(), ACTIVITY_TEXTS)
        other = programme_number(connection, "other")
        assert other is not None
        self.other_programme_id = other
        self.keys: dict[str, str] = {}
        for id, till in self.market.tills.items():
            self.keys[id] = add_key(connection, till.partner_id, now=JOINED)
        inn = Registration(other, "inn", "Inn", ["cup_return"], 30)
        inn_number, self.keys["inn"] = register_partner(connection, inn, now=JOINED)
        self.tills = {id: Till(at.partner_id, b"") for id, at in self.market.tills.items()}
        self.tills["inn"] = Till(inn_number, b"")
        self.tills = {
            id: Till(at.partner_id, hash_of_key(self.keys[id])) for id, at in self.tills.items()
        }
        self._patch = pytest.MonkeyPatch()
        self._patch.setenv("PLAUDIT_DATABASE_URL", url)
        self.it_is(NOW)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._client = self.run(self._open())

    async def _open(self) -> httpx.AsyncClient:
        self.application = Application()
        await self.application._door.start()
        transport = httpx.ASGITransport(self.application)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")

    def it_is(self, now: int) -> None:
        """Set the API's clock."""
        self.now = now
        self._patch.setattr(calling, "time", SimpleNamespace(time_ns=lambda: self.now * 1_000))

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Run something in the application's loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(60)

    def close(self) -> None:
        """Stop the application and its loop."""
        self.run(self._client.aclose())
        self.run(self.application._door.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._patch.undo()

    async def asking(
        self, what: str, body: object = None, *, at: str | None = "cafe", once: str | None = None,
        **more: Any,
    ) -> httpx.Response:  # fmt: skip
        """Ask, as "POST /v1/honours". `at`: whose key, or a key itself. `once`: Idempotency-Key."""
        method, path = what.split(" ", 1)
        headers = dict(more.pop("headers", {}))
        if at is not None:
            headers["Authorization"] = f"Bearer {self.keys.get(at, at)}"
        if once is not None:
            headers["Idempotency-Key"] = once
        if body is not None:
            more["json"] = body
        return await self._client.request(method, path, headers=headers, **more)

    def ask(self, what: str, body: object = None, **more: Any) -> httpx.Response:
        """Ask and wait for the answer."""
        return self.run(self.asking(what, body, **more))

    def do(self, what: str, body: object = None, **more: Any) -> httpx.Response:
        """Ask under a new Idempotency-Key."""
        return self.ask(what, body, once=more.pop("once", new_key()), **more)

    def code(self, reward: str = "coffee", *, member: int = 0) -> str:
        """Take a voucher and return its code."""
        code = self.market.take(reward, member=member, now=self.now).code
        assert code is not None
        return code

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        row = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert row is not None
        return int(row[0])


def new_key() -> str:
    """Return a new Idempotency-Key."""
    return str(uuid.uuid4())


def said(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and code of a problem; the answer is a whole one."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert found["status"] == answer.status_code
    assert found["type"] == f"/v1/refusals#{found['code']}"
    assert found["detail"]
    return answer.status_code, found["code"]


def _other_programme() -> str:
    text = edition((reward("bed", "meal", "inn"),))
    return text.replace('programme = "market"', 'programme = "other"')
