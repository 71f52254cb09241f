"""A till's own number of a voucher that it took offline is that voucher's for ever."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code
from plaudit.store.offline import set_offline_limit
from tests.actions.test_offline import said, sync, taken, text_of
from tests.market import Market


def test_another_voucher_under_a_number_that_the_till_used_is_not_called_paid(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(500)
    set_offline_limit(connection, market.tills["cafe"].partner_id, 2)
    one, two = (text_of(market, market.take("coffee")) for _ in range(2))
    first = sync(market, taken("1", one))

    (answer,) = sync(market, taken("1", two))  # its counter began again
    assert answer.refusal is not None
    assert answer.refusal.code is Code.OFFLINE_KEY_REUSED
    assert sync(market, taken("1", one)) == first
    assert said(sync(market, taken("2", two))) == ["honoured"]
