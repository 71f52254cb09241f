"""Bars as SVG inside a page: they take the page's colours, light, dark or printed.

No plotting library is used: a bar is a rectangle, and a library's pictures bring colours of their
own, which can't follow the reader's.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from plaudit.lab.page import note, sideways

BARS_MAX = 30
"""More bars than these are not read; the JSON has every number."""
_ROW, _CHANGE, _BAR, _LABEL, _WIDTH, _NUMBER = 36, 20, 13, 190, 700, 110


class Pair(NamedTuple):
    """A label, and what it comes to under the current edition and under the draft."""

    label: str
    current: int
    draft: int


def bars(title: str, pairs: Sequence[Pair], *, most: int | None = None) -> str:
    """Return two bars for each label, one under the other, with their numbers beside them.

    The draft's bar is solid and the current one's is outlined, so that no colour has to be told
    apart. `most`: what the longest bar there could be comes to; else the longest there is.
    """
    if most is None:
        most = max((max(pair.current, pair.draft) for pair in pairs), default=0) or 1
    room = _WIDTH - _LABEL - _NUMBER
    drawn = []
    for row, pair in enumerate(pairs):
        top = row * _ROW
        drawn.append(
            f'<text x="{_LABEL - 8}" y="{top + 18}" class="label">{escape(pair.label)}</text>'
        )
        for kind, points, y in (("current", pair.current, top), ("draft", pair.draft, top + 15)):
            width = room * points // most
            drawn.append(
                f'<rect x="{_LABEL}" y="{y + 2}" width="{width}" height="{_BAR}" class="{kind}"/>'
                f'<text x="{_LABEL + width + 6}" y="{y + 13}" class="number">{points:,}</text>'
            )
    height = len(pairs) * _ROW
    return sideways(
        "figure",
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(drawn)}</svg>",
    )


def change_bars(title: str, changes: Sequence[tuple[str, int]]) -> str:
    """Return a bar for each label, from a line in the middle: to the right more, to the left less.

    What is more is solid and what is less is outlined, and each number has its sign. The first
    BARS_MAX are drawn.
    """
    left = len(changes) - BARS_MAX
    changes = changes[:BARS_MAX]
    most = max((abs(points) for _, points in changes), default=0) or 1
    half = (_WIDTH - _LABEL) // 2 - _NUMBER
    middle = _LABEL + _NUMBER + half
    drawn = [
        f'<line x1="{middle}" x2="{middle}" y1="0" y2="{len(changes) * _CHANGE}" class="axis"/>'
    ]
    for row, (label, points) in enumerate(changes):
        y, width = row * _CHANGE, half * abs(points) // most
        kind, start = ("draft", middle) if points > 0 else ("current", middle - width)
        end, side = (middle + width + 6, "number") if points > 0 else (start - 6, "number less")
        drawn.append(
            f'<text x="{_LABEL - 8}" y="{y + 14}" class="label">{escape(label)}</text>'
            f'<rect x="{start}" y="{y + 3}" width="{width}" height="{_BAR}" class="{kind}"/>'
            f'<text x="{end}" y="{y + 14}" class="{side}">{_signed(points)}</text>'
        )
    return sideways(
        "figure",
        f'<svg viewBox="0 0 {_WIDTH} {len(changes) * _CHANGE}" role="img" '
        f'aria-label="{escape(title)}">{"".join(drawn)}</svg>',
    ) + (note(f"{left} more are in the JSON file.") if left > 0 else "")


def _signed(points: int) -> str:
    """Return a number with its sign.

    >>> _signed(1_200), _signed(-3)
    ('+1,200', '−3')
    """
    return f"{'+' if points > 0 else '−'}{abs(points):,}"


def most_bars(title: str, pairs: Sequence[Pair]) -> str:
    """Return the bars of the first BARS_MAX pairs; nothing where there is none."""
    if not pairs:
        return ""
    left = len(pairs) - BARS_MAX
    said = note(f"{left} more are in the JSON file.") if left > 0 else ""
    return bars(title, pairs[:BARS_MAX]) + said
