"""Characters that can't be seen but change what a text says or does. Source: charter, C26."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_KINDS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, format (bidirectional marks, zero-width), surrogate, private use, line separators."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(point)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for point in range(first, last + 1)
}
"""Fillers, joiners and variation selectors that show nothing of their own."""

_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\uffff\U00010000-\U0010ffff]*+")
"""A stretch of ordinary ASCII, tabs and line ends: nothing to look at one by one."""


@cache
def is_hidden(character: str) -> bool:
    r"""Return whether a character shows nothing, or changes the direction or order of others.

    >>> is_hidden("\u202e"), is_hidden("\x00"), is_hidden("ย"), is_hidden("\n")
    (True, True, False, False)
    """
    if character in "\t\n":
        return False
    return unicodedata.category(character) in _KINDS or character in _BLANK


def hidden_in(text: str) -> Iterator[int]:
    """Yield the offset of each hidden character of a text, in order."""
    at = 0
    while True:
        match = _PLAIN.match(text, at)
        assert match is not None
        at = match.end()
        if at >= len(text):
            return
        if is_hidden(text[at]):
            yield at
        at += 1


def without_hidden(text: str) -> str:
    """Return the text with a space for each hidden character, so that all places stay."""
    return "".join(" " if is_hidden(character) else character for character in text)


def named(character: str) -> str:
    r"""Return a character's code point and name.

    >>> named("\u202e")
    'U+202E (right-to-left override)'
    """
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")
