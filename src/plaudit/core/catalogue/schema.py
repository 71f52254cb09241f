"""JSON Schemas of the catalogue's files, for editors: made from what reading knows."""

from __future__ import annotations

import json

from plaudit.core.catalogue.activity_fields import ACTIVITY
from plaudit.core.catalogue.fields import Schema
from plaudit.core.catalogue.offers import REWARD_FILE
from plaudit.core.catalogue.whole import WHOLE_EDITION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TABLES = {
    "activity": (ACTIVITY, "An activity type of Plaudit: catalogue/activities/NAME.toml"),
    "edition": (
        WHOLE_EDITION,
        "An edition of Plaudit: catalogue/programmes/PROGRAMME/EDITION.toml",
    ),
    "reward": (REWARD_FILE, "A reward of Plaudit: catalogue/rewards/NAME.toml"),
}
"""The files that have a schema: the table of each, and its title."""


def schema_of(name: str) -> Schema:
    """Return the JSON Schema of a kind of file: "activity", "edition" or "reward".

    >>> schema_of("activity")["required"]
    ['id']
    """
    table, title = TABLES[name]
    return {"$schema": DIALECT, "title": title, **table.schema()}


def schema_text(name: str) -> str:
    """Return the JSON Schema of a kind of file as the text of its own file."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"
