"""A decision is kept longer than the deed that it was about: the book is sound all the same."""

from __future__ import annotations

import psycopg

from plaudit.actions.strike_out import strike_out
from plaudit.core.reversal import Decision
from plaudit.store.audit import audit
from plaudit.store.connect import connect
from tests.rights.test_keeping import at, count, keep, say, short_market
from tests.rights.whole_life import BY


def test_the_book_is_sound_where_a_decision_is_left_of_purged_deeds(
    connection: psycopg.Connection, owner: psycopg.Connection, database_url: str
) -> None:
    market = short_market(connection)
    member = market.members[0]
    for event_id, day in (("1", "2026-09-28"), ("2", "2026-10-05")):
        assert say(market, 5, event_id, day, on=day).startswith("accepted")
    (number,) = owner.execute("SELECT deed_id FROM deed WHERE event_id = '1'").fetchone() or (0,)
    decision = Decision(member, number, BY, "wrong_amount")
    strike_out(connection, market.house, decision, now=at("2026-10-28"))

    with connect(database_url, role="purger") as purger:
        keep(purger, "2026-11-20")

    assert [count(owner, table, member) for table in ("deed", "reversal")] == [0, 1]
    assert audit(owner) == []
