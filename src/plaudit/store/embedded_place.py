"""The folders and files of the embedded PostgreSQL: its data, its socket, its pid file, a lock."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from plaudit.store.embedded_programs import (
    SYSTEM_HOME,
    Account,
    Programs,
    Trouble,
    can_reach,
    make_system_home,
)

USER = "plaudit"
PASSWORD_FILE = "password"  # noqa: S105 (the name of a file)
SETTINGS_FILE = "plaudit.conf"
MAJOR_VERSION = "18"
NEW_DATA_BYTES = 120_000_000
"""What a new database takes on disk, with room for its first log."""

_SOCKET_NAME = ".s.PGSQL.5432"
_SOCKET_PATH_MOST = 107  # bytes, the limit of sun_path


class Postmaster(NamedTuple):
    """What postmaster.pid tells about a server that runs: `ready` when it takes connections."""

    pid: int
    socket_dir: Path
    ready: bool


@contextmanager
def locked(data_dir: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of a data folder: one process at a time starts or stops its server.

    The lock is on the folder above, so that no file is left and nobody has to own one.
    Refuses: Trouble when another process keeps it longer than `wait_seconds`.
    """
    with writing(data_dir.parent):
        if not data_dir.parent.exists():
            data_dir.parent.mkdir(parents=True)
            data_dir.parent.chmod(0o711)  # ours: PostgreSQL's user has to pass
        descriptor = os.open(data_dir.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for(descriptor, data_dir, wait_seconds=wait_seconds)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, data_dir: Path, *, wait_seconds: float) -> None:
    end = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise Trouble(
                    f"Another process has been starting or stopping the database in {data_dir} "
                    f"for {wait_seconds:.0f} seconds. Try again when it is done."
                ) from None
            time.sleep(0.05)
        else:
            return


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a disk's refusal to be written into a sentence that says what to do."""
    try:
        yield
    except OSError as fault:
        raise Trouble(
            f"Cannot write in {folder}: {fault.strerror}. Make room or give the right to write "
            "there, or name another folder in PLAUDIT_VAR."
        ) from fault


def is_made(data_dir: Path) -> bool:
    """Tell whether a database is there.

    Refuses: Trouble when it is somebody else's, of another version, or something else.
    """
    try:
        version = (data_dir / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if data_dir.is_dir() and any(data_dir.iterdir()):
            raise Trouble(
                f"{data_dir} holds something, but no database. Move it away, or name another "
                "folder in PLAUDIT_VAR."
            ) from None
        return False
    except PermissionError:
        raise Trouble(
            f"The database in {data_dir} belongs to another user of this machine. Start it as "
            "that user or as root, or name another folder in PLAUDIT_VAR."
        ) from None
    if version != MAJOR_VERSION:
        raise Trouble(
            f"The database in {data_dir} is of PostgreSQL {version}; this is {MAJOR_VERSION}. "
            "Write it out with the old version (pg_dumpall) and read it into a new folder."
        )
    return True


def make(data_dir: Path, programs: Programs) -> tuple[str, ...]:
    """Make a new database, all of it or nothing; return sentences about where it went.

    Where PostgreSQL's user cannot enter the folder above (a checkout below /root), the data is
    put into SYSTEM_HOME and `data_dir` is a link to it: no permission is changed.
    """
    with writing(data_dir.parent):
        free = shutil.disk_usage(data_dir.parent).free
        if free < NEW_DATA_BYTES:
            raise Trouble(
                f"The disk of {data_dir.parent} has {free // 1_000_000} MB free; a new database "
                f"needs {NEW_DATA_BYTES // 1_000_000} MB. Make room and try again."
            )
        home, said = _home(data_dir, programs.account)
        staged = home.with_name(f"{home.name}.new")
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(mode=0o700)
        if programs.account.switch:
            os.chown(staged, programs.account.uid, programs.account.gid)
    _fill(staged, programs)
    with writing(home.parent):
        if data_dir.is_symlink():
            data_dir.unlink()
        staged.rename(home)
        if home != data_dir:
            data_dir.symlink_to(home)
    return said


def _home(data_dir: Path, account: Account) -> tuple[Path, tuple[str, ...]]:
    if can_reach(data_dir.parent, account):
        return data_dir, ()
    make_system_home()
    home = SYSTEM_HOME / f"{data_dir.name}-{secrets.token_hex(4)}"
    moved = (
        f"The data is in {home} ({data_dir} is a link to it): PostgreSQL's user cannot enter "
        f"{data_dir.parent}, and no permission was changed there."
    )
    return home, (moved,)


def _fill(staged: Path, programs: Programs) -> None:
    password = secrets.token_urlsafe(32)
    wanted = staged.with_name(f"{staged.name}.word")
    with writing(staged.parent):
        put(wanted, f"{password}\n", account=programs.account)
    try:
        made = programs.run(
            "initdb",
            [
                f"--pgdata={staged}",
                f"--username={USER}",
                f"--pwfile={wanted}",
                "--auth-local=scram-sha-256",
                "--auth-host=reject",
                # The password is 256 random bits: guessing it isn't made harder by rounds, but each
                # of 4,096 rounds is paid by both ends at each connection, 4 ms of each.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C",
                "--builtin-locale=C.UTF-8",
            ],
        )
    finally:
        wanted.unlink(missing_ok=True)
    if made.returncode != 0:
        shutil.rmtree(staged, ignore_errors=True)
        raise Trouble(f"A new database could not be made in {staged.parent}:\n{made.stdout}")
    with writing(staged):
        put(staged / PASSWORD_FILE, f"*:*:*:{USER}:{password}\n", account=programs.account)
        own = staged / "postgresql.conf"
        text = f"{own.read_text()}\ninclude_if_exists = '{SETTINGS_FILE}'\n"
        put(own, text, account=programs.account)


def put(path: Path, text: str, *, account: Account) -> None:
    """Write a file whole or not at all, readable by the account alone; links are not followed."""
    staged = path.with_name(f"{path.name}.tmp")
    staged.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(staged, flags, 0o600), "w", encoding="utf-8") as file:
        if account.switch:
            os.fchown(file.fileno(), account.uid, account.gid)
        file.write(text)
    staged.replace(path)


def socket_dir_for(data_dir: Path, account: Account) -> Path:
    """Return the folder of the socket: the data folder, or one in /tmp if its path is too long."""
    length = len(os.fsencode(data_dir / _SOCKET_NAME))
    if length <= _SOCKET_PATH_MOST and "," not in str(data_dir):
        return data_dir
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path("/tmp") / f"plaudit-{account.uid}-{mark}"  # noqa: S108 (checked when it is made)


def make_socket_dir(folder: Path, account: Account) -> None:
    """Make the folder of the socket, which lets in nobody but the account (and root).

    Refuses: Trouble when somebody else put something else there.
    """
    with writing(folder.parent):
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700)
            if account.switch:
                os.chown(folder, account.uid, account.gid)
        seen = folder.lstat()
    if folder.is_symlink() or seen.st_uid != account.uid or seen.st_mode & 0o077:
        raise Trouble(f"{folder} is not a private folder of PostgreSQL's user. Remove it.")


def postmaster(data_dir: Path) -> Postmaster | None:
    """Return the server that runs on a data folder, if one does.

    A pid file alone proves nothing: after a kill or a restart of the machine its number may
    belong to another process, or to a dead one that nobody collected.
    """
    try:
        lines = (data_dir / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
        return None
    if not _serves(pid, data_dir):
        return None
    socket_dir = Path(lines[4]) if len(lines) > 4 else data_dir
    return Postmaster(pid, socket_dir, ready=len(lines) > 7 and lines[7].strip() == "ready")


def _serves(pid: int, data_dir: Path) -> bool:
    """Tell whether a process is a living PostgreSQL on this data folder."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    if not words[0].endswith(b"postgres"):
        return False  # another program, or dead (then there are no words)
    if os.fsencode(data_dir) in words:
        return True
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data_dir
    except FileNotFoundError:
        return False
    except PermissionError:
        return True  # rather one start refused than two servers on one folder


def forget_dead(data_dir: Path, socket_dir: Path) -> None:
    """Remove the pid file and the socket of a server that does not run any more."""
    assert postmaster(data_dir) is None, data_dir
    for path in (
        data_dir / "postmaster.pid",
        socket_dir / _SOCKET_NAME,
        socket_dir / f"{_SOCKET_NAME}.lock",
    ):
        path.unlink(missing_ok=True)


def hand_over(data_dir: Path, account: Account) -> tuple[str, ...]:
    """Give data that root copied or restored to the user that PostgreSQL runs as."""
    if not account.switch or data_dir.stat().st_uid == account.uid:
        return ()
    for folder, names, files in os.walk(data_dir):
        for name in (".", *names, *files):
            os.chown(Path(folder, name), account.uid, account.gid, follow_symlinks=False)
    return (f"The files in {data_dir} belonged to root; they belong to PostgreSQL's user now.",)
