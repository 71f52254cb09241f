"""The café's office at its own pages, in one browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import Role
from plaudit.store.staff import Workplace
from tests.books import Shelf
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.staff import cookie_of, hire

HERE = "/staff/partner/"
HEAD = "id;member;date;time;cups\r\n"


class Office:
    """The café's office at its pages, at a Riverside with two members."""

    def __init__(self, url: str, connection: psycopg.Connection, patch: pytest.MonkeyPatch) -> None:
        self.url, self.connection = url, connection
        self.riverside = Riverside(connection, members=2, budget=3_000)
        self.visitor = Visitor(url, patch, now=NOW)
        at = Workplace(self.riverside.programme_id, self.riverside.cafe)
        self.person = hire(connection, at, "Malee Srisai", {Role.PARTNER_ADMIN})
        name, token = cookie_of(connection, self.person, now=NOW)
        self.visitor.client.cookies[name] = token

    def row(self, id: str, day: str, cups: str, *, member: int = 0, at: str = "9:12") -> str:
        handle = self.riverside.handle(member, self.riverside.cafe)
        return f"{id};{handle};{day};{at};{cups}\r\n"

    def sends(self, text: str, *, encoding: str = "utf-8-sig", **chosen: str) -> HttpResponse:
        """Send a table, and return the answer."""
        self.visitor.get(f"{HERE}upload/")
        file = SimpleUploadedFile("week.csv", text.encode(encoding))
        token = self.visitor.client.cookies["csrftoken"].value
        form = {"csrfmiddlewaretoken": token, "table": file} | chosen
        answer = self.visitor.client.post(f"{HERE}upload/look", form)
        assert isinstance(answer, HttpResponse)
        return answer

    def points(self) -> list[int]:
        rows = self.connection.execute("SELECT points FROM member ORDER BY member_id")
        return [row[0] for row in rows]

    def forget(self) -> None:
        self.connection.execute("DELETE FROM upload")


@contextmanager
def open_office(shelf: Shelf) -> Iterator[Office]:
    """Open the office over a book of its own."""
    with shelf.fresh() as url, psycopg.connect(url, autocommit=True) as connection:
        patch = pytest.MonkeyPatch()
        yield Office(url, connection, patch)
        patch.undo()


def said(answer: HttpResponse) -> str:
    return Seen(answer).text


def refused_with(answer: HttpResponse, code: Code) -> bool:
    start = REASONS[code].sentence.partition("{")[0]
    return answer.status_code == REASONS[code].status and start in said(answer)
