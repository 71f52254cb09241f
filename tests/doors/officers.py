"""Two officers of a market, in one browser: who was on a shift before goes on where it is asked."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.house import open_house
from plaudit.actions.question import ask
from plaudit.core.staff import Role
from plaudit.core.statement import DeedEntry
from plaudit.store.staff import Workplace
from plaudit.store.statement import read_statement
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, REWARDS, Market, edition
from tests.staff import cookie_of, hire

QUEUE, DEEDS = "/staff/questions/", "/staff/deeds/"
PIM, MALEE = "Pim Chaiyo", "Malee Srisai"


def market_of_two_persons(connection: psycopg.Connection) -> Market:
    """Return a market where one person takes back 100 points at most; deeds of 100 and 400."""
    text = edition(REWARDS, more="[reversal]\nalone_points_max = 100\n")
    made = Market(connection, text=text, members=67)
    made.give(100)
    made.give(400)
    return made


def officers(market: Market, database_url: str, patch: pytest.MonkeyPatch) -> Visitor:
    """Return a browser in which Pim is on her shift, and Malee can be."""
    made = Visitor(database_url, patch, now=NOW)
    for name in (PIM, MALEE):
        at_work = Workplace(market.programme_id)
        person = hire(market.connection, at_work, name, {Role.OFFICER})
        made.shifts[name] = cookie_of(market.connection, person, now=NOW)
    begins(made, PIM)
    return made


def begins(visitor: Visitor, name: str) -> None:
    """Let another person go on in this browser."""
    cookie, token = visitor.shifts[name]
    visitor.client.cookies[cookie] = token


def keys(market: Market, member: int = 0) -> list[str]:
    """Return the keys of a member's deeds, the largest first; the first one has 400 and 100."""
    found = read_statement(market.connection, market.members[member], now=NOW)
    assert found is not None
    counted = [one for one in found.entries if isinstance(one, DeedEntry)]
    return [one.key for one in sorted(counted, key=lambda one: -one.points)]


def asks(market: Market, key: str, words: str = "", *, member: int = 0) -> int:
    """Let a member ask about an entry, and return the question's number."""
    house = open_house(market.connection)
    return ask(market.connection, house, market.members[member], key, now=NOW, words=words)


def sealed(page: Seen) -> str:
    """Return what a page's forms bring back."""
    return next(str(has["value"]) for has in page.having("input") if has.get("name") == "of")


def found(visitor: Visitor, event_id: str = "1") -> Seen:
    """Look for a deed of the café by its number for it."""
    visitor.get(DEEDS)
    return Seen(visitor.sends(f"{DEEDS}find", {"partner": "cafe", "event": event_id}))
