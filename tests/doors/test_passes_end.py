"""Passes that end before their hour: who has a lost phone is out once its way in is removed."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import Morsel

import psycopg
import pytest
from django.core import mail
from django.test.utils import override_settings

from plaudit.actions.keep_way_in import keep_way_in
from plaudit.core.ways_in import WayIn
from plaudit.pages.passes import COOKIE as PASS
from plaudit.pages.passes import link_path, pass_of
from plaudit.store.connect import connect
from tests.doors.test_pages_entry import MINUTE, later
from tests.doors.test_sign_in import ADDRESS, LOCMEM, asks_to_sign_in, code, types
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside

WAYS = "/member/data/ways/"
TODAY = NOW // 86_400_000_000
STOLEN, OTHER = (WayIn("passkey", mark, b"public key") for mark in (b"stolen phone", b"another"))
SHUT = "Your points are shown only to you"


@pytest.fixture
def riverside(connection: psycopg.Connection, database_url: str) -> Riverside:
    """A town whose first member has two phones."""
    town = Riverside(connection)
    with connect(database_url, role="doorkeeper") as doorkeeper:
        for way in (STOLEN, OTHER):
            keep_way_in(doorkeeper, town.members[0], way, today=TODAY, now=NOW)
    return town


@pytest.fixture
def visitor(
    riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Visitor]:
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield Visitor(database_url, monkeypatch, now=NOW)


def enters(visitor: Visitor, riverside: Riverside) -> str:
    """Let the first member in on one more device, and return its pass."""
    visitor.enters(riverside.members[0])
    return holds(visitor).value


def holds(visitor: Visitor) -> Morsel[str]:
    found: Morsel[str] = visitor.client.cookies[PASS]
    return found


def comes_with(visitor: Visitor, token: str) -> str:
    """Return what the wallet's page says to who has a pass."""
    visitor.client.cookies[PASS] = token
    return Seen(visitor.get("/member/")).text


def mark_of(page: str) -> str:
    return page.partition('data-mark="')[2].partition('"')[0]


def test_who_has_a_phone_whose_way_in_was_removed_is_out_at_once(
    visitor: Visitor, riverside: Riverside
) -> None:
    thief, owner = enters(visitor, riverside), enters(visitor, riverside)
    assert visitor.sends(f"{WAYS}remove", {"way": STOLEN.mark.hex()})["Location"] == WAYS
    kept = holds(visitor).value
    assert SHUT in comes_with(visitor, thief)
    visitor.client.cookies[PASS] = thief
    answer = visitor.sends(f"{WAYS}email", {"address": "thief@example.org"})
    assert answer.status_code == 403
    assert not mail.outbox
    assert SHUT in comes_with(visitor, owner)  # the text of before; its owner has a new one
    assert SHUT not in comes_with(visitor, kept)


def test_the_pass_of_who_removed_it_goes_on_to_its_own_end_with_all_that_the_phone_keeps(
    visitor: Visitor, riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = enters(visitor, riverside)
    mark = mark_of(visitor.get("/member/").content.decode())
    later(monkeypatch, 20 * MINUTE)
    visitor.sends(f"{WAYS}remove", {"way": STOLEN.mark.hex()})
    given = holds(visitor)
    was, now_is = pass_of(before), pass_of(given.value)
    assert was is not None
    assert now_is is not None
    assert was.ends_at == now_is.ends_at
    assert 39 * MINUTE < given["max-age"] <= 40 * MINUTE
    assert (given["httponly"], given["path"], given["samesite"]) == (True, "/member/", "Lax")
    assert mark
    assert mark_of(visitor.get("/member/").content.decode()) == mark
    later(monkeypatch, 61 * MINUTE)
    assert SHUT in comes_with(visitor, given.value)


def test_a_new_address_ends_what_the_old_one_opened_and_a_first_one_ends_nothing(
    visitor: Visitor, riverside: Riverside
) -> None:
    elsewhere = enters(visitor, riverside)
    enters(visitor, riverside)
    adds(visitor, ADDRESS)
    here = holds(visitor).value
    assert SHUT not in comes_with(visitor, elsewhere)
    visitor.client.cookies[PASS] = here
    adds(visitor, "new@example.org")
    here = holds(visitor).value
    assert SHUT in comes_with(visitor, elsewhere)
    assert SHUT not in comes_with(visitor, here)


def adds(visitor: Visitor, address: str) -> None:
    visitor.sends(f"{WAYS}email", {"address": address})
    assert visitor.get(types(visitor, code())["Location"])["Location"] == WAYS


def test_who_closes_the_pages_everywhere_else_goes_on_here_alone(
    visitor: Visitor, riverside: Riverside
) -> None:
    member, other = riverside.members[:2]
    elsewhere, link = enters(visitor, riverside), link_path(member)
    enters(visitor, riverside)
    assert "Close them everywhere else" in visitor.get(WAYS).content.decode()
    for _ in range(2):  # a second press does the same once more
        assert visitor.sends(f"{WAYS}elsewhere")["Location"] == WAYS
    here = holds(visitor).value
    assert SHUT in comes_with(visitor, elsewhere)
    assert SHUT not in comes_with(visitor, here)
    assert SHUT in Seen(visitor.get(link, follow=True)).text
    assert SHUT not in Seen(visitor.get(link_path(other), follow=True)).text


def test_who_signs_in_after_that_has_a_pass_that_opens(
    visitor: Visitor, riverside: Riverside
) -> None:
    enters(visitor, riverside)
    adds(visitor, ADDRESS)
    visitor.sends(f"{WAYS}elsewhere")
    visitor.sends("/member/leave")
    asks_to_sign_in(visitor)
    assert types(visitor, code())["Location"] == "/member/"
    assert SHUT not in Seen(visitor.get("/member/")).text
