"""Rewards of an edition, or the one reward of a file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.kinds import NAME
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.view import Table, View


def rewards(view: View) -> Iterator[tuple[Path, Table]]:
    """Yield each reward with its place in the file."""
    if view.kind == "reward":
        yield (), view.table
    elif view.kind == "edition":
        for index, reward in view.entries("reward"):
            yield ("reward", index), reward


def partners_are_sound(view: View) -> bool:
    """Return whether each partner says its id and kind, so that what is left out is known."""
    written = view.value("partner")
    if not isinstance(written, list) or not written:
        return view.kind == "reward"
    return all(
        isinstance(partner, Mapping)
        and is_name(partner.get("id"))
        and isinstance(partner.get("kind"), str)
        for partner in written
    )


def is_name(value: object) -> bool:
    """Return whether a value is an id as reading wants it."""
    fits = isinstance(value, str) and len(value) <= NAME.most
    return fits and re.fullmatch(NAME.pattern, str(value)) is not None


def partner_kind(view: View, partner_id: str) -> tuple[str, Path] | None:
    """Return the kind of a partner and where it is said; the registry knows better than the file.

    The place is empty where the registry of partners says it.
    """
    registered = view.registries.partners.get(partner_id)
    if registered is not None:
        return registered.kind, ()
    for index, partner in view.entries("partner"):
        kind = partner.get("kind")
        if partner.get("id") == partner_id and isinstance(kind, str):
            return kind, ("partner", index, "kind")
    return None
