"""Backing up: the book as it is at one instant, what was erased, and the secrets if wanted."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path

import psycopg

from plaudit.store import backup_folder, dump, kept_secrets
from plaudit.store.backup_folder import DUMP, JOURNAL, SECRETS, Manifest
from plaudit.store.erasures import JournalFile
from plaudit.store.restoring import book_roles, server_version
from plaudit.store.upgrade import made_changes


def back_up(
    connection: psycopg.Connection,
    url: str,
    folder: Path,
    *,
    journal: JournalFile,
    key: bytes | None,
    now: int,
) -> Manifest:
    """Write a backup into a new folder, whole or not at all; others go on working meanwhile.

    `key`: what the secrets are sealed with; None leaves them out, and they must be kept elsewhere.
    Units:   `now` in microseconds since the epoch.
    Refuses: Unfit where the folder is there already; Trouble with what pg_dump said.
    """
    staged = backup_folder.new_folder(folder)
    kept = kept_secrets.read_secrets()
    try:
        dump.write_dump(url, staged / DUMP)
        # After the dump: who is erased meanwhile is in the journal, or no longer in the dump.
        journal.make(at=now)
        shutil.copyfile(journal.path, staged / JOURNAL)
        if key is not None:
            (staged / SECRETS).write_bytes(kept_secrets.seal_secrets(kept, key))
        manifest = Manifest(
            plaudit=metadata.version("plaudit"),
            postgresql=server_version(connection),
            began_at=now,
            changes=sorted(made_changes(connection).items()),
            roles=book_roles(connection),
            files={path.name: backup_folder.sha256_of(path) for path in sorted(staged.iterdir())},
            secrets=kept_secrets.fingerprints(kept),
        )
        backup_folder.write_manifest(staged, manifest)
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return manifest
