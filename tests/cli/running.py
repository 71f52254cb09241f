"""Running `plaudit`, here or in a process of its own, and the files it is given."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from plaudit.cli.main import application

ROOT = Path(__file__).parents[2]
PLAUDIT = [sys.executable, "-m", "plaudit.cli.main"]
ENVIRONMENT = {"NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}


class Done(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The output's lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


def plaudit(
    *words: str | Path, stdin: bytes = b"", url: str | None = None, folder: Path = ROOT
) -> Done:
    """Run a command in this process; `url` is the database that it is to use."""
    with chdir(folder):
        run = CliRunner().invoke(
            application(), [*map(str, words)], input=stdin, env=environment(url)
        )
    if run.exception is not None and not isinstance(run.exception, SystemExit):
        raise run.exception
    return Done(run.exit_code, run.stdout, run.stderr)


def in_a_process(*words: str | Path, stdin: bytes = b"", url: str | None = None) -> Done:
    """Run a command to its end as the shell does: the same answers, half a second later."""
    done = subprocess.run(
        [*PLAUDIT, *map(str, words)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=environment(url),
        timeout=100,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def at_a_terminal(*words: str, typed: str, url: str) -> Done:
    """Run a command in a process whose input is a terminal, at which somebody types."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    try:
        done = subprocess.run(
            [*PLAUDIT, *words],
            stdin=theirs,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=environment(url),
            timeout=100,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    return Done(done.returncode, done.stdout, done.stderr)


def environment(url: str | None = None) -> dict[str, str]:
    """Return the environment of a command; without a URL no database can be reached."""
    nowhere = "postgresql://nobody@127.0.0.1:1/nowhere"
    return os.environ | ENVIRONMENT | {"PLAUDIT_DATABASE_URL": url or nowhere}


def event(id: str, kind: str, *, time: str, **given: Any) -> dict[str, Any]:
    """Return a deed as a CloudEvent; `source`, `subject` and `data` can be given."""
    said = {"source": "club", "subject": "mem-1"} | given
    return {"specversion": "1.0", "id": id, "type": f"deed.{kind}", "time": time, **said}


def as_lines(events: Sequence[Mapping[str, Any]]) -> bytes:
    """Return deeds as a JSON lines file."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events).encode()
