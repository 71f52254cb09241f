"""The switch of languages leads back to a page that is there, and that is the reader's now."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote

import psycopg
import pytest
from django.http import HttpResponse
from django.test.utils import override_settings
from django.urls import get_resolver

from plaudit.pages.frame import ANSWERED_TO, FILES, KEPT_ON_DEVICES
from tests.doors.test_sign_in import JOIN, LOCMEM, asks_to_join
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.store.test_notices import keep_all


@pytest.fixture(autouse=True)
def mailing() -> Iterator[None]:
    """Joining needs a way in, and the test's address has no passkeys."""
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        yield


@pytest.fixture
def visitor(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    """Somebody with a browser, whose pass is for a member."""
    town = Riverside(connection)
    keep_all(connection)
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.enters(town.members[0])
    return made


def switch_of(answer: HttpResponse, language: str) -> str:
    (address,) = [
        str(one["href"]) for one in Seen(answer).having("a") if one.get("hreflang") == language
    ]
    return address


@pytest.mark.parametrize(
    ("press", "page"),
    [
        (JOIN, JOIN),
        ("/sign-in/email", "/sign-in/"),
        ("/member/check-in/", "/member/check-in/"),
        ("/member/data/ways/email", "/member/data/ways/"),
    ],
)
def test_after_a_form_that_was_refused_it_leads_to_where_the_form_stands(
    visitor: Visitor, press: str, page: str
) -> None:
    if press == JOIN:
        refused = asks_to_join(visitor, agreed="")
    else:
        visitor.get(page)
        refused = visitor.sends(press, {"address": "nobody", "code": "x"})
    assert refused.status_code >= 400

    led = visitor.get(switch_of(refused, "th"))

    assert led.headers["Location"] == page
    there = visitor.get(page)
    assert (there.status_code, Seen(there).having("html")[0]["lang"]) == (200, "th")


def test_a_page_that_happens_to_be_called_kept_stays_itself(visitor: Visitor) -> None:
    assert switch_of(visitor.get("/join/kept"), "th") == "/language/th?back=/join/kept"


@pytest.mark.parametrize(
    ("kept", "live"),
    [
        ("/member/vouchers/kept", "/member/vouchers/"),
        ("/member/link/kept", "/member/link/"),
        ("/member/check-in/kept", "/member/check-in/"),
        ("/member/offline/en", "/member/"),
    ],
)
def test_on_a_page_that_a_phone_kept_it_leads_to_the_live_one(
    visitor: Visitor, kept: str, live: str
) -> None:
    page = visitor.get(kept)
    assert page.status_code == 200

    led = visitor.get(switch_of(page, "zh-Hans"))

    assert led.headers["Location"] == live
    there = Seen(visitor.get(live))
    assert there.having("html")[0]["lang"] == "zh-Hans"
    assert "没有网络连接" not in there.text


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in/?then=/member/vouchers/7",
        "/member/rewards/?words=cup&kind=meal",
        f"/member/rewards/?words={quote('กาแฟ & ชา')}",
    ],
)
def test_it_keeps_where_signing_in_leads_and_what_was_looked_for(
    visitor: Visitor, address: str
) -> None:
    led = visitor.get(switch_of(visitor.get(address), "th"))

    assert unquote(led.headers["Location"]) == unquote(address)


def test_after_a_refused_form_it_keeps_where_signing_in_leads(visitor: Visitor) -> None:
    then = "/member/rewards/?words=cup"
    visitor.get("/sign-in/")
    refused = visitor.sends("/sign-in/email", {"address": "nobody", "then": then})
    assert refused.status_code >= 400

    there = Seen(visitor.get(switch_of(refused, "th"), follow=True))

    assert then in [one.get("value") for one in there.having("input")]


def test_it_says_nothing_of_what_a_citys_login_answered(visitor: Visitor) -> None:
    said = visitor.get("/sign-in/city/back?code=once&state=ours")

    assert switch_of(said, "th") == "/language/th?back=/sign-in/city/back"


def test_each_page_that_is_named_is_known_by_the_name_of_its_address() -> None:
    named = KEPT_ON_DEVICES | ANSWERED_TO | FILES

    assert {name for name in named if name not in get_resolver().reverse_dict} == set()
