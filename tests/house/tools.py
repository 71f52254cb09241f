"""The checkers that others wrote, as this house calls them."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.house.reading import ROOT

SQL = Path("src/plaudit/sql")
CHANGES = "changes"
NEW_CHANGES = 8

_HERE = Path(sys.executable).parent

_SQLFLUFF = "import gc, runpy; gc.disable(); runpy.run_module('sqlfluff', run_name='__main__')"
"""To look for rubbish in its trees, where there is none, takes a fifth of its time."""

TOOLS = {
    "style": [sys.executable, "-m", "ruff", "check", "--quiet", "--output-format=concise", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
    "types": [sys.executable, "-m", "mypy", "--no-error-summary"],
    "floors": [str(_HERE / "lint-imports"), "--no-logo"],
    "sql": [
        sys.executable,
        "-c",
        _SQLFLUFF,
        "lint",
        "--nocolor",
        f"--config={ROOT / 'pyproject.toml'}",
    ],
}

# What the SQL checker cannot read, and what it is shown in its place.
_UNREADABLE = (
    (re.compile(r"%\((\w+)\)s"), r"'\1  '"),  # a parameter: it takes it for a column
    (re.compile(r"(?:WITH )?\(FORMAT BINARY\)"), "WITH (FORMAT x)"),
)


def run(name: str, *more: str, cwd: Path = ROOT, text: str | None = None) -> tuple[int, str]:
    """Run a checker; return its exit code and what it said."""
    done = subprocess.run(
        [*TOOLS[name], *more],
        check=False,
        cwd=cwd,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout.strip()


def lint_sql(folder: Path = ROOT / SQL) -> tuple[int, str]:
    """Run the SQL checker over a folder; return its exit code and what it said.

    It reads a copy, with _UNREADABLE things replaced. A change of the tables that is on its way
    for long can't be mended any more: it was read while it was one of the NEW_CHANGES newest.
    """
    over = sorted(folder.glob(f"{CHANGES}/*.sql"))[:-NEW_CHANGES]
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for path in sorted(set(folder.rglob("*.sql")).difference(over)):
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8")
            for unreadable, shown in _UNREADABLE:
                text = unreadable.sub(shown, text)
            target.write_text(text, "utf-8")
        return run("sql", ".", cwd=copy)


def check(name: str) -> tuple[int, str]:
    """Run a checker over the whole project; return its exit code and what it said."""
    return lint_sql() if name == "sql" else run(name)
