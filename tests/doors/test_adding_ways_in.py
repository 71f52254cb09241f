"""A way in is added on its member's own pages alone, and leads on to those that were asked for.

Closing them leaves nothing of a step.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.core import mail
from django.test.utils import override_settings

from plaudit.pages.passes import COOKIE as PASS
from tests.doors.test_sign_in import ADDRESS, LOCMEM, code, types
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection)


@pytest.fixture
def visitor(
    riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Visitor]:
    """Somebody whose e-mail is kept in mail.outbox."""
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield Visitor(database_url, monkeypatch, now=NOW)


def test_a_member_changes_the_address_and_keeps_the_last_way_in(
    visitor: Visitor, riverside: Riverside
) -> None:
    ways = "/member/data/ways/"
    visitor.enters(riverside.members[0])
    assert "You have none yet" in Seen(visitor.get(ways)).text
    for address in (ADDRESS, "lek@example.org"):
        assert visitor.sends(f"{ways}email", {"address": address})["Location"] == "/sign-in/code"
        assert types(visitor, code())["Location"] == f"{ways}finish"
        assert visitor.get(f"{ways}finish")["Location"] == ways
    page = Seen(visitor.get(ways))
    assert page.text.count("added on 20 Nov 2026") == 1
    assert f"{ways}remove" not in page.addresses()

    mark = riverside.connection.execute("SELECT mark FROM way_in").fetchone()
    assert mark is not None
    refused = visitor.sends(f"{ways}remove", {"way": mark[0].hex()})
    assert refused.status_code == 409  # last_way_in
    assert "This is your only way in." in Seen(refused).text
    assert visitor.sends(f"{ways}remove", {"way": "00" * 32})["Location"] == ways  # none of theirs
    assert visitor.sends(f"{ways}remove", {"way": "x"}).status_code == 404

    visitor.enters(riverside.members[1])
    visitor.sends(f"{ways}email", {"address": "lek@example.org"})
    taken = visitor.get(types(visitor, code())["Location"])
    assert taken.status_code == 409  # way_in_taken
    assert "another member" in Seen(taken).text


def test_a_way_in_is_added_only_on_the_pages_of_who_began(
    visitor: Visitor, riverside: Riverside, owner: psycopg.Connection
) -> None:
    first, second, *_ = riverside.members
    finish = "/member/data/ways/finish"

    def begins() -> None:
        visitor.enters(first)
        visitor.sends("/member/data/ways/email", {"address": ADDRESS})

    begins()
    visitor.sends("/member/leave")
    visitor.get("/sign-in/")
    assert types(visitor, code()).status_code == 409  # sign_in_over: signing out dropped it
    begins()
    visitor.client.cookies.pop(PASS)  # its hour is over
    assert types(visitor, code())["Location"] == finish
    assert "Your points are shown only to you" in Seen(visitor.get(finish)).text
    carried = visitor.client.cookies["sign_in"].value
    visitor.enters(second)
    assert visitor.get(finish).status_code == 409  # sign_in_over: entering dropped it
    visitor.client.cookies["sign_in"] = carried
    assert visitor.get(finish).status_code == 409  # sign_in_over: another member's
    begins()
    assert visitor.get(finish).status_code == 409  # sign_in_over: no code was typed
    assert owner.execute("SELECT count(*) FROM way_in").fetchone() == (0,)


@pytest.mark.parametrize("end", ["/member/leave", "/member/data/erase"])
def test_closing_ones_page_leaves_the_language_alone(
    visitor: Visitor, riverside: Riverside, end: str
) -> None:
    visitor.get("/language/th")
    visitor.enters(riverside.members[0])
    visitor.sends("/member/data/ways/email", {"address": ADDRESS})
    there = visitor.client.cookies
    assert {name for name, one in there.items() if one.value} == {
        PASS, "sign_in", "csrftoken", "language",
    }  # fmt: skip
    assert there["csrftoken"]["max-age"] == "", "until the browser is closed"

    visitor.sends(end, {"sure": "yes"})

    assert {name for name, one in visitor.client.cookies.items() if one.value} == {"language"}


def test_who_asked_for_a_page_is_led_on_to_it(visitor: Visitor, riverside: Riverside) -> None:
    visitor.enters(riverside.members[0])
    visitor.sends("/member/data/ways/email", {"address": ADDRESS})
    visitor.get(types(visitor, code())["Location"])
    visitor.sends("/member/leave")
    wanted = "/member/rewards/?words=tea&kind=meal"

    asked = Seen(visitor.get(wanted))
    thens = [has["value"] for has in asked.having("input") if has.get("name") == "then"]
    assert set(thens) == {wanted}
    visitor.sends("/sign-in/email", {"address": ADDRESS, "then": str(thens[0])})
    assert types(visitor, code())["Location"] == wanted

    visitor.sends("/member/leave")
    for elsewhere in ("https://evil.example/member/data/", "//evil.example/", "/staff/"):
        visitor.get("/sign-in/")
        visitor.sends("/sign-in/email", {"address": ADDRESS, "then": elsewhere})
        assert types(visitor, code())["Location"] == "/member/"
        visitor.sends("/member/leave")
