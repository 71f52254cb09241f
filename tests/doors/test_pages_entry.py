"""Who gets in: a member's signed link, then a signed pass; nobody else."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import psycopg
import pytest
from django.core import signing
from django.http import HttpResponse

from plaudit.pages import passes
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside

MINUTE = 60
PROTECTED = re.compile(r"\d+ points|Reusable")


@pytest.fixture
def member(connection: psycopg.Connection) -> int:
    """A member with points."""
    town = Riverside(connection)
    town.settle(town.report("cup_return", {"cups": 9}))
    return town.members[0]


@pytest.fixture
def visitor(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody with a browser."""
    return Visitor(database_url, monkeypatch, now=NOW)


def later(patch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let the clock of the signatures be ahead."""
    now = time.time() + seconds
    patch.setattr(signing, "time", SimpleNamespace(time=lambda: now))


def shows_nothing(response: HttpResponse) -> bool:
    """Return whether a page tells how to get in, and nothing of anybody."""
    seen = Seen(response).text
    return "Your points are shown only to you" in seen and not PROTECTED.search(seen)


@pytest.mark.usefixtures("member")
def test_without_a_pass_the_page_tells_how_to_get_in_and_shows_nothing(visitor: Visitor) -> None:
    response = visitor.get("/member/")

    assert response.status_code == 200
    assert shows_nothing(response)


def test_a_link_leads_on_so_that_it_leaves_the_address_bar(visitor: Visitor, member: int) -> None:
    response = visitor.get(passes.link_path(member))

    assert response.status_code == 302
    assert response.headers["Location"] == "/member/"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_pass_is_read_by_no_script_and_sent_to_no_other_site(
    visitor: Visitor, member: int
) -> None:
    cookie = visitor.get(passes.link_path(member)).cookies[passes.COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/member/"
    assert cookie["max-age"] == 60 * MINUTE
    assert not cookie["secure"]


def test_over_https_the_pass_is_sent_over_https_alone(visitor: Visitor, member: int) -> None:
    response = visitor.client.get(passes.link_path(member), secure=True)

    assert response.cookies[passes.COOKIE]["secure"]


def test_a_link_is_good_for_a_quarter_of_an_hour(
    visitor: Visitor, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = passes.link_path(member)

    later(monkeypatch, 14 * MINUTE)
    assert "You can spend 9 points" in Seen(visitor.get(link, follow=True)).text

    later(monkeypatch, 16 * MINUTE)
    visitor.client.cookies.clear()
    response = visitor.get(link, follow=True)
    assert response.status_code == 403
    assert shows_nothing(response)


def test_a_pass_is_good_for_an_hour(
    visitor: Visitor, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.enters(member)

    later(monkeypatch, 59 * MINUTE)
    assert "You can spend 9 points" in Seen(visitor.get("/member/")).text

    later(monkeypatch, 61 * MINUTE)
    assert shows_nothing(visitor.get("/member/"))


def test_a_link_made_for_one_member_can_not_be_turned_into_anothers(
    visitor: Visitor, member: int
) -> None:
    signed = passes.link_path(member).removeprefix("/member/enter/")
    other = signed.replace(str(member), str(member + 1), 1)

    response = visitor.get(f"/member/enter/{other}")

    assert response.status_code == 403
    assert passes.COOKIE not in response.cookies


def test_a_link_is_no_pass_and_a_pass_is_no_link(visitor: Visitor, member: int) -> None:
    link = passes.link_path(member).removeprefix("/member/enter/")
    passed = visitor.get(passes.link_path(member)).cookies[passes.COOKIE].value

    assert visitor.get(f"/member/enter/{passed}").status_code == 403
    visitor.client.cookies[passes.COOKIE] = link
    assert shows_nothing(visitor.get("/member/"))


def test_a_broken_link_says_so_and_gives_no_pass(visitor: Visitor) -> None:
    for token in ("x", "1", "1:2:3", ":::", "%00", "ก", "9" * 3_000):
        response = visitor.get(f"/member/enter/{token}")

        assert response.status_code == 403
        assert passes.COOKIE not in response.cookies
        assert "This link is broken, older than 15 minutes, or was ended" in Seen(response).text


def test_a_link_for_a_member_who_is_gone_shows_nothing(visitor: Visitor, member: int) -> None:
    seen = Seen(visitor.enters(member + 1_000)).text
    assert "Everything about you is erased" in seen
    assert not PROTECTED.search(seen)
    assert shows_nothing(visitor.get("/member/"))


def test_closing_the_page_takes_the_pass_away(visitor: Visitor, member: int) -> None:
    seen = Seen(visitor.enters(member))
    token = next(has["value"] for has in seen.having("input") if has.get("type") == "hidden")

    response = visitor.client.post("/member/leave", {"csrfmiddlewaretoken": token or ""})

    assert response.status_code == 302
    assert shows_nothing(visitor.get("/member/"))


def test_another_site_can_not_close_the_page(visitor: Visitor, member: int) -> None:
    visitor.enters(member)

    response = visitor.client.post("/member/leave")

    assert response.status_code == 403
    assert "You can spend 9 points" in Seen(visitor.get("/member/")).text


def test_the_statement_is_read_only(visitor: Visitor, member: int) -> None:
    visitor.client.handler.enforce_csrf_checks = False
    visitor.enters(member)

    for method in ("post", "put", "delete", "patch"):
        assert getattr(visitor.client, method)("/member/").status_code == 405, method
