"""A rehearsal as one HTML page: nothing is fetched, it reads in light and dark and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from plaudit.core.rehearsal_form import Numbers, canonical, report_sha256
from plaudit.core.rehearsal_page import block_of
from plaudit.lab.bars import Pair, bars, most_bars
from plaudit.lab.page import note, page, percent, section, table
from plaudit.lab.report_effects import changes, cuts, groups, sides_of, splitting, top


def page_of(report: Numbers) -> str:
    """Return the page of a report."""
    read: Any = report
    title = f"Rehearsal of {read['programme']} {read['edition']}"
    parts = [
        _about(read),
        section("What changes, in words", _words(read["difference"]) + changes(read)),
        section("Cost by month", _both(read, "by_month")),
        section("Until when a year is funded", _funding(read)),
        section("What is owed, and when it ends", _liability(read)),
        section("Points by rule", _both(read, "by_rule")),
        section("Points by kind of deed", _both(read, "by_activity")),
        section("Who gains and who loses, by groups of deeds", groups(read["groups"])),
        section("Points by partner", _both(read, "by_partner")),
        section("Points by district", _both(read, "by_district")),
        section("Points by hour of the day", _both(read, "by_hour")),
        section(
            "How often a rule's own limit bites",
            cuts(read, "limits", none="No rule has a limit of its own."),
        ),
        section(
            "How often each joint ceiling bites",
            cuts(read, "ceilings", none="Neither edition has a joint ceiling."),
        ),
        section("How much the most active have", top(read)),
        section("Splitting a deed", splitting(read)),
        section("All numbers", _all(report)),
    ]
    return page(title, parts)


def _about(read: Any) -> str:
    over, draft, current = read["over"], read["draft"]["points"], read["current"]["points"]
    change = f"{'+' if draft >= current else '−'}{percent(abs(draft - current), current)}"
    return (
        f"<p><strong>{draft:,} points</strong> instead of {current:,} ({change}), had the draft "
        f"been in force from {escape(str(over['first_day']))} to {escape(str(over['last_day']))} "
        "in place of edition "
        f"{escape(read['against']['edition'])}.</p>"
        f"<p>{over['deeds']:,} deeds of {over['members']:,} members were counted, to the last "
        f"point, on {escape(read['rehearsed_on'])}. {_left_out(over)}In the bars, "
        "the draft is solid, the current edition is an outline.</p>"
        + note(
            "Members may do other deeds under other rules: this says what the rules would have "
            "given for what was done, not what will be done."
        )
        + f"<p>SHA-256 of this rehearsal (its numbers as JSON), for the approval:<br>"
        f"<code>{report_sha256(read)}</code></p>"
    )


def _all(report: Numbers) -> str:
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
    return most_bars(key.replace("_", " "), pairs)


def _funding(read: Any) -> str:
    rows = []
    weeks = []
    for name, side in sides_of(read):
        said = side["funding"]
        weeks.append((0, 0) if said is None else said["points_a_week"])
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
    quiet, busy = zip(*weeks, strict=True)
    return (
        table(("", "Budget of a year", "Points a week", "Used up on"), rows)
        + note("Counted from the draft's first day, by the busiest and by the quietest whole week.")
        + bars("points a week", [Pair("quietest week", *quiet), Pair("busiest week", *busy)])
    )


def _liability(read: Any) -> str:
    sides = [(name, side["liability"]) for name, side in sides_of(read)]
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
