"""A forecast as one HTML page, for a treasurer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from plaudit.lab.bars import Pair, bars
from plaudit.lab.fans import Bar, fan
from plaudit.lab.forecast_words import in_percent
from plaudit.lab.page import note, page, section, table
from plaudit.lab.report import Data

_KINDS = {
    "issued": "Points issued",
    "redeemed": "Points redeemed",
    "expired": "Points expired",
    "owed": "Points owed at the end of the month",
}
"""What is forecast, with its heading."""


def forecast_page(data: Data) -> str:
    """Return the page of a forecast."""
    read: Any = data
    title = f"Forecast of points: {read['programme']}"
    parts = [
        _about(read),
        section("What this stands on", _list(read["said"])),
        *(section(heading, _kind(read, kind)) for kind, heading in _KINDS.items()),
        section("What is known: how long the points last that are held now", _ends(read)),
        section("How good it was on the past", _tested(read["tested"])),
    ]
    return page(title, parts)


def _about(read: Any) -> str:
    over, last = read["over"], read["months"][-1]
    vouchers = read["in_open_vouchers"]
    held = "" if vouchers is None else f" In vouchers that are still open are {vouchers:,} more."
    return (
        f"<p><strong>{read['owed_now']:,} points</strong> are owed to members now.{held} "
        f"At the end of {last['month']} it will be about {last['owed']['middle']:,}, between "
        f"{last['owed']['low']:,} and {last['owed']['high']:,}.</p>"
        f"<p>Made on {read['made_on']} from {escape(over['from'])}, {over['first_day']} to "
        f"{over['last_day']}. It speaks of totals, never of a person.</p>"
    )


def _list(sentences: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>"


def _kind(read: Any, kind: str) -> str:
    known: Mapping[str, int] = read["history"].get(kind, {})
    drawn = [Bar(month, points, points, points, is_known=True) for month, points in known.items()]
    drawn += [Bar(one["month"], **one[kind]) for one in read["months"]]
    rows = [
        (one["month"], *(f"{one[kind][side]:,}" for side in ("low", "middle", "high")))
        for one in read["months"]
    ]
    return (
        fan(_KINDS[kind], drawn)
        + note("Outlines: what was. Boxes: from the least to the most; the line is the middle.")
        + table(("Month", "At least", "About", "At most"), rows)
    )


def _ends(read: Any) -> str:
    ends: Mapping[str, int] = read["ends_at_most"]
    if not ends:
        return note("Nothing is held that could end, or it is of fewer than 20 members.")
    guessed = {one["month"]: one["expired"]["middle"] for one in read["months"]}
    # What ends after a month expires in the next one.
    pairs = [Pair(month, points, guessed.get(_next(month), 0)) for month, points in ends.items()]
    return bars("what ends after each month", pairs) + note(
        "Outline: what ends after this month if nothing of it is spent; that is certain. Solid: "
        "what is expected to be left by then, for months of the forecast."
    )


def _next(month: str) -> str:
    """Return the month after one.

    >>> _next("2026-12")
    '2027-01'
    """
    number = int(month[:4]) * 12 + int(month[5:])
    return f"{number // 12}-{number % 12 + 1:02d}"


def _tested(tested: Any) -> str:
    rows = [
        (
            _KINDS[kind],
            in_percent(one["model_error"]),
            in_percent(one["simple_error"]),
            f"{one['months_tried']}",
            "model" if one["uses"] == "model" else "simple way",
        )
        for kind, one in tested.items()
    ]
    head = ("Off by, of all points", "Model", "Simple way", "Months tried", "Nearer")
    return table(head, rows) + note(
        "Each past month was forecast from what was known before it, one month ahead, two, and so "
        "on. The simple way: points issued as a year before (four weeks before, where no year is "
        "known), points redeemed as a year before or as last month, points owed as they are."
    )
