"""Whatever happens over the months, statements chain and come to what the account holds."""

from __future__ import annotations

from itertools import pairwise

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plaudit.actions.close_month import close_month
from plaudit.actions.correct import correct
from plaudit.actions.honour import honour
from plaudit.actions.pay import pay
from plaudit.actions.undo import undo
from plaudit.core.period import Calendar, Period, start_of
from plaudit.core.refusals import Refused
from plaudit.core.settlement import month_after
from plaudit.sql.loader import checks
from plaudit.store.honours import Way, honour_voucher
from plaudit.store.settlement import NewEntry, read_owed, read_statements
from tests.market import DAY, NOW, Market

BANGKOK = Calendar("Asia/Bangkok")
COFFEE = 60
steps = st.lists(
    st.tuples(
        st.sampled_from(("honour", "undo", "late", "more", "less", "pay", "close")),
        st.integers(1, 25),
    ),
    max_size=12,
)


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member has 5,000 points."""
    made = Market(connection, members=1)
    for _ in range(10):
        made.give(500)
    return made


class Months:
    """The café's account while days pass, and beside it what it must hold."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.till = market.tills["cafe"]
        self.now = NOW
        self.owed = 0
        self.number = 0

    def step(self, verb: str, days: int) -> None:
        self.now += days * DAY
        self.number += 1
        connection = self.market.connection
        if verb in ("honour", "undo"):
            number = self._honour()
            if verb == "undo":
                undo(connection, self.till, number, now=self.now)
                self.owed -= COFFEE
        elif verb == "late":
            self._honour_late(at=self.now - days * DAY)
        elif verb == "close":
            this = start_of(Period.MONTH, BANGKOK.day_of(self.now))
            close_month(connection, start_of(Period.MONTH, this - 1), now=self.now)
        else:
            self._book(verb, days)

    def _honour(self) -> int:
        code = self.market.take("coffee", now=self.now).code
        assert code is not None
        self.owed += COFFEE
        return honour(self.market.connection, self.till, code, now=self.now).number

    def _honour_late(self, *, at: int) -> None:
        code = self.market.take("coffee", now=at).code
        assert code is not None
        way = Way("offline", at=at, accepted_key=str(self.number))
        assert honour_voucher(self.market.connection, self.till, code, way=way, now=self.now)
        self.owed += COFFEE

    def _book(self, verb: str, points: int) -> None:
        by, reference = "Pim Chaiyo", f"A{self.number}"
        cafe, connection = self.till.partner_id, self.market.connection
        if verb == "pay":
            paid = NewEntry(cafe, "payment", -points, "set_off", reference, by)
            if points > self.owed:
                with pytest.raises(Refused):
                    pay(connection, paid, now=self.now)
                return
            pay(connection, paid, now=self.now)
            self.owed -= points
        else:
            change = points if verb == "more" else -points
            said = NewEntry(cafe, "correction", change, "wrong_price", reference, by)
            correct(connection, said, now=self.now)
            self.owed += change


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_statements_chain_and_come_to_what_the_account_holds(
    market: Market, steps: list[tuple[str, int]]
) -> None:
    connection = market.connection
    with connection.transaction(force_rollback=True):
        months = Months(market)
        for verb, days in steps:
            months.step(verb, days)
        last = start_of(Period.MONTH, BANGKOK.day_of(months.now))
        close_month(connection, last, now=BANGKOK.start_of_day(month_after(last)))

        found = read_statements(connection, months.till.partner_id)
        made = [one.statement for one in reversed(found)]
        closing = made[-1].closing_points if made else 0
        assert closing == read_owed(connection, months.till.partner_id) == months.owed
        assert [one.head.number for one in made] == list(range(1, len(made) + 1))
        for before, after in pairwise(made):
            assert after.head.month == month_after(before.head.month)
            assert after.opening_points == before.closing_points
            assert after.previous_sha256 == before.sha256
        for name, statement in checks().items():
            assert connection.execute(statement.encode()).fetchone() is None, name
