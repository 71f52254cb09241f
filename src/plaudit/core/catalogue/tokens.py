"""The smallest parts of a TOML text: where a text in quotes, a number or a date ends."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence

WORD_MAX = 64
"""How many characters a number or date may have."""


class Stopped(Exception):
    """The walk can't go on: what was seen at an offset, and what to write.

    `begun_at` is where the key or the header began, None where the text as a whole is refused.
    """

    def __init__(self, at: int, *, seen: Sentence, write: Sentence) -> None:
        super().__init__(seen)
        self.at = at
        self.begun_at: int | None = None
        self.seen = seen
        self.write = write


_STRINGS = (
    ('"""', re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}', re.DOTALL)),
    ("'''", re.compile(r"'''(?:[^']|'(?!''))*+'{3,5}")),
    ('"', re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"')),
    ("'", re.compile(r"'[^'\n]*+'")),
)
_WORD = re.compile(r"[^\s,\[\]{}#\"'=]++(?:(?<=-\d\d) \d\d:[^\s,\[\]{}#\"'=]*+)?")
_SCALAR = re.compile(
    r"true|false|[+-]?(?:inf|nan)|0[xob][0-9a-fA-F_]+|\d[\d:-]*[Tt ]?[\d:]+(?:\.\d+)?"
    r"(?:[Zz]|[+-]\d\d:\d\d)?|[+-]?[\d_]+(?:\.[\d_]+)?(?:[eE][+-]?\d(?:_?\d){0,2})?"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def text_end(text: str, at: int, *, one_line: bool = False) -> int:
    """Return where a text in quotes that starts at an offset ends.

    Refuses: `Stopped` for one without an end.
    """
    for quotes, pattern in _STRINGS[2:] if one_line else _STRINGS:
        if text.startswith(quotes, at):
            match = pattern.match(text, at)
            if match is None:
                raise Stopped(
                    at,
                    seen=sentence(N_("This text has no end.")),
                    write=sentence(N_("Close it with {quotes}."), quotes=quotes),
                )
            return match.end()
    raise AssertionError(text[at])


def word_end(text: str, at: int) -> int:
    """Return where a number, date, true or false ends, or `at` where none starts.

    Refuses: `Stopped` for a word that is none of them, for days that no calendar has, and for
             more than WORD_MAX characters.
    """
    match = _WORD.match(text, at)
    if match is None:
        return at
    word = match.group()
    if len(word) > WORD_MAX:
        raise Stopped(
            at,
            seen=sentence(
                N_("This value has {number} characters; a number or date has {most} at most."),
                number=len(word),
                most=WORD_MAX,
            ),
            write=sentence(N_("Write it shorter, or in quotes if it is a text.")),
        )
    if _SCALAR.fullmatch(word) is None:
        lower = word.lower()
        raise Stopped(
            at,
            seen=sentence(
                N_("{word} is neither a number nor a date nor true nor false."), word=word
            ),
            write=sentence(N_("Write {near}."), near=lower)
            if lower in ("true", "false")
            else sentence(N_('Write texts in quotes: "{word}".'), word=word),
        )
    if _DATE.match(word) and not _is_day(word[:10]):
        raise Stopped(
            at,
            seen=sentence(N_("There is no day {word}."), word=word[:10]),
            write=sentence(N_("Write a day of the calendar, like 2026-04-01.")),
        )
    return match.end()


def _is_day(word: str) -> bool:
    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True


def unescaped(written: str) -> str:
    """Return a quoted key with its escapes made plain, as `tomllib` does it."""
    try:
        key = tomllib.loads(f"key = {written}")["key"]
    except tomllib.TOMLDecodeError:
        return written  # tomllib will say so at its place
    assert isinstance(key, str)
    return key
