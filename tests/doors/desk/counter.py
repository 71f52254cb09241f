"""A clerk at the desk, with a browser."""

from __future__ import annotations

import psycopg
import pytest
from django.http import HttpResponse

from plaudit.core.card import card_number
from plaudit.core.period import SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import StaffPerson
from plaudit.store.rights import read_looks
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.staff import cookie_of

DESK, RECORD = "/staff/desk/", "/staff/desk/record/"
CLERK = "Malee Srisai"


class Counter(Visitor):
    """A clerk at the desk, with a browser."""

    def __init__(self, riverside: Riverside, url: str, patch: pytest.MonkeyPatch) -> None:
        super().__init__(url, patch, now=NOW + SECOND)
        self.riverside = riverside
        self._presses = 1

    def begins(self, person: StaffPerson) -> None:
        """Begin a shift."""
        name, token = cookie_of(self.riverside.connection, person, now=NOW)
        self.client.cookies[name] = token

    def opens(self, member: int = 0, *, reason: str = "member_asked") -> HttpResponse:
        """Open a member's record; `member` counts from 0."""
        self.get(DESK)
        card = card_number(self.riverside.members[member])
        return self.sends(f"{DESK}open", {"number": card, "reason": reason})

    def presses(self, what: str, form: dict[str, str] | None = None) -> HttpResponse:
        """Send a form of the record, as its page has it, a second after the one before."""
        self._presses += 1
        self.it_is(NOW + self._presses * SECOND)
        (mark,) = set(values(self.get(f"{RECORD}card/"), "opening"))
        return self.sends(RECORD + what, {"opening": mark} | (form or {}))

    def looks(self, member: int = 0) -> list[tuple[str, str, str]]:
        """Return who looked at a member's record, and why."""
        found = read_looks(self.riverside.connection, self.riverside.members[member], how_many=99)
        return [(one.who, one.reason, one.through) for one in found]


def values(response: HttpResponse, name: str) -> list[str]:
    """Return what the fields of a name hold, in a page's order."""
    return [str(has["value"]) for has in Seen(response).having("input") if has["name"] == name]


def sentence(code: Code) -> str:
    """Return how a refusal begins."""
    return REASONS[code].sentence.partition("{")[0]


def everything(connection: psycopg.Connection) -> object:
    """Return what the book holds of members, as one row."""
    tables = ("member", "consent", "deed", "transfer", "voucher", "question", "look", "restriction",
              "activity_consent", "way_in")  # fmt: skip
    lines = " UNION ALL ".join(f"SELECT t::TEXT AS line FROM {one} AS t" for one in tables)
    return connection.execute(
        f"SELECT count(*), sum(hashtext(line)) FROM ({lines}) AS lines"
    ).fetchone()
