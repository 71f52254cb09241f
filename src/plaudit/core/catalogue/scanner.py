"""Where each key and value of a TOML text stands.

`tomllib` reads TOML exactly, but tells no positions, and it can be made to use up the memory by
deep or endlessly dotted keys. This walk goes first: it notes positions, holds the limits, and
stops at what is not TOML with a sentence for the person who writes the file. What it lets pass,
`tomllib` still reads and judges.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from plaudit.core.catalogue.tokens import Stopped, text_end, unescaped, word_end
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence, worded

DEPTH_MAX = 20
"""How deep keys, tables and lists may be nested. An edition needs five."""
KEYS_MAX = 5_000
"""How many keys and list entries a file may have."""

Path = tuple[str | int, ...]
"""A way into the table: keys, and positions in lists."""


class Place(NamedTuple):
    """Where a key and its value start, as offsets. An entry of a list has its value's for both."""

    key_at: int
    value_at: int


_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")


class Scan:
    r"""The positions of a TOML text, and the keys that stand in it twice.

    Units:   offsets in characters from the start of the text; line ends are `\n` only.
    Refuses: `Stopped` for what is not TOML, and for a text beyond DEPTH_MAX, KEYS_MAX, WORD_MAX.
    """

    def __init__(self, text: str) -> None:
        self.places: dict[Path, Place] = {}
        self.twice: list[tuple[Path, int]] = []
        self._text = text
        self._at = 0
        self._given: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(text):
            begun_at = self._at
            try:
                if text[begun_at] == "[":
                    table = self._header()
                else:
                    self._pair(table)
                self._line_end()
            except Stopped as stopped:
                stopped.begun_at = begun_at if len(self.places) <= KEYS_MAX else None
                raise
            self._skip(_BLANK)

    def first_at(self, path: Path) -> int:
        """Return where a key that stands twice was given first."""
        return self._given.get(path, self.places[path].key_at)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        assert match is not None
        self._at = match.end()

    def _next_is(self, sign: str) -> bool:
        return self._text.startswith(sign, self._at)

    def _stop(self, seen: Sentence, write: Sentence, *, at: int | None = None) -> NoReturn:
        raise Stopped(self._at if at is None else at, seen=seen, write=write)

    def _seen(self) -> Sentence:
        """Return what stands at this place, in words."""
        rest = self._text[self._at : self._at + 20].split("\n")[0].strip()
        if not rest:
            is_over = self._at >= len(self._text)
            return worded(N_("The file ends") if is_over else N_("The line ends"))
        return sentence(N_("{rest} stands"), rest=rest)

    def _expect(self, sign: str, write: Sentence) -> None:
        if not self._next_is(sign):
            self._stop(
                sentence(
                    N_("{seen} here, where {sign} is expected."), seen=self._seen(), sign=sign
                ),
                write,
            )
        self._at += len(sign)

    def _line_end(self) -> None:
        self._skip(_SPACE)
        if self._at >= len(self._text) or self._text[self._at] in "\n#":
            return
        self._stop(
            sentence(N_("{seen} after the end of the value."), seen=self._seen()),
            sentence(
                N_(
                    "Write each key with its value on a line of its own; decimals have a "
                    "point, like 0.5."
                )
            ),
        )

    def _note(self, path: Path, place: Place) -> None:
        self.places[path] = place
        if len(self.places) > KEYS_MAX:
            self._stop(
                sentence(
                    N_("The file has more than {most} keys and list entries."),
                    most=KEYS_MAX,
                ),
                sentence(N_("Make it smaller: nothing in the catalogue needs so many.")),
                at=place.key_at,
            )

    def _key(self, around: Path) -> tuple[list[str], list[int]]:
        """Return the parts of a key, dotted or not, and where each starts."""
        parts: list[str] = []
        starts: list[int] = []
        while True:
            self._skip(_SPACE)
            if len(around) + len(parts) >= DEPTH_MAX:
                self._too_deep()
            starts.append(self._at)
            parts.append(self._key_part())
            self._skip(_SPACE)
            if not self._next_is("."):
                return parts, starts
            self._at += 1

    def _key_part(self) -> str:
        start = self._at
        if self._text[start : start + 1] in ('"', "'"):
            self._at = text_end(self._text, start, one_line=True)
            written = self._text[start : self._at]
            return written[1:-1] if "\\" not in written or written[0] == "'" else unescaped(written)
        match = _BARE_KEY.match(self._text, start)
        if match is None:
            self._stop(
                sentence(N_("{seen} here, where a key is expected."), seen=self._seen()),
                sentence(
                    N_('Write a key of letters a to z, digits, "_" and "-", then = and its value.')
                ),
            )
        self._at = match.end()
        return match.group()

    def _too_deep(self) -> NoReturn:
        self._stop(
            sentence(
                N_("Keys, tables and lists are nested deeper than {most} here."),
                most=DEPTH_MAX,
            ),
            sentence(N_("Write it flatter: nothing in the catalogue is nested so deep.")),
        )

    def _header(self) -> Path:
        start = self._at
        many = self._next_is("[[")
        brackets = "]]" if many else "]"
        self._at += len(brackets)
        parts, starts = self._key(())
        self._expect(
            brackets,
            sentence(N_("Close the name of the table with {brackets}."), brackets=brackets),
        )
        path: Path = ()
        for part, at in zip(parts[:-1], starts, strict=False):
            path = self._last((*path, part))
            if path not in self.places:
                self._note(path, Place(at, start))
        path = (*path, parts[-1])
        if many:
            count = self._lengths.get(path, 0)
            self._lengths[path] = count + 1
            if count == 0:
                self._given.setdefault(path, starts[-1])
                self._note(path, Place(starts[-1], start))
            path = (*path, count)
        elif path in self._given or path in self._lengths:
            self.twice.append((path, starts[-1]))
        self._given.setdefault(path, starts[-1])
        if len(path) > DEPTH_MAX:
            self._too_deep()
        self._note(path, Place(starts[-1], start))
        return path

    def _last(self, path: Path) -> Path:
        """Return the path of the newest entry, where the path leads to a list of tables."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _pair(self, table: Path) -> None:
        parts, starts = self._key(table)
        self._expect("=", sentence(N_("Write = between a key and its value.")))
        self._skip(_SPACE)
        path = table
        for part, at in zip(parts[:-1], starts, strict=False):
            path = (*path, part)
            if path not in self.places:
                self._note(path, Place(at, at))
        path = (*path, parts[-1])
        if path in self._given:
            self.twice.append((path, starts[-1]))
        self._given.setdefault(path, starts[-1])
        self._note(path, Place(starts[-1], self._at))
        self._value(path)

    def _value(self, path: Path) -> None:
        if len(path) > DEPTH_MAX:
            self._too_deep()
        sign = self._text[self._at : self._at + 1]
        if sign == "[":
            self._list(path)
        elif sign == "{":
            self._inline_table(path)
        elif sign in ('"', "'"):
            self._at = text_end(self._text, self._at)
        else:
            end = word_end(self._text, self._at)
            if end == self._at:
                self._stop(
                    sentence(N_("{seen} here, where a value is expected."), seen=self._seen()),
                    sentence(N_("Write a value.")),
                )
            self._at = end

    def _list(self, path: Path) -> None:
        self._at += 1
        count = 0
        self._skip(_BLANK)
        while not self._next_is("]"):
            entry = (*path, count)
            self._note(entry, Place(self._at, self._at))
            self._value(entry)
            count += 1
            self._skip(_BLANK)
            if not self._next_is("]"):
                self._expect(
                    ",",
                    sentence(N_("Write a comma between the entries of a list, and ] at its end.")),
                )
                self._skip(_BLANK)
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        self._skip(_SPACE)
        while not self._next_is("}"):
            self._pair(path)
            self._skip(_SPACE)
            if self._next_is("}"):
                break
            self._expect(
                ",",
                sentence(
                    N_(
                        "Write a comma between the keys in {{ }}, and }} at the end of the same "
                        "line."
                    )
                ),
            )
            self._skip(_SPACE)
        self._at += 1
