"""Reading a schedule: rate, every, ladder or bands. Source: design, section 3.

That the steps of a ladder ascend, and the like, is core.soundness's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from plaudit.core.amount import AMOUNT_MAX
from plaudit.core.catalogue.fields import WRONG, Field, Reading, Schema, Table, Wrong
from plaudit.core.catalogue.kinds import Number
from plaudit.core.catalogue.saying import described
from plaudit.core.edition import Bands, Every, Ladder, Rate
from plaudit.core.marking import N_
from plaudit.core.sentence import Words, as_written, sentence

STEPS_MAX = 200
"""How many steps a ladder, or stretches bands, may have."""
REST = "rest"
_POINTS = Number(0, 1_000_000_000, example="1")
_UNITS = Number(0, AMOUNT_MAX, above_low=True, example="1")
_FROM = Number(0, AMOUNT_MAX, example="1")


@dataclass(frozen=True, slots=True)
class Proportion:
    """`{ points = 1, per = 2 }`, as a rate or as every."""

    made: type[Rate | Every]
    table: Table

    @property
    def words(self) -> Words:
        """What it is, in words."""
        return N_("a table of points and per")

    @property
    def example(self) -> str:
        """A sound one."""
        return self.table.example

    def read(self, value: object, here: Reading) -> Rate | Every | Wrong:
        """Return the schedule."""
        values = self.table.read(value, here)
        if isinstance(values, Wrong) or values.get("points") is None or values.get("per") is None:
            return WRONG
        return self.made(values["points"], values["per"])

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return self.table.schema()


def _proportion(made: type[Rate | Every], called: Words) -> Proportion:
    fields = (
        Field("points", _POINTS, "How many points.", required=True),
        Field("per", _UNITS, "For how many units.", required=True),
    )
    return Proportion(made, Table(called, fields))


RATE = _proportion(Rate, N_("a rate"))
EVERY = _proportion(Every, as_written("every"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """A list of pairs of numbers. The second is points; the first may be "rest" in bands."""

    words: Words
    example: str
    first: str
    kind: Number
    rest_allowed: bool = False

    def pairs(self, value: object, here: Reading) -> list[tuple[Any, Fraction]] | Wrong:
        """Return the pairs, the first None for the rest; each wrong one is noted."""
        if not isinstance(value, list):
            return here.wrong(value, self)
        if not value:
            return here.refuse(
                sentence(N_("{name} is empty."), name=here.name),
                sentence(N_("Write {name} = {example}."), name=here.name, example=self.example),
            )
        if len(value) > STEPS_MAX:
            return here.refuse(
                sentence(
                    N_("{name} has {number} pairs; {most} is the most."),
                    name=here.name,
                    number=len(value),
                    most=STEPS_MAX,
                ),
                sentence(N_("Make it shorter.")),
            )
        read = [self._pair(pair, here.at(index)) for index, pair in enumerate(value)]
        sound = [pair for pair in read if not isinstance(pair, Wrong)]
        return sound if len(sound) == len(read) else WRONG

    def _pair(self, pair: object, here: Reading) -> tuple[Any, Fraction] | Wrong:
        if not isinstance(pair, list) or len(pair) != 2:
            seen = (
                described(pair)
                if not isinstance(pair, list)
                else sentence(
                    N_("this one has 1 part")
                    if len(pair) == 1
                    else N_("this one has {number} parts"),
                    number=len(pair),
                )
            )
            return here.refuse(
                sentence(
                    N_("Each entry of {name} is a pair [{first}, points]; {seen}."),
                    name=here.name,
                    first=self.first,
                    seen=seen,
                ),
                sentence(N_("Write {name} = {example}."), name=here.name, example=self.example),
            )
        first: Any = None
        if not (self.rest_allowed and pair[0] == REST):
            first = self.kind.read(pair[0], here.at(0, example=self.example))
        points = _POINTS.read(pair[1], here.at(1, example=self.example))
        return WRONG if isinstance(first, Wrong) or isinstance(points, Wrong) else (first, points)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        first = self.kind.schema()
        if self.rest_allowed:
            first = {"anyOf": [first, {"const": REST}]}
        pair: Schema = {
            "type": "array",
            "prefixItems": [first, _POINTS.schema()],
            "minItems": 2,
            "maxItems": 2,
        }
        return {"type": "array", "items": pair, "minItems": 1, "maxItems": STEPS_MAX}


@dataclass(frozen=True, slots=True)
class LadderKind(Pairs):
    """`[[5000, 10], [10000, 40]]`: totals, so they ascend, and the points never fall."""

    def read(self, value: object, here: Reading) -> Ladder | Wrong:
        """Return the ladder."""
        steps = self.pairs(value, here)
        return steps if isinstance(steps, Wrong) else Ladder(tuple(steps))


@dataclass(frozen=True, slots=True)
class BandsKind(Pairs):
    """`[[10, 2], ["rest", 1]]`: each next stretch at its own rate."""

    def read(self, value: object, here: Reading) -> Bands | Wrong:
        """Return the bands."""
        bands = self.pairs(value, here)
        return bands if isinstance(bands, Wrong) else Bands(tuple(bands))


LADDER = LadderKind(
    N_("a list of [from, points] steps"), "[[5000, 10], [10000, 40]]", first="from", kind=_FROM
)
BANDS = BandsKind(
    N_("a list of [width, points] stretches"),
    '[[10, 2], ["rest", 1]]',
    first="width",
    kind=_UNITS,
    rest_allowed=True,
)
