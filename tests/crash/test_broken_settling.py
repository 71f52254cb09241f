"""The crash test can fail: each way of settling wrongly is caught, for its own reason.

A broken variant is put into the service from outside (variants.py). The kills strike where it is
weak, so that being caught is no matter of luck; where there is a doubt, the sound service goes
through the same and is cleared.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash import points
from tests.crash.campaign import Campaign, Plan
from tests.crash.database import Database
from tests.crash.kills import Kill

LOST = "acknowledged, but not in the book"
TWICE = "counted twice"
MISCOUNTED = "points that are not what core counts"
AUDIT = "the audit found"

NO_UNIQUE_KEY = (
    "ALTER TABLE deed_key DROP CONSTRAINT deed_key_pkey",
    "CREATE INDEX deed_key_of_partner ON deed_key (partner_id, event_id)",
)
ONE_TILL = Plan("broken", tills=1, writers=(1,), pause_seconds=0.03)
"""Alone and unhurried: what is answered last is not hurried to the disk by what comes next."""

AFTER_THE_COMMIT = [Kill("service", points.COMMITTED, nth) for nth in (3, 1, 2)]
AFTER_THE_ANSWER = [Kill("service", points.ANSWERED, nth) for nth in (2, 1, 3)]
DATABASE_AFTER_THE_ANSWER = [Kill("immediate stop", points.ANSWERED, nth) for nth in (2, 1, 3)]


def _found(database: Database, folder: Path, plan: Plan, kills: list[Kill]) -> dict[str, list[str]]:
    verdict = Campaign(database, folder, plan).run(kills)
    print(verdict)
    return verdict.findings


def test_two_transactions_are_caught_by_a_kill_between_them(
    crash_database: Database, tmp_path: Path
) -> None:
    plan = ONE_TILL._replace(injected=("two_transactions",))
    found = _found(crash_database, tmp_path, plan, AFTER_THE_COMMIT)

    assert found.keys() == {MISCOUNTED, AUDIT}
    assert any("wallet_is_the_sum_of_its_entries" in one for one in found[AUDIT])
    assert any("batch_is_the_sum_of_its_deeds" in one for one in found[AUDIT])


def test_an_answer_before_the_commit_is_caught_by_a_kill_after_the_answer(
    crash_database: Database, tmp_path: Path
) -> None:
    plan = ONE_TILL._replace(injected=("answer_before_commit",))
    found = _found(crash_database, tmp_path, plan, AFTER_THE_ANSWER)

    assert {LOST, MISCOUNTED} <= found.keys()
    assert AUDIT not in found  # the book is sound; only the partner knows better


def test_a_memory_of_ids_alone_is_caught_by_a_kill_between_commit_and_answer(
    crash_database: Database, tmp_path: Path
) -> None:
    plan = ONE_TILL._replace(injected=("dedupe_in_memory",), in_the_book=NO_UNIQUE_KEY)
    found = _found(crash_database, tmp_path, plan, AFTER_THE_COMMIT)

    assert {TWICE, MISCOUNTED} <= found.keys()
    assert AUDIT not in found


@pytest.mark.parametrize("has_key", [True, False])
def test_the_unique_key_alone_finds_what_is_sent_twice(
    crash_database: Database, tmp_path: Path, has_key: bool
) -> None:
    """Nobody looks whether an event id is taken: the guard's key says so, or nothing does."""
    plan = ONE_TILL._replace(
        injected=("looks_never",), in_the_book=() if has_key else NO_UNIQUE_KEY
    )
    found = _found(crash_database, tmp_path, plan, AFTER_THE_COMMIT)

    if has_key:
        assert found == {}
    else:
        assert {TWICE, MISCOUNTED} <= found.keys()


def test_a_commit_that_does_not_wait_for_the_disk_is_caught_by_a_kill_of_the_database(
    crash_database: Database, tmp_path: Path
) -> None:
    plan = ONE_TILL._replace(injected=("forgetful_connection",))
    found = _found(crash_database, tmp_path, plan, DATABASE_AFTER_THE_ANSWER)

    assert LOST in found


@pytest.mark.parametrize("is_locked", [True, False])
def test_two_writers_without_a_lock_before_reading_are_caught(
    crash_database: Database, tmp_path: Path, is_locked: bool
) -> None:
    """They meet between reading and writing: with the lock the second one can't come."""
    broken = () if is_locked else ("lock_in_the_writing_statement",)
    plan = Plan("broken", (*broken, "writers_meet"), members=2, tills=4, writers=(2,))
    found = _found(crash_database, tmp_path, plan, [Kill("service", points.COMMITTED, 12)])

    if is_locked:
        assert found == {}
    else:
        assert {MISCOUNTED, AUDIT} <= found.keys()


@pytest.mark.parametrize(
    ("kills", "injected", "in_the_book"),
    [
        (AFTER_THE_COMMIT, (), ()),
        (AFTER_THE_ANSWER, (), ()),
        (DATABASE_AFTER_THE_ANSWER, (), ()),
        (AFTER_THE_COMMIT, ("looks_always",), NO_UNIQUE_KEY),
    ],
    ids=["after the commit", "after the answer", "database", "without the unique key"],
)
def test_the_sound_service_is_cleared_of_all_of_it(
    crash_database: Database,
    tmp_path: Path,
    kills: list[Kill],
    injected: tuple[str, ...],
    in_the_book: tuple[str, ...],
) -> None:
    plan = ONE_TILL._replace(injected=injected, in_the_book=in_the_book)

    assert _found(crash_database, tmp_path, plan, kills) == {}
