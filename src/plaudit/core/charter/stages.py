"""Tallies and rules of an edition, and the facts of the activities that they watch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.charter.view import Table, View

TALLY_SIGN = "tally:"


def stages(view: View) -> Iterator[tuple[str, int, Table]]:
    """Yield each tally and rule with its kind and number."""
    for kind in ("tally", "rule"):
        for index, stage in view.entries(kind):
            yield kind, index, stage


def watched(stage: Table) -> list[str]:
    """Return what a stage watches: activities, or one tally with its sign."""
    on = stage.get("on")
    if isinstance(on, str):
        return [on]
    return [name for name in on if isinstance(name, str)] if isinstance(on, list) else []


def activities_of(view: View, stage: Table) -> list[str]:
    """Return the activities that a stage watches, through tallies too."""
    found: list[str] = []
    left, seen = watched(stage), set[str]()
    while left:
        name = left.pop(0)
        if not name.startswith(TALLY_SIGN):
            found.append(name)
        elif name not in seen:
            seen.add(name)
            left += [
                inner
                for _, tally in view.entries("tally")
                if tally.get("id") == name.removeprefix(TALLY_SIGN)
                for inner in watched(tally)
            ]
    return found


def used_activities(view: View) -> list[str]:
    """Return the activities that the edition counts, each once, in the order written."""
    found: dict[str, None] = {}
    for _, _, stage in stages(view):
        for name in watched(stage):
            if not name.startswith(TALLY_SIGN):
                found[name] = None
    return list(found)


def fact_of(view: View, activities: list[str], name: str) -> Table | None:
    """Return a fact's table from the first of these activities that has it."""
    for activity in activities:
        source = view.world.activities.get(activity)
        facts = source.table.get("facts") if source is not None and source.table else None
        fact = facts.get(name) if isinstance(facts, Mapping) else None
        if isinstance(fact, Mapping):
            return fact
    return None
