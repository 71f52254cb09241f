"""A made-up city: deeds by hour, weekday, season and weather, from a seed.

Nobody real is in it. A few members do much and many do little; some reports come late, some twice,
and some are wrong and struck out later. The same seed gives the same city.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO
from plaudit.core.partner_terms import PartnerTerms
from plaudit.core.period import SECOND, Calendar, date_of, weekday_of
from plaudit.replay.columns import MISSING, Ints, concatenated

Shares = npt.NDArray[np.float64]


class Size(NamedTuple):
    """How large a city is. `active`: members with any deeds.

    `struck_out`: of 1,000 deeds, how many turn out to be wrong and are struck out.
    """

    active: int
    deeds_a_day: int
    struck_out: int = 2


PRESETS = {
    "riverside": Size(10_000, 10_000),
    "large": Size(1_000_000, 1_500_000),
    "pilot": Size(3_690_000, 10_000_000),
}
"""The design's three: a town, a large city, and the pilot city (of 7.28 million members)."""

_HOURS = (1, 1, 1, 1, 1, 2, 6, 14, 18, 16, 14, 15, 20, 16, 13, 14, 18, 24, 26, 22, 14, 8, 4, 2)
_WEEKDAYS = (0.95, 0.92, 0.95, 1.0, 1.08, 1.2, 0.9)
_LATE, _TWICE = 0.04, 0.003
_LATE_DAYS_MAX = 20
_OFTEN = 2.5
"""How unevenly deeds are shared: half of them are done by (1/2)^2.5, a sixth, of the members."""


class Sent(NamedTuple):
    """Deeds of one day in the order of arrival, as columns.

    `number`: the event id; `facts` by name: millionths, a choice as its place in the list, MISSING.
    """

    number: Ints
    activity: Ints
    partner: Ints
    member: Ints
    happened_at: Ints
    facts: Mapping[str, Ints]

    def at(self, rows: Ints) -> Sent:
        """Return some of the rows."""
        return Sent(
            self.number[rows],
            self.activity[rows],
            self.partner[rows],
            self.member[rows],
            self.happened_at[rows],
            {name: column[rows] for name, column in self.facts.items()},
        )


@dataclass(frozen=True)
class City:
    """What a city is made of. `partners` report the activities that they are named for."""

    size: Size
    activities: Sequence[Activity]
    partners: Sequence[PartnerTerms]
    calendar: Calendar
    seed: int

    def choices(self) -> dict[str, tuple[str, ...]]:
        """Return the choices of each fact that has them, of all activities together."""
        found: dict[str, dict[str, None]] = {}
        for activity in self.activities:
            for fact in activity.facts:
                if not fact.is_number:
                    found.setdefault(fact.name, {}).update(dict.fromkeys(fact.choices))
        return {name: tuple(values) for name, values in found.items()}

    def wrong(self, day: int, sent: Sent) -> Sent:
        """Return which deeds that arrived on a day are struck out later, each once.

        Drawn apart from the deeds, which are the same whatever share is struck out.
        """
        chance = np.random.default_rng((self.seed, date_of(day).toordinal()))
        drawn = np.flatnonzero(chance.random(len(sent.number)) < self.size.struck_out / 1_000)
        _, firsts = np.unique(sent.number[drawn], return_index=True)
        return sent.at(drawn[np.sort(firsts)])

    def days(self, first_day: int, last_day: int) -> Iterator[tuple[int, Sent]]:
        """Yield what arrives on each day, both days included."""
        chance = np.random.default_rng(self.seed)
        making = _Making(self, chance)
        late: dict[int, list[Sent]] = {}
        number, weather = 0, 0.0
        for day in range(first_day, last_day + 1):
            weather = 0.7 * weather + 0.12 * float(chance.standard_normal())
            season = 1.0 + 0.15 * cos(2 * pi * (date_of(day).timetuple().tm_yday - 130) / 365)
            expected = self.size.deeds_a_day * _WEEKDAYS[weekday_of(day)] * season
            count = int(chance.poisson(max(1.0, expected * (1 + max(-0.6, weather)))))
            done = making.done_on(day, count, first_number=number)
            number += count
            arriving, delays = making.delays(done)
            for delay in np.unique(delays[delays > 0]).tolist():
                later = np.flatnonzero(delays == delay)
                late.setdefault(day + delay, []).append(done.at(later))
            yield day, _arrived([arriving, *late.pop(day, [])])


class _Making:
    """Draws the deeds of a day."""

    def __init__(self, city: City, chance: np.random.Generator) -> None:
        self.city = city
        self.chance = chance
        order = chance.permutation(len(city.activities))
        self.kinds = _cumulated(np.asarray(1.0 / (1.0 + order), np.float64))
        self.hours = _cumulated(np.array(_HOURS, np.float64))
        self.reporting = [
            np.array(
                [at for at, one in enumerate(city.partners) if activity.id in one.activities]
                or range(len(city.partners)),
                np.int64,
            )
            for activity in city.activities
        ]

    def done_on(self, day: int, count: int, *, first_number: int) -> Sent:
        """Return the deeds of a day, in the order of their time."""
        chance, size = self.chance, self.city.size
        starts_at = self.city.calendar.start_of_day(day)
        hour = np.searchsorted(self.hours, chance.random(count))
        seconds = np.sort(hour * 3_600 + chance.integers(0, 3_600, count))
        activity = np.searchsorted(self.kinds, chance.random(count))
        return Sent(
            number=np.arange(first_number, first_number + count),
            activity=activity,
            partner=self._partners(activity),
            member=np.floor(size.active * chance.random(count) ** _OFTEN).astype(np.int64),
            happened_at=starts_at + seconds * SECOND,
            facts=self._facts(activity),
        )

    def _partners(self, activity: Ints) -> Ints:
        drawn = self.chance.random(len(activity)) ** 2
        found = np.zeros(len(activity), np.int64)
        for at, known in enumerate(self.reporting):
            rows = np.flatnonzero(activity == at)
            found[rows] = known[np.floor(drawn[rows] * len(known)).astype(np.int64)]
        return found

    def _facts(self, activity: Ints) -> dict[str, Ints]:
        choices = self.city.choices()
        facts: dict[str, Ints] = {}
        for at, one in enumerate(self.city.activities):
            rows = np.flatnonzero(activity == at)
            for fact in one.facts:
                column = facts.setdefault(fact.name, np.full(len(activity), MISSING, np.int64))
                column[rows] = self._values(fact, len(rows), choices.get(fact.name, ()))
        return facts

    def _values(self, fact: Fact, count: int, choices: Sequence[str]) -> Ints:
        """Return values of a fact: small numbers often, large ones seldom."""
        if not fact.is_number:
            own = np.array([choices.index(choice) for choice in fact.choices], np.int64)
            drawn: Ints = own[
                np.floor(self.chance.random(count) ** 1.5 * len(own)).astype(np.int64)
            ]
            return drawn
        unit = MICRO // 10**fact.places
        span = (fact.high - fact.low) // unit
        mean = min(3 * MICRO // unit, max(1, span // 4))
        steps = np.floor(self.chance.exponential(mean, count)).astype(np.int64)
        values: Ints = fact.low + np.minimum(steps, span) * unit
        return values

    def delays(self, done: Sent) -> tuple[Sent, Ints]:
        """Return what arrives on its day (some of it twice), and each deed's delay in days."""
        count = len(done.number)
        is_late = self.chance.random(count) < _LATE
        drawn = np.minimum(self.chance.geometric(0.25, count), _LATE_DAYS_MAX)
        delays = np.where(is_late, drawn, 0)
        there = np.flatnonzero(delays == 0)
        twice = there[self.chance.random(len(there)) < _TWICE]
        return done.at(np.concatenate((there, twice))), delays


def _cumulated(weights: Shares) -> Shares:
    sums: Shares = np.cumsum(weights / weights.sum())
    sums[-1] = 1.0
    return sums


def _arrived(parts: Sequence[Sent]) -> Sent:
    return Sent(
        concatenated([part.number for part in parts]),
        concatenated([part.activity for part in parts]),
        concatenated([part.partner for part in parts]),
        concatenated([part.member for part in parts]),
        concatenated([part.happened_at for part in parts]),
        {name: concatenated([part.facts[name] for part in parts]) for name in parts[0].facts},
    )
