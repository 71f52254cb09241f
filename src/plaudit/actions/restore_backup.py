"""Restoring: a backup into an empty database, closed to all until its journal is carried out.

From the first step to the last the database is marked: doors refuse it, and whoever doesn't ask can
only read. A restore that was cut off is run again from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import psycopg

from plaudit.actions.erase import erase
from plaudit.actions.stop_again import stop_again
from plaudit.store import backup_folder, dump, kept_secrets, restoring
from plaudit.store.audit import Finding, audit
from plaudit.store.backup_folder import DUMP, JOURNAL, SECRETS, Manifest, Unfit
from plaudit.store.connect import connect
from plaudit.store.erasures import JOURNAL_DAYS, JournalFile
from plaudit.store.handles import Handles
from plaudit.store.journal_lines import Begun, Erasure, Line, RemovedKey, Stopped
from plaudit.store.secrets import secret
from plaudit.store.upgrade import upgrade

MARGIN = 86_400_000_000
"""Erasures from a day before the backup on are carried out: one may have been under way, and clocks
differ. Doing one twice is harmless."""
MOMENT = 60_000_000
"""What members stopped is stopped again from a minute before the backup on: who left and joined
again the evening before has joined."""
_ASKED_AT_ONCE = 1_000


class Restored(NamedTuple):
    """What a restore did. `findings`: what the checks found; then the book stays closed.

    `erased`: how many people were erased again; `stopped`: how often a member had left, or let
    something be stopped, and has again; `removed`: how many ways in were removed again, of members
    and of staff.
    """

    manifest: Manifest
    erased: int
    stopped: int
    removed: int
    changes: Sequence[str]
    findings: Sequence[Finding]


class Place(NamedTuple):
    """Where to restore to: the database, this house's journal, and other copies of it."""

    url: str
    journal: JournalFile
    copies: Sequence[JournalFile] = ()
    is_journal_lost: bool = False


def restore_backup(
    folder: Path, place: Place, *, key: bytes | None, now: int, say: Callable[[str], None]
) -> Restored:
    """Restore a backup, carry out the erasures since, check the book, and let others in.

    `say` is told what is being done. Units: `now` in microseconds since the epoch.
    Refuses: Unfit for a backup that doesn't fit, a database that isn't empty, and a journal that is
             nowhere; Locked for secrets; Trouble with what pg_restore said.
    """
    say("Checking the backup …")
    manifest = backup_folder.read_manifest(folder)
    written = _written(folder, place, began_at=manifest.began_at)
    with connect(place.url, role="owner", while_restoring=True) as owner:
        version = restoring.server_version(owner)
        backup_folder.check_fits(manifest, postgresql=version, now=now, days_most=JOURNAL_DAYS)
        _refuse_full(owner)
        _put_secrets(folder, manifest, key=key)
        say("Reading the book …")
        restoring.begin_restore(owner)
        restoring.make_roles(owner, manifest.roles)
        dump.read_dump(place.url, folder / DUMP)
        made = upgrade(owner)
        restoring.jump_numbers(owner, age=now - manifest.began_at)
        say(f"Carrying out {len(written.erasures)} erasures …")
        whole_since = now if written.whole_since is None else written.whole_since
        place.journal.add_missing([Begun(whole_since), *written.lines()])
        erased = _erase(place, written.erasures)
        stopped = _stop(place, written.stopped)
        removed = restoring.remove_keys(owner, [one.mark_hash for one in written.removed])
        say("Checking the book …")
        restoring.gather_statistics(owner)
        findings = audit(owner)
        if not findings:
            restoring.end_restore(owner)
    return Restored(manifest, erased, stopped, removed, made, findings)


class _Written(NamedTuple):
    """What the journals say of the time since a backup.

    `whole_since`: since when one of them that lies beside the book is whole; None where they begin
    after the backup.
    """

    whole_since: int | None
    erasures: Sequence[Erasure]
    removed: Sequence[RemovedKey]
    stopped: Sequence[Stopped]

    def lines(self) -> list[Line]:
        return [*self.erasures, *self.removed, *self.stopped]


def _written(folder: Path, place: Place, *, began_at: int) -> _Written:
    """Read the journals: this house's, its copies, and the one in the backup."""
    for copy in place.copies:
        if not copy.path.is_file():
            raise Unfit(f"There is no journal of erasures in {copy.path}.")
    here = [place.journal, *place.copies]
    begun = [at for journal in here if (at := journal.begun_at()) is not None and at <= began_at]
    if not begun and not place.is_journal_lost:
        how = "isn't" if place.journal.begun_at() is None else "begins after this backup"
        raise Unfit(
            f"The journal of erasures {place.journal.path} {how}. Without one that is whole, "
            "people who were erased after this backup come back. Name a copy: --erasures FILE. If "
            "there is none left, say so: --journal-lost."
        )
    read = [JournalFile(folder / JOURNAL), *here]
    since = began_at - MARGIN
    return _Written(
        min(begun, default=None),
        sorted({one for journal in read for one in journal.erasures_since(since)}),
        sorted({one for journal in read for one in journal.removed_since(since)}),
        sorted({one for journal in read for one in journal.stopped_since(began_at - MOMENT)}),
    )


def _refuse_full(owner: psycopg.Connection) -> None:
    if not restoring.is_empty(owner) and not restoring.is_unfinished(owner):
        raise Unfit(
            "The database isn't empty. A backup is restored into an empty one, so that nothing is "
            "lost: stop it and move its folder away, or name another in PLAUDIT_VAR or "
            "PLAUDIT_DATABASE_URL."
        )


def _put_secrets(folder: Path, manifest: Manifest, *, key: bytes | None) -> None:
    if key is not None:
        if SECRETS not in manifest.files:
            raise Unfit("This backup was made without secrets: leave out the key file.")
        kept = kept_secrets.open_secrets((folder / SECRETS).read_bytes(), key)
        kept_secrets.put_secrets(kept)
    kept_secrets.check_secrets(manifest.secrets)


def _erase(place: Place, erasures: Sequence[Erasure]) -> int:
    """Erase whom the journal names and the book still has."""
    with connect(place.url, role="eraser", while_restoring=True) as connection:
        return erase_again(connection, erasures)


def _stop(place: Place, stopped: Sequence[Stopped]) -> int:
    with connect(place.url, while_restoring=True) as connection:
        return sum(stop_again(connection, one) for one in stopped)


def erase_again(connection: psycopg.Connection, erasures: Sequence[Erasure]) -> int:
    """Erase whom a journal names and the book has, and return how many.

    Takes:   a connection in the eraser's role.
    """
    handles = Handles(secret("handles"))
    erased = 0
    for start in range(0, len(erasures), _ASKED_AT_ONCE):
        asked = {one.member_id: one for one in erasures[start : start + _ASKED_AT_ONCE]}
        for member_id in restoring.members_among(connection, list(asked)):
            done = erase(
                connection, member_id, handles=handles, journal=_Kept(), now=asked[member_id].at
            )
            erased += done is not None
    return erased


class _Kept:
    """Stands for the journal where an erasure stands in it already."""

    def add_erasure(self, member_id: int, *, at: int) -> None:
        """Write nothing."""
