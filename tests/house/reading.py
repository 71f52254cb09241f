"""The project's files, read for the checks."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

_NOT_OURS = {".git", ".venv", "var", "__pycache__", "node_modules", "build", "dist"}


class Finding(NamedTuple):
    """A place that breaks a rule, and what to do."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


class Module(NamedTuple):
    """A Python file: its path from the project's root, its text, its tree, and the tree's nodes."""

    path: PurePosixPath
    text: str
    tree: ast.Module
    nodes: Sequence[ast.AST]

    @property
    def room(self) -> str | None:
        """The room of src/plaudit that the module stands in; None outside."""
        parts = self.path.parts
        return parts[2] if parts[:2] == ("src", "plaudit") and len(parts) > 3 else None

    def finding(self, node: ast.AST | int, sentence: str) -> Finding:
        """Return a finding at a node of the tree, or at a line."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return Finding(str(self.path), line, sentence)


def module(path: str, text: str) -> Module:
    """Return a module as the checks take it."""
    tree = ast.parse(text)
    return Module(PurePosixPath(path), text, tree, list(ast.walk(tree)))


def modules() -> Iterator[Module]:
    """Return every Python file of src and tests."""
    for path in files():
        if path.suffix == ".py" and path.parts[0] in {"src", "tests"}:
            yield module(str(path), (ROOT / path).read_text("utf-8"))


def files() -> list[PurePosixPath]:
    """Return the files of the project, from its root: those that git knows or would take."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if asked.returncode == 0:
        found = [PurePosixPath(name) for name in asked.stdout.split("\0") if name]
    else:
        found = list(_walked())  # not a checkout of git, or somebody else's
    return sorted(path for path in found if (ROOT / path).is_file())


def _walked() -> Iterator[PurePosixPath]:
    for folder, names, entries in os.walk(ROOT):
        names[:] = [name for name in names if name not in _NOT_OURS and not name.endswith("_cache")]
        for entry in entries:
            yield PurePosixPath(Path(folder, entry).relative_to(ROOT))
