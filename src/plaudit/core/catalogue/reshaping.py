r"""Adding and removing keys, list entries and tables of a TOML text: all the rest stays as it is.

Whatever is written is read again: only where its table is what was wanted, and nothing else, is it
given. A text that is written so that this fails is left to who writes it.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

from plaudit.core.catalogue.scanner import Path, Place
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.catalogue.tokens import Stopped, text_end, word_end

_BARE = re.compile("[A-Za-z0-9_-]+")


class CannotReshape(Exception):
    """A text that is written so that this can't be done safely."""


def with_key(source: Source, path: Path, value: str) -> str:
    r"""Return a text with a key more, or with an entry more of a list.

    Takes: where it is to stand, with its key or its number, and its value as TOML.

    >>> source = read_source("", b"[points]\nmonths  = 18 # long\n\n# next\n[a]\n")
    >>> with_key(source, ("points", "days"), "30")
    '[points]\nmonths  = 18 # long\ndays    = 30\n\n# next\n[a]\n'
    """
    around, key = path[:-1], path[-1]
    if around and not _is_header(source, around):
        at, piece = _inside(source, path, value)
    else:
        at = _own_end(source, source.places[around].value_at) if around else 0
        gap = "" if source.text[:at].endswith("\n") or not at else "\n"
        piece = f"{gap}{_aligned(source.text, at, str(key))}= {value}\n"
    return _checked(
        source, source.text[:at] + piece + source.text[at:], _added(source, path, value)
    )


def with_table(source: Source, name: str, text: str) -> str:
    """Return a text with a table more: after the last one of its name, or at the end.

    Takes: the table as TOML, with its header.
    """
    entries_at = (one for one in source.places if one[:1] == (name,) and len(one) == 2)
    last = max((one for one in entries_at if isinstance(one[1], int)), default=())
    entries = source.value_at((name,))
    made = (read_source("", text.encode()).table or {})[name]
    wanted = dict(deepcopy(dict(source.table or {})))
    if isinstance(made, list) and isinstance(entries, list) and last:
        at = _block_end(source, source.places[last].value_at, last)
        wanted[name] = [*entries, *made]
    else:
        at = len(source.text)
        wanted[name] = made
    before = source.text[:at]
    gap = "" if before.endswith("\n") or not before else "\n"
    return _checked(source, f"{before}{gap}\n{text.strip()}\n{source.text[at:]}", wanted)


def without(source: Source, path: Path) -> str:
    r"""Return a text without a key, an entry of a list or a table.

    What stands on its lines goes with it, and comments directly above a table.

    >>> source = read_source("", b"[a]\nb = 1 # one\nc = { d = 2, e = 3 }\n")
    >>> without(source, ("a", "b")), without(source, ("a", "c", "e"))
    ('[a]\nc = { d = 2, e = 3 }\n', '[a]\nb = 1 # one\nc = { d = 2 }\n')
    """
    place = source.places.get(path)
    if place is None:
        raise CannotReshape(path)
    if _is_header(source, path):
        start, end = _table_lines(source, path)
    elif path[:-1] and not _is_header(source, path[:-1]):
        start, end = _piece(source, path)
    else:
        start = source.text.rfind("\n", 0, place.key_at) + 1
        end = _line_end(source.text, _value_end(source.text, place.value_at))
    return _checked(source, source.text[:start] + source.text[end:], _removed(source, path))


def _is_header(source: Source, path: Path) -> bool:
    """Return whether a table stands under a header in brackets."""
    place = source.places.get(path)
    return place is not None and place.key_at > place.value_at


def _value_end(text: str, at: int) -> int:
    """Return where a value ends that starts at an offset.

    Refuses: CannotReshape for what is none, like a part of a dotted key.
    """
    try:
        return _end_of(text, at)
    except Stopped as stopped:
        raise CannotReshape from stopped


def _end_of(text: str, at: int) -> int:
    depth = 0
    while True:
        sign = text[at]
        if sign in "\"'":
            at = text_end(text, at)
        elif sign == "#":
            at = text.index("\n", at)
        elif sign in "[{]}":
            depth += 1 if sign in "[{" else -1
            at += 1
        else:
            at = at + 1 if depth else word_end(text, at)
        if depth == 0:
            return at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _own_end(source: Source, start: int) -> int:
    """Return where the lines of a table's own keys end, before those of any other."""
    heads = (place.value_at for path, place in source.places.items() if _is_header(source, path))
    return _last_line(source, start, min((one for one in heads if one > start), default=None))


def _block_end(source: Source, start: int, path: Path) -> int:
    """Return where the lines of a table end, with those of the tables in it."""
    others = (one for one in source.places if one[: len(path)] != path and _is_header(source, one))
    heads = (source.places[one].value_at for one in others)
    return _last_line(source, start, min((one for one in heads if one > start), default=None))


def _last_line(source: Source, start: int, end: int | None) -> int:
    """Return where the line of the last value before `end` ends; what follows is the next one's."""
    end = len(source.text) if end is None else end
    values = (
        place.value_at
        for path, place in source.places.items()
        if start < place.key_at < end and _is_value(path, place)
    )
    last = max((_value_end(source.text, at) for at in values), default=start)
    return _line_end(source.text, last)


def _is_value(path: Path, place: Place) -> bool:
    """Return whether a value stands at a place: no header, and no part of a dotted key."""
    is_part = place.key_at == place.value_at and isinstance(path[-1], str)
    return place.key_at <= place.value_at and not is_part


def _table_lines(source: Source, path: Path) -> tuple[int, int]:
    """Return from where to where a table stands, with the comments directly above it."""
    start = source.places[path].value_at
    end = _block_end(source, start, path)
    while start > 0:
        above = source.text.rfind("\n", 0, start - 1) + 1
        if not source.text[above:start].lstrip().startswith("#"):
            break
        start = above
    while source.text[end : end + 1] == "\n":  # the gap before the next one
        end += 1
    return start, end


def _children(source: Source, around: Path) -> list[Path]:
    """Return what stands directly in a table or list in one value, in the order of the text."""
    inside = (one for one in source.places if len(one) == len(around) + 1)
    found = [one for one in inside if one[:-1] == around]
    return sorted(found, key=lambda one: source.places[one].key_at)


def _inside(source: Source, path: Path, value: str) -> tuple[int, str]:
    """Return where in a table or list of one value something more stands, and what."""
    around, key = path[:-1], path[-1]
    if around not in source.places:
        raise CannotReshape(around)
    opened = source.places[around].value_at
    piece = value if isinstance(key, int) else f"{_key(key)} = {value}"
    children = _children(source, around)
    if children:
        return _value_end(source.text, source.places[children[-1]].value_at), f", {piece}"
    return opened + 1, piece if isinstance(key, int) else f" {piece} "


def _piece(source: Source, path: Path) -> tuple[int, int]:
    """Return from where to where a part of one value stands, with the comma that goes with it."""
    children = _children(source, path[:-1])
    at = children.index(path)
    if at + 1 < len(children):
        return source.places[path].key_at, source.places[children[at + 1]].key_at
    end = _value_end(source.text, source.places[path].value_at)
    if at == 0:
        return source.places[path].key_at, end
    before = _value_end(source.text, source.places[children[at - 1]].value_at)
    between = source.text[before : source.places[path].key_at]
    if "\n" not in between:
        return before, end
    comma = re.compile(r"[ \t]*,?").match(source.text, end)
    assert comma is not None
    return source.places[path].key_at, comma.end()


def _aligned(text: str, at: int, key: str) -> str:
    """Return a key as wide as that of the line before."""
    above = text[text.rfind("\n", 0, max(0, at - 1)) + 1 : at]
    width = above.find("=") if re.match(r"[A-Za-z0-9_-]+ *=", above) else 0
    return f"{_key(key)} ".ljust(width)


def _key(key: str | int) -> str:
    written = str(key)
    return written if _BARE.fullmatch(written) else json.dumps(written, ensure_ascii=False)


def _added(source: Source, path: Path, value: str) -> object:
    made = (read_source("", f"x = {value}\n".encode()).table or {})["x"]
    wanted, around = _around(source, path)
    if isinstance(around, list):
        around.append(made)
    else:
        around[path[-1]] = made
    return wanted


def _removed(source: Source, path: Path) -> object:
    wanted, around = _around(source, path)
    del around[path[-1]]
    if len(path) == 2 and not around and isinstance(around, list):
        del wanted[path[0]]  # a list of tables without one isn't written at all
    return wanted


def _around(source: Source, path: Path) -> tuple[Any, Any]:
    """Return a copy of the whole table, and what a path stands in there."""
    wanted: Any = deepcopy(source.table)
    inner: Any = wanted
    for key in path[:-1]:
        inner = inner[key]
    return wanted, inner


def _checked(source: Source, written: str, wanted: object) -> str:
    after = read_source(source.file, written.encode())
    if after.mistakes or after.table != wanted:
        raise CannotReshape
    return written
