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
from plaudit.store import backup_folder, dump, kept_secrets, restoring
from plaudit.store.audit import Finding, audit
from plaudit.store.backup_folder import DUMP, JOURNAL, SECRETS, Manifest, Unfit
from plaudit.store.connect import connect
from plaudit.store.erasures import JOURNAL_DAYS, Erasure, JournalFile, RemovedKey
from plaudit.store.handles import Handles
from plaudit.store.secrets import secret
from plaudit.store.upgrade import upgrade

MARGIN = 86_400_000_000
"""Erasures from a day before the backup on are carried out: one may have been under way, and clocks
differ. Doing one twice is harmless."""
_ASKED_AT_ONCE = 1_000


class Restored(NamedTuple):
    """What a restore did. `findings`: what the checks found; then the book stays closed.

    `erased`: how many people were erased again; `removed`: how many ways in were, of members and
    of staff.
    """

    manifest: Manifest
    erased: int
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
    erasures, removed_keys = _lines(folder, place, since=manifest.began_at - MARGIN)
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
        restoring.jump_numbers(owner)
        say(f"Carrying out {len(erasures)} erasures …")
        place.journal.add_missing([*erasures, *removed_keys])
        erased = _erase(place, erasures)
        removed = restoring.remove_keys(owner, [one.mark_hash for one in removed_keys])
        say("Checking the book …")
        restoring.gather_statistics(owner)
        findings = audit(owner)
        if not findings:
            restoring.end_restore(owner)
    return Restored(manifest, erased, removed, made, findings)


def _lines(folder: Path, place: Place, *, since: int) -> tuple[list[Erasure], list[RemovedKey]]:
    for copy in place.copies:
        if not copy.path.is_file():
            raise Unfit(f"There is no journal of erasures in {copy.path}.")
    here = [journal for journal in (place.journal, *place.copies) if journal.path.is_file()]
    if not here and not place.is_journal_lost:
        raise Unfit(
            f"There is no journal of erasures in {place.journal.path}. Without it, people who were "
            "erased after this backup come back. Name a copy: --erasures FILE. If there is none "
            "left, say so: --journal-lost."
        )
    read = [JournalFile(folder / JOURNAL), *here]
    return (
        sorted({one for journal in read for one in journal.erasures_since(since)}),
        sorted({one for journal in read for one in journal.removed_since(since)}),
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
