"""What a room may hold: the standard library alone in core, SQL text in sql, and so on."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from tests.house.reading import Finding, Module

DJANGO_ROOMS = {"pages", "api", "records", "config"}
ASYNC_ROOMS = {"ingest", "config"}
SQL_ROOMS = {"sql", "replay"}

_ASYNC_LIBRARIES = {"asyncio", "anyio", "uvloop", "trio"}
_STATEMENT = re.compile(
    r"\s*(?:SELECT\s|INSERT INTO\s|UPDATE\s+\w+\s+SET\s|DELETE FROM\s|MERGE INTO\s"
    r"|WITH\s+\w+\s+AS\b|COPY\s|CREATE\s|ALTER\s|DROP\s|TRUNCATE\s|LOCK TABLE\s"
    r"|GRANT\s|REVOKE\s|CALL\s|VALUES\s*\()"
)


def imported(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Return each import with the full name of what it takes."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node, node.module


def core_stands_alone(module: Module) -> Iterator[Finding]:
    """`core` uses the standard library only."""
    if module.room != "core":
        return
    for node, name in imported(module):
        if name.split(".")[0] not in sys.stdlib_module_names and not _is_core(name):
            yield module.finding(node, f"core imports {name}; it uses the standard library only.")


def _is_core(name: str) -> bool:
    return name == "plaudit.core" or name.startswith("plaudit.core.")


def core_asks_nobody(module: Module) -> Iterator[Finding]:
    """`core` has no clock, no chance and no I/O: they come in as arguments."""
    if module.room != "core":
        return
    outside = {"time", "random", "secrets", "os", "io", "socket", "subprocess", "pathlib", "uuid"}
    for node, name in imported(module):
        if name.split(".")[0] in outside:
            yield module.finding(node, f"core imports {name}; what it needs comes in as argument.")
    for node in module.nodes:
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"open", "input", "print"} or called.endswith((".now", ".today")):
                yield module.finding(node, f"core calls {called}(); it has no I/O and no clock.")


def core_has_no_floats(module: Module) -> Iterator[Finding]:
    """No float near points: `core` neither makes nor promises one."""
    if module.room != "core":
        return
    for node in module.nodes:
        made = isinstance(node, ast.Call) and ast.unparse(node.func) == "float"
        written = isinstance(node, ast.Constant) and isinstance(node.value, float)
        if made or written:
            yield module.finding(node, "a float near points. Use an int in millionths or Fraction.")


def django_at_home(module: Module) -> Iterator[Finding]:
    """Django is in the rooms that show pages, and in the settings."""
    if module.room is None or module.room in DJANGO_ROOMS:
        return
    for node, name in imported(module):
        if name.split(".")[0] == "django":
            yield module.finding(node, f"{module.room} imports {name}; Django stays in pages.")


def async_at_home(module: Module) -> Iterator[Finding]:
    """`async` is in ingest (and config, which joins it to Django)."""
    if module.room is None or module.room in ASYNC_ROOMS:
        return
    for node in module.nodes:
        if isinstance(node, ast.AsyncFunctionDef):
            yield module.finding(node, f"async in {module.room}; it stays in ingest.")
    for node, name in imported(module):
        if name.split(".")[0] in _ASYNC_LIBRARIES:
            yield module.finding(node, f"{module.room} imports {name}; async stays in ingest.")


def sql_at_home(module: Module) -> Iterator[Finding]:
    """SQL text is in sql (and in what replay writes from an edition)."""
    if module.room is None or module.room in SQL_ROOMS:
        return
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
            if _STATEMENT.match(text):
                yield module.finding(node, f"SQL text in {module.room}; it belongs in sql/.")
