"""A member checks in on their own page: typed without a script, once, with words for each no."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import psycopg
import pytest

from plaudit.actions.leave import leave
from plaudit.core.check_in import qr_text
from plaudit.core.period import SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.pages.files import address_of
from plaudit.pages.house import the_house
from plaudit.pages.member.visit import Visit
from plaudit.pages.safety import NOTHING
from tests.doors.visitor import Seen, Visitor
from tests.place import HOUR, MINUTE, Place
from tests.riverside import NOW, Riverside

PAGE = "/member/check-in/"


def test_a_code_is_typed_once_and_every_no_has_its_words(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    place, other = Place(riverside), Place(riverside, place="South bank")
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(riverside.members[0])
    assert PAGE in Seen(visitor.get("/member/")).addresses()
    visitor.get(PAGE)

    def typed(code: str, *, number: str = str(place.number)) -> tuple[int, str]:
        answer = visitor.sends(PAGE, {"number": number, "code": code})
        return answer.status_code, Seen(answer).text

    for status, words, sent in (
        (400, REASONS[Code.CHECK_IN_UNREADABLE].sentence, typed("12345")),
        (404, "no check-in with the number 99", typed("123456", number="99")),
        (409, "This code is over", typed(place.code(NOW - MINUTE))),
        (409, "The clock of the screen at North bank is wrong", typed(place.code(NOW + MINUTE))),
        (403, f"number {place.number} doesn't show this code", typed(other.code(NOW))),
        (200, "You are checked in at North bank.", typed(place.code(NOW))),
        (409, "already. It counts once.", typed(place.code(NOW))),
        (200, "checked in at South bank.", typed(qr_text(other.number, other.code(NOW)))),
    ):
        assert (sent[0], words in sent[1]) == (status, True), (words, sent)
        assert ("doesn't show" in words) <= ("North bank" not in sent[1]), "named by a code alone"
    assert riverside.points() > 0
    visitor.it_is(NOW + 5 * HOUR)
    visitor.enters(riverside.members[1])
    closed = typed(place.code(NOW))[1]
    assert "isn't open at this time" in closed
    assert "North bank" not in closed
    assert Visitor(database_url, monkeypatch, now=NOW).sends(PAGE).status_code == 403


def test_a_phone_sends_what_it_kept_since_its_member_signed_in(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside, takes_kept=True)
    seen, later = NOW + MINUTE, NOW + 30 * MINUTE
    visitor = Visitor(database_url, monkeypatch, now=later)

    def sent(member: int, **more: str) -> str:
        visitor.enters(riverside.members[member])
        visitor.get(PAGE)
        form = {"number": str(place.number), "code": place.code(seen)} | more
        return Seen(visitor.sends(PAGE, form)).text

    at = str(seen // 1_000)
    monkeypatch.setattr(Visit, "pass_ends_at", NOW + HOUR)
    assert "This code is over" in sent(0)
    for broken in ("-1", "x", "9" * 40, "๑"):
        assert "This code is over" in sent(0, at=broken)
    assert sent(0, at=at, mark="of another pass") == ""
    assert riverside.points() == 0
    assert "You are checked in at North bank." in sent(0, at=at)
    monkeypatch.setattr(Visit, "pass_ends_at", later + HOUR)
    assert "This code is over" in sent(1, at=at), "who signed in after it was shown"
    monkeypatch.setattr(Visit, "pass_ends_at", NOW + HOUR)
    visitor.it_is(seen + HOUR + SECOND)
    assert "it has to be sent within 60 minutes" in sent(2, at=at)


def test_the_camera_is_for_this_page_alone_and_what_a_phone_keeps_ends_with_the_pass(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(riverside.members[0])
    monkeypatch.setattr(Visit, "pass_ends_at", NOW + HOUR)

    page, kept = visitor.get(PAGE), visitor.get(f"{PAGE}kept")
    for response in (page, kept):
        assert "camera=(self), geolocation=()" in response.headers["Permissions-Policy"]
        assert address_of("qr_reader.js") in response.content.decode()
    for elsewhere in ("/member/", "/member/link/", "/", address_of("check_in.js")):
        assert visitor.get(elsewhere).headers["Permissions-Policy"] == NOTHING
    assert "csrfmiddlewaretoken" not in kept.content.decode()
    assert parsedate_to_datetime(kept.headers["Expires"]).timestamp() == (NOW + HOUR) // SECOND

    leave(connection, riverside.members[0], now=NOW, language="en", wording="I leave.")
    assert visitor.get(f"{PAGE}kept").status_code == 204
    left = visitor.get(PAGE)
    assert "You don't take part at this moment." in Seen(left).text
    assert {has["name"] for has in Seen(left).having("input")} == {"csrfmiddlewaretoken"}


def test_a_locked_member_waits_alone_and_not_for_long(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    visitors = [Visitor(database_url, monkeypatch, now=NOW) for _ in range(2)]
    for visitor, member in zip(visitors, riverside.members, strict=False):
        visitor.enters(member)
        visitor.get(PAGE)
    typed = {"number": str(place.number), "code": place.code(NOW)}

    with (
        psycopg.connect(database_url) as elsewhere,
        ThreadPoolExecutor(1) as apart,
        the_house(connection) as lent,
    ):
        locked = "SELECT 1 FROM member WHERE member_id = %s FOR UPDATE"
        elsewhere.execute(locked, [riverside.members[0]])
        waiting = apart.submit(visitors[0].sends, PAGE, typed)
        assert "You are checked in" in Seen(visitors[1].sends(PAGE, typed)).text
        assert not waiting.done()
        assert waiting.result(timeout=10).status_code == 503
        with the_house(connection) as other:
            assert other is not lent
            assert other.programmes is lent.programmes, "it was compiled once"
    assert "You are checked in" in Seen(visitors[0].sends(PAGE, typed)).text
    assert connection.execute("SHOW lock_timeout").fetchone() == ("0",)


def test_what_was_typed_stays_in_the_form_where_it_was_refused(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(riverside.members[0])
    number, wrong = str(place.number), '12345">'

    def fields(sent: dict[str, str]) -> tuple[list[str | None], bool]:
        seen = Seen(visitor.sends(PAGE, sent))
        named = {one.get("name"): one.get("value") for one in seen.having("input")}
        told = [one for one in seen.having("p") if one.get("id") == "told"]
        return [named["number"], named["code"]], "hidden" not in told[0]

    assert fields({"number": number, "code": wrong}) == ([number, wrong], True)
    assert fields({"number": number, "code": place.code(NOW)}) == (["", ""], True)
    leave(connection, riverside.members[0], now=NOW, language="en", wording="I leave.")
    refused = Seen(visitor.sends(PAGE, {"number": number, "code": wrong}))
    assert "Nothing was changed." in refused.text
    assert not [one for one in refused.having("input") if one.get("name") == "code"]
