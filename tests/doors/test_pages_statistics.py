"""The page of figures: each month once, rounded, nothing of few members, and nothing counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plaudit.actions.close_books import close_books
from plaudit.sql.loader import query
from plaudit.store.closings import read_closings
from plaudit.store.connect import connect
from tests.books import Shelf
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, Market
from tests.riverside import instant

PAGE = "/statistics/market"
OCTOBER = instant("2026-10-10T12:00:00+07:00")


class Town:
    """A market whose October is of 21 members and whose November will be of one."""

    def __init__(self, url: str, patch: pytest.MonkeyPatch) -> None:
        self.connection = connect(url)
        self.market = Market(self.connection, members=21)
        for member in range(21):
            self.market.give(100, member=member, at=OCTOBER)
        close_books(self.connection, now=NOW)
        self.visitor = Visitor(url, patch, now=NOW)


@pytest.fixture(scope="module")
def town(shelf: Shelf) -> Iterator[Town]:
    with shelf.fresh() as url, pytest.MonkeyPatch.context() as patch:
        made = Town(url, patch)
        yield made
        made.connection.close()


def test_a_month_is_told_in_rounded_sums_with_its_signature(town: Town) -> None:
    response = town.visitor.get(PAGE)
    seen = Seen(response).text
    signed = read_closings(town.connection, town.market.programme_id)[-1].signed

    assert "October 2026 Members who joined of fewer than 20 members, so not shown" in seen
    assert "Reusable cups returned 20 2,100" in seen
    assert "March 2026 Members who joined 20" in seen
    assert signed.signature.hex() in seen
    assert signed.public_key.hex() in seen
    assert seen.index("October 2026") < seen.index("September 2026")


def test_nothing_that_happens_later_changes_the_page(town: Town) -> None:
    """Who looks before and after a deed can't tell that there was one."""
    before = town.visitor.get(PAGE).content
    town.market.give(10, at=NOW)
    town.market.take("coffee", now=NOW)

    assert town.visitor.get(PAGE).content == before


def test_a_month_of_one_member_says_nothing_but_its_marks(town: Town) -> None:
    later = instant("2026-12-02T12:00:00+07:00")
    town.market.give(10, at=NOW + DAY)
    assert len(close_books(town.connection, now=later)) == 1

    seen = Seen(town.visitor.get(PAGE)).text
    of_november = seen[seen.index("November 2026") : seen.index("October 2026")]

    assert of_november.count("of fewer than 20 members, so not shown") == 3
    assert "Number 9" in of_november


def test_the_page_is_told_in_each_language(town: Town) -> None:
    for language, words in {"th": "สมาชิกที่เข้าร่วม", "zh-Hans": "加入的会员"}.items():
        assert words in Seen(town.visitor.get(PAGE, language=language)).text


def test_a_programme_without_a_closed_month_says_so(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(database_url) as connection:
        Market(connection)
    seen = Seen(Visitor(database_url, monkeypatch, now=NOW).get(PAGE)).text

    assert "No month is over yet." in seen
    assert Visitor(database_url, monkeypatch, now=NOW).get("/statistics/no").status_code == 404


def test_what_is_read_for_a_page_is_what_was_published_and_nothing_of_members() -> None:
    for table in ("deed", "member", "transfer", "batch_total", "voucher", "consent"):
        assert f" {table} " not in query("published_months").decode()
