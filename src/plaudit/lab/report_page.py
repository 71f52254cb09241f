"""A rehearsal as one HTML page: nothing is fetched, it reads in light and dark and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from plaudit.core.amount import in_units
from plaudit.lab.bars import Pair, bars
from plaudit.lab.report import Data, report_sha256

_BARS_MAX = 30
"""More bars than these are not read; the JSON has every number."""

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #5b6470; --line: #c9d0d8;
  --draft: #0b6e4f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf0; --paper: #14181d; --soft: #a3adb8;
  --line: #3a434e; --draft: #5cc9a3; } }
@media print { :root { --ink: #000; --paper: #fff; --soft: #333; --line: #999; --draft: #333; }
  section { break-inside: avoid; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; font-size: 12px; }
svg text { fill: var(--ink); } svg .label { text-anchor: end; }
svg .draft { fill: var(--draft); }
svg .current { fill: none; stroke: var(--soft); stroke-width: 1; }
.note { color: var(--soft); } code { overflow-wrap: anywhere; }
"""


def page_of(report: Data) -> str:
    """Return the page of a report."""
    read: Any = report
    title = f"Rehearsal of {read['programme']} {read['edition']}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        _about(read),
        _section("What changes, in words", _words(read["difference"])),
        _section("Cost by month", _both(read, "by_month")),
        _section("Until when a year is funded", _funding(read)),
        _section("What is owed, and when it ends", _liability(read)),
        _section("Points by rule", _both(read, "by_rule")),
        _section("Points by kind of deed", _both(read, "by_activity")),
        _section("Who gains and who loses, by groups of deeds", _groups(read["groups"])),
        _section("Points by partner", _both(read, "by_partner")),
        _section("Points by district", _both(read, "by_district")),
        _section("Points by hour of the day", _both(read, "by_hour")),
        _section("How often each ceiling bites", _ceilings(read)),
        _section("How much the most active have", _top(read)),
        _section("Splitting a deed", _splitting(read)),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _percent(part: int, whole: int) -> str:
    """Return a share to a tenth of a percent, cut off.

    >>> _percent(1, 3)
    '33.3 %'
    """
    tenths = 1000 * part // max(1, whole)
    return f"{tenths // 10}.{tenths % 10} %"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def _about(read: Any) -> str:
    over, draft, current = read["over"], read["draft"]["points"], read["current"]["points"]
    change = f"{'+' if draft >= current else '−'}{_percent(abs(draft - current), current)}"
    return (
        f"<p><strong>{draft:,} points</strong> instead of {current:,} ({change}), had the draft "
        f"been in force from {over['first_day']} to {over['last_day']} in place of edition "
        f"{escape(read['against']['edition'])}.</p>"
        f"<p>{over['deeds']:,} deeds of {over['members']:,} members were counted, to the last "
        f"point, on {read['rehearsed_on']}. In the bars, the draft is solid, the current edition "
        "is an outline.</p>"
        + _note(
            "Members may do other deeds under other rules: this says what the rules would have "
            "given for what was done, not what will be done."
        )
        + f"<p>SHA-256 of this rehearsal (the JSON file), for the approval:<br>"
        f"<code>{report_sha256(read)}</code></p>"
    )


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
        return _note("Nothing is known about this.")
    pairs = [Pair(one, current.get(one, 0), draft.get(one, 0)) for one in labels]
    said = bars(key.replace("_", " "), pairs[:_BARS_MAX])
    left = len(pairs) - _BARS_MAX
    return said + (_note(f"{left} smaller ones are in the JSON file.") if left > 0 else "")


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
    return _table(("", "Budget of a year", "Points a week", "Used up on"), rows) + _note(
        "Counted from the draft's first day, by the busiest and by the quietest whole week."
    )


def _liability(read: Any) -> str:
    rows = [(name, f"{side['liability']['owed_at_most']:,}") for name, side in _sides(read)]
    ends = {name: side["liability"]["ends_after_month"] for name, side in _sides(read)}
    months = sorted({month for of_side in ends.values() for month in of_side})
    return (
        _table(("", "Owed at most"), rows)
        + _note("If members spend nothing. What isn't spent ends after these months:")
        + bars(
            "what ends",
            [Pair(m, ends["Current"].get(m, 0), ends["Draft"].get(m, 0)) for m in months],
        )
    )


def _groups(groups: Sequence[Mapping[str, Any]]) -> str:
    if not groups:
        return _note("No group of deeds has 20 members.")
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
    return _table(head, rows) + _note(
        "A group is a kind of deed and how many of it were done in one member's month; never who "
        "did them. Groups of fewer than 20 members are part of their neighbour, or left out."
    )


def _band(one: Mapping[str, Any]) -> str:
    low, high = one["at_least"], one["at_most"]
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _ceilings(read: Any) -> str:
    rows = [
        (f"{one['id']} ({name.lower()})", f"{one['asked']:,}", f"{one['cut']:,}",
         f"{one['asked_points'] - one['let_points']:,}")
        for name, side in _sides(read)
        for one in side["ceilings"]
    ]  # fmt: skip
    if not rows:
        return _note("Neither edition has a joint ceiling.")
    return _table(("Ceiling", "Awards under it", "Awards cut", "Points cut"), rows)


def _top(read: Any) -> str:
    if any(side["top_hundredth"]["points"] is None for _, side in _sides(read)):
        return _note("Not shown: a hundredth of the members would be fewer than 20 persons.")
    rows = [
        (
            name,
            f"{side['top_hundredth']['points']:,}",
            _percent(side["top_hundredth"]["points"], side["points"]),
        )
        for name, side in _sides(read)
    ]
    return _table(("", "Points of the top hundredth", "Share of all points"), rows) + _note(
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
        return _note("No kind of deed has a number that could be split.")
    return _table(("The same amount", "At once", "In 7 reports", "Over 7 days"), rows) + _note(
        "More points for parts than at once is a reason to look: is that what the rule is for?"
    )
