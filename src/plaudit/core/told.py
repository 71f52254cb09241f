"""What is told of an award, as values: sentences, and what is drawn beside them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from plaudit.core.curve import Curve
from plaudit.core.voice import Voice


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bar to draw: how far it was filled before, how far after, and where it ends.

    Units: all three the same; `most` is None where nothing ends it.
    """

    before: Fraction
    after: Fraction
    most: Fraction | None


@dataclass(frozen=True, slots=True, eq=False)
class ToldMove:
    """How a total moved, in words: the same for each deed that moves it so.

    `rule` is a paragraph before the gauge (what the step gives), `moved` is the one that says the
    gauge in words, and `result` is what it gives or lets through. Each is equal to itself alone, so
    that what is set of it can be kept by it.
    """

    kind: Literal["tally", "rule", "ceiling"]
    title: str
    rule: str
    moved: str
    result: str
    source: str
    gauge: Gauge
    is_trimmed: bool
    curve: Curve | None = None
    """The step's schedule as a line; None for a ceiling, and where there is no schedule."""

    @property
    def is_nothing(self) -> bool:
        """Whether the step gives nothing."""
        return self.gauge.before == self.gauge.after


class ToldStep(NamedTuple):
    """One step in words: what it counted of this deed (nothing for a ceiling), and its move."""

    counted: str
    move: ToldMove


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in one language: its steps, what did not count, and by which rules.

    `sum` adds the rules' points up; it is empty where one rule gave all of them.
    """

    steps: tuple[ToldStep, ...]
    sum: str
    asides: tuple[str, ...]
    edition: str

    def lines(self, voice: Voice) -> list[str]:
        """Return all of it line by line, without pictures."""
        steps = [
            f"{move.title}: {voice.paragraph([counted, move.rule, move.moved])}"
            for counted, move in self.steps
        ]
        return [*steps, *filter(None, (self.sum, *self.asides, self.edition))]
