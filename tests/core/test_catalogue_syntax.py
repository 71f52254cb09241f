"""What `tomllib` has against a text: each thing that it can say has our own words."""

from __future__ import annotations

import ast
import inspect
import tomllib

import pytest

from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.source import read_source
from plaudit.core.catalogue.syntax import reason_in_our_words
from plaudit.core.sentence import Sentence
from tests.core.untold import untold


def messages() -> list[str]:
    """Return every message that the standard library's reader has, with its holes filled."""
    module = inspect.getmodule(tomllib.loads)
    assert module is not None
    found = []
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "suffixed_err":
            said = node.args[2]
            parts = said.values if isinstance(said, ast.JoinedStr) else [said]
            found.append("".join(_filled(part) for part in parts))
    return found


def _filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return "'x'" if part.conversion == ord("r") else "('a', 'b')"


def test_each_message_of_the_standard_library_is_known() -> None:
    assert len(messages()) > 20
    assert [one for one in messages() if not isinstance(reason_in_our_words(one), Sentence)] == []


def test_a_message_that_nobody_foresaw_is_told_as_it_is() -> None:
    assert reason_in_our_words("Too late in the day") == "too late in the day"


@pytest.mark.parametrize(
    "text",
    [
        "a.b = 1\na = 2\n",
        'a = "\\x"\n',
        'a = "\\u12"\n',
        'a = "\\ud800"\n',
        "a = 1__0\n",
        "a = 24:61:00\n",
        "a = {}\na.b = 1\n",
        "a = 2026-01-01T99:00:00\n",
        "a = [1]\n[[a]]\n",
    ],
)
def test_what_only_the_standard_library_sees_is_told_in_each_language(text: str) -> None:
    found: tuple[Mistake, ...] = read_source("file.toml", text.encode()).mistakes

    assert found
    assert all(isinstance(one.seen, Sentence) for one in found)
    assert untold(found) == []
