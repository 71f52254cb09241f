"""Members with equal wallets and opposite histories get the same pages, but for their history.

The addresses come from the router: a member's page without a line here fails. Source: charter, C09
and C11.
"""

from __future__ import annotations

import re

import psycopg
import pytest
from django.core.signing import TimestampSigner
from django.http import HttpResponse
from django.urls import get_resolver

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.question import ask
from plaudit.actions.strike_out import strike_out
from plaudit.core.reversal import Decision
from tests.api.matrix import ROWS
from tests.api.test_matrix import addresses
from tests.doors.visitor import Visitor
from tests.market import NOW, REWARDS, Market, reward

MEMBER = "/member/"
MORE = (*REWARDS, reward("dear", "meal", "cafe", price=400, stock=1))
SAME = {
    "/member/check-in/": ("/member/check-in/",),
    "/member/check-in/kept": ("/member/check-in/kept",),
    "/member/data/": ("/member/data/",),
    "/member/data/ways/": ("/member/data/ways/",),
    "/member/data/ways/finish": ("/member/data/ways/finish",),
    "/member/enter/<str:token>": ("/member/enter/1:abc",),
    "/member/manifest/<str:language>.webmanifest": ("/member/manifest/th.webmanifest",),
    "/member/offline/<str:language>": ("/member/offline/zh-Hans",),
    "/member/rewards/": (
        "/member/rewards/", "/member/rewards/?words=MUG&place=&kind=",
        "/member/rewards/?words=&place=shop&kind=goods",
    ),
    "/member/rewards/<str:reward>": tuple(
        f"/member/rewards/{id}" for id in ("coffee", "evening", "tree", "mug", "dear", "nothing")
    ),
    "/member/vouchers/kept": ("/member/vouchers/kept",),
    "/member/worker.js": ("/member/worker.js",),
}  # fmt: skip
"""What is the same to the byte, whatever its readers did."""
OWN = {
    "/member/": "it is the history: what stands around the entries is compared",
    "/member/fresh": "as the wallet",
    "/member/data/everything/": "everything that is held",
    "/member/data/plaudit.<str:form>": "everything that is held",
    "/member/link/": "the code comes by chance",
    "/member/link/kept": "the codes come by chance",
    "/member/questions/": "what was asked",
    "/member/vouchers/": "what was taken",
    "/member/vouchers/<int:number>": "one that was taken",
}
"""What tells of its reader's own history, and why; its status and heads are the same for all."""
PLACES = {
    "/member/data/plaudit.<str:form>": "/member/data/plaudit.json",
    "/member/vouchers/<int:number>": "/member/vouchers/999999",
}
DOES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/member/rewards/dear/take", {"key": "one"}),
    ("/member/rewards/nothing/take", {"key": "two"}),
    ("/member/rewards/coffee/take", {"key": "three"}),
    ("/member/rewards/mug/take", {"key": "four"}),
    ("/member/link/show", {}),
    ("/member/check-in/", {"code": "12345-123456"}),
    ("/member/vouchers/999999/cancel", {}),
    ("/member/data/kinds/cup_return/withhold", {}),
    ("/member/data/kinds/cup_return/allow", {}),
    ("/member/data/restrict", {}),
    ("/member/rewards/tree/take", {"key": "five"}),
    ("/member/data/lift", {}),
    ("/member/data/leave", {}),
    ("/member/data/rejoin", {}),
    ("/member/data/erase", {}),
    ("/member/data/erase", {"sure": "yes"}),
)
"""What both do, one after the other."""
BY_CHANCE = ("/member/rewards/coffee/take", "/member/rewards/mug/take", "/member/link/show")
"""These lead to a voucher by its number, or show a code that comes by chance."""
CHANCE = (
    re.compile(rb'(data-mark=")[^"]+'),
    re.compile(rb'(name="(?:csrfmiddlewaretoken|key|challenge)" value=")[^"]+'),
    re.compile(rb'(data-passkey=")[^"]+'),
)
"""Tokens, keys and marks, which are new each time."""
ENTRIES = re.compile(rb'<section class="deeds".*?</section>', re.DOTALL)
VERSION = re.compile(rb'(data-version=")[^"]+')
"""Which of the wallet's states a page shows, for the news of it."""
LEFT_OUT = ("Set-Cookie", "Content-Length")


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """The first member earned once; the second earned and spent more, was reversed, and asked."""
    made = Market(connection, rewards=MORE)
    made.give(200)
    for points in (200, 300, 20):
        made.give(points, member=1)
    (newest,) = connection.execute("SELECT max(deed_id) FROM deed").fetchone() or (0,)
    struck = Decision(made.members[1], newest, "Pim Chaiyo, points office", "wrong_day")
    strike_out(connection, made.house, struck, now=NOW)
    ask(connection, made.house, made.members[1], f"{newest:016x}", now=NOW)
    dear = made.take("dear", member=1)
    cancel(connection, made.members[1], dear.voucher_id, now=NOW)
    for id in ("coffee", "coffee", "coffee", "tree", "tree", "tree"):
        voucher = made.take(id, member=1)
        if voucher.code is not None:
            honour(connection, made.tills["cafe"], voucher.code, now=NOW)
    assert made.points(0) == made.points(1) == 200
    return made


@pytest.fixture
def both(
    market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Visitor, Visitor]:
    """Both with a browser, let in at the same second: pages say until when."""
    same = TimestampSigner().timestamp()
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda _: same)
    visitors = []
    for member_id in market.members:
        visitors.append(Visitor(database_url, monkeypatch, now=NOW))
        visitors[-1].enters(member_id)
    return visitors[0], visitors[1]


def heads(response: HttpResponse) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in LEFT_OUT}


def without_chance(response: HttpResponse) -> bytes:
    page = response.content
    for one in CHANCE:
        page = one.sub(rb"\1", page)
    return page


def test_each_of_a_members_pages_is_compared_or_left_out_for_a_reason() -> None:
    asked = {row.address for row in ROWS if row.method == "GET"}
    pages = {
        one
        for one in addresses(get_resolver(None).url_patterns)
        if one.startswith(MEMBER) and one in asked
    }

    assert pages == SAME.keys() | OWN.keys()
    assert not SAME.keys() & OWN.keys()


def test_what_is_no_history_is_the_same_to_the_byte(both: tuple[Visitor, Visitor]) -> None:
    for place in (one for places in SAME.values() for one in places):
        one, two = (who.get(place) for who in both)
        assert one.status_code == two.status_code, place
        assert heads(one) == heads(two), place
        assert without_chance(one) == without_chance(two), place


def test_a_page_of_the_history_has_the_same_status_and_heads(both: tuple[Visitor, Visitor]) -> None:
    for address in OWN:
        one, two = (who.get(PLACES.get(address, address)) for who in both)
        assert one.status_code == two.status_code, address
        assert heads(one) == heads(two), address


def test_what_stands_around_the_entries_is_the_same(both: tuple[Visitor, Visitor]) -> None:
    for place in ("/member/", "/member/fresh"):
        one, two = (VERSION.sub(rb"\1", without_chance(who.get(place))) for who in both)
        assert ENTRIES.sub(b"", one) == ENTRIES.sub(b"", two), place
        assert len(ENTRIES.findall(one)) == len(ENTRIES.findall(two)) == 1


def test_what_both_do_comes_to_the_same(both: tuple[Visitor, Visitor]) -> None:
    for place, form in DOES:
        one, two = (who.sends(place, form) for who in both)
        assert one.status_code == two.status_code, place
        if place in BY_CHANCE:
            assert heads(one).keys() == heads(two).keys(), place
        else:
            assert heads(one) == heads(two), place
            assert without_chance(one) == without_chance(two), place
