"""The rows of a rehearsal's report: each is of a rule, a kind of deeds or a partner that there is.

What a row comes to can't be proven without the deeds. That there is such a row can, so nobody can
put a sentence of their own among them. Districts are as whoever rehearsed named them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plaudit.core.activity import Activity
from plaudit.core.edition import Edition

_OTHERS = "others"
"""What the rows of few members are added up as."""


def made_up(
    numbers: Any,
    editions: Mapping[str, Edition],
    *,
    activities: Mapping[str, Activity],
    kinds: Collection[str],
    partners: Collection[str],
) -> str | None:
    """Return what a row is called that nothing here is; None where every row is known.

    Takes: numbers that have the form; the editions by their side there, "draft" and "current",
           with the activities that they count. `kinds`: of deeds that may be among the others.
    """
    kinds = {*kinds, *activities}
    kinds_or_others, partners_or_others = {*kinds, _OTHERS}, {*partners, _OTHERS}
    rows: list[tuple[str, Collection[str]]] = [
        (one["activity"], kinds) for one in numbers["groups"]
    ]
    for name, edition in editions.items():
        side = numbers[name]
        rows += _of_edition(side, edition)
        rows += ((one, kinds_or_others) for one in side["by_activity"])
        rows += ((one, partners_or_others) for one in side["by_partner"])
        rows += _of_splitting(side, activities)
    return next((one for one, known in rows if one not in known), None)


def _of_edition(side: Any, edition: Edition) -> Iterator[tuple[str, Collection[str]]]:
    """Yield the names of rules and ceilings, each with those that it may be one of."""
    rules = edition.rules()
    known = {
        "by_rule": {_OTHERS, *(one.id for one in rules)},
        "limits": {one.id for one in rules if one.at_most is not None},
        "ceilings": {one.id for one in edition.ceilings},
    }
    for one in side["by_rule"]:
        yield one, known["by_rule"]
    for key in ("limits", "ceilings"):
        for bite in side[key]:
            yield bite["id"], known[key]


def _of_splitting(
    side: Any, activities: Mapping[str, Activity]
) -> Iterator[tuple[str, Collection[str]]]:
    """Yield the kinds of deeds and the facts that are split, each with what it may be one of."""
    for one in side["splitting"]:
        known = activities.get(one["activity"])
        yield one["activity"], activities
        yield one["fact"], [] if known is None else [fact.name for fact in known.facts]
