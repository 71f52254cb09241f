"""Bars as SVG inside a page: they take the page's colours, light, dark or printed.

No plotting library is used: a bar is a rectangle, and a library's pictures bring colours of their
own, which can't follow the reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from html import escape
from typing import NamedTuple

from plaudit.core.voice import NN_, Voice
from plaudit.lab.page import note, sideways
from plaudit.lab.report_words import signed, whole

BARS_MAX = 30
"""More bars than these are not read; the JSON has every number."""
_MORE = NN_("{number} more is in the JSON file.", "{number} more are in the JSON file.")
_ROW, _CHANGE, _BAR, _LABEL, _WIDTH, _NUMBER = 36, 20, 13, 190, 700, 110


class Pair(NamedTuple):
    """A label, and what it comes to under the current edition and under the draft."""

    label: str
    current: int
    draft: int


def bars(
    title: str,
    pairs: Sequence[Pair],
    *,
    most: int | None = None,
    written: Callable[[int], str] = "{:,}".format,
) -> str:
    """Return two bars for each label, one under the other, with their numbers beside them.

    The draft's bar is solid and the current one's is outlined, so that no colour has to be told
    apart. `most`: what the longest bar there could be comes to; else the longest there is.
    `written`: how a number is written; else as in English.
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
                f'<text x="{_LABEL + width + 6}" y="{y + 13}" class="number">'
                f"{written(points)}</text>"
            )
    height = len(pairs) * _ROW
    return sideways(
        "figure",
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(drawn)}</svg>",
    )


def change_bars(title: str, changes: Sequence[tuple[str, int]], voice: Voice) -> str:
    """Return a bar for each label, from a line in the middle: to the right more, to the left less.

    What is more is solid and what is less is outlined, and each number has its sign. The first
    BARS_MAX are drawn.
    """
    more, changes = _more(len(changes), voice), changes[:BARS_MAX]
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
        said = signed(whole(abs(points), voice), is_less=points < 0)
        drawn.append(
            f'<text x="{_LABEL - 8}" y="{y + 14}" class="label">{escape(label)}</text>'
            f'<rect x="{start}" y="{y + 3}" width="{width}" height="{_BAR}" class="{kind}"/>'
            f'<text x="{end}" y="{y + 14}" class="{side}">{said}</text>'
        )
    return (
        sideways(
            "figure",
            f'<svg viewBox="0 0 {_WIDTH} {len(changes) * _CHANGE}" role="img" '
            f'aria-label="{escape(title)}">{"".join(drawn)}</svg>',
        )
        + more
    )


def most_bars(title: str, pairs: Sequence[Pair], voice: Voice, *, most: int | None = None) -> str:
    """Return the bars of the first BARS_MAX pairs, by the voice; nothing where there is none."""
    if not pairs:
        return ""
    drawn = bars(title, pairs[:BARS_MAX], most=most, written=partial(whole, voice=voice))
    return drawn + _more(len(pairs), voice)


def _more(found: int, voice: Voice) -> str:
    """Return how many of them have no bar; nothing where all have one."""
    left = found - BARS_MAX
    return note(voice.say_many(_MORE, Fraction(left))) if left > 0 else ""
