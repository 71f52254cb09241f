"""A member's rewards and vouchers: the same list for everyone, taken once, given back."""

from __future__ import annotations

import re
from urllib.parse import quote

import psycopg
import pytest
from django.http import HttpResponse

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.honour import honour
from plaudit.actions.restrict import restrict
from plaudit.core.rewards import KINDS
from plaudit.core.rights import THE_MEMBER
from plaudit.pages.member.reward_search import CLASSES
from plaudit.pages.passes import link_path
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, REWARDS, Market, reward

LIST = "/member/rewards/"
VOUCHERS = "/member/vouchers/"
TICKET = "SEAT-12-B"
MORE = (
    *REWARDS,
    reward("later", "meal", "cafe").replace("2026-04-01", "2026-12-24"),
    reward("dear", "meal", "cafe", price=400, stock=1),
)


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market with three members, of whom the first two have 200 points."""
    made = Market(connection, rewards=MORE, members=3)
    made.give(200)
    made.give(200, member=1)
    add_tickets(
        connection, made.programme_id, "evening", f"{TICKET}\n".encode() + b"SEAT-13-B\n", now=NOW
    )
    return made


@pytest.fixture
def visitor(market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The first member with a browser."""
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.enters(market.members[0])
    return made


def takes(visitor: Visitor, reward: str, *, key: str = "") -> HttpResponse:
    """Open a reward's page and press its button."""
    page = Seen(visitor.get(f"{LIST}{reward}"))
    (given,) = (one["value"] for one in page.having("input") if one["name"] == "key")
    return visitor.sends(f"{LIST}{reward}/take", {"key": key or str(given)})


def test_the_list_says_what_each_reward_costs_and_when_it_can_be_taken(visitor: Visitor) -> None:
    seen = Seen(visitor.get(LIST)).text

    assert "You can spend 200 points" in seen
    places = [seen.index(title) for title in ("Coffee", "Evening", "Tree", "Mug", "Later", "Dear")]
    assert places == sorted(places)
    few, enough = "Only a few are left.", "There are enough of it."  # as to everybody
    assert f"Evening Museum 150 points {few} It can be taken until 13 Dec 2026." in seen
    assert f"Mug Shop 30 points {enough} At most 2 for each member in a month." in seen
    assert "Later Cafe 60 points It can be taken from 24 Dec 2026." in seen
    assert "It costs 400 points. You can spend 200 points now." in seen


def test_rewards_are_found_by_words_place_and_kind_in_the_same_order(visitor: Visitor) -> None:
    def found(words: str = "", place: str = "", kind: str = "") -> list[str]:
        page = Seen(visitor.get(f"{LIST}?words={quote(words)}&place={place}&kind={kind}"))
        addresses = [one.removeprefix(LIST) for one in page.addresses() if one.startswith(LIST)]
        return [one for one in addresses if one]

    assert found() == ["coffee", "evening", "tree", "mug", "later", "dear"]
    assert found("ｍＵg") == ["mug"]
    assert found(" cafe  E ") == ["coffee", "later", "dear"]
    assert found(place="cafe", kind="meal") == ["coffee", "later", "dear"]
    assert found("coffee", place="museum") == []
    assert found(kind="nothing") == []
    asked = Seen(visitor.get(f"{LIST}?words=%22%3E%3Cscript&kind=ticket"))
    assert asked.having("script") == Seen(visitor.get(LIST)).having("script")
    assert [has["value"] for has in asked.having("option") if "selected" in has] == ["ticket"]
    assert "Nothing fits." in asked.text


def test_each_class_of_rewards_has_a_name() -> None:
    assert set(CLASSES) == {name for kind in KINDS.values() for name in kind.classes}


def test_a_reward_is_taken_once_shown_with_its_code_and_given_back(
    market: Market, visitor: Visitor
) -> None:
    taken = takes(visitor, "coffee", key="one press")
    again = takes(visitor, "coffee", key="one press")

    assert taken.status_code == 302
    assert again.headers["Location"] == taken.headers["Location"]
    assert market.points() == 140
    page = Seen(visitor.get(taken.headers["Location"]))
    (code,) = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text)
    assert "Show this code at Cafe when you pay, until 17 Feb 2027." in page.text
    assert page.having("svg")[0]["aria-label"] == "QR code for the till"
    assert code in Seen(visitor.get(VOUCHERS)).text

    gave = visitor.sends(f"{taken.headers['Location']}/cancel")
    page = Seen(visitor.get(gave.headers["Location"]))
    twice = visitor.sends(f"{taken.headers['Location']}/cancel")

    assert market.points() == 200
    assert "Given back on 20 Nov 2026" in page.text
    assert not page.having("svg")
    assert twice["Location"] == taken.headers["Location"]


def test_a_voucher_that_was_used_shows_no_code_and_can_not_be_given_back(
    market: Market, visitor: Visitor
) -> None:
    voucher = market.take("coffee")
    assert voucher.code is not None
    honour(market.connection, market.tills["cafe"], voucher.code, now=NOW)

    page = Seen(visitor.get(f"{VOUCHERS}{voucher.voucher_id}"))
    refused = visitor.sends(f"{VOUCHERS}{voucher.voucher_id}/cancel")

    assert "Used on 20 Nov 2026" in page.text
    assert not page.having("svg")
    assert not page.having("button")
    assert refused.status_code == 409
    assert market.points() == 140


def test_a_ticket_is_sealed_until_it_is_opened(market: Market, visitor: Visitor) -> None:
    address = takes(visitor, "evening").headers["Location"]
    before = Seen(visitor.get(address)).text
    visitor.sends(f"{address}/open")
    after = Seen(visitor.get(address)).text

    assert TICKET not in before
    assert f"Your ticket: {TICKET}" in after
    assert "Used on 20 Nov 2026" in after
    assert visitor.sends(f"{address}/cancel").status_code == 409


def test_points_for_a_good_cause_are_given_at_once(market: Market, visitor: Visitor) -> None:
    page = Seen(visitor.get(takes(visitor, "tree").headers["Location"]))

    assert "Given on 20 Nov 2026" in page.text
    assert "Your points went to Forest." in page.text
    assert not page.having("button")


def test_what_can_not_be_taken_is_refused_with_a_sentence(market: Market, visitor: Visitor) -> None:
    for id, status, said in (
        ("dear", 409, "The price of this reward in points: 400. You can spend 200 now."),
        ("later", 409, "This reward can be taken from 24 Dec 2026."),
        ("nothing", 404, "The programme doesn't offer this reward now."),
    ):
        response = visitor.sends(f"{LIST}{id}/take", {"key": id})

        seen = Seen(response).text
        assert response.status_code == status
        assert said in seen
        assert "Nothing was changed." in seen
    assert market.points() == 200
    assert visitor.get(f"{LIST}nothing").status_code == 404


def test_nobody_elses_voucher_is_found(market: Market, visitor: Visitor) -> None:
    theirs = market.take("coffee", member=1)
    address = f"{VOUCHERS}{theirs.voucher_id}"

    assert visitor.get(address).status_code == 404
    assert visitor.sends(f"{address}/cancel").status_code == 404
    assert visitor.sends(f"{address}/open").status_code == 404
    assert visitor.get(f"{VOUCHERS}{2**80}").status_code == 404
    assert market.points(1) == 140
    assert "Coffee" not in Seen(visitor.get(VOUCHERS)).text


def test_without_a_pass_or_a_token_nothing_is_shown_or_done(
    market: Market, visitor: Visitor
) -> None:
    mine = market.take("coffee").voucher_id
    done = [f"{LIST}coffee/take", f"{VOUCHERS}{mine}/cancel", f"{VOUCHERS}{mine}/open"]
    for address in done:
        assert visitor.client.post(address).status_code == 403
        assert visitor.get(address).status_code == 405
    visitor.get(f"{LIST}coffee")
    del visitor.client.cookies["member"]

    for address in done:
        response = visitor.sends(address)
        assert response.status_code == 403
        assert "Your points are shown only to you" in Seen(response).text
    for address in (LIST, f"{LIST}coffee", VOUCHERS, f"{VOUCHERS}{mine}"):
        assert "Your points are shown only to you" in Seen(visitor.get(address)).text
    assert market.points() == 140


def test_a_rewards_id_can_not_lead_elsewhere(visitor: Visitor) -> None:
    for id in ("//evil.example", "..", "%2e%2e", "coffee/../../x", "\N{SNOWMAN}", "a" * 5000):
        assert visitor.get(LIST + quote(id, safe="")).status_code in (301, 404), id


def test_a_link_in_another_language_shows_the_pages_in_it(market: Market, visitor: Visitor) -> None:
    market.take("coffee")
    visitor.get(link_path(market.members[0]))

    assert "แลกได้ถึง 13 ธ.ค. 2569" in Seen(visitor.get(LIST, language="th")).text
    assert "有效期至2027年2月17日" in Seen(visitor.get(VOUCHERS, language="zh-CN")).text


def test_while_a_record_stands_still_nothing_is_offered_that_would_be_refused(
    market: Market, visitor: Visitor
) -> None:
    market.give(200)
    pages = {
        f"{LIST}coffee": f"{LIST}coffee/take",
        f"{VOUCHERS}{market.take('coffee').voucher_id}": "cancel",
        f"{VOUCHERS}{market.take('evening').voucher_id}": "open",
    }
    still = "Your record stands still, so no points move."

    def offered(page: str) -> tuple[bool, bool]:
        seen = Seen(visitor.get(page))
        return any(one.endswith(pages[page]) for one in seen.addresses()), still in seen.text

    assert [offered(page) for page in pages] == [(True, False)] * 3
    member_id = market.members[0]
    restrict(market.connection, member_id, asked_by=THE_MEMBER, ground="member_asked", now=NOW)
    assert [offered(page) for page in pages] == [(False, True)] * 3
    assert "Show this code" in Seen(visitor.get(list(pages)[1])).text, "a till takes it"
