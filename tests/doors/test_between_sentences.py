"""Between two sentences stands what their language puts there: in Chinese nothing at all."""

from __future__ import annotations

import re

import psycopg
import pytest

from plaudit.actions.leave import leave
from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from tests.doors.visitor import Seen, Visitor
from tests.house.reading import ROOT
from tests.journeys.test_barriers import OWN, PUBLIC
from tests.riverside import JOINED, NOW, Riverside
from tests.store.test_notices import keep_all

PARTED = re.compile(r"\S{0,12}[。！？](?: |\n +)\s*\S+")
"""A full stop of Chinese, and then a space and more of the same text; not a text in lines."""
SIDE_BY_SIDE = re.compile(r'[.?!]" %}\s+{% translate')
TEMPLATES = ROOT / "src/plaudit/pages/templates"


def with_a_record(town: Riverside) -> int:
    """Return a member with deeds that were counted, trimmed and refused."""
    deeds = [("a", 9, "20T09"), ("b", 40, "20T10"), ("c", 40, "19T10"), ("late", 1, "01T09")]
    for id, cups, at in deeds:
        on = f"2026-11-{at}:00:00+07:00" if id != "late" else "2026-08-01T09:00:00+07:00"
        town.settle(town.report("cup_return", {"cups": cups}, event_id=id, at=on), now=NOW)
    course = town.report("library_course", {}, event_id="course", at="2026-11-20T09:00:00+07:00")
    town.settle(course, now=NOW)
    return town.members[0]


def parted(visitor: Visitor, addresses: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each page with two sentences that something stands between."""
    return [
        (address, found[0])
        for address in addresses
        for text in Seen(visitor.get(address, language="zh-Hans")).words
        if (found := PARTED.search(text))
    ]


def test_no_space_stands_between_two_sentences_of_chinese(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Riverside(connection)
    keep_all(connection)
    lotus = Registration(town.programme_id, "cafe-lotus", "Café Lotus", ["cup_return"], 30)
    register_partner(connection, lotus, now=JOINED)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    member = with_a_record(town)
    visitor.enters(member)
    visitor.get("/member/")
    taken = visitor.sends("/member/rewards/coffee-and-cake/take")
    fields = Seen(visitor.get("/member/")).having("input")
    (entry, *_) = [str(has["value"]) for has in fields if has["name"] == "entry"]
    visitor.sends("/member/questions/ask", {"entry": entry})

    assert parted(visitor, (*OWN, str(taken["Location"]), "/member/vouchers/kept", *PUBLIC)) == []
    leave(connection, member, now=NOW, language="en", wording="I leave.")
    assert parted(visitor, OWN) == []


def test_templates_put_between_two_sentences_what_the_language_puts_there() -> None:
    for path in sorted(TEMPLATES.rglob("*.html")):
        assert not SIDE_BY_SIDE.search(path.read_text("utf-8")), path.name
