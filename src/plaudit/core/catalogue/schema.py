"""JSON Schemas of the catalogue's files, for editors: made from what reading knows."""

from __future__ import annotations

import json

from plaudit.core.catalogue.activity_fields import ACTIVITY
from plaudit.core.catalogue.edition_fields import EDITION
from plaudit.core.catalogue.fields import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TABLES = {
    "activity": (ACTIVITY, "An activity type of Plaudit: catalogue/activities/NAME.toml"),
    "edition": (EDITION, "An edition of Plaudit: catalogue/programmes/PROGRAMME/EDITION.toml"),
}
"""The files that have a schema: the table of each, and its title."""


def schema_of(name: str) -> Schema:
    """Return the JSON Schema of a kind of file, "activity" or "edition".

    >>> schema_of("activity")["required"]
    ['id', 'title']
    """
    table, title = TABLES[name]
    return {"$schema": DIALECT, "title": title, **table.schema()}


def schema_text(name: str) -> str:
    """Return the JSON Schema of a kind of file as the text of its own file."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"
