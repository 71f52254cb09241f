"""Pictures of a rule: its line, with the place before a deed and the place after it.

All numbers are whole units of the drawing, for an SVG without a style of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from plaudit.core.curve import Curve, Place
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice

LEFT, RIGHT, TOP, BOTTOM = 44, 308, 14, 122
"""Where the plot stands in a drawing of 320 by 150."""
ACROSS, UPWARDS = 34, 16
"""How far apart two numbers on an axis are at least."""
_SVG = '<svg class="picture" viewBox="0 0 320 150" width="320" height="150" role="img"'
_SAYS_THE_SAME = N_("Picture of this rule. The words beside it say the same.")
_BEFORE, _AFTER, _AT_MOST = N_("Before"), N_("After"), N_("At most")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Label:
    """A number on an axis, at its place."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: the line as a path, two marks, the ceiling's height, numbers on both axes."""

    line: str
    before: Mark
    after: Mark
    most_y: int | None
    across: tuple[Label, ...]
    upwards: tuple[Label, ...]


def picture_of(curve: Curve, voice: Voice) -> Picture:
    """Return the drawing of a curve, with its numbers in the voice's language."""
    last, before, after = curve.corners[-1], curve.before, curve.after
    most = [curve.most] if curve.most else []
    end = max(last.total, after.total) or Fraction(1)
    highest = max([last.given, before.given, after.given, *most, Fraction(1)])  # no line falls
    top = highest * Fraction(11, 10)

    def x(total: Fraction) -> int:
        return LEFT + _share(RIGHT - LEFT, total, of=end)

    def y(points: Fraction) -> int:
        return BOTTOM - _share(BOTTOM - TOP, points, of=top)

    def mark(place: Place) -> Mark:
        return Mark(x(place.total), y(place.given))

    corners = [mark(place) for place in curve.corners]
    totals = [after.total, before.total, *curve.edges]
    heights = [after.given, before.given, *most]
    return Picture(
        line="M" + "L".join(f"{corner.x} {corner.y}" for corner in corners),
        before=mark(before),
        after=mark(after),
        most_y=None if curve.most is None else y(curve.most),
        across=_spread([(x(one), voice.number(one)) for one in totals], ACROSS),
        upwards=_spread([(y(one), voice.number(one)) for one in heights], UPWARDS),
    )


def _share(units: int, number: Fraction, *, of: Fraction) -> int:
    """Return how many of some units a number is of another one, all of them at most.

    Rounded as `round` does, a half to the even one; in whole numbers, as a page does it often.

    >>> [_share(10, Fraction(number), of=Fraction(4)) for number in (1, 3, 4, 9)]
    [2, 8, 10, 10]
    """
    top, bottom = number.numerator * of.denominator, number.denominator * of.numerator
    whole, rest = divmod(units * min(top, bottom), bottom)
    return whole + (2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1))


def svg_of(picture: Picture, voice: Voice) -> SafeString:
    """Return a drawing as SVG with its legend, without a colour of its own."""
    before, after = picture.before, picture.after
    most, most_legend = "", ""
    if picture.most_y is not None:
        most = f'<path class="most" d="M44 {picture.most_y}H312"/>'
        most_legend = f' <span class="end">{voice.say(_AT_MOST)}</span>'
    across = "".join(
        f'<text x="{one.at}" y="141" text-anchor="middle">{escape(one.words)}</text>'
        for one in picture.across
    )
    upwards = "".join(
        f'<text x="38" y="{one.at}" dy="4" text-anchor="end">{escape(one.words)}</text>'
        for one in picture.upwards
    )
    guides = (f"M44 {one.y}H{one.x}V122" for one in (before, after))
    return mark_safe(  # noqa: S308 (whole numbers, words of ours, and numbers that are escaped)
        f"""{_SVG} aria-label="{voice.say(_SAYS_THE_SAME)}">
  <path class="axis" d="M44 14V122H312"/>
  {most}
  <path class="guide" d="{"".join(guides)}"/>
  <path class="line" d="{picture.line}"/>
  <circle class="before" cx="{before.x}" cy="{before.y}" r="6"/>
  <circle class="after" cx="{after.x}" cy="{after.y}" r="6"/>
  {across}
  {upwards}
</svg>
<p class="legend" aria-hidden="true"><span class="was">{voice.say(_BEFORE)}</span> \
<span class="is">{voice.say(_AFTER)}</span>{most_legend}</p>
"""
    )


def _spread(wanted: list[tuple[int, str]], apart: int) -> tuple[Label, ...]:
    """Return labels that don't touch: the first ones are kept.

    >>> [label.words for label in _spread([(10, "1"), (12, "2"), (60, "3")], 30)]
    ['1', '3']
    """
    kept: list[Label] = []
    for at, words in wanted:
        if all(abs(at - other.at) >= apart for other in kept):
            kept.append(Label(at, words))
    return tuple(kept)
