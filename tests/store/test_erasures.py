"""The journal of erasures: on disk at once, whole after a crash, each erasure once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from plaudit.store.erasures import JournalFile, journal_here
from plaudit.store.journal_lines import Erasure


def test_what_was_written_is_read_from_an_instant_on(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "kept" / "erasures.log")

    for at, member_id in [(300, 7), (100, 5), (200, 6), (300, 7)]:
        journal.add_erasure(member_id, at=at)

    assert journal.erasures_since(0) == [Erasure(100, 5), Erasure(200, 6), Erasure(300, 7)]
    assert journal.erasures_since(200) == [Erasure(200, 6), Erasure(300, 7)]
    assert journal.erasures_since(301) == []
    assert journal.path.stat().st_mode & 0o777 == 0o600


def test_a_journal_that_is_not_there_has_no_erasure(tmp_path: Path) -> None:
    assert JournalFile(tmp_path / "erasures.log").erasures_since(0) == []


@pytest.mark.parametrize("kept_bytes", range(1, 20))
def test_a_torn_line_is_left_out_and_never_continued(tmp_path: Path, kept_bytes: int) -> None:
    journal = JournalFile(tmp_path / "erasures.log")
    journal.add_erasure(5, at=100)
    whole = journal.path.read_bytes()
    journal.add_erasure(61234, at=200)
    journal.path.write_bytes(journal.path.read_bytes()[: len(whole) + kept_bytes])

    journal.add_erasure(7, at=300)

    torn = {Erasure(200, 61234)} if kept_bytes >= len("200 61234 00000000") else set()
    assert set(journal.erasures_since(0)) - torn == {Erasure(100, 5), Erasure(300, 7)}


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 25):
            JournalFile(tmp_path / "erasures.log").add_erasure(number, at=number)

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 100, 200, 300)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(JournalFile(tmp_path / "erasures.log").erasures_since(0)) == 100


def test_what_is_past_its_last_day_is_left_out_and_writers_at_once_lose_nothing(
    tmp_path: Path,
) -> None:
    journal = JournalFile(tmp_path / "erasures.log")
    journal.add(Erasure(at, 1) for at in range(50))

    def write() -> None:
        for number in range(60):
            JournalFile(journal.path).add_erasure(number, at=1_000 + number)

    writer = threading.Thread(target=write)
    writer.start()
    gone = sum(journal.forget_before(before) for before in range(1, 51))
    writer.join()

    assert gone == 50
    assert len(journal.erasures_since(0)) == 60
    assert journal.forget_before(50) == 0
    assert journal.path.stat().st_mode & 0o777 == 0o600


def test_a_journal_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "erasures.log").mkdir()

    with pytest.raises(OSError, match="directory"):
        JournalFile(tmp_path / "erasures.log").add_erasure(5, at=100)


def test_the_journal_may_lie_on_another_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_VAR", str(tmp_path / "var"))
    assert journal_here().path == tmp_path / "var" / "erasures.log"

    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path / "other" / "journal"))
    assert journal_here().path == tmp_path / "other" / "journal"
