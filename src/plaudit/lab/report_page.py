"""A rehearsal as one HTML page: nothing is fetched, it reads in light and dark and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from plaudit.core.amount import in_units
from plaudit.core.rehearsal_page import block_of
from plaudit.lab.bars import Pair, bars
from plaudit.lab.page import note, page, percent, section, table
from plaudit.lab.report import Data, canonical, report_sha256

_BARS_MAX = 30
"""More bars than these are not read; the JSON has every number."""


def page_of(report: Data) -> str:
    """Return the page of a report."""
    read: Any = report
    title = f"Rehearsal of {read['programme']} {read['edition']}"
    parts = [
        _about(read),
        section("What changes, in words", _words(read["difference"])),
        section("Cost by month", _both(read, "by_month")),
        section("Until when a year is funded", _funding(read)),
        section("What is owed, and when it ends", _liability(read)),
        section("Points by rule", _both(read, "by_rule")),
        section("Points by kind of deed", _both(read, "by_activity")),
        section("Who gains and who loses, by groups of deeds", _groups(read["groups"])),
        section("Points by partner", _both(read, "by_partner")),
        section("Points by district", _both(read, "by_district")),
        section("Points by hour of the day", _both(read, "by_hour")),
        section(
            "How often a rule's own limit bites",
            _cuts(read, "limits", none="No rule has a limit of its own."),
        ),
        section(
            "How often each joint ceiling bites",
            _cuts(read, "ceilings", none="Neither edition has a joint ceiling."),
        ),
        section("How much the most active have", _top(read)),
        section("Splitting a deed", _splitting(read)),
        section("All numbers", _all(report)),
    ]
    return page(title, parts)


def _about(read: Any) -> str:
    over, draft, current = read["over"], read["draft"]["points"], read["current"]["points"]
    change = f"{'+' if draft >= current else '−'}{percent(abs(draft - current), current)}"
    return (
        f"<p><strong>{draft:,} points</strong> instead of {current:,} ({change}), had the draft "
        f"been in force from {over['first_day']} to {over['last_day']} in place of edition "
        f"{escape(read['against']['edition'])}.</p>"
        f"<p>{over['deeds']:,} deeds of {over['members']:,} members were counted, to the last "
        f"point, on {read['rehearsed_on']}. {_left_out(over)}In the bars, the draft is solid, the "
        "current edition is an outline.</p>"
        + note(
            "Members may do other deeds under other rules: this says what the rules would have "
            "given for what was done, not what will be done."
        )
        + f"<p>SHA-256 of this rehearsal (its numbers as JSON), for the approval:<br>"
        f"<code>{report_sha256(read)}</code></p>"
    )


def _all(report: Data) -> str:
    return note("The JSON file, byte for byte: who has this page has the report.") + (
        f"<details><summary>JSON</summary>{block_of(canonical(report))}</details>"
    )


def _left_out(over: Any) -> str:
    if "without" not in over:
        return ""
    return f"Struck-out deeds, {over['without']['left_out']:,}, were left out. "


def _words(sentences: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>"


def _both(read: Any, key: str) -> str:
    current, draft = read["current"][key], read["draft"][key]
    labels = list(dict.fromkeys([*draft, *current]))
    if key in ("by_month", "by_hour"):
        labels.sort(key=lambda one: one.zfill(7))
    else:
        labels.sort(key=lambda one: -max(draft.get(one, 0), current.get(one, 0)))
    if not labels:
        return note("Nothing is known about this.")
    pairs = [Pair(one, current.get(one, 0), draft.get(one, 0)) for one in labels]
    said = bars(key.replace("_", " "), pairs[:_BARS_MAX])
    left = len(pairs) - _BARS_MAX
    return said + (note(f"{left} smaller ones are in the JSON file.") if left > 0 else "")


def _sides(read: Any) -> list[tuple[str, Any]]:
    return [("Current", read["current"]), ("Draft", read["draft"])]


def _funding(read: Any) -> str:
    rows = []
    for name, side in _sides(read):
        said = side["funding"]
        if said is None:
            rows.append((name, "no budget, or no whole week of deeds", "", ""))
            continue
        low, high = said["points_a_week"]
        soon, late = (day or "lasts the year" for day in said["used_up_on"])
        rows.append(
            (
                name,
                f"{said['budget_points_a_year']:,}",
                f"{low:,} to {high:,}",
                f"{soon}, or: {late}",
            )
        )
    return table(("", "Budget of a year", "Points a week", "Used up on"), rows) + note(
        "Counted from the draft's first day, by the busiest and by the quietest whole week."
    )


def _liability(read: Any) -> str:
    sides = [(name, side["liability"]) for name, side in _sides(read)]
    rows = [
        (name, f"{one['owed_at_most']:,}", *(f"{spent['owed']:,}" for spent in one["if_spent"]))
        for name, one in sides
    ]
    shares = [f"{one['spent_in_thousand'] / 10:g} % spent" for one in sides[0][1]["if_spent"]]
    ends = {name: _middle(one)["ends_after_month"] for name, one in sides}
    months = sorted({month for of_side in ends.values() for month in of_side})
    pairs = [Pair(m, ends["Current"].get(m, 0), ends["Draft"].get(m, 0)) for m in months]
    return (
        table(("", "Owed at most", *shares), rows)
        + note(
            "At most: nothing of it is spent, and nothing has ended yet. The others: if this share "
            "of what members hold is spent in each month (an assumption, --spends). By the middle "
            "one, this is what isn't spent and ends after these months:"
        )
        + bars("what ends", pairs)
    )


def _middle(one: Any) -> Any:
    """Return what is owed by the middle assumption; at most, where no point was given."""
    found = one["if_spent"]
    return found[len(found) // 2] if found else one


def _groups(groups: Sequence[Mapping[str, Any]]) -> str:
    if not groups:
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
        for one in groups
    ]
    head = ("Deeds in a month", "Months", "Current points", "Draft points", "Gain in", "Lose in")
    return table(head, rows) + note(
        "A group is a kind of deed and how many of it were done in one member's month; never who "
        "did them. Groups of fewer than 20 members are part of their neighbour, or left out."
    )


def _band(one: Mapping[str, Any]) -> str:
    low, high = one["at_least"], one["at_most"]
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


_CUT = ("asked", "cut", "cut_points")


def _cuts(read: Any, which: str, *, none: str) -> str:
    """Return how often limits cut, of ceilings or of rules' own."""
    rows = [
        (
            f"{one['id']} ({name.lower()})",
            *("few" if one[key] is None else f"{one[key]:,}" for key in _CUT),
        )
        for name, side in _sides(read)
        for one in side[which]
    ]
    if not rows:
        return note(none)
    return table(("Limit", "Awards under it", "Awards cut", "Points cut"), rows) + note(
        "What is of fewer than 20 members is not counted here."
    )


def _top(read: Any) -> str:
    if any(side["top_hundredth"]["points"] is None for _, side in _sides(read)):
        return note("Not shown: a hundredth of the members would be fewer than 20 persons.")
    rows = [
        (
            name,
            f"{side['top_hundredth']['points']:,}",
            percent(side["top_hundredth"]["points"], side["points"]),
        )
        for name, side in _sides(read)
    ]
    return table(("", "Points of the top hundredth", "Share of all points"), rows) + note(
        "The hundredth of the members with the most points, all together; nobody is listed."
    )


def _splitting(read: Any) -> str:
    rows = [
        (f"{one['activity']}, {in_units(one['amount'])} {one['fact']} ({name.lower()})",
         f"{one['at_once']:,}", f"{one['in_parts']:,}", f"{one['over_days']:,}")
        for name, side in _sides(read)
        for one in side["splitting"]
    ]  # fmt: skip
    if not rows:
        return note("No kind of deed has a number that could be split.")
    return table(("The same amount", "At once", "In 7 reports", "Over 7 days"), rows) + note(
        "More points for parts than at once is a reason to look: is that what the rule is for?"
    )
