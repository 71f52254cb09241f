"""The auditor's room: checks, recounts and closings, with nothing of one member."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from plaudit.actions import ask_for_check
from plaudit.actions.close_books import close_books
from plaudit.core.closing_chain import faults_of
from plaudit.core.closing_file import closings_in
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import Role
from plaudit.jobs.asked_checks import asked_checks
from plaudit.jobs.job import Alarm
from plaudit.jobs.recount import LATE_DAYS, recount
from plaudit.jobs.self_check import self_check
from plaudit.sql.loader import checks
from plaudit.store.closing_key import is_signed
from plaudit.store.connect import connect
from plaudit.store.recounts import read_months
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from plaudit.store.timetable import read_timetable
from tests.books import Shelf
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, Market
from tests.riverside import instant
from tests.staff import cookie_of, hire

PAGE, FILE = "/staff/auditor/", "/staff/auditor/closings.json"
OCTOBER = instant("2026-10-10T12:00:00+07:00")


class Office:
    """A market with 21 members in October, and an auditor with a browser."""

    def __init__(self, url: str, patch: pytest.MonkeyPatch) -> None:
        self.url = url
        self.connection = connect(url)
        self.market = Market(self.connection, members=21)
        for member in range(21):
            self.market.give(100, member=member, at=OCTOBER)
        self.market.give(30, at=NOW - 10 * DAY)
        self.visitor = Visitor(url, patch, now=NOW)
        at = Workplace(self.market.programme_id)
        self.people = {
            role: hire(self.connection, at, f"Ms {role.title()}", {role})
            for role in (Role.AUDITOR, Role.OFFICER)
        }
        self.comes(Role.AUDITOR)

    def comes(self, role: Role) -> None:
        """Let somebody of a role sit down at the browser."""
        name, token = cookie_of(self.connection, self.people[role], now=NOW)
        self.visitor.client.cookies[name] = token

    def page(self) -> str:
        return Seen(self.visitor.get(PAGE)).text


def recount_all(connection: psycopg.Connection) -> None:
    """Do what the job does until nothing is due."""
    while recount(connection, NOW).more:
        pass


def do_all_that_waits(connection: psycopg.Connection) -> None:
    """Do what auditors asked for until nothing waits."""
    while asked_checks(connection, NOW).more:
        pass


@pytest.fixture(scope="module")
def office(shelf: Shelf) -> Iterator[Office]:
    """An office whose book was checked, closed and recounted."""
    with shelf.fresh() as url, pytest.MonkeyPatch.context() as patch:
        made = Office(url, patch)
        self_check(made.connection, NOW)
        close_books(made.connection, now=NOW)
        recount_all(made.connection)
        yield made
        made.connection.close()


def test_before_anything_was_checked_the_page_says_so(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(database_url, monkeypatch)
    page = office.page()
    office.connection.close()

    for sentence in (
        "No check has run yet.",
        "No day has been counted once more yet.",
        "No month is over yet.",
    ):
        assert sentence in page


def test_checks_recounts_and_closings_are_shown_with_their_last_result(office: Office) -> None:
    page = office.page()

    assert "Nothing is wrong with the book. 20 Nov 2026, 12:00" in page
    assert [name for name in checks() if name.replace("_", " ") not in page] == []
    # From sixty days ago to the last day that no deed can reach any more: 20 October.
    assert "October 2026 20 of 31 days every award is what its deed gives" in page
    assert "Each closing is signed, and goes on where the one before ended." in page
    assert "October 2026 8 21 2,100 2,100 0" in page
    assert "September 2026 7 of few members: in the file alone" in page


def test_the_file_is_what_the_page_says_and_can_be_verified_elsewhere(office: Office) -> None:
    response = office.visitor.get(FILE)
    signed = closings_in(response.content.decode())

    assert response.headers["Content-Disposition"].endswith('"market-closings.json"')
    assert len(signed) == 8
    assert faults_of(signed, is_signed=is_signed) == []


def test_nothing_on_it_is_about_one_member(office: Office) -> None:
    """Charter, C15 and C10: the page is the same whatever the members' numbers, events and sums."""
    page = office.page()
    office.market.give(10, member=3, at=NOW)

    assert office.page() == page
    assert "member_id" not in page


def test_an_auditor_has_the_book_checked_and_a_month_counted_once_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, connection = office.visitor, office.connection

    def asks(press: str, **form: str) -> int:
        visitor.get(PAGE)
        return visitor.sends(f"{PAGE}{press}", form).status_code

    assert asks("check") == 302
    assert asks("check") == REASONS[Code.CHECK_WAITS].status
    assert asks("recount", month="2026-10") == 302
    for wrong in ("2026-12", "2026", "", "x" * 999):
        assert asks("recount", month=wrong) == REASONS[Code.MONTH_UNKNOWN].status
    assert "The book's checks Waits for a worker" in office.page()
    assert [job.job for job in read_timetable(connection)] == ["asked_checks"]  # due at once

    assert asked_checks(connection, NOW).more
    assert "The book's checks Nothing is wrong with the book. 20 Nov 2026, 12:00 Ms Auditor" in (
        office.page()
    )
    for _ in range(12):
        assert asked_checks(connection, NOW).more
    assert "October 2026, counted once more 12 of 31 days so far" in office.page()
    do_all_that_waits(connection)
    page = office.page()
    assert "October 2026, counted once more every award is what its deed gives 20 Nov" in page
    acts = [one.what for one in acts_of(connection, office.market.programme_id, how_many=9)]
    assert acts.count("auditor.checks") == 2
    assert acts.count("auditor.recount") == 5

    monkeypatch.setattr(ask_for_check, "A_DAY_MAX", 2)
    assert asks("check") == REASONS[Code.CHECKS_TOO_OFTEN].status
    assert asked_checks(connection, NOW + 181 * DAY) == (0, False)
    assert "Ms Auditor 20 Nov" not in office.page()


def test_who_is_no_auditor_reads_nothing_of_it(office: Office) -> None:
    office.comes(Role.OFFICER)
    try:
        for address in (PAGE, FILE):
            response = office.visitor.get(address)
            assert response.status_code == 403
            assert b"sha256" not in response.content
        assert office.visitor.client.post(PAGE).status_code in (403, 405)
        for press in ("check", "recount"):
            assert office.visitor.client.post(f"{PAGE}{press}").status_code == 403
    finally:
        office.comes(Role.AUDITOR)


@pytest.mark.damages_the_book
def test_damage_is_told_loudly(
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office(database_url, monkeypatch)
    close_books(connection, now=NOW)
    owner.execute("SET session_replication_role = replica")
    owner.execute("UPDATE deed SET points = points + 1 WHERE happened_on = '2026-10-10'")
    owner.execute("UPDATE closing SET signature = decode(repeat('00', 64), 'hex') WHERE number = 2")
    with pytest.raises(Alarm):
        self_check(connection, NOW)
    with pytest.raises(Alarm, match="21 awards of market on 2026-10-10 aren't"):
        recount_all(connection)
    office.visitor.get(PAGE)
    assert office.visitor.sends(f"{PAGE}check", {}).status_code == 302
    asked_checks(connection, NOW)
    assert office.visitor.sends(f"{PAGE}recount", {"month": "2026-10"}).status_code == 302
    do_all_that_waits(connection)
    assert "The book is not sound" in caplog.text
    assert "21 awards of market in 2026-10 aren't" in caplog.text
    page = office.page()

    assert "checks found something" in page
    assert "October 2026, counted once more 21 awards differ" in page
    assert "Something is wrong with the book. Stop and look: plaudit audit." in page
    assert "batch is the sum of its deeds: " in page
    assert "21 awards differ" in page
    assert "The chain of closings is broken. Look at each below." in page
    assert "April 2026 Its signature isn't that of its text and key." in page
    assert recount(connection, NOW).more, "the next day is still looked at"
    office.connection.close()


def test_a_day_is_recounted_once_and_not_before_it_is_whole(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(50, at=OCTOBER)
    batches = [recount(connection, NOW).things for _ in range(2)]
    assert sum(batches) == 30, "days of nobody are gone through with the next one of somebody"
    assert recount(connection, NOW) == (0, False)
    (october, september) = read_months(connection, market.programme_id, how_many=9)

    assert (october.days, september.days) == (20, 10)
    assert recount(connection, NOW + DAY) == (1, True)
    assert recount(connection, NOW + DAY) == (0, False)
    assert LATE_DAYS > 30
