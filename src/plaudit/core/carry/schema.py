"""The JSON Schema of an export, made from the columns that it may have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby

from plaudit.core.carry.export import FORMAT, Column, Kind

_KINDS: dict[Kind, dict[str, object]] = {
    "number": {"type": ["integer", "null"]},
    "text": {"type": ["string", "null"]},
    "flag": {"type": ["boolean", "null"]},
    "day": {"type": ["string", "null"], "format": "date"},
    "instant": {"type": ["string", "null"], "format": "date-time"},
    "numbers": {"type": ["array", "null"], "items": {"type": "integer"}},
    "object": {"type": ["object", "null"]},
    "bytes": {"type": ["string", "null"], "description": "hexadecimal"},
}


def schema_text(columns: Iterable[Column]) -> str:
    """Return the JSON Schema of an export with these columns, as the text of its file."""
    tables = {
        table: {
            "type": "array",
            "items": _closed(
                {
                    one.name: _KINDS[one.kind]
                    | {"description": f"{one.purpose} Last day: {one.last_day}"}
                    for one in of_table
                }
            ),
        }
        for table, of_table in groupby(columns, key=lambda one: one.table)
    }
    column = _closed({name: {"type": "string"} for name in Column._fields})
    whole = _closed(
        {
            "format": {"const": FORMAT},
            "programme": {"type": "string"},
            "member": {"type": "integer"},
            "made_at": {"type": "string", "format": "date-time"},
            "language": {"type": "string"},
            "columns": {"type": "array", "items": column},
            "tables": _closed(tables),
        }
    )
    said = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Everything that Plaudit holds about one member",
        **whole,
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def _closed(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
