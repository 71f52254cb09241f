"""A mistake in a file of the catalogue: where it stands, what was seen, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from unicodedata import combining, east_asian_width

from plaudit.core.sentence import Sentence, as_written

INDENT = "    "
LINE_SHOWN_MAX = 100
"""How many characters of a source line are shown, around the place of the mistake."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake, to be shown to the person who writes the file.

    Units: `line` and `column` count from 1, in characters; both are 0 for the file as a whole.
    """

    file: str
    line: int
    column: int
    key: str
    """The key with the tables around it, like `rule.when.bags`; empty for the file itself."""
    seen: Sentence
    """What stands there and why that can't be, as a sentence."""
    write: Sentence
    """What to write instead, as a sentence."""
    place: Sentence = as_written("")
    """The stage or table in words, like `rule "litter-per-bag"`."""
    source_line: str = ""
    clause: str = ""
    """The clause of the charter that it breaks, where it breaks one."""
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """The same place as `key`, with the numbers of entries."""
    on_key: bool = field(default=False, compare=False)
    """Whether it is about the key (unknown, or something missing), not about its value."""

    def rendered(self) -> str:
        """Return the mistake as text: the place, the source line, a caret, and two sentences.

        >>> print(
        ...     Mistake(
        ...         "a.toml",
        ...         2,
        ...         5,
        ...         "max",
        ...         "max is a number.",
        ...         "Write 3.",
        ...         place="fact cups",
        ...         source_line="max='3'",
        ...     ).rendered()
        ... )
        a.toml, line 2, fact cups
            max='3'
                ^
        max is a number. Write 3.
        """
        heading = f"{self.file}, line {self.line}" if self.line else self.file
        if self.place:
            heading = f"{heading}, {self.place}"
        sentences = f"{self.seen} {self.write}"
        if not self.source_line.strip():
            return f"{heading}\n{sentences}"
        shown, caret_at = self.window()
        return f"{heading}\n{INDENT}{shown}\n{INDENT}{' ' * caret_at}^\n{sentences}"

    def window(self) -> tuple[str, int]:
        """Return the part of the source line to show, and how many cells the caret stands in.

        Wide characters take two cells and combining marks none, so the caret stays below its
        character in Chinese and Thai texts.
        """
        line = self.source_line
        start = len(line) - len(line.lstrip())
        if self.column - 1 - start > LINE_SHOWN_MAX:
            start = self.column - 1 - LINE_SHOWN_MAX // 2
        shown = "".join(_visible(mark) for mark in line[start : start + LINE_SHOWN_MAX])
        before = shown[: max(0, self.column - 1 - start)]
        return shown.rstrip(), sum(_cells(mark) for mark in before)


class Mistakes(Exception):
    """A file that can't be taken: all its mistakes, in the order of their places."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n\n".join(mistake.rendered() for mistake in mistakes))
        self.mistakes = tuple(mistakes)


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Return mistakes in the order of their places in the files, each one once."""
    once = dict.fromkeys(mistakes)
    return sorted(once, key=lambda mistake: (mistake.file, mistake.line, mistake.column))


def _visible(mark: str) -> str:
    return mark if mark.isprintable() else " "


def _cells(mark: str) -> int:
    if combining(mark) or "\u0e34" <= mark <= "\u0e3a" or "\u0e47" <= mark <= "\u0e4e":
        return 0
    return 2 if east_asian_width(mark) in "WF" else 1
