"""Gauges: how a step's total moved, as a small bar. Positions are whole numbers for an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from plaudit.core.told import Gauge

WIDTH = 600
"""Units of the drawing from its start to its end."""
LEAST = 6
"""A part that is there is at least this wide."""
_BAR = (
    '<svg class="bar" viewBox="0 0 604 28" preserveAspectRatio="none" width="604" height="28" '
    'aria-hidden="true" focusable="false">'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the parts of a bar begin and how wide they are; `most_at` is None without a limit."""

    before_width: int
    gain_at: int
    gain_width: int
    most_at: int | None


def bar_of(gauge: Gauge) -> Bar:
    """Return the bar of a gauge: a limit stands at its end; without one a quarter stays open.

    >>> bar_of(Gauge(Fraction(12), Fraction(14), Fraction(15)))
    Bar(before_width=480, gain_at=480, gain_width=80, most_at=600)
    >>> bar_of(Gauge(Fraction(0), Fraction(0), None))
    Bar(before_width=0, gain_at=0, gain_width=0, most_at=None)
    """
    end = gauge.most or gauge.after * 5 / 4 or Fraction(1)
    before = _along(gauge.before, end)
    after = _along(gauge.after, end)
    if gauge.before and before < LEAST:
        before = LEAST
    if gauge.after > gauge.before and after - before < LEAST:
        after = min(before + LEAST, WIDTH)
        before = after - LEAST
    return Bar(before, before, after - before, WIDTH if gauge.most else None)


def svg_of_bar(bar: Bar) -> SafeString:
    """Return a bar as SVG, without a colour of its own; the words beside it say the same."""
    most = ""
    if bar.most_at:
        most = f'<rect class="most" x="{bar.most_at}" y="0" width="4" height="28" rx="2"/>'
    return mark_safe(  # noqa: S308 (whole numbers and words of ours)
        f"""{_BAR}
  <rect class="track" x="0" y="8" width="600" height="12" rx="6"/>
  <rect class="before" x="0" y="8" width="{bar.before_width}" height="12" rx="6"/>
  <rect class="gain" x="{bar.gain_at}" y="4" width="{bar.gain_width}" height="20" rx="4"/>
  {most}
</svg>
"""
    )


def _along(number: Fraction, end: Fraction) -> int:
    top, bottom = number.numerator * end.denominator, number.denominator * end.numerator
    return min(top * WIDTH // bottom, WIDTH)
