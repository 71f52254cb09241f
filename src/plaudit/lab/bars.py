"""Bars as SVG inside a page: they take the page's colours, light, dark or printed.

No plotting library is used: a bar is a rectangle, and a library's pictures bring colours of their
own, which can't follow the reader's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from html import escape
from typing import NamedTuple

from plaudit.core.voice import NN_, Voice
from plaudit.lab.page import Label, Named, note, sideways
from plaudit.lab.report_words import signed, whole

BARS_MAX = 30
"""More bars than these are not read; the JSON has every number."""
_MORE = NN_("{number} more is in the JSON file.", "{number} more are in the JSON file.")
_ROW, _CHANGE, _BAR, _LABEL, _WIDTH, _NUMBER = 36, 30, 13, 225, 735, 110
_LABEL_FITS, _LATIN, _THAI, _CHINESE = 330, 10, 12, 20
"""How wide a label beside its bars may be, and how wide letters are, in tenths of a Latin one."""


class Pair(NamedTuple):
    """A label, and what it comes to under the current edition and under the draft."""

    label: Label
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
        drawn.append(_beside(pair.label, middle=top + 18))
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


def change_bars(title: str, changes: Sequence[tuple[Label, int]], voice: Voice) -> str:
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
            _beside(label, middle=y + 16)
            + f'<rect x="{start}" y="{y + 5}" width="{width}" height="{_BAR}" class="{kind}"/>'
            f'<text x="{end}" y="{y + 16}" class="{side}">{said}</text>'
        )
    return (
        sideways(
            "figure",
            f'<svg viewBox="0 0 {_WIDTH} {len(changes) * _CHANGE}" role="img" '
            f'aria-label="{escape(title)}">{"".join(drawn)}</svg>',
        )
        + more
    )


def _beside(label: Label, *, middle: int) -> str:
    """Return a label beside its bars, with its id under it."""
    title, id = (label.title, label.id) if isinstance(label, Named) else (label, "")
    lines = [(title, middle - 5, "label"), (id, middle + 8, "label id")] if id else []
    return "".join(
        f'<text x="{_LABEL - 8}" y="{y}" class="{kind}">{escape(_fitting(text))}</text>'
        for text, y, kind in lines or [(title, middle, "label")]
    )


def _fitting(text: str) -> str:
    """Return a label, cut where it wouldn't fit beside its bars; tables have it whole.

    >>> (
    ...     _fitting("Recyclables sorted and brought to the depot"),
    ...     _fitting("把可回收物分好类送到回收站点"),
    ... )
    ('Recyclables sorted and brought t…', '把可回收物分好类送到回收站点')
    """
    left = _LABEL_FITS
    for at, one in enumerate(text):
        left -= _width(one)
        if left < 0:
            return f"{text[: at - 1].rstrip()}…"
    return text


def _width(letter: str) -> int:
    if unicodedata.category(letter) == "Mn":
        return 0  # stands above or under the one before
    if unicodedata.east_asian_width(letter) in "WF":
        return _CHINESE
    return _THAI if "\u0e00" <= letter < "\u0e80" else _LATIN


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
