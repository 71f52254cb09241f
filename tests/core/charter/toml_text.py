"""Writing a table as TOML, for texts that are made by changing tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal


def toml_text(table: Mapping[str, object]) -> str:
    """Return a table as TOML: plain keys first, then its tables and lists of tables."""
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        if not isinstance(value, Mapping) and not _is_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield f"[{_key(key)}]"
            yield from (f"{_key(name)} = {_value(inner)}" for name, inner in value.items())
        elif _is_tables(value):
            assert isinstance(value, list)
            for entry in value:
                yield f"[[{_key(key)}]]"
                yield from (f"{_key(name)} = {_value(inner)}" for name, inner in entry.items())


def _is_tables(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, Mapping) for one in value)


def _key(key: str) -> str:
    return (
        key
        if key.replace("_", "").replace("-", "").isascii() and key.isidentifier()
        else _text(key)
    )


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    raise TypeError(type(value))
