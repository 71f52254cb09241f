"""Why an award is what it is: told, drawn and set as a page has it, once for all equal numbers.

Nothing here knows whose deed it is: a cup on a morning is told to everybody alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, TypeVar

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Template
from markupsafe import Markup

from plaudit.core.activity import Activity
from plaudit.core.curve import Curve
from plaudit.core.edition import Edition
from plaudit.core.explanation import Explanation
from plaudit.core.telling import Teller
from plaudit.core.told import Told, ToldMove
from plaudit.pages.gauges import bar_of, svg_of_bar
from plaudit.pages.pictures import picture_of, svg_of
from plaudit.pages.voices import GettextVoice

T = TypeVar("T")
REASONS_KEPT = 2_048
"""About 5 kB each."""
DRAWINGS_KEPT = 2_048
"""About 1 kB each. Cups on one morning move their total as they do on another."""
SET_KEPT = 4_096
"""About 2 kB each. A day's limit is used up alike by many."""
TELLERS_KEPT = 256
"""One for each edition, activity and language that is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """An explanation in one language. Equal to itself alone, so that its HTML can be kept by it."""

    told: Told
    voice: GettextVoice

    @property
    def html(self) -> SafeString:
        """The steps as a page has them, each with the picture of its rule or its bar."""
        return _html(self)


@lru_cache(maxsize=REASONS_KEPT)
def reason_of(explanation: Explanation, voice: GettextVoice) -> Reason:
    """Return why a deed earned what it earned, in the voice's language."""
    teller = _teller(_Same(explanation.edition), _Same(explanation.activity), voice)
    return Reason(teller.tell(explanation), voice)


class _Same(Generic[T]):
    """A value that is looked up by which one it is: editions are too large to be compared."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=TELLERS_KEPT)
def _teller(edition: _Same[Edition], activity: _Same[Activity], voice: GettextVoice) -> Teller:
    return Teller(edition.value, activity.value, voice)


@lru_cache(maxsize=REASONS_KEPT)
def _html(reason: Reason) -> SafeString:
    steps = [(_set(move, reason.voice), counted) for counted, move in reason.told.steps]
    html = _template("reason").render(told=reason.told, steps=steps)
    return mark_safe(html)  # noqa: S308 (a template escapes)


@lru_cache(maxsize=SET_KEPT)
def _set(move: ToldMove, voice: GettextVoice) -> tuple[Markup, Markup]:
    """Return what stands before what was counted, and after it."""
    parts = _template("reason_step").module
    return parts.begun(move), parts.ended(move, _drawing(move, voice))  # type: ignore[attr-defined]


@cache
def _template(name: str) -> Template:
    """Return the template itself: it needs nothing of a request, which Django would add."""
    found: Template = get_template(f"member/{name}.html").template  # type: ignore[attr-defined]
    return found


def _drawing(move: ToldMove, voice: GettextVoice) -> SafeString:
    if move.curve is None:
        return svg_of_bar(bar_of(move.gauge))
    return _picture(move.curve, voice)


@lru_cache(maxsize=DRAWINGS_KEPT)
def _picture(curve: Curve, voice: GettextVoice) -> SafeString:
    return svg_of(picture_of(curve, voice), voice)
