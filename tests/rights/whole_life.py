"""A member's whole life in a market, by the actions alone: a row in every table about members."""

from __future__ import annotations

import psycopg

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.cancel import cancel
from plaudit.actions.decide import decide
from plaudit.actions.expire import expire
from plaudit.actions.give_handle import give_handle
from plaudit.actions.honour import honour
from plaudit.actions.join import join_again
from plaudit.actions.leave import leave
from plaudit.actions.look import look
from plaudit.actions.question import ask
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.settle import settle
from plaudit.actions.show_code import show_code
from plaudit.actions.strike_out import strike_out
from plaudit.actions.withhold import allow_again, withhold
from plaudit.core.linking import step_of
from plaudit.core.question import Answer
from plaudit.core.reversal import Decision
from plaudit.core.rights import THE_MEMBER, Looker
from plaudit.core.staff import Role
from plaudit.core.ways_in import WayIn
from plaudit.store.live_codes import live_codes, use_live_code
from plaudit.store.proposals import Proposed, add_proposal
from plaudit.store.staff import Workplace
from plaudit.store.statement import read_statement
from plaudit.store.ways_in import add_way_in, as_doorkeeper, end_passes
from tests.market import DAY, NOW, REWARDS, Market, edition
from tests.riverside import instant
from tests.staff import hire

NAMES = ("Anong", "Boonmee", "Chai", "Dao")
"""An officer for each member."""
BY = "Somsak Dee, citizens' desk"
TOLD, EXPIRED = instant("2027-10-31T09:00:00+07:00"), instant("2027-12-02T00:00:00+07:00")
KEEPING = """
[[rule]]
id = "first"
on = "cup_return"
per = "ever"
every = { points = 5, per = 1 }
at_most = 5
[[rule]]
id = "yearly"
on = "cup_return"
per = "year"
count = "cups"
rate = { points = 1, per = 1 }
at_most = 60
"""
"""A total for ever and one for a year beside the market's own for a day."""


def keeping_market(connection: psycopg.Connection, *, members: int = 2) -> Market:
    """Return a market that also counts over a year and for ever."""
    return Market(connection, members=members, text=edition(REWARDS, more=KEEPING))


def live(market: Market, *, member: int = 0) -> None:
    """Live through everything that leaves a row, from November 2026 until December 2027."""
    connection, member_id = market.connection, market.members[member]
    market.give(500, member=member)
    market.give(100, member=member, at=NOW + DAY)
    market.give(50, member=member, at=NOW + 2 * DAY)
    too_late = market.cups(1, member=member, event_id=f"late {member}", at=NOW - 40 * DAY)
    settle(connection, market.house, [too_late], now=NOW)
    look(connection, member_id, Looker("Nok", "audit", "page"), now=NOW)
    give_handle(
        connection, member_id, market.tills["museum"].partner_id, handles=market.house.handles
    )
    _spend(market, member)
    _dispute(market, member)
    no, yes = ("en", "No more cups."), ("en", "Cups again.")
    withhold(connection, member_id, "cup_return", said=no, now=NOW + 5 * DAY)
    allow_again(connection, member_id, "cup_return", said=yes, now=NOW + 6 * DAY)
    restrict(connection, member_id, asked_by=THE_MEMBER, ground="data_wrong", now=NOW + 7 * DAY)
    lift(connection, member_id, lifted_by=THE_MEMBER, now=NOW + 8 * DAY)
    leave(connection, member_id, now=NOW + 9 * DAY, language="en", wording="I leave.")
    join_again(connection, member_id, now=NOW + 10 * DAY, language="en", wording="I am back.")
    show_code(connection, member_id, now=NOW + 11 * DAY)
    (code,) = live_codes(member_id, [step_of(NOW + 11 * DAY)])
    partner_id = market.tills["cafe"].partner_id
    assert use_live_code(connection, partner_id, code, now=NOW + 11 * DAY) == member_id
    with connection.transaction(), as_doorkeeper(connection):
        passkey = WayIn("passkey", b"mark %d" % member_id, b"key")
        add_way_in(connection, member_id, passkey, today=NOW // DAY)
        end_passes(connection, member_id)
    announce_expiry(connection, market.house, now=TOLD)
    expire(connection, market.house, now=EXPIRED)


def _spend(market: Market, member: int) -> None:
    code = market.take("coffee", member=member).code
    assert code is not None
    honour(market.connection, market.tills["cafe"], code, now=NOW + DAY)
    given_back = market.take("mug", member=member)
    cancel(market.connection, market.members[member], given_back.voucher_id, now=NOW + DAY)


def _dispute(market: Market, member: int) -> None:
    """Ask about the newest award and the refusal; a person answers, and strikes out another."""
    connection, member_id, house = market.connection, market.members[member], market.house
    found = read_statement(connection, member_id, now=NOW + 3 * DAY)
    assert found is not None
    keys = [entry.key for entry in found.entries if not entry.key.startswith("e-")]
    number = 0
    for key in (keys[0], keys[-1]):
        number = ask(connection, house, member_id, key, now=NOW + 3 * DAY, words="Why is that?")
        answer = Answer(number, BY, "The café wrote it so.", "explained")
        decide(connection, house, answer, now=NOW + 4 * DAY)
    at_work = Workplace(market.programme_id)
    officer = hire(connection, at_work, f"Kanya {NAMES[member]}", {Role.OFFICER})
    proposed = Proposed(member_id, int(keys[0], 16), number, "wrong_day", "It was Sunday.")
    assert add_proposal(connection, proposed, officer, now=NOW + 4 * DAY)
    decision = Decision(member_id, int(keys[1], 16), BY, "wrong_amount")
    strike_out(connection, house, decision, now=NOW + 4 * DAY)
