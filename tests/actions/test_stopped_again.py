"""What members stopped after a backup is stopped in the restored book: no deed is recorded."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.house import open_house
from plaudit.actions.join import join, join_again
from plaudit.actions.leave import leave
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.settle import settle
from plaudit.actions.withhold import allow_again, withhold
from plaudit.core.rights import THE_MEMBER
from plaudit.store.connect import connect
from plaudit.store.journal_lines import LEFT, STILL, WITHOUT, Stopped
from tests.actions.backups import Town, run
from tests.riverside import NOW, statuses

HOUR = 3_600_000_000
SAID = ("en", "Not any more.")


@pytest.fixture(autouse=True)
def journal(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAUDIT_ERASURES", str(town.journal.path))


def outcomes(town: Town, url: str, activity: str, facts: dict[str, object]) -> list[str]:
    """Return what becomes of a deed of each member's, after the restore."""
    at = "2026-11-20T14:30:00+07:00"
    deeds = [
        town.city.report(activity, facts, member=number, at=at, event_id=f"{activity} {number}")
        for number in range(3)
    ]
    with connect(url) as connection:
        return statuses(settle(connection, open_house(connection), deeds, now=NOW + 3 * HOUR))


def test_who_left_stopped_a_kind_or_stood_still_does_so_again(
    town: Town, connection: psycopg.Connection, owner: psycopg.Connection, empty_url: str
) -> None:
    leaver, still, without = town.city.members
    town.back_up(owner)
    assert leave(connection, leaver, now=NOW + HOUR, language="en", wording="I leave.")
    assert restrict(connection, still, asked_by=THE_MEMBER, ground="member_asked", now=NOW + HOUR)
    assert withhold(connection, without, "cup_return", said=SAID, now=NOW + HOUR)

    done = run(town, empty_url, now=NOW + 2 * HOUR)

    assert (done.stopped, done.findings) == (3, [])
    assert town.journal.stopped_since(0) == [
        Stopped(NOW + HOUR, leaver, LEFT),
        Stopped(NOW + HOUR, still, STILL),
        Stopped(NOW + HOUR, without, WITHOUT + "cup_return"),
    ]
    unknown = "member_unknown"
    assert outcomes(town, empty_url, "cup_return", {"cups": 3}) == [unknown] * 3
    assert outcomes(town, empty_url, "litter_pick", {"bags": 1}) == [unknown, unknown, "accepted"]
    with connect(empty_url) as restored:
        assert lift(restored, still, lifted_by=THE_MEMBER, now=NOW + 4 * HOUR), "theirs to lift"


def test_who_left_and_joined_again_before_the_backup_takes_part(
    town: Town, connection: psycopg.Connection, owner: psycopg.Connection, empty_url: str
) -> None:
    member = town.city.members[0]
    leave(connection, member, now=NOW - 2 * HOUR, language="en", wording="I leave.")
    join_again(connection, member, now=NOW - HOUR, language="en", wording="Yes.")
    town.back_up(owner)

    assert run(town, empty_url, now=NOW + 2 * HOUR).stopped == 0
    assert outcomes(town, empty_url, "cup_return", {"cups": 3})[0] == "accepted"


def test_what_the_backup_knows_is_not_stopped_again(
    town: Town, connection: psycopg.Connection, owner: psycopg.Connection, empty_url: str
) -> None:
    leaver, still, without = town.city.members
    just_now = NOW - 20_000_000  # of what was stopped in a backup's last minute the journal is read
    leave(connection, leaver, now=just_now, language="en", wording="I leave.")
    restrict(connection, still, asked_by=THE_MEMBER, ground="member_asked", now=just_now)
    withhold(connection, without, "cup_return", said=SAID, now=just_now)
    join_again(connection, leaver, now=just_now + 1, language="en", wording="Yes.")
    lift(connection, still, lifted_by=THE_MEMBER, now=just_now + 1)
    allow_again(connection, without, "cup_return", said=SAID, now=just_now + 1)
    town.back_up(owner)

    done = run(town, empty_url, now=NOW + 2 * HOUR)

    assert len(town.journal.stopped_since(just_now)) == 3
    assert (done.stopped, done.findings) == (0, [])
    assert outcomes(town, empty_url, "cup_return", {"cups": 3}) == ["accepted"] * 3


def test_who_is_not_in_the_backup_is_passed_over(
    town: Town, connection: psycopg.Connection, owner: psycopg.Connection, empty_url: str
) -> None:
    town.back_up(owner)
    programme = town.city.programme_id
    (new,) = join(connection, programme_id=programme, now=NOW, language="en", wording="Yes.")
    leave(connection, new, now=NOW + HOUR, language="en", wording="I leave.")

    done = run(town, empty_url, now=NOW + 2 * HOUR)

    assert (done.stopped, done.findings) == (0, [])
