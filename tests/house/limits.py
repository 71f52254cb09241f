"""Sizes and names: what keeps a file readable from top to bottom."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.reading import Finding, Module

FILE_LINES = 300
FUNCTION_LINES = 40
TEST_LINES = 60  # a test tells a story from start to end
PARAMETERS = 5
BY_POSITION = 3

# Not counted: what a method is called on, and the connection that a statement runs on.
_STAGE = {"self", "cls", "connection"}

# A name that says nothing has no home yet.
_NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
# Names and marks of work that was put off.
_PUT_OFF = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def file_lines(module: Module) -> Iterator[Finding]:
    """A file has at most FILE_LINES lines."""
    lines = module.text.count("\n")
    if lines > FILE_LINES:
        yield module.finding(lines, f"{lines} lines; a file has at most {FILE_LINES}. Split it.")


def function_lines(module: Module) -> Iterator[Finding]:
    """A function has at most FUNCTION_LINES lines, a test TEST_LINES, from `def` to the end."""
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            most = TEST_LINES if node.name.startswith("test_") else FUNCTION_LINES
            if lines > most:
                yield module.finding(
                    node,
                    f"{node.name}() has {lines} lines; a function has at most {most}.",
                )


def parameters(module: Module) -> Iterator[Finding]:
    """A function of src has at most PARAMETERS parameters, the first few of them by position.

    A command of the command line has as many as it has options.
    """
    if module.path.parts[0] != "src":
        return
    for node in module.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_dunder(node.name):
            continue
        if _is_command(node):
            continue
        given = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        by_position = given[1:] if given and given[0] in _STAGE else given
        if len(by_position) > BY_POSITION:
            yield module.finding(
                node,
                f"{node.name}() takes {len(by_position)} parameters by position; after the first "
                "few they are given by keyword.",
            )
        if len(by_position) + len(node.args.kwonlyargs) > PARAMETERS:
            yield module.finding(node, f"{node.name}() has more than {PARAMETERS} parameters.")


def _is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is a command: its parameters are options, named by whoever types them."""
    given = [*node.args.args, *node.args.kwonlyargs]
    return bool(given) and all(
        isinstance(one.annotation, ast.Subscript)
        and isinstance(one.annotation.value, ast.Name)
        and one.annotation.value.id == "Annotated"
        for one in given
    )


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name != "__init__"


def registry_only(module: Module) -> Iterator[Finding]:
    """An `__init__.py` holds a docstring, or a registry: names, but nothing that works."""
    if module.path.name != "__init__.py":
        return
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    for place, node in enumerate(module.tree.body):
        is_docstring = place == 0 and ast.get_docstring(module.tree) is not None
        if not is_docstring and not isinstance(node, allowed):
            yield module.finding(node, "an __init__.py holds only a docstring or a registry.")


def module_names(module: Module) -> Iterator[Finding]:
    """No module or folder has a name that says nothing."""
    for part in (*module.path.parts[:-1], module.path.stem):
        for word in part.split("_"):
            if word in _NAMELESS:
                yield module.finding(1, f"{part} says nothing. Name it for what it holds.")


def nothing_put_off(module: Module) -> Iterator[Finding]:
    """No work that was put off: no marks of it, and no function that is not there yet."""
    for number, line in enumerate(module.text.splitlines(), start=1):
        if mark := _PUT_OFF.search(line):
            yield module.finding(number, f"{mark[0]} is left. Do it, or write an issue.")
    for node in module.nodes:
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield module.finding(
                node, "a function that is not there yet. Write it, or take it out."
            )
