"""Backups: what came after is lost when one is restored, and nobody who was erased comes back."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import NamedTuple

from hypothesis.stateful import precondition, rule

from plaudit.actions.house import open_house
from plaudit.actions.restore_backup import erase_again
from plaudit.sql.loader import query
from plaudit.store.journal_lines import Erasure
from tests.machine.beginning import opened_again
from tests.machine.rights import Rights
from tests.machine.stage import START
from tests.rows import Rows

BACKUP_EVERY = timedelta(days=20)
JUMP = {"by": 1_000, "by_integer": 100}
"""Millions would be thousands of pages of nobody for each job that goes through all members."""
COPIED = ("people", "editions", "stock", "deeds", "numbers")
"""What the model is made of, beside what only goes on: the clock, the clicks, the journal."""


class Backup(NamedTuple):
    """The rows of the book and a copy of the model at one instant."""

    rows: Rows
    model: dict[str, object]


class Backups(Rights):
    """The verbs of backups. Rows are copied as they are; pg_dump has tests of its own."""

    backup: Backup | None = None
    backup_from = START
    is_restored = False

    @precondition(lambda self: not self.is_restored and self.now >= self.backup_from)
    @rule()
    def back_up(self) -> None:
        self.backup_from = self.now + BACKUP_EVERY
        self.backup = Backup(self.book.take_out(), self._copied())

    @precondition(lambda self: self.backup is not None and not self.is_restored)
    @rule()
    def restore_backup(self) -> None:
        """Once in a run: it is the dearest of all verbs."""
        assert self.backup is not None
        self.book.put_back(self.backup.rows, with_numbers=False)
        for name, held in deepcopy(self.backup.model).items():
            setattr(self, name, held)
        self.writer("owner").execute(query("jump_numbers"), JUMP)
        self.writer("owner").execute(query("jump_catalogue_version"), JUMP)
        before = {person.member_id: person for person in self.people}
        again = [before[id] for id, _ in self.erased if id in before]
        journal = [Erasure(at, id) for id, at in self.erased]
        assert erase_again(self.writer("eraser"), journal) == len(again)
        for person in again:
            self.forget(person)
        self.market.house = opened_again(open_house(self.connection))
        self.let_members_join()
        self.is_restored = True
        self.did("restore")

    def _copied(self) -> dict[str, object]:
        return deepcopy({name: getattr(self, name) for name in COPIED})
