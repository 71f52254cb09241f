"""Backing up and restoring: what fits is restored whole, what doesn't is refused and why."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions import restore_backup as restoring
from plaudit.actions.back_up import back_up
from plaudit.actions.join import join
from plaudit.actions.register_partner import register_partner
from plaudit.actions.restore_backup import Place
from plaudit.cli.opening import EXIT_DATABASE
from plaudit.core.ledger import Registration
from plaudit.store import catalogue
from plaudit.store.backup_folder import DUMP, MANIFEST, SECRETS, Unfit
from plaudit.store.connect import Unfinished, connect
from plaudit.store.erasures import JournalFile
from plaudit.store.kept_secrets import Locked, read_secrets
from plaudit.store.partners import partner_number
from plaudit.store.restoring import INTEGERS_AN_HOUR, NUMBERS_AN_HOUR
from plaudit.store.secrets import secret
from tests.actions.backups import KEY, Town, run
from tests.cli.running import plaudit
from tests.riverside import NOW

HOUR = 3_600_000_000


def points_of(url: str) -> dict[int, int]:
    with connect(url) as connection:
        return dict(connection.execute("SELECT member_id, points FROM member").fetchall())


def test_a_book_comes_back_as_it_was_and_numbers_go_on_far_ahead(
    town: Town, owner: psycopg.Connection, empty_url: str
) -> None:
    before, version = points_of(town.url), catalogue.version(owner)
    town.back_up(owner)

    done = run(town, empty_url)

    assert (done.erased, done.changes, done.findings) == (0, [], [])
    assert points_of(empty_url) == before
    with connect(empty_url) as connection:
        assert catalogue.version(connection) == version + NUMBERS_AN_HOUR
        assert partner_number(connection, "cafe") == town.city.cafe
        programme = town.city.programme_id
        joined = join(connection, programme_id=programme, now=NOW, language="en", wording="Yes.")
        assert joined[0] > max(before) + NUMBERS_AN_HOUR - 1
        # Of partners, staff and check-ins too: a handle is made from a partner's number.
        gym = Registration(programme, "gym", "Gym", ["cup_return"], 30)
        assert (
            register_partner(connection, gym, now=NOW)[0] > town.city.depot + INTEGERS_AN_HOUR - 1
        )
    with connect(empty_url, role="owner") as owning:
        stayed = owning.execute(
            "SELECT sequencename FROM pg_sequences WHERE coalesce(last_value, 0) < %s ORDER BY 1",
            (INTEGERS_AN_HOUR,),
        ).fetchall()
    assert stayed == [("activity_activity_no_seq",), ("programme_programme_id_seq",)]


def test_who_was_erased_since_is_erased_again_and_nobody_else(
    town: Town, owner: psycopg.Connection, empty_url: str
) -> None:
    first, second, third = town.city.members
    town.back_up(owner)
    town.journal.add_erasure(second, at=NOW + 5)
    town.journal.add_erasure(second, at=NOW + 6)
    town.journal.add_erasure(999_999, at=NOW + 7)  # who joined and was erased after the backup

    done = run(town, empty_url)

    assert (done.erased, done.findings) == (1, [])
    assert set(points_of(empty_url)) == {first, third}
    with connect(empty_url) as connection:
        told = connection.execute("SELECT kind, payload FROM outbox").fetchall()
    handle = town.city.handle(1, town.city.cafe)
    assert told == [("member.erased_at_partner", {"member": handle})]
    assert len(town.journal.erasures_since(0)) == 3


def test_a_journal_from_elsewhere_counts_too_and_a_lost_one_must_be_said(
    town: Town, owner: psycopg.Connection, empty_url: str, tmp_path: Path
) -> None:
    town.back_up(owner)
    town.journal.path.unlink()
    copy = JournalFile(tmp_path / "copy")
    copy.make(at=NOW)
    copy.add_erasure(town.city.members[0], at=NOW + 5)

    with pytest.raises(Unfit, match=r"journal of erasures .* isn't.*--erasures FILE"):
        run(town, empty_url)
    lost = Place(empty_url, town.journal, is_journal_lost=True)
    assert run(town, empty_url, place=lost).erased == 0

    with psycopg.connect(empty_url, autocommit=True) as again:
        again.execute("DROP SCHEMA public CASCADE")
        again.execute("CREATE SCHEMA public")
    found = run(town, empty_url, place=Place(empty_url, town.journal, [copy]))
    assert found.erased == 1
    assert town.journal.erasures_since(0) == copy.erasures_since(0)


def test_a_journal_that_was_begun_after_the_backup_is_none(
    town: Town, owner: psycopg.Connection, empty_url: str, tmp_path: Path
) -> None:
    erased = town.city.members[1]
    town.back_up(owner)
    town.journal.add_erasure(erased, at=NOW + 5)
    whole = town.journal.path.rename(tmp_path / "elsewhere.log")
    # On the new machine the nightly backup comes first, and then an erasure.
    back_up(owner, town.url, tmp_path / "nightly", journal=town.journal, key=None, now=NOW + 9)
    town.journal.add_erasure(999_999, at=NOW + 10)

    with pytest.raises(Unfit, match="begins after this backup"):
        run(town, empty_url, now=NOW + 20)
    place = Place(empty_url, town.journal, [JournalFile(whole)])
    assert run(town, empty_url, now=NOW + 20, place=place).erased == 1
    assert erased not in points_of(empty_url)
    assert town.journal.begun_at() == NOW
    assert len(town.journal.erasures_since(0)) == 2


def test_two_restores_of_one_backup_give_no_number_twice(
    town: Town, owner: psycopg.Connection, empty_urls: list[str]
) -> None:
    town.back_up(owner)
    found: list[tuple[int, ...]] = []
    for url, hours in zip(empty_urls, (1, 2), strict=True):
        now = NOW + hours * HOUR
        assert run(town, url, now=now).findings == []
        with connect(url) as connection:
            programme = town.city.programme_id
            (member,) = join(
                connection, programme_id=programme, now=now, language="en", wording="Yes."
            )
            gym = Registration(programme, "gym", "Gym", ["cup_return"], 30)
            found.append((member, register_partner(connection, gym, now=now)[0]))

    first, second = found
    assert second[0] - first[0] == NUMBERS_AN_HOUR
    assert second[1] - first[1] == INTEGERS_AN_HOUR


def test_a_restore_that_was_cut_off_leaves_the_book_closed_until_it_is_run_again(
    town: Town, owner: psycopg.Connection, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*given: object) -> int:
        raise KeyboardInterrupt

    town.back_up(owner)
    town.journal.add_erasure(town.city.members[0], at=NOW + 5)
    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_erase", cut)
        with pytest.raises(KeyboardInterrupt):
            run(town, empty_url)

    with pytest.raises(Unfinished, match="Run the same plaudit restore again"):
        connect(empty_url)
    with (
        psycopg.connect(empty_url, options="-c role=plaudit_service") as unasked,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        unasked.execute("UPDATE member SET points = points")
    for command in ("serve", "work"):
        refused = plaudit(command, url=empty_url)
        assert (refused.code, refused.out) == (EXIT_DATABASE, "")
        assert "the restore was not finished" in refused.err
    assert run(town, empty_url).erased == 1
    assert len(points_of(empty_url)) == 2


@pytest.mark.damages_the_book
def test_a_book_that_is_not_sound_stays_closed(
    town: Town, owner: psycopg.Connection, empty_url: str
) -> None:
    owner.execute("UPDATE member SET points = points + 1")
    town.back_up(owner)

    done = run(town, empty_url)

    assert "wallet_is_the_sum_of_its_entries" in {finding.check for finding in done.findings}
    with pytest.raises(Unfinished):
        connect(empty_url)


def test_only_an_empty_database_is_restored_into(town: Town, owner: psycopg.Connection) -> None:
    town.back_up(owner)

    with pytest.raises(Unfit, match="isn't empty"):
        run(town, town.url)

    assert len(points_of(town.url)) == 3


def test_a_backup_is_never_written_over(town: Town, owner: psycopg.Connection) -> None:
    town.folder.mkdir()

    with pytest.raises(Unfit, match="never written over"):
        town.back_up(owner)

    assert list(town.folder.iterdir()) == []


def test_secrets_are_sealed_in_it_and_never_in_clear(town: Town, owner: psycopg.Connection) -> None:
    kept = read_secrets()
    assert "handles.key" in kept
    town.back_up(owner, key=KEY)

    written = {path.name: path.read_bytes() for path in town.folder.iterdir()}

    assert set(written) == {DUMP, MANIFEST, SECRETS, "erasures.log"}
    for text in written.values():
        for one in kept.values():
            assert one not in text
            assert one.hex().encode() not in text
    assert all(path.stat().st_mode & 0o077 == 0 for path in [town.folder])


def test_secrets_come_back_with_the_key_file_alone(
    town: Town,
    owner: psycopg.Connection,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = read_secrets()
    town.back_up(owner, key=KEY)
    monkeypatch.setenv("PLAUDIT_SECRETS", str(tmp_path / "secrets"))

    with pytest.raises(Locked, match=r"handles\.key.*not in"):
        run(town, empty_url)
    with pytest.raises(Locked, match="don't open with this key file"):
        run(town, empty_url, key=b"another key of that length")
    assert run(town, empty_url, key=KEY).findings == []
    assert read_secrets() == kept


def test_secrets_of_another_book_are_not_written_over(
    town: Town,
    owner: psycopg.Connection,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town.back_up(owner, key=KEY)
    monkeypatch.setenv("PLAUDIT_SECRETS", str(tmp_path / "secrets"))
    others = secret("handles")

    with pytest.raises(Locked, match="secret of another book"):
        run(town, empty_url, key=KEY)

    assert secret("handles") == others
