"""Why an award is what it is: told, drawn and set as a page has it, once for all equal numbers.

Nothing here knows whose deed it is: a cup on a morning is told to everybody alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from plaudit.core.explanation import Explanation
from plaudit.core.telling import Told, ToldStep, tell
from plaudit.pages.gauges import Bar, bar_of, svg_of_bar
from plaudit.pages.pictures import picture_of, svg_of
from plaudit.pages.voices import GettextVoice

REASONS_KEPT = 2_048
"""About 5 kB each."""


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """An explanation in one language: its words, and each step with a bar of how its total moved.

    Equal to itself alone, so that its HTML can be kept by it.
    """

    told: Told
    drawn: tuple[tuple[ToldStep, Bar], ...]
    voice: GettextVoice

    @property
    def html(self) -> SafeString:
        """The steps as a page has them, each with the picture of its rule or its bar."""
        return _html(self)


@lru_cache(maxsize=REASONS_KEPT)
def reason_of(explanation: Explanation, voice: GettextVoice) -> Reason:
    """Return why a deed earned what it earned, in the voice's language."""
    told = tell(explanation, voice)
    return Reason(told, tuple((step, bar_of(step.gauge)) for step in told.steps), voice)


@lru_cache(maxsize=REASONS_KEPT)
def _html(reason: Reason) -> SafeString:
    steps = [(step, _drawing(step, bar, reason.voice)) for step, bar in reason.drawn]
    html = render_to_string("member/reason.html", {"told": reason.told, "steps": steps})
    return mark_safe(html)  # noqa: S308 (a template escapes)


def _drawing(step: ToldStep, bar: Bar, voice: GettextVoice) -> SafeString:
    if step.curve is None:
        return svg_of_bar(bar)
    return svg_of(picture_of(step.curve, voice), voice)
