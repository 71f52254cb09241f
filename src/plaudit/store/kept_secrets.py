"""The secrets beside the database, in a backup: sealed under the operator's key file, or left out.

Without handles.key every partner's handles are lost; without the others vouchers, tickets and
webhooks stop working. With them and a dump everything is open, so they never lie beside one in
clear.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from plaudit.store.sealed import NotOpened, Seal
from plaudit.store.secrets import secrets_folder

KEY_BYTES_LEAST = 16
_SALT_BYTES = 16
_OF = "secrets of a backup"


class Locked(Exception):
    """Secrets that are missing, other ones, or don't open: a sentence."""


def read_secrets() -> dict[str, bytes]:
    """Return all secrets of this house by the name of their file."""
    folder = secrets_folder()
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.key"))}


def fingerprints(kept: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each secret: of 32 random bytes it tells nothing."""
    return {name: hashlib.sha256(secret).hexdigest() for name, secret in kept.items()}


def seal_secrets(kept: Mapping[str, bytes], key: bytes) -> bytes:
    """Return the secrets sealed under what a key file holds."""
    plain = json.dumps({name: base64.b64encode(one).decode() for name, one in kept.items()})
    salt = secrets.token_bytes(_SALT_BYTES)
    return salt + _seal(key, salt).seal(plain.encode(), of=_OF)


def open_secrets(sealed: bytes, key: bytes) -> dict[str, bytes]:
    """Return the secrets.

    Refuses: Locked for another key file.
    """
    salt, rest = sealed[:_SALT_BYTES], sealed[_SALT_BYTES:]
    try:
        plain = _seal(key, salt).open(rest, of=_OF)
    except NotOpened:
        raise Locked("The secrets of this backup don't open with this key file.") from None
    return {name: base64.b64decode(one) for name, one in json.loads(plain).items()}


def key_of(path: Path) -> bytes:
    """Return what a key file holds, without white space around it.

    Refuses: Locked for a file that can't be read or is too short to be a secret.
    """
    try:
        key = path.read_bytes().strip()
    except OSError as fault:
        raise Locked(f"The key file {path} can't be read: {fault.strerror}.") from None
    if len(key) < KEY_BYTES_LEAST:
        raise Locked(
            f"The key file {path} has {len(key)} bytes; at least {KEY_BYTES_LEAST} are needed. "
            f"Make one: head -c 32 /dev/urandom | base64 > {path}"
        )
    return key


def put_secrets(kept: Mapping[str, bytes]) -> None:
    """Put secrets into their folder, where they are missing.

    Refuses: Locked where another secret of that name is there: it belongs to another book.
    """
    folder = secrets_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, secret in kept.items():
        path = folder / name
        if Path(name).name != name:
            raise Locked(f"{name} is not the name of a secret.")
        if path.exists() and path.read_bytes() != secret:
            raise Locked(f"{path} is the secret of another book. Move it away first.")
    for name, secret in kept.items():
        path = folder / name
        if not path.exists():
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(secret)
                file.flush()
                os.fsync(file.fileno())


def check_secrets(expected: Mapping[str, str]) -> None:
    """Return when the secrets that a book was kept with are here.

    Refuses: Locked, with the names of those that are missing or others.
    """
    here = fingerprints(read_secrets())
    wrong = sorted(name for name, sha256 in expected.items() if here.get(name) != sha256)
    if wrong:
        raise Locked(
            f"{', '.join(wrong)} of this book {'is' if len(wrong) == 1 else 'are'} not in "
            f"{secrets_folder()}. Copy them there from where you keep them, or name the key file "
            "that the backup was made with: --key-file."
        )


def _seal(key: bytes, salt: bytes) -> Seal:
    return Seal(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key))
