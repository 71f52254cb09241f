"""Backups: what came after is lost when one is restored, and nobody who was erased comes back."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis.stateful import precondition, rule

from plaudit.actions.house import open_house
from plaudit.actions.restore_backup import erase_again
from plaudit.actions.stop_again import stop_again
from plaudit.sql.loader import query
from plaudit.store.instants import as_instant
from plaudit.store.journal_lines import LEFT, STILL, Erasure, Stopped
from tests.machine.beginning import opened_again
from tests.machine.rights import Rights
from tests.machine.stage import START
from tests.machine.things import NEVER
from tests.rows import Rows

JOURNAL_FROM = timedelta(minutes=1)
"""From so long before a backup on the journal is read; the book forgets what was long ago."""
BACKUP_EVERY = timedelta(days=20)
JUMP = {"by": 1_000, "by_integer": 100}
"""Millions would be thousands of pages of nobody for each job that goes through all members."""
COPIED = ("people", "editions", "stock", "deeds", "numbers")
"""What the model is made of, beside what only goes on: the clock, the clicks, the journal."""


class Backup(NamedTuple):
    """The rows of the book and a copy of the model at one instant."""

    began_at: datetime
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
        self.backup = Backup(self.now, self.book.take_out(), self._copied())

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
        self._stop_again()
        self.market.house = opened_again(open_house(self.connection))
        self.let_members_join()
        self.is_restored = True
        self.did("restore")

    def _stop_again(self) -> None:
        """Let those who are in the backup stop what they stopped since, nothing of before."""
        assert self.backup is not None
        people = {person.member_id: person for person in self.people}
        for at, member_id, what in self.stopped:
            if at < self.backup.began_at - JOURNAL_FROM or member_id not in people:
                continue
            person = people[member_id]
            stopped = stop_again(self.connection, Stopped(as_instant(at), member_id, what))
            if at <= self.backup.began_at:
                assert not stopped, "the backup knows it, and what came after it"
            elif what == LEFT:
                assert stopped == (person.withdrawn_at is None)
                person.withdrawn_at = person.withdrawn_at or at
            elif what == STILL:
                assert stopped != person.is_restricted
                person.is_restricted = True
            else:
                person.say_of_a_kind(at)
                person.withheld_until = NEVER
            self.did("stop again", stopped)

    def _copied(self) -> dict[str, object]:
        return deepcopy({name: getattr(self, name) for name in COPIED})
