"""The till in a hurry: pressed twice, and what was taken offline beside what was honoured."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.cancel import cancel
from plaudit.core.period import SECOND
from plaudit.core.voucher import UNDO_SECONDS
from plaudit.store.connect import connect
from plaudit.store.offline import signed_voucher
from tests.books import Shelf
from tests.doors.tills import Counter, said, taken
from tests.market import NOW


@pytest.fixture(scope="module")
def counter(shelf: Shelf) -> Iterator[Counter]:
    with shelf.fresh() as url, connect(url) as connection:
        patch = pytest.MonkeyPatch()
        yield Counter(url, connection, patch)
        patch.undo()


def test_honour_pressed_twice_says_honoured_with_the_minute_to_take_it_back(
    counter: Counter,
) -> None:
    counter.is_at_the_till("Nok Chai")
    code, before = counter.code(), counter.market.owed("cafe")
    first = counter.sends("honour", code=code)

    second = counter.sends("honour", code=code)

    assert "Honoured: Coffee. You are owed 60 points." in said(second)
    undo = [re.findall(r"/staff/till/(\d+)/undo", one.text) for one in (first, second)]
    assert undo[0] == undo[1] != []
    assert counter.market.owed("cafe") == before + 60

    counter.visitor.it_is(NOW + UNDO_SECONDS * SECOND)
    late = counter.sends("honour", code=code)
    counter.is_at_the_till("Dao Boonma")
    other = counter.sends("honour", code=code)
    for one in (late, other):
        assert (one.status_code, "This voucher was used on" in said(one)) == (409, True)


def test_a_ticket_whose_answer_was_lost_is_shown_again(counter: Counter) -> None:
    add_tickets(counter.connection, counter.market.programme_id, "evening", b"SEAT-8", now=NOW)
    counter.is_at_the_till("Fah Suk")
    code = counter.code("evening")

    shown = [said(counter.sends("honour", code=code)) for _ in range(2)]

    assert ["SEAT-8" in one for one in shown] == [True, True]


def test_what_is_told_later_says_who_pays_and_for_what_it_was_paid_before(
    counter: Counter,
) -> None:
    market = counter.market
    counter.is_at_the_till("Nok Chai")
    mine = counter.takes_along()["pass"]
    back, used = market.take("coffee").voucher_id, market.take("coffee").voucher_id
    texts = [signed_voucher(market.connection, market.members[0], one) for one in (back, used)]
    cancel(market.connection, market.members[0], back, now=NOW)
    counter.sends("honour", code=texts[1] or "")

    at = NOW + SECOND
    told = counter.tells(
        taken("back", texts[0] or "", mine, at=at), taken("used", texts[1] or "", mine, at=at)
    )

    assert [one["paid"] for one in told] == [True, False]
    assert "it was given back or its days were over meanwhile" in told[0]["words"]
    assert "paid before: your partner honoured it on 20 Nov 2026" in told[1]["words"]
