"""Whatever is found in a file of the catalogue can be said in every language.

That it is a `Sentence`, made of something `Marked`, mypy sees. What stands here are the ways
around it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.reading import Finding, Module

_MAKERS = {
    "Sentence": "src/plaudit/core/sentence.py",
    "Marked": "src/plaudit/core/marking.py",
}
_WORDS = re.compile(r"[a-z']+ +[a-z']+", re.IGNORECASE)
"""Two words of English: no name, and no piece of TOML."""


def made_of_marked_words(module: Module) -> Iterator[Finding]:
    """A sentence is made by `sentence` of marked words, and its facts are none that aren't."""
    if module.room is None:
        return
    for node in module.nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        called = node.func.id
        if called in _MAKERS and str(module.path) != _MAKERS[called]:
            yield module.finding(node, f"{called}() is made by hand: nobody can translate it.")
        if called == "cast" and ast.unparse(node.args[0]).strip("'\"") in _MAKERS:
            yield module.finding(node, "a cast makes no translation. Mark the words with N_.")
        facts = [one.value for one in node.keywords] if called == "sentence" else []
        for value in node.args if called == "as_written" else facts:
            for words in _unmarked(value):
                yield module.finding(node, f'"{words}" is said in English only. Mark it with N_.')


def _unmarked(value: ast.AST) -> Iterator[str]:
    """Yield words that stand in an expression and are marked by no call in it."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "N_":
        return
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        if _WORDS.search(value.value):
            yield value.value
        return
    for inner in ast.iter_child_nodes(value):
        yield from _unmarked(inner)
