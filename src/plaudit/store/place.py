"""Where Plaudit keeps what it writes, and whose PostgreSQL it uses."""

from __future__ import annotations

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]


def var_dir() -> Path:
    """Return the folder for data: PLAUDIT_VAR, else `var` in the checkout, else `var` here."""
    named = os.environ.get("PLAUDIT_VAR")
    if named:
        return Path(named).absolute()
    home = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()
    return home / "var"


def database_elsewhere() -> str | None:
    """Return the URL in PLAUDIT_DATABASE_URL: a PostgreSQL that is not ours to start or stop."""
    return os.environ.get("PLAUDIT_DATABASE_URL") or None
