"""Erasing: nothing of the member is left, everybody else's rows stay, and the book adds up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.actions.erase import Erased, erase
from plaudit.actions.give_handle import give_handle
from plaudit.actions.house import open_house
from plaudit.actions.settle import settle
from plaudit.actions.show_code import show_code
from plaudit.sql.loader import checks
from plaudit.store.audit import audit
from plaudit.store.columns import read_columns
from plaudit.store.connect import connect
from plaudit.store.erasing import ERASED
from plaudit.store.erasures import JournalFile
from plaudit.store.journal_lines import Erasure
from tests.riverside import NOW, Riverside, statuses

LATER = NOW + 3_600_000_000


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with deeds of two members in the same batch, and one alone in a batch."""
    city = Riverside(connection)
    city.settle(
        city.report("cup_return", {"cups": 3}, event_id="1"),
        city.report("cup_return", {"cups": 4}, event_id="2", member=1),
        city.report("litter_pick", {"bags": 1}, event_id="3"),
    )
    city.settle(city.report("cup_return", {"cups": 5}, event_id="4"))
    city.settle(
        city.report("cup_return", {"cups": 5}, event_id="5", at="2026-11-30T09:00:00+07:00")
    )
    return city


@pytest.fixture
def eraser(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, role="eraser") as opened:
        yield opened


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "erasures.log")


def erase_first(city: Riverside, eraser: psycopg.Connection, journal: JournalFile) -> Erased | None:
    return erase(eraser, city.members[0], handles=city.house.handles, journal=journal, now=LATER)


def test_an_erased_members_rows_are_gone_and_the_others_stay(
    riverside: Riverside,
    eraser: psycopg.Connection,
    journal: JournalFile,
    owner: psycopg.Connection,
) -> None:
    points = riverside.points()
    assert points > 8
    for member_id in riverside.members[:2]:
        show_code(riverside.connection, member_id, now=NOW)

    assert erase_first(riverside, eraser, journal) == Erased(points, 2)

    for table in ERASED:
        left = owner.execute(
            f"SELECT count(*) FROM {table} WHERE member_id = %s".encode(), (riverside.members[0],)
        ).fetchone()
        assert left == (0,), table
    letters = (
        "SELECT l.member_id FROM shown_letters AS s JOIN link_code AS l ON mark = letters_mark"
    )
    assert owner.execute("SELECT count(*) FROM shown_letters").fetchone() == (1,)
    assert owner.execute(letters).fetchone() == (riverside.members[1],)
    assert riverside.points(1) == 4
    assert audit(owner) == []


def test_monthly_sums_are_all_that_stays_of_the_book(
    riverside: Riverside,
    eraser: psycopg.Connection,
    journal: JournalFile,
    owner: psycopg.Connection,
) -> None:
    points = riverside.points()
    erase_first(riverside, eraser, journal)

    sums = owner.execute(
        "SELECT a.kind, s.month_on::TEXT, s.points FROM bucket_sum AS s"
        " JOIN account AS a USING (account_id) ORDER BY a.kind"
    ).fetchall()
    assert sums == [("issue", "2026-11-01", points), ("returned", "2026-11-01", -points)]
    batches = owner.execute("SELECT batch_id, deeds, points FROM batch_total").fetchall()
    assert batches == [(1, 1, 4)], "the other member's deed, and no trace of a second batch"


def test_two_members_sums_are_one(
    riverside: Riverside,
    eraser: psycopg.Connection,
    journal: JournalFile,
    owner: psycopg.Connection,
) -> None:
    together = riverside.points(0) + riverside.points(1)
    for member_id in riverside.members[:2]:
        erase(eraser, member_id, handles=riverside.house.handles, journal=journal, now=LATER)

    sums = owner.execute("SELECT points FROM bucket_sum ORDER BY points").fetchall()
    assert sums == [(-together,), (together,)]


def test_after_erasure_the_handle_is_nobodys_and_a_report_counts_nothing(
    riverside: Riverside, eraser: psycopg.Connection, journal: JournalFile
) -> None:
    again = riverside.report("cup_return", {"cups": 3}, event_id="1")
    new = riverside.report("cup_return", {"cups": 3}, event_id="9")
    assert statuses(riverside.settle(again)) == ["duplicate"]

    erase_first(riverside, eraser, journal)

    assert statuses(riverside.settle(again, new)) == ["member_unknown", "member_unknown"]
    kept = riverside.connection.execute("SELECT count(*) FROM refused_deed").fetchone()
    assert kept == (0,)


def test_partners_that_knew_a_handle_are_told_to_forget_it_and_no_other(
    riverside: Riverside,
    eraser: psycopg.Connection,
    journal: JournalFile,
    owner: psycopg.Connection,
) -> None:
    erase(eraser, riverside.members[1], handles=riverside.house.handles, journal=journal, now=LATER)

    told = owner.execute("SELECT partner_id, kind, payload FROM outbox").fetchall()
    handle = riverside.handle(1, riverside.cafe)
    assert told == [(riverside.cafe, "member.erased_at_partner", {"member": handle})]


def test_a_partner_that_was_given_a_handle_and_reported_nothing_is_told_too(
    riverside: Riverside,
    eraser: psycopg.Connection,
    journal: JournalFile,
    owner: psycopg.Connection,
) -> None:
    connection, handles, member_id = (
        riverside.connection,
        riverside.house.handles,
        riverside.members[2],
    )
    given = [give_handle(connection, member_id, riverside.depot, handles=handles) for _ in range(2)]
    assert given == [riverside.handle(2, riverside.depot)] * 2
    assert give_handle(connection, 999, riverside.depot, handles=handles) is None

    told = erase(eraser, member_id, handles=handles, journal=journal, now=LATER)

    assert told == Erased(0, 1)
    rows = owner.execute("SELECT partner_id, payload FROM outbox").fetchall()
    assert rows == [(riverside.depot, {"member": given[0]})]


def test_the_journal_has_the_number_and_a_second_time_does_nothing(
    riverside: Riverside, eraser: psycopg.Connection, journal: JournalFile
) -> None:
    assert erase_first(riverside, eraser, journal) is not None
    assert erase_first(riverside, eraser, journal) is None

    assert journal.erasures_since(0) == [Erasure(LATER, riverside.members[0])]


def test_nothing_is_erased_when_the_journal_cannot_be_written(
    riverside: Riverside, eraser: psycopg.Connection, tmp_path: Path
) -> None:
    before = riverside.points()
    journal = JournalFile(tmp_path)  # a folder: no line can be added to it

    with pytest.raises(OSError, match="Is a directory"):
        erase_first(riverside, eraser, journal)

    assert riverside.points() == before


@pytest.mark.parametrize("role", ["service", "purger"])
def test_only_the_eraser_may(
    riverside: Riverside, database_url: str, journal: JournalFile, role: str
) -> None:
    with (
        connect(database_url, role=role) as other,  # type: ignore[arg-type]
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        erase_first(riverside, other, journal)

    assert journal.erasures_since(0) == []


def test_erasing_while_the_same_member_is_settled_leaves_a_sound_book(
    riverside: Riverside, database_url: str, journal: JournalFile, owner: psycopg.Connection
) -> None:
    """Two writers and an eraser: each deed counts before its erasure or not at all."""
    members = riverside.members
    reports = [
        riverside.report("cup_return", {"cups": 1}, member=place, event_id=f"{place}-{number}")
        for number in range(40)
        for place in range(len(members))
    ]

    def settle_all(mine: list[Arrival]) -> None:
        with connect(database_url) as writer:
            house = open_house(writer)
            for at in range(0, len(mine), 3):
                settle(writer, house, mine[at : at + 3], now=NOW)

    with (
        ThreadPoolExecutor(2) as pool,
        connect(database_url, role="eraser") as eraser,
    ):
        writers = [pool.submit(settle_all, reports[start::2]) for start in (0, 1)]
        for member_id in members[:2]:
            erase(eraser, member_id, handles=riverside.house.handles, journal=journal, now=LATER)
        for writer in writers:
            writer.result()

    assert audit(owner) == []
    left = owner.execute("SELECT DISTINCT member_id FROM deed").fetchall()
    assert left == [(members[2],)]


def test_the_erasure_list_and_the_check_have_every_table_about_members(
    owner: psycopg.Connection,
) -> None:
    tables = {one.table for one in read_columns(owner) if one.is_about_members}

    assert set(ERASED) == tables - {"wallet_entry", "total_move"}
    check = checks()["rows_belong_to_a_member"]
    assert {table for table in ERASED if f"'{table}'" in check} == set(ERASED) - {"member"}
