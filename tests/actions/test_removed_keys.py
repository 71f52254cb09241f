"""What was removed after a backup opens nothing in the restored book: ways in, staff's passkeys."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions import hire as hiring
from plaudit.actions.keep_way_in import keep_way_in
from plaudit.actions.remove_way_in import remove_way_in
from plaudit.actions.restore_backup import Place
from plaudit.core.staff import Role
from plaudit.core.ways_in import WayIn
from plaudit.store import staff
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile, journal_here
from plaudit.store.journal_lines import RemovedKey
from plaudit.store.staff import Workplace
from plaudit.store.ways_in import passes_ended, ways_in_of
from tests.actions.backups import Town, run
from tests.riverside import NOW
from tests.staff import hire, shift_of

OFFICER = [Role.OFFICER]
TODAY = NOW // 86_400_000_000
PHONE, STOLEN = (WayIn("passkey", mark, b"public key") for mark in (b"phone", b"stolen phone"))
OLD, NEW = (WayIn("email", mark) for mark in (b"old address", b"new address"))


@pytest.fixture
def journal(town: Town, monkeypatch: pytest.MonkeyPatch) -> JournalFile:
    monkeypatch.setenv("PLAUDIT_ERASURES", str(town.journal.path))
    return town.journal


def test_what_was_removed_since_is_removed_again_and_nothing_else(
    town: Town,
    journal: JournalFile,
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    empty_url: str,
) -> None:
    member, other = town.city.members[:2]
    at = Workplace(town.city.programme_id)
    leaver, lost, stays = (
        hire(connection, at, f"{name} Srisai", OFFICER) for name in ("Lek", "Oy", "Sak")
    )
    with connect(database_url, role="doorkeeper") as doorkeeper:
        for way in (PHONE, STOLEN, OLD):
            keep_way_in(doorkeeper, member, way, today=TODAY, now=NOW)
        keep_way_in(doorkeeper, other, WayIn("email", b"another"), today=TODAY, now=NOW)
        for person in (leaver, lost, stays):
            staff.add_key(doorkeeper, person.staff_id, b"%d" % person.staff_id, b"key", now=NOW)
    shift_of(connection, leaver, now=NOW)
    town.back_up(owner)

    with connect(database_url, role="doorkeeper") as doorkeeper:
        assert remove_way_in(doorkeeper, member, STOLEN.mark, now=NOW + 1)
        keep_way_in(doorkeeper, member, NEW, today=TODAY, now=NOW + 2)
        hiring.let_go(doorkeeper, leaver.staff_id, by="Ms Test", now=NOW + 3)
        hiring.invite_anew(doorkeeper, lost.staff_id, by="Ms Test", now=NOW + 4, instead=True)
    done = run(town, empty_url)

    assert (done.erased, done.removed, done.findings) == (0, 4, [])
    with connect(empty_url, role="owner") as restored:
        assert [one.mark for one in ways_in_of(restored, member)] == [PHONE.mark]
        assert passes_ended(restored, member) > 2  # none that was given before or since opens it
        assert passes_ended(restored, other) == 0
        assert len(ways_in_of(restored, other)) == 1
        kept = [staff.keys_of(restored, one.staff_id) for one in (leaver, lost, stays)]
        assert list(map(len, kept)) == [0, 0, 1]
        for held in ("staff_session", "staff_invitation"):
            row = restored.execute(f"SELECT count(*) FROM {held}".encode()).fetchone()
            assert row == (0,), held


def test_a_journal_from_elsewhere_is_carried_out_and_goes_on_here(
    town: Town,
    journal: JournalFile,
    owner: psycopg.Connection,
    database_url: str,
    empty_url: str,
    tmp_path: Path,
) -> None:
    member = town.city.members[0]
    with connect(database_url, role="doorkeeper") as doorkeeper:
        for way in (PHONE, STOLEN):
            keep_way_in(doorkeeper, member, way, today=TODAY, now=NOW)
        town.back_up(owner)
        remove_way_in(doorkeeper, member, STOLEN.mark, now=NOW + 1)
    here = JournalFile(tmp_path / "another" / "erasures.log")

    done = run(town, empty_url, place=Place(empty_url, here, [journal]))

    assert done.removed == 1
    assert here.removed_since(0) == journal.removed_since(0) != []


def test_what_cannot_be_written_down_is_not_removed(
    town: Town, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = town.city.members[0]
    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path))  # a folder
    with connect(database_url, role="doorkeeper") as doorkeeper:
        for way in (PHONE, STOLEN):
            keep_way_in(doorkeeper, member, way, today=TODAY, now=NOW)
        with pytest.raises(OSError, match="directory"):
            remove_way_in(doorkeeper, member, STOLEN.mark, now=NOW + 1)

        assert len(ways_in_of(doorkeeper, member)) == 2


def test_lines_of_both_kinds_are_read_apart_and_kept_as_long(journal: JournalFile) -> None:
    torn = RemovedKey(2, "ab" * 32)
    journal.add([RemovedKey(1, "cd" * 32), torn, RemovedKey(3, "ef" * 32)])
    journal.add_erasure(5, at=4)
    assert journal_here().path == journal.path
    text = journal.path.read_bytes()
    journal.path.write_bytes(text.replace(b"abab", b"abbb", 1))

    assert [one.at for one in journal.removed_since(2)] == [3]
    assert [one.at for one in journal.erasures_since(0)] == [4]
    assert journal.forget_before(2) == 2  # the oldest, and the torn one
    assert ([one.at for one in journal.removed_since(0)], len(journal.erasures_since(0))) == (
        [3],
        1,
    )
