"""Passes that end before their hour: who has a lost phone is out once its way in is removed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.core import mail, signing
from django.test.utils import override_settings

from plaudit.actions.keep_way_in import keep_way_in
from plaudit.core.ways_in import WayIn
from plaudit.pages.passes import COOKIE as PASS
from plaudit.pages.passes import link_path
from plaudit.pages.sign_in.arriving import CHOICE
from plaudit.pages.sign_in.carried import seal
from plaudit.store.connect import connect
from plaudit.store.sign_in import clear_sign_ins
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


@pytest.fixture(autouse=True)
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each pass be given in a second of its own: those of one second are the same."""
    moments = count(int(time.time()) - 600)
    monkeypatch.setattr(signing, "time", SimpleNamespace(time=lambda: next(moments)))


def enters(visitor: Visitor, riverside: Riverside) -> str:
    """Let the first member in on one more device, and return its pass."""
    visitor.enters(riverside.members[0])
    return holds(visitor)


def holds(visitor: Visitor) -> str:
    return str(visitor.client.cookies[PASS].value)


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
    assert holds(visitor) == owner
    assert SHUT in comes_with(visitor, thief)
    visitor.client.cookies[PASS] = thief
    answer = visitor.sends(f"{WAYS}email", {"address": "thief@example.org"})
    assert answer.status_code == 403
    assert not mail.outbox
    assert SHUT not in comes_with(visitor, owner)


def test_who_is_shut_out_elsewhere_is_told_of_a_check_in_that_waited_there(
    visitor: Visitor, riverside: Riverside
) -> None:
    there = enters(visitor, riverside)
    enters(visitor, riverside)
    assert visitor.sends(f"{WAYS}remove", {"way": STOLEN.mark.hex()})["Location"] == WAYS
    visitor.client.cookies[PASS] = there
    visitor.client.cookies["unsent"] = "yes"

    shut = visitor.get("/member/")

    assert shut.cookies[PASS]["max-age"] == 0
    assert "unsent" not in shut.cookies  # the page deletes it where it told
    assert "A check-in that was kept on this phone was not sent in time" in Seen(shut).text


def test_the_pass_of_who_removed_it_goes_on_to_its_own_end_with_all_that_the_phone_keeps(
    visitor: Visitor, riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = enters(visitor, riverside)
    mark = mark_of(visitor.get("/member/").content.decode())
    for _ in range(2):  # the second press finds it gone, and the first one's answer may be lost
        assert visitor.sends(f"{WAYS}remove", {"way": STOLEN.mark.hex()})["Location"] == WAYS
    assert mark
    assert mark_of(visitor.get("/member/").content.decode()) == mark
    later(monkeypatch, 61 * MINUTE)
    assert SHUT in comes_with(visitor, own)


def test_the_mark_of_the_pass_that_goes_on_is_kept_no_longer_than_it_lasts(
    visitor: Visitor, riverside: Riverside, database_url: str
) -> None:
    enters(visitor, riverside)
    visitor.sends(f"{WAYS}elsewhere")
    kept = "SELECT times, kept_mark IS NULL, kept_until IS NULL FROM ended_passes"
    assert riverside.connection.execute(kept).fetchall() == [(1, False, False)]
    with connect(database_url, role="doorkeeper") as doorkeeper:
        clear_sign_ins(doorkeeper, now=(int(time.time()) + 61 * MINUTE) * 1_000_000)
    assert riverside.connection.execute(kept).fetchall() == [(1, True, True)]


def test_a_choice_of_programmes_that_was_shown_before_opens_nothing(
    visitor: Visitor, riverside: Riverside
) -> None:
    member = riverside.members[0]
    sealed = seal(CHOICE, {"members": {str(member): 0}, "then": ""})
    enters(visitor, riverside)
    visitor.sends(f"{WAYS}elsewhere")
    visitor.client.cookies.pop(PASS)
    visitor.get("/sign-in/")
    chosen = {"sealed": sealed, "member": str(member)}
    assert visitor.sends("/sign-in/choose", chosen).status_code == 302
    assert SHUT in Seen(visitor.get("/member/")).text


def test_a_form_of_one_member_does_nothing_for_the_next_one_in_the_same_browser(
    visitor: Visitor, riverside: Riverside
) -> None:
    enters(visitor, riverside)
    page = Seen(visitor.get("/member/data/"))
    named = "csrfmiddlewaretoken"
    token = next(one["value"] for one in page.having("input") if one.get("name") == named)
    visitor.enters(riverside.members[1])  # in another tab
    assert visitor.sends("/member/data/leave", {named: token or ""}).status_code == 403
    left = "SELECT count(*) FROM member WHERE withdrawn_at IS NOT NULL"
    assert riverside.connection.execute(left).fetchone() == (0,)


def test_who_erases_everything_and_presses_twice_reads_that_it_is_erased(
    visitor: Visitor, riverside: Riverside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path / "erasures"))
    enters(visitor, riverside)
    visitor.get("/member/data/")
    had = {name: one.value for name, one in visitor.client.cookies.items()}
    for _ in range(2):
        for name, value in had.items():  # both presses are sent with what the browser had
            visitor.client.cookies[name] = value
        answer = visitor.sends("/member/data/erase", {"sure": "yes"})
        assert "Everything about you is erased" in Seen(answer).text


def test_a_new_address_ends_what_the_old_one_opened_and_a_first_one_ends_nothing(
    visitor: Visitor, riverside: Riverside
) -> None:
    elsewhere = enters(visitor, riverside)
    enters(visitor, riverside)
    adds(visitor, ADDRESS)
    here = holds(visitor)
    assert SHUT not in comes_with(visitor, elsewhere)
    visitor.client.cookies[PASS] = here
    adds(visitor, "new@example.org")
    here = holds(visitor)
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
    here = holds(visitor)
    assert SHUT in comes_with(visitor, elsewhere)
    assert SHUT not in comes_with(visitor, here)
    ended = visitor.get(link)
    assert ended.status_code == 403
    assert "was ended when all pages were closed" in Seen(ended).text
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
