"""`plaudit COMMAND --help` says every word as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from plaudit.cli import main
from tests.cli.running import in_a_process, plaudit

WITH_BRACKETS = [
    (["approve"], "[approval]"),
    (["rehearsed"], "[rehearsal]"),
    (["reverse"], "[reversal]"),
    (["replay"], "plaudit[spark]"),
    (["forecast"], "plaudit[forecast]"),
    (["settlement", "show"], "[MONTH]"),
]


@pytest.mark.parametrize(("command", "word"), WITH_BRACKETS)
def test_words_in_square_brackets_are_shown(command: list[str], word: str) -> None:
    assert word in plaudit(*command, "--help").out


def test_help_without_colours_shows_them_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYPER_USE_RICH", "0")

    said = in_a_process("approve", "--help").out

    assert "the table [approval] into" in " ".join(said.split())


def test_the_list_of_commands_shows_them_too() -> None:
    said = " ".join(plaudit("--help").out.replace("│", " ").split())

    assert "write the table [approval] into its file" in said


def test_each_commands_own_words_are_shown_whole() -> None:
    """Its first paragraph, read from where it is written; none is taken for colours."""
    for words, function in _each():
        first = (function.__doc__ or "").split("\n\n")[0]
        said = " ".join(plaudit(*words, "--help").out.replace("│", " ").split())
        assert " ".join(first.split()) in said, words


def _each() -> Iterator[tuple[list[str], Any]]:
    for name, file in main.COMMANDS.items():
        yield from _below([name], main.commands_of(file)[name])


def _below(words: list[str], command: Any) -> Iterator[tuple[list[str], Any]]:
    if not hasattr(command, "commands"):
        yield words, command.callback
        return
    for name, one in command.commands.items():
        yield from _below([*words, name], one)
