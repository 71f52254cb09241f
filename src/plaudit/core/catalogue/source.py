"""A TOML file of the catalogue: its table, with the place of each key and value.

Everything that others can make larger has a limit here, and is refused with its number. Source:
charter, C26 (clean source).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import islice

from plaudit.core.catalogue.hidden import hidden_in, named, without_hidden
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.saying import table_words
from plaudit.core.catalogue.scanner import Path, Place, Scan
from plaudit.core.catalogue.syntax import reason_in_our_words
from plaudit.core.catalogue.tokens import Stopped
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, as_written, sentence

FILE_BYTES_MAX = 256 * 1024
"""How large a file of the catalogue may be."""
_TOO_LARGE = N_("The file has more than {most} bytes, which is the most that is read.")
_NAMED = N_('{table} "{name}"')
HIDDEN_TOLD_MAX = 50
SYNTAX_TOLD_MAX = 20
"""How many hidden characters of a file are told; it is unclean whatever follows."""
CLEAN_SOURCE = "C26"

_AT = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Source:
    """A file's text and table. `table` is None where it can't be read; `mistakes` say why."""

    file: str
    text: str
    table: Mapping[str, object] | None = None
    places: Mapping[Path, Place] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column."""
        return self._line_starts[min(line, len(self._line_starts)) - 1] + column - 1

    def line(self, number: int) -> str:
        """Return a line of the text, without its end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def offset_of(self, path: Path, *, on_key: bool = False) -> int:
        """Return where a key or its value starts; for what isn't written, the table around it."""
        while path:
            place = self.places.get(path)
            if place is not None:
                return place.key_at if on_key else place.value_at
            path = path[:-1]
        return 0

    def place_words(self, path: Path) -> Sentence:
        """Return the table around a path in words: `rule "cups"`, `fact "bags"`, `[points]`.

        An entry of a list of tables is named by its id, or by its number where it has none.
        """
        if len(path) >= 2 and isinstance(path[1], int):
            entry = self.value_at(path[:2])
            name = entry.get("id") if isinstance(entry, Mapping) else None
            table = table_words(str(path[0]))
            if isinstance(name, str):
                return sentence(_NAMED, table=table, name=name)
            return sentence(N_("{table} number {number}"), table=table, number=path[1] + 1)
        if len(path) >= 2 and path[0] == "facts":
            return sentence(_NAMED, table=table_words("facts"), name=path[1])
        if path and isinstance(self.value_at(path[:1]), Mapping):
            return as_written(f"[{path[0]}]")
        return as_written("")

    def value_at(self, path: Path) -> object:
        """Return what stands at a path, or None."""
        value: object = self.table
        for key in path:
            if isinstance(value, Mapping) and isinstance(key, str):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value

    def mistake(
        self, path: Path, *, seen: Sentence, write: Sentence, on_key: bool = False
    ) -> Mistake:
        """Return a mistake at the value of a path, or at its key."""
        offset = self.offset_of(path, on_key=on_key)
        return replace(self.mistake_at(offset, seen=seen, write=write, of=path), on_key=on_key)

    def mistake_at(self, offset: int, *, seen: Sentence, write: Sentence, of: Path = ()) -> Mistake:
        """Return a mistake at an offset of the text, `of` a key."""
        line, column = self.position(offset)
        return Mistake(
            file=self.file,
            line=line,
            column=column,
            key=".".join(part for part in of if isinstance(part, str)),
            seen=seen,
            write=write,
            place=self.place_words(of),
            source_line=self.line(line),
            path=of,
        )

    def unclean(self, offset: int, *, seen: Sentence, write: Sentence, of: Path = ()) -> Mistake:
        """Return a mistake of the text itself, which is clause C26 of the charter."""
        return replace(self.mistake_at(offset, seen=seen, write=write, of=of), clause=CLEAN_SOURCE)


@lru_cache(maxsize=64)
def read_source(file: str, raw: bytes) -> Source:
    """Return a file as a source: its table with places, and the mistakes of its text.

    What is published or checked is looked at several times: it is read once.

    Units:   `raw` in bytes; `file` is the name that mistakes show.
    Refuses: nothing by exception: too large, not UTF-8, hidden characters, not TOML, a key twice,
             and too deep or too many keys are mistakes.
    """
    if len(raw) > FILE_BYTES_MAX:
        source = Source(file, "")
        seen, write = sentence(_TOO_LARGE, most=FILE_BYTES_MAX), sentence(N_("Make it smaller."))
        return _with(source, source.unclean(0, seen=seen, write=write))
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode().replace("\r\n", "\n")
        source = Source(file, f"{before}\n")
        seen = sentence(
            N_("The byte 0x{byte} here is not UTF-8 text."), byte=f"{raw[error.start]:02x}"
        )
        return _with(
            source,
            source.unclean(len(before), seen=seen, write=sentence(N_("Save the file as UTF-8."))),
        )
    source = Source(file, text.replace("\r\n", "\n"))
    hidden = [
        source.unclean(
            offset,
            seen=sentence(
                N_("A hidden character stands here: {character}."),
                character=named(source.text[offset]),
            ),
            write=sentence(N_("Delete it, or type this line anew.")),
        )
        for offset in islice(hidden_in(source.text), HIDDEN_TOLD_MAX)
    ]
    if not hidden:
        return _read(source, source.text)
    return _read(_with(source, *hidden), without_hidden(source.text))


def _with(source: Source, *mistakes: Mistake) -> Source:
    return replace(source, mistakes=(*source.mistakes, *mistakes))


def _read(source: Source, text: str) -> Source:
    try:
        scan = Scan(text)
    except Stopped as stopped:
        return _stopped(source, *_stops(text, stopped))
    if scan.twice:
        paths = {path for path, _ in scan.twice}
        told = [of for of in scan.twice if not any(of[0][:n] in paths for n in range(len(of[0])))]
        return _with(source, *(_twice(source, of, first_at=scan.first_at(of[0])) for of in told))
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return _stopped(source, _not_toml(source, error))
    read = replace(source, table=table, places=scan.places)
    return _with(read, *_hidden_by_escapes(read))


def _stopped(source: Source, *stops: Stopped) -> Source:
    """Return an unreadable source; a line with a hidden character isn't blamed a second time."""
    blamed = {mistake.line for mistake in source.mistakes}
    found = [source.unclean(stop.at, seen=stop.seen, write=stop.write) for stop in stops]
    return _with(source, *(mistake for mistake in found if mistake.line not in blamed))


def _stops(text: str, stopped: Stopped) -> Iterator[Stopped]:
    """Yield where a text can't be read: here, and again further on, with this line taken out.

    It ends where a list or table may go on in the next line: what follows would be blamed for it.
    """
    for _ in range(SYNTAX_TOLD_MAX):
        yield stopped
        start = text.rfind("\n", 0, stopped.at) + 1
        line = text[start:].partition("\n")[0]
        goes_on = line.count("[") != line.count("]") or line.count("{") != line.count("}")
        if stopped.begun_at is None or stopped.begun_at < start or goes_on:
            return
        text = text[:start] + " " * len(line) + text[start + len(line) :]
        try:
            Scan(text)
        except Stopped as next_one:
            stopped = next_one
        else:
            return


def _twice(source: Source, of: tuple[Path, int], *, first_at: int) -> Mistake:
    path, offset = of
    first, _ = source.position(first_at)
    name = next(part for part in reversed(path) if isinstance(part, str))
    seen = sentence(
        N_("{name} stands here a second time; the first is in line {first}."),
        name=name,
        first=first,
    )
    return source.unclean(offset, seen=seen, write=sentence(N_("Keep one of them.")), of=path)


def _not_toml(source: Source, error: tomllib.TOMLDecodeError) -> Stopped:
    """Return where `tomllib` stopped, with our words around its own."""
    message = str(error)
    match = _AT.search(message)
    assert match is not None, message
    reason = _AT.sub("", message)
    offset = max(0, len(source.text.rstrip()) - 1)
    if match.group(1):
        offset = source.offset(int(match.group(1)), int(match.group(2)))
    seen = sentence(N_("This is not TOML: {reason}."), reason=reason_in_our_words(reason))
    return Stopped(
        offset, seen=seen, write=sentence(N_("Write it anew; look at the line before as well."))
    )


def _hidden_by_escapes(source: Source) -> Iterator[Mistake]:
    r"""Yield the hidden characters that stand in texts and keys as escapes, like \u202e."""
    if "\\" not in source.text:
        return
    for path, text, on_key in _texts(source.table, ()):
        for at in hidden_in(text):
            yield source.unclean(
                source.offset_of(path, on_key=on_key),
                seen=sentence(
                    N_("This text hides a character: {character}."), character=named(text[at])
                ),
                write=sentence(N_("Take the escape out.")),
                of=path,
            )


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str, bool]]:
    """Yield every text and key of a table with its path, and whether it is a key."""
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield (*path, key), key, True
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))
