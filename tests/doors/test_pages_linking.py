"""A member shows a code on their own page, and a partner is linked by it once."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

import psycopg
import pytest

from plaudit.actions.leave import leave
from plaudit.actions.link import link
from plaudit.actions.restrict import restrict
from plaudit.core.linking import AHEAD_SECONDS, STEP_SECONDS, step_of
from plaudit.core.period import SECOND
from plaudit.core.refusals import Refused
from plaudit.core.rights import THE_MEMBER
from plaudit.pages.member.visit import Visit
from plaudit.pages.qr import qr_of
from plaudit.store.live_codes import live_codes
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market

PAGE = "/member/link/"


def test_a_code_is_shown_once_asked_for_and_links_once(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(market.members[0])
    assert PAGE in Seen(visitor.get("/member/")).addresses()

    shown = [Seen(visitor.sends(f"{PAGE}show")) for _ in range(2)]
    codes = [re.findall(r"\w{4}-\w{4}-\w{4}", one.text) for one in shown]
    (first,), (second,) = codes
    handles = market.house.handles
    with pytest.raises(Refused):
        link(connection, market.tills["cafe"], first, handles=handles, now=NOW)
    linked = link(connection, market.tills["cafe"], second, handles=handles, now=NOW)

    assert linked == handles.handle_of(market.members[0], market.tills["cafe"].partner_id)
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


def test_a_phone_gets_the_live_codes_of_an_hour_and_none_beyond_its_pass(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(market.members[0])
    (now_shown,) = live_codes(market.members[0], [step_of(NOW)])

    an_hour = AHEAD_SECONDS // STEP_SECONDS
    for pass_seconds, codes in ((2 * AHEAD_SECONDS, an_hour), (90, 3), (0, 1)):
        ends_at = NOW + pass_seconds * SECOND
        monkeypatch.setattr(Visit, "pass_ends_at", ends_at)
        page, kept = Seen(visitor.get(PAGE)), visitor.get(f"{PAGE}kept")
        (given,) = (one for one in page.having("div") if "data-codes" in one)

        assert str(given["data-codes"]).split() == live_codes(
            market.members[0], range(step_of(NOW), step_of(NOW) + codes)
        )
        assert page.having("path")[0]["d"] == qr_of(now_shown).path
        assert str(given["data-codes"]) in kept.content.decode()
        assert not Seen(kept).having("form")
        said = parsedate_to_datetime(kept.headers["Expires"]).timestamp()
        assert said == min(ends_at, NOW + AHEAD_SECONDS * SECOND) // SECOND

    leave(connection, market.members[0], now=NOW, language="en", wording="I leave.")
    assert visitor.get(f"{PAGE}kept").status_code == 204
