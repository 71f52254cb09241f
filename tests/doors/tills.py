"""Two people at the café's till and one at the museum's, with a browser."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest
from django.http import HttpResponse

from plaudit.core.staff import Role, StaffPerson
from plaudit.store.offline import set_offline_limit, signed_voucher
from plaudit.store.staff import Workplace
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market
from tests.staff import cookie_of, hire

HERE = "/staff/till/"


class Counter:
    """Two people at the café's till and one at the museum's, over a market."""

    def __init__(self, url: str, connection: psycopg.Connection, patch: pytest.MonkeyPatch) -> None:
        self.connection = connection
        self.market = Market(connection)
        for _ in range(3):
            self.market.give(500)
        self.visitor = Visitor(url, patch, now=NOW)
        self.people = {
            name: self._hired(name, at)
            for name, at in (("Nok Chai", "cafe"), ("Dao Boonma", "cafe"), ("Fah Suk", "museum"))
        }
        set_offline_limit(connection, self.market.tills["cafe"].partner_id, 2)

    def _hired(self, name: str, at: str) -> StaffPerson:
        place = Workplace(self.market.programme_id, self.market.tills[at].partner_id)
        return hire(self.connection, place, name, {Role.TILL})

    def is_at_the_till(self, name: str) -> None:
        """Let somebody begin a shift, and open the till."""
        cookie, token = cookie_of(self.connection, self.people[name], now=NOW)
        self.visitor.client.cookies[cookie] = token
        self.visitor.it_is(NOW)
        self.visitor.get(HERE)

    def sends(self, path: str, **form: str) -> HttpResponse:
        return self.visitor.sends(HERE + path, form)

    def code(self, reward: str = "coffee") -> str:
        code = self.market.take(reward).code
        assert code is not None
        return code

    def takes_along(self) -> dict[str, Any]:
        said = json.loads(self.visitor.get(f"{HERE}list").content)
        assert isinstance(said, dict)
        return said

    def signed(self) -> str:
        voucher = self.market.take("coffee")
        text = signed_voucher(self.connection, self.market.members[0], voucher.voucher_id)
        assert text is not None
        return text

    def tells(self, *taken: dict[str, object]) -> list[dict[str, Any]]:
        answer = self.sends("sync", taken=json.dumps(taken))
        assert answer.status_code == 200
        answers = json.loads(answer.content)["answers"]
        assert isinstance(answers, list)
        return answers


def taken(key: str, text: str, given: str, *, at: int = NOW) -> dict[str, object]:
    return {"key": key, "text": text, "pass": given, "at": at // 1_000, "list_at": NOW // 1_000}


def said(answer: HttpResponse) -> str:
    return Seen(answer).text
