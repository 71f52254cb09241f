"""Secrets: keys that live beside the database, never in it, so that a dump alone opens nothing."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from plaudit.store.place import var_dir

SECRET_BYTES = 32


def secrets_folder() -> Path:
    """Return where secrets are kept: PLAUDIT_SECRETS, or `secrets` in the folder for data."""
    named = os.environ.get("PLAUDIT_SECRETS")
    return Path(named) if named else var_dir() / "secrets"


def secret(name: str) -> bytes:
    """Return the secret of a name, made at its first use (32 random bytes, readable by us alone).

    Refuses: OSError when the folder can't be written; ValueError when the file isn't a secret.
    """
    path = _path_of(name, os.environ.get("PLAUDIT_SECRETS"), os.environ.get("PLAUDIT_VAR"))
    try:
        written = path.stat()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
        written = path.stat()
    return _read(path, (written.st_ino, written.st_mtime_ns, written.st_size))


@lru_cache(maxsize=64)
def _path_of(name: str, *_named: str | None) -> Path:
    """Return where a secret lies, worked out once for as long as nothing else is named."""
    return secrets_folder() / f"{name}.key"


@lru_cache(maxsize=64)
def _read(path: Path, _written: tuple[int, int, int]) -> bytes:
    """Return the secret in a file, read once for as long as it is the same file."""
    kept = path.read_bytes()
    if len(kept) != SECRET_BYTES:
        raise ValueError(f"{path} has {len(kept)} bytes; a secret has {SECRET_BYTES}.")
    return kept


def _make(path: Path) -> None:
    """Write a new secret beside and link it into place: two makers agree on the first one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
