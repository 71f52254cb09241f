"""Who presses twice, waits for an e-mail or begins again while joining, signing in or adding."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.core import mail
from django.http import HttpResponse
from django.test.utils import override_settings

from plaudit.core.refusals import REASONS, Code
from tests.doors.test_sign_in import (
    ADDRESS,
    LOCMEM,
    asks_to_join,
    code,
    members,
    types,
)  # fmt: skip
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.store.test_notices import keep_all

WAYS = "/member/data/ways/"


@pytest.fixture(autouse=True)
def mailing() -> Iterator[None]:
    """E-mail is kept in mail.outbox."""
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    town = Riverside(connection)
    keep_all(connection)
    return town


@pytest.fixture
def visitor(riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(database_url, monkeypatch, now=NOW)


def presses_twice(visitor: Visitor, typed: str) -> tuple[HttpResponse, HttpResponse]:
    """Send a code twice, both times with the cookies that the browser had before."""
    had = {name: visitor.client.cookies[name].value for name in ("sign_in", "csrftoken")}
    first = types(visitor, typed)
    for name, value in had.items():
        visitor.client.cookies[name] = value
    return first, types(visitor, typed)


def says_look_first(answer: HttpResponse) -> bool:
    assert answer.status_code == REASONS[Code.SIGN_IN_OVER].status
    text = Seen(answer).text
    return "Look whether it was done" in text and "othing was changed" not in text


def test_a_second_press_while_joining_does_not_say_that_nothing_was_changed(
    visitor: Visitor, owner: psycopg.Connection
) -> None:
    before = members(owner)
    asks_to_join(visitor)

    first, second = presses_twice(visitor, code())

    assert first["Location"] == "/member/"
    assert members(owner) == before + 1
    assert says_look_first(second)


def test_a_second_press_while_adding_shows_the_ways_in_as_they_are_now(
    visitor: Visitor, riverside: Riverside
) -> None:
    visitor.enters(riverside.members[0])
    visitor.sends(f"{WAYS}email", {"address": ADDRESS})
    finish = types(visitor, code())["Location"]
    assert visitor.get(finish)["Location"] == WAYS

    again = visitor.get(finish)

    assert says_look_first(again)
    assert "added on 20 Nov 2026" in Seen(again).text
