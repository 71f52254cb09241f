"""`plaudit backup` and `plaudit restore`: everything is wiped, and the city comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from plaudit.actions.erase import erase
from plaudit.actions.house import open_house
from plaudit.cli.opening import now_instant
from plaudit.store import embedded
from plaudit.store.connect import connect
from plaudit.store.erasures import journal_here
from plaudit.store.upgrade import upgrade
from tests.cli.running import ENVIRONMENT, PLAUDIT, ROOT, Done
from tests.riverside import Riverside

SMALL = {"shared_buffers": "32MB", "max_wal_size": "64MB"}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for a machine: `var` on one disk, `elsewhere` on another."""
    folder = Path(tempfile.mkdtemp(prefix="plaudit-restore-", dir="/tmp"))
    folder.chmod(0o711)
    (folder / "elsewhere").mkdir()
    monkeypatch.setenv("PLAUDIT_VAR", str(folder / "var"))
    yield folder
    embedded.stop()
    shutil.rmtree(folder, ignore_errors=True)


def run(*words: str | Path) -> Done:
    """Run a command on that machine, with its own database."""
    done = subprocess.run(
        [*PLAUDIT, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | ENVIRONMENT,
        timeout=100,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def wallets(url: str) -> Sequence[tuple[int, int]]:
    with connect(url) as connection:
        return connection.execute(
            "SELECT member_id, points FROM member ORDER BY member_id"
        ).fetchall()


def test_a_wiped_machine_comes_back_without_who_was_erased_since(machine: Path) -> None:
    backup, elsewhere = machine / "backup", machine / "elsewhere"
    (elsewhere / "key").write_text("a key that an operator keeps\n")
    server = embedded.start(settings=SMALL)
    with connect(server.url, role="owner") as owner:
        upgrade(owner)
    with connect(server.url) as connection:
        city = Riverside(connection)
        city.settle(*(city.report("cup_return", {"cups": 5 + n}, member=n, event_id=str(n))
                      for n in range(3)))  # fmt: skip
    handles = [city.handle(member, city.cafe) for member in range(3)]
    before = wallets(server.url)

    written = run("backup", backup, "--key-file", elsewhere / "key")
    assert (written.code, written.err) == (0, "")
    with connect(server.url, role="eraser") as eraser:
        erase(
            eraser,
            city.members[1],
            handles=city.house.handles,
            journal=journal_here(),
            now=now_instant(),
        )
    shutil.copy(journal_here().path, elsewhere / "erasures.log")
    embedded.stop()
    shutil.rmtree(machine / "var")

    unsaid = run("restore", backup, "--key-file", elsewhere / "key")
    assert unsaid.code == 1
    assert "people who were erased after this backup come back" in unsaid.err
    restored = run(
        "restore", backup, "--key-file", elsewhere / "key",
        "--erasures", elsewhere / "erasures.log",
    )  # fmt: skip
    assert (restored.code, restored.err) == (0, "")
    assert "1 person erased again." in restored.out
    assert "0 ways in were removed again." in restored.out

    url = embedded.start().url
    assert run("audit").code == 0
    assert wallets(url) == [before[0], before[2]]
    with connect(url) as connection:
        opened = open_house(connection).handles.members_of(handles, [city.cafe] * 3)
    assert opened == list(city.members)
    again = run("restore", backup, "--key-file", elsewhere / "key")
    assert again.code == 1
    assert "The database isn't empty." in again.err
