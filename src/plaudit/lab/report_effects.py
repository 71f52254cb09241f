"""Effects that a rehearsal shows: who gains, what limits cut, what splitting brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plaudit.core.amount import in_units
from plaudit.lab.bars import Pair, bars, change_bars, most_bars
from plaudit.lab.page import note, percent, table

_CUT = ("asked", "cut", "cut_points")
_WAYS = (("at_once", "at once"), ("in_parts", "7 reports"), ("over_days", "7 days"))


def sides_of(read: Any) -> list[tuple[str, Any]]:
    """Return both editions' parts of a report, the current one first."""
    return [("Current", read["current"]), ("Draft", read["draft"])]


def changes(read: Any) -> str:
    """Return by how much each rule gives more or less, the largest first.

    A rule that one side shows only among the others, as of few members, is left out.
    """
    current, draft = (side["by_rule"] for _, side in sides_of(read))
    found = [
        (id, draft.get(id, 0) - current.get(id, 0))
        for id in dict.fromkeys([*draft, *current])
        if id != "others" and all(id in one or "others" not in one for one in (current, draft))
    ]
    changed = sorted((one for one in found if one[1]), key=lambda one: (-abs(one[1]), one[0]))
    if not changed:
        return note("No rule would have given other points for these deeds.")
    return change_bars("points more or less by rule", changed) + note(
        "Points of each rule, had the draft been in force: to the right more than now, to the left "
        "less. Rules without a bar give the same, or are of fewer than 20 members."
    )


def groups(found: Sequence[Mapping[str, Any]]) -> str:
    """Return what groups of deeds would have earned, and in how many months more or less."""
    if not found:
        return note("No group of deeds has 20 members.")
    rows = [
        (
            f"{one['activity']}, {_band(one)}",
            f"{one['months']:,}",
            f"{one['current_points']:,}",
            f"{one['draft_points']:,}",
            f"{one['gain']:,}",
            f"{one['lose']:,}",
        )
        for one in found
    ]
    head = ("Deeds in a month", "Months", "Current points", "Draft points", "Gain in", "Lose in")
    pairs = [
        Pair(row[0], one["current_points"], one["draft_points"])
        for row, one in zip(rows, found, strict=True)
    ]
    return (
        table(head, rows)
        + note(
            "A group is a kind of deed and how many of it were done in one member's month; never "
            "who did them. Groups of fewer than 20 members are part of their neighbour, or left "
            "out. The bars are the points of each."
        )
        + most_bars("points of groups", pairs)
    )


def _band(one: Mapping[str, Any]) -> str:
    low, high = one["at_least"], one["at_most"]
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def cuts(read: Any, which: str, *, none: str) -> str:
    """Return how often limits cut, of ceilings or of rules' own."""
    rows = [
        (
            f"{one['id']} ({name.lower()})",
            *("few" if one[key] is None else f"{one[key]:,}" for key in _CUT),
        )
        for name, side in sides_of(read)
        for one in side[which]
    ]
    if not rows:
        return note(none)
    return (
        table(("Limit", "Awards under it", "Awards cut", "Points cut"), rows)
        + note("What is of fewer than 20 members is not counted here. The bars are points cut.")
        + most_bars(f"points cut by {which}", _cut_points(read, which))
    )


def _cut_points(read: Any, which: str) -> list[Pair]:
    """Return the points that each limit cut; none where a side may not be shown."""
    sides = [{one["id"]: one["cut_points"] for one in side[which]} for _, side in sides_of(read)]
    current, draft = sides
    ids = dict.fromkeys([*draft, *current])
    pairs = [Pair(id, current.get(id, 0), draft.get(id, 0)) for id in ids]
    return [one for one in pairs if None not in one]


def top(read: Any) -> str:
    """Return what the hundredth of the members with the most points have together."""
    if any(side["top_hundredth"]["points"] is None for _, side in sides_of(read)):
        return note("Not shown: a hundredth of the members would be fewer than 20 persons.")
    rows = [
        (
            name,
            f"{side['top_hundredth']['points']:,}",
            percent(side["top_hundredth"]["points"], side["points"]),
        )
        for name, side in sides_of(read)
    ]
    shares = [
        1_000 * side["top_hundredth"]["points"] // max(1, side["points"])
        for _, side in sides_of(read)
    ]
    return (
        table(("", "Points of the top hundredth", "Share of all points"), rows)
        + note("The hundredth of the members with the most points, all together; nobody is listed.")
        + bars("share of all points", [Pair("of 1,000 points", *shares)], most=1_000)
    )


def splitting(read: Any) -> str:
    """Return what the same amount gives at once and in parts."""
    rows = [
        (f"{one['activity']}, {in_units(one['amount'])} {one['fact']} ({name.lower()})",
         f"{one['at_once']:,}", f"{one['in_parts']:,}", f"{one['over_days']:,}")
        for name, side in sides_of(read)
        for one in side["splitting"]
    ]  # fmt: skip
    if not rows:
        return note("No kind of deed has a number that could be split.")
    return (
        table(("The same amount", "At once", "In 7 reports", "Over 7 days"), rows)
        + note(
            "More points for parts than at once is a reason to look: is that what the rule is for? "
            "The bars show where parts give something else."
        )
        + most_bars("splitting", _split_points(read))
    )


def _split_points(read: Any) -> list[Pair]:
    """Return the points of each way to report an amount, where the way matters."""
    current, draft = (
        {(one["activity"], one["fact"]): one for one in side["splitting"]}
        for _, side in sides_of(read)
    )
    none = {way: 0 for way, _ in _WAYS}
    pairs = []
    for key in dict.fromkeys([*draft, *current]):
        before, after = current.get(key, none), draft.get(key, none)
        if any(len({one[way] for way, _ in _WAYS}) > 1 for one in (before, after)):
            pairs += [Pair(f"{key[0]}, {said}", before[way], after[way]) for way, said in _WAYS]
    return pairs
