"""A backup that doesn't fit is refused with a sentence, before anything is touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.restore_backup import Place, restore_backup
from plaudit.store.backup_folder import DUMP, MANIFEST, Unfit
from plaudit.store.erasures import JOURNAL_DAYS
from tests.actions.backups import Town
from tests.riverside import NOW

DAY = 86_400_000_000

Edit = Callable[[Path], None]


def said(**changed: object) -> Edit:
    """Change entries of the manifest."""

    def edit(folder: Path) -> None:
        path = folder / MANIFEST
        path.write_text(json.dumps(json.loads(path.read_text()) | changed))

    return edit


def manifest_is(text: str) -> Edit:
    """Write something else for a manifest."""

    def edit(folder: Path) -> None:
        (folder / MANIFEST).write_text(text)

    return edit


def cut_short(folder: Path) -> None:
    path = folder / DUMP
    path.write_bytes(path.read_bytes()[:-1])


def one_bit(folder: Path) -> None:
    path = folder / DUMP
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)


def newer(folder: Path) -> None:
    path = folder / MANIFEST
    changes = json.loads(path.read_text())["changes"]
    said(changes=[*changes, [len(changes) + 1, "0" * 64]])(folder)


def others(folder: Path) -> None:
    path = folder / MANIFEST
    changes = json.loads(path.read_text())["changes"]
    said(changes=[[1, "0" * 64], *changes[1:]])(folder)


UNFIT: list[tuple[Edit, str]] = [
    (lambda folder: (folder / MANIFEST).unlink(), "is no backup"),
    (manifest_is("{"), "can't be read"),
    (manifest_is("[]"), "can't be read"),
    (lambda folder: (folder / DUMP).unlink(), "is missing"),
    (said(files={}), "doesn't list"),
    (said(format=2), "of format 2"),
    (said(postgresql=190_001), "of PostgreSQL 19"),
    (said(began_at=NOW - (JOURNAL_DAYS + 1) * DAY), "401 days old"),
    (cut_short, "not as it was written"),
    (one_bit, "not as it was written"),
    (newer, "made by a newer Plaudit"),
    (others, "made by other changes"),
]


def test_a_backup_that_does_not_fit_is_refused_before_anything_is_touched(
    town: Town, owner: psycopg.Connection, empty_url: str, tmp_path: Path
) -> None:
    town.journal.make(at=0)
    town.back_up(owner)
    place = Place(empty_url, town.journal)
    for number, (edit, why) in enumerate(UNFIT):
        copy = tmp_path / str(number)
        shutil.copytree(town.folder, copy)
        edit(copy)

        with pytest.raises(Unfit, match=why):
            restore_backup(copy, place, key=None, now=NOW, say=lambda _: None)

    with psycopg.connect(empty_url) as connection:
        assert connection.execute("SELECT to_regclass('member')").fetchone() == (None,)
        assert connection.execute("SHOW default_transaction_read_only").fetchone() == ("off",)
