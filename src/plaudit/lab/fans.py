"""Months as SVG inside a page: what was, and a range of what may come, in the page's colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from plaudit.lab.page import sideways

_HEIGHT, _LEFT, _RIGHT, _FOOT = 190, 92, 684, 24
_LABELS_MAX = 13


class Bar(NamedTuple):
    """One month. What is known has all three alike, and `is_known`."""

    label: str
    low: int
    middle: int
    high: int
    is_known: bool = False


def fan(title: str, bars: Sequence[Bar]) -> str:
    """Return months side by side: known ones as outlines, those to come as a range.

    The line in a range is its middle. Nothing is told by colour alone.
    """
    most = max((bar.high for bar in bars), default=0) or 1
    step = (_RIGHT - _LEFT) / max(1, len(bars))
    every = -(-len(bars) // _LABELS_MAX)

    def y(points: int) -> float:
        return _HEIGHT - (_HEIGHT - 12) * points / most

    drawn = [
        (
            f'<text x="{_LEFT - 8}" y="16" class="label">{most:,}</text>'
            f'<text x="{_LEFT - 8}" y="{_HEIGHT}" class="label">0</text>'
            f'<line x1="{_LEFT}" y1="{_HEIGHT}" x2="{_RIGHT}" y2="{_HEIGHT}" class="axis"/>'
        )
    ]
    for place, bar in enumerate(bars):
        left, wide = _LEFT + place * step + step * 0.12, step * 0.76
        drawn.append(_drawn(bar, left, wide, y=y))
        if place % every == 0:
            drawn.append(
                f'<text x="{left + wide / 2:.1f}" y="{_HEIGHT + 16}" class="month">'
                f"{escape(bar.label)}</text>"
            )
    return sideways(
        "figure",
        f'<svg viewBox="0 0 {_RIGHT + 16} {_HEIGHT + _FOOT}" role="img" '
        f'aria-label="{escape(title)}">{"".join(drawn)}</svg>',
    )


def _drawn(bar: Bar, left: float, wide: float, *, y: Callable[[int], float]) -> str:
    """Return one month: a box, what it says when pointed at, and the line of its middle."""
    top, foot = (y(bar.middle), y(0)) if bar.is_known else (y(bar.high), y(bar.low))
    span = "" if bar.is_known else f" ({bar.low:,} to {bar.high:,})"
    box = (
        f"<title>{escape(bar.label)}: {bar.middle:,}{span}</title>"
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" '
        f'height="{max(1.0, foot - top):.1f}" '
        f'class="{"current" if bar.is_known else "draft range"}"/>'
    )
    if bar.is_known:
        return f"<g>{box}</g>"
    middle = (
        f'<rect x="{left:.1f}" y="{y(bar.middle) - 1:.1f}" width="{wide:.1f}" height="2.5" '
        'class="middle"/>'
    )
    return f"<g>{box}{middle}</g>"
