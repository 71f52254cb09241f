"""Closing the books: each month once, in sums that stay true, and nothing told of few members."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.actions.bring_forward import bring_forward
from plaudit.actions.close_books import close_books
from plaudit.actions.erase import erase
from plaudit.actions.honour import honour
from plaudit.core.closing import KINDS, Closing
from plaudit.core.closing_chain import faults_of
from plaudit.core.figures import OTHERS, Group, Promised, parts_of, told
from plaudit.core.settlement import shown_month
from plaudit.store.closing_key import is_signed
from plaudit.store.closings import read_closings, read_published
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from tests.books import Book, Shelf
from tests.market import DAY, NOW, Market, edition, reward
from tests.riverside import instant

OCTOBER = instant("2026-10-10T12:00:00+07:00")
LATE_OCTOBER = instant("2026-10-31T23:59:59+07:00")
DECEMBER = instant("2026-12-05T12:00:00+07:00")
MEMBERS = 22
TEXT = edition([reward("coffee", "meal", "cafe", price=20, stock=500)])


class Town:
    """A market where 22 members earn in October and spend in November."""

    def __init__(self, url: str) -> None:
        self.connection = connect(url)
        self.url = url
        self.market = Market(self.connection, members=MEMBERS, text=TEXT)
        for member in range(MEMBERS):
            self.market.give(50, member=member, at=OCTOBER)
        self.market.give(10, at=LATE_OCTOBER)
        for member in range(MEMBERS - 1):
            taken = self.market.take("coffee", member=member, now=NOW)
            honour(self.connection, self.market.tills["cafe"], str(taken.code), now=NOW)
        self.market.take("coffee", member=MEMBERS - 1, now=NOW)
        self.market.give(30, at=NOW)
        self.closed = close_books(self.connection, now=DECEMBER)

    def texts(self) -> list[str]:
        """Return the closings' texts, in order."""
        kept = read_closings(self.connection, self.market.programme_id)
        return [one.signed.text for one in kept]


@pytest.fixture(scope="module")
def book(shelf: Shelf) -> Iterator[Book]:
    """One book for the tests of a closed town."""
    with shelf.book() as lent:
        yield lent


@pytest.fixture(scope="module")
def town(book: Book) -> Iterator[Town]:
    """A town whose books are closed up to November."""
    made = Town(book.hand_out())
    yield made
    made.connection.close()


def closed(town: Town) -> dict[str, Closing]:
    return {shown_month(one.head.month): one for one in town.closed}


def test_every_month_since_the_first_is_closed_once(town: Town) -> None:
    assert list(closed(town)) == [f"2026-{month:02}" for month in range(3, 12)]
    assert close_books(town.connection, now=DECEMBER) == []
    assert len(town.texts()) == 9


def test_a_closing_says_what_each_account_got_and_holds(town: Town) -> None:
    october, november = closed(town)["2026-10"], closed(town)["2026-11"]
    earned = MEMBERS * 50 + 10

    assert october.sums.moved["issue"] == -earned
    assert october.sums.awarded_points == earned
    assert october.sums.deeds == MEMBERS + 1
    assert october.sums.vouchers is None
    assert october.members_points == earned
    assert november.opening == october.closing
    assert november.sums.moved["held"] == 20
    assert november.sums.moved["settlement"] == 20 * (MEMBERS - 1)
    assert november.sums.vouchers == (22, 440, 0, 0, 21, 420)
    assert november.members_points == earned + 30 - 440
    assert sum(october.sums.lots.values()) == earned


def test_a_month_of_few_members_says_no_kind_no_lot_and_no_number_of_deeds(town: Town) -> None:
    november = closed(town)["2026-11"].sums

    assert (november.deeds, november.awarded_points) == (None, None)
    assert november.parts == ()
    assert november.lots == {}
    assert november.moved["issue"] == -30


def test_what_anybody_may_read_is_rounded_and_of_twenty_members(town: Town) -> None:
    published = read_published(town.connection, town.market.programme_id, how_many=24)
    by_month = {shown_month(one.month): one for one in published}

    assert [one.number for one in published] == list(range(9, 0, -1))
    assert by_month["2026-03"].joined_members == 20
    assert by_month["2026-10"].joined_members is None
    assert by_month["2026-10"].parts == (("cup_return", 20, 1100),)
    assert by_month["2026-10"].spent_points is None
    assert by_month["2026-11"].parts == ()
    assert by_month["2026-11"].spent_points == 450


def test_closings_are_signed_and_chained(town: Town) -> None:
    signed = [one.signed for one in read_closings(town.connection, town.market.programme_id)]

    assert faults_of(signed, is_signed=is_signed, key=signed[0].public_key) == []
    assert len({one.public_key for one in signed}) == 1
    assert len({closing.blind for closing in closed(town).values()}) == 9


@pytest.mark.parametrize(
    "damage",
    [
        lambda signed: [signed[0]._replace(text=signed[0].text + " "), *signed[1:]],
        lambda signed: [signed[0]._replace(signature=bytes(64)), *signed[1:]],
        lambda signed: signed[1:],
        lambda signed: [*signed[:3], *signed[4:]],
        lambda signed: [signed[1], signed[0], *signed[2:]],
        lambda signed: [*signed, signed[-1]],
        lambda signed: [*signed[:2], signed[2]._replace(public_key=bytes(32)), *signed[3:]],
        lambda signed: [*signed[:2], signed[2]._replace(text="{}"), *signed[3:]],
    ],
)
def test_a_chain_that_was_tampered_with_is_found(town: Town, damage: object) -> None:
    signed = [one.signed for one in read_closings(town.connection, town.market.programme_id)]

    assert callable(damage)
    assert faults_of(damage(signed), is_signed=is_signed)


def test_another_key_than_the_one_that_was_published_is_found(town: Town) -> None:
    signed = [one.signed for one in read_closings(town.connection, town.market.programme_id)]
    found = faults_of(signed, is_signed=is_signed, key=bytes(32))

    assert [fault.place for fault in found] == list(range(1, 10))


def test_a_closed_month_stays_true_when_members_are_erased_and_rows_are_purged(
    town: Town, book: Book, tmp_path: Path
) -> None:
    """Who spent, who holds an open voucher, who only earned: the totals of months don't change."""
    before = town.texts()
    published = read_published(town.connection, town.market.programme_id, how_many=24)
    for member in (0, 5, MEMBERS - 1):
        forget(town.market, member, url=town.url, folder=tmp_path, now=DECEMBER + DAY)

    assert book.findings() == []
    assert town.texts() == before
    assert read_published(town.connection, town.market.programme_id, how_many=24) == published
    january = instant("2027-01-05T12:00:00+07:00")
    (december,) = close_books(town.connection, now=january)
    assert december.sums.moved["returned"] == 70 + 30 + 50
    assert december.sums.moved["held"] == -20

    with connect(town.url, role="purger") as purger:
        assert bring_forward(purger, now=january + 900 * DAY).deeds > 0

    assert book.findings() == []
    assert town.texts()[:9] == before


def forget(market: Market, member: int, *, url: str, folder: Path, now: int) -> None:
    """Erase a member of a market."""
    journal = JournalFile(folder / "erasures")
    with connect(url, role="eraser") as eraser:
        erase(
            eraser,
            market.members[member],
            handles=market.house.handles,
            journal=journal,
            now=now,
        )


def test_a_month_is_not_closed_before_it_has_rested(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(50, at=OCTOBER)
    end = instant("2026-11-01T00:00:00+07:00")

    assert shown_month(close_books(connection, now=end + DAY - 1)[-1].head.month) == "2026-09"
    assert [shown_month(one.head.month) for one in close_books(connection, now=end + DAY)] == [
        "2026-10"
    ]


def test_what_was_erased_before_the_month_was_closed_is_counted_too(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    market = Market(connection)
    market.give(50, at=OCTOBER)
    market.give(50, member=1, at=OCTOBER)
    forget(market, 0, url=database_url, folder=tmp_path, now=OCTOBER + DAY)

    october = close_books(connection, now=NOW)[-1]

    assert october.sums.moved["issue"] == -100
    assert october.sums.moved["returned"] == 50
    assert october.members_points == 50


# ---- The small-group rule, as a property ---------------------------------------------------------

KINDS_OF_DEEDS = ("cups", "litter", "course", "repair")
DONE = st.lists(
    st.tuples(
        st.integers(0, 60),  # the member
        st.sampled_from(KINDS_OF_DEEDS),
        st.sampled_from((0, 0, 5, 20)),  # points
    ),
    max_size=200,
)


def members(done: list[tuple[int, str, int]], kinds: set[str], *, earning: bool) -> int:
    return len({who for who, kind, points in done if kind in kinds and (points or not earning)})


@given(done=DONE, least=st.sampled_from((20, 25)))
def test_no_sum_that_is_told_is_of_few_members_and_none_can_be_taken_away(
    done: list[tuple[int, str, int]], least: int
) -> None:
    groups = [
        Group(
            kind,
            sum(one[1] == kind for one in done),
            sum(one[2] for one in done if one[1] == kind),
            members(done, {kind}, earning=False),
            members(done, {kind}, earning=True),
        )
        for kind in KINDS_OF_DEEDS
    ]

    def together(kinds: object) -> tuple[int, int]:
        asked = set(kinds)  # type: ignore[call-overload]
        return members(done, asked, earning=False), members(done, asked, earning=True)

    parts = parts_of(groups, together=together, least=least)

    alone = {part.activity for part in parts} - {OTHERS}
    for part in parts:
        of = {part.activity} if part.activity != OTHERS else set(KINDS_OF_DEEDS) - alone
        assert members(done, of, earning=False) >= least
        assert members(done, of, earning=True) >= least
    if parts:  # all or nothing: what is told is everything, so no rest can be worked out
        assert sum(part.deeds for part in parts) == len(done)
        assert sum(part.points for part in parts) == sum(one[2] for one in done)
    else:
        assert not done or members(done, set(KINDS_OF_DEEDS), earning=True) < least


@given(deeds=st.integers(20, 10**7), points=st.integers(0, 10**8), step=st.sampled_from((10, 100)))
def test_what_is_told_is_rounded(deeds: int, points: int, step: int) -> None:
    promised = Promised(20, step)
    shown = told(parts_of([Group("cups", deeds, points, 20, 20)], together=lambda _: (0, 0),
                          least=20)[0], promised)  # fmt: skip

    assert shown.deeds % 10 == shown.points % max(50, step) == 0
    assert abs(shown.points - points) <= max(50, step, points // 100)


def test_all_accounts_have_a_place_in_a_closing(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'account_kind'"
    ).fetchone()
    assert row is not None
    assert {kind for kind in KINDS if f"'{kind}'" in row[0]} == set(KINDS)
    assert row[0].count("'") == 2 * len(KINDS)
