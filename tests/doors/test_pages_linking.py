"""A member shows a code on their own page, and a partner is linked by it once."""

from __future__ import annotations

import re

import psycopg
import pytest

from plaudit.actions.leave import leave
from plaudit.actions.link import link
from plaudit.actions.restrict import restrict
from plaudit.core.refusals import Refused
from plaudit.core.rights import THE_MEMBER
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market

PAGE = "/member/link/"


def test_a_code_is_shown_once_asked_for_and_links_once(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(market.members[0])
    before = Seen(visitor.get(PAGE))
    assert "/member/link/" in Seen(visitor.get("/member/")).addresses()
    assert not before.having("svg")

    shown = [Seen(visitor.sends(f"{PAGE}show")) for _ in range(2)]
    codes = [re.findall(r"\w{4}-\w{4}-\w{4}", one.text) for one in shown]
    (first,), (second,) = codes
    handles = market.house.handles
    with pytest.raises(Refused):
        link(connection, market.tills["cafe"], first, handles=handles, now=NOW)
    linked = link(connection, market.tills["cafe"], second, handles=handles, now=NOW)

    assert linked == handles.handle_of(market.members[0], market.tills["cafe"].partner_id)
    assert shown[0].having("svg")

    restrict(connection, market.members[0], asked_by=THE_MEMBER, ground="data_wrong", now=NOW)
    refused, page = visitor.sends(f"{PAGE}show"), Seen(visitor.get(PAGE))
    assert refused.status_code == 409
    for told in (Seen(refused), page):
        assert "Your record stands still." in told.text
    assert f"{PAGE}show" not in page.addresses()
    assert PAGE not in Seen(visitor.get("/member/")).addresses()
    visitor.enters(market.members[1])
    leave(connection, market.members[1], now=NOW, language="en", wording="I leave.")
    left = Seen(visitor.sends(f"{PAGE}show"))
    assert "You don't take part at this moment." in left.text
    assert f"{PAGE}show" not in Seen(visitor.get(PAGE)).addresses()
    assert Visitor(database_url, monkeypatch, now=NOW).sends(f"{PAGE}show").status_code == 403
