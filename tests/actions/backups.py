"""A small town that is backed up, and restoring it."""

from __future__ import annotations

from pathlib import Path

import psycopg

from plaudit.actions.back_up import back_up
from plaudit.actions.restore_backup import Place, Restored, restore_backup
from plaudit.store.backup_folder import Manifest
from plaudit.store.erasures import JournalFile
from tests.riverside import NOW, Riverside

KEY = b"a key that an operator keeps"


class Town:
    """A Riverside with three members and deeds of two, a journal, and a folder for backups."""

    def __init__(self, connection: psycopg.Connection, url: str, folder: Path) -> None:
        self.city = Riverside(connection)
        self.city.settle(
            self.city.report("cup_return", {"cups": 5}),
            self.city.report("cup_return", {"cups": 7}, member=1, event_id="2"),
        )
        self.url = url
        self.journal = JournalFile(folder / "erasures.log")
        self.folder = folder / "backup"

    def back_up(self, owner: psycopg.Connection, *, key: bytes | None = None) -> Manifest:
        return back_up(owner, self.url, self.folder, journal=self.journal, key=key, now=NOW)


def run(
    town: Town,
    url: str,
    *,
    key: bytes | None = None,
    now: int = NOW,
    place: Place | None = None,
) -> Restored:
    where = place or Place(url, town.journal)
    return restore_backup(town.folder, where, key=key, now=now, say=lambda _: None)
