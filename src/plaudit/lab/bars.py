"""Bars as SVG inside a page: they take the page's colours, light, dark or printed.

No plotting library is used: a bar is a rectangle, and a library's pictures bring colours of their
own, which can't follow the reader's.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from plaudit.lab.page import note

BARS_MAX = 30
"""More bars than these are not read; the JSON has every number."""
_ROW, _BAR, _LABEL, _WIDTH, _NUMBER = 36, 13, 190, 700, 110


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
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(drawn)}</svg></figure>"
    )


def most_bars(title: str, pairs: Sequence[Pair]) -> str:
    """Return the bars of the first BARS_MAX pairs; nothing where there is none."""
    if not pairs:
        return ""
    left = len(pairs) - BARS_MAX
    said = note(f"{left} more are in the JSON file.") if left > 0 else ""
    return bars(title, pairs[:BARS_MAX]) + said
