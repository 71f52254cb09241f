"""What an approval and a rehearsal are of: hashes of an edition and of the deed types it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, time
from decimal import Decimal
from hashlib import sha256

from plaudit.core.charter.stages import used_activities
from plaudit.core.charter.view import View

APPROVAL = "approval"
REHEARSAL = "rehearsal"


def content_hash(view: View) -> str:
    """Return the SHA-256 of what an approval covers, as hexadecimal digits.

    Takes everything of the edition but [approval] itself, and the deed types that it counts.
    Spaces, comments and the order of keys don't matter; any value does.
    """
    return hash_without(view, {APPROVAL})


def rehearsed_hash(view: View) -> str:
    """Return the SHA-256 of what a rehearsal is of: neither an approval nor a rehearsal counts."""
    return hash_without(view, {APPROVAL, REHEARSAL})


def hash_without(view: View, left_out: AbstractSet[str]) -> str:
    """Return the SHA-256 of an edition and its deed types without some of its tables."""
    content = {
        "edition": {key: value for key, value in view.table.items() if key not in left_out},
        "activities": {
            name: view.world.activities[name].table
            for name in used_activities(view)
            if name in view.world.activities
        },
    }
    return sha256(_plain(content).encode()).hexdigest()


def _plain(value: object) -> str:
    """Return a value as JSON of one form: sorted keys, exact decimals, days as texts."""
    return json.dumps(_ready(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _ready(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _ready(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_ready(inner) for inner in value]
    if isinstance(value, Decimal):
        return {"decimal": str(value.normalize()) if value.is_finite() else str(value)}
    if isinstance(value, date | time):
        return {"day": value.isoformat()}
    return value
